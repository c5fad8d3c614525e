import { foundationPermissions } from '../../../modules/security/deploy-foundation';
import { ACCOUNT } from '../../synth';
import { allowing, arn, BOUNDED, FOREIGN_TAGS, iam, NEW_TAGS, OWN_TAGS, REACH } from './reach';

describe('the role that applies foundation', () => {
  const can = allowing(foundationPermissions(REACH));

  test('makes roles with the boundary only, and changes none without it', () => {
    const role = iam('role/orders-prod-replication');
    for (const action of [
      'iam:CreateRole',
      'iam:PutRolePolicy',
      'iam:AttachRolePolicy',
      'iam:PutRolePermissionsBoundary',
    ]) {
      expect([action, can(action, role, BOUNDED)]).toEqual([action, true]);
      expect([action, can(action, role)]).toEqual([action, false]);
      expect([action, can(action, role, { 'iam:PermissionsBoundary': iam('policy/AdministratorAccess') })]).toEqual([
        action,
        false,
      ]);
      expect([action, can(action, iam('role/billing-prod-replication'), BOUNDED)]).toEqual([action, false]);
    }
  });

  test('passes the platform’s roles to services, and to none other', () => {
    const role = iam('role/orders-prod-replication');
    expect(can('iam:PassRole', role, { 'iam:PassedToService': 's3.amazonaws.com' })).toBe(true);
    expect(can('iam:PassRole', role, { 'iam:PassedToService': 'ec2.amazonaws.com' })).toBe(false);
    expect(can('iam:PassRole', iam('role/admin'), { 'iam:PassedToService': 's3.amazonaws.com' })).toBe(false);
  });

  test('manages the platform’s buckets, tables, secrets and keys, in any Region', () => {
    expect(can('s3:CreateBucket', `arn:aws:s3:::orders-prod-objects-sae1-${ACCOUNT}`)).toBe(true);
    expect(can('s3:PutBucketVersioning', `arn:aws:s3:::orders-prod-objects-sae1-${ACCOUNT}`)).toBe(true);
    expect(can('s3:CreateBucket', `arn:aws:s3:::billing-prod-objects-sae1-${ACCOUNT}`)).toBe(false);
    expect(can('dynamodb:CreateTableReplica', arn('dynamodb', 'table/orders-prod-sessions'))).toBe(true);
    expect(can('dynamodb:Scan', arn('dynamodb', 'table/orders-prod-sessions'))).toBe(true);
    expect(can('dynamodb:Scan', arn('dynamodb', 'table/billing-prod-sessions'))).toBe(false);
    expect(can('secretsmanager:PutSecretValue', arn('secretsmanager', 'secret:orders-prod-x'))).toBe(true);
    expect(can('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:orders-prod-x'))).toBe(false);
    expect(can('kms:PutKeyPolicy', arn('kms', 'key/1'), OWN_TAGS)).toBe(true);
    expect(can('kms:PutKeyPolicy', arn('kms', 'key/1'), FOREIGN_TAGS)).toBe(false);
    expect(can('kms:PutKeyPolicy', arn('kms', 'key/1'))).toBe(false);
    expect(can('kms:TagResource', arn('kms', 'key/1'), NEW_TAGS)).toBe(true);
    expect(can('kms:TagResource', arn('kms', 'key/1'), { ...NEW_TAGS, ...FOREIGN_TAGS })).toBe(false);
    expect(can('rds:CreateDBInstance', arn('rds', 'db:orders-prod-main'))).toBe(false);
  });

  test('uses the data key through services only', () => {
    const key = arn('kms', 'key/1');
    const alias = { 'kms:ResourceAliases': ['alias/orders-prod-data'] };
    const via = { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' };
    for (const service of ['dynamodb', 'ecr'])
      expect(can('kms:CreateGrant', key, { ...alias, 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` })).toBe(
        true,
      );
    expect(can('kms:Decrypt', key, alias)).toBe(false);
    expect(can('kms:Decrypt', key, { ...via, 'kms:ResourceAliases': ['alias/billing-prod-data'] })).toBe(false);
  });
});
