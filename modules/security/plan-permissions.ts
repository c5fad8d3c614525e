import { type DeployReach, keepObjects, readState, S3_CONTEXT, stateContexts, stateObjects } from './deploy-reach';
import type { PolicyStatement } from './policy-document';

/**
 * What a role needs besides `ReadOnlyAccess` to plan, and what it must not read although that policy allows it. A plan with
 * `plan_only` opens no secret, and the provider reads a write-only secret's versions, not its value (from 6.27).
 */
export const planPermissions = (reach: DeployReach): PolicyStatement[] => [
  ...readState(reach),
  {
    // A plan takes the lock, an object beside the state ("S3 backend, State Locking").
    sid: 'LockState',
    actions: ['s3:DeleteObject', 's3:PutObject'],
    resources: stateObjects(reach, '.tflock'),
  },
  keepObjects(reach),
  {
    sid: 'KeepParametersOfOthers',
    effect: 'Deny',
    actions: ['ssm:GetParameter*'],
    notResources: [
      `arn:${reach.partition}:ssm:*:${reach.account}:parameter${reach.parameterFolder}*`,
      // AWS's own, such as the ids of images.
      `arn:${reach.partition}:ssm:*::parameter/aws/service/*`,
    ],
  },
  { sid: 'KeepContents', effect: 'Deny', actions: CONTENTS, resources: ['*'] },
  {
    // A condition that negates holds where the key is absent: for all that is no object of S3.
    sid: 'KeepCiphertexts',
    effect: 'Deny',
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: { StringNotLike: { [S3_CONTEXT]: stateContexts(reach) } },
  },
];

/** Actions that give back what users put in, or what programs wrote of them. */
const CONTENTS: readonly string[] = [
  'cognito-idp:AdminGetUser',
  'cognito-idp:ListUsers*',
  'dynamodb:BatchGetItem',
  'dynamodb:GetItem',
  'dynamodb:GetRecords',
  'dynamodb:PartiQLSelect',
  'dynamodb:Query',
  'dynamodb:Scan',
  'kinesis:GetRecords',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:GetLogRecord',
  'logs:GetQueryResults',
  'logs:StartLiveTail',
  'logs:StartQuery',
  'logs:Unmask',
  'rds:DownloadCompleteDBLogFile',
  'rds:DownloadDBLogFilePortion',
  'secretsmanager:BatchGetSecretValue',
  'secretsmanager:GetSecretValue',
  'sqs:ReceiveMessage',
];
