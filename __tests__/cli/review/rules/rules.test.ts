import { RULES } from '../../../../cli/review/rules';
import { review } from '../plans';
import type { RuleCase } from './case';
import { ACCESS_CASES } from './cases/access';
import { DATA_CASES } from './cases/data';
import { EDGE_CASES } from './cases/edges';
import { FRONT_CASES } from './cases/front';
import { NETWORK_CASES } from './cases/network';
import { OBJECTIVE_CASES } from './cases/objectives';
import { READER_CASES } from './cases/readers';
import { REGION_CASES } from './cases/regions';
import { WRITER_CASES } from './cases/writers';

const CASES: readonly RuleCase[] = [
  ...DATA_CASES,
  ...EDGE_CASES,
  ...REGION_CASES,
  ...OBJECTIVE_CASES,
  ...WRITER_CASES,
  ...ACCESS_CASES,
  ...READER_CASES,
  ...FRONT_CASES,
  ...NETWORK_CASES,
];

const titled = CASES.map((each) => ({ ...each, title: `${each.rule.id}${each.about ? `: ${each.about}` : ''}` }));

test.each(titled)('$title', ({ rule, fires, finds, near }) => {
  expect(rule.run(review(fires))).toEqual(finds);
  expect(rule.run(review(near))).toEqual([]);
});

/** About plans as such: with the loading of them. */
const ELSEWHERE = /^(plan-|beyond-approval$)/;

test('every rule has a plan that it finds something in, and one that it does not', () => {
  const tried = new Set(CASES.map(({ rule }) => rule.id));
  expect(RULES.map(({ id }) => id).filter((id) => !tried.has(id) && !ELSEWHERE.test(id))).toEqual([]);
});

test('ids are a contract: each once, in kebab-case, and documented', () => {
  const ids = RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, title, doc } of RULES) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect([id, title.length > 0 && !title.endsWith('.')]).toEqual([id, true]);
    for (const text of Object.values(doc)) expect([id, text]).toEqual([id, expect.stringMatching(/^[\s\S]{10,}[.)]$/)]);
  }
});
