import { regionOfArn, regionOfBucketName } from './attribution';
import { isObject } from './json';
import { type Change, type Edge, type ManifestFacts, UNKNOWN, type Value, type Values } from './model';

/** What the config calls the objects behind addresses, by the manifests of head and base. */
export class EdgeNames {
  private readonly named = new Map<string, { readonly kind: string; readonly name: string; readonly from: string }>();
  private readonly databases = new Map<string, string>();
  private readonly addresses = new Map<string, string>();
  readonly bucketRegions: ManifestFacts['bucketRegions'];

  /** @param manifests the one that counts first */
  constructor(manifests: readonly ManifestFacts[]) {
    for (const { edges, stateful, databases } of manifests) {
      for (const { stack, address, kind, name, from } of edges) {
        const key = `${stack} ${address}`;
        if (!this.named.has(key)) this.named.set(key, { kind, name, from });
        if (kind !== 'rds-replica') continue;
        // An instance has the same address in every Region.
        if (!this.databases.has(address)) this.databases.set(address, name);
        if (!this.addresses.has(name)) this.addresses.set(name, address);
      }
      // Without a copy there is no edge, but an instance all the same.
      for (const { address } of stateful) {
        if (!address.startsWith('aws_db_instance.') || this.databases.has(address)) continue;
        const name = Object.keys(databases).find((each) =>
          address.split(/[._]/).some((part) => part.endsWith(`-${each}`)),
        );
        if (name !== undefined) this.databases.set(address, name);
      }
    }
    this.bucketRegions = Object.fromEntries(
      [...manifests].reverse().flatMap((manifest) => Object.entries(manifest.bucketRegions)),
    );
  }

  /** The declared edge of a resource. */
  at(
    stack: string,
    address: string,
  ): { readonly kind: string; readonly name: string; readonly from: string } | undefined {
    return this.named.get(`${stack} ${address}`);
  }

  /** Name of the database whose instance has this address; the address where no manifest tells. */
  databaseAt(address: string): string {
    return this.databases.get(address) ?? address;
  }

  addressOfDatabase(database: string): string | undefined {
    return this.addresses.get(database);
  }
}

type Bare = Omit<Edge, 'known' | 'stack' | 'address'>;

/** The copies that a resource makes, by its values. */
export function edgesOf(change: Change, values: Values, names: EdgeNames): Edge[] {
  const { stack, address, type } = change;
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  return (read?.(change, values, names) ?? []).map((edge) => ({ ...edge, stack, address, known: 'plan' as const }));
}

/** Whether a resource of a type copies something to another Region. */
export const makesEdges = (type: string): boolean => Object.hasOwn(READERS, type);

type Reader = (change: Change, values: Values, names: EdgeNames) => Bare[];

const READERS: Readonly<Record<string, Reader>> = {
  aws_s3_bucket_replication_configuration: (change, values, names) => {
    const declared = names.at(change.stack, change.address);
    return blocks(values.rule).flatMap((rule): Bare[] => {
      const destination = block(rule.destination);
      const bucket = text(destination?.bucket);
      const to = bucket === undefined ? undefined : regionOfBucketName(bucket, names.bucketRegions);
      const selection = block(rule.source_selection_criteria);
      return [
        {
          kind: declared?.kind ?? 's3-replication',
          name: declared?.name ?? text(values.bucket) ?? change.address,
          from: change.region,
          to: to ?? text(rule.id) ?? UNKNOWN,
          enabled: rule.status === 'Enabled',
          guarantees: {
            replicationTime: isEnabled(destination?.replication_time),
            deleteMarkers: isEnabled(rule.delete_marker_replication),
            replicaModifications: isEnabled(selection?.replica_modifications),
            kmsObjects: isEnabled(selection?.sse_kms_encrypted_objects),
          },
        },
      ];
    });
  },
  aws_dynamodb_table: (change, values, names) => {
    const name = names.at(change.stack, change.address)?.name ?? text(values.name) ?? change.address;
    const own = {
      pointInTimeRecovery: block(values.point_in_time_recovery)?.enabled,
      deletionProtection: values.deletion_protection_enabled,
    };
    const copies = blocks(values.replica).map((replica) => ({
      region: text(replica.region_name) ?? UNKNOWN,
      pointInTimeRecovery: replica.point_in_time_recovery,
      deletionProtection: replica.deletion_protection_enabled,
      consistency: replica.consistency_mode,
    }));
    // Every copy copies to every other ("Global tables: multi-active, multi-Region replication").
    const all = [{ region: change.region, consistency: copies[0]?.consistency, ...own }, ...copies];
    return all.flatMap((from) =>
      all.flatMap(({ region: to, ...guarantees }) =>
        to === from.region
          ? []
          : [{ kind: 'dynamodb-replica', name, from: from.region, to, enabled: true, guarantees: known(guarantees) }],
      ),
    );
  },
  aws_kms_replica_key: (change, values, names) => {
    const declared = names.at(change.stack, change.address);
    const from = regionOfArn(values.primary_key_arn) ?? declared?.from ?? UNKNOWN;
    const enabled = values.enabled !== false;
    return [
      { kind: 'kms-replica', name: declared?.name ?? change.address, from, to: change.region, enabled, guarantees: {} },
    ];
  },
  aws_secretsmanager_secret: (change, values, names) => {
    const name = names.at(change.stack, change.address)?.name ?? text(values.name) ?? change.address;
    return blocks(values.replica).map((replica) => ({
      kind: 'secret-replica',
      name,
      from: change.region,
      to: text(replica.region) ?? UNKNOWN,
      enabled: true,
      guarantees: {},
    }));
  },
  aws_db_instance: (change, values, names) => replicaOf(change, values.replicate_source_db, names),
  aws_rds_cluster: (change, values, names) => replicaOf(change, values.replication_source_identifier, names),
  aws_vpc_peering_connection: peering,
  aws_ec2_transit_gateway_peering_attachment: peering,
};

function replicaOf(change: Change, source: Value | undefined, names: EdgeNames): Bare[] {
  const from = regionOfArn(source);
  if (from === undefined || from === change.region) return [];
  const name = names.databaseAt(change.address);
  return [{ kind: 'rds-replica', name, from, to: change.region, enabled: true, guarantees: {} }];
}

/** A peering carries both ways, and is one edge: from the Region that asked for it. */
function peering(change: Change, values: Values, names: EdgeNames): Bare[] {
  const to = text(values.peer_region);
  if (to === undefined || to === change.region) return [];
  const declared = names.at(change.stack, change.address);
  return [
    {
      kind: declared?.kind ?? (change.type === 'aws_vpc_peering_connection' ? 'vpc-peering' : 'gateway-peering'),
      name: declared?.name ?? change.type,
      from: change.region,
      to,
      enabled: true,
      guarantees: {},
    },
  ];
}

const text = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const isBlock = (value: Value): value is Values => isObject(value);
const blocks = (value: Value | undefined): Values[] => (Array.isArray(value) ? value.filter(isBlock) : []);
/** The one block that there can be. */
const block = (value: Value | undefined): Values | undefined => blocks(value)[0];

const isEnabled = (value: Value | undefined): boolean => block(value)?.status === 'Enabled';

/** Guarantees whose values are shown. */
const known = (guarantees: Readonly<Record<string, Value | undefined>>): Record<string, boolean | string> =>
  Object.fromEntries(
    Object.entries(guarantees).flatMap(([name, value]) =>
      typeof value === 'boolean' || typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
