import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../../modules/compute/bundle';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A project with one function `hello`, which uses one shared file. */
function project(shared = "export const greeting = () => 'hello';"): string {
  const root = mkdtempSync(join(tmpdir(), 'bundle-'));
  folders.push(root);
  mkdirSync(join(root, 'lambdas/hello'), { recursive: true });
  writeFileSync(join(root, 'lambdas/shared.ts'), `${shared}\nexport const unused = () => 'left out';\n`);
  writeFileSync(
    join(root, 'lambdas/hello/handler.ts'),
    "import { greeting } from '../shared';\nexport const handler = async (event: { name: string }) => `${greeting()} ${event.name}`;\n",
  );
  return root;
}
const HELLO = new Map([['hello', 'lambdas/hello/handler.ts']]);

const bundleOf = (root: string) => {
  const bundle = bundleFunctions({ entries: HELLO, root }).get('hello');
  if (!bundle) throw new Error('no bundle');
  return bundle;
};

test('is one file that a runtime can load, with what it uses and nothing else', async () => {
  const code = Buffer.from(bundleOf(project()).code).toString();
  const module = { exports: {} as { handler?: (event: object) => Promise<string> } };
  new Function('module', 'exports', 'require', code)(module, module.exports, require);
  await expect(module.exports.handler?.({ name: 'you' })).resolves.toBe('hello you');
  expect(code).not.toContain('left out');
});

test('has the same bytes wherever the project lies, and other bytes for other code', () => {
  const [one, other, changed] = [project(), project(), project("export const greeting = () => 'bye';")].map(bundleOf);
  expect(one?.zip.equals(other?.zip ?? Buffer.alloc(0))).toBe(true);
  expect(one?.sourceCodeHash).toBe(other?.sourceCodeHash);
  expect(changed?.sourceCodeHash).not.toBe(one?.sourceCodeHash);
  expect(Buffer.from(one?.code ?? []).toString()).not.toContain(tmpdir());
});

test('takes a file of the project in place of a package, and need not have the package', async () => {
  const root = project("import { word } from '@far/words';\nexport const greeting = () => word;");
  writeFileSync(join(root, 'lambdas/near.ts'), "export const word = 'near';\n");
  const replaced = { '@far/words': 'lambdas/near.ts' };
  const code = bundleFunctions({ entries: HELLO, root, replaced }).get('hello')?.code;
  expect(Buffer.from(code ?? []).toString()).toContain('"near"');
  expect(() => bundleFunctions({ entries: HELLO, root })).toThrow(/Could not resolve "@far\/words"/);
});

test("its hash is the one that Lambda makes of the archive's bytes", () => {
  const { zip, sourceCodeHash } = bundleOf(project());
  expect(sourceCodeHash).toBe(createHash('sha256').update(zip).digest('base64'));
});

test('says what esbuild says of a source that is not there', () =>
  expect(() => bundleFunctions({ entries: new Map([['x', 'lambdas/x/handler.ts']]), root: project() })).toThrow(
    /Could not resolve "lambdas\/x\/handler\.ts"/,
  ));
