import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOG, REGION_NAMES } from '../../config/catalog';

const ROOT = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'synth-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const AWS = REGION_NAMES.filter((name) => CATALOG[name].partition === 'aws');
const config = (count: number): object => ({
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  // From the end, so that opt-in Regions and Regions without a low slot come first; home and writer are in the middle.
  regions: [...AWS].reverse().slice(0, count),
  home: [...AWS].reverse()[Math.floor(count / 2)],
  buckets: { objects: {} },
  tables: { sessions: { hashKey: 'pk' } },
  databases: {
    main: { engine: 'mysql', engineVersion: '8.4', instanceClass: 'db.r7g.large', allocatedStorageGiB: 50 },
  },
});

function written(name: string, value: object | string): string {
  const file = join(folder, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

/** A command as a user types it, in an environment without what the machine sets for Terraform. */
function run(
  command: string,
  args: readonly string[],
  platformConfig: string,
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      CHECKPOINT_DISABLE: '1',
      npm_config_update_notifier: 'false',
      PLATFORM_CONFIG: platformConfig,
      CDKTF_OUTDIR: join(folder, 'npm'),
    },
  });
}

const npmSynth = (file: string): ReturnType<typeof run> => run('npm', ['run', '--silent', 'synth'], file);
const cdktfSynth = (file: string, out: string): ReturnType<typeof run> =>
  run('npx', ['--no-install', 'cdktf', 'synth', '--output', out], file);

/** Every file of a folder with a hash of its bytes. */
const bytesOf = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`);

test.each([1, 33])(
  'cdktf synth works for %d Regions, wherever the output is',
  (count) => {
    const out = join(folder, `cdktf-${count}`);
    const { status, stderr } = cdktfSynth(written(`${count}.json`, config(count)), out);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(join(out, 'stacks'))).toHaveLength(count + 2);
    expect(existsSync(join(out, 'meridian.json'))).toBe(true);
  },
  60_000,
);

test('npm run synth prints the stacks and the next command, and drops stacks that are no more', () => {
  const out = join(folder, 'npm');
  npmSynth(written('three.json', config(3)));
  mkdirSync(join(out, 'stacks/mine'), { recursive: true });
  const { status, stdout } = npmSynth(written('two.json', config(2)));
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /4 stacks +2 Regions +\d+ +\d+ +in \d+\.\d s\n\nWritten to .*\n {2}npm run lab -- apply --config .*two\.json\n/,
  );
  expect(readdirSync(join(out, 'stacks')).sort()).toEqual([
    'bootstrap',
    'foundation',
    'mine',
    'region-us-west-1',
    'region-us-west-2',
  ]);
}, 60_000);

describe('a wrong config', () => {
  const wrong = written('wrong.json', { ...config(2), account: '12', regions: ['us-east-1', 'us-east-1'] });

  test('leaves the output as it was and shows no stack trace, with npm run synth', () => {
    npmSynth(written('good.json', config(2)));
    const before = bytesOf(join(folder, 'npm'));
    const { status, stdout, stderr } = npmSynth(wrong);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.split('\n')[0]).toBe(`${wrong}: 3 problems. Nothing was written.`);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(bytesOf(join(folder, 'npm'))).toEqual(before);
  }, 60_000);

  test('does so with cdktf synth too', () => {
    const out = join(folder, 'cdktf-wrong');
    cdktfSynth(written('good.json', config(2)), out);
    const before = bytesOf(out);
    const { status, stdout, stderr } = cdktfSynth(wrong, out);
    expect(status).toBe(1);
    expect(stdout + stderr).toContain('3 problems. Nothing was written.');
    expect(stdout + stderr).not.toMatch(/\n\s+at /);
    expect(bytesOf(out)).toEqual(before);
  }, 60_000);
});
