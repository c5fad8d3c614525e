import { ManualClock, MemoryTables, steadyRandom } from '../../../cli/model/memory-ports';
import { Unavailable, Unclear } from '../../../lambdas/shared/failures';
import type { FenceTable, HealthReport, RegisterStore } from '../../../lambdas/shared/ports';
import { initialRecord, type Region, type RoutingLayout, type StateRecord } from '../../../lambdas/shared/record';
import { Register } from '../../../lambdas/shared/register';
import { DEFAULT_TIMING } from '../../../lambdas/shared/timing';
import { type MoveDeps, type MoveOptions, moveWriter } from '../../../lambdas/shared/transition';
import { FENCED, IN_EUROPE, LAYOUT, ORDERS } from './records';

const SHARDS = 2;

function setUp({
  region = 'eu-west-1',
  record,
  layout = LAYOUT,
}: {
  region?: Region;
  record?: StateRecord;
  layout?: RoutingLayout;
} = {}) {
  const tables = new MemoryTables();
  if (record !== undefined) tables.register.write(ORDERS, 0, record);
  const clock = new ManualClock();
  const dead = new Set<Region>();
  const failing = new Set<Region>();
  const checked: Region[] = [];
  const faults: { afterWrites: number; error: Error }[] = [];
  const events: string[] = [];
  let writes = 0;
  const store: RegisterStore = {
    ...tables.registerStore,
    write: async (endpoint, scope, epoch, next) => {
      const [fault] = faults;
      if (fault !== undefined && writes >= fault.afterWrites) throw fault.error;
      const sentMs = clock.monotonicMs() - 1_000_000;
      // Between asking and committing leases may still be renewed: nothing before the answer counts.
      clock.pass(400);
      await tables.registerStore.write(endpoint, scope, epoch, next);
      writes += 1;
      events.push(`commit ${next.epoch} ${next.state} at ${sentMs}-${clock.monotonicMs() - 1_000_000}`);
    },
  };
  const fenceOf = (where: Region): FenceTable => ({
    ...tables.fences.in(where),
    setShard: async (scope, shard, to) => {
      if (dead.has(where)) throw new Unclear('timeout');
      tables.fenceCells(where).setShard(scope, shard, to);
      events.push(`close ${where}/${shard} for ${to.epoch}`);
    },
  });
  const random = steadyRandom();
  const deps: MoveDeps = {
    region,
    register: new Register({ store, endpoints: ['eu-west-1', 'eu-west-2'], layoutOf: () => layout, clock, random }),
    fences: { in: fenceOf },
    shards: SHARDS,
    timing: DEFAULT_TIMING,
    clock: {
      wallMs: clock.wallMs,
      monotonicMs: clock.monotonicMs,
      // A race against a limit must not let time pass where the other side has won it.
      sleep: (ms) => new Promise((resolve) => setImmediate(() => resolve(clock.pass(ms)))),
    },
    random,
    health: {
      check: async (where): Promise<HealthReport> => {
        checked.push(where);
        return { status: failing.has(where) ? 'failing' : 'ok', region: where, checks: {} };
      },
    },
    layoutOf: () => layout,
  };
  const move = (options: MoveOptions) => moveWriter(deps, ORDERS, options);
  const stored = () => tables.register.read(ORDERS);
  return { tables, clock, dead, failing, checked, faults, events, move, stored, deps };
}

/** When a commit was sent, and when it was answered. */
const timesOf = (event = ''): readonly [number, number] => {
  const [sentMs = Number.NaN, answeredMs = Number.NaN] = (event.split(' at ')[1] ?? '').split('-').map(Number);
  return [sentMs, answeredMs];
};

const TO_EUROPE: MoveOptions = { state: 'failover', target: 'eu-west-1' };

describe('moving the writer', () => {
  test('fences, closes the old fence, and opens only then', async () => {
    const { move, events, stored } = setUp();
    const result = await move(TO_EUROPE);
    expect(events.map((event) => event.replace(/ at .*/, ''))).toEqual([
      'commit 1 fenced',
      'close us-east-1/0 for 1',
      'close us-east-1/1 for 1',
      'commit 2 failover',
    ]);
    expect(result).toMatchObject({ changed: true, dryRun: false, confirmed: ['us-east-1'], waitedMs: 0 });
    expect(result.steps.map(({ kind }) => kind)).toEqual(['fence', 'open']);
    expect(stored()).toMatchObject({
      epoch: 2,
      state: 'failover',
      writers: ['eu-west-1'],
      primary: 'us-east-1',
      drain: [],
      by: 'eu-west-1',
      change: { from: { epoch: 1, state: 'fenced', writers: [] }, confirmed: ['us-east-1'], waitedMs: 0 },
    });
  });

  test('waits a whole lease and 2 % for a Region that does not answer', async () => {
    const { move, events, dead } = setUp();
    dead.add('us-east-1');
    const result = await move(TO_EUROPE);
    const [fenced = '', opened = ''] = events.filter((event) => event.startsWith('commit'));
    expect(fenced).toMatch(/^commit 1 fenced at/);
    const [, answeredMs] = timesOf(fenced);
    const [sentMs] = timesOf(opened);
    const waited = sentMs - answeredMs;
    expect(waited).toBeGreaterThanOrEqual(6320);
    expect(waited).toBeLessThan(7500);
    expect(result).toMatchObject({ confirmed: [], waitedMs: expect.any(Number) });
    expect(result.waitedMs).toBeGreaterThan(6000);
  });

  test('goes on as soon as a Region that was away confirms', async () => {
    const { move, dead, clock, deps } = setUp();
    dead.add('us-east-1');
    const sleep = deps.clock.sleep;
    let slept = 0;
    const startedMs = clock.monotonicMs();
    Object.assign(deps.clock, {
      sleep: async (ms: number) => {
        slept += 1;
        if (slept === 6) dead.clear();
        await sleep(ms);
      },
    });
    const result = await move(TO_EUROPE);
    expect(result.confirmed).toEqual(['us-east-1']);
    expect(clock.monotonicMs() - startedMs).toBeLessThan(6000);
  });

  test('a drain that another proposer left is closed, or waited for in full from now', async () => {
    const { move, events, dead } = setUp({ record: FENCED });
    dead.add('us-east-1');
    await move(TO_EUROPE);
    expect(timesOf(events[0])[0]).toBeGreaterThanOrEqual(6320);
    const other = setUp({ record: FENCED });
    await other.move(TO_EUROPE);
    expect(other.events).toEqual([
      'close us-east-1/0 for 4',
      'close us-east-1/1 for 4',
      expect.stringMatching(/^commit 5 failover at/),
    ]);
  });

  test('fails back to the primary from anywhere', async () => {
    const { move, stored } = setUp({ region: 'us-east-1', record: IN_EUROPE });
    await move({ state: 'active' });
    expect(stored()).toMatchObject({ epoch: 6, state: 'active', writers: ['us-east-1'], serving: 'us-east-1' });
  });

  test('promotes without a moment in which nobody writes', async () => {
    const { move, stored, events } = setUp({ record: IN_EUROPE });
    await move({ state: 'active', target: 'eu-west-1' });
    expect(stored()).toMatchObject({ epoch: 5, state: 'active', writers: ['eu-west-1'], primary: 'eu-west-1' });
    expect(events).toHaveLength(1);
  });

  test('fencing closes the fences it reaches, and does not wait for the others', async () => {
    const { move, clock, events } = setUp();
    expect(await move({ state: 'fenced' })).toMatchObject({ changed: true, confirmed: ['us-east-1'], waitedMs: 0 });
    expect(events).toContain('close us-east-1/1 for 1');
    const cut = setUp();
    cut.dead.add('us-east-1');
    expect(await cut.move({ state: 'fenced' })).toMatchObject({ changed: true, confirmed: [], waitedMs: 0 });
    expect(clock.monotonicMs() - 1_000_000).toBeLessThan(3000);
  });

  test('writes who asked and why into history, every epoch of it', async () => {
    const { move, tables } = setUp();
    await move({
      ...TO_EUROPE,
      actor: 'arn:aws:iam::111122223333:role/ops',
      actorVerified: true,
      reason: 'us-east-1 is dead',
    });
    const entries = tables.register.history(ORDERS, { limit: 10 });
    expect(entries.map(({ epoch, to, actor, reason }) => [epoch, to.state, actor, reason])).toEqual([
      [2, 'failover', 'arn:aws:iam::111122223333:role/ops', 'us-east-1 is dead'],
      [1, 'fenced', 'arn:aws:iam::111122223333:role/ops', 'us-east-1 is dead'],
    ]);
  });
});

describe('what changes nothing', () => {
  const bytes = (world: ReturnType<typeof setUp>) =>
    JSON.stringify([world.stored(), world.tables.register.history(ORDERS, { limit: 9 }), world.events]);
  const refused = async (world: ReturnType<typeof setUp>, options: MoveOptions) => {
    const before = bytes(world);
    const error: unknown = await world.move(options).catch((reason: unknown) => reason);
    expect(bytes(world)).toBe(before);
    return error;
  };

  test('the state that it already has', async () => {
    const world = setUp();
    expect(await refused(world, { state: 'active' })).toMatchObject({ changed: false, steps: [] });
  });

  test('an illegal request, which names what is legal', async () => {
    const error = await refused(setUp(), { state: 'failover', target: 'us-east-1' });
    expect(error).toMatchObject({
      name: 'IllegalTransition',
      message:
        'From active (us-east-1 writing) to failover to us-east-1 is not possible: us-east-1 is the primary: it writes in state "active".',
      legal: [
        { state: 'fenced' },
        { state: 'failover', target: 'ap-southeast-2' },
        { state: 'failover', target: 'eu-west-1' },
      ],
    });
  });

  test('a Region that there is not, or none where there is a choice', async () => {
    expect(await refused(setUp(), { state: 'failover', target: 'eu-west-11' })).toMatchObject({
      name: 'BadTarget',
      message: '"eu-west-11" is not a Region to move to. Name one of ap-southeast-2, eu-west-1, us-east-1.',
    });
    expect(await refused(setUp(), { state: 'failover' })).toMatchObject({
      message: 'Which Region? Name one of ap-southeast-2, eu-west-1.',
    });
  });

  test('a stale epoch', async () =>
    expect(await refused(setUp(), { ...TO_EUROPE, expectedEpoch: 3 })).toMatchObject({
      name: 'EpochMismatch',
      expectedEpoch: 3,
      committed: [],
    }));

  test('a target that is not well, unless told not to look', async () => {
    const world = setUp();
    world.failing.add('eu-west-1');
    expect(await refused(world, TO_EUROPE)).toMatchObject({
      name: 'TargetNotReady',
      reports: [{ region: 'eu-west-1', status: 'failing' }],
    });
    expect((await world.move({ ...TO_EUROPE, skipChecks: true })).changed).toBe(true);
  });

  test('a target elsewhere: its own updater must do it', async () =>
    expect(await refused(setUp({ region: 'us-east-1' }), TO_EUROPE)).toMatchObject({
      name: 'OpensElsewhere',
      region: 'eu-west-1',
    }));

  test('a dry run, which tells what would be done', async () => {
    const world = setUp();
    expect(await refused(world, { ...TO_EUROPE, dryRun: true })).toMatchObject({
      changed: false,
      dryRun: true,
      to: { epoch: 2, state: 'failover', writers: ['eu-west-1'] },
      waitedMs: 6320,
      steps: [{ kind: 'fence' }, { kind: 'open' }],
      health: [{ region: 'eu-west-1', status: 'ok' }],
    });
  });

  test('a register that is away', async () => {
    const world = setUp();
    world.faults.push({ afterWrites: 0, error: new Unavailable('dead') });
    expect(await refused(world, TO_EUROPE)).toMatchObject({
      name: 'RegisterUnavailable',
      unclear: false,
      committed: [],
    });
  });
});

describe('what is left half done', () => {
  test('says which epochs were committed when the register goes away in between', async () => {
    const { move, faults, stored } = setUp();
    faults.push({ afterWrites: 1, error: new Unavailable('dead') });
    await expect(move(TO_EUROPE)).rejects.toMatchObject({ name: 'RegisterUnavailable', committed: [1] });
    expect(stored()?.state).toBe('fenced');
  });

  test('of two operators one wins, and the other is told', async () => {
    const { move, tables, deps } = setUp();
    const results = await Promise.allSettled([
      move(TO_EUROPE),
      moveWriter({ ...deps, region: 'ap-southeast-2' }, ORDERS, { state: 'failover', target: 'ap-southeast-2' }),
    ]);
    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({ name: 'EpochMismatch', committed: [] });
    expect(tables.register.read(ORDERS)?.epoch).toBe(2);
  });
});

describe('a register that was lost and begins anew, empty', () => {
  const remembered = (region: Region, record: StateRecord) => ({
    epoch: record.epoch,
    untilMs: 0,
    asOfMs: 0,
    by: region,
    record,
  });

  test('goes on above the newest epoch that any Region remembers', async () => {
    const { tables, move, stored } = setUp();
    const old: StateRecord = { ...initialRecord(LAYOUT), epoch: 7, tid: 'seven' };
    await tables.fences.in('us-east-1').writeLease(ORDERS, remembered('us-east-1', { ...old, epoch: 5, tid: 'five' }));
    await tables.fences.in('eu-west-1').writeLease(ORDERS, remembered('eu-west-1', old));
    const { from, to } = await move({ state: 'fenced' });
    expect([from.epoch, to.epoch, to.state]).toEqual([7, 8, 'fenced']);
    expect(stored()).toMatchObject({ epoch: 8, state: 'fenced', drain: [{ region: LAYOUT.primary }] });
  });

  test('is opened like any other', async () => {
    const { tables, move, stored } = setUp();
    await tables.fences
      .in('eu-west-1')
      .writeLease(ORDERS, remembered('eu-west-1', { ...initialRecord(LAYOUT), epoch: 7, tid: 'seven' }));
    await move({ state: 'failover', target: 'eu-west-1' });
    expect(stored()).toMatchObject({ epoch: 9, state: 'failover', writers: ['eu-west-1'] });
    expect(await tables.fences.in('us-east-1').readShard(ORDERS, 0)).toEqual({ epoch: 8, open: false });
  });

  test('goes on above a fence that was closed for an epoch that nobody read', async () => {
    const { tables, move, stored } = setUp();
    await tables.fences
      .in('eu-west-1')
      .writeLease(ORDERS, remembered('eu-west-1', { ...initialRecord(LAYOUT), epoch: 7, tid: 'seven' }));
    await tables.fences.in('us-east-1').setShard(ORDERS, 0, { epoch: 9, open: false });
    await move({ state: 'failover', target: 'eu-west-1' });
    expect(stored()).toMatchObject({ epoch: 11, state: 'failover', writers: ['eu-west-1'] });
  });

  test('that really is new begins at 1', async () => {
    const { move, stored } = setUp();
    await move({ state: 'fenced' });
    expect(stored()?.epoch).toBe(1);
  });

  test('is not mistaken for a register that is there', async () => {
    const { tables, move, stored } = setUp({ record: { ...initialRecord(LAYOUT), epoch: 1, tid: 'one' } });
    await tables.fences
      .in('eu-west-1')
      .writeLease(ORDERS, remembered('eu-west-1', { ...initialRecord(LAYOUT), epoch: 7, tid: 'seven' }));
    await move({ state: 'fenced' });
    expect(stored()?.epoch).toBe(2);
  });
});

describe('many writers', () => {
  const layout: RoutingLayout = { ...LAYOUT, pattern: 'active-active' };

  test('one Region is taken out in one step, from anywhere, while the others go on', async () => {
    const { move, stored, events, checked } = setUp({ layout, region: 'us-east-1' });
    await move({ state: 'failover', without: 'eu-west-1' });
    expect(stored()).toMatchObject({
      epoch: 1,
      writers: ['ap-southeast-2', 'us-east-1'],
      drain: [{ region: 'eu-west-1' }],
    });
    expect(events.filter((event) => event.startsWith('close'))).toEqual([
      'close eu-west-1/0 for 1',
      'close eu-west-1/1 for 1',
    ]);
    expect(checked).toEqual([]);
  });

  test('and comes back in one, if it is well', async () => {
    const record = { ...initialRecord(layout), epoch: 3, state: 'failover', writers: ['us-east-1'] } as const;
    const { move, checked, stored } = setUp({ layout, region: 'us-east-1', record });
    await move({ state: 'active' });
    expect(checked).toEqual(['ap-southeast-2', 'eu-west-1']);
    expect(stored()).toMatchObject({
      epoch: 4,
      state: 'active',
      writers: ['ap-southeast-2', 'eu-west-1', 'us-east-1'],
    });
  });
});
