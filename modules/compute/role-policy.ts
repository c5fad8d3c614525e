import type { IConstruct } from 'constructs';
import { type PolicyStatement, policyDocument } from '../security/policy-document';

/** Characters of all of a role's own policies together, white space not counted ("IAM and AWS STS quotas"). */
export const ROLE_POLICY_CHARACTERS = 10_240;

/**
 * The one policy of a role.
 * @param role named where it does not fit
 * @throws where IAM would refuse it for its length
 */
export function rolePolicy(role: IConstruct, statements: readonly PolicyStatement[]): string {
  const policy = policyDocument(statements);
  if (policy.length > ROLE_POLICY_CHARACTERS)
    throw new Error(
      `${role.node.path}: the policy has ${policy.length} characters, and IAM takes ${ROLE_POLICY_CHARACTERS}. Name resources by pattern.`,
    );
  return policy;
}
