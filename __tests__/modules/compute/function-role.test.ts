import { FunctionRole, type FunctionRoleProps } from '../../../modules/compute/function-role';
import { policyIn, synthConstruct } from '../../synth';

const role = (statements: FunctionRoleProps['statements'] = []) =>
  synthConstruct((stack, providerIn) => {
    new FunctionRole(stack, 'hello', {
      provider: providerIn('us-east-1'),
      roleName: 'orders-prod-hello-euw1',
      description: 'Says hello',
      logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-prod-hello',
      statements,
    });
  });

test('Lambda alone assumes it, and it is of every Region', () => {
  const { assume_role_policy, tags } = role().only('aws_iam_role');
  expect(policyIn(assume_role_policy).Statement).toEqual([
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ]);
  expect(tags).toEqual({ region: 'global' });
});

test('it writes its own log and its traces, and does what it was given', () => {
  const given = { sid: 'Read', actions: ['dynamodb:GetItem'], resources: ['arn:aws:dynamodb:eu-west-1:1:table/t'] };
  expect(policyIn(role([given]).only('aws_iam_role_policy').policy).Statement).toEqual([
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-prod-hello:*',
    },
    {
      Sid: 'WriteTraces',
      Effect: 'Allow',
      Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      Resource: '*',
    },
    { Sid: 'Read', Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:eu-west-1:1:table/t' },
  ]);
});

test('refuses a policy that IAM would refuse', () =>
  expect(() => role([{ sid: 'Long', actions: ['s3:GetObject'], resources: ['x'.repeat(10_240)] }])).toThrow(
    /^t\/hello: the policy has \d{5} characters, and IAM takes 10240\. Name resources by pattern\.$/,
  ));
