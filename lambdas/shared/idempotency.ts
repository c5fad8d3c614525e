import { hashOf } from './ids';
import type { Item, ItemKey } from './ports';
import { invalidRequest, Problem } from './problem';

/** What a client may send as `Idempotency-Key`. */
const KEY = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Milliseconds for which a repeat is recognized, at least: DynamoDB deletes an expired item "within a few days" ("Using
 * time to live"), and until then it still answers.
 */
export const REMEMBERED_MS = 86_400_000;

/** One request that must happen once, whoever sends it how often. */
export interface OnceRequest {
  /** Hash of the user, the route and the key: the request's name, in every Region. */
  readonly hash: Buffer;
  /** Hash of what was asked for, to tell a repeat from another request under the same key. */
  readonly digest: string;
}

/** What was made of a request the first time; written in the same transaction as the item itself. */
export interface RequestRecord {
  readonly digest: string;
  /** Id of the photo or comment that it made. */
  readonly target: string;
  /** Seconds since 1970 after which DynamoDB may delete the record. */
  readonly expiresAt: number;
}

/** Reads the header, or refuses the request. */
export function idempotencyKey(header: string | undefined): string {
  if (header !== undefined && KEY.test(header)) return header;
  throw invalidRequest([
    {
      path: 'headers.idempotency-key',
      ...(header === undefined ? {} : { value: header.slice(0, 80) }),
      allowed: '1 to 64 of A-Z, a-z, 0-9, _ and -',
      fix: 'Send a new random one with each new request, and the same one when you repeat it.',
    },
  ]);
}

/**
 * Names a request.
 *
 * @param route method and path as they were called: the same key on another photo is another request
 * @param body what was asked for, as validated: two spellings of the same JSON are the same request
 */
export function onceRequest(user: string, route: string, key: string, body: unknown): OnceRequest {
  return { hash: hashOf('request', user, route, key), digest: hashOf(canonical(body)).toString('base64url') };
}

/** Refuses a key that was used for something else. */
export function assertSameRequest(request: OnceRequest, earlier: RequestRecord): void {
  if (earlier.digest !== request.digest)
    throw new Problem(
      'idempotency-mismatch',
      'This Idempotency-Key was used with another body. Repeat a request unchanged, or send a new key with a new request.',
    );
}

/** The item of a request. Its key has neither the user's id nor the client's key in it. */
export const requestKey = ({ hash }: OnceRequest): ItemKey => ({
  pk: `REQUEST#${hash.toString('base64url')}`,
  sk: 'REQUEST',
});

/** The record as an item of `content`, to be put only where there is none. */
export function requestItem(request: OnceRequest, target: string, nowMs: number): Item & ItemKey {
  const expiresAt = Math.ceil((nowMs + REMEMBERED_MS) / 1000);
  return { ...requestKey(request), digest: request.digest, target, expiresAt };
}

/** Reads a record's item; nothing where it is none. */
export function requestRecordFrom(item: Item | undefined): RequestRecord | undefined {
  const { digest, target, expiresAt } = item ?? {};
  if (typeof digest !== 'string' || typeof target !== 'string' || typeof expiresAt !== 'number') return undefined;
  return { digest, target, expiresAt };
}

/** JSON whose keys are sorted, so that their order says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
