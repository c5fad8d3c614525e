import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINIMAL } from '../../config/configs';

const folder = mkdtempSync(join(tmpdir(), 'costs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const config = join(folder, 'platform.config.json');
const out = join(folder, 'out');
writeFileSync(config, JSON.stringify({ ...MINIMAL, buckets: { objects: {} } }));

const synth = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--require', 'tsx/cjs', 'cli/synth.ts', ...args], {
    cwd: join(__dirname, '../../..'),
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, PLATFORM_CONFIG: config, CDKTF_OUTDIR: out },
  });

test.each([
  ['--cost', '--cost is not an option. Nearest: --costs.'],
  ['--costs=all', '--costs takes no value. Leave "all" out.'],
  ['my.config.ts', '"my.config.ts" belongs to no option. PLATFORM_CONFIG names the config.'],
])('refuses %s before it writes anything', (argument, message) => {
  const { status, stdout, stderr } = synth(argument);
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: `${message}\n\nnpm run synth -- --help shows how it is used.\n`,
  });
  expect(existsSync(out)).toBe(false);
});

test('prints the costs after the stacks', () => {
  const { status, stdout } = synth('--costs');
  expect(status).toBe(0);
  expect(stdout).toMatch(/\n\nA month costs about \$\d+ before it is used: .*\n\nUS\$ a month .*all\n/);
  expect(stdout).toMatch(/\n {2}key or replica of one +6 x +\$1 per month +6\.00\n/);
}, 60_000);

test('says nothing of them otherwise', () => expect(synth().stdout).not.toContain('US$'), 60_000);
