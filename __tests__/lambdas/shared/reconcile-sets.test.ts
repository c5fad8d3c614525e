import fc from 'fast-check';
import { Chance } from '../../../cli/model/chance';
import { memoryContent } from '../../../cli/model/memory-ports';
import { ReplicatedContent } from '../../../cli/model/replicated-content';
import { ContentCells, FenceCells } from '../../../cli/model/stores';
import { Timeline } from '../../../cli/model/timeline';
import { ORIGIN_INDEX, originPartition } from '../../../lambdas/shared/fenced-write';
import type { ContentStore, Item, ItemKey } from '../../../lambdas/shared/ports';
import { compareOrigin, conflictKey, isConflict } from '../../../lambdas/shared/reconcile-sets';

const HERE = 'eu-west-1';
const THERE = 'us-east-1';
const stamped = (pk: string, writer: string, epoch: number, shard: number): Item & ItemKey => ({
  pk,
  sk: 'META',
  ep: epoch,
  wr: writer,
  [ORIGIN_INDEX.partition]: originPartition(writer, epoch, shard),
  [ORIGIN_INDEX.sort]: pk,
});

/** What a Region's table answers, holding just these items. */
function storeOf(items: readonly (Item & ItemKey)[]): ContentStore {
  const scope = { app: 'orders' };
  const fence = new FenceCells();
  fence.setShard(scope, 0, { epoch: 1, open: true });
  const cells = new ContentCells(fence);
  for (const item of items)
    cells.transact({
      fence: { scope, shard: 0, epoch: 1 },
      operations: [{ kind: 'put', item }],
      token: item.pk,
      mayBeSent: () => true,
      limitMs: 1,
    });
  return memoryContent(cells);
}

const names = (keys: readonly ItemKey[]): string[] => keys.map(({ pk }) => pk);

test('finds exactly what was lost between replicas that delay, reorder and let the last writer win', () =>
  fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(fc.record({ shard: fc.nat(7), lost: fc.boolean() }), { maxLength: 40 }),
      fc.uniqueArray(fc.record({ id: fc.nat(39), shard: fc.nat(7), lost: fc.boolean() }), {
        selector: ({ id }) => id,
        maxLength: 20,
      }),
      async (seed, before, after) => {
        const timeline = new Timeline();
        const content = new ReplicatedContent([HERE, THERE], timeline, new Chance(seed), 5000);
        // Epoch 3 is written there; then the writer moves here, and writes some of it again in epoch 4.
        for (const [id, { shard, lost }] of before.entries()) {
          content.put(THERE, stamped(`PHOTO#${id}`, THERE, 3, shard), lost);
          await timeline.runUntil(timeline.nowMs + 20);
        }
        for (const { id, shard, lost } of after) {
          content.put(HERE, stamped(`PHOTO#${id}`, HERE, 4, shard), lost);
          await timeline.runUntil(timeline.nowMs + 20);
        }
        await timeline.runUntil(timeline.nowMs + 5000);

        const [here, there] = [storeOf(content.items(HERE)), storeOf(content.items(THERE))];
        const again = new Set(after.map(({ id }) => id));
        const lostBefore = before.flatMap(({ lost }, id) => (lost && !again.has(id) ? [`PHOTO#${id}`] : []));
        const lostAfter = after.flatMap(({ id, lost }) => (lost ? [`PHOTO#${id}`] : []));
        const third = await compareOrigin(here, there, { writer: THERE, epoch: 3 });
        const fourth = await compareOrigin(here, there, { writer: HERE, epoch: 4 });
        expect({ here: names(third.onlyHere), there: names(third.onlyThere) }).toEqual({
          here: [],
          there: lostBefore.sort(),
        });
        expect({ here: names(fourth.onlyHere), there: names(fourth.onlyThere) }).toEqual({
          here: lostAfter.sort(),
          there: [],
        });
      },
    ),
    { numRuns: 150 },
  ));

test('reads every page of every partition', async () => {
  const items = Array.from({ length: 1300 }, (_, id) =>
    stamped(`PHOTO#${String(id).padStart(4, '0')}`, THERE, 3, id % 2),
  );
  const { onlyHere, onlyThere } = await compareOrigin(storeOf([]), storeOf(items), { writer: THERE, epoch: 3 });
  expect(onlyHere).toEqual([]);
  expect(names(onlyThere)).toEqual(items.map(({ pk }) => pk));
});

test('an item that was written again since is no loss: its own epoch shows it', async () => {
  const old = stamped('PHOTO#1', THERE, 3, 0);
  const again = stamped('PHOTO#1', HERE, 4, 0);
  const [here, there] = [storeOf([again]), storeOf([old])];
  expect(await compareOrigin(here, there, { writer: THERE, epoch: 3 })).toEqual({ onlyHere: [], onlyThere: [] });
  expect(names((await compareOrigin(here, there, { writer: HERE, epoch: 4 })).onlyHere)).toEqual(['PHOTO#1']);
});

describe('two versions of one item', () => {
  test.each([
    ['the first', undefined, { rev: 'a' }, false],
    ['one made from the other', { rev: 'a' }, { rev: 'b', base: 'a' }, false],
    ['the same, arriving twice', { rev: 'b', base: 'a' }, { rev: 'b', base: 'a' }, false],
    ['two made from a third', { rev: 'b', base: 'a' }, { rev: 'c', base: 'a' }, true],
    ['two first ones', { rev: 'a' }, { rev: 'b' }, true],
    ['numbers that grow by one', { rev: 3, base: 2 }, { rev: 4, base: 3 }, false],
  ])('%s', (_what, overwritten, by, expected) => expect(isConflict(overwritten, by)).toBe(expected));

  test('the loser is kept under its key, epoch and writer', () =>
    expect(conflictKey({ pk: 'USER#1', sk: 'PROFILE' }, { writer: HERE, epoch: 7 })).toEqual({
      pk: 'CONFLICT#USER#1#PROFILE',
      sk: '7#eu-west-1',
    }));
});
