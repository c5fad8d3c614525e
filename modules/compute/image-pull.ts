import type { PolicyStatement } from '../security/policy-document';

/**
 * What it takes to start from an image of one repository and to write one log. No key: ECR opens images with grants of its own ("Encryption at rest" of
 * Amazon ECR), whoever pulls them.
 */
export const imagePull = (repositoryArn: string, logGroupArn: string): PolicyStatement[] => [
  // A token is for the whole registry; there is nothing to name ("Actions, resources, and condition keys for Amazon ECR").
  { sid: 'SignIn', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
  {
    sid: 'PullImage',
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    resources: [repositoryArn],
  },
  {
    sid: 'WriteLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`${logGroupArn}:*`],
  },
];
