import { randomUUID } from 'node:crypto';
import { profileFrom } from '../../../lambdas/shared/users';
import { ANA, BEN, twoRegions } from '../photos-api/world';
import { ana, revise, Synced } from './synced';

describe('the pass over the pool', () => {
  const DAY_MS = 86_400_000;

  test('carries what was changed in the console, and what it carried is not news again', async () => {
    const { home } = twoRegions();
    const synced = new Synced(home);
    await synced.pool.create(ANA, ana);
    await synced.pool.create(BEN, { email: 'ben@example.com' });
    await synced.pool.create('Corp_x', { email: 'x@example.com' });
    synced.pool.groupNames.add('admins');
    await synced.pool.addToGroup(BEN, 'admins');
    expect(await synced.nightly()).toEqual({ seen: 2, written: 2, disabled: 0, conflicts: 0, complete: true });
    await synced.run();
    home.clock.nowMs += DAY_MS;
    expect(await synced.nightly()).toMatchObject({ seen: 2, written: 0 });

    await synced.pool.setEnabled(ANA, false);
    await synced.pool.update(BEN, { name: 'Ben' });
    home.clock.nowMs += DAY_MS;
    expect(await synced.nightly()).toMatchObject({ written: 2 });
    expect(profileFrom(home.content.items.get(`USER#${ANA}|PROFILE`))).toMatchObject({ enabled: false });
    expect(profileFrom(home.content.items.get(`USER#${BEN}|PROFILE`))).toMatchObject({
      attributes: { name: 'Ben' },
      groups: ['admins'],
    });
  });

  test('does not undo a change that the pool has not got yet', async () => {
    const { home } = twoRegions();
    const synced = new Synced(home);
    revise(home, ANA, { attributes: ana });
    await synced.run();
    home.clock.nowMs += 1000;
    revise(home, ANA, { attributes: { ...ana, name: 'Newer' }, enabled: false });
    expect(await synced.nightly()).toMatchObject({ seen: 1, written: 0 });
    expect(profileFrom(home.content.items.get(`USER#${ANA}|PROFILE`))).toMatchObject({
      enabled: false,
      attributes: { name: 'Newer' },
    });
  });

  test('happens once a day, and is continued where it had no more time', async () => {
    const { home } = twoRegions();
    const synced = new Synced(home);
    for (let count = 0; count < 5; count += 1)
      await synced.pool.create(randomUUID(), { email: `u${count}@example.com` });
    expect(await synced.nightly(0)).toMatchObject({ seen: 2, complete: false });
    home.clock.nowMs += 300_000;
    expect(await synced.nightly(0)).toMatchObject({ seen: 2, complete: false });
    expect(await synced.nightly()).toMatchObject({ seen: 1, complete: true });
    const { usersAsked } = synced.pool;
    home.clock.nowMs += DAY_MS - 600_000;
    expect(await synced.nightly()).toMatchObject({ seen: 0, complete: true });
    expect(synced.pool.usersAsked).toBe(usersAsked);
    home.clock.nowMs += 600_000;
    expect(await synced.nightly()).toMatchObject({ seen: 5, complete: true });
  });

  test('begins anew where the pool no longer knows the mark of its page', async () => {
    const { home } = twoRegions();
    const synced = new Synced(home);
    for (let count = 0; count < 3; count += 1)
      await synced.pool.create(randomUUID(), { email: `u${count}@example.com` });
    await synced.nightly(0);
    synced.pool.marksLost = true;
    await expect(synced.nightly()).rejects.toThrow('The user pool answered InvalidParameterException.');
    synced.pool.marksLost = false;
    expect(await synced.nightly()).toMatchObject({ seen: 3, complete: true });
  });

  test('keeps a change that another Region’s overwrote, once, for a person', async () => {
    const { home, other, move } = twoRegions();
    const first = revise(home, ANA, { attributes: ana });
    other.replicateFrom(home);
    // The old primary takes one more, which does not get across before it dies; the other Region changes the same one.
    const lost = revise(home, ANA, { attributes: { ...ana, name: 'Lost' } });
    move('failover', ['eu-west-1']);
    revise(other, ANA, { attributes: { ...ana, name: 'Kept' } });
    revise(other, ANA, { attributes: { ...ana, name: 'Kept, and changed again' } });
    // It is back: what is its own arrives, and the later write of the profile stays.
    const profile = other.content.items.get(`USER#${ANA}|PROFILE`);
    other.replicateFrom(home);
    if (profile !== undefined) other.content.put(profile);

    const synced = new Synced(other);
    await synced.pool.create(ANA, ana);
    await synced.run();
    expect(await synced.nightly()).toMatchObject({ conflicts: 1 });
    expect(synced.metrics).toContainEqual(['ReconcileConflicts', 1]);
    const kept = [...other.content.items.values()].filter(({ pk }) => pk.startsWith('CONFLICT#'));
    expect(kept).toEqual([
      expect.objectContaining({
        pk: `CONFLICT#USER#${ANA}`,
        sk: `0#us-east-1#${lost.rev}`,
        image: expect.objectContaining({ rev: lost.rev, base: first.rev, attributes: { ...ana, name: 'Lost' } }),
        wr: 'eu-west-1',
      }),
    ]);
    other.clock.nowMs += DAY_MS;
    expect(await synced.nightly()).toMatchObject({ conflicts: 0 });
  });

  test('is left to the Region that writes', async () => {
    const { other, move } = twoRegions();
    const synced = new Synced(other);
    await synced.pool.create(ANA, ana);
    expect(await synced.nightly()).toMatchObject({ seen: 0, written: 0 });
    expect(other.content.items.size).toBe(0);
    move('failover', ['eu-west-1']);
    expect(await synced.nightly()).toMatchObject({ seen: 1, written: 1 });
  });
});
