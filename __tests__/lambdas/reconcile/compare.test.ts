import fc from 'fast-check';
import { timeOfUlid } from '../../../lambdas/shared/ids';
import { EU, HASH64, item, photo, start, ULID, US } from './reconcile-world';

test('finds exactly what was planted, on either side, in whatever epoch', async () => {
  const key = fc.record({
    id: fc.integer({ min: 0, max: 40 }),
    side: fc.constantFrom('both', 'here', 'there'),
    moved: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(key, { selector: ({ id }) => id, maxLength: 40 }), async (planted) => {
      const { of, run } = await start();
      for (const { id, side, moved } of planted) {
        const [wr, ep] = moved ? [EU, 2] : [US, 0];
        if (side !== 'there') of(EU).content.put(item('PHOTO#1', `C#${id}`, wr, ep));
        if (side !== 'here') of(US).content.put(item('PHOTO#1', `C#${id}`, wr, ep));
      }
      const { epochs, equal } = await run();
      const found = (kind: 'onlyHere' | 'onlyThere'): string[] =>
        epochs.flatMap((entry: Record<string, { first: string[] }>) => entry[kind]?.first ?? []).sort();
      const expected = (side: string): string[] =>
        planted
          .filter((entry) => entry.side === side)
          .map(({ id }) => `PHOTO#1 C#${id}`)
          .sort();
      const most = 20;
      if (expected('here').length <= most) expect(found('onlyHere')).toEqual(expected('here'));
      if (expected('there').length <= most) expect(found('onlyThere')).toEqual(expected('there'));
      const count = (kind: string): number =>
        epochs.reduce((sum: number, entry: Record<string, { count: number }>) => sum + (entry[kind]?.count ?? 0), 0);
      expect(count('onlyHere')).toBe(expected('here').length);
      expect(count('onlyThere')).toBe(expected('there').length);
      expect(equal).toBe(planted.every(({ side }) => side === 'both'));
    }),
    { numRuns: 40 },
  );
});

test('an item that was written again later, there, is not missing', async () => {
  const { of, run } = await start();
  of(US).content.put(item('PHOTO#1', 'META', US, 0));
  of(EU).content.put(item('PHOTO#1', 'META', EU, 2));
  const { epochs } = await run({ epochs: [0] });
  expect(epochs).toMatchObject([{ epoch: 0, onlyHere: { count: 0 }, onlyThere: { count: 0 } }]);
});

describe('profiles', () => {
  const profile = (wr: string, ep: number, rev: string, base: string, past: string[] = []) =>
    item('USER#a', 'PROFILE', wr, ep, { rev, base, past: past.map((earlier) => ({ rev: earlier, print: '' })) });

  test.each([
    ['changed in both Regions from the same revision', profile(US, 0, 'r1', 'r0'), profile(EU, 2, 'r2', 'r0'), 1],
    ['changed here after there', profile(US, 0, 'r1', 'r0'), profile(EU, 2, 'r2', 'r1'), 0],
    ['changed there after here', profile(EU, 2, 'r2', 'r1'), profile(US, 0, 'r1', 'r0'), 0],
    ['changed here twice since', profile(US, 0, 'r1', 'r0'), profile(EU, 2, 'r3', 'r2', ['r2', 'r1']), 0],
    ['the same', profile(EU, 2, 'r2', 'r1'), profile(EU, 2, 'r2', 'r1'), 0],
  ])('%s', async (_, there, here, conflicts) => {
    const { of, run } = await start();
    of(US).content.put(there);
    of(EU).content.put(here);
    const { epochs, equal } = await run({ epochs: [2] });
    expect(epochs[0].conflicts).toEqual({ count: conflicts, first: conflicts === 1 ? ['USER#a PROFILE'] : [] });
    expect(equal).toBe(there.rev === here.rev);
  });
});

const NONE = { count: 0, first: [] };

describe('objects', () => {
  const facts = { sizeBytes: 5, sha256: HASH64 };

  test.each([
    ['in both buckets', facts, facts, []],
    ['not in the other bucket', facts, undefined, [{ region: US, why: 'absent' }]],
    ['not in the own one', undefined, facts, [{ region: EU, why: 'absent' }]],
    ['with another content', facts, { ...facts, sha256: 'AAAA' }, [{ region: US, why: 'checksum' }]],
    ['without a checksum', facts, { sizeBytes: 5 }, [{ region: US, why: 'checksum' }]],
    ['of another size', { ...facts, sizeBytes: 6 }, facts, [{ region: EU, why: 'checksum' }]],
  ])('%s', async (_, here, there, missing) => {
    const { of, run } = await start();
    for (const region of [US, EU]) of(region).content.put(photo(EU, 2));
    if (here !== undefined) of(EU).objects.objects.set(`photos/${ULID}`, here);
    if (there !== undefined) of(US).objects.objects.set(`photos/${ULID}`, there);
    const { objects, equal } = await run();
    expect(objects).toEqual({
      compared: 1,
      count: missing.length,
      missing: missing.map((entry) => ({ key: `photos/${ULID}`, ...entry })),
      orphans: NONE,
    });
    expect(equal).toBe(missing.length === 0);
  });

  test('of a photo that is not ready, or where nobody asked: none is looked at', async () => {
    const { of, run } = await start();
    for (const region of [US, EU]) of(region).content.put(photo(EU, 2, 'pending'));
    expect((await run()).objects).toEqual({ compared: 0, count: 0, missing: [], orphans: NONE });
    for (const region of [US, EU]) of(region).content.put(photo(EU, 2));
    expect((await run({ objects: false })).objects).toEqual({ compared: 0, count: 0, missing: [], orphans: NONE });
  });
});

describe('orphans', () => {
  const facts = { sizeBytes: 5, sha256: HASH64 };

  test.each([
    ['of no photo at all', undefined, 1],
    ['of a photo that was never accepted', 'pending', 1],
    ['of a photo', 'ready', 0],
    ['of one that was deleted', 'deleted', 0],
  ])('an object %s', async (_, status, count) => {
    const { of, run } = await start();
    of(EU).objects.objects.set(`photos/${ULID}`, facts);
    of(US).objects.objects.set(`photos/${ULID}`, facts);
    if (status !== undefined) for (const region of [US, EU]) of(region).content.put(photo(EU, 2, status));
    const { objects, equal } = await run();
    expect(objects.orphans).toEqual({ count, first: count === 0 ? [] : [`photos/${ULID}`] });
    // Nothing is lost with it.
    expect(equal).toBe(true);
  });

  test('page after page, and after a pause from where it was', async () => {
    const { of, run, call, started, reconcile, world } = await start();
    const keys = Array.from(
      { length: 30 },
      (_, index) => `photos/01JD00000000000000000000${String(index).padStart(2, '0')}`,
    );
    const list = jest.spyOn(of(EU).objects, 'list').mockImplementation(async (_prefix, after = '') => {
      // Each page takes a minute of the container's fifteen.
      world.clock.pass(60_000);
      const page = keys.filter((key) => key > after).slice(0, 2);
      const last = page.at(-1);
      return last === undefined || last === keys.at(-1) ? { keys: page } : { keys: page, next: last };
    });
    expect(await run()).toMatchObject({ state: 'paused', objects: { orphans: { count: 28 }, listedTo: keys[27] } });
    await call('POST');
    await reconcile(started.at(-1));
    const { body } = await call('GET');
    expect(body).toMatchObject({ state: 'done', objects: { orphans: { count: 30, first: keys.slice(0, 20) } } });
    expect(body.objects.listedTo).toBeUndefined();
    expect(list).toHaveBeenCalledTimes(15);
  });

  test('only objects since the oldest epoch compared, and a day before, are looked at', async () => {
    const { of, run, world } = await start();
    const list = jest.spyOn(of(EU).objects, 'list');
    await run({ epochs: [2] });
    const after = list.mock.calls[0]?.[1] ?? '';
    expect(timeOfUlid(after.slice('photos/'.length))).toBe((world.record()?.at ?? 0) - 86_400_000);
  });
});
