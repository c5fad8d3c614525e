import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import type { Construct } from 'constructs';
import {
  bucketArn,
  bucketArnPatterns,
  bucketName,
  databaseLogGroupArnPattern,
  databaseSecretName,
  keyAlias,
  leavingParameterName,
  MASTER_USERNAME,
  outputName,
  ownBucketsArnPattern,
  parameterName,
  roleName,
  tableName,
} from '../config/names';
import type { Platform } from '../config/platform';
import { peersOf } from '../config/topology';
import { Credentials } from '../modules/database/credentials';
import { MonitoringRole } from '../modules/database/monitoring-role';
import { type PublishedOutput, PublishedOutputs } from '../modules/outputs/published-outputs';
import { type KeyService, keyPolicy } from '../modules/security/key-policy';
import { MultiRegionKey } from '../modules/security/multi-region-key';
import { RegionalBucket } from '../modules/storage/regional-bucket';
import { ReplicationRole } from '../modules/storage/replication-role';
import { GlobalTable } from '../modules/table/global-table';
import { SharedStack } from './shared-stack';

/** All that outlives compute, in every Region: roles, keys, buckets, global tables, credentials. */
export class FoundationStack extends SharedStack {
  constructor(scope: Construct, id: 'foundation', platform: Platform) {
    super(scope, id, platform, platform.home);
    const { home, partition, account } = platform;
    const released = platform.releasedRegions;
    const lostHome =
      platform.before && !platform.activeRegions.includes(platform.before.home) ? platform.before.home : undefined;
    const regions = [...this.holding.keys()];

    const others = peersOf(home, regions);
    const provider = this.provider(home);
    const outputs: Record<string, PublishedOutput> = {};

    const key = new MultiRegionKey(this, 'key', {
      description: `Data of ${platform.name} ${platform.environment}`,
      primaryRegion: platform.primaryKeyRegion,
      foundIn: platform.primaryKeyIsReachable ? undefined : home,
      providers: this.holding,
      released,
      alias: keyAlias(platform, 'data'),
      policyIn: (region) =>
        keyPolicy({
          partition,
          account,
          region,
          services: keyServices(platform),
          logGroupArnPattern: databaseLogGroupArnPattern(platform, region),
        }),
    });
    const keyDependencies = key.dependables(platform.holdingRegions);
    outputs.key_arn = { value: key.arnIn(home), description: 'ARN of the data key in the home Region.' };

    for (const [bucket, { noncurrentVersionDays }] of platform.buckets) {
      for (const region of regions) {
        new RegionalBucket(this, `bucket-${bucket}-${region}`, {
          provider: this.provider(region),
          bucketName: bucketName(platform, bucket, region),
          bucketArn: bucketArn(platform, bucket, region),
          keyArn: key.arnIn(region),
          keyDependencies: key.dependables([region]),
          noncurrentVersionDays,
          released: released.includes(region),
        });
      }
    }

    const mesh = [...platform.buckets]
      .filter(([, { replication }]) => replication === 'mesh')
      .map(([bucket]) => bucket);
    if (mesh.length > 0) {
      const role = new ReplicationRole(this, 'replication-role', {
        provider,
        roleName: roleName(platform, 'replication'),
        bucketArnPatterns: mesh.flatMap((bucket) => bucketArnPatterns(platform, bucket)),
        keyArnPattern: key.arnIn('*'),
        contextArnPattern: ownBucketsArnPattern(platform),
      });
      outputs.replication_role_arn = {
        value: role.arn,
        description: 'ARN of the role with which S3 copies objects between the Regions.',
      };
    }

    for (const [name, table] of platform.tables) {
      const { table: resource } = new GlobalTable(this, `table-${name}-${home}`, {
        provider,
        home,
        tableName: tableName(platform, name),
        replicas: others,
        released,
        keyArnIn: (region) => key.arnIn(region),
        keyDependencies,
        ...table,
        ignoreReplicas: platform.returningRegions.length > 0,
      });
      // Refreshing a table reads every replica's Region.
      this.freeze(resource);
    }

    for (const [name, { passwordVersion }] of platform.databases) {
      const { secretArn } = new Credentials(this, `credentials-${name}-${home}`, {
        provider,
        database: name,
        secretName: databaseSecretName(platform, name),
        username: MASTER_USERNAME,
        keyArn: key.arnIn(home),
        replicas: new Map(others.filter((region) => region !== lostHome).map((region) => [region, key.arnIn(region)])),
        keyDependencies,
        passwordVersion,
      });
      outputs[`database_${outputName(name)}_secret_arn`] = {
        value: secretArn,
        description: `ARN of the secret with the master credentials of the database ${name}, in the home Region.`,
      };
    }
    if (platform.databases.size > 0) {
      const role = new MonitoringRole(this, 'monitoring-role', {
        provider,
        partition,
        account,
        roleName: roleName(platform, 'database-monitoring'),
      });
      outputs.monitoring_role_arn = {
        value: role.arn,
        description: "ARN of the role with which RDS writes the instances' metrics.",
      };
    }

    for (const region of [...released, ...platform.destroyedRegions]) {
      new SsmParameter(this, `leaving-${region}`, {
        provider,
        name: leavingParameterName(platform, region),
        description: `The data of ${region} was released. Taken away when ${region} has left the list.`,
        type: 'String',
        value: 'released',
      });
    }
    this.requireReleased();

    new PublishedOutputs(this, `outputs-${home}`, {
      provider,
      parameterName: (output) => parameterName(platform, 'foundation', output),
      outputs,
    });
  }

  protected override of(scope: Construct, platform: Platform): FoundationStack {
    return new FoundationStack(scope, 'foundation', platform);
  }
}

/** The services that use the data key. */
function keyServices(platform: Platform): KeyService[] {
  return [
    ...(platform.buckets.size > 0 ? (['s3'] as const) : []),
    ...(platform.tables.size > 0 ? (['dynamodb'] as const) : []),
    ...(platform.databases.size > 0 ? (['rds', 'secretsmanager', 'logs'] as const) : []),
  ];
}
