const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transformSync, version } = require('esbuild');

const own = readFileSync(__filename);

/** Turns one TypeScript file into CommonJS, with its source map inline so that stack traces point at the source. */
module.exports = {
  process(source, filename) {
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: filename,
      sourcesContent: false,
    });
    return { code };
  },
  getCacheKey(source, filename) {
    return createHash('sha256').update(own).update(version).update(filename).update('\0').update(source).digest('hex');
  },
};
