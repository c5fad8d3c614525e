import fc from 'fast-check';
import { ManualClock, MemoryTables, steadyRandom } from '../../../cli/model/memory-ports';
import { Busy, ConditionFailed, TransactionConflict, Unclear } from '../../../lambdas/shared/failures';
import { FencedWriter, ORIGIN_INDEX, originPartition } from '../../../lambdas/shared/fenced-write';
import { Lease } from '../../../lambdas/shared/lease';
import type { ContentStore, FencedTransaction, WriteOperation } from '../../../lambdas/shared/ports';
import type { StateRecord } from '../../../lambdas/shared/record';
import { Register } from '../../../lambdas/shared/register';
import { DEFAULT_TIMING } from '../../../lambdas/shared/timing';
import { ACTIVE, FENCED, IN_EUROPE, LAYOUT, ORDERS } from './records';

const HERE = 'us-east-1';
const SHARDS = 16;
const KEY = { pk: 'PHOTO#1', sk: 'META' };
const PUT: WriteOperation = { kind: 'put', item: { ...KEY, text: 'hello' }, condition: { exists: false } };

function setUp(record: StateRecord = ACTIVE, seed = 1) {
  const tables = new MemoryTables();
  tables.register.write(ORDERS, 0, record);
  const clock = new ManualClock();
  const sent: FencedTransaction[] = [];
  const failures: Error[] = [];
  const real = tables.contents.in(HERE);
  const content: ContentStore = {
    ...real,
    transact: async (transaction) => {
      sent.push(transaction);
      const error = failures.shift();
      if (error !== undefined) throw error;
      await real.transact(transaction);
    },
  };
  const random = steadyRandom(seed);
  const register = new Register({
    store: tables.registerStore,
    endpoints: [HERE],
    layoutOf: () => LAYOUT,
    clock,
    random,
  });
  const lease = new Lease({
    region: HERE,
    register,
    table: tables.fences.in(HERE),
    shards: SHARDS,
    timing: DEFAULT_TIMING,
    clock,
    process: 'p',
  });
  const conflicts: string[] = [];
  const writer = new FencedWriter({
    region: HERE,
    lease,
    content,
    random,
    timing: DEFAULT_TIMING,
    shards: SHARDS,
    onConflict: ({ app }) => conflicts.push(app),
  });
  const change = (next: StateRecord) => tables.register.write(ORDERS, tables.register.read(ORDERS)?.epoch ?? 0, next);
  return {
    tables,
    clock,
    writer,
    lease,
    sent,
    failures,
    conflicts,
    change,
    stored: () => tables.contentCells(HERE).get(KEY),
  };
}

test('stamps what it writes with epoch and Region, and lists it by origin', async () => {
  const { writer, stored } = setUp();
  expect(await writer.write(ORDERS, [PUT])).toEqual({ epoch: 4, region: HERE });
  expect(stored()).toEqual({
    ...KEY,
    text: 'hello',
    ep: 4,
    wr: HERE,
    [ORIGIN_INDEX.partition]: expect.stringMatching(/^us-east-1#4#[0-7]$/),
    [ORIGIN_INDEX.sort]: 'PHOTO#1 META',
  });
});

test('stamps updates too, and nothing that it only checks or deletes', async () => {
  const { writer, sent } = setUp();
  const operations: WriteOperation[] = [
    { kind: 'update', key: KEY, set: { status: 'ready', wr: 'somebody' } },
    { kind: 'check', key: { pk: 'USER#1', sk: 'PROFILE' }, condition: {} },
    { kind: 'delete', key: { pk: 'USER#2', sk: 'PROFILE' } },
  ];
  await writer.write(ORDERS, operations);
  expect(sent[0]?.operations).toEqual([
    { kind: 'update', key: KEY, set: expect.objectContaining({ status: 'ready', ep: 4, wr: HERE }) },
    operations[1],
    operations[2],
  ]);
});

test('spreads over every shard, and over every partition of the index', () => {
  const shards = new Set<number>();
  const partitions = new Set<unknown>();
  return fc
    .assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const { writer, sent, stored } = setUp(ACTIVE, seed);
        await writer.write(ORDERS, [PUT]);
        shards.add(sent[0]?.fence.shard ?? -1);
        partitions.add(stored()?.[ORIGIN_INDEX.partition]);
      }),
      { numRuns: 300, seed: 1 },
    )
    .then(() => {
      expect(shards).toEqual(new Set(Array.from({ length: SHARDS }, (_, shard) => shard)));
      expect(partitions).toEqual(new Set(Array.from({ length: 8 }, (_, shard) => originPartition(HERE, 4, shard))));
    });
});

test('takes another shard, and another token, where a shard is in a running transaction', async () => {
  const { writer, sent, failures, conflicts, stored } = setUp();
  failures.push(new TransactionConflict('busy'), new TransactionConflict('busy'), new TransactionConflict('busy'));
  await writer.write(ORDERS, [PUT]);
  expect(conflicts).toEqual(['orders', 'orders', 'orders']);
  expect(new Set(sent.map(({ fence }) => fence.shard)).size).toBe(4);
  expect(new Set(sent.map(({ token }) => token)).size).toBe(4);
  expect(stored()).toBeDefined();
});

test('gives up after four shards', async () => {
  const { writer, sent, failures } = setUp();
  for (let made = 0; made < 4; made += 1) failures.push(new TransactionConflict('busy'));
  await expect(writer.write(ORDERS, [PUT])).rejects.toThrow(TransactionConflict);
  expect(sent).toHaveLength(4);
});

test.each([
  ['a condition of its own', new ConditionFailed('exists', 0)],
  ['a throttle', new Busy('throttled')],
  ['an unclear answer', new Unclear('timeout')],
])('passes %s on, and sends nothing again', async (_what, error) => {
  const { writer, sent, failures } = setUp();
  failures.push(error);
  await expect(writer.write(ORDERS, [PUT])).rejects.toBe(error);
  expect(sent).toHaveLength(1);
});

test.each([
  ['not-writer', IN_EUROPE],
  ['fenced', FENCED],
])('%s: refused, nothing sent', async (code, record) => {
  const { writer, sent } = setUp(record);
  await expect(writer.write(ORDERS, [PUT])).rejects.toMatchObject({ code, record });
  expect(sent).toEqual([]);
});

test('promoted while it held a lease: the write in flight goes on in the new epoch', async () => {
  const { writer, lease, tables, change, stored } = setUp();
  await lease.hold(ORDERS);
  change({ ...ACTIVE, epoch: 5 });
  for (let shard = 0; shard < SHARDS; shard += 1)
    tables.fenceCells(HERE).setShard(ORDERS, shard, { epoch: 5, open: true });
  expect(await writer.write(ORDERS, [PUT])).toEqual({ epoch: 5, region: HERE });
  expect(stored()?.ep).toBe(5);
});

test('closed while it held a lease: refused with what is true now, nothing written', async () => {
  const { writer, lease, tables, change, stored } = setUp();
  await lease.hold(ORDERS);
  change({ ...IN_EUROPE, epoch: 6 });
  for (let shard = 0; shard < SHARDS; shard += 1)
    tables.fenceCells(HERE).setShard(ORDERS, shard, { epoch: 5, open: false });
  await expect(writer.write(ORDERS, [PUT])).rejects.toMatchObject({ code: 'not-writer', record: { epoch: 6 } });
  expect(stored()).toBeUndefined();
});

test('a lease that ends on the way to the table sends nothing under it', async () => {
  const { clock, lease, tables } = setUp();
  let delays = 1;
  const real = tables.contents.in(HERE);
  const slow: ContentStore = {
    ...real,
    transact: async (transaction) => {
      if (delays > 0) clock.pass(DEFAULT_TIMING.leaseMs);
      delays -= 1;
      await real.transact(transaction);
    },
  };
  const writer = new FencedWriter({
    region: HERE,
    lease,
    content: slow,
    random: steadyRandom(),
    timing: DEFAULT_TIMING,
    shards: SHARDS,
  });
  expect(await writer.write(ORDERS, [PUT])).toEqual({ epoch: 4, region: HERE });
  delays = 2;
  await expect(writer.write(ORDERS, [{ kind: 'delete', key: KEY }])).rejects.toMatchObject({ code: 'no-lease' });
  expect(tables.contentCells(HERE).get(KEY)).toBeDefined();
});
