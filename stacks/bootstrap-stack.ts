import type { Construct } from 'constructs';
import {
  bucketArnPatterns,
  keyAlias,
  ownBucketsArnPattern,
  roleName,
  STATE_BUCKET,
  s3Arn,
  stateBucketName,
} from '../config/names';
import type { Platform } from '../config/platform';
import { keyPolicy } from '../modules/security/key-policy';
import { MultiRegionKey } from '../modules/security/multi-region-key';
import { RegionalBucket } from '../modules/storage/regional-bucket';
import { ReplicationMesh } from '../modules/storage/replication-mesh';
import { ReplicationRole } from '../modules/storage/replication-role';
import { SharedStack } from './shared-stack';

/** Old states are small and may be the only way back: a year. */
const STATE_VERSION_DAYS = 365;

/** Where the other stacks keep their state: a bucket in every Region, each a copy of all the others, under a key of its own. */
export class BootstrapStack extends SharedStack {
  constructor(scope: Construct, id: 'bootstrap', platform: Platform) {
    // Its first state is a local file: the bucket for it is what it makes.
    super(scope, id, platform, platform.state.bootstrapped ? platform.home : undefined);
    const { home, partition, account } = platform;

    const key = new MultiRegionKey(this, 'key', {
      description: `Terraform state of ${platform.name} ${platform.environment}`,
      primaryRegion: platform.primaryKeyRegion,
      foundIn: platform.primaryKeyIsReachable ? undefined : home,
      providers: this.holding,
      released: platform.releasedRegions,
      alias: keyAlias(platform, 'state'),
      policyIn: (region) => keyPolicy({ partition, account, region, services: ['s3'] }),
    });
    const buckets = new Map(
      [...this.holding].map(([region, provider]) => [
        region,
        new RegionalBucket(this, `bucket-${region}`, {
          provider,
          bucketName: stateBucketName(platform, region),
          bucketArn: s3Arn(platform, stateBucketName(platform, region)),
          keyArn: key.arnIn(region),
          keyDependencies: key.dependables([region]),
          noncurrentVersionDays: STATE_VERSION_DAYS,
          undeletable: true,
          released: platform.releasedRegions.includes(region),
        }),
      ]),
    );
    this.requireReleased();
    if (this.holding.size === 1) return;

    const role = new ReplicationRole(this, 'replication-role', {
      provider: this.provider(home),
      roleName: roleName(platform, 'state-replication'),
      bucketArnPatterns: bucketArnPatterns(platform, STATE_BUCKET),
      keyArnPattern: key.arnIn('*'),
      contextArnPattern: ownBucketsArnPattern(platform),
    });
    for (const [region, provider] of this.holding) {
      const peers = platform.peersOf(region);
      if (peers.length === 0 || platform.releasedRegions.includes(region)) continue;
      new ReplicationMesh(this, `replication-${region}`, {
        provider,
        region,
        bucketName: stateBucketName(platform, region),
        destinations: new Map(
          peers.map((to) => [to, { bucketArn: s3Arn(platform, stateBucketName(platform, to)), keyArn: key.arnIn(to) }]),
        ),
        roleArn: role.arn,
        dependsOn: [region, ...peers].flatMap((each) => buckets.get(each)?.versioning ?? []),
      });
    }
  }

  protected override of(scope: Construct, platform: Platform): BootstrapStack {
    return new BootstrapStack(scope, 'bootstrap', platform);
  }
}
