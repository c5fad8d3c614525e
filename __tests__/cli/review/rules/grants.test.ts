import fc from 'fast-check';
import { isWildcard, lostDenials, newGrants, type Statement, statementsOf } from '../../../../cli/review/rules/grants';
import { isSmallerClass } from '../../../../cli/review/rules/rto-worse';

const read = (...statements: readonly object[]): Statement[] =>
  statementsOf({ Version: '2012-10-17', Statement: statements }) ?? [];

const action = fc.constantFrom('s3:GetObject', 's3:Get*', 's3:*', 'kms:Decrypt', 'sqs:SendMessage', '*');
const resource = fc.constantFrom('arn:aws:s3:::a/*', 'arn:aws:s3:::a/b', 'arn:aws:s3:::*', '*');
const condition = fc.option(
  fc.record({ StringEquals: fc.record({ 'aws:SourceAccount': fc.constantFrom('1', '2') }) }),
  { nil: undefined },
);
const statement = fc
  .record({
    Action: fc.uniqueArray(action, { minLength: 1, maxLength: 3 }),
    Resource: fc.uniqueArray(resource, { minLength: 1, maxLength: 2 }),
    Condition: condition,
    Effect: fc.constantFrom('Allow', 'Deny'),
  })
  .map(({ Condition, ...rest }) => ({ ...rest, ...(Condition && { Condition }) }));
const policies = fc.array(statement, { maxLength: 4 });

test('a policy allows and denies what it did, whatever its order and its form', () =>
  fc.assert(
    fc.property(policies, (statements) => {
      const apart = [...statements]
        .reverse()
        .flatMap((each) =>
          each.Action.map((one) => ({ ...each, Action: one, Resource: [...each.Resource].reverse() })),
        );
      expect(newGrants(read(...statements), read(...apart))).toEqual([]);
      expect(lostDenials(read(...statements), read(...apart))).toEqual([]);
    }),
  ));

test('less is never more: any part of a policy allows nothing new, and only a denial can be missed', () =>
  fc.assert(
    fc.property(policies, fc.nat(), (statements, at) => {
      const part = statements.filter((_, index) => index !== at % Math.max(1, statements.length));
      expect(newGrants(read(...statements), read(...part))).toEqual([]);
      const gone = statements[at % Math.max(1, statements.length)];
      if (gone?.Effect !== 'Deny') expect(lostDenials(read(...statements), read(...part))).toEqual([]);
    }),
  ));

test('an action of another service is always new, with whatever there was', () =>
  fc.assert(
    fc.property(policies, (statements) => {
      const before = statements.filter((each) => !(each.Effect === 'Allow' && each.Action.includes('*')));
      const more = { Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::1:role/r' };
      expect(newGrants(read(...before), read(...before, more))).toEqual([
        { principal: '', action: 'iam:PassRole', resource: 'arn:aws:iam::1:role/r', withoutCondition: false },
      ]);
    }),
  ));

test.each([
  ['another principal', { AWS: 'arn:aws:iam::1:role/a' }, { AWS: 'arn:aws:iam::1:role/b' }, 1],
  ['a wider principal', { AWS: 'arn:aws:iam::1:role/a' }, '*', 1],
  ['the same one, in a list', { AWS: 'arn:aws:iam::1:role/a' }, { AWS: ['arn:aws:iam::1:role/a'] }, 0],
  ['a service besides', { Service: 's3.amazonaws.com' }, { Service: ['rds.amazonaws.com', 's3.amazonaws.com'] }, 1],
  ['one where there was everybody', '*', { AWS: 'arn:aws:iam::1:role/a' }, 0],
])('%s', (_, before, after, count) => {
  const of = (Principal: unknown) => read({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal });
  expect(newGrants(of(before), of(after))).toHaveLength(count);
});

test('NotAction cannot be compared, unless it is as it was', () => {
  const all = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
  expect(newGrants(read(all), read(all))).toEqual([]);
  expect(newGrants(read(all), read({ ...all, NotAction: 's3:*' }))).toBeUndefined();
});

test('what is no policy has no statements', () => {
  expect(statementsOf(undefined)).toBeUndefined();
  expect(statementsOf('text')).toBeUndefined();
});

test.each([
  ['*', 'arn', '', true],
  ['s3:*', 'arn', '', true],
  ['s3:GetObject', '*', '', false],
  ['s3:PutObject', '*', '', true],
  ['ec2:DescribeInstances', '*', '', false],
  ['s3:PutObject', 'arn', '*', true],
  ['s3:PutObject', 'arn', 'AWS:x', false],
])('%s on %s for "%s": a star that counts is %s', (name, on, principal, is) =>
  expect(isWildcard({ action: name, resource: on, principal, withoutCondition: false })).toBe(is),
);

test.each([
  ['db.r7g.large', 'db.r7g.medium', true],
  ['db.r7g.2xlarge', 'db.r7g.xlarge', true],
  ['db.r7g.16xlarge', 'db.r7g.8xlarge', true],
  ['db.r7g.large', 'db.t4g.large', true],
  ['db.t4g.large', 'db.r7g.large', false],
  ['db.r7g.large', 'db.r8g.large', false],
  ['db.t4g.medium', 'db.r7g.large', false],
  ['t3.micro', 't3.nano', true],
  ['db.r7g.large', undefined, false],
  ['db.serverless', 'db.r7g.large', false],
])('from %s to %s is smaller: %s', (before, after, is) => expect(isSmallerClass(before, after)).toBe(is));
