import fc from 'fast-check';
import * as z from 'zod/mini';
import { Problem } from '../../../lambdas/shared/problem';
import { check, parse } from '../../../lambdas/shared/validation';

const schema = z.strictObject({
  state: z.enum(['active', 'fenced']),
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
  id: z.optional(z.string().check(z.regex(/^[a-z]+$/, 'lower-case letters'))),
  epochs: z.optional(z.array(z.int()).check(z.maxLength(2))),
});
const errorsOf = (input: unknown) => {
  const checked = check(schema, input, 'body');
  return checked.ok ? [] : checked.errors;
};

test('a valid input is answered in the type of the schema', () =>
  expect(parse(schema, { state: 'active', limit: 5 }, 'body')).toEqual({ state: 'active', limit: 5 }));

test('every broken rule at once, each with its path, value, what is allowed, and the fix', () => {
  expect(errorsOf({ limit: 101, id: 'A1', epochs: [1, 2, 3], extra: 1 })).toEqual([
    { path: 'body.state', allowed: 'one of "active", "fenced"', fix: 'Add it: one of "active", "fenced".' },
    { path: 'body.limit', value: 101, allowed: 'at most 100', fix: 'Send at most 100.' },
    { path: 'body.id', value: 'A1', allowed: 'lower-case letters', fix: 'Send lower-case letters.' },
    { path: 'body.epochs', value: 'an array of 3', allowed: 'at most 2 entries', fix: 'Send at most 2 entries.' },
    { path: 'body.extra', allowed: 'no such key', fix: 'Leave it out.' },
  ]);
});

test('an entry of a list has its index in the path', () =>
  expect(errorsOf({ state: 'active', epochs: [1, 'x'] })).toEqual([
    { path: 'body.epochs[1]', value: 'x', allowed: 'a number', fix: 'Send a number.' },
  ]));

test.each([
  ['null', null, null],
  ['text', 'x', 'x'],
  ['a list', [], 'an array of 0'],
])('not an object but %s', (_, input, value) =>
  expect(errorsOf(input)).toEqual([{ path: 'body', value, allowed: 'an object', fix: 'Send an object.' }]),
);

test('nothing at all', () =>
  expect(errorsOf(undefined)).toEqual([{ path: 'body', allowed: 'an object', fix: 'Add it: an object.' }]));

test('a key named __proto__ is an unknown key, and changes no prototype', () => {
  expect(errorsOf(JSON.parse('{"state":"active","__proto__":{"polluted":true}}'))).toEqual([
    { path: 'body.__proto__', allowed: 'no such key', fix: 'Leave it out.' },
  ]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('a long value is cut', () => expect(errorsOf({ state: 'x'.repeat(5000) })[0]?.value).toBe(`${'x'.repeat(100)}…`));

test('the refusal tells the first rule in its text and all of them as data', () => {
  expect(() => parse(schema, { state: 'gone', limit: 0 }, 'body')).toThrow(
    new Problem(
      'invalid-request',
      'body.state: allowed is one of "active", "fenced". Send one of "active", "fenced". (2 problems in all, see errors.)',
    ),
  );
});

test('whatever comes, there is an answer, and every error is complete and can be written as JSON', () =>
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (input) => {
      for (const error of errorsOf(input)) {
        expect(error.path.startsWith('body')).toBe(true);
        expect(error.allowed).not.toBe('');
        expect(error.fix).not.toBe('');
        expect(() => JSON.stringify(error)).not.toThrow();
      }
    }),
  ));
