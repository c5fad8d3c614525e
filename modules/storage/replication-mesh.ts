import {
  S3BucketReplicationConfigurationA,
  type S3BucketReplicationConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type RegionName, regionFacts } from '../../config/catalog';
import { bySlot } from '../../config/topology';

/** The only bound that S3 offers, in minutes ("Meeting compliance requirements with S3 Replication Time Control"). */
const REPLICATION_TIME_MINUTES = 15;

/** Where one rule copies to. */
export interface ReplicationDestination {
  readonly bucketArn: string;
  /** Key in the destination's own Region: S3 encrypts the copy with it. */
  readonly keyArn: string;
}

export interface ReplicationMeshProps {
  readonly provider: TerraformProvider;
  /** Source: the stack's own Region. */
  readonly region: RegionName;
  /** Name of the source bucket; it must be versioned. */
  readonly bucketName: string;
  /** Every other Region to copy to, in any order, `region` not among them; at least one. */
  readonly destinations: ReadonlyMap<RegionName, ReplicationDestination>;
  /** The role that S3 assumes. */
  readonly roleArn: string;
  /** Bound the copy to 15 minutes; billed per GB. @default true - without it no object has a limit, so no RPO can be promised */
  readonly replicationTimeControl?: boolean;
  /** What must exist first, where it is in the same stack. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * One Region's outgoing edges of a bucket's mesh: it copies new objects, delete markers and changes of metadata to every
 * destination. Objects from before stay behind ("What does Amazon S3 replicate?"). S3 keeps one configuration for each
 * bucket, so all rules stand in it.
 */
export class ReplicationMesh extends Construct {
  constructor(scope: Construct, id: string, props: ReplicationMeshProps) {
    super(scope, id);
    const { provider, region, bucketName, destinations, roleArn, dependsOn } = props;
    if (destinations.has(region))
      throw new Error(`${this.node.path}: destinations holds the source, ${region}. Leave it out.`);
    if (destinations.size === 0)
      throw new Error(
        `${this.node.path}: no destinations. S3 refuses a configuration without rules: leave the construct out.`,
      );

    const rule = [...destinations]
      .sort(([a], [b]) => bySlot(a, b))
      .map(([to, destination]) => ruleTo(to, destination, props));
    new S3BucketReplicationConfigurationA(this, 'rules', {
      provider,
      bucket: bucketName,
      role: roleArn,
      rule,
      ...(dependsOn?.length && { dependsOn: [...dependsOn] }),
    });
  }
}

/** The priority is the Region's fixed slot: the index would renumber the other rules when a Region joins. */
function ruleTo(
  to: RegionName,
  { bucketArn, keyArn }: ReplicationDestination,
  { replicationTimeControl = true }: ReplicationMeshProps,
): S3BucketReplicationConfigurationRule {
  return {
    id: to,
    priority: regionFacts(to).slot,
    status: 'Enabled',
    filter: { prefix: '' },
    deleteMarkerReplication: { status: 'Enabled' },
    // Without replica modifications a tag that is changed on a copy never comes back to the original.
    sourceSelectionCriteria: {
      replicaModifications: { status: 'Enabled' },
      sseKmsEncryptedObjects: { status: 'Enabled' },
    },
    destination: {
      bucket: bucketArn,
      encryptionConfiguration: { replicaKmsKeyId: keyArn },
      // The lag, what waits and what failed, also without a bound ("Using S3 Replication metrics").
      metrics: {
        status: 'Enabled',
        ...(replicationTimeControl && { eventThreshold: { minutes: REPLICATION_TIME_MINUTES } }),
      },
      ...(replicationTimeControl && {
        replicationTime: { status: 'Enabled', time: { minutes: REPLICATION_TIME_MINUTES } },
      }),
    },
  };
}
