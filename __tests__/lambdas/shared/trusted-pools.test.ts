import fc from 'fast-check';
import { issuerOf, keysIn, poolFrom, poolItem, poolKey, regionOfIssuer } from '../../../lambdas/shared/trusted-pools';

const pool = {
  region: 'eu-west-1',
  issuer: issuerOf('eu-west-1', 'eu-west-1_AbC'),
  clientIds: ['one', 'two'],
  keys: [{ kid: 'k', kty: 'RSA', alg: 'RS256', use: 'sig', n: 'n', e: 'AQAB' }],
  fetchedAt: 1,
};

test('a pool comes back from its item as it was, under a key that begins with JWKS#', () => {
  expect(poolKey('eu-west-1')).toBe('JWKS#eu-west-1');
  expect(poolItem(pool)).toMatchObject({ pk: 'JWKS#eu-west-1', sk: 'JWKS' });
  expect(poolFrom(poolItem(pool))).toEqual(pool);
  expect(poolFrom(poolItem({ ...pool, zone: 'eu' }))).toEqual({ ...pool, zone: 'eu' });
});

test('half a description is trusted by nobody', () => {
  for (const name of ['region', 'issuer', 'clientIds', 'jwks', 'fetchedAt']) {
    const { [name]: _taken, ...rest } = poolItem(pool);
    expect(poolFrom(rest)).toBeUndefined();
  }
  expect(poolFrom({ ...poolItem(pool), issuer: issuerOf('us-east-1', 'us-east-1_AbC') })).toBeUndefined();
  expect(poolFrom({ ...poolItem(pool), jwks: '{"keys":[]}' })).toBeUndefined();
});

test.each([
  ['https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC', 'us-east-1'],
  ['https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbC', 'us-gov-west-1'],
  ['https://cognito-idp.us-east-1.amazonaws.com/eu-west-1_AbC', undefined],
  ['http://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC', undefined],
  ['https://cognito-idp.us-east-1.amazonaws.com.evil.com/us-east-1_AbC', undefined],
  ['https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC/', undefined],
  ['https://cognito-idp.us-east-1.amazonaws.com/us-east-1_', undefined],
  ['', undefined],
])('the Region of issuer %s is %s', (issuer, region) => expect(regionOfIssuer(issuer)).toBe(region));

test('any text is a JWKS document with keys, or none', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.array(fc.jsonValue()).map((keys) => JSON.stringify({ keys })),
      ),
      (text) => {
        for (const key of keysIn(text) ?? []) expect([typeof key.kid, typeof key.kty]).toEqual(['string', 'string']);
      },
    ),
  ));

test('what a document says besides its keys is not kept', () =>
  expect(
    keysIn(JSON.stringify({ keys: [{ kid: 'k', kty: 'RSA', n: 'n', e: 'e', d: 'private' }, { kty: 'RSA' }, 7] })),
  ).toEqual([{ kid: 'k', kty: 'RSA', n: 'n', e: 'e' }]));
