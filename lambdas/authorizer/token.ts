import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { type DecomposedJwt, decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { verifyJwtSync } from 'aws-jwt-verify/jwt-verifier';
import { regionOfIssuer } from '../shared/trusted-pools';
import type { Issuers } from './issuers';

/** Why a token was refused. Written to the log, never to the caller. */
export type Refusal =
  | 'malformed'
  | 'algorithm'
  | 'issuer'
  | 'key'
  | 'signature'
  | 'expired'
  | 'early'
  | 'claims'
  | 'zone';

export class TokenRefused extends Error {
  constructor(
    public readonly refusal: Refusal,
    cause?: unknown,
  ) {
    super(`The token is refused: ${refusal}.`, { cause });
    this.name = 'TokenRefused';
  }
}

/** Who a valid token says is calling. */
export interface Caller {
  /** The user's id: the same in every Region's pool, which `sub` is not. */
  readonly gid: string;
  /** Seconds since 1970 at which the token ends. */
  readonly expiresAt: number;
  /** Region of the pool that issued it. */
  readonly poolRegion: string;
  /** The user's name, where the token has one: identity tokens do, access tokens do not. */
  readonly name: string | undefined;
}

export interface TokenRules {
  readonly issuers: Issuers;
  readonly nowMs: () => number;
  /** Zone that the token's pool must belong to, in pattern data-residency. */
  readonly zone: string | undefined;
}

/** Seconds by which two clocks may differ. Lambda's follows NTP, so this is generous. */
const SKEW_SECONDS = 30;
/** API Gateway takes 10,240 bytes of headers in all ("Quotas for configuring and running an HTTP API"). */
const LONGEST_TOKEN = 10_240;

/**
 * Checks an access or identity token of any trusted pool, or throws {@link TokenRefused}. Nothing in the token is
 * believed before its signature is checked, except which pool's keys to check it with.
 *
 * @throws what the directory throws, where the pool's keys cannot be had: then the token is neither good nor bad
 */
export async function verifyToken(token: string, rules: TokenRules): Promise<Caller> {
  if (token.length > LONGEST_TOKEN) throw new TokenRefused('malformed');
  const { header, payload } = decompose(token);
  // Before any key is looked for: `none`, and a public key taken for an HMAC's secret, are the classic forgeries.
  if (header.alg !== 'RS256' || header.kid === undefined) throw new TokenRefused('algorithm');
  const { iss } = payload;
  const region = iss === undefined ? undefined : regionOfIssuer(iss);
  if (region === undefined) throw new TokenRefused('issuer');

  const pool = await rules.issuers.of(region, header.kid);
  if (pool === undefined || pool.issuer !== iss) throw new TokenRefused('issuer');
  if (pool.zone !== rules.zone) throw new TokenRefused('zone');
  const key = pool.keys.find(({ kid }) => kid === header.kid);
  if (key === undefined || key.kty !== 'RSA' || (key.use ?? 'sig') !== 'sig') throw new TokenRefused('key');

  try {
    // Its own look at the time is turned off: it would read the process's clock, and it lets a token without `exp` pass.
    const options = { issuer: pool.issuer, audience: null, graceSeconds: Number.POSITIVE_INFINITY };
    verifyJwtSync(token, { ...key, use: 'sig' }, options);
  } catch (error) {
    throw new TokenRefused('signature', error);
  }
  checkTimes(payload, rules.nowMs() / 1000);
  try {
    validateCognitoJwtFields(payload, { tokenUse: null, clientId: [...pool.clientIds] });
  } catch (error) {
    throw new TokenRefused('claims', error);
  }

  const gid = payload.token_use === 'id' ? payload['cognito:username'] : payload.username;
  if (typeof gid !== 'string' || !/^[\w.:@+-]{1,128}$/.test(gid)) throw new TokenRefused('claims');
  const { exp = 0, name } = payload;
  return { gid, expiresAt: exp, poolRegion: region, name: typeof name === 'string' ? name : undefined };
}

function decompose(token: string): DecomposedJwt {
  try {
    return decomposeUnverifiedJwt(token);
  } catch (error) {
    throw new TokenRefused('malformed', error);
  }
}

function checkTimes(payload: DecomposedJwt['payload'], nowSeconds: number): void {
  const { exp, nbf, iat } = payload;
  if (exp === undefined || exp + SKEW_SECONDS <= nowSeconds) throw new TokenRefused('expired');
  if (Math.max(nbf ?? 0, iat ?? 0) - SKEW_SECONDS > nowSeconds) throw new TokenRefused('early');
}
