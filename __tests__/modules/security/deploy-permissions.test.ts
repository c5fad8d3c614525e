import { MAX_ENVIRONMENT_LENGTH, MAX_NAME_LENGTH } from '../../../config/schema';
import {
  type DeployedStacks,
  deployPermissions,
  furtherPermissions,
} from '../../../modules/security/deploy-permissions';
import type { DeployReach } from '../../../modules/security/deploy-reach';
import { policyDocument } from '../../../modules/security/policy-document';
import { ACCOUNT, policyIn } from '../../synth';
import { isDenied } from './iam';
import { allowing, arn, BOUNDED, iam, NEW_TAGS, OBJECT, OWN_TAGS, REACH, STATE } from './reach';

/** Of logs that AWS delivers, for which nothing can be named. */
const DELIVERIES = ['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:PutResourcePolicy'];

/** Actions of a stack for which the "Service Authorization Reference" has no type of resource. */
const WITHOUT_ARN: Readonly<Record<DeployedStacks, readonly string[]>> = {
  foundation: [
    'cognito-idp:CreateUserPool',
    'ecr:PutReplicationConfiguration',
    'kms:CreateKey',
    'route53:CreateHostedZone',
  ],
  regions: ['elasticloadbalancing:SetWebAcl', 'logs:CreateLogDelivery', 'logs:PutResourcePolicy'],
  global: [
    'cloudfront:CreateCachePolicy',
    'cloudfront:CreateDistribution',
    'cloudfront:CreateFunction',
    'cloudfront:CreateOriginAccessControl',
    'cloudfront:CreateOriginRequestPolicy',
    'globalaccelerator:CreateAccelerator',
    'route53-recovery-control-config:CreateCluster',
    'route53:CreateHealthCheck',
  ],
};

const LONG = { name: 'n'.repeat(MAX_NAME_LENGTH), environment: 'e'.repeat(MAX_ENVIRONMENT_LENGTH) };
const PREFIX = `${LONG.name}-${LONG.environment}-`;
/** What the platform with the longest names has. */
const LONGEST: DeployReach = {
  ...REACH,
  namePrefix: PREFIX,
  parameterFolder: `/${LONG.name}/${LONG.environment}/`,
  ownTags: { environment: LONG.environment, platform: LONG.name },
  stateBucketArns: [4, 5].map((length) => `arn:aws:s3:::${'s'.repeat(44)}-${'?'.repeat(length)}-${ACCOUNT}`),
  stateFolder: `${LONG.name}/${LONG.environment}/`,
  keyAlias: `alias/${PREFIX}data`,
  boundaryArn: iam(`policy/${PREFIX}ci-boundary`),
  ownRolePrefix: `${PREFIX}ci-`,
  domains: ['d'.repeat(60), 'p'.repeat(60)],
};

describe.each<DeployedStacks>(['foundation', 'regions', 'global'])('the role that applies %s', (stacks) => {
  const statements = [...deployPermissions(REACH, stacks), ...Object.values(furtherPermissions(REACH, stacks)).flat()];
  const policy = policyDocument(statements);
  const can = allowing(statements);

  test('writes states and outputs', () => {
    expect(can('s3:PutObject', STATE)).toBe(true);
    expect(can('ssm:PutParameter', arn('ssm', 'parameter/orders/prod/region/vpc_id'))).toBe(true);
    expect(can('ssm:PutParameter', arn('ssm', 'parameter/billing/prod/region/vpc_id'))).toBe(false);
  });

  test('neither reads nor writes an object', () => {
    expect(isDenied(policy, { action: 's3:GetObject', resource: OBJECT })).toBe(true);
    expect(can('s3:PutObject', OBJECT)).toBe(false);
    expect(can('s3:DeleteObject', OBJECT)).toBe(false);
    expect(can('s3:DeleteObjectVersion', OBJECT)).toBe(false);
  });

  test('cannot take a key away', () => {
    for (const action of ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:DeleteImportedKeyMaterial'])
      expect(can(action, arn('kms', 'key/1'), { ...OWN_TAGS, ...NEW_TAGS })).toBe(false);
  });

  test('cannot widen its own rights, nor those of another pipeline', () => {
    for (const action of [
      'iam:AttachRolePolicy',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteRolePolicy',
      'iam:PassRole',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:UpdateAssumeRolePolicy',
    ])
      expect(
        can(action, iam('role/orders-prod-ci-foundation'), {
          ...BOUNDED,
          'iam:PassedToService': 'lambda.amazonaws.com',
        }),
      ).toBe(false);
    for (const action of ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:DeletePolicy'])
      expect(can(action, iam('policy/orders-prod-ci-boundary'))).toBe(false);
    for (const action of [
      'iam:AddClientIDToOpenIDConnectProvider',
      'iam:CreateOpenIDConnectProvider',
      'iam:DeleteOpenIDConnectProvider',
    ])
      expect(can(action, iam('oidc-provider/token.actions.githubusercontent.com'))).toBe(false);
    expect(can('iam:CreateUser', iam('user/x'))).toBe(false);
    expect(can('sts:AssumeRole', iam('role/orders-prod-x'))).toBe(false);
  });

  test('allows every action nowhere, and none of a whole service', () => {
    const actions = policyIn(policy)
      .Statement.filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^\*$|^[a-z0-9-]+:\*$/.test(action))).toEqual([]);
  });

  test('allows on every resource only what has none to name', () => {
    const everywhere = policyIn(policy)
      .Statement.filter(({ Effect, Resource }) => Effect === 'Allow' && [Resource].flat().includes('*'))
      .flatMap(({ Action }) => Action);
    expect(everywhere).toEqual(
      {
        foundation: [
          'kms:CreateKey',
          'secretsmanager:GetRandomPassword',
          'cognito-idp:CreateUserPool',
          'ecr:PutReplicationConfiguration',
          'route53:CreateHostedZone',
        ],
        regions: [
          'cognito-idp:CreateUserPool',
          ...DELIVERIES,
          'logs:UpdateLogDelivery',
          ...DELIVERIES,
          'elasticloadbalancing:SetWebAcl',
          'ecs:RegisterTaskDefinition',
          'ec2:RunInstances',
        ],
        global: [
          'route53:CreateHealthCheck',
          'cloudfront:CreateCachePolicy',
          'cloudfront:CreateDistribution*',
          'cloudfront:CreateFunction',
          'cloudfront:CreateOriginAccessControl',
          'cloudfront:CreateOriginRequestPolicy',
          ...DELIVERIES,
          'globalaccelerator:CreateAccelerator',
          'route53-recovery-control-config:CreateCluster',
          'route53:CreateHostedZone',
          'kms:CreateKey',
        ],
      }[stacks],
    );
  });

  test('fits with the longest names: a role’s own policies together are 10,240 characters at the most, and a managed one 6,144', () => {
    expect(policyDocument(deployPermissions(LONGEST, stacks)).length).toBeLessThanOrEqual(10_240);
    for (const list of Object.values(furtherPermissions(LONGEST, stacks)))
      expect(policyDocument(list).length).toBeLessThanOrEqual(6144);
  });

  test('may make what has no ARN before it is there, as IAM then asks for every resource', () => {
    for (const action of WITHOUT_ARN[stacks]) expect(can(action, '*', NEW_TAGS)).toBe(true);
  });
});
