import { Environment } from '../../../lambdas/shared/environment';

const read = (variables: Record<string, string>) => new Environment(variables);

test('reads texts, lists, numbers, words and JSON', () => {
  const environment = read({ A: ' x ', B: 'a, b,,c ', C: '6', D: 'active', E: '{"eu":["eu-west-1"]}', F: '{"r":"b"}' });
  expect(environment.text('A')).toBe('x');
  expect(environment.list('B')).toEqual(['a', 'b', 'c']);
  expect(environment.some('B')).toEqual(['a', 'b', 'c']);
  expect(environment.number('C', 5, 60)).toBe(6);
  expect(environment.oneOf('D', ['active', 'fenced'])).toBe('active');
  expect(environment.lists('E')).toEqual(new Map([['eu', ['eu-west-1']]]));
  expect(environment.texts('F')).toEqual(new Map([['r', 'b']]));
});

test('an empty variable is a missing one', () => {
  const environment = read({ A: '', B: ' ' });
  expect(environment.optional('A')).toBeUndefined();
  expect(environment.list('B')).toEqual([]);
  expect(environment.lists('A')).toEqual(new Map());
});

test.each<[string, (environment: Environment) => unknown, string]>([
  ['text', (e) => e.text('TABLE'), 'Environment variable TABLE: missing; allowed is a text. Set it on the function.'],
  [
    'some',
    (e) => e.some('EMPTY'),
    'Environment variable EMPTY: found ","; allowed is texts between commas, at least one. Set it on the function.',
  ],
  [
    'number',
    (e) => e.number('WORD', 5, 60),
    'Environment variable WORD: found "x"; allowed is a number from 5 to 60. Set it on the function.',
  ],
  [
    'below',
    (e) => e.number('FOUR', 5, 60),
    'Environment variable FOUR: found "4"; allowed is a number from 5 to 60. Set it on the function.',
  ],
  [
    'word',
    (e) => e.oneOf('WORD', ['a', 'b']),
    'Environment variable WORD: found "x"; allowed is one of a, b. Set it on the function.',
  ],
  [
    'lists',
    (e) => e.lists('JSON'),
    'Environment variable JSON: found "{\\"a\\":[1]}"; allowed is a JSON object of lists of texts. Set it on the function.',
  ],
  [
    'texts',
    (e) => e.texts('WORD'),
    'Environment variable WORD: found "x"; allowed is a JSON object of texts. Set it on the function.',
  ],
])('%s: the error names the variable, what was found and what is allowed', (_, get, message) =>
  expect(() => get(read({ WORD: 'x', FOUR: '4', EMPTY: ',', JSON: '{"a":[1]}' }))).toThrow(new Error(message)),
);
