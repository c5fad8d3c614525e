import { AlbSecurityGroup } from '../../../modules/ingress/alb-security-group';
import { synthConstruct } from '../../synth';

const stack = synthConstruct((scope, providerIn) => {
  new AlbSecurityGroup(scope, 'group', {
    provider: providerIn('eu-west-1'),
    groupName: 'orders-prod-entry',
    vpcId: 'vpc-1',
    vpcCidr: '10.10.0.0/16',
    targetPort: 8080,
  });
});

interface Rule {
  readonly cidr_ipv4: string;
  readonly from_port: number;
  readonly to_port: number;
  readonly ip_protocol: string;
  readonly security_group_id: string;
}
const rules = (type: string) =>
  stack
    .resources<Rule>(type)
    .map(({ args: r }) => [r.cidr_ipv4, r.ip_protocol, r.from_port, r.to_port, r.security_group_id]);
const GROUP = '${aws_security_group.group.id}';

test('everybody may come in, by HTTP to be sent on and by HTTPS', () =>
  expect(rules('aws_vpc_security_group_ingress_rule')).toEqual([
    ['0.0.0.0/0', 'tcp', 443, 443, GROUP],
    ['0.0.0.0/0', 'tcp', 80, 80, GROUP],
  ]));

test('it goes nowhere but to its targets', () =>
  expect(rules('aws_vpc_security_group_egress_rule')).toEqual([['10.10.0.0/16', 'tcp', 8080, 8080, GROUP]]));

test('it is in the VPC, under its name', () =>
  expect(stack.only('aws_security_group')).toMatchObject({
    name: 'orders-prod-entry',
    vpc_id: 'vpc-1',
    tags: { Name: 'orders-prod-entry' },
  }));
