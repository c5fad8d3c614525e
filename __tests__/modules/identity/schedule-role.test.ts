import { ScheduleRole } from '../../../modules/identity/schedule-role';
import { policyIn, synthConstruct } from '../../synth';

test('the scheduler of this account calls one function with it', () => {
  const stack = synthConstruct((scope, providerIn) => {
    new ScheduleRole(scope, 'schedule', {
      provider: providerIn('us-east-1'),
      account: '111122223333',
      roleName: 'orders-prod-profile-schedule-euw1',
      functionArn: 'arn:function',
    });
  });
  expect(policyIn(stack.only('aws_iam_role').assume_role_policy).Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    },
  ]);
  expect(policyIn(stack.only('aws_iam_role_policy').policy).Statement).toEqual([
    { Sid: 'Run', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: 'arn:function' },
  ]);
});
