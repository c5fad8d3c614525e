import type { Partition, RegionName } from '../../config/catalog';
import { type PolicyStatement, policyDocument } from './policy-document';

/**
 * A service that encrypts with the key: on behalf of a caller, by the name in its endpoint, or in its own name (`logs`, and `delivery.logs`, which
 * writes flow logs to a bucket). `ec2` is volumes, also those of what EC2 Auto Scaling launches.
 */
export type KeyService = 's3' | 'dynamodb' | 'rds' | 'secretsmanager' | 'ec2' | 'ecr' | 'logs' | 'delivery.logs';

export interface KeyPolicyProps {
  readonly partition: Partition;
  readonly account: string;
  /** Region of this key or replica: each has a policy of its own. */
  readonly region: RegionName;
  /** Services in use. */
  readonly services: readonly KeyService[];
  /** ARN pattern of the log groups that may use the key; needed with the service `logs`. */
  readonly logGroupArnPattern?: string;
  /** ARN pattern of the alarms that are sent to a topic under the key. @default - none */
  readonly alarmArnPattern?: string | undefined;
  /** Statements that let somebody use the key who has no policy of the account's own. @default - none */
  readonly users?: readonly PolicyStatement[] | undefined;
}

/**
 * Administration for the account's own principals, use only through the services that are in use, grants only for those
 * that hold data for longer than a call ("Key policies in AWS KMS", "kms:ViaService", "kms:GrantIsForAWSResource").
 * IAM decides which principals: the root principal stands for the account, not for the root user.
 */
export function keyPolicy(props: KeyPolicyProps): string {
  const { partition, account, region, services, logGroupArnPattern, alarmArnPattern } = props;
  const accountRoot = { aws: `arn:${partition}:iam::${account}:root` };
  const via = (names: readonly KeyService[]): string[] =>
    names.flatMap((name) => endpoints(name, region, partition)).sort();
  const callers = services.filter((service) => !IN_OWN_NAME.has(service));
  const grantees = callers.filter((service) => GRANTEES.has(service));
  const statements: PolicyStatement[] = [
    { sid: 'AdministerThroughIam', principal: accountRoot, actions: ADMINISTRATION, resources: ['*'] },
  ];
  if (callers.length > 0) {
    statements.push({
      sid: 'UseThroughServices',
      principal: accountRoot,
      actions: USE,
      resources: ['*'],
      conditions: { StringEquals: { 'kms:ViaService': via(callers) } },
    });
  }
  if (grantees.length > 0) {
    statements.push({
      sid: 'GrantToServices',
      principal: accountRoot,
      actions: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
      resources: ['*'],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' }, StringEquals: { 'kms:ViaService': via(grantees) } },
    });
  }
  if (services.includes('logs')) {
    if (!logGroupArnPattern)
      throw new Error(
        'keyPolicy: the service "logs" needs logGroupArnPattern. Name the log groups that may use the key.',
      );
    statements.push({
      sid: 'EncryptLogs',
      principal: { service: `logs.${region}.${dnsSuffix(partition)}` },
      actions: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: ['*'],
      // "Encrypt log data in CloudWatch Logs using AWS Key Management Service".
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroupArnPattern } },
    });
  }
  if (services.includes('delivery.logs')) {
    statements.push({
      // "Amazon S3 bucket server-side encryption" of "Logs sent to Amazon S3".
      sid: 'EncryptDeliveredLogs',
      principal: { service: 'delivery.logs.amazonaws.com' },
      actions: USE,
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    });
  }
  if (services.includes('ec2')) statements.push(...launchInstances(partition, account));
  if (alarmArnPattern !== undefined) {
    statements.push({
      // "Encrypting Amazon SNS topics": a service that publishes must itself be allowed the key.
      sid: 'SendAlarms',
      principal: { service: 'cloudwatch.amazonaws.com' },
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { ArnLike: { 'aws:SourceArn': alarmArnPattern } },
    });
  }
  statements.push(...(props.users ?? []));
  return policyDocument(statements);
}

/** Services that call KMS themselves, as their own principal. */
const IN_OWN_NAME: ReadonlySet<KeyService> = new Set(['logs', 'delivery.logs']);
/** Services that hold data for longer than a call. */
const GRANTEES: ReadonlySet<KeyService> = new Set(['dynamodb', 'ec2', 'ecr', 'rds']);

const USE = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'] as const;

/**
 * EC2 Auto Scaling makes encrypted volumes with its service-linked role, whose permissions nobody can add to: the key itself must allow it ("Required AWS
 * KMS key policy for use with encrypted volumes"). By a condition and not as the principal: KMS refuses a policy that names a role which is not there,
 * and an account has this one only once it had a group.
 */
function launchInstances(partition: Partition, account: string): PolicyStatement[] {
  const role = `arn:${partition}:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  const byAutoScaling = { 'aws:PrincipalArn': role, 'kms:CallerAccount': account };
  return [
    {
      sid: 'LaunchInstances',
      principal: '*',
      actions: USE,
      resources: ['*'],
      conditions: { StringEquals: byAutoScaling },
    },
    {
      sid: 'KeepVolumesOpen',
      principal: '*',
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' }, StringEquals: byAutoScaling },
    },
  ];
}

/** "Allows key administrators to administer the KMS key", without the right to use it. */
const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:Describe*',
  'kms:Disable*',
  'kms:Enable*',
  'kms:Get*',
  'kms:List*',
  'kms:PutKeyPolicy',
  'kms:ReplicateKey',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:Update*',
] as const;

const dnsSuffix = (partition: Partition): string => (partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com');

/** In China AWS's own examples show both suffixes; the other one matches nothing. */
const endpoints = (service: KeyService, region: RegionName, partition: Partition): string[] =>
  partition === 'aws-cn'
    ? [`${service}.${region}.amazonaws.com`, `${service}.${region}.amazonaws.com.cn`]
    : [`${service}.${region}.amazonaws.com`];
