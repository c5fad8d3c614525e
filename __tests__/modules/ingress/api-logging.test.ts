import type { Partition, RegionName } from '../../../config/catalog';
import { ApiLogging } from '../../../modules/ingress/api-logging';
import { policyIn, synthConstruct } from '../../synth';

const logging = (regions: readonly RegionName[] = ['us-east-1', 'eu-west-1'], partition: Partition = 'aws') =>
  synthConstruct((stack, providerIn) => {
    new ApiLogging(stack, 'logging', {
      provider: providerIn('us-east-1'),
      partition,
      roleName: 'orders-prod-api-logs',
      regions: new Map(regions.map((region) => [region, providerIn(region)])),
    });
  });

test('API Gateway alone takes the role, which can write logs and no more', () => {
  const stack = logging();
  const { name, assume_role_policy: trust } = stack.only<{ name: string; assume_role_policy: string }>('aws_iam_role');
  expect(name).toBe('orders-prod-api-logs');
  expect(policyIn(trust).Statement).toEqual([
    { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ]);
  expect(stack.only('aws_iam_role_policy_attachment')).toMatchObject({
    policy_arn: 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
  });
});

test('it is set in each Region once it can write, and another’s role is left in place', () =>
  expect(
    Object.fromEntries(
      logging()
        .resources('aws_api_gateway_account')
        .map(({ address, args }) => [address, args]),
    ),
  ).toEqual(
    Object.fromEntries(
      [
        ['us-east-1', 'aws.use1'],
        ['eu-west-1', 'aws.euw1'],
      ].map(([region, provider]) => [
        `aws_api_gateway_account.logging_account-${region}`,
        {
          provider,
          cloudwatch_role_arn: '${aws_iam_role.logging_role.arn}',
          depends_on: ['aws_iam_role_policy_attachment.logging_policy'],
          lifecycle: { ignore_changes: ['cloudwatch_role_arn'] },
        },
      ]),
    ),
  ));

test('refuses a Region of another partition', () =>
  expect(() => logging(['us-east-1', 'cn-north-1'])).toThrow(
    new Error('t/logging: cn-north-1 is not in partition aws. A role serves one partition.'),
  ));
