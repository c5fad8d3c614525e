import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';

/** Of the tokens, in seconds. */
const LIFE_SECONDS = 3_600;

/** A Region's user pool, as far as its tokens tell: a key, and who it says that someone is. */
export class TokenIssuer {
  readonly poolId: string;
  readonly clientId = 'labclient';
  readonly issuer: string;
  readonly #kid = randomUUID();
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;

  constructor(readonly region: string) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
    this.poolId = `${region}_Lab000000`;
    this.issuer = `https://cognito-idp.${region}.amazonaws.com/${this.poolId}`;
  }

  /** Its public keys, as a pool publishes them (`/.well-known/jwks.json`). */
  get keys(): readonly Readonly<Record<string, unknown>>[] {
    return [{ ...this.#publicKey.export({ format: 'jwk' }), kid: this.#kid, alg: 'RS256', use: 'sig' }];
  }

  /** An access token as Cognito makes it ("Understanding the access token"). */
  token(gid: string, nowMs: number = Date.now()): string {
    const now = Math.floor(nowMs / 1_000);
    const parts = [
      { alg: 'RS256', kid: this.#kid },
      {
        sub: randomUUID(),
        iss: this.issuer,
        client_id: this.clientId,
        token_use: 'access',
        scope: 'aws.cognito.signin.user.admin',
        auth_time: now,
        iat: now,
        exp: now + LIFE_SECONDS,
        jti: randomUUID(),
        username: gid,
      },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const text = parts.join('.');
    return `${text}.${createSign('RSA-SHA256').update(text).sign(this.#privateKey, 'base64url')}`;
  }
}
