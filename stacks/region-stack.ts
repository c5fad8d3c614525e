import { DataAwsKmsAlias } from '@cdktf/provider-aws/lib/data-aws-kms-alias';
import type { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import { contractDocument } from '../config/contract-document';
import { ENGINES, parameterGroupFamily } from '../config/engines';
import {
  bucketArn,
  bucketName,
  databaseArn,
  databaseIdentifier,
  databaseLogGroupName,
  databaseParameterGroupName,
  databaseSecretName,
  databaseSnapshotName,
  databaseSubnetGroupName,
  functionName,
  keyAlias,
  LOG_BUCKETS,
  MASTER_USERNAME,
  roleArn,
  securityGroupName,
  tableArn,
  tableName,
  tagName,
} from '../config/names';
import type { Platform, StackName } from '../config/platform';
import { type InstanceRole, RegionalInstance } from '../modules/database/regional-instance';
import { RegionVpc } from '../modules/network/region-vpc';
import { PublishedOutputs } from '../modules/outputs/published-outputs';
import { inRegion } from '../modules/security/multi-region-key';
import { ReplicationMesh } from '../modules/storage/replication-mesh';
import { ingressRegion } from './ingress';
import { joinGateway } from './network-region';
import { PlatformStack } from './platform-stack';
import { routingRegion } from './routing';
import { StackOutputs } from './stack-outputs';

/** One Region's network, databases and outgoing edges. One provider; what other stacks made is found by name, in this Region. */
export class RegionStack extends PlatformStack {
  constructor(scope: Construct, id: StackName, platform: Platform, region: RegionName) {
    super(scope, id, { platform, regions: [region], stateIn: region });
    const provider = this.provider(region);
    const outputs = new StackOutputs(platform, 'region');
    outputs.publish('contract_json', JSON.stringify(contractDocument(platform, region)));
    const keyArn = new DataAwsKmsAlias(this, 'key', { provider, name: keyAlias(platform, 'data') }).targetKeyArn;
    outputs.publish('key_arn', keyArn);

    const { network } = platform;
    const vpc = new RegionVpc(this, 'network', {
      provider,
      region,
      cidr: platform.cidrOf(region),
      zones: platform.zonesIn(region),
      nat: network.nat,
      stableEgressIps: network.stableEgressIps,
      interfaceEndpoints: network.interfaceEndpoints,
      ipv6: network.ipv6,
      flowLogBucketArn: network.flowLogs === 's3' ? bucketArn(platform, LOG_BUCKETS.flow, region) : undefined,
      tagName: (what) => tagName(platform, what, region),
    });
    if (network.backbone === 'transit-gateway') joinGateway(this, { platform, region, provider, vpc });
    outputs.publish('vpc_id', vpc.vpcId);
    outputs.publish('vpc_cidr', platform.cidrOf(region));
    outputs.publish('private_subnet_ids', vpc.privateSubnetIds);
    outputs.publish('isolated_subnet_ids', vpc.isolatedSubnetIds);
    outputs.publish('public_subnet_ids', vpc.publicSubnetIds);
    if (vpc.natPublicIps.length > 0) outputs.publish('nat_public_ips', vpc.natPublicIps);

    const peers = platform.peersOf(region);
    for (const [bucket, { replication, replicationTimeControl }] of platform.buckets) {
      outputs.publish('bucket_<bucket>_name', bucketName(platform, bucket, region), bucket);
      outputs.publish('bucket_<bucket>_arn', bucketArn(platform, bucket, region), bucket);
      if (replication === 'none' || peers.length === 0) continue;
      new ReplicationMesh(this, `replication-${bucket}`, {
        provider,
        region,
        bucketName: bucketName(platform, bucket, region),
        // The replicas of a multi-Region key share its id, so that the destination's ARN needs no call there.
        destinations: new Map(
          peers.map((to) => [to, { bucketArn: bucketArn(platform, bucket, to), keyArn: inRegion(keyArn, region, to) }]),
        ),
        roleArn: roleArn(platform, 'replication'),
        replicationTimeControl,
      });
    }

    for (const name of platform.tables.keys()) {
      outputs.publish('table_<table>_name', tableName(platform, name), name);
      outputs.publish('table_<table>_arn', tableArn(platform, name, region), name);
    }

    const clientSecurityGroupIds = new Map<string, string>();
    for (const [name, database] of platform.databases) {
      const { instance, clientSecurityGroupId } = new RegionalInstance(this, `database-${name}`, {
        provider,
        region,
        role: this.roleOf(name, region),
        identifier: databaseIdentifier(platform, name),
        ...database,
        username: MASTER_USERNAME,
        secretName: databaseSecretName(platform, name),
        keyArn,
        monitoringRoleArn: roleArn(platform, 'database-monitoring'),
        subnetGroupName: databaseSubnetGroupName(platform, name),
        parameterGroupName: databaseParameterGroupName(
          platform,
          name,
          parameterGroupFamily(database.engine, database.engineVersion),
        ),
        logGroupName: (log) => databaseLogGroupName(platform, name, log),
        finalSnapshotName: databaseSnapshotName(platform, name),
        vpcId: vpc.vpcId,
        subnetIds: vpc.isolatedSubnetIds,
        securityGroupName: securityGroupName(platform, `${name}-database`),
        clientSecurityGroupName: securityGroupName(platform, `${name}-client`),
      });
      outputs.publish('database_<database>_arn', instance.arn, name);
      outputs.publish('database_<database>_address', instance.address, name);
      outputs.publish('database_<database>_port', String(ENGINES[database.engine].port), name);
      outputs.publish('database_<database>_role', platform.databaseRole(name, region), name);
      outputs.publish('database_<database>_secret_name', databaseSecretName(platform, name), name);
      outputs.publish('database_<database>_client_security_group_id', clientSecurityGroupId, name);
      clientSecurityGroupIds.set(name, clientSecurityGroupId);
    }

    const { routing, ingress } = platform;
    const layer = routing && routingRegion(this, { platform, routing, provider, region, keyArn });
    if (layer) {
      const { apiEndpoint, alarmTopicArn, pool } = layer;
      outputs.publish('api_endpoint', apiEndpoint);
      outputs.publish('state_updater_name', functionName(platform, 'state-updater'));
      outputs.publish('alarm_topic_arn', alarmTopicArn);
      if (pool) {
        outputs.publish('user_pool_id', pool.poolId);
        outputs.publish('user_pool_client_id', pool.clientId);
      }
    }

    if (ingress?.delegated) {
      const functions = layer?.functions ?? new Map();
      ingressRegion(this, {
        platform,
        ingress,
        provider,
        region,
        vpc,
        keyArn,
        functions,
        clientSecurityGroupIds,
        outputs,
      });
    }

    new PublishedOutputs(this, 'outputs', { provider, outputs: outputs.published });
  }

  private roleOf(database: string, region: RegionName): InstanceRole {
    const is = this.platform.databaseRole(database, region);
    return is === 'replica' ? { is, sourceArn: databaseArn(this.platform, database, this.platform.writer) } : { is };
  }
}
