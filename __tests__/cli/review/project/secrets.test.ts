import fc from 'fast-check';
import { projectionText } from '../../../../cli/review/inputs/projection-file';
import type { Json } from '../../../../cli/review/json';
import { projectedPlan } from '../../../../cli/review/project/plan';
import { reviewJson } from '../../../../cli/review/render/json';
import { RULES } from '../../../../cli/review/rules';
import { planJson, raw, result } from '../plans';

const SECRET = 'hunter2"\\\n$ecret';
/** Names whose values are shown, and some whose are not. */
const KEYS = [
  'name',
  'arn',
  'region',
  'policy',
  'rule',
  'replica',
  'status',
  'region_name',
  'id',
  'tags',
  'environment',
  'x',
];

/** A value with its mask: somewhere in it is the secret, and the mask is true there or above. */
interface Marked {
  readonly value: unknown;
  readonly mask: unknown;
}

const harmless = fc.oneof(
  fc.constantFrom('Enabled', 'eu-west-1', 'arn:aws:kms:eu-west-1:1:key/a', 'x'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

const marked: fc.Arbitrary<Marked> = fc.letrec<{
  node: Marked;
  leaf: Marked;
  inObject: Marked;
  inList: Marked;
  above: Marked;
}>((tie) => ({
  leaf: fc.constantFrom<Marked>({ value: SECRET, mask: true }, { value: `before ${SECRET} after`, mask: true }),
  inObject: fc
    .tuple(fc.dictionary(fc.constantFrom(...KEYS), harmless), fc.constantFrom(...KEYS), tie('node'))
    .map(([others, key, { value, mask }]) => ({ value: { ...others, [key]: value }, mask: { [key]: mask } })),
  inList: fc
    .tuple(fc.array(harmless, { maxLength: 2 }), tie('node'))
    .map(([others, { value, mask }]) => ({ value: [...others, value], mask: [...others.map(() => false), mask] })),
  above: tie('node').map(({ value }) => ({ value, mask: true })),
  node: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    tie('leaf'),
    tie('inObject'),
    tie('inObject'),
    tie('inList'),
    tie('above'),
  ),
})).node;

/** The secret in every way in which it may stand in a text. */
const forms = [
  SECRET,
  JSON.stringify(SECRET).slice(1, -1),
  JSON.stringify(JSON.stringify(SECRET)).slice(3, -3),
  encodeURIComponent(SECRET),
];

const reviewText = (plan: Json): string =>
  `${projectionText(projectedPlan(structuredClone(plan)))}${JSON.stringify(reviewJson(result({ plans: { foundation: plan } }, RULES)))}`;

const expectNothing = (plan: Json): void => {
  const text = reviewText(plan);
  for (const form of forms) expect(text).not.toContain(form);
  expect(text).not.toContain('hunter2');
};

test('a sensitive leaf appears nowhere, at any depth, on either side', () => {
  fc.assert(
    fc.property(
      marked,
      fc.constantFrom(...KEYS),
      fc.constantFrom('before', 'after', 'both'),
      ({ value, mask }, key, side) => {
        const secret = { region: 'eu-west-1', [key]: value };
        const other = { region: 'eu-west-1', [key]: 'Enabled' };
        const masks = {
          before_sensitive: side === 'after' ? false : { [key]: mask },
          after_sensitive: side === 'before' ? false : { [key]: mask },
        };
        expectNothing(
          planJson([
            raw(
              'aws_thing.a',
              ['update'],
              side === 'after' ? other : secret,
              side === 'before' ? other : secret,
              masks,
            ),
            raw('aws_thing.b', ['create'], null, secret, { after_sensitive: { [key]: mask } }),
            raw('aws_thing.c', ['delete'], secret, null, { before_sensitive: { [key]: mask } }),
          ]),
        );
      },
    ),
    { numRuns: 300 },
  );
});

describe('a copy that nothing marks is left out', () => {
  const copies = {
    name: SECRET,
    arn: `arn:aws:x:::${SECRET}`,
    id: `a ${SECRET} b`,
    rule: [{ id: SECRET, status: SECRET }],
    cidr_blocks: [SECRET],
  };
  const policies = { policy: JSON.stringify({ Statement: [{ Resource: SECRET, Sid: 'a' }] }) };
  const marker = raw('aws_thing.marker', ['update'], { x: SECRET }, { x: 'other' }, { before_sensitive: { x: true } });

  test.each([
    [
      'the other resource',
      planJson([marker, raw('aws_thing.a', ['update'], { ...copies, ...policies }, { name: 'b', policy: '{}' })]),
    ],
    [
      'an output',
      planJson([raw('aws_thing.a', ['create'], null, copies)], {
        output_changes: { o: { actions: ['create'], before: null, after: SECRET, after_sensitive: true } },
      }),
    ],
    [
      'the state',
      planJson([raw('aws_thing.a', ['create'], null, copies)], {
        prior_state: {
          values: {
            root_module: { child_modules: [{ resources: [{ values: { v: SECRET }, sensitive_values: { v: true } }] }] },
          },
        },
      }),
    ],
    ['drift', planJson([raw('aws_thing.a', ['create'], null, copies)], { resource_drift: [marker] })],
  ])('where it is known from %s', (_, plan) => expectNothing(plan));

  test('where it is known from a variable that is declared sensitive', () => {
    const plan = planJson([raw('aws_thing.a', ['create'], null, copies)]);
    const configuration = { ...(plan.configuration as Json), root_module: { variables: { v: { sensitive: true } } } };
    expectNothing({ ...plan, configuration, variables: { v: { value: SECRET } } });
  });

  test('as a key of a map', () =>
    expectNothing(
      planJson([marker, raw('aws_thing.a', ['update'], { tags: { [SECRET]: true } }, { tags: { [SECRET]: false } })]),
    ));
});

test('a set is left out whole where one element is sensitive', () => {
  const after = { cidr_blocks: ['10.0.0.0/8', '10.1.0.0/16'], region: 'eu-west-1' };
  const [change] = projectedPlan(
    planJson([raw('aws_thing.a', ['create'], null, after, { after_sensitive: { cidr_blocks: [false, true] } })]),
  ).changes;
  expect(change?.after).toEqual({ region: 'eu-west-1' });
});

test('a mask that does not fit its value covers it', () => {
  const after = { name: 'visible', rule: { status: 'Enabled' }, status: 'x' };
  const mask = { rule: [{ status: true }], name: { a: true }, status: false };
  const [change] = projectedPlan(
    planJson([raw('aws_thing.a', ['create'], null, after, { after_sensitive: mask })]),
  ).changes;
  expect(change?.after).toEqual({ status: 'x' });
});

test('what was sensitive before or is after is sensitive on both sides', () => {
  const change = raw('aws_thing.a', ['update'], { name: 'ab' }, { name: 'cd' }, { before_sensitive: { name: true } });
  const [projected] = projectedPlan(planJson([change])).changes;
  expect(projected).toMatchObject({ before: {}, after: {}, changed: [{ text: 'name', hidden: 'sensitive' }] });
  expect(JSON.stringify(projected)).not.toMatch(/"(ab|cd)"/);
});

describe('unmarked', () => {
  const shown = (values: Json): unknown =>
    projectedPlan(planJson([raw('aws_thing.a', ['create'], null, values)])).changes[0]?.after;

  test('free text is not shown: environments, user data, values, tags', () =>
    expect(
      shown({
        environment: [{ variables: { MODE: 'a', COUNT: 1 } }],
        user_data: 'x',
        value: 'eu-west-1',
        tags: { Name: 'n', region: 'eu-west-1' },
        comment: 'hello',
        description: 'x',
        policy: 'no json',
      }),
    ).toEqual({ tags: { region: 'eu-west-1' } }));

  test('nor is a block of it that comes or goes', () => {
    const block = { environment: [{ name: 'opensesame', variables: [{ name: 'opensesame' }], on: true }] };
    for (const [before, after] of [
      [block, { environment: [] }],
      [{ environment: [] }, block],
    ] as const) {
      const { changes } = projectedPlan(planJson([raw('aws_thing.a', ['update'], before, after)]));
      expect(changes[0]?.changed).toMatchObject([{ text: 'environment', hidden: 'unlisted' }]);
      expect(JSON.stringify(changes)).not.toContain('opensesame');
    }
  });

  test('Regions, ARNs, ranges, flags, numbers and listed names are', () => {
    const values = {
      where: 'eu-west-1',
      key: 'arn:aws:kms:eu-west-1:1:key/a',
      from: '10.0.0.0/8',
      on: true,
      count: 3,
      name: 'n',
      v6: '::/0',
    };
    expect(shown(values)).toEqual(values);
  });

  test('conditions on what only two sides know are not', () =>
    expect(
      JSON.stringify(
        shown({
          policy: JSON.stringify({
            Statement: { Condition: { StringEquals: { 'aws:Referer': 'opensesame', 'aws:SourceArn': 'a' } } },
          }),
        }),
      ),
    ).not.toContain('opensesame'));
});
