import { MemoryTables } from '../../../cli/model/memory-ports';
import { Busy, Unavailable, Unclear } from '../../../lambdas/shared/failures';
import { closeFence, openFence } from '../../../lambdas/shared/fence';
import type { FenceTable } from '../../../lambdas/shared/ports';
import { ORDERS } from './records';

const REGION = 'eu-west-1';

function setUp(failures: Readonly<Record<number, readonly Error[]>> = {}) {
  const tables = new MemoryTables();
  const left = new Map(Object.entries(failures).map(([shard, errors]) => [Number(shard), [...errors]]));
  const table: FenceTable = {
    ...tables.fences.in(REGION),
    setShard: async (scope, shard, to) => {
      const error = left.get(shard)?.shift();
      if (error !== undefined) throw error;
      tables.fenceCells(REGION).setShard(scope, shard, to);
    },
  };
  const shown = () => [0, 1, 2].map((shard) => tables.fenceCells(REGION).readShard(ORDERS, shard));
  return { table, shown };
}

test('closes every shard', async () => {
  const { table, shown } = setUp();
  await closeFence(table, 3, ORDERS, 5);
  expect(shown()).toEqual(Array(3).fill({ epoch: 5, open: false }));
});

test('a late opening of an earlier epoch opens nothing', async () => {
  const { table, shown } = setUp();
  await closeFence(table, 3, ORDERS, 5);
  await openFence(table, 3, ORDERS, 4);
  await openFence(table, 3, ORDERS, 5);
  expect(shown()).toEqual(Array(3).fill({ epoch: 5, open: false }));
});

test.each([
  ['no answer', [new Unclear('timeout')]],
  ['an endpoint that is away for a moment', [new Unavailable('away')]],
  ['an item in running transactions', Array.from({ length: 7 }, () => new Busy('TransactionConflictException'))],
])('asks a shard again after %s', async (_what, errors) => {
  const { table, shown } = setUp({ 1: errors });
  await closeFence(table, 3, ORDERS, 5);
  expect(shown()).toEqual(Array(3).fill({ epoch: 5, open: false }));
});

test('is not closed as long as one shard is not, though it closes the others', async () => {
  const { table, shown } = setUp({ 1: [new Unclear('one'), new Unclear('two')] });
  await expect(closeFence(table, 3, ORDERS, 5)).rejects.toThrow(new Unclear('two'));
  expect(shown()).toEqual([{ epoch: 5, open: false }, undefined, { epoch: 5, open: false }]);
});
