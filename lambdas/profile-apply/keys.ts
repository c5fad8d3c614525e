import { issuerOf, keysIn, type PublicKey, type TrustedPools } from '../shared/trusted-pools';

export interface KeysProps {
  readonly region: string;
  readonly poolId: string;
  readonly clientIds: readonly string[];
  /** Zone of the pool's users, pattern data-residency only. */
  readonly zone: string | undefined;
  readonly pools: TrustedPools;
  /** The pool's own JWKS document. */
  readonly fetchKeys: () => Promise<string>;
  readonly nowMs: () => number;
}

/**
 * Announces the own pool's public keys to every Region, so that its tokens can be checked without it. A document that is
 * not whole announces nothing: the keys known so far stay.
 */
export async function announceKeys(props: KeysProps): Promise<readonly PublicKey[]> {
  const { region, poolId, clientIds, zone, pools, fetchKeys, nowMs } = props;
  const keys = keysIn(await fetchKeys());
  if (keys === undefined) throw new Error('The pool’s JWKS document holds no keys. The ones announced before stay.');
  const pool = { region, issuer: issuerOf(region, poolId), clientIds, keys, fetchedAt: nowMs() };
  await pools.announce(zone === undefined ? pool : { ...pool, zone });
  return keys;
}

/** Fetches a JWKS document. @param endpoint scheme and host of the pool's service */
export async function fetchJwks(endpoint: string, poolId: string, limitMs = 3000): Promise<string> {
  const response = await fetch(`${endpoint}/${poolId}/.well-known/jwks.json`, {
    signal: AbortSignal.timeout(limitMs),
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`The pool’s JWKS document: HTTP ${response.status}.`);
  return response.text();
}
