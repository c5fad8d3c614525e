import { refusal } from '../../../lab/provider/aws/refusals';
import type { Operation } from '../../../lab/provider/calls';
import type { ObjectValue } from '../../../lab/provider/protocol/value';
import type { World } from '../../../lab/provider/world';
import { emptyWorld } from './session';

const arn = 'arn:aws:rds:us-east-1:1:db:orders';
const keyArn = 'arn:aws:kms:us-east-1:1:key/mrk-1';

/** A world with a little of everything that refusals look at. */
function world(): World {
  const world = emptyWorld();
  const put = (type: string, region: string, state: ObjectValue) => world.put(type, region, state);
  put('aws_db_instance', 'us-east-1', { id: 'db-1', arn, identifier: 'orders', backup_retention_period: 7 });
  put('aws_db_instance', 'us-east-1', {
    id: 'db-2',
    arn: `${arn}-bare`,
    identifier: 'orders-bare',
    backup_retention_period: 0,
  });
  put('aws_kms_key', 'us-east-1', { id: 'mrk-1', arn: keyArn, multi_region: true });
  put('aws_kms_key', 'us-east-1', { id: 'k', arn: 'arn:single', multi_region: false });
  put('aws_dynamodb_table', 'us-east-1', { id: 't', name: 't' });
  put('aws_iam_role', 'global', { id: 'r', name: 'r' });
  put('aws_ssm_parameter', 'us-east-1', { id: '/a', name: '/a' });
  for (const bucket of ['a', 'b', 'c'])
    put('aws_s3_bucket', 'us-east-1', { id: bucket, bucket, object_count: bucket === 'a' ? 3 : 0 });
  for (const bucket of ['a', 'b'])
    put('aws_s3_bucket_versioning', 'us-east-1', {
      id: bucket,
      bucket,
      versioning_configuration: [{ status: 'Enabled' }],
    });
  return world;
}

const says = (
  type: string,
  op: Operation,
  prior: ObjectValue | null,
  planned: ObjectValue | null,
  region = 'us-east-1',
) => refusal(type, world(), { op, region, prior, planned }) ?? 'nothing';

const db = { identifier: 'orders' };
const replica = { ...db, replicate_source_db: arn };
const replicaTo = (bucket: string) => ({
  bucket: 'a',
  rule: [{ destination: [{ bucket: `arn:aws:s3:::${bucket}` }] }],
});
const table = { name: 't', replica: [{ region_name: 'eu-west-1', deletion_protection_enabled: true }] };

test.each<[what: string, type: string, Operation, ObjectValue | null, ObjectValue | null, said: string]>([
  [
    'a replica of nothing',
    'aws_db_instance',
    'Create',
    null,
    { identifier: 'x', replicate_source_db: 'arn:x' },
    'DBInstanceNotFound: DBInstance arn:x not found.',
  ],
  [
    'a replica of what has no backups',
    'aws_db_instance',
    'Create',
    null,
    { identifier: 'x', replicate_source_db: `${arn}-bare` },
    'Automated backups are not enabled for this database instance.',
  ],
  [
    'an instance of no engine',
    'aws_db_instance',
    'Create',
    null,
    { identifier: 'x' },
    '"engine": required field is not set',
  ],
  [
    'a second instance of that name',
    'aws_db_instance',
    'Create',
    null,
    { ...db, engine: 'mysql' },
    'DBInstanceAlreadyExists',
  ],
  [
    'another source',
    'aws_db_instance',
    'Update',
    { ...db, replicate_source_db: 'arn:other' },
    replica,
    'cannot elect new source database for replication',
  ],
  [
    'a source for what was none',
    'aws_db_instance',
    'Update',
    db,
    replica,
    'cannot elect new source database for replication',
  ],
  [
    'deleting what is protected',
    'aws_db_instance',
    'Delete',
    { ...db, deletion_protection: true },
    null,
    'Cannot delete protected DB Instance',
  ],
  [
    'deleting without a last snapshot’s name',
    'aws_db_instance',
    'Delete',
    db,
    null,
    'final_snapshot_identifier is required when skip_final_snapshot is false',
  ],
  [
    'a last snapshot of a replica',
    'aws_db_instance',
    'Delete',
    { ...replica, final_snapshot_identifier: 'x' },
    null,
    'can not be specified when deleting a read replica',
  ],
  ['a second table', 'aws_dynamodb_table', 'Create', null, { name: 't' }, 'ResourceInUseException'],
  [
    'deleting a protected table',
    'aws_dynamodb_table',
    'Delete',
    { name: 't', deletion_protection_enabled: true },
    null,
    'currently protected against deletion',
  ],
  [
    'taking a protected replica away',
    'aws_dynamodb_table',
    'Update',
    table,
    { ...table, replica: [] },
    'deleting replica(s): eu-west-1',
  ],
  [
    'a replica in the table’s own Region',
    'aws_dynamodb_table',
    'Create',
    null,
    { name: 'u', replica: [{ region_name: 'us-east-1' }] },
    'Cannot add, delete, or update the local region',
  ],
  ['a bucket that exists', 'aws_s3_bucket', 'Create', null, { bucket: 'a' }, 'BucketAlreadyOwnedByYou'],
  ['deleting a bucket with objects', 'aws_s3_bucket', 'Delete', { bucket: 'a' }, null, 'BucketNotEmpty'],
  [
    'replicating from what is not versioned',
    'aws_s3_bucket_replication_configuration',
    'Create',
    null,
    { bucket: 'c', rule: [] },
    "Versioning must be 'Enabled'",
  ],
  [
    'replicating to nowhere',
    'aws_s3_bucket_replication_configuration',
    'Create',
    null,
    replicaTo('z'),
    'Destination bucket must exist: z',
  ],
  [
    'replicating to what is not versioned',
    'aws_s3_bucket_replication_configuration',
    'Update',
    null,
    replicaTo('c'),
    'Destination bucket must have versioning enabled: c',
  ],
  [
    'a replica of no key',
    'aws_kms_replica_key',
    'Create',
    null,
    { primary_key_arn: 'arn:x' },
    "NotFoundException: Key 'arn:x' does not exist",
  ],
  [
    'a replica of a key of one Region',
    'aws_kms_replica_key',
    'Create',
    null,
    { primary_key_arn: 'arn:single' },
    'is not a multi-Region primary key',
  ],
  [
    'a replica beside its primary',
    'aws_kms_replica_key',
    'Create',
    null,
    { primary_key_arn: keyArn },
    'the primary key is in us-east-1 itself',
  ],
  [
    'a second role',
    'aws_iam_role',
    'Create',
    null,
    { name: 'r' },
    'EntityAlreadyExists: Role with name r already exists.',
  ],
  ['a second parameter', 'aws_ssm_parameter', 'Create', null, { name: '/a' }, 'ParameterAlreadyExists'],
])('refuses %s', (_, type, op, prior, planned, said) => {
  expect(says(type, op, prior, planned)).toContain(said);
});

test.each<[what: string, type: string, Operation, ObjectValue | null, ObjectValue | null]>([
  ['a promotion', 'aws_db_instance', 'Update', replica, { ...db, replicate_source_db: '' }],
  ['a change of a replica', 'aws_db_instance', 'Update', replica, { ...replica, instance_class: 'x' }],
  ['deleting with a last snapshot', 'aws_db_instance', 'Delete', { ...db, final_snapshot_identifier: 'x' }, null],
  ['deleting without one, as told', 'aws_db_instance', 'Delete', { ...replica, skip_final_snapshot: true }, null],
  [
    'taking an unprotected replica away',
    'aws_dynamodb_table',
    'Update',
    { name: 't', replica: [{ region_name: 'eu-west-1' }] },
    { name: 't', replica: [] },
  ],
  ['emptying a bucket to delete it', 'aws_s3_bucket', 'Delete', { bucket: 'a', force_destroy: true }, null],
  ['deleting an empty bucket', 'aws_s3_bucket', 'Delete', { bucket: 'b' }, null],
  ['replicating between versioned buckets', 'aws_s3_bucket_replication_configuration', 'Create', null, replicaTo('b')],
  ['overwriting a parameter', 'aws_ssm_parameter', 'Create', null, { name: '/a', overwrite: true }],
])('allows %s', (_, type, op, prior, planned) => {
  expect(says(type, op, prior, planned)).toBe('nothing');
});

test('the same name is free in another Region, but for a bucket', () => {
  expect(says('aws_dynamodb_table', 'Create', null, { name: 't' }, 'eu-west-1')).toBe('nothing');
  expect(says('aws_s3_bucket', 'Create', null, { bucket: 'a' }, 'eu-west-1')).toContain('BucketAlreadyOwnedByYou');
});
