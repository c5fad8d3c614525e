import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, type PlatformConfig } from '../../../config';
import { LabError, synthesize, synthesizeHere } from '../../../lab/runner';

jest.setTimeout(30_000);

const config: PlatformConfig = {
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'eu-west-1'],
  buckets: { objects: {} },
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lab-synth-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const filesOf = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(out, file), readFileSync(file, 'utf8')]),
  );

test('here and in a process of its own, the same bytes', async () => {
  const [here, apart] = [path.join(dir, 'here'), path.join(dir, 'apart')];
  synthesizeHere(config, here);
  await synthesize(config, apart);
  expect(Object.keys(filesOf(here))).toContain('stacks/region-eu-west-1/cdk.tf.json');
  expect(filesOf(here)).toEqual(filesOf(apart));
});

test('a wrong config is refused with all its problems', async () => {
  const wrong = { ...config, account: '1', regions: ['us-east-9'] } as unknown as PlatformConfig;
  expect(() => synthesizeHere(wrong, dir)).toThrow(ConfigError);
  const refused = synthesize(wrong, path.join(dir, 'out'));
  await expect(refused).rejects.toThrow(LabError);
  await expect(refused).rejects.toThrow(/2 problems\. Nothing was written\.\n {2}account .*\n {2}regions\[0\]/);
});
