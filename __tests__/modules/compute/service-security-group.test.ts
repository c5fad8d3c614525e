import { ServiceSecurityGroup } from '../../../modules/compute/service-security-group';
import { synthConstruct } from '../../synth';

test('lets the load balancer in on its port, and HTTPS out', () => {
  const stack = synthConstruct((scope, providerIn) => {
    new ServiceSecurityGroup(scope, 'service', {
      provider: providerIn('eu-west-1'),
      groupName: 'orders-prod-service',
      vpcId: 'vpc-1',
      port: 8080,
      loadBalancerSecurityGroupId: 'sg-entry',
    });
  });
  const of = {
    provider: 'aws.euw1',
    security_group_id: '${aws_security_group.service_group.id}',
    ip_protocol: 'tcp',
  };
  expect(stack.only('aws_security_group')).toMatchObject({ name: 'orders-prod-service', vpc_id: 'vpc-1' });
  expect(stack.only('aws_vpc_security_group_ingress_rule')).toEqual({
    ...of,
    description: 'Requests and health checks',
    referenced_security_group_id: 'sg-entry',
    from_port: 8080,
    to_port: 8080,
  });
  expect(stack.only('aws_vpc_security_group_egress_rule')).toEqual({
    ...of,
    description: 'AWS: images, logs, what the service calls',
    cidr_ipv4: '0.0.0.0/0',
    from_port: 443,
    to_port: 443,
  });
});
