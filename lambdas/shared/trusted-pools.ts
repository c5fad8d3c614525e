/** One public key of a pool, as its JWKS lists it (RFC 7517). */
export interface PublicKey {
  readonly kid: string;
  readonly kty: string;
  readonly alg?: string;
  readonly use?: string;
  readonly n?: string;
  readonly e?: string;
}

/** One Region's user pool as that Region itself described it: enough to check its tokens without calling it. */
export interface TrustedPool {
  readonly region: string;
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** App clients whose tokens are taken. */
  readonly clientIds: readonly string[];
  readonly keys: readonly PublicKey[];
  /** Milliseconds since 1970 at which the keys were fetched, by that Region's clock. */
  readonly fetchedAt: number;
  /** Zone that the pool's users belong to, in pattern data-residency. */
  readonly zone?: string;
}

/**
 * The pools whose tokens are trusted, from the own Region's replica of the directory. Every item has one writing Region,
 * so nothing here is fenced.
 */
export interface TrustedPools {
  /** The pool of a Region, or nothing where none was ever announced. */
  of(region: string): Promise<TrustedPool | undefined>;
  /** Announces the own Region's pool to all. */
  announce(pool: TrustedPool): Promise<void>;
}

/** Issuer of a pool's tokens ("Verifying JSON web tokens", Amazon Cognito). */
export const issuerOf = (region: string, poolId: string): string =>
  `https://cognito-idp.${region}.amazonaws.com/${poolId}`;

const ISSUER =
  /^https:\/\/cognito-idp\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com\/([a-z]{2}(?:-[a-z]+)+-\d)_[A-Za-z0-9]{1,55}$/;

/** Region of an issuer, or nothing where the text is not the issuer of a pool. */
export function regionOfIssuer(issuer: string): string | undefined {
  const [, host, pool] = ISSUER.exec(issuer) ?? [];
  return host === pool ? host : undefined;
}

/** Partition key of a pool's item; also its sort key, as the directory keeps one item for each. */
export const poolKey = (region: string): string => `JWKS#${region}`;

/** A pool as an item of the directory. */
export function poolItem(pool: TrustedPool): Record<string, unknown> {
  return {
    pk: poolKey(pool.region),
    sk: 'JWKS',
    region: pool.region,
    issuer: pool.issuer,
    clientIds: [...pool.clientIds],
    // As text: a map of keys would be marshalled attribute by attribute for no gain.
    jwks: JSON.stringify({ keys: pool.keys }),
    fetchedAt: pool.fetchedAt,
    ...(pool.zone === undefined ? {} : { zone: pool.zone }),
  };
}

/** Reads a pool's item; nothing where it is not whole, as half a description is no reason to trust anyone. */
export function poolFrom(item: Readonly<Record<string, unknown>>): TrustedPool | undefined {
  const { region, issuer, clientIds, jwks, fetchedAt, zone } = item;
  if (typeof region !== 'string' || typeof issuer !== 'string' || regionOfIssuer(issuer) !== region) return undefined;
  if (!Array.isArray(clientIds) || typeof jwks !== 'string' || typeof fetchedAt !== 'number') return undefined;
  const keys = keysIn(jwks);
  if (keys === undefined) return undefined;
  const pool = { region, issuer, clientIds: clientIds.map(String), keys, fetchedAt };
  return typeof zone === 'string' ? { ...pool, zone } : pool;
}

/** The signature keys in a JWKS document; nothing where it is none. */
export function keysIn(document: string): readonly PublicKey[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('keys' in parsed) || !Array.isArray(parsed.keys))
    return undefined;
  const keys = parsed.keys
    .filter(isPublicKey)
    .map(({ kid, kty, alg, use, n, e }) => ({ kid, kty, ...defined({ alg, use, n, e }) }));
  return keys.length === 0 ? undefined : keys;
}

function isPublicKey(value: unknown): value is PublicKey {
  if (typeof value !== 'object' || value === null || !('kid' in value) || !('kty' in value)) return false;
  const optional = ['alg', 'use', 'n', 'e'].map((name) => Object.getOwnPropertyDescriptor(value, name)?.value);
  return (
    typeof value.kid === 'string' &&
    typeof value.kty === 'string' &&
    optional.every((text) => text === undefined || typeof text === 'string')
  );
}

function defined(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
