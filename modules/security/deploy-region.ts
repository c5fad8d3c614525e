import { arnIn, type DeployReach, globalArn, own, passRoles, serviceRoles, useDataKey } from './deploy-reach';
import { userPools } from './deploy-users';
import type { PolicyStatement } from './policy-document';

/** Changing what the stack of a Region holds besides its network, in any Region. */
export const regionPermissions = (reach: DeployReach): PolicyStatement[] => [
  ...databases(reach),
  ...functions(reach),
  passRoles(reach),
];

const databases = (reach: DeployReach): PolicyStatement[] => [
  {
    sid: 'ManageDatabases',
    actions: [
      'rds:AddTagsToResource',
      'rds:CreateDB*',
      'rds:DeleteDBInstance',
      'rds:DeleteDBParameterGroup',
      'rds:DeleteDBSubnetGroup',
      'rds:ModifyDB*',
      'rds:PromoteReadReplica',
      'rds:RebootDBInstance',
      'rds:RemoveTagsFromResource',
      'rds:ResetDBParameterGroup',
    ],
    resources: [
      ...own(reach, 'rds', 'db:', 'pg:', 'snapshot:', 'subgrp:'),
      // Every instance is in an option group, AWS's own for its engine unless told otherwise.
      arnIn(reach, 'rds', 'og:default*'),
    ],
  },
  {
    // The instance's password, which Terraform reads to set it and keeps nowhere.
    sid: 'ReadOwnCredentials',
    actions: ['secretsmanager:GetSecretValue'],
    resources: own(reach, 'secretsmanager', 'secret:'),
  },
  useDataKey(reach, ['lambda', 'logs', 'rds', 'secretsmanager', 'sns', 'sqs']),
  {
    sid: 'ReplicateObjects',
    actions: ['s3:PutReplicationConfiguration'],
    resources: [`arn:${reach.partition}:s3:::${reach.namePrefix}*`],
  },
  {
    sid: 'ManageLogGroups',
    actions: [
      'logs:AssociateKmsKey',
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:DeleteRetentionPolicy',
      'logs:DisassociateKmsKey',
      'logs:PutRetentionPolicy',
      'logs:TagResource',
      'logs:UntagResource',
    ],
    resources: [arnIn(reach, 'logs', `log-group:/aws/*/${reach.namePrefix}*`)],
  },
  serviceRoles(reach, ['rds.amazonaws.com', 'ops.apigateway.amazonaws.com']),
];

const functions = (reach: DeployReach): PolicyStatement[] => [
  {
    sid: 'ManageFunctions',
    actions: [
      'lambda:AddPermission',
      'lambda:*Alias',
      'lambda:CreateFunction*',
      'lambda:DeleteFunction*',
      'lambda:PublishVersion',
      'lambda:PutFunction*',
      'lambda:PutProvisionedConcurrencyConfig',
      'lambda:RemovePermission',
      'lambda:TagResource',
      'lambda:UntagResource',
      'lambda:UpdateFunction*',
    ],
    resources: own(reach, 'lambda', 'function:'),
  },
  {
    // An API has an id and no name in its ARN, and what is in it no tags of its own.
    sid: 'ManageApis',
    actions: ['apigateway:DELETE', 'apigateway:PATCH', 'apigateway:POST', 'apigateway:PUT', 'apigateway:TagResource'],
    resources: ['/apis', '/apis/*', '/tags/*'].map((path) => `arn:${reach.partition}:apigateway:*::${path}`),
  },
  ...userPools(reach),
  {
    // A stage has its access log delivered by CloudWatch, for which nothing can be named ("Enable logging from AWS services").
    sid: 'DeliverAccessLogs',
    actions: ['CreateLogDelivery', 'DeleteLogDelivery', 'PutResourcePolicy', 'UpdateLogDelivery'].map(
      (action) => `logs:${action}`,
    ),
    resources: ['*'],
  },
  {
    sid: 'Watch',
    actions: [
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DeleteDashboards',
      'cloudwatch:PutCompositeAlarm',
      'cloudwatch:PutDashboard',
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
    ],
    resources: [
      ...own(reach, 'cloudwatch', 'alarm:'),
      globalArn(reach, 'cloudwatch', `dashboard/${reach.namePrefix}*`),
    ],
  },
  {
    sid: 'ManageEvents',
    actions: [
      'events:DeleteRule',
      'events:Put*',
      'events:RemoveTargets',
      'events:TagResource',
      'events:UntagResource',
      'scheduler:CreateSchedule*',
      'scheduler:DeleteSchedule*',
      'scheduler:TagResource',
      'scheduler:UntagResource',
      'scheduler:UpdateSchedule',
      'sns:CreateTopic',
      'sns:DeleteTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:TagResource',
      'sns:Unsubscribe',
      'sns:UntagResource',
      'sqs:CreateQueue',
      'sqs:DeleteQueue',
      'sqs:SetQueueAttributes',
      'sqs:TagQueue',
      'sqs:UntagQueue',
    ],
    resources: [
      ...own(reach, 'events', 'rule/'),
      ...own(reach, 'scheduler', 'schedule/*/', 'schedule-group/'),
      ...own(reach, 'sns', ''),
      ...own(reach, 'sqs', ''),
    ],
  },
];
