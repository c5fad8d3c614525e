import { networkPermissions } from '../../../modules/security/deploy-network';
import { allowing, arn, FOREIGN_TAGS, NEW_TAGS, OWN_TAGS, REACH } from './reach';

const can = allowing(networkPermissions(REACH));

test('changes the network that has the platform’s tags, and no other', () => {
  expect(can('ec2:CreateVpc', arn('ec2', 'vpc/*'), NEW_TAGS)).toBe(true);
  expect(can('ec2:CreateVpc', arn('ec2', 'vpc/*'))).toBe(false);
  expect(can('ec2:CreateSubnet', arn('ec2', 'vpc/vpc-1'), OWN_TAGS)).toBe(true);
  expect(can('ec2:DeleteVpc', arn('ec2', 'vpc/vpc-1'), OWN_TAGS)).toBe(true);
  expect(can('ec2:DeleteVpc', arn('ec2', 'vpc/vpc-1'), FOREIGN_TAGS)).toBe(false);
  expect(can('ec2:DeleteVpc', arn('ec2', 'vpc/vpc-1'))).toBe(false);
  expect(can('ec2:AuthorizeSecurityGroupIngress', arn('ec2', 'security-group/sg-1'), FOREIGN_TAGS)).toBe(false);
  expect(can('ec2:RunInstances', arn('ec2', 'instance/*'), NEW_TAGS)).toBe(false);
});

test('takes over a default group that nobody has tagged, never another platform’s', () => {
  const group = arn('ec2', 'security-group/sg-1');
  expect(can('ec2:CreateTags', group, NEW_TAGS)).toBe(true);
  expect(can('ec2:CreateTags', group, { ...NEW_TAGS, ...FOREIGN_TAGS })).toBe(false);
  expect(can('ec2:CreateTags', arn('ec2', 'vpc/vpc-1'), NEW_TAGS)).toBe(false);
});
