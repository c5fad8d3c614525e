import { planPermissions } from '../../../modules/security/plan-permissions';
import { policyDocument } from '../../../modules/security/policy-document';
import { ACCOUNT, policyIn } from '../../synth';
import { isAllowed, isDenied, type Request } from './iam';
import { arn, OBJECT, REACH, STATE } from './reach';

describe('the role that plans', () => {
  const policy = policyDocument(planPermissions(REACH));

  test('reads states and takes their locks, and writes nothing else', () => {
    const s3 = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };
    const bucket = { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::orders-prod-state-euw1-${ACCOUNT}` };
    expect(isAllowed(policy, { action: 's3:GetObject', resource: STATE })).toBe(true);
    expect(isAllowed(policy, { action: 's3:PutObject', resource: `${STATE}.tflock` })).toBe(true);
    expect(isAllowed(policy, { action: 's3:DeleteObject', resource: `${STATE}.tflock` })).toBe(true);
    expect(
      isAllowed(policy, { action: 'kms:Decrypt', resource: arn('kms', 'key/1'), context: { ...s3, ...bucket } }),
    ).toBe(true);
    expect(isAllowed(policy, { action: 's3:PutObject', resource: STATE })).toBe(false);
    expect(isAllowed(policy, { action: 's3:PutObject', resource: `${OBJECT}.tflock` })).toBe(false);
    const writes = policyIn(policy)
      .Statement.filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action)
      .filter((action) => !/:(Get|List|Describe|Decrypt|GenerateDataKey)/.test(action));
    expect(writes).toEqual(['s3:DeleteObject', 's3:PutObject']);
  });

  test.each<Request>([
    { action: 's3:GetObject', resource: OBJECT },
    { action: 's3:GetObjectVersion', resource: OBJECT },
    { action: 'dynamodb:Query', resource: arn('dynamodb', 'table/orders-prod-sessions') },
    { action: 'dynamodb:GetItem', resource: arn('dynamodb', 'table/orders-prod-sessions') },
    {
      action: 'secretsmanager:GetSecretValue',
      resource: arn('secretsmanager', 'secret:orders-prod-main-credentials-x'),
    },
    { action: 'sqs:ReceiveMessage', resource: arn('sqs', 'orders-prod-x') },
    { action: 'logs:GetLogEvents', resource: arn('logs', 'log-group:x') },
    { action: 'logs:StartQuery', resource: arn('logs', 'log-group:x') },
    { action: 'ssm:GetParameter', resource: arn('ssm', 'parameter/billing/prod/token') },
    { action: 'ssm:GetParametersByPath', resource: arn('ssm', 'parameter/') },
    { action: 'kms:Decrypt', resource: arn('kms', 'key/1') },
    {
      action: 'kms:Decrypt',
      resource: arn('kms', 'key/1'),
      context: { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::orders-prod-objects-euw1-${ACCOUNT}` },
    },
  ])('is denied contents, whatever ReadOnlyAccess allows: $action', (request) =>
    expect(isDenied(policy, request)).toBe(true),
  );

  test.each<Request>([
    { action: 's3:GetBucketPolicy', resource: `arn:aws:s3:::orders-prod-objects-euw1-${ACCOUNT}` },
    { action: 'dynamodb:DescribeTable', resource: arn('dynamodb', 'table/orders-prod-sessions') },
    { action: 'secretsmanager:ListSecretVersionIds', resource: arn('secretsmanager', 'secret:orders-prod-x') },
    { action: 'ssm:GetParameter', resource: arn('ssm', 'parameter/orders/prod/region/vpc_id') },
    { action: 'ssm:GetParameter', resource: 'arn:aws:ssm:eu-west-1::parameter/aws/service/ami' },
    { action: 'lambda:GetFunction', resource: arn('lambda', 'function:orders-prod-x') },
  ])('is not denied what a refresh reads: $action', (request) => expect(isDenied(policy, request)).toBe(false));
});
