import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const modules = readdirSync(join(ROOT, 'modules'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  .sort();

/** What a file imports: packages by name, files by their path from the root. */
const importsOf = (file: string): string[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/ from '([^']+)'/g)].map(([, from = '']) =>
    from.startsWith('.') ? relative(ROOT, join(ROOT, file, '..', from)) : from,
  );

test.each(modules)('%s leans on no stack and no config file, so another app can use it', (file) => {
  const allowed =
    /^(node:[\w/]+|cdktf|constructs|@cdktf\/provider-aws\/lib\/[\w-]+|modules\/.+|config\/(catalog|engines|fargate-size|topology))$/;
  expect(importsOf(file).filter((from) => !allowed.test(from))).toEqual([]);
});

test.each(modules.filter((file) => !file.endsWith('stored-value.ts')))('%s has a spec', (file) =>
  expect(existsSync(join(ROOT, '__tests__', file.replace(/\.ts$/, '.test.ts')))).toBe(true),
);
