import { ManualClock, MemoryTables, steadyRandom } from '../../../cli/model/memory-ports';
import { Unavailable } from '../../../lambdas/shared/failures';
import { Lease } from '../../../lambdas/shared/lease';
import type { FenceTable, RegisterStore } from '../../../lambdas/shared/ports';
import type { StateRecord } from '../../../lambdas/shared/record';
import { Register } from '../../../lambdas/shared/register';
import { DEFAULT_TIMING } from '../../../lambdas/shared/timing';
import { ACTIVE, FENCED, IN_EUROPE, LAYOUT, ORDERS } from './records';

const HERE = 'us-east-1';
const { leaseMs, sendMs, skewMs } = DEFAULT_TIMING;

function setUp(record?: StateRecord) {
  const tables = new MemoryTables();
  if (record !== undefined) tables.register.write(ORDERS, 0, record);
  const reads: string[] = [];
  const state = { down: false, slowMs: 0 };
  const failures: string[] = [];
  /** Another process of the Region, whose clocks may be a little off. */
  const process = (name: string, clock: ManualClock, table: FenceTable = tables.fences.in(HERE)): Lease => {
    const store: RegisterStore = {
      ...tables.registerStore,
      read: async (endpoint, scope) => {
        reads.push(name);
        clock.pass(state.slowMs);
        if (state.down) throw new Unavailable('dead');
        return tables.registerStore.read(endpoint, scope);
      },
    };
    const register = new Register({ store, endpoints: [HERE], layoutOf: () => LAYOUT, clock, random: steadyRandom() });
    return new Lease({
      region: HERE,
      register,
      table,
      shards: 4,
      timing: DEFAULT_TIMING,
      clock,
      process: name,
      onRenewFailed: ({ app }, { message }) => failures.push(`${app}: ${message}`),
    });
  };
  const clock = new ManualClock();
  const shards = () => [0, 1, 2, 3].map((shard) => tables.fenceCells(HERE).readShard(ORDERS, shard));
  const change = (next: StateRecord) => tables.register.write(ORDERS, tables.register.read(ORDERS)?.epoch ?? 0, next);
  return { tables, clock, lease: process('one', clock), process, reads, state, failures, shards, change };
}

const refusal = (lease: Lease) =>
  lease.hold(ORDERS).then(
    () => 'granted',
    (error: Error) => error.name,
  );

describe('a Region that the record names', () => {
  test('may write until a lease after it asked, not after it was answered', async () => {
    const { lease, state, clock } = setUp(ACTIVE);
    state.slowMs = 700;
    const askedMs = clock.monotonicMs();
    const grant = await lease.hold(ORDERS);
    expect(grant).toMatchObject({
      epoch: 4,
      untilMs: askedMs + leaseMs,
      wallUntilMs: askedMs + clock.offsetMs + leaseMs,
    });
  });

  test('opens every shard of its fence before it may', async () => {
    const { lease, shards } = setUp(ACTIVE);
    await lease.hold(ORDERS);
    expect(shards()).toEqual(Array(4).fill({ epoch: 4, open: true }));
  });

  test('asks once, and again beside a write when less than half of the lease remains', async () => {
    const { lease, clock, reads } = setUp(ACTIVE);
    await lease.hold(ORDERS);
    clock.pass(leaseMs / 2);
    await lease.hold(ORDERS);
    await lease.settled();
    expect(reads).toHaveLength(1);
    clock.pass(1);
    const before = await lease.hold(ORDERS);
    await lease.settled();
    expect(reads).toHaveLength(2);
    expect((await lease.hold(ORDERS)).untilMs - before.untilMs).toBe(leaseMs / 2 + 1);
  });

  test('sends nothing that could land after the lease', async () => {
    const { lease, clock } = setUp(ACTIVE);
    const grant = await lease.hold(ORDERS);
    clock.pass(leaseMs - sendMs - 1);
    expect(lease.maySend(grant)).toBe(true);
    clock.pass(1);
    expect(lease.maySend(grant)).toBe(false);
  });

  test('loses the lease by the wall clock too: a frozen process may find the other one stopped', async () => {
    const { lease, clock } = setUp(ACTIVE);
    const grant = await lease.hold(ORDERS);
    clock.offsetMs += leaseMs;
    expect(lease.maySend(grant)).toBe(false);
  });

  test('does not gain by a wall clock that is set back', async () => {
    const { lease, clock } = setUp(ACTIVE);
    const grant = await lease.hold(ORDERS);
    clock.offsetMs -= 3_600_000;
    clock.pass(leaseMs - sendMs);
    expect(lease.maySend(grant)).toBe(false);
  });

  test('goes on writing while the register is away, and not a moment longer', async () => {
    const { lease, clock, state, failures } = setUp(ACTIVE);
    await lease.hold(ORDERS);
    state.down = true;
    clock.pass(leaseMs - sendMs - 1);
    expect(await refusal(lease)).toBe('granted');
    await lease.settled();
    expect(failures).toEqual([expect.stringMatching(/^orders: The register did not answer/)]);
    clock.pass(1);
    expect(await refusal(lease)).toBe('NoLease');
  });
});

describe('processes of one Region', () => {
  test('share a lease, less the skew of their clocks', async () => {
    const { lease, process, clock, reads } = setUp(ACTIVE);
    await lease.hold(ORDERS);
    const other = new ManualClock(5_000, clock.wallMs() - 5_000 + 300);
    const grant = await process('two', other).hold(ORDERS);
    expect(reads).toEqual(['one']);
    expect(grant.untilMs).toBe(5_000 + leaseMs - skewMs - 300);
    expect(grant.wallUntilMs).toBe(clock.wallMs() + leaseMs - skewMs);
  });

  test('never believe a stored lease that is longer than a fresh one', async () => {
    const { lease, process, clock, reads } = setUp(ACTIVE);
    await lease.hold(ORDERS);
    const slow = new ManualClock(5_000, clock.wallMs() - 5_000 - 3_600_000);
    const grant = await process('two', slow).hold(ORDERS);
    expect(reads).toEqual(['one', 'two']);
    expect(grant.untilMs).toBe(5_000 + leaseMs);
  });

  test('never believe a stored lease of a process that was configured for longer ones', async () => {
    const { lease, tables, clock, reads } = setUp(ACTIVE);
    const asOfMs = clock.wallMs() - 1000;
    tables
      .fenceCells(HERE)
      .writeLease(ORDERS, { epoch: 4, asOfMs, untilMs: asOfMs + 60_000, by: 'old', record: ACTIVE });
    await lease.hold(ORDERS);
    expect(reads).toEqual(['one']);
  });

  test('one renews for both', async () => {
    const { lease, process, clock, reads } = setUp(ACTIVE);
    const two = process('two', clock);
    await lease.hold(ORDERS);
    await two.hold(ORDERS);
    clock.pass(3_100);
    await lease.hold(ORDERS);
    await lease.settled();
    clock.pass(100);
    await two.hold(ORDERS);
    await two.settled();
    expect(reads).toEqual(['one', 'one']);
  });

  test('a lease whose fence turned out closed is not taken from the table again', async () => {
    const { lease, reads, change } = setUp(ACTIVE);
    const grant = await lease.hold(ORDERS);
    change({ ...FENCED, epoch: 5 });
    lease.forget(grant);
    expect(await refusal(lease)).toBe('Fenced');
    expect(reads).toHaveLength(2);
  });
});

describe('a Region that the record does not name', () => {
  test.each([
    ['NotWriter', IN_EUROPE],
    ['Fenced', FENCED],
  ])('is refused (%s), and its fence is closed', async (name, record) => {
    const { lease, shards, tables } = setUp(record);
    for (const shard of [0, 1, 2, 3]) tables.fenceCells(HERE).setShard(ORDERS, shard, { epoch: 3, open: true });
    expect(await refusal(lease)).toBe(name);
    expect(shards()).toEqual(Array(4).fill({ epoch: 4, open: false }));
  });

  test('asks at most twice a second, and learns at once from another process that it writes', async () => {
    const { lease, process, reads, clock, change } = setUp(IN_EUROPE);
    await refusal(lease);
    await refusal(lease);
    clock.pass(499);
    await refusal(lease);
    expect(reads).toHaveLength(1);
    change({ ...ACTIVE, epoch: 5 });
    expect(await refusal(process('two', clock))).toBe('granted');
    expect(await refusal(lease)).toBe('granted');
    expect(reads).toEqual(['one', 'two']);
  });

  test('makes no call until it is asked to write', async () => {
    const { lease, reads } = setUp(IN_EUROPE);
    expect(await lease.view(ORDERS)).toBeUndefined();
    expect(reads).toEqual([]);
  });

  test('remembers what it saw, for every process of the Region', async () => {
    const { lease, process, clock, reads } = setUp(IN_EUROPE);
    const askedMs = clock.wallMs();
    await lease.refresh(ORDERS);
    expect(await process('two', clock).view(ORDERS)).toEqual({ record: IN_EUROPE, asOfMs: askedMs });
    expect(reads).toEqual(['one']);
  });
});

test('promoted: the writer goes on in the next epoch', async () => {
  const { lease, shards, change } = setUp(ACTIVE);
  await lease.hold(ORDERS);
  change({ ...ACTIVE, epoch: 5 });
  await lease.refresh(ORDERS);
  expect((await lease.hold(ORDERS)).epoch).toBe(5);
  expect(shards()).toEqual(Array(4).fill({ epoch: 5, open: true }));
});

test('without its own fence table a Region does not write', async () => {
  const { process, clock, tables } = setUp(ACTIVE);
  const dead = (): Promise<never> => Promise.reject(new Unavailable('dead'));
  expect(await refusal(process('two', clock, { ...tables.fences.in(HERE), readLease: dead }))).toBe('NoLease');
  expect(await refusal(process('three', clock, { ...tables.fences.in(HERE), setShard: dead }))).toBe('NoLease');
});

test('a lease that nobody could be told of counts for the process that got it', async () => {
  const { process, clock, tables } = setUp(ACTIVE);
  const writeLease = (): Promise<never> => Promise.reject(new Unavailable('dead'));
  expect(await refusal(process('two', clock, { ...tables.fences.in(HERE), writeLease }))).toBe('granted');
});
