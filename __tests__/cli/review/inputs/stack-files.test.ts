import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFixture, readSource, unpack } from '../../../../cli/fixtures/files';
import { main } from '../../../../cli/review';
import { filesBeside } from '../../../../cli/review/inputs/stack-files';

const dir = mkdtempSync(path.join(tmpdir(), 'stack-files-'));
afterAll(() => rmSync(dir, { recursive: true }));

const OUT = path.join(dir, 'out');
const stack = path.join(OUT, 'stacks', 'foundation');
const clear = (): void => rmSync(OUT, { recursive: true, force: true });
beforeEach(() => unpack(readSource(readFixture('no-op').head), OUT));
afterEach(clear);

test.each([
  'evil.tf',
  'evil.tf.json',
  'evil_override.tf.json',
  'evil.tofu',
  'terraform.tfvars',
  'x.auto.tfvars.json',
  '.terraform',
  'terraform.d',
])('%s is found: Terraform would use it', (name) => {
  if (name.includes('.t') && !name.startsWith('.') && name !== 'terraform.d') writeFileSync(path.join(stack, name), '');
  else mkdirSync(path.join(stack, name));
  expect(filesBeside(OUT, 'foundation')).toEqual([name]);
});

test.each(['.terraform.lock.hcl', 'terraform.foundation.tfstate', 'plan', 'assets', 'notes.md'])(
  '%s is not',
  (name) => {
    writeFileSync(path.join(stack, name), '');
    expect(filesBeside(OUT, 'foundation')).toEqual([]);
  },
);

test('preflight refuses it before there are credentials', async () => {
  const run = async (): Promise<{ code: number; err: string }> => {
    let err = '';
    const io = { out: () => {}, err: (text: string) => (err += text), today: '2027-01-31' };
    return { code: await main(['preflight', 'foundation', '--out', OUT], io), err };
  };
  expect(await run()).toEqual({ code: 0, err: '' });
  writeFileSync(path.join(stack, 'evil.tf'), 'data "external" "e" {}');
  expect(await run()).toEqual({
    code: 2,
    err: 'Not to be planned:\n  foundation evil.tf is beside cdk.tf.json, and Terraform would use it. Take it out: a stack is what synth wrote.\n',
  });
});
