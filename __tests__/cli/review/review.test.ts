import fc from 'fast-check';
import type { Json } from '../../../cli/review/json';
import { listOf, objectOf } from '../../../cli/review/json';
import { countsIn, NO_COUNTS } from '../../../cli/review/matrix';
import type { Counts, Draft, ManifestFacts, Review, ReviewResult, Rule } from '../../../cli/review/model';
import { reviewed } from '../../../cli/review/review';
import { RULES } from '../../../cli/review/rules';
import { input, manifest, planJson, type RawChange, raw, result, review, type Setting, THREE } from './plans';

const REGIONS = Object.keys(THREE);
const ACTIONS = [
  ['no-op'],
  ['create'],
  ['update'],
  ['delete'],
  ['delete', 'create'],
  ['create', 'delete'],
  ['forget'],
  ['create', 'forget'],
  ['read'],
  ['open'],
];

/** A change of any kind anywhere. */
const change = (index: number): fc.Arbitrary<RawChange> =>
  fc
    .record({
      type: fc.constantFrom('aws_vpc', 'aws_iam_role', 'aws_s3_bucket', 'aws_db_instance', 'terraform_data'),
      actions: fc.constantFrom(...ACTIONS),
      region: fc.constantFrom(...REGIONS, 'sa-east-1', undefined),
      size: fc.integer({ min: 0, max: 3 }),
      importing: fc.boolean(),
    })
    .map(({ type, actions, region, size, importing }) => {
      const values = (n: number): Json => ({ ...(region !== undefined && { region }), n, tags_all: { a: 'b' } });
      const [before, after] = [
        actions[0] === 'create' && actions.length === 1 ? null : values(1),
        ['delete', 'forget'].includes(actions.join()) ? null : values(size),
      ];
      return raw(`${type}.n${index}`, actions, before, after, {
        ...(importing && { importing: { id: 'x' } }),
        ...(actions[0] === 'read' && { mode: 'data' }),
      });
    });
const changes = fc
  .array(fc.nat(), { maxLength: 12 })
  .chain((list) => fc.tuple(...list.map((_, index) => change(index))));
const plans = fc.record({ foundation: changes, 'region-us-east-1': changes, 'region-eu-west-1': changes });

const settingOf = (all: Readonly<Record<string, readonly RawChange[]>>, head?: ManifestFacts): Setting => ({
  plans: Object.fromEntries(
    Object.entries(all).map(([stack, list]) => [stack, planJson(list, { resource_drift: structuredClone(list) })]),
  ),
  base: manifest({ ...THREE, 'sa-east-1': 'active' }),
  ...(head && { head }),
});

/** Every change is a finding: what a rule sees is in the order of the findings too. */
const everything: Rule = {
  id: 'everything',
  severity: 'medium',
  title: 'Everything',
  suppressible: true,
  doc: { what: '', why: '', fix: '', example: '' },
  run: ({ changes: all }) =>
    all.map(
      ({ stack, region, address, kind, changed }): Draft => ({
        stack,
        region,
        address,
        what: kind,
        why: 'y',
        fix: 'f',
        paths: changed.map(({ text }) => text),
      }),
    ),
};

test('the same bytes for the same plans, in whatever order', () => {
  fc.assert(
    fc.property(plans, fc.integer(), fc.boolean(), (all, seed, reverse) => {
      const rules = [...RULES, everything];
      const shuffled = <Item>(items: readonly Item[]): Item[] =>
        [...items]
          .map((item, index) => [((index + 1) * (Math.abs(seed) + 7)) % 101, item] as const)
          .sort(([a], [b]) => a - b)
          .map(([, item]) => item);
      const head = manifest(THREE);
      const turned = Object.fromEntries(shuffled(Object.entries(all)).map(([stack, list]) => [stack, shuffled(list)]));
      const stacks = reverse ? [...head.stacks].reverse() : shuffled(head.stacks);
      expect(JSON.stringify(result(settingOf(turned, { ...head, stacks }), shuffled(rules)))).toBe(
        JSON.stringify(result(settingOf(all, head), rules)),
      );
    }),
    { numRuns: 60 },
  );
});

describe('the matrix', () => {
  const sum = (all: readonly Counts[]): Counts =>
    all.reduce<Counts>(
      (a, b) =>
        Object.assign({}, ...Object.keys(a).map((key) => ({ [key]: a[key as keyof Counts] + b[key as keyof Counts] }))),
      NO_COUNTS,
    );

  test('has every change in exactly one cell, and counts what the plans do', () => {
    fc.assert(
      fc.property(plans, (all) => {
        const { matrix, stacks } = result(settingOf(all));
        const raws = Object.values(all)
          .flat()
          .filter(({ mode }) => mode === 'managed');
        const count = (...actions: string[]): number =>
          raws.filter(({ change: { actions: own } }) => listOf(own).join() === actions.join()).length;
        expect(matrix.total).toEqual({
          create: count('create') + count('create', 'forget'),
          update: count('update'),
          replace: count('delete', 'create') + count('create', 'delete'),
          destroy: count('delete'),
          forget: count('forget') + count('create', 'forget'),
          import: raws.filter((each) => 'importing' in each.change).length,
          unknown: count('open'),
        });
        expect(sum(matrix.rows.flatMap(({ cells }) => Object.values(cells)))).toEqual(matrix.total);
        expect(sum(matrix.rows.map(({ total }) => total))).toEqual(matrix.total);
        expect(sum(stacks.map(({ counts }) => counts))).toEqual(matrix.total);
      }),
    );
  });

  test('lists the Regions as the manifest does, then those that are gone, then global', () => {
    const head = manifest({ 'us-east-1': 'active', 'eu-west-1': 'evacuated' });
    const plan = planJson([
      raw('aws_s3_bucket.a', ['forget'], { region: 'eu-west-1' }, null),
      raw('aws_vpc.a', ['delete'], { region: 'sa-east-1' }, null),
      raw('aws_iam_role.a', ['create'], null, {}),
    ]);
    const { matrix } = result({ plans: { foundation: plan }, head });
    expect(matrix.columns).toEqual(['foundation', 'region-*']);
    expect(matrix.rows.map(({ region, state, cells }) => [region, state, objectOf(cells.foundation)])).toEqual([
      ['us-east-1', 'active', {}],
      ['eu-west-1', 'evacuated', { ...NO_COUNTS, forget: 1 }],
      ['sa-east-1', 'gone', { ...NO_COUNTS, destroy: 1 }],
      ['global', undefined, { ...NO_COUNTS, create: 1 }],
    ]);
  });

  test('counts an address twice where it has a deposed object', () => {
    const plan = planJson([
      raw('aws_vpc.a', ['no-op'], {}, {}),
      raw('aws_vpc.a', ['delete'], {}, null, { deposed: 'abc' }),
    ]);
    expect(countsIn(review({ plans: { foundation: plan } }).changes)).toEqual({ ...NO_COUNTS, destroy: 1 });
  });
});

describe('the verdict', () => {
  const rule = (id: string, severity: Rule['severity'], more: Partial<Rule> = {}): Rule => ({
    ...everything,
    id,
    severity,
    run: () => [{ stack: 'foundation', region: 'global', address: 'a', what: 'w', why: 'y', fix: 'f' }],
    ...more,
  });
  const nothing: Setting = { plans: { foundation: planJson([raw('aws_vpc.a', ['no-op'], {}, {})]) } };
  const verdict = (...rules: Rule[]): string => {
    const { status, exitCode } = result(nothing, rules).verdict;
    return `${status} ${exitCode}`;
  };

  test('by the worst finding', () => {
    expect(verdict()).toBe('clean 0');
    expect(verdict(rule('a', 'medium'))).toBe('passed 0');
    expect(verdict(rule('a', 'medium'), rule('b', 'high'))).toBe('findings 1');
    expect(verdict(rule('a', 'critical'), rule('b', 'not-reviewable'))).toBe('not-reviewable 2');
    expect(result({ plans: { foundation: planJson([raw('aws_vpc.a', ['create'], null, {})]) } }).verdict.status).toBe(
      'passed',
    );
  });

  test('suppressed findings do not count, and stay listed', () => {
    const entry = { rule: 'a', reason: 'agreed with all', until: '2027-02-01' };
    const { verdict: judged, suppressed } = result(nothing, [rule('a', 'critical')], [entry]);
    expect(judged.exitCode).toBe(0);
    expect(suppressed).toMatchObject([{ rule: 'a', suppression: entry }]);
  });

  test('rules that need a base are skipped without one, and it is said', () => {
    const needy = rule('needy', 'critical', { needsBase: true });
    const { findings, notes } = result(nothing, [needy]);
    expect([findings, notes[1]]).toEqual([[], 'Skipped without a base: needy.']);
    expect(result({ ...nothing, base: manifest(THREE) }, [needy]).findings).toHaveLength(1);
  });

  test('findings are sorted by weight, rule, stack and address, each once', () => {
    const { findings } = result(nothing, [
      rule('b', 'low'),
      rule('a', 'low'),
      rule('c', 'critical', { run: (all: Review) => [...rule('c', 'low').run(all), ...rule('c', 'low').run(all)] }),
    ]);
    expect(findings.map(({ rule: id, severity }) => `${severity} ${id}`)).toEqual(['critical c', 'low a', 'low b']);
  });
});

test('noise is counted and not listed', () => {
  const plan = planJson([
    raw('aws_vpc.a', ['update'], { tags_all: { a: '1' } }, { tags_all: { a: '2' } }),
    raw('aws_vpc.b', ['update'], { l: ['b', 'a'] }, { l: ['a', 'b'] }),
    raw('aws_vpc.c', ['update'], { n: 1 }, { n: 2 }),
  ]);
  const { noise, groups, matrix }: ReviewResult = result({ plans: { foundation: plan } });
  expect(noise).toEqual({ tags: 1, 'unknown-only': 0, order: 1, 'json-text': 0 });
  expect(groups.map(({ address }) => address)).toEqual(['aws_vpc.c']);
  expect(matrix.total.update).toBe(3);
});

test('a review of what is pure leaves its input as it was', () => {
  const all = input({ plans: { foundation: planJson([raw('aws_vpc.a', ['update'], { n: 1 }, { n: 2 })]) } });
  const judgement = { rules: RULES, failOn: 'high', suppress: [], today: '2027-01-31' } as const;
  expect(reviewed(all, judgement)).toEqual(reviewed(all, judgement));
});
