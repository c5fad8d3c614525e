import type { Operation } from '../calls';
import { type ObjectValue, objects, text } from '../protocol/value';
import type { World } from '../world';
import { refuseInstance } from './databases';
import { replicaRegions } from './reach';
import { EDGE_REFUSALS } from './refusals-edge';
import { NETWORK_REFUSALS } from './refusals-network';
import { refuseSecond } from './unique';

export interface Change {
  readonly op: Operation;
  readonly region: string;
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue | null;
}

/** Type => why the real provider, or AWS, would refuse a change; `undefined` where it would not. */
export type Refusals = Readonly<Record<string, (world: World, change: Change) => string | undefined>>;

const REFUSALS: Refusals = {
  ...NETWORK_REFUSALS,
  ...EDGE_REFUSALS,
  aws_db_instance: (world, { op, region, prior, planned }) => refuseInstance(op, world, region, prior, planned),
  aws_dynamodb_table: refuseTable,
  aws_s3_bucket: refuseBucket,
  aws_s3_bucket_replication_configuration: refuseReplication,
  aws_kms_replica_key: refuseReplicaKey,
};

export function refusal(type: string, world: World, change: Change): string | undefined {
  const { op, region, planned } = change;
  const second = op === 'Create' && planned ? refuseSecond(world, type, region, planned) : undefined;
  return second ?? REFUSALS[type]?.(world, change);
}

function refuseTable(_world: World, { op, region, prior, planned }: Change): string | undefined {
  const name = text((planned ?? prior)?.name) ?? '';
  const protectedTable = `ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`;
  if (op === 'Delete' && prior?.deletion_protection_enabled === true)
    return `deleting DynamoDB Table (${name}): operation error DynamoDB: DeleteTable, api error ${protectedTable}`;
  const kept = op === 'Delete' ? [] : replicaRegions(planned);
  const lost = objects(prior?.replica).find(
    (replica) => replica.deletion_protection_enabled === true && !kept.includes(text(replica.region_name) ?? ''),
  );
  if (lost)
    return `deleting DynamoDB Table (${name}): deleting replica(s): ${String(lost.region_name)}: ${protectedTable}`;
  return planned && replicaRegions(planned).includes(region)
    ? `updating DynamoDB Table (${name}) replica: ValidationException: Cannot add, delete, or update the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as required.`
    : undefined;
}

/** Objects are not simulated, but a test may say how many a bucket holds, by an attribute `object_count` in the world. */
function refuseBucket(world: World, { op, prior }: Change): string | undefined {
  if (op !== 'Delete' || prior?.force_destroy === true) return undefined;
  const name = text(prior?.bucket) ?? '';
  const count = world.all('aws_s3_bucket').find(({ state }) => state.bucket === name)?.state.object_count;
  return typeof count === 'number' && count > 0
    ? `deleting S3 Bucket (${name}): operation error S3: DeleteBucket, https response error StatusCode: 409, api error BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.`
    : undefined;
}

/** "Versioning must be 'Enabled' on the bucket to apply a replication configuration"; the destinations must be there, too. */
function refuseReplication(world: World, { op, planned }: Change): string | undefined {
  if (op === 'Delete' || !planned) return undefined;
  const bucket = text(planned.bucket) ?? '';
  const creating = `creating S3 Bucket Replication Configuration for bucket (${bucket}): operation error S3: PutBucketReplication, https response error StatusCode: 400`;
  if (!isVersioned(world, bucket))
    return `${creating}, api error InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration`;
  for (const rule of objects(planned.rule))
    for (const { bucket: arn } of objects(rule.destination)) {
      const destination = (text(arn) ?? '').split(':').at(-1) ?? '';
      if (!world.all('aws_s3_bucket').some(({ state }) => state.bucket === destination))
        return `${creating}, api error InvalidRequest: Destination bucket must exist: ${destination}`;
      if (!isVersioned(world, destination))
        return `${creating}, api error InvalidRequest: Destination bucket must have versioning enabled: ${destination}`;
    }
  return undefined;
}

function isVersioned(world: World, bucket: string): boolean {
  return world
    .all('aws_s3_bucket_versioning')
    .some(
      ({ state }) =>
        state.bucket === bucket && objects(state.versioning_configuration).some(({ status }) => status === 'Enabled'),
    );
}

function refuseReplicaKey(world: World, { op, region, planned }: Change): string | undefined {
  if (op !== 'Create') return undefined;
  const arn = text(planned?.primary_key_arn) ?? '';
  const creating = `creating KMS Replica Key (${arn}): operation error KMS: ReplicateKey`;
  const primary = world.all('aws_kms_key').find(({ state }) => state.arn === arn);
  if (!primary) return `${creating}, NotFoundException: Key '${arn}' does not exist`;
  if (primary.state.multi_region !== true)
    return `${creating}, UnsupportedOperationException: ${arn} is not a multi-Region primary key.`;
  return primary.region === region
    ? `${creating}, AlreadyExistsException: the primary key is in ${region} itself`
    : undefined;
}
