import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type RegionName, regionFacts } from '../../config/catalog';
import { ENGINES, type Engine, isPinned, parameterGroupFamily } from '../../config/engines';
import { ephemeral, writeOnly } from '../terraform/ephemeral';
import { StoredValue } from '../terraform/stored-value';
import { DatabaseAccess } from './database-access';

/** What an instance is: the writer, a replica of it, or a former writer that is kept as it is or released for deletion. */
export type InstanceRole =
  | { readonly is: 'writer' | 'kept' | 'released' }
  | { readonly is: 'replica' /** ARN of the writer. */; readonly sourceArn: string };

/** Enhanced monitoring's interval, in seconds. */
const MONITORING_INTERVAL_SECONDS = 60;
/** Performance Insights without charge ("Pricing and data retention for Performance Insights"), in days. */
const INSIGHTS_RETENTION_DAYS = 7;
const LOG_RETENTION_DAYS = 30;
/** UTC, every night. */
const BACKUP_WINDOW = '02:00-03:00';
/** UTC, after the backup, on one day a week. */
const MAINTENANCE_TIME = { from: '03:30', to: '04:30' };
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** "Using SSL/TLS to encrypt a connection to a DB instance": valid until 2061, in every Region. */
const CERTIFICATE_AUTHORITY = 'rds-ca-rsa2048-g1';

export interface RegionalInstanceProps {
  readonly provider: TerraformProvider;
  /** The instance's Region: maintenance is on another day in each. */
  readonly region: RegionName;
  readonly role: InstanceRole;
  /** The same in every Region. */
  readonly identifier: string;
  readonly engine: Engine;
  readonly engineVersion: string;
  readonly instanceClass: string;
  /** GiB. */
  readonly allocatedStorageGiB: number;
  /** GiB. @default - the volume does not grow */
  readonly maxAllocatedStorageGiB?: number | undefined;
  readonly multiAz: boolean;
  /** At least 1: a source without backups has no replicas. */
  readonly backupRetentionDays: number;
  readonly username: string;
  /** Name of the secret with `username` and `password`, in the instance's own Region. */
  readonly secretName: string;
  readonly passwordVersion: number;
  /** Key of the instance's own Region: for volume, backups, Performance Insights and logs. */
  readonly keyArn: string;
  readonly monitoringRoleArn: string;
  readonly subnetGroupName: string;
  readonly parameterGroupName: string;
  readonly finalSnapshotName: string;
  /** Log group of each log that RDS exports. */
  readonly logGroupName: (log: string) => string;
  readonly vpcId: string;
  /** Isolated subnets in at least two zones. */
  readonly subnetIds: readonly string[];
  readonly securityGroupName: string;
  readonly clientSecurityGroupName: string;
  /** IPv4 ranges that may connect, besides members of the client security group. */
  readonly clientCidrs: readonly string[];
}

/**
 * A database's instance in one Region, with its own subnets, parameters, key and log groups. Writer and replica have the
 * same address in Terraform, so a promotion changes one argument in place (`replicate_source_db`), and the database is
 * never rebuilt where it is to survive.
 */
export class RegionalInstance extends Construct {
  readonly instance: DbInstance;
  /** Whoever is a member may connect. */
  readonly clientSecurityGroupId: string;

  constructor(scope: Construct, id: string, props: RegionalInstanceProps) {
    super(scope, id);
    const { provider, engine, engineVersion, identifier, keyArn, role } = props;
    const { port, logExports } = ENGINES[engine];

    const subnets = new DbSubnetGroup(this, 'subnets', {
      provider,
      name: props.subnetGroupName,
      description: `Isolated subnets of ${identifier}`,
      subnetIds: [...props.subnetIds],
    });
    const parameters = new DbParameterGroup(this, 'parameters', {
      provider,
      name: props.parameterGroupName,
      family: parameterGroupFamily(engine, engineVersion),
      description: `Parameters of ${identifier}`,
      parameter: parametersOf(engine),
      // Another family is another group: it is there before the instance leaves the old one.
      lifecycle: { createBeforeDestroy: true },
    });
    const access = new DatabaseAccess(this, 'access', { ...props, port });
    // RDS makes these itself otherwise, without an end to what they keep and without our key.
    const logs = logExports.map(
      (name) =>
        new CloudwatchLogGroup(this, `log-${name}`, {
          provider,
          name: props.logGroupName(name),
          retentionInDays: LOG_RETENTION_DAYS,
          kmsKeyId: keyArn,
        }),
    );
    // Whatever the instance follows: when it changes, a replica is rebuilt. RDS has no other way to give it another source.
    const source = new StoredValue(this, 'source', role.is === 'replica' ? role.sourceArn : identifier);

    this.instance = new DbInstance(this, 'instance', {
      provider,
      identifier,
      // Also of a replica, which takes its source's: without it a promotion would ask for the major version over the full one.
      engineVersion,
      instanceClass: props.instanceClass,
      port,
      storageType: 'gp3',
      storageEncrypted: true,
      kmsKeyId: keyArn,
      multiAz: props.multiAz,
      dbSubnetGroupName: subnets.name,
      parameterGroupName: parameters.name,
      vpcSecurityGroupIds: [access.securityGroupId],
      publiclyAccessible: false,
      caCertIdentifier: CERTIFICATE_AUTHORITY,
      iamDatabaseAuthenticationEnabled: true,
      autoMinorVersionUpgrade: !isPinned(engine, engineVersion),
      backupRetentionPeriod: props.backupRetentionDays,
      backupWindow: BACKUP_WINDOW,
      maintenanceWindow: maintenanceWindow(props.region),
      copyTagsToSnapshot: true,
      performanceInsightsEnabled: hasInsights(engine, props.instanceClass),
      ...(hasInsights(engine, props.instanceClass) && {
        performanceInsightsKmsKeyId: keyArn,
        performanceInsightsRetentionPeriod: INSIGHTS_RETENTION_DAYS,
      }),
      monitoringInterval: MONITORING_INTERVAL_SECONDS,
      monitoringRoleArn: props.monitoringRoleArn,
      enabledCloudwatchLogsExports: [...logExports],
      ...(props.maxAllocatedStorageGiB !== undefined && { maxAllocatedStorage: props.maxAllocatedStorageGiB }),
      ...this.asRole(props, source),
      dependsOn: logs,
    });
    this.clientSecurityGroupId = access.clientSecurityGroupId;
  }

  /** What tells the roles apart. A replica takes engine, user and storage from its source. */
  private asRole(props: RegionalInstanceProps, source: StoredValue): Partial<DbInstanceConfig> {
    const { role } = props;
    if (role.is === 'replica') {
      return {
        replicateSourceDb: role.sourceArn,
        // Without protection, and without a snapshot (RDS takes none of a replica): it must be replaceable.
        deletionProtection: false,
        skipFinalSnapshot: true,
        lifecycle: { replaceTriggeredBy: [source.address] },
      };
    }
    const secret = ephemeral(
      this,
      'aws_secretsmanager_secret_version',
      { secret_id: props.secretName },
      props.provider,
    );
    // By its version: before foundation has written it, the instance would take the old password under the new version, for
    // good. (A postcondition would say so in words, but on an ephemeral resource it crashes `terraform show -json`, 1.11.4.)
    const password = `{ for secret in [jsondecode(${secret('secret_string')})] : "passwordVersion ${'$'}{try(secret.version, 1)}" => secret.password }["passwordVersion ${props.passwordVersion}"]`;
    return {
      engine: props.engine,
      allocatedStorage: props.allocatedStorageGiB,
      username: props.username,
      passwordWo: writeOnly(password),
      passwordWoVersion: props.passwordVersion,
      // What a point in time was, before a released instance goes.
      deleteAutomatedBackups: false,
      deletionProtection: role.is !== 'released',
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: props.finalSnapshotName,
      // Terraform would take the subnets down before RDS refuses: stop it at the plan.
      ...(role.is !== 'released' && {
        lifecycle: { preventDestroy: true, ...(role.is === 'kept' && { ignoreChanges: 'all' }) },
      }),
    };
  }
}

/** The day follows from the Region's slot, so that writer and replicas are not under maintenance at the same time. */
function maintenanceWindow(region: RegionName): string {
  const day = WEEKDAYS[regionFacts(region).slot % WEEKDAYS.length];
  return `${day}:${MAINTENANCE_TIME.from}-${day}:${MAINTENANCE_TIME.to}`;
}

/**
 * A group is there before its instance first starts, so nothing waits for a reboot. RDS shows this method for a value that
 * is the default too; any other one would differ in every plan ("aws_db_parameter_group").
 */
const parametersOf = (engine: Engine): { name: string; value: string; applyMethod: string }[] => {
  const { tlsParameter, logParameters } = ENGINES[engine];
  return [tlsParameter, ...logParameters].map((parameter) => ({ ...parameter, applyMethod: 'pending-reboot' }));
};

/** "DB engine, Region, and instance class support for Database Insights": of MySQL not the smallest burstable classes. */
const hasInsights = (engine: Engine, instanceClass: string): boolean =>
  engine !== 'mysql' || !/^db\.t\w+\.(micro|small)$/.test(instanceClass);
