import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { zipOf } from './zip';

/** A function's code, ready to be deployed. */
export interface FunctionBundle {
  readonly name: string;
  /** The JavaScript, as it stands in the archive. */
  readonly code: Uint8Array;
  readonly zip: Buffer;
  /** SHA-256 of the archive in base64, as Lambda knows it: with it a plan needs no file. */
  readonly sourceCodeHash: string;
}

/** Name of the archive's only file; the handler is `handler.handler`. */
const FILE = 'handler.js';
export const HANDLER = 'handler.handler';

export interface BundleProps {
  /** File of each function by its name, relative to `root`. */
  readonly entries: ReadonlyMap<string, string>;
  /** Folder of the project. */
  readonly root: string;
  /** Packages in whose place a file of the project is taken, relative to `root`. @default - none */
  readonly replaced?: Readonly<Record<string, string>>;
}

const bundled = new Map<string, ReadonlyMap<string, FunctionBundle>>();

/**
 * Bundles functions, each into one file with all that it needs: the SDK too, as the runtime's own changes without notice.
 * The same sources give the same bytes, wherever the project lies. Once a process for the same functions.
 * @throws what esbuild says where a source is missing or wrong
 */
export function bundleFunctions({ entries, root, replaced = {} }: BundleProps): ReadonlyMap<string, FunctionBundle> {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const key = JSON.stringify([root, sorted, replaced]);
  const known = bundled.get(key) ?? bundle(sorted, root, replaced);
  bundled.set(key, known);
  return known;
}

function bundle(
  entries: readonly (readonly [name: string, file: string])[],
  root: string,
  replaced: Readonly<Record<string, string>>,
): ReadonlyMap<string, FunctionBundle> {
  // Only here: a platform without functions is not to wait for a bundler.
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: entries.map(([name, file]) => ({ in: file, out: name })),
    absWorkingDir: root,
    outdir: join(root, 'bundles'),
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    // The older of the runtimes; both load CommonJS as fast as modules, and it needs no shim for `require`.
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: Object.fromEntries(Object.entries(replaced).map(([name, file]) => [name, join(root, file)])),
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: false,
    logLevel: 'silent',
  });
  return new Map(
    entries.map(([name]) => {
      const output = outputFiles.find(({ path }) => path === join(root, 'bundles', `${name}.js`));
      if (!output) throw new Error(`bundleFunctions: esbuild wrote nothing for ${name}.`);
      const zip = zipOf([{ name: FILE, content: output.contents }]);
      const sourceCodeHash = createHash('sha256').update(zip).digest('base64');
      return [name, { name, code: output.contents, zip, sourceCodeHash }] as const;
    }),
  );
}
