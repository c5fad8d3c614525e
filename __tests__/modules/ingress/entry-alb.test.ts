import { TerraformOutput } from 'cdktf';
import { EntryAlb, type EntryAlbProps } from '../../../modules/ingress/entry-alb';
import { synthConstruct } from '../../synth';

const alb = (props: Partial<EntryAlbProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    const entry = new EntryAlb(stack, 'entry', {
      provider: providerIn('eu-west-1'),
      loadBalancerName: 'orders-prod-entry',
      targetGroupName: 'orders-prod-service',
      securityGroupName: 'orders-prod-entry',
      vpcId: 'vpc-1',
      vpcCidr: '10.10.0.0/16',
      subnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
      certificateDomain: 'orders.example.com',
      targetType: 'ip',
      targetPort: 8080,
      accessLogs: { bucket: 'orders-prod-access-logs-euw1-111122223333', prefix: 'entry' },
      ...props,
    });
    const { arn, dnsName, zoneId, listenerArn, targetGroupArn, securityGroupId } = entry;
    for (const [id, value] of Object.entries({ arn, dnsName, zoneId, listenerArn, targetGroupArn, securityGroupId }))
      new TerraformOutput(stack, id, { value, staticId: true });
  });
const stack = alb();

test('a load balancer that is logged, protected, leaves a zone by itself and a Region within minutes', () =>
  expect(stack.only('aws_lb')).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-entry',
    load_balancer_type: 'application',
    internal: false,
    subnets: ['subnet-a', 'subnet-b', 'subnet-c'],
    security_groups: ['${aws_security_group.entry_security-group.id}'],
    client_keep_alive: 300,
    drop_invalid_header_fields: true,
    enable_deletion_protection: true,
    enable_zonal_shift: true,
    access_logs: { bucket: 'orders-prod-access-logs-euw1-111122223333', prefix: 'entry', enabled: true },
  }));

test('clients speak TLS 1.2 or 1.3 with the newest issued certificate of the Region', () => {
  expect(stack.data('aws_acm_certificate').map(({ args }) => args)).toEqual([
    { provider: 'aws.euw1', domain: 'orders.example.com', statuses: ['ISSUED'], most_recent: true },
  ]);
  expect(stack.at('aws_lb_listener.entry_https')).toEqual({
    provider: 'aws.euw1',
    load_balancer_arn: '${aws_lb.entry_balancer.arn}',
    port: 443,
    protocol: 'HTTPS',
    ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    certificate_arn: '${data.aws_acm_certificate.entry_certificate.arn}',
    default_action: [{ type: 'forward', target_group_arn: '${aws_lb_target_group.entry_targets.arn}' }],
  });
});

test('whoever comes without TLS is sent to it', () =>
  expect(stack.at('aws_lb_listener.entry_http')).toMatchObject({
    port: 80,
    protocol: 'HTTP',
    default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' } }],
  }));

test('targets are asked whether they live, and have half a minute to end', () => {
  expect(stack.only('aws_lb_target_group')).toMatchObject({
    name: 'orders-prod-service',
    vpc_id: 'vpc-1',
    target_type: 'ip',
    port: 8080,
    protocol: 'HTTP',
    deregistration_delay: '30',
    health_check: { path: '/health/live', matcher: '200' },
    // AWS deletes none that a listener leads to.
    lifecycle: { create_before_destroy: true },
  });
  const other = alb({ targetType: 'instance', targetHealthPath: '/up', deregistrationSeconds: 5 });
  expect(other.only('aws_lb_target_group')).toMatchObject({
    target_type: 'instance',
    deregistration_delay: '5',
    health_check: { path: '/up' },
  });
});

test('it reaches its targets’ port in the VPC alone', () =>
  expect(stack.only('aws_vpc_security_group_egress_rule')).toMatchObject({
    cidr_ipv4: '10.10.0.0/16',
    from_port: 8080,
  }));

test('a health function answers its paths on the listener for TLS', () => {
  const health = {
    functionName: 'orders-prod-health',
    functionArn: 'arn of the function',
    targetGroupName: 'orders-prod-health',
    paths: ['/v1/health/live', '/v1/health/route'],
  };
  expect(stack.resources('aws_lb_listener_rule')).toEqual([]);
  expect(alb({ health }).only('aws_lb_listener_rule')).toMatchObject({
    listener_arn: '${aws_lb_listener.entry_https.arn}',
    condition: [{ path_pattern: { values: health.paths } }, {}],
  });
});

test('it can be made ready to go', () =>
  expect(alb({ deletionProtection: false }).only('aws_lb')).toMatchObject({ enable_deletion_protection: false }));

test('exposes what others point at', () =>
  expect(Object.fromEntries(Object.entries(stack.outputs).map(([id, { value }]) => [id, value]))).toEqual({
    arn: '${aws_lb.entry_balancer.arn}',
    dnsName: '${aws_lb.entry_balancer.dns_name}',
    zoneId: '${aws_lb.entry_balancer.zone_id}',
    listenerArn: '${aws_lb_listener.entry_https.arn}',
    targetGroupArn: '${aws_lb_target_group.entry_targets.arn}',
    securityGroupId: '${aws_security_group.entry_security-group.id}',
  }));

const allowed =
  'Allowed are 32 letters, digits and hyphens at the most, the first and last no hyphen, not beginning with "internal-". Shorten or correct it.';
const health = { functionName: 'f', functionArn: 'a', paths: ['/up'] };

test.each<[string, Partial<EntryAlbProps>, string]>([
  ['a long name', { loadBalancerName: 'a'.repeat(33) }, `loadBalancerName is "${'a'.repeat(33)}". ${allowed}`],
  ['a hyphen at the end', { targetGroupName: 'orders-' }, `targetGroupName is "orders-". ${allowed}`],
  ['a reserved name', { loadBalancerName: 'internal-orders' }, `loadBalancerName is "internal-orders". ${allowed}`],
  [
    'an underscore',
    { health: { ...health, targetGroupName: 'orders_health' } },
    `health.targetGroupName is "orders_health". ${allowed}`,
  ],
  [
    'one zone',
    { subnetIds: ['subnet-a'] },
    '1 subnets. A load balancer stands in at least 2 zones, and the platform has 3 at the most: give one public subnet of each.',
  ],
  [
    'more subnets than zones',
    { subnetIds: ['a', 'b', 'c', 'd'] },
    '4 subnets. A load balancer stands in at least 2 zones, and the platform has 3 at the most: give one public subnet of each.',
  ],
])('refuses %s', (_what, props, message) => expect(() => alb(props)).toThrow(new Error(`t/entry: ${message}`)));

test('takes a name of 32 characters, and two zones', () =>
  expect(() => alb({ loadBalancerName: 'a'.repeat(32), subnetIds: ['a', 'b'] })).not.toThrow());
