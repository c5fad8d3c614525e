import type { PolicyStatement } from './policy-document';

/**
 * The most that a role of the platform can do, whatever a pipeline grants it: use what the platform is made of, in this
 * account. It is no grant: a role may do what both its own policies and this allow ("Permissions boundaries for IAM
 * entities"). Nothing of IAM, of Organizations or of another account's is in it, so no role made by a pipeline can make
 * another.
 */
export const boundaryStatements = (account: string): PolicyStatement[] => [
  {
    sid: 'UseThePlatform',
    actions: [
      'cloudwatch:*',
      'cognito-idp:*',
      'dynamodb:*',
      'ec2:*NetworkInterface*',
      'ec2:*PrivateIpAddresses',
      'ec2:Describe*',
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
      'events:PutEvents',
      'execute-api:*',
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
      'lambda:Get*',
      'lambda:Invoke*',
      'logs:*',
      'rds:Describe*',
      'rds-db:connect',
      's3:*',
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'sns:Publish',
      'sqs:*',
      'ssm:GetParameter*',
      'ssm:UpdateInstanceInformation',
      'ssmmessages:*',
      'xray:Put*',
    ],
    resources: ['*'],
  },
  {
    // A condition that negates also holds where the key is absent, as it is for a few actions: there the role's own policies decide.
    sid: 'StayInTheAccount',
    effect: 'Deny',
    actions: ['*'],
    resources: ['*'],
    conditions: { StringNotEquals: { 'aws:ResourceAccount': account }, Null: { 'aws:ResourceAccount': 'false' } },
  },
];
