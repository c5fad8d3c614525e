import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishOutput } from '../../stacks/output-folder';
import { platformOf, synthesizedFrom } from '../synth';

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

describe('archives', () => {
  const archives = join('out', 'lambdas');
  const routed = platformOf({ regions: ['us-east-1', 'eu-west-1'], routing: {} });

  test('stand once beside the stacks, with the bytes whose hash the stacks name', () => {
    finishOutput(join(root, 'out'), routed, root);
    const names = readdirSync(join(root, archives)).sort();
    expect(names).toEqual(['control-api.zip', 'health.zip', 'state-updater.zip']);
    const { args } = synthesizedFrom(routed)
      .region('eu-west-1')
      .resources<{ filename: string; source_code_hash: string }>('aws_lambda_function')
      .find(({ address }) => address.includes('health')) ?? { args: undefined };
    const zip = readFileSync(join(root, 'out/stacks/region-eu-west-1', args?.filename ?? ''));
    expect(createHash('sha256').update(zip).digest('base64')).toBe(args?.source_code_hash);
  });

  test('of functions that are no more go, as does the folder without any', () => {
    finishOutput(join(root, 'out'), routed, root);
    writeFileSync(join(root, archives, 'former.zip'), '');
    finishOutput(join(root, 'out'), routed, root);
    expect(existsSync(join(root, archives, 'former.zip'))).toBe(false);
    finishOutput(join(root, 'out'), platform, root);
    expect(existsSync(join(root, archives))).toBe(false);
  });
});
