import type { ObjectValue } from '../../../lab/provider/protocol/value';
import { Direct } from './session';

const aws = new Direct();
/** Which attributes' change replaces an object that was made of one configuration and is to have another. */
async function replacing(type: string, before: ObjectValue, after: ObjectValue): Promise<string[]> {
  const { planned } = await aws.plan(type, null, before);
  const state = await aws.apply(type, null, planned);
  if (typeof state !== 'object' || state === null) throw new Error(String(state));
  return (await aws.plan(type, state, after)).replaces;
}

const zoneAddress = { availability_zone: 'us-east-1a', allocation_ids: ['eipalloc-1'] };
test.each<[type: string, base: ObjectValue, before: ObjectValue, after: ObjectValue, replaces: string[]]>([
  [
    'aws_ec2_transit_gateway',
    {},
    { default_route_table_association: 'disable' },
    { default_route_table_association: 'enable' },
    ['default_route_table_association'],
  ],
  [
    'aws_ec2_transit_gateway',
    {},
    { default_route_table_association: 'enable' },
    { default_route_table_association: 'disable' },
    [],
  ],
  [
    'aws_ec2_transit_gateway',
    {},
    { default_route_table_propagation: 'disable' },
    { default_route_table_propagation: 'enable' },
    ['default_route_table_propagation'],
  ],
  [
    'aws_nat_gateway',
    { vpc_id: 'v', availability_mode: 'regional' },
    { availability_zone_address: [] },
    { availability_zone_address: [zoneAddress] },
    ['availability_zone_address'],
  ],
  [
    'aws_vpc_endpoint',
    { vpc_id: 'v', service_name: 's' },
    { vpc_endpoint_type: 'Interface', private_dns_enabled: false },
    { vpc_endpoint_type: 'Interface', private_dns_enabled: true },
    [],
  ],
  [
    'aws_vpc',
    { cidr_block: '10.0.0.0/16' },
    { instance_tenancy: 'default' },
    { instance_tenancy: 'dedicated' },
    ['instance_tenancy'],
  ],
  ['aws_vpc', { cidr_block: '10.1.0.0/16' }, { instance_tenancy: 'dedicated' }, { instance_tenancy: 'default' }, []],
  ['aws_lb', { name: 'n', load_balancer_type: 'network' }, { subnets: ['a', 'b'] }, { subnets: ['a'] }, ['subnets']],
  ['aws_lb', { name: 'm', load_balancer_type: 'network' }, { subnets: ['a'] }, { subnets: ['a', 'b'] }, []],
  ['aws_lb', { name: 'a', load_balancer_type: 'application' }, { subnets: ['a', 'b'] }, { subnets: ['a'] }, []],
  [
    'aws_lb',
    { name: 'o', load_balancer_type: 'network', subnets: ['a'] },
    { security_groups: ['g'] },
    { security_groups: [] },
    ['security_groups'],
  ],
  [
    'aws_ssm_parameter',
    { name: '/p', type: 'String', value: 'v' },
    { tier: 'Advanced' },
    { tier: 'Standard' },
    ['tier'],
  ],
])('%s %j: %j to %j', async (type, base, before, after, replaces) =>
  expect(await replacing(type, { ...base, ...before }, { ...base, ...after })).toEqual(replaces),
);

/** What a Region's life in the network and at the front door leans on, from each resource's schema in the provider. */
test.each<
  [type: string, base: ObjectValue, attribute: string, before: ObjectValue[string], after: ObjectValue[string]]
>([
  ['aws_route53_health_check', { type: 'HTTPS', fqdn: 'a' }, 'request_interval', 10, 30],
  ['aws_route53_health_check', { type: 'HTTPS', fqdn: 'b' }, 'measure_latency', false, true],
  ['aws_route53_health_check', { fqdn: 'c' }, 'type', 'HTTP', 'HTTPS'],
  ['aws_route53_health_check', { type: 'RECOVERY_CONTROL' }, 'routing_control_arn', 'arn:a', 'arn:b'],
  ['aws_route53recoverycontrolconfig_safety_rule', { name: 's' }, 'asserted_controls', ['a'], ['a', 'b']],
  ['aws_globalaccelerator_endpoint_group', { listener_arn: 'l' }, 'endpoint_group_region', 'eu-west-1', 'eu-west-2'],
  ['aws_subnet', { vpc_id: 'v', cidr_block: '10.0.0.0/24' }, 'availability_zone', 'us-east-1a', 'us-east-1b'],
  ['aws_flow_log', { vpc_id: 'v' }, 'max_aggregation_interval', 60, 600],
  [
    'aws_ec2_transit_gateway_peering_attachment',
    { transit_gateway_id: 'a', peer_transit_gateway_id: 'b' },
    'peer_region',
    'eu-west-1',
    'eu-west-2',
  ],
  ['aws_wafv2_web_acl', { scope: 'REGIONAL' }, 'name', 'a', 'b'],
  ['aws_apigatewayv2_domain_name', {}, 'domain_name', 'a', 'b'],
  ['aws_ecr_repository', {}, 'name', 'a', 'b'],
])('%s %j is replaced for another %s', async (type, base, attribute, before, after) => {
  const { planned } = await aws.plan(type, null, { ...base, [attribute]: before });
  expect((await aws.plan(type, { ...planned, id: 'x' }, { ...base, [attribute]: after })).replaces).toContain(
    attribute,
  );
});
