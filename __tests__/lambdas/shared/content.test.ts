import fc from 'fast-check';
import {
  CONTENT_TYPES,
  commentFrom,
  commentItem,
  monthAt,
  monthOf,
  type Photo,
  pendingItem,
  photoFrom,
} from '../../../lambdas/shared/content';
import { assertSameRequest, onceRequest, requestItem, requestRecordFrom } from '../../../lambdas/shared/idempotency';
import { ulid } from '../../../lambdas/shared/ids';

const ids = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 43 }), fc.uint8Array({ minLength: 10, maxLength: 10 }))
  .map(([at, entropy]) => ulid(at, entropy));
const NOW_MS = Date.UTC(2026, 10, 20);

test('a photo comes back from its item as it was, whatever its texts', () =>
  fc.assert(
    fc.property(
      ids,
      fc.constantFrom(...CONTENT_TYPES),
      fc.nat(),
      fc.string(),
      fc.string(),
      (id, contentType, size, alt, ownerId) => {
        const photo: Photo = {
          ...{ id, contentType, size, alt, ownerId, sha256: 'a'.repeat(64) },
          ...{ status: 'pending', objectKey: `incoming/${id}`, createdAt: '2026-11-20T00:00:00.000Z' },
        };
        expect(photoFrom(pendingItem(photo, NOW_MS))).toEqual(photo);
        expect(pendingItem(photo, NOW_MS)).toMatchObject({
          pk: `PHOTO#${id}`,
          sk: 'META',
          expiresAt: NOW_MS / 1000 + 86_400,
        });
        expect(pendingItem(photo, NOW_MS)).not.toHaveProperty('feed');
      },
    ),
  ));

test('a comment comes back from its item as it was, whatever its texts', () =>
  fc.assert(
    fc.property(ids, ids, fc.string(), fc.string(), fc.string(), (id, photoId, authorId, author, message) => {
      const comment = { id, photoId, authorId, author, message, createdAt: '2026-11-20T00:00:00.000Z' };
      expect(commentFrom(commentItem(comment))).toEqual(comment);
      expect(commentItem(comment)).toMatchObject({ pk: `PHOTO#${photoId}`, sk: `C#${id}` });
    }),
  ));

test('any other item is neither', () =>
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('id', 'status', 'size', 'alt', 'message', 'ownerId'), fc.jsonValue()),
      (json) => {
        const item = JSON.parse(JSON.stringify(json));
        expect([photoFrom(item), commentFrom(item)]).toEqual([undefined, undefined]);
      },
    ),
  ));

test('the month of an id is the month of its time', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 43 }), (at) => {
      expect(monthOf(ulid(at, new Uint8Array(10)))).toBe(new Date(at).toISOString().slice(0, 7));
      expect(monthAt(at)).toMatch(/^\d{4}-\d{2}$/);
    }),
  ));

describe('a request', () => {
  const parts = fc.tuple(fc.uuid(), fc.constantFrom('POST /photos', 'POST /photos/x/comments'), fc.string());
  test('has the same name for the same user, route and key, and no other', () =>
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const [one, other] = [onceRequest(...a, {}), onceRequest(...b, {})];
        expect(one.hash.equals(other.hash)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    ));

  test('is the same whatever the order of its body’s keys, and another for another body', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (a, b) => {
        const digest = (body: unknown): string => onceRequest('u', 'r', 'k', body).digest;
        expect(digest(Object.fromEntries(Object.entries(a).reverse()))).toBe(digest(a));
        const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
        expect(digest(a) === digest(b)).toBe(same);
      }),
    ));

  test('is remembered for a day, and refused with another body', () => {
    const request = onceRequest('user-id', 'POST /photos', 'client-key', { a: 1 });
    const item = requestItem(request, 'target', NOW_MS);
    expect(item).toMatchObject({ sk: 'REQUEST', target: 'target', expiresAt: NOW_MS / 1000 + 86_400 });
    expect(JSON.stringify(item)).not.toMatch(/user-id|client-key/);
    const record = requestRecordFrom(item);
    expect(record).toBeDefined();
    if (record === undefined) return;
    expect(() => assertSameRequest(request, record)).not.toThrow();
    expect(() => assertSameRequest(onceRequest('user-id', 'POST /photos', 'client-key', { a: 2 }), record)).toThrow(
      'This Idempotency-Key was used with another body.',
    );
  });
});

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return Array.isArray(value) ? value.map(sorted) : value;
  return Object.entries(value)
    .map(([name, part]): [string, unknown] => [name, sorted(part)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
