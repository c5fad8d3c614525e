import { LogBucket, type LogBucketProps } from '../../../modules/storage/log-bucket';
import { synthConstruct } from '../../synth';

const NAME = 'orders-prod-flow-logs-euw1-111122223333';
const ARN = `arn:aws:s3:::${NAME}`;
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1';
const OF = { provider: 'aws.euw1', bucket: '${aws_s3_bucket.logs_bucket.id}' };

const bucket = (props: Partial<LogBucketProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new LogBucket(stack, 'logs', {
      provider: providerIn('eu-west-1'),
      bucketName: NAME,
      bucketArn: ARN,
      partition: 'aws',
      account: '111122223333',
      region: 'eu-west-1',
      writer: 'log-delivery',
      expirationDays: 90,
      ...props,
    });
  });

const flow = bucket({ keyArn: KEY });
const access = bucket({ writer: 'load-balancer' });
const allowed = (stack: ReturnType<typeof bucket>): object[] =>
  JSON.parse(String(stack.only('aws_s3_bucket_policy').policy)).Statement.filter(
    ({ Effect }: { Effect: string }) => Effect === 'Allow',
  );

test.each([
  ['flow logs', flow],
  ['access logs', access],
])('%s: a bucket and its six companions, once each, retained, versioned, closed to the public', (_what, stack) => {
  expect(stack.counts).toEqual({
    aws_s3_bucket: 1,
    aws_s3_bucket_lifecycle_configuration: 1,
    aws_s3_bucket_ownership_controls: 1,
    aws_s3_bucket_policy: 1,
    aws_s3_bucket_public_access_block: 1,
    aws_s3_bucket_server_side_encryption_configuration: 1,
    aws_s3_bucket_versioning: 1,
  });
  expect(stack.only('aws_s3_bucket')).toEqual({
    provider: 'aws.euw1',
    bucket: NAME,
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(stack.only('aws_s3_bucket_versioning')).toEqual({ ...OF, versioning_configuration: { status: 'Enabled' } });
  expect(stack.only('aws_s3_bucket_public_access_block')).toEqual({
    ...OF,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(stack.only('aws_s3_bucket_ownership_controls')).toEqual({
    ...OF,
    rule: { object_ownership: 'BucketOwnerEnforced' },
  });
});

test('flow logs are under the key, with a bucket key', () =>
  expect(flow.only('aws_s3_bucket_server_side_encryption_configuration')).toEqual({
    ...OF,
    rule: [
      {
        bucket_key_enabled: true,
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: KEY },
      },
    ],
  }));

test('access logs are under S3’s own keys, the only ones that a load balancer can use', () => {
  expect(access.only('aws_s3_bucket_server_side_encryption_configuration')).toEqual({
    ...OF,
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
  });
  expect(() => bucket({ writer: 'load-balancer', keyArn: KEY })).toThrow(
    new Error(`t/logs: load balancers write where S3's own keys encrypt, not under ${KEY}. Leave keyArn out.`),
  );
});

test('log delivery writes for this account and Region alone, and looks at the bucket before it does', () => {
  const of = {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-west-1:111122223333:*' },
  };
  expect(allowed(flow)).toEqual([
    {
      Sid: 'WriteFlowLogs',
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: [`${ARN}/AWSLogs/111122223333/*`, `${ARN}/AWSLogs/aws-account-id=111122223333/*`],
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333', 's3:x-amz-acl': 'bucket-owner-full-control' },
        ArnLike: of.ArnLike,
      },
    },
    {
      Sid: 'LookBeforeWriting',
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['s3:GetBucketAcl', 's3:ListBucket'],
      Resource: ARN,
      Condition: of,
    },
  ]);
});

test('load balancers write this account’s logs, below the prefix where there is one', () => {
  const statement = (folder: string) => [
    {
      Sid: 'WriteAccessLogs',
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${ARN}/${folder}AWSLogs/111122223333/*`,
    },
  ];
  expect(allowed(access)).toEqual(statement(''));
  expect(allowed(bucket({ writer: 'load-balancer', prefix: 'entry' }))).toEqual(statement('entry/'));
});

test.each([
  ['flow logs', flow],
  ['access logs', access],
])('%s: nobody else gets in, and nobody without TLS, once public access is blocked', (_what, stack) => {
  const { policy, depends_on } = stack.only<{ policy: string; depends_on: string[] }>('aws_s3_bucket_policy');
  const denied = JSON.parse(policy).Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Deny');
  expect(denied.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['DenyWithoutTls', 'DenyOldTls']);
  expect(allowed(stack).every((statement) => JSON.stringify(statement).includes('amazonaws.com'))).toBe(true);
  expect(depends_on).toEqual(['aws_s3_bucket_public_access_block.logs_public-access']);
});

test('logs go after the days that are given, what replaced them after a week, and no marker stays behind', () =>
  expect(flow.only('aws_s3_bucket_lifecycle_configuration')).toEqual({
    ...OF,
    depends_on: ['aws_s3_bucket_versioning.logs_versioning'],
    rule: [
      {
        id: 'old-logs',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        expiration: [{ days: 90 }],
        noncurrent_version_expiration: [{ noncurrent_days: 7 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
      {
        id: 'lone-markers',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        expiration: [{ expired_object_delete_marker: true }],
      },
    ],
  }));

test('one that is released can be destroyed with all that is in it', () =>
  expect(bucket({ released: true }).only('aws_s3_bucket')).toMatchObject({
    force_destroy: true,
    lifecycle: { prevent_destroy: false },
  }));
