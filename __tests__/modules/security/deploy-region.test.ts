import { regionPermissions } from '../../../modules/security/deploy-region';
import { policyDocument } from '../../../modules/security/policy-document';
import { ACCOUNT, policyIn } from '../../synth';
import { allowing, arn, BOUNDED, iam, REACH } from './reach';

describe('the role that applies regions', () => {
  const can = allowing(regionPermissions(REACH));

  test('manages the platform’s databases and reads their credentials', () => {
    expect(can('rds:CreateDBInstanceReadReplica', arn('rds', 'db:orders-prod-main'))).toBe(true);
    expect(can('rds:PromoteReadReplica', arn('rds', 'db:orders-prod-main'))).toBe(true);
    expect(can('rds:DeleteDBInstance', arn('rds', 'db:billing-prod-main'))).toBe(false);
    expect(can('rds:DeleteDBSnapshot', arn('rds', 'snapshot:orders-prod-main-final'))).toBe(false);
    expect(can('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:orders-prod-main-credentials-x'))).toBe(
      true,
    );
    expect(can('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:billing-prod-x'))).toBe(false);
  });

  test('does nothing in IAM but pass the platform’s roles', () => {
    const actions = policyIn(policyDocument(regionPermissions(REACH)))
      .Statement.filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action)
      .filter((action) => action.startsWith('iam:'));
    expect([...new Set(actions)].sort()).toEqual(['iam:CreateServiceLinkedRole', 'iam:PassRole']);
    expect(can('iam:CreateRole', iam('role/orders-prod-x'), BOUNDED)).toBe(false);
    expect(can('dynamodb:UpdateTable', arn('dynamodb', 'table/orders-prod-sessions'))).toBe(false);
    expect(can('s3:DeleteBucket', `arn:aws:s3:::orders-prod-objects-euw1-${ACCOUNT}`)).toBe(false);
  });
});
