import fc from 'fast-check';
import { createAuthorizer } from '../../../lambdas/authorizer/authorize';
import { createLog } from '../../../lambdas/shared/log';
import { captureStreams, SILENT } from '../shared/captured-log';
import { authorizerEvent, GID, MemoryPools, NOW_MS, TestPool } from './tokens';

const home = new TestPool('us-east-1');
const other = new TestPool('eu-west-1');
const stranger = new TestPool('us-east-1');
const REFUSED = { isAuthorized: false, context: {} };

function authorizer(pools = new MemoryPools([home, other]), nowMs: () => number = () => NOW_MS, zone?: string) {
  const authorize = createAuthorizer({ pools, nowMs, log: SILENT, zone });
  return (token: string) => authorize(authorizerEvent(`Bearer ${token}`));
}

test('trusts the pool of every Region, and says who is calling', async () => {
  const authorize = authorizer();
  for (const pool of [home, other])
    expect(await authorize(pool.token())).toEqual({
      isAuthorized: true,
      context: { gid: GID, expiresAt: NOW_MS / 1000 + 3600, poolRegion: pool.region },
    });
});

test('takes identity tokens too, for the client that they were made for', async () => {
  const claims = {
    token_use: 'id',
    aud: home.clientId,
    'cognito:username': GID,
    username: 'someone-else',
    name: 'Ana',
  };
  expect((await authorizer()(home.token(claims))).context).toMatchObject({ gid: GID, name: 'Ana' });
  expect(await authorizer()(home.token({ ...claims, aud: 'another-client' }))).toEqual(REFUSED);
});

describe('refuses', () => {
  const seconds = NOW_MS / 1000;
  test.each<[string, string]>([
    ['a token that no key signed', home.unsignedToken()],
    ['one that the public key signed as a secret', home.hmacToken()],
    ['one of another algorithm', home.token({}, { alg: 'RS512' })],
    ['one without the key’s id', home.token({}, { kid: undefined })],
    ['one of an unknown key', home.token({}, { kid: 'unknown' })],
    ['one that a stranger signed under the same key id', stranger.token()],
    ['one that has expired', home.token({ exp: seconds - 31 })],
    ['one that never ends', home.token({ exp: undefined })],
    ['one that is not yet valid', home.token({ nbf: seconds + 31 })],
    ['one from the future', home.token({ iat: seconds + 31 })],
    ['one of another client', home.token({ client_id: 'another-client' })],
    ['one of another Region’s client', home.token({ client_id: other.clientId })],
    ['one of no client', home.token({ client_id: undefined })],
    [
      'one of another pool in a trusted Region',
      home.token({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other' }),
    ],
    [
      'one of a Region without a pool',
      home.token({ iss: 'https://cognito-idp.ap-south-1.amazonaws.com/ap-south-1_AbCdEf123' }),
    ],
    [
      'one whose issuer’s host is another Region’s',
      home.token({ iss: 'https://cognito-idp.eu-west-1.amazonaws.com/us-east-1_AbCdEf123' }),
    ],
    ['one of an issuer that only looks alike', home.token({ iss: `${home.issuer}.example.com` })],
    ['one of an issuer on another host', home.token({ iss: 'https://example.com/us-east-1_AbCdEf123' })],
    ['one without an issuer', home.token({ iss: undefined })],
    ['one of another use', home.token({ token_use: 'refresh' })],
    ['one without a user', home.token({ username: undefined })],
    ['one whose user is no name', home.token({ username: 'a\nb' })],
    ['one whose claims were changed', swapClaims(home.token(), home.token({ username: 'admin' }))],
    ['one that is cut off', home.token().slice(0, -40)],
    ['nonsense', 'a.b.c'],
    ['an endless one', `${home.token()}${'A'.repeat(20_000)}`],
  ])('%s', async (_, token) => {
    expect(await authorizer()(token)).toEqual(REFUSED);
  });

  test('a header that is not one bearer token', async () => {
    const authorize = createAuthorizer({
      pools: new MemoryPools([home]),
      nowMs: () => NOW_MS,
      log: SILENT,
      zone: undefined,
    });
    const token = home.token();
    for (const value of ['', token, `Basic ${token}`, `Bearer ${token} ${token}`, `Bearer ${token}, Bearer ${token}`])
      expect(await authorize(authorizerEvent(value))).toEqual(REFUSED);
    const twice = { headers: { authorization: `Bearer ${token}`, Authorization: `Bearer ${other.token()}` } };
    expect(await authorize(twice)).toEqual(REFUSED);
    expect((await authorize({ headers: { Authorization: `bearer ${token}` } })).isAuthorized).toBe(true);
  });
});

function swapClaims(token: string, other: string): string {
  const [head, , signature] = token.split('.');
  return [head, other.split('.')[1], signature].join('.');
}

test('allows for clocks that differ by half a minute', async () => {
  const seconds = NOW_MS / 1000;
  for (const claims of [{ exp: seconds - 29 }, { nbf: seconds + 29 }, { iat: seconds + 29 }])
    expect((await authorizer()(home.token(claims))).isAuthorized).toBe(true);
});

test('trusts the pools of its own zone only', async () => {
  const pools = new MemoryPools();
  await pools.announce({ ...home.trusted, zone: 'us' });
  await pools.announce({ ...other.trusted, zone: 'eu' });
  const authorize = authorizer(pools, () => NOW_MS, 'eu');
  expect((await authorize(other.token())).isAuthorized).toBe(true);
  expect(await authorize(home.token())).toEqual(REFUSED);
});

describe('asks the directory', () => {
  test('once in five minutes for a Region, however many tokens come', async () => {
    let now = NOW_MS;
    const pools = new MemoryPools([home, other]);
    const authorize = authorizer(pools, () => now);
    await Promise.all([authorize(home.token()), authorize(home.token()), authorize(home.token())]);
    now += 299_000;
    await authorize(home.token());
    expect(pools.reads).toBe(1);
    now += 1_001;
    await authorize(home.token());
    expect(pools.reads).toBe(2);
  });

  test('again for a key that it does not know, but not at every such token', async () => {
    let now = NOW_MS;
    const pool = new TestPool('us-east-1');
    const pools = new MemoryPools([pool]);
    const authorize = authorizer(pools, () => now);
    expect((await authorize(pool.token())).isAuthorized).toBe(true);
    pool.rotate('second');
    const fresh = pool.token({}, {}, 'second');
    pools.pools.set(pool.region, pool.trusted);
    now += 11_000;
    expect((await authorize(fresh)).isAuthorized).toBe(true);
    const { reads } = pools;
    for (let count = 0; count < 20; count += 1) await authorize(pool.token({}, { kid: `made-up-${count}` }));
    expect(pools.reads - reads).toBeLessThanOrEqual(1);
  });

  test('takes a token of a key that the pool no longer has as refused, once it knows', async () => {
    let now = NOW_MS;
    const pool = new TestPool('us-east-1');
    const pools = new MemoryPools([pool]);
    const authorize = authorizer(pools, () => now);
    const token = pool.token();
    expect((await authorize(token)).isAuthorized).toBe(true);
    pool.rotate('second');
    pool.forget('first');
    pools.pools.set(pool.region, pool.trusted);
    now += 300_001;
    expect(await authorize(token)).toEqual(REFUSED);
  });

  test('and outlives its outage for an hour, but makes nothing up', async () => {
    let now = NOW_MS;
    const pools = new MemoryPools([home, other]);
    const authorize = authorizer(pools, () => now);
    await authorize(home.token());
    pools.up = false;
    now += 1_800_000;
    expect((await authorize(home.token())).isAuthorized).toBe(true);
    await expect(authorize(other.token())).rejects.toThrow('The keys to check the token with cannot be read.');
    now += 1_800_001;
    await expect(authorize(home.token())).rejects.toThrow('cannot be read');
    pools.up = true;
    expect((await authorize(home.token())).isAuthorized).toBe(true);
  });
});

test('answers any event, and any token, with yes or no', async () => {
  const authorize = createAuthorizer({
    pools: new MemoryPools([home]),
    nowMs: () => NOW_MS,
    log: SILENT,
    zone: undefined,
  });
  const parts = fc.oneof(
    fc.json().map((json) => Buffer.from(json).toString('base64url')),
    fc.base64String(),
    fc.string(),
  );
  const tokens = fc.array(parts, { maxLength: 4 }).map((list) => authorizerEvent(`Bearer ${list.join('.')}`));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), tokens, fc.record({ headers: fc.anything() })), async (event) => {
      expect(await authorize(event)).toEqual(REFUSED);
    }),
    { numRuns: 250 },
  );
});

test('writes no token, and nothing of one, to its log', async () => {
  const captured = captureStreams();
  try {
    const pools = new MemoryPools([home]);
    const authorize = createAuthorizer({ pools, nowMs: () => NOW_MS, log: createLog('authorizer'), zone: undefined });
    const email = 'ana@example.com';
    const tokens = [
      home.token({ email }),
      home.token({ email, exp: 1 }),
      stranger.token({ email }),
      home.unsignedToken(),
    ];
    for (const token of tokens) await authorize(authorizerEvent(`Bearer ${token}`));
    pools.up = false;
    await authorize(authorizerEvent(`Bearer ${other.token({ email })}`)).catch(() => undefined);
    const log = captured.lines.join('\n');
    expect(captured.lines.length).toBeGreaterThanOrEqual(4);
    for (const part of [...tokens.flatMap((token) => token.split('.')), email, GID]) expect(log).not.toContain(part);
  } finally {
    captured.restore();
  }
});
