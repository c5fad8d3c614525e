import type { Partition, RegionName } from '../../config/catalog';
import { type PolicyStatement, policyDocument } from './policy-document';

/** A service that encrypts with the key on behalf of a caller, by the name in its endpoint. */
export type KeyService = 's3' | 'dynamodb' | 'rds' | 'secretsmanager' | 'logs';

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
  const callers = services.filter((service) => service !== 'logs');
  const grantees = callers.filter((service) => service === 'rds' || service === 'dynamodb');
  const statements: PolicyStatement[] = [
    { sid: 'AdministerThroughIam', principal: accountRoot, actions: ADMINISTRATION, resources: ['*'] },
  ];
  if (callers.length > 0) {
    statements.push({
      sid: 'UseThroughServices',
      principal: accountRoot,
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
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
  return policyDocument(statements);
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
