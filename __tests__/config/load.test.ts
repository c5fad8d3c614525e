import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ConfigError, definePlatform, loadPlatform } from '../../config';
import { MINIMAL } from './configs';

const folder = mkdtempSync(join(tmpdir(), 'meridian-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** The message without the file's name. */
function refusal(file: string): string {
  try {
    loadPlatform(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.file).toBe(file);
    expect(error.message.startsWith(`${file}: `)).toBe(true);
    return error.message.slice(file.length + 2);
  }
  return 'a platform';
}

const alone = (problem: string): string => `1 problem. Nothing was written.\n  ${problem}`;
const json = JSON.stringify(MINIMAL);

describe('reads', () => {
  // biome-ignore format: a table, one file a row
  test.each([
    ['a TypeScript module', 'legal.ts', `const regions: string[] = ['us-east-1'];\nexport default { ...${json}, regions };`],
    ['a JavaScript module', 'legal.js', `module.exports.default = ${json};`],
    ['JSON', 'legal.json', json],
    ['JSON that names its schema', 'schema.json', `{ "$schema": "../schema/platform.schema.json", ${json.slice(1)}`],
    ['JSON with a byte order mark', 'bom.json', `\uFEFF${json}`],
    ['JSON with an upper-case extension', 'LEGAL.JSON', json],
  ])('%s', (_title, name, text) => expect(loadPlatform(written(name, text)).name).toBe('orders'));

  test('a path relative to the working directory', () =>
    expect(loadPlatform(relative(process.cwd(), written('relative.json', json))).account).toBe('111122223333'));
});

describe('PLATFORM_CONFIG', () => {
  const before = process.env.PLATFORM_CONFIG;
  afterEach(() => {
    if (before === undefined) delete process.env.PLATFORM_CONFIG;
    else process.env.PLATFORM_CONFIG = before;
  });

  test('names the file', () => {
    process.env.PLATFORM_CONFIG = written('named.json', json.replace('orders', 'named'));
    expect(loadPlatform().name).toBe('named');
  });

  test.each([
    ['is empty', ''],
    ['is not set', undefined],
  ])('%s: platform.config.ts is read', (_title, value) => {
    if (value === undefined) delete process.env.PLATFORM_CONFIG;
    else process.env.PLATFORM_CONFIG = value;
    expect(loadPlatform().regions.length).toBeGreaterThan(0);
  });
});

describe('refuses', () => {
  const set = 'Set PLATFORM_CONFIG to a .ts or .json file';
  const empty = 'Write { "name": ..., "environment": ..., "account": ..., "regions": [...] }.';

  test('a file that is not there', () =>
    expect(refusal(join(folder, 'none.ts'))).toBe(alone(`no such file. ${set}, or write platform.config.ts.`)));

  test('a folder', () => {
    mkdirSync(join(folder, 'folder.ts'));
    expect(refusal(join(folder, 'folder.ts'))).toBe(alone(`a folder, not a file. ${set}.`));
  });

  test('what is no file at all', () => expect(refusal('/dev/null')).toBe(alone(`not a file. ${set}.`)));

  test('a path through a file', () =>
    expect(refusal(join(written('file.json', json), 'x.ts'))).toMatch(
      /^1 problem.*\n {2}cannot be opened: ENOTDIR.*\.$/,
    ));

  test('a path that no system takes', () =>
    expect(refusal('a\0b.ts')).toMatch(/^1 problem.*\n {2}cannot be opened: .*\.$/));

  // biome-ignore format: a table, one file a row
  test.each([
    ['another extension', 'a.yaml', 'name: orders', 'the file ends in .yaml. Allowed: .ts or .json. Write the config as one of them.'],
    ['no extension', 'config', json, 'the file has no extension. Allowed: .ts or .json. Write the config as one of them.'],
    ['an empty JSON file', 'empty.json', ' \n', `the file is empty. ${empty}`],
    ['a module without default export', 'named.ts', `export const config = ${json};`, 'no default export. Write `export default definePlatform({ ... })`.'],
    ['an empty module', 'empty.ts', '', 'no default export. Write `export default definePlatform({ ... })`.'],
    ['a module whose default is nothing', 'nothing.ts', 'export default undefined;', `the config is undefined, not an object. ${empty}`],
    ['a module whose default is a promise', 'promise.ts', `export default (async () => (${json}))();`, `the config is an instance of Promise, not an object. ${empty}`],
    ['a module with a syntax error', 'syntax.ts', 'const a = 1;\nexport default {;', 'cannot be run: line 2: Expected identifier but found ";". Mend the module.'],
    ['a module that throws', 'throws.ts', 'const a: number = 1;\n\nthrow new Error(`boom ${a}.`);', 'cannot be run: line 3: boom 1. Mend the module.'],
    ['a module that throws what is no error', 'text.ts', 'throw "out of cheese";', 'cannot be run: out of cheese. Mend the module.'],
    ['a module that throws what has no text', 'bare.ts', 'throw Object.create(null);', 'cannot be run: no message. Mend the module.'],
    ['a module that imports a wrong one', 'imports.ts', 'import x from "./syntax";\nexport default x;', 'cannot be run: syntax.ts, line 2: Expected identifier but found ";". Mend the module.'],
  ])('%s', (_title, name, text, problem) => expect(refusal(written(name, text))).toBe(alone(problem)));

  test.each([['{"name": }'], ['{"name": "orders",}'], ['name: orders'], ['{"name": "orders"'], ["{'name': 1}"]])(
    'what is not JSON: %s',
    (text) =>
      expect(refusal(written('bad.json', text))).toMatch(
        /^1 problem.*\n {2}not JSON: .+\. Mend it, or use a \.ts file\.$/,
      ),
  );

  test('a module that imports what is not there', () =>
    expect(refusal(written('missing.ts', 'import x from "./nowhere";\nexport default x;'))).toMatch(
      /^1 problem.*\n {2}cannot be run: .*Cannot find module '\.\/nowhere'.*Mend the module\.$/,
    ));

  test('a wrong config, with all its problems', () =>
    expect(refusal(written('wrong.json', JSON.stringify({ ...MINIMAL, account: '1', home: 'mars' })))).toBe(
      [
        '2 problems. Nothing was written.',
        '  account  "1" is not allowed. Allowed: 12 digits, in quotes, such as "111122223333".',
        '  home     "mars" is not a Region in the catalog. docs/regions.md lists them. Correct it, or add it to config/catalog.ts with a free slot.',
      ].join('\n'),
    ));
});

test('definePlatform gives back what it is given', () => {
  const config = { ...MINIMAL, regions: [...MINIMAL.regions] };
  expect(definePlatform(config)).toBe(config);
});
