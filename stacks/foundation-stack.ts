import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import type { Construct } from 'constructs';
import {
  alarmArnPattern,
  bucketArn,
  bucketArnPatterns,
  bucketName,
  databaseLogGroupArnPattern,
  databaseSecretName,
  keyAlias,
  leavingParameterName,
  MASTER_USERNAME,
  ownBucketsArnPattern,
  roleName,
  tableName,
} from '../config/names';
import type { Platform } from '../config/platform';
import type { Routing } from '../config/routing';
import { peersOf } from '../config/topology';
import { Credentials } from '../modules/database/credentials';
import { MonitoringRole } from '../modules/database/monitoring-role';
import { PublishedOutputs } from '../modules/outputs/published-outputs';
import { PREFIXES } from '../modules/routing/permissions';
import { type KeyService, keyPolicy } from '../modules/security/key-policy';
import { MultiRegionKey } from '../modules/security/multi-region-key';
import { edgeReadsBucket, edgeUsesKey } from '../modules/storage/edge-readers';
import { RegionalBucket, type RegionalBucketProps } from '../modules/storage/regional-bucket';
import { ReplicationRole } from '../modules/storage/replication-role';
import { GlobalTable } from '../modules/table/global-table';
import { deployRoles } from './deploy-roles';
import { ingressFoundation, serviceFoundation } from './ingress';
import { NetworkFoundation } from './network-foundation';
import { routingFoundation } from './routing';
import { SharedStack } from './shared-stack';
import { StackOutputs } from './stack-outputs';

/** All that outlives compute, in every Region: roles, keys, buckets, global tables, credentials. */
export class FoundationStack extends SharedStack {
  constructor(scope: Construct, id: 'foundation', platform: Platform) {
    // The register is in a Region of its set, which need not be one of the platform's.
    super(scope, id, platform, platform.home, platform.routing?.registerRegions.slice(0, 1));
    const { home, partition, account, routing } = platform;
    const released = platform.releasedRegions;
    const lostHome =
      platform.before && !platform.activeRegions.includes(platform.before.home) ? platform.before.home : undefined;
    const regions = [...this.holding.keys()];

    // CloudFront's distribution is made after the buckets that it reads.
    const edgeBucket = platform.ingress?.delegated ? platform.ingress.cdn.bucket : undefined;
    const others = peersOf(home, regions);
    const provider = this.provider(home);
    const outputs = new StackOutputs(platform, 'foundation');

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
          alarmArnPattern: routing && alarmArnPattern(platform, region),
          users: edgeBucket === undefined ? [] : [edgeUsesKey(account)],
        }),
    });
    const keyDependencies = key.dependables(platform.holdingRegions);
    outputs.publish('key_arn', key.arnIn(home));

    for (const [bucket, { noncurrentVersionDays }] of platform.buckets) {
      for (const region of regions) {
        new RegionalBucket(this, `bucket-${bucket}-${region}`, {
          provider: this.provider(region),
          bucketName: bucketName(platform, bucket, region),
          bucketArn: bucketArn(platform, bucket, region),
          keyArn: key.arnIn(region),
          keyDependencies: key.dependables([region]),
          noncurrentVersionDays,
          ...(routing?.photos?.bucket === bucket && photosBucket(routing)),
          readers: bucket === edgeBucket ? [edgeReadsBucket(bucketArn(platform, bucket, region), account)] : [],
          released: released.includes(region),
        });
      }
    }

    new NetworkFoundation(this, 'network', { platform, providers: this.holding, key });

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
      outputs.publish('replication_role_arn', role.arn);
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

    if (routing) {
      const { control, tables, policyArns } = routingFoundation(this, {
        platform,
        routing,
        regions,
        providerIn: (region) => this.provider(region),
        keyArnIn: (region) => key.arnIn(region),
        keyDependencies,
      });
      this.freeze(control, routing.registerRegions);
      for (const table of tables) this.freeze(table);
      outputs.publish('operator_policy_arn', policyArns.operator);
      outputs.publish('viewer_policy_arn', policyArns.viewer);
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
      outputs.publish('database_<database>_secret_arn', secretArn, name);
    }
    if (platform.databases.size > 0) {
      const role = new MonitoringRole(this, 'monitoring-role', {
        provider,
        partition,
        account,
        roleName: roleName(platform, 'database-monitoring'),
      });
      outputs.publish('monitoring_role_arn', role.arn);
    }

    // What is taken down is so with the provider that made it.
    if (platform.ingressLeaves) this.providerAbove('edge');
    if (platform.ingress) {
      const { ingress } = platform;
      const shared = { platform, ingress, providers: this.holding };
      const names = ingressFoundation(this, { ...shared, edge: this.providerAbove('edge') });
      this.freezeWith(names);
      if (ingress.delegated) serviceFoundation(this, { ...shared, home: provider, key });
      outputs.publish('zone_id', names.zoneId);
      outputs.publish('zone_name_servers', names.nameServers);
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

    // Last, as every role above gets their boundary.
    for (const [environment, arn] of deployRoles(this, platform, provider))
      outputs.publish('ci_<deployment>_role_arn', arn, environment);

    new PublishedOutputs(this, `outputs-${home}`, { provider, outputs: outputs.published });
  }

  protected override of(scope: Construct, platform: Platform): FoundationStack {
    return new FoundationStack(scope, 'foundation', platform);
  }
}

/** Uploads that were never accepted go after two days, and browsers may use signed URLs. */
const photosBucket = ({ allowedOrigins }: Routing): Partial<RegionalBucketProps> => ({
  incoming: { prefix: PREFIXES.incoming, days: 2 },
  corsOrigins: allowedOrigins,
});

/** The services that use the data key. */
function keyServices({ buckets, tables, databases, identity, network, ingress }: Platform): KeyService[] {
  const hosts = ingress?.delegated ? ingress.service.on : 'function';
  return [
    ...(buckets.size > 0 || network.flowLogs === 's3' ? (['s3'] as const) : []),
    ...(network.flowLogs === 's3' ? (['delivery.logs'] as const) : []),
    ...(tables.size > 0 || identity ? (['dynamodb'] as const) : []),
    ...(databases.size > 0 ? (['rds', 'secretsmanager', 'logs'] as const) : []),
    ...(hosts === 'function' ? [] : (['ecr'] as const)),
    ...(hosts === 'instances' ? (['ec2'] as const) : []),
  ];
}
