import type { RegionName } from '../../config/catalog';
import type { PolicyStatement } from '../security/policy-document';

/** A Region's data that its service works with, by ARN. */
export interface ServiceDataResources {
  readonly region: RegionName;
  readonly tables: readonly string[];
  readonly buckets: readonly string[];
  /** ARN patterns of the databases' credentials: the end of a secret's ARN is random. */
  readonly secrets: readonly string[];
  /** SSM parameters that say where the databases are. */
  readonly parameters: readonly string[];
  /** The Region's data key. */
  readonly keyArn: string;
}

/** What a service may do with its Region's data; nothing where it works with none. Another Region's is in none of it. */
export function serviceDataStatements(resources: ServiceDataResources): PolicyStatement[] {
  const { region, tables, buckets, secrets, parameters, keyArn } = resources;
  const useKey = (sid: string, service: string, actions: readonly string[]): PolicyStatement => ({
    sid,
    actions,
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
  });
  return [
    ...(tables.length > 0
      ? [
          { sid: 'UseItems', actions: ITEM_ACTIONS, resources: tables },
          { sid: 'UseIndexes', actions: ['dynamodb:Query'], resources: tables.map((table) => `${table}/index/*`) },
          // In the name of whoever calls ("Managing encrypted tables in DynamoDB", usage notes).
          useKey('UseKeyThroughTables', 'dynamodb', ['kms:Decrypt', 'kms:DescribeKey']),
        ]
      : []),
    ...(buckets.length > 0
      ? [
          { sid: 'UseObjects', actions: OBJECT_ACTIONS, resources: buckets.map((bucket) => `${bucket}/*`) },
          // Without it S3 answers 403 for an object that is not there ("HeadObject", permissions).
          { sid: 'ListObjects', actions: ['s3:ListBucket'], resources: buckets },
          useKey('UseKeyThroughS3', 's3', ['kms:Decrypt', 'kms:GenerateDataKey']),
        ]
      : []),
    ...(secrets.length > 0
      ? [
          { sid: 'ReadCredentials', actions: ['secretsmanager:GetSecretValue'], resources: secrets },
          useKey('UseKeyThroughSecrets', 'secretsmanager', ['kms:Decrypt']),
        ]
      : []),
    ...(parameters.length > 0
      ? [{ sid: 'FindDatabases', actions: ['ssm:GetParameter', 'ssm:GetParameters'], resources: parameters }]
      : []),
  ];
}

/** Items by their keys, alone, in batches and in transactions. No Scan: it reads the whole table, each time. */
const ITEM_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
] as const;

/** An upload in parts that fails is taken back. Versions are kept: deleting one would be for good. */
const OBJECT_ACTIONS = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'] as const;
