import { EdgeFunctionRole } from '../../../modules/ingress/edge-function-role';
import { policyIn, synthConstruct } from '../../synth';

const LOGS = 'arn:aws:logs:*:111122223333:log-group:/aws/lambda/us-east-1.orders-prod-edge-jurisdiction';
const stack = synthConstruct((scope, providerIn) => {
  new EdgeFunctionRole(scope, 'edge', {
    provider: providerIn('us-east-1'),
    roleName: 'orders-prod-edge-jurisdiction',
    description: 'Of the function at the edge',
    logGroupArnPattern: LOGS,
  });
});

test('both Lambda and its copies may take it', () => {
  const { assume_role_policy, tags } = stack.only<{ assume_role_policy: string; tags: object }>('aws_iam_role');
  expect(policyIn(assume_role_policy).Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: ['edgelambda.amazonaws.com', 'lambda.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  ]);
  expect(tags).toEqual({ region: 'global' });
});

test('it writes its logs in whatever Region, and does nothing else', () =>
  expect(policyIn(stack.only<{ policy: string }>('aws_iam_role_policy').policy).Statement).toEqual([
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [LOGS, `${LOGS}:*`],
    },
  ]));
