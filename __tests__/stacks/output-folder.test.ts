import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishOutput } from '../../stacks/output-folder';
import { platformOf } from '../synth';

const platform = platformOf({ regions: ['us-east-1', 'eu-west-1'] });
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'output-'));
  for (const stack of ['bootstrap', 'foundation', 'region-us-east-1', 'region-eu-west-1'])
    mkdirSync(join(root, 'out', 'stacks', stack), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const lockIn = (stack: string): string => join(root, 'out', 'stacks', stack, '.terraform.lock.hcl');

test('puts the provider lock into every stack, byte for byte', () => {
  writeFileSync(join(root, '.terraform.lock.hcl'), '# lock\n');
  finishOutput(join(root, 'out'), platform, root);
  for (const stack of ['bootstrap', 'foundation', 'region-us-east-1', 'region-eu-west-1'])
    expect(readFileSync(lockIn(stack), 'utf8')).toBe('# lock\n');
});

test('without a lock leaves the stacks as they are', () => {
  finishOutput(join(root, 'out'), platform, root);
  expect(existsSync(lockIn('foundation'))).toBe(false);
});

test("writes the manifest beside cdktf's own", () => {
  finishOutput(join(root, 'out'), platform, root);
  const manifest = readFileSync(join(root, 'out', 'meridian.json'), 'utf8');
  expect(JSON.parse(manifest)).toMatchObject({ schemaVersion: 1, name: 'orders', home: 'us-east-1' });
  expect(manifest.endsWith('}\n')).toBe(true);
});
