import { imagePermissions, servicePermissions } from '../../../modules/security/deploy-services';
import { policyDocument } from '../../../modules/security/policy-document';
import { policyIn } from '../../synth';
import { allowing, arn, FOREIGN_TAGS, iam, NEW_TAGS, OWN_TAGS, REACH } from './reach';

const AUTO_SCALING_GROUP = (name: string): string =>
  arn('autoscaling', `autoScalingGroup:1b2c-uuid:autoScalingGroupName/${name}`);
const TO = (service: string) => ({ 'iam:PassedToService': service });
const SERVICE_ROLE = (service: string) => ({ 'iam:AWSServiceName': service });

describe('the role that applies regions', () => {
  const statements = servicePermissions(REACH);
  const can = allowing(statements.filter(({ sid }) => sid !== 'LaunchFromTemplates'));

  test('manages the platform’s containers and nobody else’s', () => {
    for (const action of ['CreateCluster', 'DeleteCluster', 'UpdateClusterSettings']) {
      expect(can(`ecs:${action}`, arn('ecs', 'cluster/orders-prod-service'))).toBe(true);
      expect(can(`ecs:${action}`, arn('ecs', 'cluster/billing-prod-service'))).toBe(false);
    }
    for (const action of ['CreateService', 'UpdateService', 'DeleteService']) {
      expect(can(`ecs:${action}`, arn('ecs', 'service/orders-prod-service/orders-prod-service'))).toBe(true);
      expect(can(`ecs:${action}`, arn('ecs', 'service/billing-prod-service/orders-prod-service'))).toBe(false);
    }
    expect(can('ecs:RegisterTaskDefinition', '*', NEW_TAGS)).toBe(true);
    expect(can('ecs:RegisterTaskDefinition', '*', {})).toBe(false);
    expect(can('ecs:ExecuteCommand', arn('ecs', 'cluster/orders-prod-service'))).toBe(false);
    expect(can('ecs:RunTask', arn('ecs', 'task-definition/orders-prod-service:1'))).toBe(false);
  });

  test('manages the platform’s groups of instances, and templates by their tags', () => {
    for (const action of [
      'CreateAutoScalingGroup',
      'UpdateAutoScalingGroup',
      'AttachLoadBalancerTargetGroups',
      'DetachTrafficSources',
      'EnableMetricsCollection',
      'CreateOrUpdateTags',
      'PutScalingPolicy',
      'StartInstanceRefresh',
    ]) {
      expect(can(`autoscaling:${action}`, AUTO_SCALING_GROUP('orders-prod-service'))).toBe(true);
      expect(can(`autoscaling:${action}`, AUTO_SCALING_GROUP('billing-prod-service'))).toBe(false);
    }
    const template = arn('ec2', 'launch-template/lt-1');
    expect(can('ec2:CreateLaunchTemplate', template, NEW_TAGS)).toBe(true);
    expect(can('ec2:CreateLaunchTemplate', template)).toBe(false);
    for (const action of ['CreateLaunchTemplateVersion', 'ModifyLaunchTemplate', 'DeleteLaunchTemplate']) {
      expect(can(`ec2:${action}`, template, OWN_TAGS)).toBe(true);
      expect(can(`ec2:${action}`, template, FOREIGN_TAGS)).toBe(false);
    }
    expect(can('ec2:CreateTags', template, { ...FOREIGN_TAGS, ...NEW_TAGS })).toBe(false);
  });

  test('launches from the platform’s own templates alone', () => {
    expect(can('ec2:RunInstances', arn('ec2', 'launch-template/lt-1'), OWN_TAGS)).toBe(true);
    expect(can('ec2:RunInstances', arn('ec2', 'launch-template/lt-1'), FOREIGN_TAGS)).toBe(false);
    expect(can('ec2:RunInstances', arn('ec2', 'instance/*'))).toBe(false);
    expect(statements.find(({ sid }) => sid === 'LaunchFromTemplates')).toEqual({
      sid: 'LaunchFromTemplates',
      actions: ['ec2:RunInstances'],
      resources: ['*'],
      conditions: { ArnLike: { 'ec2:LaunchTemplate': ['arn:aws:ec2:*:111122223333:launch-template/*'] } },
    });
    const launched = { ...NEW_TAGS, 'ec2:CreateAction': 'RunInstances' };
    expect(can('ec2:CreateTags', arn('ec2', 'volume/vol-1'), launched)).toBe(true);
    expect(can('ec2:CreateTags', arn('ec2', 'volume/vol-1'), NEW_TAGS)).toBe(false);
  });

  test('says how many there are, of its own', () => {
    const target = arn('application-autoscaling', 'scalable-target/0ec5a1b2');
    expect(can('application-autoscaling:RegisterScalableTarget', target, NEW_TAGS)).toBe(true);
    expect(can('application-autoscaling:RegisterScalableTarget', target, { ...FOREIGN_TAGS, ...NEW_TAGS })).toBe(false);
    for (const action of ['PutScalingPolicy', 'DeleteScalingPolicy', 'DeregisterScalableTarget']) {
      expect(can(`application-autoscaling:${action}`, target, OWN_TAGS)).toBe(true);
      expect(can(`application-autoscaling:${action}`, target, FOREIGN_TAGS)).toBe(false);
    }
    const alarm = (service: string): string =>
      arn('cloudwatch', `alarm:TargetTracking-service/${service}/${service}-AlarmHigh-1`);
    expect(can('cloudwatch:PutMetricAlarm', alarm('orders-prod-service'))).toBe(true);
    expect(can('cloudwatch:PutMetricAlarm', alarm('billing-prod-service'))).toBe(false);
  });

  test('gives the platform’s roles to tasks and instances, and makes none', () => {
    expect(can('iam:PassRole', iam('role/orders-prod-service-task-euw1'), TO('ecs-tasks.amazonaws.com'))).toBe(true);
    expect(can('iam:PassRole', iam('role/orders-prod-service-euw1'), TO('ec2.amazonaws.com'))).toBe(true);
    expect(can('iam:PassRole', iam('role/billing-prod-x'), TO('ec2.amazonaws.com'))).toBe(false);
    expect(can('iam:PassRole', iam('role/orders-prod-x'), TO('glue.amazonaws.com'))).toBe(false);
    for (const service of ['ecs', 'autoscaling', 'ecs.application-autoscaling'])
      expect(
        can('iam:CreateServiceLinkedRole', iam('role/aws-service-role/x'), SERVICE_ROLE(`${service}.amazonaws.com`)),
      ).toBe(true);
    expect(can('iam:CreateServiceLinkedRole', iam('role/aws-service-role/x'), SERVICE_ROLE('ec2.amazonaws.com'))).toBe(
      false,
    );
    expect(can('iam:CreateRole', iam('role/orders-prod-x'))).toBe(false);
    expect(can('iam:CreateInstanceProfile', iam('instance-profile/orders-prod-x'))).toBe(false);
    expect(can('ecr:DeleteRepository', arn('ecr', 'repository/orders-prod-service'))).toBe(false);
  });
});

describe('the role that applies foundation', () => {
  const can = allowing(imagePermissions(REACH));

  test('manages the platform’s repositories, and neither reads nor deletes an image', () => {
    for (const action of ['CreateRepository', 'DeleteRepository', 'PutLifecyclePolicy', 'PutImageTagMutability']) {
      expect(can(`ecr:${action}`, arn('ecr', 'repository/orders-prod-service'))).toBe(true);
      expect(can(`ecr:${action}`, arn('ecr', 'repository/billing-prod-service'))).toBe(false);
    }
    for (const action of ['BatchGetImage', 'BatchDeleteImage', 'PutImage', 'SetRepositoryPolicy'])
      expect(can(`ecr:${action}`, arn('ecr', 'repository/orders-prod-service'))).toBe(false);
    expect(can('ecr:PutReplicationConfiguration', '*')).toBe(true);
    expect(can('ecr:PutRegistryPolicy', '*')).toBe(false);
  });

  test('gives back what ECR was granted of a key, through ECR alone', () => {
    const via = (service: string) => ({ ...OWN_TAGS, 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` });
    expect(can('kms:RetireGrant', arn('kms', 'key/1'), via('ecr'))).toBe(true);
    expect(can('kms:RetireGrant', arn('kms', 'key/1'), via('rds'))).toBe(false);
  });

  test('makes profiles of the platform’s roles', () => {
    const profile = iam('instance-profile/orders-prod-service-euw1');
    expect(can('iam:CreateInstanceProfile', profile)).toBe(true);
    expect(can('iam:AddRoleToInstanceProfile', profile)).toBe(true);
    expect(can('iam:AddRoleToInstanceProfile', iam('instance-profile/billing-prod-x'))).toBe(false);
    expect(can('iam:PassRole', iam('role/orders-prod-service-euw1'), TO('ec2.amazonaws.com'))).toBe(true);
    expect(can('iam:PassRole', iam('role/billing-prod-x'), TO('ec2.amazonaws.com'))).toBe(false);
    const service = SERVICE_ROLE('replication.ecr.amazonaws.com');
    expect(can('iam:CreateServiceLinkedRole', iam('role/aws-service-role/x'), service)).toBe(true);
  });
});

test.each([
  ['regions', servicePermissions(REACH)],
  ['foundation', imagePermissions(REACH)],
])('%s: each statement has a name of its own, and together they fit a managed policy', (_role, statements) => {
  const names = policyIn(policyDocument(statements)).Statement.map(({ Sid }) => Sid);
  expect(new Set(names).size).toBe(names.length);
  expect(policyDocument(statements).length).toBeLessThan(6144);
});
