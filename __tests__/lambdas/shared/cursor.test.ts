import fc from 'fast-check';
import { cursorOf, positionIn } from '../../../lambdas/shared/cursor';
import { Problem } from '../../../lambdas/shared/problem';

const words = fc.string({ minLength: 1, maxLength: 60 });

/** The refusal, or nothing. */
function refusal(cursor: string, list: string): Problem | undefined {
  try {
    positionIn(cursor, list);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

test('gives back the position, for its own list', () =>
  fc.assert(
    fc.property(words, words, (list, position) => {
      expect(positionIn(cursorOf(list, position), list)).toBe(position);
    }),
  ));

test('is refused for any other list', () =>
  fc.assert(
    fc.property(words, words, words, (list, other, position) => {
      fc.pre(list !== other);
      expect(refusal(cursorOf(list, position), other)?.code).toBe('invalid-request');
    }),
  ));

test('is refused where a single character was changed, added or taken away', () =>
  fc.assert(
    fc.property(words, words, fc.nat(), fc.constantFrom('a', 'Z', '0', '-', '_', ''), (list, position, at, other) => {
      const cursor = cursorOf(list, position);
      const index = at % cursor.length;
      const changed = cursor.slice(0, index) + other + cursor.slice(index + 1);
      fc.pre(changed !== cursor);
      expect(refusal(changed, list)?.status).toBe(400);
    }),
  ));

test('says which parameter it was, and what to do', () =>
  expect(refusal('no cursor!', 'list')?.details.errors).toEqual([
    {
      path: 'query.cursor',
      value: 'no cursor!',
      allowed: 'the `next` of an earlier page of this very list, in the same order',
      fix: 'Leave it out to begin anew.',
    },
  ]));

test('is not needed for the first page', () => expect(positionIn(undefined, 'list')).toBeUndefined());

test('refuses arbitrary text, however long', () => {
  fc.assert(fc.property(fc.string(), (text) => expect(refusal(text, 'list')?.code).toBe('invalid-request')));
  expect(refusal('a'.repeat(100_000), 'list')?.code).toBe('invalid-request');
});
