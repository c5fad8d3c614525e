import { ARN, FAILOVER, start } from './api-world';

describe('reading the state', () => {
  test.each(['/v1/state/orders', '/state/orders'])('%s, before anybody has moved anything', async (path) => {
    const { statusCode, body, headers } = await start().call('eu-west-1', 'GET', path);
    expect(statusCode).toBe(200);
    expect(body).toEqual({
      state: 'active',
      epoch: 0,
      writers: ['us-east-1'],
      serving: 'us-east-1',
      primary: 'us-east-1',
      asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      endpoints: { 'us-east-1': 'https://us.example.com' },
    });
    expect(headers).toMatchObject({
      'x-meridian-epoch': '0',
      'x-meridian-region': 'eu-west-1',
      'cache-control': 'no-store',
    });
  });

  test('local is what the Region knows, strong is what is', async () => {
    const { world, call } = start({ regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'] });
    const epoch = async (consistency: string) =>
      (await call('ap-southeast-2', 'GET', '/v1/state/orders', { query: { consistency } })).body.epoch;
    expect(await epoch('local')).toBe(0);
    await world.update('eu-west-1', { AppId: 'orders', TableName: 'orders-prod-control', NewState: 'failover' });
    expect(await epoch('local')).toBe(0);
    expect(await epoch('strong')).toBe(2);
    // Who has been told the truth remembers it.
    expect(await epoch('local')).toBe(2);
  });

  test('a cut register: local goes on, strong says what is missing', async () => {
    const { world, call } = start();
    await call('eu-west-1', 'GET', '/v1/state/orders');
    for (const endpoint of ['us-east-1', 'us-east-2', 'us-west-2']) world.dead.add(endpoint);
    expect((await call('eu-west-1', 'GET', '/v1/state/orders')).statusCode).toBe(200);
    const strong = await call('eu-west-1', 'GET', '/v1/state/orders', { query: { consistency: 'strong' } });
    expect(strong).toMatchObject({ statusCode: 503, body: { code: 'register-unavailable' } });
    expect(strong.headers['retry-after']).toBe('2');
  });

  test('an application that there is not', async () =>
    expect(await start().call('eu-west-1', 'GET', '/v1/state/shop')).toMatchObject({
      statusCode: 404,
      body: { code: 'unknown-app', detail: 'There is no application "shop". Known: orders, billing.' },
    }));

  test('with every other Region dead it answers', async () => {
    const { world, call } = start({ environment: { controlRegions: ['eu-west-1', 'eu-west-2', 'eu-west-3'] } });
    world.dead.add('us-east-1');
    expect((await call('eu-west-1', 'GET', '/v1/state/orders')).statusCode).toBe(200);
  });
});

describe('moving', () => {
  test('asked of the Region that is to write: done there, by who signed', async () => {
    const { world, put } = start();
    const { statusCode, body, headers } = await put('eu-west-1', FAILOVER);
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({
      changed: true,
      from: { epoch: 0, state: 'active', writers: ['us-east-1'] },
      to: { epoch: 2, state: 'failover', writers: ['eu-west-1'] },
      steps: [{ kind: 'fence' }, { kind: 'open' }],
      waitedMs: 0,
      tookMs: expect.any(Number),
    });
    expect(headers['x-meridian-epoch']).toBe('2');
    expect(world.record()?.change).toMatchObject({ actor: ARN, actorVerified: true, reason: 'exercise' });
  });

  test('asked of another Region: passed on, and the actor is then a claim', async () => {
    const { world, put } = start();
    expect((await put('us-east-1', { ...FAILOVER, target: 'eu-west-1' })).body).toMatchObject({ changed: true });
    expect(world.record()).toMatchObject({ by: 'eu-west-1', change: { actor: ARN, actorVerified: false } });
  });

  test('the same again changes nothing', async () => {
    const { put } = start();
    await put('eu-west-1', FAILOVER);
    expect(await put('eu-west-1', FAILOVER)).toMatchObject({
      statusCode: 200,
      body: { changed: false, to: { epoch: 2 } },
    });
  });

  test.each([
    [400, 'invalid-request', { state: 'gone', reason: 'x' }],
    [400, 'invalid-request', { state: 'failover' }],
    [400, 'invalid-request', { ...FAILOVER, reason: '' }],
    [400, 'invalid-request', { ...FAILOVER, reason: 'x'.repeat(501) }],
    [400, 'invalid-request', { ...FAILOVER, expectedEpoch: '1' }],
    [400, 'invalid-request', { ...FAILOVER, actor: 'someone-else' }],
    [400, 'invalid-request', { ...FAILOVER, target: 'sa-east-1' }],
    [400, 'invalid-request', undefined],
    [400, 'invalid-request', []],
    [409, 'illegal-transition', { state: 'active', target: 'eu-west-1', reason: 'x' }],
    [409, 'epoch-mismatch', { ...FAILOVER, expectedEpoch: 7 }],
  ])('%i %s, case %#, and nothing is changed', async (status, code, body) => {
    const { world, put } = start();
    const before = world.contents();
    expect(await put('eu-west-1', body)).toMatchObject({ statusCode: status, body: { status, code } });
    expect(world.contents()).toBe(before);
  });

  test('a target that is not well: 412 with its deep health', async () => {
    const { world, put } = start();
    world.health.set('eu-west-1', { status: 'failing', region: 'eu-west-1', checks: {} });
    expect(await put('eu-west-1', FAILOVER)).toMatchObject({
      statusCode: 412,
      body: { code: 'target-not-ready', health: [{ region: 'eu-west-1', status: 'failing' }] },
    });
  });

  test('a dry run tells the steps and the longest wait, and changes no byte', async () => {
    const { world, put } = start();
    const before = world.contents();
    const { body, headers } = await put('eu-west-1', { ...FAILOVER, dryRun: true });
    expect(body).toMatchObject({
      changed: false,
      dryRun: true,
      waitedMs: 6320,
      steps: [{ kind: 'fence' }, { kind: 'open' }],
    });
    expect(headers['x-meridian-epoch']).toBe('0');
    expect(world.contents()).toBe(before);
  });

  test('two at once: one moves, the other is told', async () => {
    const { put } = start();
    const answers = await Promise.all([
      put('eu-west-1', { ...FAILOVER, expectedEpoch: 0 }),
      put('eu-west-1', { state: 'fenced', reason: 'x', expectedEpoch: 0 }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });
});

describe('a move that fails is counted', () => {
  test('for a reason that is not the caller’s, an alarm watches it', async () => {
    const { world, put } = start();
    for (const endpoint of ['us-east-1', 'us-east-2', 'us-west-2']) world.dead.add(endpoint);
    expect(await put('eu-west-1', FAILOVER)).toMatchObject({ statusCode: 503, body: { code: 'register-unavailable' } });
    expect(world.metrics).toEqual([['MoveFailed', 1, 'orders']]);
  });

  test('but not for one that is', async () => {
    const { world, put } = start();
    expect((await put('eu-west-1', { ...FAILOVER, expectedEpoch: 9 })).statusCode).toBe(409);
    expect(world.metrics).toEqual([]);
  });
});

describe('history', () => {
  test('newest first, in pages, without a gap', async () => {
    const { world, call, put } = start();
    for (let i = 0; i < 5; i += 1) {
      await put('eu-west-1', { state: 'fenced', reason: `r${i}` });
      await put('eu-west-1', FAILOVER);
    }
    const epochs: number[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: '3', ...(cursor === undefined ? {} : { cursor }) };
      const { statusCode, body } = await call('us-east-1', 'GET', '/v1/state/orders/history', { query });
      expect(statusCode).toBe(200);
      epochs.push(...body.items.map(({ epoch }: { epoch: number }) => epoch));
      cursor = body.next;
    } while (cursor !== undefined);
    expect(epochs).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(world.register.entries.get('APP#orders')).toHaveLength(10);
  });

  test('an entry holds who, why, what and when', async () => {
    const { call, put } = start();
    await put('eu-west-1', FAILOVER);
    const { body } = await call('us-east-1', 'GET', '/v1/state/orders/history', { query: { limit: '1' } });
    expect(body).toEqual({
      items: [
        {
          epoch: 2,
          from: { epoch: 1, state: 'fenced', writers: [] },
          to: { state: 'failover', writers: ['eu-west-1'], serving: 'eu-west-1', primary: 'us-east-1' },
          at: expect.stringMatching(/Z$/),
          by: 'eu-west-1',
          tid: expect.any(String),
          actor: ARN,
          actorVerified: true,
          reason: 'exercise',
          confirmed: ['us-east-1'],
          waitedMs: 0,
          tookMs: expect.any(Number),
        },
      ],
      next: expect.any(String),
    });
  });

  test.each([{ limit: '0' }, { limit: '101' }, { limit: 'x' }, { cursor: 'abc' }, { page: '2' }])(
    '%j is refused',
    async (query) =>
      expect(await start().call('us-east-1', 'GET', '/v1/state/orders/history', { query })).toMatchObject({
        statusCode: 400,
      }),
  );
});

test('zones: each is a state of its own, and who and why stay in it', async () => {
  const zones = new Map([
    ['eu', ['eu-west-1', 'eu-central-1']],
    ['us', ['us-east-1']],
  ]);
  const { world, call, put } = start({
    regions: ['us-east-1', 'eu-west-1', 'eu-central-1'],
    environment: { pattern: 'data-residency', zones, primary: 'us-east-1' },
  });
  expect(await put('eu-central-1', FAILOVER)).toMatchObject({
    statusCode: 200,
    body: { to: { writers: ['eu-central-1'] } },
  });
  expect(JSON.stringify([...world.register.records, ...world.register.entries])).not.toMatch(/ann|exercise/);
  expect([...world.fence('us-east-1').people.keys()]).toEqual([]);
  expect((await call('eu-west-1', 'GET', '/v1/state/orders/history')).body.items[0]).toMatchObject({
    actor: ARN,
    reason: 'exercise',
  });
  expect(
    (await call('us-east-1', 'GET', '/v1/state/orders', { query: { zone: 'eu', consistency: 'strong' } })).body.epoch,
  ).toBe(2);
  expect((await call('us-east-1', 'GET', '/v1/state/orders')).body).toMatchObject({ epoch: 0, writers: ['us-east-1'] });
  expect(await put('us-east-1', FAILOVER)).toMatchObject({ statusCode: 409, body: { code: 'illegal-transition' } });
  expect(await put('us-east-1', { ...FAILOVER, target: 'eu-west-1' })).toMatchObject({ statusCode: 400 });
});
