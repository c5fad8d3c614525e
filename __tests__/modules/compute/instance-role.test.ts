import { InstanceRole } from '../../../modules/compute/instance-role';
import { policyIn, synthConstruct } from '../../synth';
import { isAllowed } from '../security/iam';

const REPOSITORY = 'arn:aws:ecr:eu-west-1:111122223333:repository/orders-prod-service';
const stack = synthConstruct((scope, providerIn) => {
  new InstanceRole(scope, 'instance', {
    provider: providerIn('us-east-1'),
    roleName: 'orders-prod-service-euw1',
    repositoryArn: REPOSITORY,
    logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/ecs/orders-prod-service',
    statements: [{ sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] }],
  });
});
const { policy } = stack.only<{ policy: string }>('aws_iam_role_policy');

test('is a role for EC2 and a profile of the same name', () => {
  expect(stack.counts).toEqual({ aws_iam_instance_profile: 1, aws_iam_role: 1, aws_iam_role_policy: 1 });
  expect(policyIn(stack.only('aws_iam_role').assume_role_policy).Statement).toEqual([
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ]);
  expect(stack.only('aws_iam_instance_profile')).toEqual({
    provider: 'aws.use1',
    name: 'orders-prod-service-euw1',
    role: '${aws_iam_role.instance_role.name}',
    tags: { region: 'global' },
  });
});

test('pulls the image, does what the service needs and opens sessions, but reads no parameter', () => {
  const can = (action: string, resource = '*'): boolean => isAllowed(policy, { action, resource });
  expect(can('ecr:BatchGetImage', REPOSITORY)).toBe(true);
  expect(can('s3:GetObject', 'arn:aws:s3:::b/x')).toBe(true);
  expect(can('ssmmessages:OpenDataChannel')).toBe(true);
  expect(can('ssm:UpdateInstanceInformation')).toBe(true);
  for (const action of [
    'ssm:GetParameter',
    'ssm:SendCommand',
    'ec2:DescribeInstances',
    'sts:AssumeRole',
    'iam:PassRole',
  ])
    expect(can(action)).toBe(false);
});
