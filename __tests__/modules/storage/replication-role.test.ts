import { ReplicationRole, type ReplicationRoleProps } from '../../../modules/storage/replication-role';
import { synthConstruct } from '../../synth';

const role = (props: Partial<ReplicationRoleProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new ReplicationRole(stack, 'replication', {
      provider: providerIn('us-east-1'),
      roleName: 'orders-prod-replication',
      bucketArnPatterns: ['arn:aws:s3:::orders-prod-objects-????-111122223333'],
      keyArnPattern: 'arn:aws:kms:*:111122223333:key/mrk-1',
      contextArnPattern: 'arn:aws:s3:::orders-prod-*',
      ...props,
    });
  });

test('S3 alone assumes it', () =>
  expect(role().only('aws_iam_role')).toEqual({
    provider: 'aws.use1',
    name: 'orders-prod-replication',
    description: 'S3 replication between the Regions of the platform',
    assume_role_policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
    tags: { region: 'global' },
  }));

test('it can do what replication needs, and nothing else', () =>
  expect(JSON.parse(String(role().only('aws_iam_role_policy').policy))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReadConfiguration',
        Effect: 'Allow',
        Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
        Resource: 'arn:aws:s3:::orders-prod-objects-????-111122223333',
      },
      {
        Sid: 'CopyVersions',
        Effect: 'Allow',
        Action: [
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionTagging',
          's3:ReplicateDelete',
          's3:ReplicateObject',
          's3:ReplicateTags',
        ],
        Resource: 'arn:aws:s3:::orders-prod-objects-????-111122223333/*',
      },
      {
        Sid: 'UseKeyThroughS3',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
        Resource: 'arn:aws:kms:*:111122223333:key/mrk-1',
        Condition: {
          StringLike: {
            'kms:ViaService': ['s3.*.amazonaws.com', 's3.*.amazonaws.com.cn'],
            'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::orders-prod-*',
          },
        },
      },
    ],
  }));

test('several buckets are several resources of the same statements', () => {
  const policy = String(
    role({ bucketArnPatterns: ['arn:aws:s3:::a-*', 'arn:aws:s3:::b-*'] }).only('aws_iam_role_policy').policy,
  );
  expect(JSON.parse(policy).Statement.map(({ Resource }: { Resource: unknown }) => Resource)).toEqual([
    ['arn:aws:s3:::a-*', 'arn:aws:s3:::b-*'],
    ['arn:aws:s3:::a-*/*', 'arn:aws:s3:::b-*/*'],
    'arn:aws:kms:*:111122223333:key/mrk-1',
  ]);
});

test('refuses to be made for no bucket', () =>
  expect(() => role({ bucketArnPatterns: [] })).toThrow(new Error('t/replication: no buckets. Leave the role out.')));
