import fc from 'fast-check';
import { decodeTime, isValid, ulid as referenceUlid } from 'ulid';
import { hashOf, isUlid, timeOfUlid, ulid } from '../../../lambdas/shared/ids';

const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const entropies = fc.uint8Array({ minLength: 10, maxLength: 32 });

test('is a ULID to another implementation, with the time that it was given', () =>
  fc.assert(
    fc.property(times, entropies, (atMs, entropy) => {
      const id = ulid(atMs, entropy);
      expect(isValid(id)).toBe(true);
      expect(decodeTime(id)).toBe(atMs);
      expect(timeOfUlid(id)).toBe(atMs);
      expect(isUlid(id)).toBe(true);
    }),
  ));

test('sorts by time, then by entropy', () =>
  fc.assert(
    fc.property(times, times, entropies, entropies, (a, b, x, y) => {
      const order = a === b ? Buffer.compare(x.subarray(0, 10), y.subarray(0, 10)) : Math.sign(a - b);
      const [first, second] = [ulid(a, x), ulid(b, y)];
      expect(first < second ? -1 : first > second ? 1 : 0).toBe(order);
    }),
  ));

test('reads the time of an id of another implementation', () => {
  const id = referenceUlid(1_760_000_000_123);
  expect(timeOfUlid(id)).toBe(1_760_000_000_123);
});

test('has the value of a published example', () =>
  expect(ulid(1_469_918_176_385, new Uint8Array(10))).toBe('01ARYZ6S410000000000000000'));

test('refuses times and entropy that do not fit', () => {
  expect(() => ulid(-1, new Uint8Array(10))).toThrow(
    "A ULID's time is a whole number of milliseconds from 0 to 281474976710655; found -1.",
  );
  expect(() => ulid(2 ** 48, new Uint8Array(10))).toThrow('found 281474976710656');
  expect(() => ulid(0.5, new Uint8Array(10))).toThrow('found 0.5');
  expect(() => ulid(0, new Uint8Array(9))).toThrow('A ULID needs 10 bytes of entropy; found 9.');
  expect(() => timeOfUlid('8ZZZZZZZZZZZZZZZZZZZZZZZZZ')).toThrow('"8ZZZZZZZZZZZZZZZZZZZZZZZZZ" is not a ULID.');
});

test('hashes lists of texts without running them together', () => {
  expect(hashOf('a', 'bc').equals(hashOf('ab', 'c'))).toBe(false);
  expect(hashOf('a').equals(hashOf('a', ''))).toBe(false);
  expect(hashOf('a', 'b').equals(hashOf('a', 'b'))).toBe(true);
});
