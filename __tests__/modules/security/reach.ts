import type { DeployReach } from '../../../modules/security/deploy-reach';
import { type PolicyStatement, policyDocument } from '../../../modules/security/policy-document';
import { ACCOUNT } from '../../synth';
import { isAllowed, type Request } from './iam';

/** What the platform orders prod has. */
export const REACH: DeployReach = {
  partition: 'aws',
  account: ACCOUNT,
  namePrefix: 'orders-prod-',
  parameterFolder: '/orders/prod/',
  ownTags: { environment: 'prod', platform: 'orders' },
  stateBucketArns: [`arn:aws:s3:::orders-prod-state-????-${ACCOUNT}`],
  stateFolder: 'orders/prod/',
  keyAlias: 'alias/orders-prod-data',
  boundaryArn: `arn:aws:iam::${ACCOUNT}:policy/orders-prod-ci-boundary`,
  ownRolePrefix: 'orders-prod-ci-',
  domains: ['orders.example.com'],
};

export const OWN_TAGS = { 'aws:ResourceTag/platform': 'orders', 'aws:ResourceTag/environment': 'prod' };
export const FOREIGN_TAGS = { 'aws:ResourceTag/platform': 'billing', 'aws:ResourceTag/environment': 'prod' };
export const NEW_TAGS = { 'aws:RequestTag/platform': 'orders', 'aws:RequestTag/environment': 'prod' };
export const BOUNDED = { 'iam:PermissionsBoundary': REACH.boundaryArn };

export const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${resource}`;
export const iam = (resource: string): string => `arn:aws:iam::${ACCOUNT}:${resource}`;
export const STATE = `arn:aws:s3:::orders-prod-state-euw1-${ACCOUNT}/orders/prod/region-eu-west-1.tfstate`;
export const OBJECT = `arn:aws:s3:::orders-prod-objects-euw1-${ACCOUNT}/invoice.pdf`;

/** Whether statements allow something. */
export const allowing =
  (statements: readonly PolicyStatement[]) =>
  (action: string, resource: string, context: Request['context'] = {}): boolean =>
    isAllowed(policyDocument(statements), { action, resource, context });
