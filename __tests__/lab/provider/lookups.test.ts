import { lookUp } from '../../../lab/provider/aws/lookups';
import { EPHEMERAL, keepSecretValue, SECRET_MARK } from '../../../lab/provider/aws/secrets';
import type { ObjectValue } from '../../../lab/provider/protocol/value';
import { emptyWorld } from './session';

const world = emptyWorld();
const secretArn = 'arn:aws:secretsmanager:us-east-1:1:secret:s-abc';
for (const [type, region, state] of [
  ['aws_iam_role', 'global', { id: 'r', name: 'r', arn: 'arn:r' }],
  ['aws_s3_bucket', 'us-east-1', { id: 'b', bucket: 'b', arn: 'arn:aws:s3:::b' }],
  ['aws_kms_key', 'us-east-1', { id: 'mrk-1', key_id: 'mrk-1', arn: 'arn:aws:kms:us-east-1:1:key/mrk-1' }],
  ['aws_kms_replica_key', 'eu-west-1', { id: 'mrk-1', key_id: 'mrk-1', arn: 'arn:aws:kms:eu-west-1:1:key/mrk-1' }],
  [
    'aws_kms_alias',
    'eu-west-1',
    { id: 'alias/a', name: 'alias/a', arn: 'arn:alias', target_key_arn: 'arn:aws:kms:eu-west-1:1:key/mrk-1' },
  ],
  [
    'aws_dynamodb_table',
    'us-east-1',
    { id: 't', name: 't', arn: 'arn:aws:dynamodb:us-east-1:1:table/t', replica: [{ region_name: 'eu-west-1' }] },
  ],
  [
    'aws_secretsmanager_secret',
    'us-east-1',
    { id: secretArn, name: 's', arn: secretArn, replica: [{ region: 'eu-west-1' }] },
  ],
  ['aws_ssm_parameter', 'us-east-1', { name: '/a/b/c', type: 'String', value: '1', arn: 'arn:c' }],
  ['aws_ssm_parameter', 'us-east-1', { name: '/a/b/d/e', type: 'StringList', value: '2,3', arn: 'arn:e' }],
  ['aws_ssm_parameter', 'us-east-1', { name: '/a/bc/f', type: 'String', value: '4', arn: 'arn:f' }],
  ['aws_ssm_parameter', 'eu-west-1', { name: '/a/b/g', type: 'String', value: '5', arn: 'arn:g' }],
  ['aws_cognito_user_pool', 'us-east-1', { id: 'us-east-1_A', name: 'p', arn: 'arn:us-east-1_A' }],
  ['aws_cognito_user_pool', 'us-east-1', { id: 'us-east-1_B', name: 'q', arn: 'arn:us-east-1_B' }],
  ['aws_cognito_user_pool', 'eu-west-1', { id: 'eu-west-1_C', name: 'p', arn: 'arn:eu-west-1_C' }],
  ['aws_subnet', 'us-east-1', { id: 'subnet-1', vpc_id: 'vpc-1', tags_all: { tier: 'private' } }],
  ['aws_subnet', 'us-east-1', { id: 'subnet-2', vpc_id: 'vpc-1', tags_all: { tier: 'isolated' } }],
] as const)
  world.put(type, region, state as ObjectValue);

const found = (type: string, config: ObjectValue, region = 'us-east-1') => {
  const answer = lookUp(type, { world, place: { region, account: '111122223333', global: false }, config });
  return 'error' in answer ? answer.error : answer.values;
};

test.each<[type: string, config: ObjectValue, region: string, found: ObjectValue | string]>([
  ['aws_iam_role', { name: 'r' }, 'eu-west-1', { arn: 'arn:r' }],
  ['aws_cognito_user_pools', { name: 'p' }, 'us-east-1', { ids: ['us-east-1_A'], arns: ['arn:us-east-1_A'] }],
  ['aws_cognito_user_pools', { name: 'q' }, 'eu-west-1', { ids: [], arns: [] }],
  [
    'aws_ssm_parameters_by_path',
    { path: '/a/b', recursive: true },
    'us-east-1',
    {
      names: ['/a/b/c', '/a/b/d/e'],
      types: ['String', 'StringList'],
      values: ['1', '2,3'],
      arns: ['arn:c', 'arn:e'],
    },
  ],
  ['aws_ssm_parameters_by_path', { path: '/a/b/' }, 'us-east-1', { names: ['/a/b/c'] }],
  ['aws_ssm_parameters_by_path', { path: '/a' }, 'ap-southeast-2', { names: [] }],
  ['aws_iam_role', { name: 'x' }, 'eu-west-1', "reading IAM Role (x): couldn't find resource"],
  ['aws_s3_bucket', { bucket: 'b' }, 'eu-west-1', { arn: 'arn:aws:s3:::b' }],
  ['aws_kms_key', { key_id: 'mrk-1' }, 'us-east-1', { arn: 'arn:aws:kms:us-east-1:1:key/mrk-1', multi_region: true }],
  ['aws_kms_key', { key_id: 'alias/a' }, 'eu-west-1', { arn: 'arn:aws:kms:eu-west-1:1:key/mrk-1' }],
  [
    'aws_kms_key',
    { key_id: 'alias/a' },
    'us-east-1',
    'reading KMS Key (alias/a): operation error KMS: DescribeKey, NotFoundException: alias/a is not found in us-east-1',
  ],
  ['aws_kms_alias', { name: 'alias/a' }, 'eu-west-1', { target_key_id: 'mrk-1' }],
  ['aws_kms_alias', { name: 'alias/b' }, 'eu-west-1', "reading KMS Alias (alias/b): couldn't find resource"],
  ['aws_kms_alias', { name: 'alias/aws/s3' }, 'eu-west-1', {}],
  ['aws_dynamodb_table', { name: 't' }, 'eu-west-1', { arn: 'arn:aws:dynamodb:eu-west-1:1:table/t' }],
  ['aws_dynamodb_table', { name: 't' }, 'us-west-2', "reading Amazon DynamoDB Table (t): couldn't find resource"],
  ['aws_secretsmanager_secret', { name: 's' }, 'eu-west-1', { arn: secretArn.replace('us-east-1', 'eu-west-1') }],
  [
    'aws_secretsmanager_secret',
    { name: 's' },
    'us-west-2',
    "reading Secrets Manager Secret (s): couldn't find resource",
  ],
  ['aws_subnets', { filter: [{ name: 'vpc-id', values: ['vpc-1'] }] }, 'us-east-1', { ids: ['subnet-1', 'subnet-2'] }],
  ['aws_subnets', { tags: { tier: 'private' } }, 'us-east-1', { ids: ['subnet-1'] }],
  ['aws_subnets', { filter: [{ name: 'tag:tier', values: ['iso*'] }] }, 'us-east-1', { ids: ['subnet-2'] }],
  ['aws_subnet', { vpc_id: 'vpc-1', tags: { tier: 'private' } }, 'us-east-1', { id: 'subnet-1' }],
  [
    'aws_subnet',
    { vpc_id: 'vpc-1' },
    'us-east-1',
    'multiple EC2 subnets matched; use additional constraints to reduce matches to a single EC2 subnet',
  ],
  ['aws_subnet', { id: 'subnet-9' }, 'us-east-1', 'no matching EC2 subnet found'],
  [
    'aws_availability_zones',
    { exclude_zone_ids: ['euw1-az2'] },
    'eu-west-1',
    { names: ['eu-west-1a', 'eu-west-1c'], zone_ids: ['euw1-az1', 'euw1-az3'] },
  ],
  [
    'aws_partition',
    {},
    'cn-north-1',
    { partition: 'aws-cn', dns_suffix: 'amazonaws.com.cn', reverse_dns_prefix: 'cn.com.amazonaws' },
  ],
  ['aws_region', {}, 'eu-west-1', { name: 'eu-west-1', region: 'eu-west-1' }],
  [
    'aws_caller_identity',
    {},
    'us-gov-west-1',
    { account_id: '111122223333', arn: 'arn:aws-us-gov:iam::111122223333:user/lab' },
  ],
  ['aws_something', { name: 'x' }, 'eu-west-1', {}],
])('data.%s %j in %s', (type, config, region, expected) => {
  const answer = found(type, config, region);
  if (typeof expected === 'string') expect(answer).toBe(expected);
  else expect(answer).toMatchObject(expected);
});

describe('a secret', () => {
  const open = (type: string, config: ObjectValue, region = 'us-east-1') => {
    const opened = EPHEMERAL[type]?.open(config, region, world);
    return opened && 'result' in opened ? opened.result : opened?.error;
  };

  test('has no value until a version brings one; then the same in every Region that has a copy', () => {
    const version = { secret_id: secretArn };
    expect(open('aws_secretsmanager_secret_version', version)).toContain(
      "can't find the specified secret value for staging label: AWSCURRENT",
    );
    keepSecretValue(world, 'us-east-1', { secret_id: secretArn, secret_string_wo: 'hidden' });
    expect(open('aws_secretsmanager_secret_version', version)).toMatchObject({
      secret_string: 'hidden',
      version_stages: ['AWSCURRENT'],
    });
    expect(open('aws_secretsmanager_secret_version', { secret_id: 's' }, 'eu-west-1')).toMatchObject({
      secret_string: 'hidden',
    });
    expect(open('aws_secretsmanager_secret_version', { secret_id: 's' }, 'us-west-2')).toContain(
      "can't find the specified secret.",
    );
    expect(found('aws_secretsmanager_secret_version', { secret_id: 's' })).toMatchObject({ secret_string: 'hidden' });
  });

  test('a random password is another one each time, and can be told', () => {
    const passwords = [1, 2].map(() => (open('aws_secretsmanager_random_password', {}) as ObjectValue).random_password);
    expect(new Set(passwords).size).toBe(2);
    for (const password of passwords) expect(password).toMatch(new RegExp(`^${SECRET_MARK}[0-9a-f]{24}$`));
  });
});
