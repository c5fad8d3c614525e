import { ControlWorld } from '../shared/control-world';

const EVENT = { AppId: 'orders', TableName: 'orders-prod-control', NewState: 'failover' } as const;
const THREE = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
const problemOf = (answer: { readonly body: string }): unknown => JSON.parse(answer.body);

describe('a move', () => {
  test('failover, asked of a Region that is not the primary, makes it the writer', async () => {
    const world = new ControlWorld();
    const answer = await world.update('eu-west-1', EVENT);
    expect(answer).toMatchObject({
      statusCode: 200,
      body: '"Successfully updated application state to \'failover\'"',
      state: 'failover',
      epoch: 2,
      writers: ['eu-west-1'],
      changed: true,
      waitedMs: 0,
      steps: [
        { kind: 'fence', state: 'fenced', writers: [] },
        { kind: 'open', state: 'failover', writers: ['eu-west-1'] },
      ],
      confirmed: ['us-east-1'],
    });
    expect(world.record()).toMatchObject({ epoch: 2, state: 'failover', writers: ['eu-west-1'] });
  });

  test('the target has its fence open when the answer comes, the old writer its closed', async () => {
    const world = new ControlWorld();
    await world.update('eu-west-1', EVENT);
    expect([...world.fence('eu-west-1').shards.values()]).toEqual(Array(4).fill({ epoch: 2, open: true }));
    expect([...world.fence('us-east-1').shards.values()]).toEqual(Array(4).fill({ epoch: 1, open: false }));
    expect(world.fence('eu-west-1').leases.get('APP#orders')).toMatchObject({ epoch: 2 });
  });

  test('a dead writer is waited out: 1.02 leases and 200 ms', async () => {
    const world = new ControlWorld();
    world.dead.add('us-east-1');
    const answer = await world.update('eu-west-1', EVENT);
    expect(answer).toMatchObject({ statusCode: 200, changed: true, confirmed: [] });
    if (!('waitedMs' in answer)) throw new Error('no move');
    expect(answer.waitedMs).toBeGreaterThan(6000);
    expect(answer.waitedMs).toBeLessThanOrEqual(6320);
  });

  test.each([
    ['asked of the primary, with one other Region', 'us-east-1', ['us-east-1', 'eu-west-1'], 'eu-west-1'],
    ['asked of one of two that are not the primary', 'ap-southeast-2', THREE, 'ap-southeast-2'],
  ])('without a target, %s', async (_, region, regions, writer) => {
    const world = new ControlWorld({ regions });
    expect(await world.update(region, EVENT)).toMatchObject({ statusCode: 200, writers: [writer] });
  });

  test('without a target, asked of the primary where there is a choice: the Regions are listed', async () => {
    const answer = await new ControlWorld({ regions: THREE }).update('us-east-1', EVENT);
    expect(problemOf(answer)).toMatchObject({
      status: 400,
      code: 'invalid-request',
      detail: 'Which Region? Name one of ap-southeast-2, eu-west-1.',
    });
  });

  test('another Region as target: its own updater does it, and its answer is passed on', async () => {
    const world = new ControlWorld({ regions: THREE });
    const answer = await world.update('us-east-1', { ...EVENT, TargetRegion: 'ap-southeast-2', Reason: 'exercise' });
    expect(answer).toMatchObject({ statusCode: 200, changed: true, writers: ['ap-southeast-2'], epoch: 2 });
    expect(world.record()).toMatchObject({ by: 'ap-southeast-2', change: { reason: 'exercise' } });
    expect(world.invoked.map(({ region, event }) => [region, event.CheckOnly ?? event.ForwardedFrom])).toEqual([
      ['ap-southeast-2', true],
      ['ap-southeast-2', 'us-east-1'],
    ]);
  });

  test('a target that does not answer is none: nothing is changed', async () => {
    const world = new ControlWorld({ regions: THREE });
    world.dead.add('ap-southeast-2');
    const answer = await world.update('us-east-1', { ...EVENT, TargetRegion: 'ap-southeast-2' });
    expect(problemOf(answer)).toMatchObject({ status: 412, code: 'target-not-ready', epoch: 0, state: 'active' });
    expect(world.record()).toBeUndefined();
  });

  test('a refusal of the other updater comes back under its own code', async () => {
    const world = new ControlWorld();
    world.health.set('eu-west-1', {
      status: 'failing',
      region: 'eu-west-1',
      checks: { table: { status: 'failing', ms: 9 } },
    });
    const answer = await world.update('us-east-1', EVENT);
    expect(problemOf(answer)).toMatchObject({
      status: 412,
      code: 'target-not-ready',
      health: [{ region: 'eu-west-1', status: 'failing', checks: { table: { status: 'failing', ms: 9 } } }],
    });
    expect(world.record()).toBeUndefined();
  });

  test('failing back and promoting', async () => {
    const world = new ControlWorld();
    await world.update('eu-west-1', EVENT);
    expect(await world.update('eu-west-1', { ...EVENT, NewState: 'active', TargetRegion: 'eu-west-1' })).toMatchObject({
      epoch: 3,
      state: 'active',
      steps: [{ kind: 'promote' }],
    });
    await world.update('us-east-1', EVENT);
    expect(await world.update('eu-west-1', { ...EVENT, NewState: 'active' })).toMatchObject({
      epoch: 7,
      writers: ['eu-west-1'],
    });
  });
});

describe('active-active', () => {
  const world = () => new ControlWorld({ regions: THREE, environment: { pattern: 'active-active' } });
  const open = (of: ControlWorld, region: string) => of.fence(region).shards.get('APP#orders/0');

  test('a Region that is taken out is closed, one that joins again is asked for its health and opens at once', async () => {
    const three = world();
    const out = await three.update('us-east-1', { ...EVENT, WithoutRegion: 'eu-west-1' });
    expect(out).toMatchObject({ statusCode: 200, epoch: 1, writers: ['ap-southeast-2', 'us-east-1'], waitedMs: 0 });
    expect(open(three, 'eu-west-1')).toEqual({ epoch: 1, open: false });
    const back = await three.update('us-east-1', { ...EVENT, NewState: 'active' });
    expect(back).toMatchObject({ statusCode: 200, epoch: 2, writers: ['ap-southeast-2', 'eu-west-1', 'us-east-1'] });
    for (const region of THREE) expect(open(three, region)).toEqual({ epoch: 2, open: true });
  });

  test('one that is not well does not join', async () => {
    const three = world();
    await three.update('us-east-1', { ...EVENT, WithoutRegion: 'eu-west-1' });
    three.health.set('eu-west-1', { status: 'failing', region: 'eu-west-1', checks: {} });
    const before = three.contents();
    expect(problemOf(await three.update('us-east-1', { ...EVENT, NewState: 'active' }))).toMatchObject({
      code: 'target-not-ready',
    });
    three.dead.add('eu-west-1');
    expect(problemOf(await three.update('us-east-1', { ...EVENT, NewState: 'active' }))).toMatchObject({
      code: 'target-not-ready',
    });
    expect(three.contents()).toBe(before);
  });
});

describe('what changes nothing', () => {
  test('a dry run that another Region answers changes no byte there either', async () => {
    const world = new ControlWorld();
    const before = world.contents();
    expect(await world.update('us-east-1', { ...EVENT, TargetRegion: 'eu-west-1', DryRun: true })).toMatchObject({
      dryRun: true,
    });
    expect(world.contents()).toBe(before);
  });

  test('the state that it has already', async () => {
    const world = new ControlWorld();
    await world.update('eu-west-1', EVENT);
    const before = world.contents();
    const answer = await world.update('eu-west-1', EVENT);
    expect(answer).toMatchObject({
      statusCode: 200,
      body: '"Application state is \'failover\' already"',
      changed: false,
      epoch: 2,
    });
    expect(world.register.records.get('APP#orders')?.epoch).toBe(2);
    expect(before.length).toBeGreaterThan(100);
  });

  test.each([{ alive: true }, { alive: false }])(
    'a dry run changes no byte, old writer alive: $alive',
    async ({ alive }) => {
      const world = new ControlWorld();
      if (!alive) world.dead.add('us-east-1');
      const before = world.contents();
      const answer = await world.update('eu-west-1', { ...EVENT, DryRun: true });
      expect(answer).toMatchObject({
        statusCode: 200,
        body: '"Nothing changed: this was a dry run of \'failover\'"',
        changed: false,
        dryRun: true,
        waitedMs: 6320,
        health: [{ region: 'eu-west-1', status: 'ok' }],
        to: { epoch: 2, state: 'failover', writers: ['eu-west-1'] },
      });
      expect(world.contents()).toBe(before);
      expect(world.metrics).toEqual([]);
    },
  );

  test('a stale expected epoch', async () => {
    const world = new ControlWorld();
    await world.update('eu-west-1', EVENT);
    const before = world.contents();
    const answer = await world.update('us-east-1', { ...EVENT, NewState: 'fenced', ExpectedEpoch: 1 });
    expect(problemOf(answer)).toMatchObject({
      status: 409,
      code: 'epoch-mismatch',
      epoch: 2,
      state: 'failover',
      writers: ['eu-west-1'],
    });
    expect(world.contents()).toBe(before);
  });

  test('an illegal step names the legal ones', async () => {
    const answer = await new ControlWorld().update('us-east-1', {
      ...EVENT,
      NewState: 'active',
      TargetRegion: 'eu-west-1',
    });
    expect(problemOf(answer)).toMatchObject({
      status: 409,
      code: 'illegal-transition',
      legal: ['fenced', 'failover to eu-west-1'],
      state: 'active',
      epoch: 0,
      writers: ['us-east-1'],
    });
  });

  test('the register is gone', async () => {
    const world = new ControlWorld();
    for (const endpoint of ['us-east-1', 'us-east-2', 'us-west-2']) world.dead.add(endpoint);
    expect(problemOf(await world.update('eu-west-1', EVENT))).toMatchObject({
      status: 503,
      code: 'register-unavailable',
    });
    expect(world.metrics).toEqual([['MoveFailed', 1, 'orders']]);
  });
});

test('of two operators at once one wins, the other learns what it met', async () => {
  const world = new ControlWorld({ regions: THREE });
  const answers = await Promise.all([
    world.update('eu-west-1', { ...EVENT, ExpectedEpoch: 0 }),
    world.update('ap-southeast-2', { ...EVENT, ExpectedEpoch: 0 }),
  ]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  const lost = answers.find(({ statusCode }) => statusCode === 409);
  expect(problemOf(lost ?? { body: '{}' })).toMatchObject({ code: 'epoch-mismatch' });
});

describe('the database of the target', () => {
  const withDatabase = (role: 'writer' | 'replica' | undefined) => {
    const world = new ControlWorld();
    const database = {
      status: role === undefined ? 'degraded' : 'ok',
      ms: 3,
      ...(role === undefined ? {} : { role }),
    } as const;
    world.health.set('eu-west-1', { status: 'ok', region: 'eu-west-1', checks: { database } });
    return world;
  };

  test.each(['replica', undefined] as const)('%s: refused', async (role) => {
    const world = withDatabase(role);
    expect(problemOf(await world.update('eu-west-1', EVENT))).toMatchObject({ status: 412, code: 'target-not-ready' });
    expect(world.record()).toBeUndefined();
  });

  test('the writer: moved', async () =>
    expect(await withDatabase('writer').update('eu-west-1', EVENT)).toMatchObject({ statusCode: 200, changed: true }));

  test('a replica, and the checks skipped: moved', async () =>
    expect(await withDatabase('replica').update('eu-west-1', { ...EVENT, SkipChecks: true })).toMatchObject({
      changed: true,
    }));
});

describe('what follows a change', () => {
  test('the metric, once a change; the actor and the reason in the history', async () => {
    const world = new ControlWorld();
    await world.update('eu-west-1', { ...EVENT, Actor: 'ann', Reason: 'storm' });
    expect(world.metrics).toEqual([['StateUpdated', 1, 'orders']]);
    expect(
      world.register.entries
        .get('APP#orders')
        ?.map(({ epoch, actor, actorVerified, reason }) => ({ epoch, actor, actorVerified, reason })),
    ).toEqual([
      { epoch: 1, actor: 'ann', actorVerified: false, reason: 'storm' },
      { epoch: 2, actor: 'ann', actorVerified: false, reason: 'storm' },
    ]);
  });

  test('telemetry is told the state and given an id made once, and nothing else', async () => {
    const sent: unknown[][] = [];
    const telemetry = async (state: string, uuid: () => Promise<string>, nowMs: number) => {
      sent.push([state, await uuid(), typeof nowMs]);
    };
    const world = new ControlWorld({ telemetry });
    await world.update('eu-west-1', EVENT);
    await world.update('eu-west-1', { ...EVENT, NewState: 'fenced' });
    expect(sent).toEqual([
      ['failover', world.register.uuid, 'number'],
      ['fenced', world.register.uuid, 'number'],
    ]);
    expect(world.register.uuid).toBeDefined();
  });
});
