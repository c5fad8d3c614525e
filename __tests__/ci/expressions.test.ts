import { evaluated, filledIn, type Value } from './expressions';

const context = {
  names: {
    needs: { a: { result: 'success', outputs: { list: '[{"count": 2}]' } } },
    inputs: { 'a-b': true },
    vars: {},
  },
  functions: { fromJSON: (text: Value = '') => JSON.parse(String(text)), failure: () => false },
};

test.each<[string, Value]>([
  ["needs.a.result == 'SUCCESS'", true],
  ["needs.b.result != 'success'", true],
  ['fromJSON(needs.a.outputs.list)[0].count > 1', true],
  ['!failure() && fromJSON(needs.a.outputs.list)[1].count > 0', false],
  ['failure() && fromJSON(needs.b.outputs.list)', false],
  ["vars.NONE != ''", false],
  ['inputs.a-b', true],
  ["vars.NONE || 'it''s'", "it's"],
  ["(true || false) && 'x'", 'x'],
  ["true == 'true'", false],
])('%s', (source, value) => expect(evaluated(source, context)).toEqual(value));

test('fills a text in, and keeps the type of one alone', () => {
  expect(filledIn('a ${{ needs.a.result }} b', context)).toBe('a success b');
  expect(filledIn('${{ fromJSON(needs.a.outputs.list) }}', context)).toEqual([{ count: 2 }]);
});

test.each(['a ? b', 'nobody.knows', "hashFiles('x')", 'true true', '(true'])('refuses %s', (source) =>
  expect(() => evaluated(source, context)).toThrow(/^The expression /),
);
