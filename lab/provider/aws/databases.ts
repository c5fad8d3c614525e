import { isAbsent, type ObjectValue, text, Unknown, type Value } from '../protocol/value';
import type { World } from '../world';

const INSTANCE = 'aws_db_instance';
/** What a replica has from its source, unless its own configuration says otherwise. RDS User Guide, "Creating a read replica". */
const INHERITED = [
  'engine',
  'engine_version',
  'engine_version_actual',
  'username',
  'allocated_storage',
  'max_allocated_storage',
  'db_name',
  'port',
  'license_model',
  'storage_type',
  'storage_encrypted',
  'iops',
  'storage_throughput',
];

/** A source in another Region is named by its ARN, one in the same Region by its identifier. */
export function sourceOf(world: World, replica: ObjectValue, region: string): ObjectValue | undefined {
  const source = text(replica.replicate_source_db);
  if (!source) return undefined;
  const isSource = ({ state, region: where }: { state: ObjectValue; region: string }) =>
    source.startsWith('arn:') ? state.arn === source : where === region && state.identifier === source;
  return world.all(INSTANCE).find(isSource)?.state;
}

/** A new replica with what it inherits. */
export function withInherited(world: World, replica: ObjectValue, region: string): ObjectValue {
  const source = sourceOf(world, replica, region);
  if (!source) return replica;
  const inherited = INHERITED.filter((name) => isOpen(replica[name]) && !isOpen(source[name])).map(
    (name) => [name, source[name] ?? null] as const,
  );
  return { ...replica, ...Object.fromEntries(inherited) };
}

const isOpen = (value: Value | undefined): boolean => isAbsent(value) || value instanceof Unknown;

export function refuseInstance(
  op: string,
  world: World,
  region: string,
  prior: ObjectValue | null,
  planned: ObjectValue | null,
): string | undefined {
  const name = text((planned ?? prior)?.identifier) ?? '';
  const source = text(planned?.replicate_source_db);
  if (op === 'Create' && planned) {
    if (source) return refuseReplica(name, source, sourceOf(world, planned, region));
    if (!source && !text(planned.engine) && !text(planned.snapshot_identifier))
      return `creating RDS DB Instance (${name}): "engine": required field is not set`;
  }
  if (op === 'Update' && source && source !== text(prior?.replicate_source_db))
    return 'cannot elect new source database for replication';
  return op === 'Delete' && prior ? refuseDeletion(name, prior) : undefined;
}

function refuseReplica(name: string, source: string, found: ObjectValue | undefined): string | undefined {
  const creating = `creating RDS DB Instance (read replica) (${name}): operation error RDS: CreateDBInstanceReadReplica`;
  if (!found) return `${creating}, DBInstanceNotFound: DBInstance ${source} not found.`;
  return found.backup_retention_period === 0
    ? `${creating}, api error InvalidDBInstanceState: Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.`
    : undefined;
}

/** The provider asks the state, not the configuration, which is gone by then. */
function refuseDeletion(name: string, prior: ObjectValue): string | undefined {
  const deleting = `deleting RDS DB Instance (${name})`;
  if (prior.deletion_protection === true)
    return `${deleting}: operation error RDS: DeleteDBInstance, api error InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try again.`;
  if (prior.skip_final_snapshot === true) return undefined;
  if (!text(prior.final_snapshot_identifier))
    return `${deleting}: final_snapshot_identifier is required when skip_final_snapshot is false`;
  if (text(prior.replicate_source_db))
    return `${deleting}: operation error RDS: DeleteDBInstance, api error InvalidParameterCombination: FinalDBSnapshotIdentifier can not be specified when deleting a read replica instance.`;
  return undefined;
}
