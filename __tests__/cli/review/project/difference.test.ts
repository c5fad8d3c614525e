import type { Json } from '../../../../cli/review/json';
import type { ProjectedChange } from '../../../../cli/review/model';
import { projectedPlan } from '../../../../cli/review/project/plan';
import { planJson, raw } from '../plans';

const changed = (before: Json, after: Json, more: Json = {}, address = 'aws_thing.a'): ProjectedChange => {
  const [change] = projectedPlan(planJson([raw(address, ['update'], before, after, more)])).changes;
  if (!change) throw new Error('no change');
  return change;
};
const texts = (change: ProjectedChange): string[] => change.changed.map(({ kind, text }) => `${kind} ${text}`);

describe('what changed', () => {
  test('sets are compared by key, so an element that goes shifts nothing', () => {
    const rule = (id: string, status = 'Enabled'): Json => ({ id, status });
    expect(
      texts(changed({ rule: [rule('a'), rule('b'), rule('c')] }, { rule: [rule('b', 'Disabled'), rule('c')] })),
    ).toEqual(['removed rule[a]', 'changed rule[b].status']);
  });

  test('a list of texts is a set of its items', () =>
    expect(
      texts(changed({ cidr_blocks: ['10.0.0.0/8', '10.1.0.0/16'] }, { cidr_blocks: ['10.1.0.0/16', '0.0.0.0/0'] })),
    ).toEqual(['added cidr_blocks[0.0.0.0/0]', 'removed cidr_blocks[10.0.0.0/8]']));

  test('a block that can be there once is called by its name', () => {
    const { changed: paths } = changed({ a: [{ b: [{ status: 'x' }] }] }, { a: [{ b: [{ status: 'y' }] }] });
    expect(paths).toEqual([
      {
        path: ['a', 0, 'b', 0, 'status'],
        text: 'a.b.status',
        attribute: 'a.b.status',
        kind: 'changed',
        before: 'x',
        after: 'y',
      },
    ]);
  });

  test('nothing, an empty list and an empty map are the same', () =>
    expect(texts(changed({ a: null, b: [], c: {}, d: 1 }, { a: [], b: null, d: 2 }))).toEqual(['changed d']));

  test('what is known after the apply is unknown, also in elements that are not counted yet', () => {
    const unknown = { after_unknown: { arn: true, rule: [false, { id: true }], list: true } };
    const change = changed(
      { arn: 'arn:aws:kms:eu-west-1:1:key/a', rule: [], list: ['x'] },
      { rule: [{ id: 'a', n: 1 }] },
      unknown,
    );
    expect(texts(change)).toEqual(['unknown arn', 'unknown list', 'unknown rule[1].id', 'added rule[a]']);
    expect(change.afterUnknown).toEqual(['arn', 'list', 'rule.id']);
  });

  test('policies are compared by their parts, whatever their order', () => {
    const policy = (actions: string | string[], sid = 'Read'): string =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid: 'Other' }, { Sid: sid, Effect: 'Allow', Action: actions }],
      });
    const change = changed({ policy: policy('s3:Get*') }, { policy: policy(['s3:Put*', 's3:Get*']) });
    expect(change.changed).toMatchObject([
      {
        kind: 'added',
        text: 'policy.Statement[Read].Action[s3:Put*]',
        attribute: 'policy.Statement.Action',
        after: 's3:Put*',
      },
    ]);
    expect(change.before).toEqual({
      policy: {
        Statement: [{ Action: ['s3:Get*'], Effect: 'Allow', Sid: 'Read' }, { Sid: 'Other' }],
        Version: '2012-10-17',
      },
    });
  });

  test('a value that is not on the list is a change without its values', () =>
    expect(changed({ user_data: 'a', name: 'n' }, { user_data: 'b', name: 'm' }).changed).toMatchObject([
      { text: 'name', before: 'n', after: 'm' },
      { text: 'user_data', hidden: 'unlisted' },
    ]));

  test('keys that every object inherits are keys like others', () =>
    expect(texts(changed({ m: { constructor: true } }, { m: { toString: true } }))).toEqual([
      'removed m.constructor',
      'added m.toString',
    ]));
});

describe('noise', () => {
  const noise = (before: Json, after: Json, more?: Json): string | undefined => changed(before, after, more).noise;

  test('tags that the provider adds, order, JSON in other words, what follows from others', () => {
    expect(noise({ tags_all: { a: '1' } }, { tags_all: { a: '2' } })).toBe('tags');
    expect(noise({ l: ['b', 'a'] }, { l: ['a', 'b'] })).toBe('order');
    expect(noise({ doc: '{"a":1,"b":2}' }, { doc: '{ "b":2, "a":1 }' })).toBe('json-text');
    expect(noise({ arn: 'x' }, {}, { after_unknown: { arn: true } })).toBe('unknown-only');
  });

  test('one change beside it is a change', () => {
    expect(noise({ tags_all: { a: '1' }, n: 1 }, { tags_all: { a: '2' }, n: 2 })).toBeUndefined();
    expect(noise({ tags: { a: '1' } }, { tags: { a: '2' } })).toBeUndefined();
    expect(noise({ l: ['b', 'a'] }, { l: ['a', 'c'] })).toBeUndefined();
    expect(noise({ l: ['b', 'a'], n: 1 }, { l: ['a', 'b'], n: 2 })).toBeUndefined();
    expect(
      noise({ ordered_cache_behavior: [{ n: 1 }, { n: 2 }] }, { ordered_cache_behavior: [{ n: 2 }, { n: 1 }] }),
    ).toBeUndefined();
  });
});

describe('kinds', () => {
  const kind = (...actions: string[]): string | undefined =>
    projectedPlan(planJson([raw('aws_a.a', actions, { n: 1 }, { n: 1 })])).changes[0]?.kind;

  test('an action that no version has is unknown, and kept', () => {
    expect(kind('create', 'delete')).toBe('replace');
    expect(kind('delete', 'create')).toBe('replace');
    expect(kind('create', 'forget')).toBe('replace-forget');
    expect(kind('forget')).toBe('forget');
    expect(kind('open')).toBe('unknown');
    expect(kind()).toBe('unknown');
    expect(projectedPlan(planJson([raw('aws_a.a', ['open'], null, null)])).changes[0]?.actions).toEqual(['open']);
  });
});
