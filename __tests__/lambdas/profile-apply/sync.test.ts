import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { PoolError } from '../../../lambdas/profile-apply/user-pool';
import { createLog } from '../../../lambdas/shared/log';
import { changed, profileFrom, profileItem } from '../../../lambdas/shared/users';
import { ANA, BEN, START_MS, twoRegions } from '../photos-api/world';
import { captureStreams } from '../shared/captured-log';
import { ana, revise, Synced } from './synced';

test('a profile appears in the pool within one run, and the second run makes no call', async () => {
  const { other } = twoRegions();
  const synced = new Synced(other);
  revise(other, ANA, { attributes: ana, groups: ['readers'], enabled: false });
  expect(await synced.run()).toMatchObject({ applied: 1, complete: true });
  expect(synced.picture).toEqual([[ANA, ana, false, ['readers']]]);
  const { length } = synced.pool.calls;
  other.clock.nowMs += 300_000;
  expect(await synced.run()).toEqual({ applied: 0, refused: 0, calls: 0, complete: true });
  expect(synced.pool.calls).toHaveLength(length);
});

test('only what changed is written', async () => {
  const { other } = twoRegions();
  const synced = new Synced(other);
  revise(other, ANA, { attributes: ana, groups: ['a', 'b'] });
  await synced.run();
  const callsOf = async (change: Parameters<typeof changed>[2]): Promise<string[]> => {
    other.clock.nowMs += 1000;
    revise(other, ANA, change);
    synced.pool.calls.length = 0;
    await synced.run();
    return [...synced.pool.calls];
  };
  expect(await callsOf({ attributes: { ...ana, name: 'Ana B' } })).toEqual(['update']);
  expect(await callsOf({ enabled: false })).toEqual(['disable']);
  expect(await callsOf({ enabled: true })).toEqual(['enable']);
  expect(await callsOf({ groups: ['b', 'c'] })).toEqual(['addToGroup', 'removeFromGroup']);
});

test('what was read from the own pool is not written back to it', async () => {
  const { home } = twoRegions();
  const synced = new Synced(home);
  revise(home, ANA, { attributes: ana }, 'us-east-1');
  expect(await synced.run()).toMatchObject({ applied: 0, calls: 0 });
  home.clock.nowMs += 1000;
  await synced.pool.create(ANA, ana);
  revise(home, ANA, { attributes: { ...ana, name: 'By the API' } });
  expect(await synced.run()).toMatchObject({ applied: 1, calls: 1 });
  expect(synced.pool.stored.get(ANA)?.attributes.name).toBe('By the API');
});

test('a user who is there already is brought up to date', async () => {
  const { other } = twoRegions();
  const synced = new Synced(other);
  await synced.pool.create(ANA, { ...ana, name: 'Old' });
  revise(other, ANA, { attributes: ana, enabled: false });
  await synced.run();
  expect(synced.picture).toEqual([[ANA, ana, false, []]]);
});

test('a change that arrives up to ten minutes late is found; one that comes days late is found within a day', async () => {
  const { other } = twoRegions();
  const synced = new Synced(other);
  await synced.run();
  revise(other, ANA, { attributes: ana }, undefined, START_MS - 590_000);
  expect((await synced.run()).applied).toBe(1);
  revise(other, BEN, { attributes: { email: 'ben@example.com' } }, undefined, START_MS - 3 * 86_400_000);
  expect((await synced.run()).applied).toBe(0);
  other.clock.nowMs += 86_400_001;
  expect((await synced.run()).applied).toBe(1);
});

test('one user whom the pool refuses does not hold up the others', async () => {
  const { other } = twoRegions();
  const synced = new Synced(other);
  revise(other, ANA, { attributes: ana });
  other.clock.nowMs += 1;
  revise(other, BEN, { attributes: { email: ana.email } });
  const third = randomUUID();
  other.clock.nowMs += 1;
  revise(other, third, { attributes: { email: 'c@example.com' } });
  expect(await synced.run()).toMatchObject({ applied: 2, refused: 1, complete: true });
  expect([...synced.pool.stored.keys()].sort()).toEqual([ANA, third].sort());
});

test('a pool that is busy ends the run, and the next one goes on from there', async () => {
  const { other } = twoRegions();
  const synced = new Synced(other);
  revise(other, ANA, { attributes: ana });
  synced.pool.failing.set('create', new PoolError('TooManyRequestsException', true));
  expect(await synced.run()).toMatchObject({ applied: 0, calls: 1, complete: false });
  synced.pool.failing.clear();
  other.clock.nowMs += 300_000;
  expect(await synced.run()).toMatchObject({ applied: 1, complete: true });
  expect(synced.metrics.at(-1)).toEqual(['ProfileLag', 300]);
});

test.each([1, 7, 20, 39])(
  'a run that ends after %i of 40 users, changed over half a day, loses none of the others',
  async (calls) => {
    const { other } = twoRegions();
    const synced = new Synced(other);
    // No full run is due, so only the mark says from where to go on.
    await synced.memory.setProgress({ watermark: new Date(START_MS - 20 * 3_600_000).toISOString(), fullAt: START_MS });
    const order = Array.from({ length: 40 }, (_, index) => ({
      gid: randomUUID(),
      atMs: START_MS - (40 - index) * 1_200_000,
    }));
    for (const { gid, atMs } of order)
      revise(other, gid, { attributes: { email: `${gid}@example.com` } }, undefined, atMs);
    const create = synced.pool.create.bind(synced.pool);
    synced.pool.create = async (gid, attributes) => {
      if (synced.pool.stored.size === calls) throw new PoolError('TooManyRequestsException', true);
      await create(gid, attributes);
    };
    expect(await synced.run()).toMatchObject({ applied: calls, complete: false });
    expect([...synced.pool.stored.keys()]).toEqual(order.slice(0, calls).map(({ gid }) => gid));
    synced.pool.create = create;
    other.clock.nowMs += 300_000;
    expect(await synced.run()).toMatchObject({ applied: 40 - calls, complete: true });
  },
);

test('25 calls a second at most, and a run that has no more time is continued by the next', async () => {
  const { other } = twoRegions();
  const synced = new Synced(other, 10_000);
  for (let count = 0; count < 700; count += 1) {
    other.clock.nowMs += 1;
    revise(other, randomUUID(), { attributes: { email: `u${count}@example.com` } });
  }
  const startedMs = other.clock.nowMs;
  const first = await synced.run();
  const tookMs = other.clock.nowMs - startedMs;
  expect(first.complete).toBe(false);
  expect(first.calls).toBeLessThanOrEqual(25 * (Math.ceil(tookMs / 1000) + 1));
  expect(first.calls).toBeGreaterThanOrEqual(250);
  let runs = 1;
  while (!(await synced.run()).complete && runs < 10) runs += 1;
  expect(synced.pool.stored.size).toBe(700);
  expect(synced.pool.calls).toHaveLength(700);
});

test('users of a SAML or OIDC provider, and those without an e-mail, get no copy', async () => {
  const { other } = twoRegions();
  const synced = new Synced(other);
  revise(other, 'Corp_ana@example.com', { attributes: ana });
  revise(other, ANA, { attributes: { name: 'No address' } });
  expect(await synced.run()).toMatchObject({ applied: 0, calls: 0, complete: true });
});

test('whatever changes, and whenever runs are, the pool ends as the profiles are, and a run more makes no call', () => {
  const users = [ANA, BEN, '33333333-3333-4333-8333-333333333333'];
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('change' as const),
      user: fc.nat({ max: 2 }),
      name: fc.constantFrom('x', 'y', 'z'),
      enabled: fc.boolean(),
      groups: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
    }),
    fc.record({ kind: fc.constant('run' as const), busy: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 900_000 }) }),
  );
  return fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { other } = twoRegions();
      const synced = new Synced(other);
      for (const now of steps) {
        other.clock.nowMs += 1;
        if (now.kind === 'wait') other.clock.nowMs += now.ms;
        else if (now.kind === 'run') {
          if (now.busy) synced.pool.failing.set('update', new PoolError('TooManyRequestsException', true));
          await synced.run();
          synced.pool.failing.clear();
        } else {
          const gid = users[now.user] ?? ANA;
          const attributes = { email: `${now.user}@example.com`, name: now.name };
          const before = profileFrom(other.content.items.get(`USER#${gid}|PROFILE`));
          const context = { nowMs: other.clock.nowMs, entropy: randomBytes(10) };
          const after = changed(gid, before, { attributes, enabled: now.enabled, groups: now.groups }, context);
          if (after !== undefined) other.content.put(profileItem(after));
        }
      }
      await synced.run();
      const wanted = users.flatMap((gid) => {
        const profile = profileFrom(other.content.items.get(`USER#${gid}|PROFILE`));
        return profile === undefined ? [] : [[gid, profile.attributes, profile.enabled, profile.groups]];
      });
      expect(synced.picture).toEqual(wanted);
      expect((await synced.run()).calls).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('writes nothing of a person to its log', async () => {
  const captured = captureStreams();
  try {
    const { other } = twoRegions();
    const synced = new Synced(other, 240_000, createLog('profile-apply'));
    revise(other, ANA, { attributes: { ...ana, name: 'Planted Name' } });
    synced.pool.failing.set('create', new PoolError('InvalidParameterException', false));
    await synced.run();
    expect(captured.lines.length).toBeGreaterThan(0);
    for (const planted of [ana.email, 'Planted Name']) expect(captured.lines.join('\n')).not.toContain(planted);
  } finally {
    captured.restore();
  }
});
