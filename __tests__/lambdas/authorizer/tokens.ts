import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { issuerOf, type PublicKey, type TrustedPool, type TrustedPools } from '../../../lambdas/shared/trusted-pools';

export const NOW_MS = Date.UTC(2026, 10, 20, 12);
export const GID = '11111111-1111-4111-8111-111111111111';

const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A pool with a key of its own, which signs tokens as Cognito does. */
export class TestPool {
  private readonly keys = new Map<string, { readonly privateKey: KeyObject; readonly publicKey: PublicKey }>();
  public readonly poolId: string;

  constructor(
    public readonly region: string,
    public readonly clientId = `client-of-${region}`,
  ) {
    this.poolId = `${region}_AbCdEf123`;
    this.rotate('first');
  }

  /** Adds a key; the former ones stay known until {@link forget}. */
  public rotate(kid: string): void {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    this.keys.set(kid, { privateKey, publicKey: { kid, kty: 'RSA', alg: 'RS256', use: 'sig', n, e } });
  }

  public forget(kid: string): void {
    this.keys.delete(kid);
  }

  public get issuer(): string {
    return issuerOf(this.region, this.poolId);
  }

  public get publicKeys(): readonly PublicKey[] {
    return [...this.keys.values()].map(({ publicKey }) => publicKey);
  }

  public get trusted(): TrustedPool {
    return {
      region: this.region,
      issuer: this.issuer,
      clientIds: [this.clientId],
      keys: this.publicKeys,
      fetchedAt: NOW_MS,
    };
  }

  public claims(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
      sub: '99999999-0000-4000-8000-000000000000',
      iss: this.issuer,
      client_id: this.clientId,
      token_use: 'access',
      username: GID,
      iat: NOW_MS / 1000 - 60,
      exp: NOW_MS / 1000 + 3600,
      ...changes,
    };
  }

  public token(
    changes: Readonly<Record<string, unknown>> = {},
    header: Readonly<Record<string, unknown>> = {},
    kid = 'first',
  ): string {
    const head = text({ alg: 'RS256', kid, ...header });
    const body = text(this.claims(changes));
    const key = this.keys.get(kid)?.privateKey;
    if (key === undefined) throw new Error(`no key ${kid}`);
    const hash = header.alg === 'RS512' ? 'RSA-SHA512' : 'RSA-SHA256';
    return `${head}.${body}.${sign(hash, Buffer.from(`${head}.${body}`), key).toString('base64url')}`;
  }

  /** The forgery that takes the public key for a shared secret. */
  public hmacToken(): string {
    const [key] = this.publicKeys;
    const head = text({ alg: 'HS256', kid: 'first' });
    const body = text(this.claims());
    const secret = Buffer.from(JSON.stringify(key));
    return `${head}.${body}.${createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')}`;
  }

  public unsignedToken(): string {
    return `${text({ alg: 'none', kid: 'first' })}.${text(this.claims())}.AA`;
  }
}

/** The directory, with what was announced to it. */
export class MemoryPools implements TrustedPools {
  public readonly pools = new Map<string, TrustedPool>();
  public reads = 0;
  public up = true;

  constructor(pools: readonly TestPool[] = []) {
    for (const pool of pools) this.pools.set(pool.region, pool.trusted);
  }

  public async of(region: string): Promise<TrustedPool | undefined> {
    this.reads += 1;
    if (!this.up) throw new Error('the directory does not answer');
    return this.pools.get(region);
  }

  public async announce(pool: TrustedPool): Promise<void> {
    this.pools.set(pool.region, pool);
  }
}

/** An event as API Gateway sends it to an authorizer (payload format 2.0). */
export const authorizerEvent = (authorization: string): unknown => ({
  version: '2.0',
  type: 'REQUEST',
  routeArn: 'arn:aws:execute-api:us-east-1:111122223333:abc/$default/GET/v1/photos',
  identitySource: [authorization],
  routeKey: 'GET /v1/photos',
  rawPath: '/v1/photos',
  headers: { authorization },
});
