import { changesIn, countsOf, outputChangesIn, type PlanJson, totalOf } from '../../../lab/runner/changes';

type Change = NonNullable<PlanJson['resource_changes']>[number]['change'];

const plan = (change: Change, type = 'aws_s3_bucket', mode: 'managed' | 'data' = 'managed'): PlanJson => ({
  resource_changes: [{ address: `${type}.a`, type, mode, change }],
  configuration: {
    provider_config: { 'aws.euw1': { expressions: { region: { constant_value: 'eu-west-1' } } } },
    root_module: { resources: [{ address: `${type}.a`, provider_config_key: 'aws.euw1' }] },
  },
});
const update = (before: Record<string, unknown>, after: Record<string, unknown>, unknown = {}): Change => ({
  actions: ['update'],
  before,
  after,
  after_unknown: unknown,
});

test.each<[string, Change, object]>([
  ['a creation', { actions: ['create'], before: null, after: {} }, { add: 1 }],
  ['an update', update({ a: 1 }, { a: 2 }), { change: 1 }],
  ['a replacement', { actions: ['delete', 'create'], before: {}, after: {} }, { replace: 1 }],
  ['a replacement, the new one first', { actions: ['create', 'delete'], before: {}, after: {} }, { replace: 1 }],
  ['a destruction', { actions: ['delete'], before: {}, after: null }, { destroy: 1 }],
  ['one that is forgotten', { actions: ['forget'], before: {}, after: null }, { forget: 1 }],
  ['one that is adopted', { actions: ['no-op'], before: {}, after: {}, importing: { id: 'b' } }, { import: 1 }],
  ['one adopted and changed', { ...update({ a: 1 }, { a: 2 }), importing: { id: 'b' } }, { import: 1, change: 1 }],
  ['one that stays', { actions: ['no-op'], before: {}, after: {} }, {}],
])('counts %s', (_name, change, counted) => {
  expect(countsOf(changesIn(plan(change)))).toEqual({
    add: 0,
    change: 0,
    replace: 0,
    destroy: 0,
    forget: 0,
    import: 0,
    ...counted,
  });
});

test('reading data is no change', () =>
  expect(changesIn(plan({ actions: ['read'], before: null, after: {} }, 'aws_vpc', 'data'))).toEqual([]));

test('names the arguments that change, and those that are not known yet, and no others', () => {
  const [change] = changesIn(
    plan(
      update(
        { same: [1], list: [1], gone: 'x', nested: [{ a: 1 }] },
        { same: [1], list: [2], gone: null, nested: [{}] },
        { arn: true, nested: [{ a: true }], same: [false] },
      ),
    ),
  );
  expect(change?.changed).toEqual(['arn', 'gone', 'list', 'nested']);
});

test('knows the Region by the object, by its provider while it is not known, or that its service has none', () => {
  const regionOf = (change: Change, type?: string) => changesIn(plan(change, type))[0]?.region;
  expect(regionOf({ actions: ['create'], before: null, after: { region: 'us-east-1' } })).toBe('us-east-1');
  expect(regionOf({ actions: ['forget'], before: { region: 'us-west-2' }, after: null })).toBe('us-west-2');
  expect(regionOf({ actions: ['create'], before: null, after: {}, after_unknown: { region: true } })).toBe('eu-west-1');
  expect(regionOf({ actions: ['create'], before: null, after: {} }, 'aws_iam_role')).toBe('global');
  expect(regionOf({ actions: ['create'], before: null, after: {} }, 'terraform_data')).toBeUndefined();
});

test('names the outputs that change', () =>
  expect(outputChangesIn({ output_changes: { a: { actions: ['no-op'] }, b: { actions: ['create'] } } })).toEqual([
    'b',
  ]));

test('sums plans', () => {
  const one = countsOf(changesIn(plan(update({ a: 1 }, { a: 2 }))));
  expect(totalOf([one, one, { ...one, forget: 3 }])).toMatchObject({ change: 3, forget: 3, add: 0 });
});

// The real provider reads an empty map or list where nothing was written.
test('nothing, an empty list and an empty map are no change', () => {
  const [change] = changesIn(
    plan(update({ a: null, b: {}, c: [], d: 1, e: '' }, { a: {}, b: [], c: null, d: 2, e: null })),
  );
  expect(change?.changed).toEqual(['d', 'e']);
});
