import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { PlatformConfig } from '../../config';
import { ROOT } from '../../lab/runner';
import { describeWithTerraform } from './provider/terraform';

jest.setTimeout(120_000);

const config: PlatformConfig = {
  name: 'trial',
  environment: 'dev',
  account: '111122223333',
  regions: ['eu-west-1'],
  state: { backend: 'local' },
  buckets: { objects: {} },
  tables: { sessions: { hashKey: 'pk' } },
};

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lab-command-'));
  file = path.join(dir, 'platform.json');
  writeFileSync(file, JSON.stringify(config));
});
afterEach(() => rmSync(dir, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', 'lab/main.ts', ...args], { cwd: ROOT });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => {
      said[stream] += stripVTControlCharacters(String(chunk));
    });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...said })));
  return { child, said, ended };
}
const lab = (command: string, ...args: string[]): Promise<Ended> => start([command, ...args]).ended;
const here = () => ['--config', file, '--work', path.join(dir, 'work')];

test('what is not understood is an error of its own', async () => {
  const [command, option] = await Promise.all([lab('aply'), lab('apply', '--no-such')]);
  expect(command).toMatchObject({ code: 2, stdout: '' });
  expect(command.stderr).toMatch(/^"aply" is not a command\. Nearest: apply\./);
  expect(option).toMatchObject({ code: 2, stdout: '' });
});

describeWithTerraform('npm run lab', () => {
  test('apply shows a table, writes JSON, and knows what was applied before', async () => {
    const json = path.join(dir, 'result.json');
    const first = await lab('apply', ...here(), '--json', json);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^foundation {8}\d+ to add$/m);
    expect(first.stdout).toMatch(/^region-eu-west-1 +\d+ +0 +0 +0 +0 +0 +empty +[\d.]+ {2}eu-west-1 \d+$/m);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ mode: 'apply', passed: true });

    writeFileSync(file, JSON.stringify({ ...config, tags: { team: 'a' } }));
    const second = await lab('plan', ...here());
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(/^foundation {8}\d+ to change$/m);
  });

  test('a dead Region fails the run, with what Terraform says about it', async () => {
    const { code, stdout } = await lab('apply', ...here(), '--dead', 'eu-west-1');
    expect(code).toBe(1);
    expect(stdout).toContain('The simulated Region eu-west-1 is dead.');
    expect(stdout).toContain('Not tried: it depends on foundation, which failed.');
  });

  test('a wrong config is told without a stack trace', async () => {
    writeFileSync(file, JSON.stringify({ ...config, account: '1' }));
    const { code, stderr } = await lab('plan', ...here());
    expect(code).toBe(1);
    expect(stderr).toMatch(/^\S+platform\.json: 1 problem\. Nothing was written\.\n {2}account .*\n$/);
  });

  test('deploy runs cdktf to the end; destroy says what is protected, and why', async () => {
    const deployed = await lab('deploy', ...here());
    expect(deployed.stdout).toContain("npx cdktf deploy '*' --auto-approve --skip-synth");
    expect(deployed.stdout).toMatch(/Deployed: the states are in /);
    expect(deployed.code).toBe(0);

    const destroyed = await lab('destroy', ...here());
    expect(destroyed.code).toBe(1);
    expect(destroyed.stdout).toMatch(/^region-eu-west-1: nothing is left\.$/m);
    expect(destroyed.stdout).toMatch(
      /^ {2}aws_dynamodb_table\.table-sessions-eu-west-1_table\n {4}prevent_destroy: .*\n {4}deletion protection: .*$/m,
    );
    expect(destroyed.stdout).toContain('Terraform, asked to destroy the stack:\n  Error: Instance cannot be destroyed');
  });

  test('deploy wants a local backend, and says how to get one', async () => {
    writeFileSync(file, JSON.stringify({ ...config, state: { backend: 's3' } }));
    const { code, stderr } = await lab('deploy', ...here());
    expect(code).toBe(1);
    expect(stderr).toContain("state.backend is 's3', and cdktf would look for the state there.");
  });

  test('serve prints what to export, and ends with a signal', async () => {
    await lab('validate', ...here());
    const { child, said, ended } = start([
      'serve',
      '--out',
      path.join(dir, 'work', 'out'),
      '--work',
      path.join(dir, 's'),
    ]);
    await new Promise<void>((resolve) =>
      child.stdout.on('data', () => said.stdout.includes('cdktf deploy') && resolve()),
    );
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
    const exported = /^ {2}export TF_REATTACH_PROVIDERS='(.*)'$/m.exec(said.stdout)?.[1];
    expect(JSON.parse(exported ?? '')).toMatchObject({ 'registry.terraform.io/hashicorp/aws': { Protocol: 'grpc' } });
    expect(said.stdout).toContain('Calls: none.');
  });
});
