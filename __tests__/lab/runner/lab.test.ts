import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Lab, type LabEvent, openLab, type RunOptions, runLab } from '../../../lab/runner';
import { describeWithTerraform } from '../provider/terraform';

jest.setTimeout(60_000);

interface StackSpec {
  readonly needs?: readonly string[];
  readonly [block: string]: unknown;
}

const parameter = (name: string, more: object = {}) => ({
  aws_ssm_parameter: { a: { name, type: 'String', value: 'v', ...more } },
});
/** Each needs the one before it. */
const CHAIN: Record<string, StackSpec> = {
  first: { resource: parameter('/first') },
  second: { needs: ['first'], resource: { aws_s3_bucket: { b: { bucket: 'lab-second' } } } },
  third: { needs: ['second'], resource: parameter('/third') },
  alone: { resource: parameter('/alone') },
};

describeWithTerraform('the lab', () => {
  let dir: string;
  let lab: Lab;

  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'lab-test-'));
    lab = await openLab({ workDir: path.join(dir, 'work') });
  });
  afterEach(async () => {
    await lab.close();
    rmSync(dir, { recursive: true });
  });

  /** Writes what cdktf would. */
  function synthesized(stacks: Record<string, StackSpec>): string {
    const out = path.join(dir, 'out');
    rmSync(out, { recursive: true, force: true });
    for (const [name, { needs: _needs, ...blocks }] of Object.entries(stacks)) {
      mkdirSync(path.join(out, 'stacks', name), { recursive: true });
      const stack = {
        terraform: {
          required_providers: { aws: { source: 'hashicorp/aws', version: '>= 6.0.0' } },
          backend: { s3: { bucket: 'state', key: name, region: 'us-east-1' } },
        },
        provider: { aws: [{ region: 'us-east-1' }] },
        ...blocks,
      };
      writeFileSync(path.join(out, 'stacks', name, 'cdk.tf.json'), JSON.stringify(stack));
      writeFileSync(path.join(out, 'stacks', name, '.terraform.lock.hcl'), 'not for the lab');
    }
    const manifest = Object.entries(stacks).map(([name, { needs = [] }]) => [
      name,
      {
        name,
        constructPath: name,
        synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
        dependencies: needs,
      },
    ]);
    writeFileSync(path.join(out, 'manifest.json'), JSON.stringify({ stacks: Object.fromEntries(manifest) }));
    return out;
  }
  const run = (stacks: Record<string, StackSpec>, options: Partial<RunOptions> = {}) =>
    lab.run({ out: synthesized(stacks), mode: 'apply', ...options });
  const outcomes = async (...args: Parameters<typeof run>) =>
    Object.fromEntries((await run(...args)).stacks.map(({ stack, outcome }) => [stack, outcome]));

  test('applies in dependency order, whatever the order of the manifest, and plans empty afterwards', async () => {
    const events: LabEvent[] = [];
    const { third, ...others } = CHAIN;
    const stacks = {
      third: third as StackSpec,
      ...others,
      first: { ...CHAIN.first, provider: { aws: [{ region: 'sa-east-1' }] } },
    };
    // The first is slow: whoever did not wait for it would be there before it.
    const done = await run(stacks, { faults: { slow: { 'sa-east-1': 300 } }, onEvent: (event) => events.push(event) });

    expect(done.passed).toBe(true);
    expect(done.planned.add).toBe(4);
    expect(done.stacks.map(({ settled, applied }) => settled && applied)).toEqual([true, true, true, true]);
    const at = (type: LabEvent['type'], stack: string) =>
      events.findIndex((event) => event.type === type && event.stack === stack);
    expect(at('applied', 'first')).toBeLessThan(at('planned', 'second'));
    expect(at('applied', 'second')).toBeLessThan(at('planned', 'third'));
    expect(at('finished', 'alone')).toBeGreaterThan(at('planned', 'alone'));
  });

  test('keeps the state: the second time there is nothing to do', async () => {
    await run(CHAIN);
    const again = await run(CHAIN);
    expect(again.stacks.map(({ empty, settled }) => [empty, settled])).toEqual(Array(4).fill([true, true]));
    expect(again.stacks.flatMap(({ callList }) => callList.map(({ op }) => op))).not.toContain('Create');
  });

  test('stacks that depend on a failed one are not tried, the others are', async () => {
    const done = await run(CHAIN, { faults: { failCreate: ['aws_s3_bucket'] } });
    expect(done.passed).toBe(false);
    expect(done.stacks.map(({ stack, outcome }) => [stack, outcome])).toEqual([
      ['first', 'passed'],
      ['second', 'failed'],
      ['third', 'not tried'],
      ['alone', 'passed'],
    ]);
    expect(done.stack('third').error).toBe('Not tried: it depends on second, which failed.');
    // In full, with the place.
    expect(done.stack('second').error).toMatch(
      /Error: .*\n[\s\S]*with aws_s3_bucket\.b,\n\s+on cdk\.tf\.json line \d+/,
    );
    // Faults are of one run.
    expect((await run(CHAIN)).passed).toBe(true);
  });

  test('a stack of a type that nothing describes is told so, and the others are run', async () => {
    const done = await run({
      ...CHAIN,
      charts: { resource: { aws_quicksight_dashboard: { d: { name: 'd' } } } },
      after: { needs: ['charts'], resource: parameter('/after') },
    });
    expect(Object.fromEntries(done.stacks.map(({ stack, outcome }) => [stack, outcome]))).toEqual({
      first: 'passed',
      second: 'passed',
      third: 'passed',
      alone: 'passed',
      charts: 'failed',
      after: 'not tried',
    });
    expect(done.stack('charts').error).toBe(
      "The simulated AWS cannot run this stack. resource aws_quicksight_dashboard: definition has a shape that the bindings don't describe (any).",
    );
  });

  test('does only what is asked for, and takes what it depends on as applied', async () => {
    expect(await outcomes(CHAIN, { only: ['third'] })).toEqual({ third: 'passed' });
    await expect(run(CHAIN, { only: ['fourth'] })).rejects.toThrow(
      new Error('No stack is called "fourth". There are first, second, third, alone.'),
    );
  });

  test('a stack that Terraform finds invalid is neither planned nor applied', async () => {
    const invalid = { ...CHAIN, second: { resource: { aws_s3_bucket: { b: { bukket: 'x' } } } } };
    const done = await run(invalid);
    expect(done.stack('second')).toMatchObject({ outcome: 'failed', applied: false, calls: {} });
    expect(done.stack('second').error).toContain('No argument or block type is named "bukket".');
  });

  test('a second plan that is not empty is a failure that says what it would change', async () => {
    const restless = { restless: { resource: parameter('/restless', { description: '${timestamp()}' }) } };
    const { stacks } = await run(restless);
    expect(stacks[0]).toMatchObject({ outcome: 'failed', applied: true, settled: false });
    expect(stacks[0]?.error).toMatch(
      /^A second plan right after the apply is not empty:\n {2}update aws_ssm_parameter\.a \(description.*\)$/,
    );
  });

  test('validates without a call, plans without a change', async () => {
    expect((await run(CHAIN, { mode: 'validate' })).calls).toEqual({});
    const planned = await run(CHAIN, { mode: 'plan' });
    expect(planned.planned.add).toBe(4);
    expect(planned.stacks.some(({ applied }) => applied)).toBe(false);
    expect(lab.provider.world.all()).toEqual([]);
  });

  test('keeps plans and logs as Terraform writes them, also of a plan with nothing in it and of one that fails', async () => {
    const save = path.join(dir, 'plans');
    const saved = (stack: string) => JSON.parse(readFileSync(path.join(save, `${stack}.json`), 'utf8'));
    const log = (stack: string) => readFileSync(path.join(save, `${stack}.log.jsonl`), 'utf8');
    await run(CHAIN, { only: ['alone'] });
    const refused = {
      lifecycle: { precondition: [{ condition: '${length(data.aws_region.here.region) > 99}', error_message: 'No.' }] },
    };
    const failing = {
      data: { aws_region: { here: {} } },
      resource: { aws_ssm_parameter: { a: { ...parameter('/f').aws_ssm_parameter.a, ...refused } } },
    };
    const done = await run({ ...CHAIN, failing }, { mode: 'plan', save, only: ['first', 'alone', 'failing'] });
    expect(readdirSync(save).sort()).toEqual([
      ...['alone.json', 'alone.log.jsonl', 'failing.json', 'failing.log.jsonl', 'first.json', 'first.log.jsonl'],
    ]);
    expect(saved('first').resource_changes[0].change.actions).toEqual(['create']);
    expect(done.stack('first').planned?.add).toBe(1);
    expect(done.stack('alone').empty).toBe(true);
    expect(saved('alone').resource_changes[0].change.actions).toEqual(['no-op']);
    expect(saved('failing')).toMatchObject({ errored: true, applyable: false });
    expect(log('failing')).toContain('"summary":"Resource precondition failed"');
    expect(done.stack('failing').error).toMatch(
      /^Error: Resource precondition failed\n {2}on cdk\.tf\.json line \d+\n\nNo\.$/,
    );
  });

  test('plans a destruction', async () => {
    await run(CHAIN);
    const { planned, stacks } = await run(CHAIN, { mode: 'plan-destroy' });
    expect(planned).toEqual({ add: 0, change: 0, replace: 0, destroy: 4, forget: 0, import: 0 });
    expect(stacks.every(({ applied }) => !applied)).toBe(true);
  });

  test('a plan that only forgets, or only adopts, is not empty', async () => {
    const removed = { removed: [{ from: 'aws_ssm_parameter.a', lifecycle: { destroy: false } }] };
    const adopted = { ...CHAIN.alone, import: [{ to: 'aws_ssm_parameter.a', id: '/alone' }] };
    await run({ alone: CHAIN.alone as StackSpec });
    expect((await run({ alone: removed })).stack('alone')).toMatchObject({ empty: false, planned: { forget: 1 } });
    expect((await run({ alone: adopted })).stack('alone')).toMatchObject({
      empty: false,
      planned: { import: 1, add: 0 },
    });
  });

  test('calls are told apart by stack and by run', async () => {
    const elsewhere = { provider: { aws: [{ region: 'eu-west-1' }] }, resource: parameter('/x') };
    const first = await run({ here: CHAIN.alone as StackSpec, elsewhere });
    expect(Object.keys(first.stack('here').calls)).toEqual(['us-east-1']);
    expect(Object.keys(first.stack('elsewhere').calls)).toEqual(['eu-west-1']);
    const second = await run({ here: CHAIN.alone as StackSpec });
    expect(Object.keys(second.calls)).toEqual(['us-east-1']);
    expect(second.calls['us-east-1']).toBeLessThan(first.calls['us-east-1'] ?? 0);
  });

  test('variables and arguments reach the plan', async () => {
    const asked = {
      variable: { name: { type: 'string', default: 'd' } },
      resource: parameter('/x', { value: '${var.name}' }),
    };
    const { stacks } = await run({ asked, alone: CHAIN.alone as StackSpec }, { variables: { name: 'given' } });
    expect(stacks.map(({ outcome }) => outcome)).toEqual(['passed', 'passed']);
    expect(stacks[0]?.changes[0]?.after).toMatchObject({ value: 'given' });
    const targeted = await run(CHAIN, { mode: 'plan', only: ['second'], planArgs: ['-target=aws_ssm_parameter.none'] });
    expect(targeted.planned.add).toBe(0);
  });

  test('the synthesized folder is only read', async () => {
    const out = synthesized(CHAIN);
    const files = () =>
      readdirSync(out, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => [entry.name, readFileSync(path.join(entry.parentPath, entry.name), 'utf8')]);
    const before = files();
    await lab.run({ out, mode: 'apply' });
    expect(files()).toEqual(before);
  });

  test('goes on from a copy of another lab, and leaves that one as it is', async () => {
    await run(CHAIN);
    await lab.close();
    const copy = await runLab({
      workDir: path.join(dir, 'copy'),
      from: path.join(dir, 'work'),
      out: synthesized({ ...CHAIN, alone: { resource: parameter('/alone', { value: 'w' }) } }),
      mode: 'apply',
    });
    expect(copy.planned).toMatchObject({ add: 0, change: 1 });
    lab = await openLab({ workDir: path.join(dir, 'work') });
    expect((await run(CHAIN)).planned.change).toBe(0);
  });

  test('an interrupted run ends what Terraform is doing, begins nothing more, and goes on the next time', async () => {
    const stop = new AbortController();
    const onEvent = ({ type, stack }: LabEvent) => {
      if (type === 'applied' && stack === 'first') stop.abort();
    };
    const done = await run(CHAIN, { signal: stop.signal, onEvent });
    expect(done.stack('first').applied).toBe(true);
    expect(done.stack('second')).toMatchObject({ outcome: 'failed', applied: false });
    expect(done.stack('second').error).toMatch(/^Interrupted before terraform \w+\.$/);
    expect((await run(CHAIN)).passed).toBe(true);
  });

  test('one run at a time', async () => {
    const running = run(CHAIN, { only: ['alone'] });
    await expect(run(CHAIN)).rejects.toThrow(new Error('Lab.run: another run has not ended. Await it first.'));
    await running;
  });
});
