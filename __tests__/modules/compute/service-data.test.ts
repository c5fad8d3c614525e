import { type ServiceDataResources, serviceDataStatements } from '../../../modules/compute/service-data';
import { policyDocument } from '../../../modules/security/policy-document';
import { isAllowed } from '../security/iam';

const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders-prod-sessions';
const BUCKET = 'arn:aws:s3:::orders-prod-objects-euw1-111122223333';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-prod-main-credentials';
const PARAMETER = 'arn:aws:ssm:eu-west-1:111122223333:parameter/orders/prod/region/database_main_address';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1';
const NONE: ServiceDataResources = {
  region: 'eu-west-1',
  tables: [],
  buckets: [],
  secrets: [],
  parameters: [],
  keyArn: KEY,
};
const ALL: ServiceDataResources = {
  ...NONE,
  tables: [TABLE],
  buckets: [BUCKET],
  secrets: [`${SECRET}-??????`],
  parameters: [PARAMETER],
};

const can = (resources: ServiceDataResources, action: string, resource: string, via?: string): boolean =>
  isAllowed(policyDocument(serviceDataStatements(resources)), {
    action,
    resource,
    ...(via && { context: { 'kms:ViaService': via } }),
  });

test('a service that works with nothing may do nothing', () => expect(serviceDataStatements(NONE)).toEqual([]));

test.each([
  ['dynamodb:GetItem', TABLE],
  ['dynamodb:PutItem', TABLE],
  ['dynamodb:UpdateItem', TABLE],
  ['dynamodb:DeleteItem', TABLE],
  ['dynamodb:ConditionCheckItem', TABLE],
  ['dynamodb:BatchGetItem', TABLE],
  ['dynamodb:BatchWriteItem', TABLE],
  ['dynamodb:Query', TABLE],
  ['dynamodb:Query', `${TABLE}/index/by-customer`],
  ['s3:GetObject', `${BUCKET}/a`],
  ['s3:PutObject', `${BUCKET}/a`],
  ['s3:DeleteObject', `${BUCKET}/a`],
  ['s3:AbortMultipartUpload', `${BUCKET}/a`],
  ['s3:ListBucket', BUCKET],
  ['secretsmanager:GetSecretValue', `${SECRET}-aB3dE6`],
  ['ssm:GetParameter', PARAMETER],
  ['ssm:GetParameters', PARAMETER],
])('may %s on %s', (action, resource) => {
  expect(can(ALL, action, resource)).toBe(true);
  expect(can(NONE, action, resource)).toBe(false);
});

test.each([
  ['dynamodb:Scan', TABLE],
  ['dynamodb:UpdateTable', TABLE],
  ['dynamodb:PutItem', `${TABLE}-old`],
  ['dynamodb:GetItem', TABLE.replace('eu-west-1', 'us-east-1')],
  ['dynamodb:PutItem', `${TABLE}/index/by-customer`],
  ['s3:DeleteObjectVersion', `${BUCKET}/a`],
  ['s3:PutBucketPolicy', BUCKET],
  ['s3:GetObject', `${BUCKET.replace('euw1', 'use1')}/a`],
  ['secretsmanager:PutSecretValue', `${SECRET}-aB3dE6`],
  ['secretsmanager:GetSecretValue', `${SECRET}-old-aB3dE6`],
  ['secretsmanager:GetSecretValue', `${SECRET.replace('eu-west-1', 'us-east-1')}-aB3dE6`],
  ['ssm:GetParameter', PARAMETER.replace('main', 'extra')],
  ['ssm:PutParameter', PARAMETER],
  ['kms:Decrypt', KEY],
])('may not %s on %s', (action, resource) => expect(can(ALL, action, resource)).toBe(false));

test.each([
  ['tables', 'dynamodb', ['kms:Decrypt', 'kms:DescribeKey']],
  ['buckets', 's3', ['kms:Decrypt', 'kms:GenerateDataKey']],
  ['secrets', 'secretsmanager', ['kms:Decrypt']],
] as const)('uses the key for its %s through %s of its own Region alone', (kind, service, actions) => {
  const only = { ...NONE, [kind]: ALL[kind] };
  for (const action of actions) {
    expect(can(only, action, KEY, `${service}.eu-west-1.amazonaws.com`)).toBe(true);
    expect(can(only, action, KEY, `${service}.us-east-1.amazonaws.com`)).toBe(false);
    expect(can(only, action, KEY, 'lambda.eu-west-1.amazonaws.com')).toBe(false);
    expect(can(NONE, action, KEY, `${service}.eu-west-1.amazonaws.com`)).toBe(false);
  }
  expect(can(ALL, 'kms:CreateGrant', KEY, `${service}.eu-west-1.amazonaws.com`)).toBe(false);
});

test('no statement is for every resource, and no two have one name', () => {
  const statements = serviceDataStatements({ ...ALL, tables: [TABLE, `${TABLE}-2`] });
  for (const statement of statements) expect(statement).not.toMatchObject({ resources: expect.arrayContaining(['*']) });
  const sids = statements.map(({ sid }) => sid);
  expect(new Set(sids).size).toBe(sids.length);
});
