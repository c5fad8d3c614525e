import { policyDocument } from '../../../lab/provider/aws/policy-document';

test('renders statements as the provider does: lists of one as their item, longer ones sorted downwards', () => {
  const config = {
    statement: [
      {
        sid: 'Replicate',
        actions: ['s3:GetObject', 's3:ReplicateObject'],
        resources: ['arn:aws:s3:::b/&{aws:username}'],
        principals: [
          { type: 'AWS', identifiers: ['arn:a'] },
          { type: 'Service', identifiers: ['s3.amazonaws.com'] },
        ],
        condition: [
          { test: 'StringEquals', variable: 'aws:SourceAccount', values: ['1'] },
          { test: 'StringEquals', variable: 'aws:Tag', values: ['x', 'y'] },
          { test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] },
        ],
      },
      { effect: 'Deny', not_actions: ['iam:*'], not_resources: ['*'], principals: [{ type: '*', identifiers: ['*'] }] },
    ],
  };
  expect(JSON.parse(policyDocument(config))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Replicate',
        Effect: 'Allow',
        Action: ['s3:ReplicateObject', 's3:GetObject'],
        Resource: 'arn:aws:s3:::b/${aws:username}',
        Principal: { AWS: 'arn:a', Service: 's3.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '1', 'aws:Tag': ['x', 'y'] },
          Bool: { 'aws:SecureTransport': 'false' },
        },
      },
      { Effect: 'Deny', NotAction: 'iam:*', NotResource: '*', Principal: '*' },
    ],
  });
});

test('merges other documents: sources come first, overrides take the place of their Sid', () => {
  const other = (Sid: string, Action: string) => JSON.stringify({ Statement: { Sid, Effect: 'Allow', Action } });
  const config = {
    source_policy_documents: [other('a', 'old')],
    statement: [{ sid: 'b', actions: ['own'], resources: ['*'] }],
    override_policy_documents: [other('a', 'new'), other('c', 'more')],
  };
  const { Statement } = JSON.parse(policyDocument(config)) as { Statement: { Sid: string; Action: string }[] };
  expect(Statement.map(({ Sid, Action }) => `${Sid} ${Action}`)).toEqual(['a new', 'b own', 'c more']);
});
