import { randomBytes } from 'node:crypto';
import { createAuthorizer } from '../../lambdas/authorizer/authorize';
import { syncProfiles } from '../../lambdas/profile-apply/sync';
import { ulid } from '../../lambdas/shared/ids';
import { changed, profileFrom, profileItem } from '../../lambdas/shared/users';
import { authorizerEvent, MemoryPools, NOW_MS, TestPool } from './authorizer/tokens';
import { ANA, BEN, key, NO_METRICS, START_MS, termsOf, twoRegions } from './photos-api/world';
import { MemoryMemory, MemoryPool } from './profile-apply/memory-pool';
import { SILENT } from './shared/captured-log';

/**
 * "Multi-Region application architecture", the sample that this layer learns from, leaves some things to the browser.
 * Each test here would fail on it: it says what was possible there, for users.
 */

const PICTURE = Buffer.from('a picture');

describe('only the browser asked whether it may write', () => {
  type Call = (
    world: ReturnType<typeof twoRegions>,
  ) => Promise<{ readonly status: number; readonly body: unknown; readonly headers: object }>;

  /** Every write that a user can make, against a Region that has been told nothing by any browser. */
  const writes: readonly [string, (id: string, region: 'home' | 'other') => Call][] = [
    [
      'POST /photos',
      (_, at) => (world) => world[at].call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) }),
    ],
    ['POST /photos/{id}/complete', (id, at) => (world) => world[at].call('POST', `/v1/photos/${id}/complete`)],
    ['DELETE /photos/{id}', (id, at) => (world) => world[at].call('DELETE', `/v1/photos/${id}`)],
    [
      'PUT /me',
      (_, at) => (world) => world[at].call('PUT', '/v1/me', { headers: { 'if-match': '0' }, body: { name: 'x' } }),
    ],
  ];

  async function prepared(): Promise<{ world: ReturnType<typeof twoRegions>; pending: string; ready: string }> {
    const world = twoRegions();
    const ready = await world.home.photo();
    const { body } = await world.home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    world.home.objects.upload(body.upload.url, PICTURE, 'image/png');
    world.other.replicateFrom(world.home);
    return { world, pending: body.id, ready };
  }

  test.each(writes)(
    '%s: a Region that does not write answers 409, with where to go, and its table stays as it is',
    async (_, call) => {
      const { world, pending } = await prepared();
      const before = world.other.content.picture();
      const objects = world.other.objects.objects.size;
      const answer = await call(pending, 'other')(world);
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({
        code: 'not-writer',
        region: 'eu-west-1',
        state: 'active',
        epoch: 0,
        writers: ['us-east-1'],
        writerUrl: 'https://api.us-east-1.example.com',
      });
      expect(world.other.content.picture()).toBe(before);
      expect(world.other.objects.objects.size).toBe(objects);
    },
  );

  test.each(writes)('%s: a fenced Region answers 503, and its table stays as it is', async (_, call) => {
    const { world, pending } = await prepared();
    world.move('fenced', []);
    for (const at of ['home', 'other'] as const) {
      const before = world[at].content.picture();
      const answer = await call(pending, at)(world);
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject({ code: 'fenced', state: 'fenced', epoch: 1, writers: [] });
      expect(answer.headers).toMatchObject({ 'retry-after': '5', 'x-meridian-epoch': '1' });
      expect(world[at].content.picture()).toBe(before);
    }
  });

  test.each(writes)(
    '%s: a Region that cannot prove its right answers 503, and its table stays as it is',
    async (_, call) => {
      const { world, pending } = await prepared();
      world.register.up = false;
      world.clock.nowMs += 60_000;
      const before = world.home.content.picture();
      const answer = await call(pending, 'home')(world);
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject({ code: 'no-lease' });
      expect(answer.headers).toMatchObject({ 'retry-after': '1' });
      expect(world.home.content.picture()).toBe(before);
    },
  );

  test('a comment is refused alike', async () => {
    const { world, ready } = await prepared();
    const before = world.other.content.picture();
    const send = (at: 'home' | 'other') =>
      world[at].call('POST', `/v1/photos/${ready}/comments`, { headers: key(), body: { message: 'x' } });
    expect((await send('other')).body.code).toBe('not-writer');
    world.move('fenced', []);
    expect((await send('other')).body.code).toBe('fenced');
    expect((await send('home')).body.code).toBe('fenced');
    expect(world.other.content.picture()).toBe(before);
  });

  test('every Region goes on being readable', async () => {
    const { world, ready } = await prepared();
    world.move('fenced', []);
    world.register.up = false;
    for (const region of [world.home, world.other])
      for (const path of ['/v1/photos', `/v1/photos/${ready}`, `/v1/photos/${ready}/comments`, '/v1/me'])
        expect((await region.call('GET', path)).status).toBe(200);
  });

  test('an address that was signed before the fence is good for an orphan only: nothing accepts it', async () => {
    const { world } = await prepared();
    const { body } = await world.home.call('POST', '/v1/photos', { headers: key(), body: termsOf(PICTURE) });
    world.move('fenced', []);
    expect(world.home.objects.upload(body.upload.url, PICTURE, 'image/png')).toBe(true);
    const refused = await world.home.call('POST', `/v1/photos/${body.id}/complete`);
    expect(refused.body.code).toBe('fenced');
    expect(world.home.objects.objects.has(`photos/${body.id}`)).toBe(false);
  });

  test('a write that was admitted before the fence closed does not land after it', async () => {
    const { world, ready } = await prepared();
    const scope = { app: 'orders' };
    for (let shard = 0; shard < 4; shard += 1) await world.home.fence.setShard(scope, shard, { epoch: 1, open: false });
    const before = world.home.content.picture();
    const answer = await world.home.call('POST', `/v1/photos/${ready}/comments`, {
      headers: key(),
      body: { message: 'late' },
    });
    expect(answer.status).toBe(503);
    expect(world.home.content.picture()).toBe(before);
  });
});

describe('a comment’s author and id came from the body, and a put had no condition', () => {
  test('another’s name and id are ignored', async () => {
    const { home } = twoRegions();
    const id = await home.photo();
    const first = await home.call('POST', `/v1/photos/${id}/comments`, {
      as: ANA,
      headers: key(),
      body: { message: 'mine' },
    });
    const body = {
      message: 'forged',
      user: 'Ana',
      author: 'Ana',
      authorId: ANA,
      id: first.body.id,
      commentId: first.body.id,
    };
    const second = await home.call('POST', `/v1/photos/${id}/comments`, { as: BEN, headers: key(), body });
    expect(second.body).toMatchObject({ authorId: BEN, author: '' });
    const { body: list } = await home.call('GET', `/v1/photos/${id}/comments`);
    expect(list.items.map(({ authorId, message }: Record<string, string>) => [authorId, message]).sort()).toEqual(
      [
        [ANA, 'mine'],
        [BEN, 'forged'],
      ].sort(),
    );
  });

  test('the same id twice does not overwrite', async () => {
    const { home } = twoRegions();
    const id = await home.photo();
    const path = `/v1/photos/${id}/comments`;
    const first = await home.call('POST', path, { headers: key('k'), body: { message: 'first' } });
    // The record of the request is lost, the comment is not: only its own condition protects it then.
    for (const name of [...home.content.items.keys()]) if (name.startsWith('REQUEST#')) home.content.items.delete(name);
    const again = await home.call('POST', path, { headers: key('k'), body: { message: 'second' } });
    expect(again.status).toBe(409);
    expect(home.content.items.get(`PHOTO#${id}|C#${first.body.id}`)?.message).toBe('first');
  });
});

test('comments came in no order and were cut at 1 MB without a sign: every one comes once, in order', async () => {
  const { home } = twoRegions();
  const photo = await home.photo();
  const ids = Array.from({ length: 600 }, () => ulid(START_MS + Math.floor(Math.random() * 1e6), randomBytes(10)));
  for (const id of ids)
    home.content.put({
      pk: `PHOTO#${photo}`,
      sk: `C#${id}`,
      id,
      photoId: photo,
      authorId: BEN,
      author: '',
      message: 'x'.repeat(2000),
      createdAt: '',
    });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await home.call('GET', `/v1/photos/${photo}/comments`, {
      query: cursor === undefined ? {} : { cursor },
    });
    seen.push(...body.items.map((comment: { id: string }) => comment.id));
    cursor = body.next;
  } while (cursor !== undefined);
  expect(seen).toEqual([...ids].sort());
});

test('values were pasted into JSON templates: quotes, newlines and control characters come back equal', async () => {
  const { home } = twoRegions();
  const id = await home.photo();
  const message = `"},{"x":"\\"\n\r\t\u0000\u0007\u001f\u007f\u2028${'$'}{a}$input.json('$')`;
  await home.call('PUT', '/v1/me', { headers: { 'if-match': '0' }, body: { name: message.slice(0, 20) } });
  const made = await home.call('POST', `/v1/photos/${id}/comments`, { headers: key(), body: { message } });
  const { body } = await home.call('GET', `/v1/photos/${id}/comments`);
  expect([made.body.message, body.items[0].message, body.items[0].author]).toEqual([
    message,
    message,
    message.slice(0, 20),
  ]);
});

test('one user pool, in the primary: with it gone its tokens are taken elsewhere until they end', async () => {
  const primary = new TestPool('us-east-1');
  const survivor = new TestPool('eu-west-1');
  // The survivor's own replica of the directory holds what the primary announced while it lived. Nothing calls the primary.
  const network = jest.spyOn(globalThis, 'fetch');
  let now = NOW_MS;
  const authorize = createAuthorizer({
    pools: new MemoryPools([primary, survivor]),
    nowMs: () => now,
    log: SILENT,
    zone: undefined,
  });
  const { isAuthorized, context } = await authorize(authorizerEvent(`Bearer ${primary.token()}`));
  expect([isAuthorized, context.poolRegion]).toEqual([true, 'us-east-1']);
  expect((await authorize(authorizerEvent(`Bearer ${survivor.token()}`))).isAuthorized).toBe(true);
  now += 3_700_000;
  expect((await authorize(authorizerEvent(`Bearer ${primary.token()}`))).isAuthorized).toBe(false);
  expect(network).not.toHaveBeenCalled();
  network.mockRestore();
});

test('profiles were to be copied every five minutes, and were not: each pool has them after one run, and a second one calls nothing', async () => {
  const { home, other } = twoRegions();
  const { body } = await home.call('PUT', '/v1/me', { headers: { 'if-match': '0' }, body: { name: 'Ana' } });
  expect(body.name).toBe('Ana');
  const written = profileFrom(home.content.items.get(`USER#${ANA}|PROFILE`));
  const context = { nowMs: START_MS, entropy: randomBytes(10) };
  const withEmail = changed(
    ANA,
    written,
    { attributes: { ...written?.attributes, email: 'ana@example.com' } },
    context,
  );
  if (withEmail === undefined) throw new Error('no change');
  home.content.put(profileItem(withEmail));
  other.replicateFrom(home);
  for (const region of [home, other]) {
    const pool = new MemoryPool();
    const { content, clock, name } = region;
    const run = {
      region: name,
      app: 'orders',
      content,
      pool,
      memory: new MemoryMemory(),
      clock,
      log: SILENT,
      metrics: NO_METRICS,
      limitMs: 60_000,
    };
    expect(await syncProfiles(run)).toMatchObject({ applied: 1 });
    expect(pool.stored.get(ANA)?.attributes).toEqual({ name: 'Ana', email: 'ana@example.com' });
    expect(await syncProfiles(run)).toMatchObject({ applied: 0, calls: 0 });
  }
});

describe('CORS was `*`, and refusals had no CORS headers', () => {
  test.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['https://evil.example.com', undefined],
  ])('from %s', async (origin, allowed) => {
    const { home, other } = twoRegions();
    const answers = [
      await home.call('GET', '/v1/photos', { headers: { origin } }),
      await home.call('GET', '/v1/nothing', { headers: { origin } }),
      await home.call('POST', '/v1/photos', { headers: { origin }, body: {} }),
      await other.call('POST', '/v1/photos', { headers: { origin, ...key() }, body: termsOf(PICTURE) }),
      await home.call('GET', '/v1/me', { headers: { origin }, claims: {} }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 400, 409, 401]);
    for (const { headers } of answers) expect(headers['access-control-allow-origin']).toBe(allowed);
  });
});
