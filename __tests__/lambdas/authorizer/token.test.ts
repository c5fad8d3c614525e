import { Issuers } from '../../../lambdas/authorizer/issuers';
import { type Refusal, TokenRefused, verifyToken } from '../../../lambdas/authorizer/token';
import { GID, MemoryPools, NOW_MS, TestPool } from './tokens';

const home = new TestPool('us-east-1');
const stranger = new TestPool('us-east-1');

/** Why a token is refused, or who is calling. */
async function verdict(token: string, pools = new MemoryPools([home]), zone?: string): Promise<string> {
  try {
    const nowMs = (): number => NOW_MS;
    return (await verifyToken(token, { issuers: new Issuers(pools, nowMs), nowMs, zone })).gid;
  } catch (error) {
    if (error instanceof TokenRefused) return error.refusal;
    throw error;
  }
}

test('the log says why a token was refused', async () => {
  const seconds = NOW_MS / 1000;
  const cases: readonly (readonly [Refusal | typeof GID, string])[] = [
    [GID, home.token()],
    ['malformed', 'a.b'],
    ['malformed', `${home.token()}${'A'.repeat(20_000)}`],
    ['algorithm', home.unsignedToken()],
    ['algorithm', home.hmacToken()],
    ['algorithm', home.token({}, { kid: undefined })],
    ['issuer', home.token({ iss: 'https://example.com' })],
    ['issuer', home.token({ iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC' })],
    ['issuer', home.token({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other' })],
    ['key', home.token({}, { kid: 'unknown' })],
    ['signature', stranger.token()],
    ['expired', home.token({ exp: seconds - 31 })],
    ['expired', home.token({ exp: undefined })],
    ['early', home.token({ nbf: seconds + 31 })],
    ['claims', home.token({ client_id: 'another' })],
    ['claims', home.token({ username: undefined })],
  ];
  for (const [expected, token] of cases) expect(await verdict(token)).toBe(expected);
  expect(await verdict(home.token(), undefined, 'eu')).toBe('zone');
});

test('no algorithm but RS256, even where the pool’s keys do not name theirs', async () => {
  const pools = new MemoryPools();
  const keys = home.publicKeys.map(({ alg: _alg, ...key }) => key);
  await pools.announce({ ...home.trusted, keys });
  expect(await verdict(home.token(), pools)).toBe(GID);
  expect(await verdict(home.token({}, { alg: 'RS512' }), pools)).toBe('algorithm');
});

test('a key for encryption, or of another kind, checks no signature', async () => {
  for (const change of [{ use: 'enc' }, { kty: 'EC' }]) {
    const pools = new MemoryPools();
    await pools.announce({ ...home.trusted, keys: home.publicKeys.map((key) => ({ ...key, ...change })) });
    expect(await verdict(home.token(), pools)).toBe('key');
  }
});
