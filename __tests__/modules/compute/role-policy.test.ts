import { Construct } from 'constructs';
import { ROLE_POLICY_CHARACTERS, rolePolicy } from '../../../modules/compute/role-policy';
import { synthConstruct } from '../../synth';

const policyOf = (resources: readonly string[]): string => {
  let policy = '';
  synthConstruct((stack) => {
    policy = rolePolicy(new Construct(stack, 'role'), [{ sid: 'Use', actions: ['s3:GetObject'], resources }]);
  });
  return policy;
};
/** The longest name that still fits, by what stands around it. */
const ROOM = ROLE_POLICY_CHARACTERS - policyOf(['']).length;

test('takes what IAM takes, to the last character', () => expect(policyOf(['x'.repeat(ROOM)])).toHaveLength(10_240));

test('refuses one character more', () =>
  expect(() => policyOf(['x'.repeat(ROOM + 1)])).toThrow(
    new Error('t/role: the policy has 10241 characters, and IAM takes 10240. Name resources by pattern.'),
  ));
