import { DynamodbTable, type DynamodbTableReplica } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';
import { EVERY_REGION } from '../terraform/tags';

/** A global secondary index; its keys are strings. */
export interface TableIndex {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey: string;
  /** What of an item is in the index. */
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

export interface GlobalTableProps {
  /** Provider of the home Region. */
  readonly provider: TerraformProvider;
  readonly home: RegionName;
  readonly tableName: string;
  /** The Regions with a replica, `home` not among them: the table itself is the replica there. */
  readonly replicas: readonly RegionName[];
  /** Regions of `replicas` whose copy is to be given up. @default - none */
  readonly released?: readonly RegionName[];
  /** The key's ARN in each Region: DynamoDB wants own keys on all replicas or on none. @default - DynamoDB's own key */
  readonly keyArnIn?: (region: RegionName) => string;
  /** What must exist before the keys can be used. @default - nothing */
  readonly keyDependencies?: readonly ITerraformDependable[];
  /** Partition key attribute, a string. */
  readonly hashKey: string;
  /** Sort key attribute, a string. @default - none */
  readonly rangeKey?: string | undefined;
  /** Further ways to look items up, the same in every replica. @default - none */
  readonly indexes?: readonly TableIndex[];
  /** @default 'eventual' */
  readonly consistency?: 'eventual' | 'strong';
  /** Attribute with the Unix second at which an item expires. @default - items stay */
  readonly ttl?: string | undefined;
  /** Take the replicas as they are: for a table that is being adopted again after a Region was out of reach. @default false */
  readonly ignoreReplicas?: boolean;
}

/**
 * A table that is written and read in every Region ("DynamoDB global tables"). Every replica has its own key, point-in-time
 * recovery, deletion protection and the table's tags. On-demand: a replica that is suddenly the only one must take the
 * load of all.
 */
export class GlobalTable extends Construct {
  readonly table: DynamodbTable;

  constructor(scope: Construct, id: string, props: GlobalTableProps) {
    super(scope, id);
    const {
      provider,
      home,
      tableName,
      replicas,
      keyArnIn,
      keyDependencies,
      hashKey,
      rangeKey,
      ttl,
      indexes = [],
    } = props;
    if (replicas.includes(home))
      throw new Error(`${this.node.path}: replicas holds the home Region, ${home}. Leave it out.`);

    this.table = new DynamodbTable(this, 'table', {
      provider,
      name: tableName,
      billingMode: 'PAY_PER_REQUEST',
      hashKey,
      ...(rangeKey !== undefined && { rangeKey }),
      attribute: keyAttributes(props).map((name) => ({ name, type: 'S' })),
      ...(indexes.length > 0 && {
        globalSecondaryIndex: indexes.map(({ projection, ...index }) => ({ ...index, projectionType: projection })),
      }),
      // Replication reads the stream; on also without replicas, so that the first one changes nothing here.
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      pointInTimeRecovery: { enabled: true },
      ...(keyArnIn && { serverSideEncryption: { enabled: true, kmsKeyArn: keyArnIn(home) } }),
      deletionProtectionEnabled: true,
      tags: { ...EVERY_REGION },
      ...(ttl !== undefined && { ttl: { enabled: true, attributeName: ttl } }),
      replica: [...replicas].sort(bySlot).map((region) => replicaIn(region, props)),
      lifecycle: { preventDestroy: true, ...(props.ignoreReplicas && { ignoreChanges: ['replica'] }) },
      ...(keyDependencies?.length && { dependsOn: [...keyDependencies] }),
    });
  }
}

/** The table's own keys, then what only its indexes have as one: DynamoDB takes no other attribute. */
const keyAttributes = ({ hashKey, rangeKey, indexes = [] }: GlobalTableProps): string[] => {
  const own = [hashKey, ...(rangeKey === undefined ? [] : [rangeKey])];
  const further = indexes.flatMap((index) => [index.hashKey, index.rangeKey]).filter((name) => !own.includes(name));
  return [...own, ...new Set(further.sort())];
};

const replicaIn = (
  region: RegionName,
  { keyArnIn, consistency = 'eventual', released = [] }: GlobalTableProps,
): DynamodbTableReplica => ({
  regionName: region,
  ...(keyArnIn && { kmsKeyArn: keyArnIn(region) }),
  pointInTimeRecovery: true,
  deletionProtectionEnabled: !released.includes(region),
  propagateTags: true,
  consistencyMode: consistency === 'strong' ? 'STRONG' : 'EVENTUAL',
});
