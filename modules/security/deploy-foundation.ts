import {
  arnIn,
  type DeployReach,
  globalArn,
  OF_NO_PLATFORM,
  own,
  passRoles,
  serviceRoles,
  taggedAsOwn,
  tagsAsOwn,
  useDataKey,
} from './deploy-reach';
import { userPools } from './deploy-users';
import type { PolicyStatement } from './policy-document';

/** Changing what the stacks that work in every Region hold: keys, buckets, tables, secrets, roles. */
export const foundationPermissions = (reach: DeployReach): PolicyStatement[] => [
  ...keys(reach),
  ...storage(reach),
  ...secrets(reach),
  ...identities(reach),
  ...userPools(reach),
];

const keys = (reach: DeployReach): PolicyStatement[] => [
  // A key has no ARN before it is made ("Actions, resources, and condition keys for AWS Key Management Service").
  { sid: 'MakeKeys', actions: ['kms:CreateKey'], resources: ['*'] },
  {
    sid: 'TagKeys',
    actions: ['kms:TagResource'],
    resources: [arnIn(reach, 'kms', 'key/*')],
    conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
  },
  {
    sid: 'ManageKeys',
    actions: [
      'kms:CreateAlias',
      'kms:DeleteAlias',
      'kms:EnableKey*',
      'kms:PutKeyPolicy',
      'kms:ReplicateKey',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:UpdateAlias',
      'kms:UpdateKeyDescription',
    ],
    resources: [arnIn(reach, 'kms', 'key/*')],
    conditions: { StringEquals: taggedAsOwn(reach) },
  },
  {
    sid: 'NameKeys',
    actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
    resources: own(reach, 'kms', 'alias/'),
  },
  useDataKey(reach, ['dynamodb', 'ecr', 'secretsmanager']),
];

const storage = (reach: DeployReach): PolicyStatement[] => [
  {
    sid: 'ManageBuckets',
    actions: [
      's3:CreateBucket',
      's3:DeleteBucket',
      's3:DeleteBucketPolicy',
      's3:PutBucket*',
      's3:PutEncryptionConfiguration',
      's3:PutLifecycleConfiguration',
      's3:PutReplicationConfiguration',
      's3:TagResource',
      's3:UntagResource',
    ],
    resources: [`arn:${reach.partition}:s3:::${reach.namePrefix}*`],
  },
  passRoles(reach),
  {
    sid: 'ManageTables',
    actions: [
      'dynamodb:CreateTable*',
      'dynamodb:DeleteTable*',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:UpdateTable*',
      'dynamodb:UpdateTimeToLive',
    ],
    resources: own(reach, 'dynamodb', 'table/'),
  },
  {
    // DynamoDB fills a new replica with the rights of whom adds it ("Using IAM with global tables").
    sid: 'FillReplicas',
    actions: [
      'dynamodb:BatchWriteItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ],
    resources: own(reach, 'dynamodb', 'table/'),
  },
];

const secrets = (reach: DeployReach): PolicyStatement[] => [
  {
    sid: 'ManageSecrets',
    actions: [
      'secretsmanager:CreateSecret',
      'secretsmanager:DeleteSecret',
      'secretsmanager:PutSecretValue',
      'secretsmanager:RemoveRegionsFromReplication',
      'secretsmanager:ReplicateSecretToRegions',
      'secretsmanager:RestoreSecret',
      'secretsmanager:StopReplicationToReplica',
      'secretsmanager:TagResource',
      'secretsmanager:UntagResource',
      'secretsmanager:UpdateSecret*',
    ],
    resources: own(reach, 'secretsmanager', 'secret:'),
  },
  // It reads nothing, and there is nothing to name ("Actions, resources, and condition keys for AWS Secrets Manager").
  { sid: 'MakePasswords', actions: ['secretsmanager:GetRandomPassword'], resources: ['*'] },
];

const identities = (reach: DeployReach): PolicyStatement[] => {
  const roles = [globalArn(reach, 'iam', `role/${reach.namePrefix}*`)];
  const policies = [globalArn(reach, 'iam', `policy/${reach.namePrefix}*`)];
  return [
    {
      sid: 'GrantWithinBoundary',
      actions: [
        'iam:AttachRolePolicy',
        'iam:CreateRole',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PutRolePermissionsBoundary',
        'iam:PutRolePolicy',
      ],
      resources: roles,
      conditions: { StringEquals: { 'iam:PermissionsBoundary': reach.boundaryArn } },
    },
    {
      sid: 'ManageRoles',
      actions: ['iam:DeleteRole', 'iam:TagRole', 'iam:UntagRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole*'],
      resources: roles,
    },
    {
      sid: 'ManagePolicies',
      actions: [
        'iam:CreatePolicy*',
        'iam:DeletePolicy*',
        'iam:SetDefaultPolicyVersion',
        'iam:TagPolicy',
        'iam:UntagPolicy',
      ],
      resources: policies,
    },
    serviceRoles(reach, ['replication.dynamodb.amazonaws.com']),
  ];
};
