import fc from 'fast-check';
import { reviewedScenario } from '../../../cli/fixtures/review-fixture';
import type { Json } from '../../../cli/review/json';
import type { ReviewResult } from '../../../cli/review/model';
import { NeededGrants } from '../../../cli/review/needed-grants';
import { newGrants, type Statement, statementsOf } from '../../../cli/review/rules/grants';
import { change, changePolicy, create, destroy, type Plans } from './mutated';
import { manifest, planJson, raw, review, THREE } from './plans';

const FOUNDATION = 'foundation';
const ROLE = 'aws_iam_role_policy.replication-role_policy';
const KEY = 'aws_kms_key.key_eu-west-1';
const ROOT = { AWS: 'arn:aws:iam::111122223333:root' };

const alarming = ({ findings }: ReviewResult): string[] =>
  findings
    .filter(({ severity }) => severity === 'critical' || severity === 'high')
    .map(({ severity, rule, address }) => `${severity} ${rule} ${address}`);

const allow = (actions: unknown, resources: unknown, more: Json = {}): Record<string, unknown> => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
  ...more,
});
const also =
  (address: string, ...more: Record<string, unknown>[]) =>
  (plans: Plans) =>
    changePolicy(plans, FOUNDATION, address, (statements) => [...statements, ...more]);
const via = (service: string, region = 'eu-west-1'): Json => ({
  Principal: ROOT,
  Condition: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
});

describe('what an addition needs is a note, and anything beyond fires', () => {
  test.each([
    ['add-bucket', 'adding bucket uploads', 1],
    ['add-table', 'adding table sessions', 3],
  ])('%s', (scenario, label, notes) => {
    const { findings, verdict } = reviewedScenario(scenario);
    expect(verdict).toMatchObject({ status: 'passed', exitCode: 0 });
    const widened = findings.filter(({ rule }) => rule === 'iam-widened');
    expect(widened.map(({ severity, expected }) => `${severity} ${expected}`)).toEqual(
      Array(notes).fill(`info ${label}`),
    );
  });

  test('without a base nothing is known to be added', () => {
    const { findings } = reviewedScenario('add-table', { withBase: false });
    expect(findings.filter(({ rule }) => rule === 'iam-widened').map(({ severity }) => severity)).toEqual(
      Array(3).fill('critical'),
    );
  });

  const uploads = 'arn:aws:s3:::orders-prod-uploads-????-111122223333';
  test.each<[string, string, (plans: Plans) => void, string]>([
    ['a star', 'add-bucket', also(ROLE, allow('s3:*', '*')), `critical iam-widened ${ROLE}`],
    [
      'everything in the new bucket',
      'add-bucket',
      also(ROLE, allow('s3:*', `${uploads}/*`)),
      `critical iam-widened ${ROLE}`,
    ],
    [
      'what it may do in no other bucket',
      'add-bucket',
      also(ROLE, allow('s3:DeleteObject', `${uploads}/*`)),
      `high iam-widened ${ROLE}`,
    ],
    [
      'a bucket that goes on after the new name',
      'add-bucket',
      also(ROLE, allow('s3:ListBucket', 'arn:aws:s3:::orders-prod-uploads-old-????-111122223333')),
      `high iam-widened ${ROLE}`,
    ],
    [
      'more of the new bucket than of the others',
      'add-bucket',
      also(ROLE, allow('s3:ListBucket', `${uploads}/*`)),
      `high iam-widened ${ROLE}`,
    ],
    [
      'somebody else who may take the role',
      'add-bucket',
      (plans) =>
        changePolicy(
          plans,
          FOUNDATION,
          'aws_iam_role.replication-role_role',
          (statements) => statements.map((each) => ({ ...each, Principal: { AWS: 'arn:aws:iam::999999999999:root' } })),
          'assume_role_policy',
        ),
      'high iam-widened aws_iam_role.replication-role_role',
    ],
    [
      'a service that no table needs',
      'add-table',
      also(KEY, allow('kms:Decrypt', '*', via('ec2'))),
      `critical iam-widened ${KEY}`,
    ],
    [
      'the service in another Region',
      'add-table',
      also(KEY, allow('kms:Decrypt', '*', via('dynamodb', 'us-east-1'))),
      `critical iam-widened ${KEY}`,
    ],
    [
      'what callers do not do with a key',
      'add-table',
      also(KEY, allow('kms:Sign', '*', via('dynamodb'))),
      `critical iam-widened ${KEY}`,
    ],
    [
      'grants that are not for AWS',
      'add-table',
      also(KEY, allow('kms:CreateGrant', '*', via('dynamodb'))),
      `critical iam-widened ${KEY}`,
    ],
    [
      'anybody',
      'add-table',
      also(KEY, allow('kms:Decrypt', '*', { ...via('dynamodb'), Principal: '*' })),
      `critical iam-widened ${KEY}`,
    ],
    [
      'logs, which no table writes',
      'add-table',
      also(
        KEY,
        allow('kms:Decrypt*', '*', {
          Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn':
                'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-prod-*',
            },
          },
        }),
      ),
      `critical iam-widened ${KEY}`,
    ],
    [
      'another attribute of the key',
      'add-table',
      (plans) => change(plans, FOUNDATION, KEY, () => ({ enable_key_rotation: false })),
      `high recovery-path-changed ${KEY}`,
    ],
    [
      'an administration of the key that is gone',
      'add-table',
      (plans) =>
        changePolicy(plans, FOUNDATION, KEY, (statements) =>
          statements.filter(({ Sid }) => Sid !== 'AdministerThroughIam'),
        ),
      `high recovery-path-changed ${KEY}`,
    ],
    [
      'a policy for a role that is there, by the name of a part',
      'add-bucket',
      (plans) =>
        create(plans, FOUNDATION, 'aws_iam_role_policy.bucket-uploads-eu-west-1_more', {
          role: 'orders-prod-replication',
          policy: JSON.stringify({ Statement: [allow('s3:GetObject', 'arn:aws:s3:::other/*')] }),
        }),
      'high iam-widened aws_iam_role_policy.bucket-uploads-eu-west-1_more',
    ],
    [
      'an administrator, as a part of what is made',
      'add-bucket',
      (plans) =>
        create(plans, FOUNDATION, 'aws_iam_role_policy_attachment.bucket-uploads-eu-west-1_admin', {
          policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        }),
      'critical iam-widened aws_iam_role_policy_attachment.bucket-uploads-eu-west-1_admin',
    ],
    [
      'a bucket that was there',
      'add-bucket',
      (plans) => destroy(plans, FOUNDATION, 'aws_s3_bucket.bucket-objects-eu-west-1_bucket'),
      'critical stateful-destroyed aws_s3_bucket.bucket-objects-eu-west-1_bucket',
    ],
  ])('%s (%s)', (_what, scenario, edit, finding) => {
    const result = reviewedScenario(scenario, { edit });
    expect(alarming(result)).toContain(finding);
    expect(result.verdict.exitCode).not.toBe(0);
  });

  test('what goes beyond is told by itself', () => {
    const { findings } = reviewedScenario('add-bucket', { edit: also(ROLE, allow('s3:DeleteObject', `${uploads}/*`)) });
    const widened = findings.filter(({ rule }) => rule === 'iam-widened');
    expect(widened.map(({ severity, expected, paths }) => [severity, expected, paths.length])).toEqual([
      ['high', undefined, 2],
      ['info', 'adding bucket uploads', 17],
    ]);
    expect(widened[0]?.what).toBe(`${ROLE}: policy allows s3:DeleteObject on ${uploads}/*.`);
  });
});

describe('the other objects', () => {
  const listing = (...kinds: readonly string[]) => kinds.map((kind) => ({ kind, name: kind }));
  const updated = (address: string, before: Json, after: Json, kind: string): string | undefined =>
    review({
      plans: { foundation: planJson([raw(address, ['update'], before, after)]) },
      base: manifest(THREE, { objects: [] }),
      head: manifest(THREE, { objects: listing(kind) }),
    }).stack('foundation')?.changes[0]?.expected;
  const policy = (...statements: readonly Json[]): string => JSON.stringify({ Statement: statements });
  const key = (statement: Json, kind: string): string | undefined =>
    updated(
      'aws_kms_key.key_eu-west-1',
      { region: 'eu-west-1', policy: policy() },
      { region: 'eu-west-1', policy: policy(statement) },
      kind,
    );
  const alarms = allow('kms:GenerateDataKey*', '*', {
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-prod-*' } },
  });
  const logs = allow('kms:Decrypt*', '*', {
    Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn':
          'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/rds/instance/orders-prod-*',
      },
    },
  });
  const role = (statement: Json, kind: string): string | undefined =>
    updated('aws_iam_role_policy.routing_role', { policy: policy() }, { policy: policy(statement) }, kind);

  test('each needs its own', () => {
    expect(key(alarms, 'routing')).toBe('adding the routing layer');
    expect(key(alarms, 'database')).toBeUndefined();
    expect(key(logs, 'database')).toBe('adding database database');
    expect(key(logs, 'routing')).toBeUndefined();
    expect(key(allow('kms:Decrypt', '*', via('rds')), 'database')).toBe('adding database database');
    expect(key(allow('kms:Decrypt', '*', via('dynamodb')), 'identity')).toBe('adding the user pools');
    expect(key(allow('kms:Decrypt', '*', via('dynamodb')), 'bucket')).toBeUndefined();
    const reconcile = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-prod-reconcile';
    expect(role(allow('lambda:InvokeFunction', reconcile), 'identity')).toBe('adding the user pools');
    expect(role(allow('lambda:InvokeFunction', `${reconcile}*`), 'identity')).toBeUndefined();
    expect(role(allow('lambda:InvokeFunction', reconcile), 'routing')).toBeUndefined();
  });

  test('the boundary of the pipelines, where there was none', () => {
    const bounded = (before: string | null, after: string | null): string | undefined =>
      updated('aws_iam_role.r', { permissions_boundary: before }, { permissions_boundary: after }, 'ci');
    expect(bounded(null, 'arn:aws:iam::111122223333:policy/orders-prod-ci-boundary')).toBe(
      "adding the pipelines' roles",
    );
    expect(bounded('arn:aws:iam::111122223333:policy/a', 'arn:aws:iam::111122223333:policy/b')).toBeUndefined();
    expect(bounded('arn:aws:iam::111122223333:policy/a', null)).toBeUndefined();
  });
});

test('taken apart, a policy allows what it did', () => {
  const statement = fc
    .record({
      Action: fc.uniqueArray(fc.constantFrom('kms:Decrypt', 'kms:De*', 's3:GetObject'), { minLength: 1, maxLength: 3 }),
      Resource: fc.uniqueArray(fc.constantFrom('*', 'a', 'b'), { minLength: 1, maxLength: 2 }),
      Principal: fc.constantFrom<unknown>('*', ROOT),
      Condition: fc.record({
        StringEquals: fc.record({
          'kms:ViaService': fc.uniqueArray(fc.constantFrom('s3.x', 'rds.x', 'ec2.x'), { minLength: 1, maxLength: 3 }),
        }),
      }),
    })
    .map((each) => ({ Effect: 'Allow', ...each }));
  const policies = fc.array(statement, { maxLength: 3 });
  const read = (statements: readonly object[]): Statement[] => statementsOf({ Statement: statements }) ?? [];
  const keys = (before: readonly Statement[], after: readonly Statement[]): string[] => [
    ...new Set(newGrants(before, after)?.map((grant) => `${grant.principal} ${grant.action} ${grant.resource}`)),
  ];
  const facts = manifest(THREE);
  const nothing = new NeededGrants([], facts, facts);
  const [placed] = review({ plans: { foundation: planJson([raw(KEY, ['update'], {}, {})]) } }).changes;
  if (!placed) throw new Error('no change');
  // A list of services that no single earlier statement covers may be covered by several together: then nothing is new.
  fc.assert(
    fc.property(policies, policies, (before, after) => {
      const { beyond, labels } = nothing.remainder(placed, read(before), read(after));
      const apart = keys(read(before), beyond);
      const whole = keys(read(before), read(after));
      expect(labels).toEqual([]);
      expect(whole).toEqual(expect.arrayContaining(apart));
      if (before.length < 2) expect(apart.sort()).toEqual(whole.sort());
    }),
  );
});

describe('what a front door needs of the key and of a bucket', () => {
  const base = manifest(THREE, { objects: [] });
  const head = manifest(THREE, { objects: [{ kind: 'ingress', name: 'ingress' }] });
  const labelled = (address: string, ...statements: Record<string, unknown>[]): string | undefined => {
    const policy = (all: readonly Record<string, unknown>[]): string =>
      JSON.stringify({ Version: '2012-10-17', Statement: all });
    const own = allow('kms:DescribeKey', '*', { Principal: ROOT });
    const change = raw(
      address,
      ['update'],
      { region: 'eu-west-1', policy: policy([own]) },
      { region: 'eu-west-1', policy: policy([own, ...statements]) },
    );
    const found = review({ plans: { [FOUNDATION]: planJson([change]) }, base, head });
    return found.stack(FOUNDATION)?.changes[0]?.expected;
  };
  const CLOUDFRONT = { Service: 'cloudfront.amazonaws.com' };
  const ofAccount = (account: string): Json => ({
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${account}:distribution/*` } },
  });
  const scaling = (role: string): Json => ({
    Principal: '*',
    Condition: {
      StringEquals: {
        'aws:PrincipalArn': `arn:aws:iam::111122223333:role/${role}`,
        'kms:CallerAccount': '111122223333',
      },
    },
  });
  const SERVICE_ROLE = 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
  const BUCKET = 'aws_s3_bucket_policy.bucket-site-eu-west-1_policy';
  const reads = (account: string, actions: unknown = 's3:GetObject'): Record<string, unknown> =>
    allow(actions, 'arn:aws:s3:::b/*', { Principal: CLOUDFRONT, ...ofAccount(account) });

  test('images, volumes, and reads through CloudFront', () => {
    for (const statement of [
      allow('kms:Decrypt', '*', via('ecr')),
      allow('kms:GenerateDataKey*', '*', via('ec2')),
      allow('kms:Decrypt', '*', { Principal: CLOUDFRONT, ...ofAccount('111122223333') }),
      allow('kms:Decrypt', '*', scaling(SERVICE_ROLE)),
    ])
      expect(labelled(KEY, statement)).toBe('adding the front door');
    expect(labelled(BUCKET, reads('111122223333'))).toBe('adding the front door');
  });

  test('and no more', () => {
    for (const statement of [
      allow('kms:Decrypt', '*', via('lambda')),
      allow('kms:Decrypt', '*', { Principal: CLOUDFRONT }),
      allow('kms:Decrypt', '*', { Principal: CLOUDFRONT, ...ofAccount('999999999999') }),
      allow('kms:Encrypt', '*', { Principal: CLOUDFRONT, ...ofAccount('111122223333') }),
      allow('kms:Decrypt', '*', scaling('admin')),
      allow('kms:CreateGrant', '*', scaling(SERVICE_ROLE)),
      allow('kms:Decrypt', '*', { Principal: '*' }),
    ])
      expect([statement, labelled(KEY, statement)]).toEqual([statement, undefined]);
    expect(labelled(BUCKET, reads('999999999999'))).toBeUndefined();
    expect(labelled(BUCKET, reads('111122223333', 's3:*'))).toBeUndefined();
  });
});
