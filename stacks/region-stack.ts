import { DataAwsKmsAlias } from '@cdktf/provider-aws/lib/data-aws-kms-alias';
import type { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
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
  keyAlias,
  MASTER_USERNAME,
  outputName,
  parameterName,
  roleArn,
  securityGroupName,
  tableArn,
  tableName,
  tagName,
} from '../config/names';
import type { Platform, StackName } from '../config/platform';
import { type InstanceRole, RegionalInstance } from '../modules/database/regional-instance';
import { RegionVpc } from '../modules/network/region-vpc';
import { type PublishedOutput, PublishedOutputs } from '../modules/outputs/published-outputs';
import { inRegion } from '../modules/security/multi-region-key';
import { ReplicationMesh } from '../modules/storage/replication-mesh';
import { PlatformStack } from './platform-stack';

/** One Region's network, databases and outgoing edges. One provider; what other stacks made is found by name, in this Region. */
export class RegionStack extends PlatformStack {
  constructor(scope: Construct, id: StackName, platform: Platform, region: RegionName) {
    super(scope, id, { platform, regions: [region], stateIn: region });
    const provider = this.provider(region);
    const outputs: Record<string, PublishedOutput> = {};
    const keyArn = new DataAwsKmsAlias(this, 'key', { provider, name: keyAlias(platform, 'data') }).targetKeyArn;
    outputs.key_arn = { value: keyArn, description: 'ARN of the data key, in this Region.' };

    const vpc = new RegionVpc(this, 'network', {
      provider,
      region,
      cidr: platform.cidrOf(region),
      tagName: (what) => tagName(platform, what, region),
    });
    outputs.vpc_id = { value: vpc.vpcId, description: "Id of this Region's VPC." };
    outputs.vpc_cidr = { value: platform.cidrOf(region), description: "IPv4 range of this Region's VPC." };
    outputs.private_subnet_ids = {
      value: vpc.privateSubnetIds,
      description: 'Ids of the private subnets, for compute.',
    };
    outputs.isolated_subnet_ids = {
      value: vpc.isolatedSubnetIds,
      description: 'Ids of the isolated subnets, for data.',
    };

    const peers = platform.peersOf(region);
    for (const [bucket, { replication, replicationTimeControl }] of platform.buckets) {
      outputs[`bucket_${outputName(bucket)}_name`] = {
        value: bucketName(platform, bucket, region),
        description: `Name of the bucket ${bucket} in this Region.`,
      };
      outputs[`bucket_${outputName(bucket)}_arn`] = {
        value: bucketArn(platform, bucket, region),
        description: `ARN of the bucket ${bucket} in this Region.`,
      };
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
      outputs[`table_${outputName(name)}_name`] = {
        value: tableName(platform, name),
        description: `Name of the table ${name}, the same in every Region.`,
      };
      outputs[`table_${outputName(name)}_arn`] = {
        value: tableArn(platform, name, region),
        description: `ARN of the table ${name} in this Region.`,
      };
    }

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
      const output = `database_${outputName(name)}`;
      outputs[`${output}_arn`] = {
        value: instance.arn,
        description: `ARN of the instance of the database ${name} in this Region.`,
      };
      outputs[`${output}_address`] = {
        value: instance.address,
        description: `Host name of the instance of the database ${name} in this Region.`,
      };
      outputs[`${output}_port`] = {
        value: String(ENGINES[database.engine].port),
        description: `TCP port of the database ${name}.`,
      };
      outputs[`${output}_role`] = {
        value: platform.databaseRole(name, region),
        description: `What the instance is: writer, replica, or a former writer that is kept or released.`,
      };
      outputs[`${output}_secret_name`] = {
        value: databaseSecretName(platform, name),
        description: `Name of the secret with the master credentials of the database ${name}, the same in every Region.`,
      };
      outputs[`${output}_client_security_group_id`] = {
        value: clientSecurityGroupId,
        description: `Id of the security group whose members may connect to the database ${name}.`,
      };
    }

    new PublishedOutputs(this, 'outputs', {
      provider,
      parameterName: (output) => parameterName(platform, 'region', output),
      outputs,
    });
  }

  private roleOf(database: string, region: RegionName): InstanceRole {
    const is = this.platform.databaseRole(database, region);
    return is === 'replica' ? { is, sourceArn: databaseArn(this.platform, database, this.platform.writer) } : { is };
  }
}
