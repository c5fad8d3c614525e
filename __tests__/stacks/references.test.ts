import { undeclaredReference } from '../../stacks/references';
import { anySmallPlatform } from './region-lists';

const stack = (value: string) => ({
  resource: { aws_s3_bucket: { 'bucket-objects': { provider: 'aws.use1' } }, terraform_data: { source: {} } },
  data: { aws_kms_alias: { key: {} } },
  ephemeral: { aws_secretsmanager_secret_version: { main: {} } },
  output: { it: { value } },
});

test.each([
  'aws_s3_bucket.other',
  '${aws_s3_bucket.bucket-objects.id}',
  '${terraform_data.source.output}',
  '${replace(data.aws_kms_alias.key.target_key_arn, ":us-east-1:", ":eu-west-1:")}',
  '${try(jsondecode(one(ephemeral.aws_secretsmanager_secret_version.main[*].secret_string)).password, null)}',
  '${var.plan_only}',
])('%s refers to nothing that is not there', (value) => expect(undeclaredReference(stack(value))).toBeUndefined());

test.each([
  ['${aws_s3_bucket.bucket.id}', 'aws_s3_bucket.bucket'],
  ['${aws_s3_bucket.bucket-objects-2.id}', 'aws_s3_bucket.bucket-objects-2'],
  ['${aws_kms_alias.key.name}', 'aws_kms_alias.key'],
  ['${data.aws_kms_alias.other.name}', 'data.aws_kms_alias.other'],
  ['${aws_s3_bucket.toString.id}', 'aws_s3_bucket.toString'],
  ['${join(",", [aws_s3_bucket.bucket-objects.id, aws_vpc.main.id])}', 'aws_vpc.main'],
])('%s refers to %s', (value, reference) => expect(undeclaredReference(stack(value))).toBe(reference));

test(
  'no stack of any platform refers to what it does not have',
  anySmallPlatform((platform) => {
    for (const { json } of platform.stacks.values()) expect(undeclaredReference({ ...json })).toBeUndefined();
  }),
);
