import type { Partition } from '../../config/catalog';
import type { PolicyStatement } from './policy-document';

/** What belongs to one platform, as a policy can name it: also what is still to be made, in Regions that are still to join. */
export interface DeployReach {
  readonly partition: Partition;
  readonly account: string;
  /** Beginning of every physical name, with its hyphen: `orders-prod-`. */
  readonly namePrefix: string;
  /** Folder of every parameter: `/orders/prod/`. */
  readonly parameterFolder: string;
  /** Tags of all that has no name in its ARN: `{ platform: 'orders', environment: 'prod' }`. */
  readonly ownTags: Readonly<Record<string, string>>;
  /** ARN patterns of the buckets that hold Terraform's state. */
  readonly stateBucketArns: readonly string[];
  /** Beginning of the keys of all state objects: `orders/prod/`. */
  readonly stateFolder: string;
  /** Alias of the data key: `alias/orders-prod-data`. */
  readonly keyAlias: string;
  /** ARN of the boundary that every role has which a pipeline may change. */
  readonly boundaryArn: string;
  /** Beginning of the names of the pipelines' own roles and policies, which none of them may change: `orders-prod-ci-`. */
  readonly ownRolePrefix: string;
  /** Domains whose records are the platform's, the private zone's among them; empty without a front door. */
  readonly domains: readonly string[];
}

/** ARN of what the account has in any Region. */
export const arnIn = ({ partition, account }: DeployReach, service: string, resource: string): string =>
  `arn:${partition}:${service}:*:${account}:${resource}`;

/** ARN of what belongs to no Region. */
export const globalArn = ({ partition, account }: DeployReach, service: string, resource: string): string =>
  `arn:${partition}:${service}::${account}:${resource}`;

/** Holds for what has the platform's tags. */
export const taggedAsOwn = ({ ownTags }: DeployReach): Readonly<Record<string, string>> => tagKeys('Resource', ownTags);

/** Holds for a request that gives the platform's tags. */
export const tagsAsOwn = ({ ownTags }: DeployReach): Readonly<Record<string, string>> => tagKeys('Request', ownTags);

/** Condition `Null`: holds for what no platform has tagged, and for what is just being made. */
export const OF_NO_PLATFORM = { 'aws:ResourceTag/platform': 'true' } as const;

const tagKeys = (which: 'Resource' | 'Request', tags: DeployReach['ownTags']): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:${which}Tag/${tag}`, value]));

/** ARN patterns of the state objects, ending in `ending`. */
export const stateObjects = ({ stateBucketArns, stateFolder }: DeployReach, ending = ''): string[] =>
  stateBucketArns.map((bucket) => `${bucket}/${stateFolder}*${ending}`);

/** Reading states, and the key through S3 alone: with a bucket key the encryption context is the bucket's ARN, else the object's. */
export const readState = (reach: DeployReach): PolicyStatement[] => [
  { sid: 'ListState', actions: ['s3:ListBucket'], resources: reach.stateBucketArns },
  { sid: 'ReadState', actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: stateObjects(reach) },
  {
    sid: 'UseStateKeyThroughS3',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [arnIn(reach, 'kms', 'key/*')],
    conditions: { StringLike: { 'kms:ViaService': endpoints('s3'), [S3_CONTEXT]: stateContexts(reach) } },
  },
];

/** Key of the encryption context under which S3 uses a key. */
export const S3_CONTEXT = 'kms:EncryptionContext:aws:s3:arn';

export const stateContexts = (reach: DeployReach): string[] => [...reach.stateBucketArns, ...stateObjects(reach)];

/** A service's endpoints in every Region, China's too ("kms:ViaService"). */
export const endpoints = (service: string): string[] => [`${service}.*.amazonaws.com`, `${service}.*.amazonaws.com.cn`];

/** No object of any bucket can be read but states: whatever `ReadOnlyAccess` allows. */
export const keepObjects = (reach: DeployReach): PolicyStatement => ({
  sid: 'KeepObjects',
  effect: 'Deny',
  actions: ['s3:GetObject*'],
  notResources: stateObjects(reach),
});

/** What has a name in its ARN: `table/orders-prod-*`. */
export const own = (reach: DeployReach, service: string, ...kinds: readonly string[]): string[] =>
  kinds.map((kind) => arnIn(reach, service, `${kind}${reach.namePrefix}*`));

/** The data key, through the services that hold data for longer than a call. */
export const useDataKey = (reach: DeployReach, services: readonly string[]): PolicyStatement => ({
  sid: 'UseDataKeyThroughServices',
  actions: [
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey*',
    'kms:ReEncrypt*',
  ],
  resources: [arnIn(reach, 'kms', 'key/*')],
  conditions: {
    StringLike: { 'kms:ViaService': services.flatMap(endpoints) },
    'ForAnyValue:StringEquals': { 'kms:ResourceAliases': reach.keyAlias },
  },
});

/** Roles that AWS makes for a service at its first use in an account. */
export const serviceRoles = (reach: DeployReach, services: readonly string[]): PolicyStatement => ({
  sid: 'LetServicesHaveTheirRole',
  actions: ['iam:CreateServiceLinkedRole'],
  resources: [globalArn(reach, 'iam', 'role/aws-service-role/*')],
  conditions: { StringEquals: { 'iam:AWSServiceName': services } },
});

/** Services that work with the platform's roles. */
export const passRoles = (reach: DeployReach): PolicyStatement => ({
  sid: 'PassRoles',
  actions: ['iam:PassRole'],
  resources: [globalArn(reach, 'iam', `role/${reach.namePrefix}*`)],
  conditions: {
    StringEquals: {
      'iam:PassedToService': [
        'lambda.amazonaws.com',
        'monitoring.rds.amazonaws.com',
        's3.amazonaws.com',
        'scheduler.amazonaws.com',
      ],
    },
  },
});
