import { RegionalBucket, type RegionalBucketProps } from '../../../modules/storage/regional-bucket';
import { synthConstruct } from '../../synth';

const NAME = 'orders-prod-objects-euw1-111122223333';
const ARN = `arn:aws:s3:::${NAME}`;

const bucket = (props: Partial<RegionalBucketProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new RegionalBucket(stack, 'objects', {
      provider: providerIn('eu-west-1'),
      bucketName: NAME,
      bucketArn: ARN,
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1',
      noncurrentVersionDays: 90,
      ...props,
    });
  });

const stack = bucket();
const OF = { provider: 'aws.euw1', bucket: '${aws_s3_bucket.objects_bucket.id}' };

test('is a bucket and its six companions, once each', () =>
  expect(stack.counts).toEqual({
    aws_s3_bucket: 1,
    aws_s3_bucket_lifecycle_configuration: 1,
    aws_s3_bucket_ownership_controls: 1,
    aws_s3_bucket_policy: 1,
    aws_s3_bucket_public_access_block: 1,
    aws_s3_bucket_server_side_encryption_configuration: 1,
    aws_s3_bucket_versioning: 1,
  }));

test('is retained: neither emptied nor destroyed', () =>
  expect(stack.only('aws_s3_bucket')).toEqual({
    provider: 'aws.euw1',
    bucket: NAME,
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  }));

test('keeps versions', () =>
  expect(stack.only('aws_s3_bucket_versioning')).toEqual({ ...OF, versioning_configuration: { status: 'Enabled' } }));

test("encrypts with its Region's key and a bucket key", () =>
  expect(stack.only('aws_s3_bucket_server_side_encryption_configuration')).toEqual({
    ...OF,
    rule: [
      {
        bucket_key_enabled: true,
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1',
        },
      },
    ],
  }));

test('is closed to the public in all four ways, and its owner owns every object', () => {
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

test('drops old versions, lone delete markers and unfinished uploads, and no current object', () =>
  expect(stack.only('aws_s3_bucket_lifecycle_configuration')).toEqual({
    ...OF,
    depends_on: ['aws_s3_bucket_versioning.objects_versioning'],
    rule: [
      {
        id: 'old-versions',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        expiration: [{ expired_object_delete_marker: true }],
      },
      {
        id: 'incomplete-uploads',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ],
  }));

const statements = (props: Partial<RegionalBucketProps>): object[] =>
  JSON.parse(String(bucket(props).only('aws_s3_bucket_policy').policy)).Statement;

const DENY = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [ARN, `${ARN}/*`] };
const TLS_ONLY = [
  { Sid: 'DenyWithoutTls', ...DENY, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  { Sid: 'DenyOldTls', ...DENY, Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
];

test('takes TLS 1.2 and later alone, once public access is blocked', () => {
  expect(statements({})).toEqual(TLS_ONLY);
  expect(stack.only('aws_s3_bucket_policy')).toMatchObject({
    ...OF,
    depends_on: ['aws_s3_bucket_public_access_block.objects_public-access'],
  });
});

test('can refuse its own deletion, to everybody', () =>
  expect(statements({ undeletable: true })).toEqual([
    ...TLS_ONLY,
    { Sid: 'DenyDeletion', Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: ARN },
  ]));

test('keeps old versions as many days as it is told', () =>
  expect(bucket({ noncurrentVersionDays: 365 }).only('aws_s3_bucket_lifecycle_configuration').rule).toEqual(
    expect.arrayContaining([expect.objectContaining({ noncurrent_version_expiration: [{ noncurrent_days: 365 }] })]),
  ));

test('one that is released can be destroyed with all that is in it, and still takes TLS alone', () => {
  expect(bucket({ released: true }).only('aws_s3_bucket')).toMatchObject({
    force_destroy: true,
    lifecycle: { prevent_destroy: false },
  });
  expect(statements({ undeletable: true, released: true })).toEqual(TLS_ONLY);
});

describe('with uploads', () => {
  const uploads = bucket({
    incoming: { prefix: 'incoming/', days: 2 },
    corsOrigins: ['https://shop.example.com'],
  });

  test('those that nobody accepted go after two days, their versions too; all else stays', () =>
    expect(uploads.only<{ rule: { id: string }[] }>('aws_s3_bucket_lifecycle_configuration').rule).toEqual([
      expect.objectContaining({ id: 'old-versions' }),
      expect.objectContaining({ id: 'incomplete-uploads' }),
      {
        id: 'incoming',
        status: 'Enabled',
        filter: [{ prefix: 'incoming/' }],
        expiration: [{ days: 2 }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
      },
    ]));

  test('a browser of the listed origins may use a signed URL', () =>
    expect(uploads.only('aws_s3_bucket_cors_configuration')).toEqual({
      ...OF,
      cors_rule: [
        {
          allowed_origins: ['https://shop.example.com'],
          allowed_methods: ['GET', 'HEAD', 'PUT'],
          allowed_headers: ['content-length', 'content-type', 'if-none-match', 'x-amz-*'],
          expose_headers: ['ETag', 'x-amz-checksum-sha256', 'x-amz-version-id'],
          max_age_seconds: 600,
        },
      ],
    }));
});
