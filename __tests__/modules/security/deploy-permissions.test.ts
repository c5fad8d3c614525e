import {
  type DeployedStacks,
  deployPermissions,
  furtherPermissions,
} from '../../../modules/security/deploy-permissions';
import { policyDocument } from '../../../modules/security/policy-document';
import { policyIn } from '../../synth';
import { isDenied } from './iam';
import { allowing, arn, BOUNDED, iam, NEW_TAGS, OBJECT, OWN_TAGS, REACH, STATE } from './reach';

/** Of logs that AWS delivers, for which nothing can be named. */
const DELIVERIES = ['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:PutResourcePolicy'];

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
          'ecr:PutReplicationConfiguration',
          'route53:CreateHostedZone',
        ],
        regions: [
          'logs:CreateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:UpdateLogDelivery',
          ...DELIVERIES,
          'ecs:RegisterTaskDefinition',
          'ec2:RunInstances',
        ],
        global: [...DELIVERIES, 'kms:CreateKey', 'route53:CreateHostedZone'],
      }[stacks],
    );
  });

  test('fits: a role’s own policies together are 10,240 characters at the most, and a managed one 6,144', () => {
    expect(policyDocument(deployPermissions(REACH, stacks)).length).toBeLessThanOrEqual(10_240);
    for (const list of Object.values(furtherPermissions(REACH, stacks)))
      expect(policyDocument(list).length).toBeLessThanOrEqual(6144);
  });
});
