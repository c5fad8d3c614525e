import { policyDocument } from '../../../modules/security/policy-document';
import { boundaryStatements } from '../../../modules/security/role-boundary';
import { ACCOUNT } from '../../synth';
import { isAllowed } from './iam';
import { OBJECT } from './reach';

describe('the boundary', () => {
  const policy = policyDocument(boundaryStatements(ACCOUNT));
  const home = { 'aws:ResourceAccount': ACCOUNT };

  test('holds a role to the account, and out of IAM', () => {
    const object = { action: 's3:GetObject', resource: OBJECT };
    expect(isAllowed(policy, { ...object, context: home })).toBe(true);
    expect(isAllowed(policy, { ...object, context: { 'aws:ResourceAccount': '999988887777' } })).toBe(false);
    expect(isAllowed(policy, object)).toBe(true);
    for (const action of [
      'iam:CreateRole',
      'iam:PassRole',
      'sts:AssumeRole',
      'organizations:LeaveOrganization',
      'kms:PutKeyPolicy',
    ])
      expect(isAllowed(policy, { action, resource: '*', context: home })).toBe(false);
  });

  test('fits: a managed policy is 6,144 characters at the most', () => expect(policy.length).toBeLessThan(6144));
});
