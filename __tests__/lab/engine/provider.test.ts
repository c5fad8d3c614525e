import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PlatformConfig } from '../../../config';
import { type Engine, openEngine } from '../../../lab/engine';
import { ask } from '../../../lab/engine/emulator';
import { type LabRun, runLab, synthesizeHere } from '../../../lab/runner';
import { describeWithEmulator, Moto } from './equipment';

jest.setTimeout(240_000);

const account = '111122223333';
const config: PlatformConfig = {
  name: 'trial',
  environment: 'dev',
  account,
  regions: ['eu-west-1', 'us-east-1'],
  state: { buckets: { 'eu-west-1': 'states-euw1', 'us-east-1': 'states-use1' } },
  buckets: { objects: {} },
  tables: { sessions: { hashKey: 'pk' } },
};
const only = ['foundation'];
/** The provider waits 50 seconds for each of them. */
const leaveOut = ['aws_s3_bucket_lifecycle_configuration'];

const planned = ({ stacks }: LabRun): string[] =>
  stacks.flatMap(({ changes }) => changes.map(({ address, actions }) => `${actions.join()} ${address}`)).sort();

describeWithEmulator('the real provider before moto', (mirror) => {
  let dir: string;
  let out: string;
  let moto: Moto;
  let engine: Engine;
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'lab-engine-'));
    out = path.join(dir, 'out');
    synthesizeHere(config, out);
    moto = await Moto.start(account);
    engine = await openEngine({ workDir: path.join(dir, 'work'), endpoint: moto.endpoint, account, mirror });
  });
  afterAll(async () => {
    await engine?.close();
    moto?.stop();
    rmSync(dir, { recursive: true });
  });

  /** What is in the bucket of the state. */
  const object = async (method: string, key: string, body = '') =>
    (
      await ask(new URL(moto.endpoint), account, 's3', 'eu-west-1', {
        method,
        url: `/states-euw1/${key}`,
        body,
      })
    ).status;

  test('applies keys, buckets and a table in two Regions, and plans nothing more', async () => {
    const run = await engine.run({ out, mode: 'apply', only, leaveOut });
    expect(run.stacks.map(({ error }) => error)).toEqual([undefined]);
    expect(run).toMatchObject({ passed: true, planned: { replace: 0, destroy: 0 } });
    expect(run.stack('foundation')).toMatchObject({ applied: true, settled: true });
    expect(Object.keys(run.calls)).toEqual(['eu-west-1', 'global', 'us-east-1']);
    expect(await object('HEAD', 'trial/dev/foundation.tfstate')).toBe(200);
    expect(await object('HEAD', 'trial/dev/foundation.tfstate.tflock')).toBe(404);

    // The same as the simulated AWS plans, but for what was left out.
    const left = new Set(run.findings.get('foundation')?.leftOut.map(({ address }) => address));
    const simulated = await runLab({ workDir: path.join(dir, 'simulated'), out, mode: 'plan', only });
    const known = planned(simulated).filter((line) => !left.has(line.replace(/^\S+ /, '')));
    expect(planned(run).filter((line) => !left.has(line.replace(/^\S+ /, '')))).toEqual(known);
    expect(known.length).toBeGreaterThan(15);
  });

  test('a second writer is refused while the lock object is there', async () => {
    const lock = 'trial/dev/foundation.tfstate.tflock';
    const who = { ID: '1', Operation: 'OperationTypeApply', Who: 'somebody', Created: '2026-01-01T00:00:00Z' };
    expect(await object('PUT', lock, JSON.stringify(who))).toBe(200);
    const run = await engine.run({ out, mode: 'plan', only, leaveOut });
    expect(run.passed).toBe(false);
    expect(run.stack('foundation').error).toMatch(/Error acquiring the state lock.*somebody/s);
    expect(await object('DELETE', lock)).toBe(204);
  });

  test('an emulator of another account is refused', async () => {
    const opened = openEngine({ workDir: path.join(dir, 'other'), endpoint: moto.endpoint, account: '999988887777' });
    await expect(opened).rejects.toThrow(`moto is account ${account}, and the platform's is 999988887777.`);
  });
});

test('AWS itself is never called', async () => {
  const opened = openEngine({
    workDir: path.join(tmpdir(), 'lab-engine-none'),
    endpoint: 'http://s3.eu-west-1.amazonaws.com',
    account,
  });
  await expect(opened).rejects.toThrow('--endpoint: s3.eu-west-1.amazonaws.com is AWS itself.');
});
