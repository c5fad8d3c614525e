import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, and its characters sort as their values do. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;
const RANDOM_BYTES = 10;
const MAX_TIME_MS = 2 ** 48 - 1;

/** A ULID: 26 characters, of which the first cannot exceed 7, as 130 bits hold 128. */
export const ULID_PATTERN = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export const isUlid = (text: string): boolean => ULID_PATTERN.test(text);

/**
 * Makes an id that sorts by its time: 48 bits of milliseconds, then 80 bits of `entropy` ("Universally Unique
 * Lexicographically Sortable Identifier"). The same arguments make the same id.
 *
 * @param atMs milliseconds since 1970, by the caller's clock
 * @param entropy at least 10 bytes, of which the first 10 are used: random, or a hash of what the id stands for
 */
export function ulid(atMs: number, entropy: Uint8Array): string {
  if (!Number.isInteger(atMs) || atMs < 0 || atMs > MAX_TIME_MS)
    throw new RangeError(`A ULID's time is a whole number of milliseconds from 0 to ${MAX_TIME_MS}; found ${atMs}.`);
  if (entropy.length < RANDOM_BYTES)
    throw new RangeError(`A ULID needs ${RANDOM_BYTES} bytes of entropy; found ${entropy.length}.`);
  const random = entropy.subarray(0, RANDOM_BYTES).reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
  return base32(BigInt(atMs), TIME_CHARACTERS) + base32(random, RANDOM_CHARACTERS);
}

/** Milliseconds since 1970 at which a ULID was made, by the clock of whoever made it. */
export function timeOfUlid(id: string): number {
  if (!isUlid(id)) throw new RangeError(`${JSON.stringify(id)} is not a ULID.`);
  return [...id.slice(0, TIME_CHARACTERS)].reduce(
    (value, character) => value * ALPHABET.length + ALPHABET.indexOf(character),
    0,
  );
}

/** SHA-256 over a list of texts. The list's JSON is hashed, so that no two lists run together: `['a','bc']` is not `['ab','c']`. */
export function hashOf(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

function base32(value: bigint, characters: number): string {
  let text = '';
  let rest = value;
  for (let position = 0; position < characters; position += 1) {
    text = ALPHABET.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}
