import type { Forms } from './forms';

const EC2 = 'arn:{partition}:ec2:{region}:{account}';

/** EC2's own resources: `<prefix>-<17 hex digits>`, and an ARN that ends in it. */
function ec2(prefix: string, resource: string, more: Forms = {}): Forms {
  return { id: `${prefix}-{hex17}`, arn: `${EC2}:${resource}/{id}`, ...more };
}

/** Networks. Prefixes: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
export const NETWORK_FORMS: Readonly<Record<string, Forms>> = {
  aws_vpc: ec2('vpc', 'vpc', {
    main_route_table_id: 'rtb-{hex17:main}',
    default_route_table_id: 'rtb-{hex17:main}',
    default_network_acl_id: 'acl-{hex17:acl}',
    default_security_group_id: 'sg-{hex17:sg}',
    dhcp_options_id: 'dopt-{hex17:dhcp}',
  }),
  aws_subnet: ec2('subnet', 'subnet'),
  aws_route_table: ec2('rtb', 'route-table'),
  aws_default_route_table: ec2('rtb', 'route-table', { id: '{default_route_table_id}' }),
  aws_route_table_association: { id: 'rtbassoc-{hex17}' },
  aws_main_route_table_association: { id: 'rtbassoc-{hex17}' },
  aws_route: { id: 'r-{route_table_id}{num10}', state: 'active', origin: 'CreateRoute' },
  aws_security_group: ec2('sg', 'security-group', { name: 'terraform-{num26}' }),
  aws_default_security_group: ec2('sg', 'security-group', {
    name: 'default',
    description: 'default VPC security group',
  }),
  aws_security_group_rule: { id: 'sgrule-{num10}', security_group_rule_id: 'sgr-{hex17}' },
  aws_vpc_security_group_ingress_rule: ec2('sgr', 'security-group-rule', { security_group_rule_id: '{id}' }),
  aws_vpc_security_group_egress_rule: ec2('sgr', 'security-group-rule', { security_group_rule_id: '{id}' }),
  aws_vpc_endpoint: ec2('vpce', 'vpc-endpoint', { prefix_list_id: 'pl-{hex8}', policy: '', ip_address_type: 'ipv4' }),
  aws_vpc_endpoint_service: ec2('vpce-svc', 'vpc-endpoint-service', {
    service_name: 'com.amazonaws.vpce.{region}.{id}',
    state: 'Available',
  }),
  aws_internet_gateway: ec2('igw', 'internet-gateway'),
  aws_egress_only_internet_gateway: { id: 'eigw-{hex17}' },
  aws_nat_gateway: {
    id: 'nat-{hex17}',
    network_interface_id: 'eni-{hex17}',
    public_ip: '{ip}',
    private_ip: '10.0.0.5',
  },
  aws_eip: ec2('eipalloc', 'elastic-ip', {
    allocation_id: '{id}',
    public_ip: '{ip}',
    public_dns: 'ec2-{ip}.{region}.compute.{dns}',
    domain: 'vpc',
    network_border_group: '{region}',
    public_ipv4_pool: 'amazon',
    association_id: '',
    private_ip: '',
    instance: '',
    network_interface: '',
  }),
  aws_network_acl: ec2('acl', 'network-acl'),
  aws_default_network_acl: ec2('acl', 'network-acl', { id: '{default_network_acl_id}' }),
  aws_network_interface: ec2('eni', 'network-interface', { mac_address: '02:00:00:00:00:01', private_ip: '10.0.0.10' }),
  aws_flow_log: ec2('fl', 'vpc-flow-log'),
  aws_vpc_peering_connection: { id: 'pcx-{hex17}', peer_owner_id: '{account}', peer_region: '{region}' },
  aws_vpc_peering_connection_accepter: { id: '{vpc_peering_connection_id}', peer_owner_id: '{account}' },
  aws_vpc_peering_connection_options: { id: '{vpc_peering_connection_id}' },
  aws_vpc_dhcp_options: ec2('dopt', 'dhcp-options'),
  aws_vpc_ipv4_cidr_block_association: { id: 'vpc-cidr-assoc-{hex17}' },
  aws_ec2_managed_prefix_list: ec2('pl', 'prefix-list', { version: 1 }),
  aws_ec2_transit_gateway: ec2('tgw', 'transit-gateway', {
    encryption_support: 'disable',
    association_default_route_table_id: 'tgw-rtb-{hex17:default}',
    propagation_default_route_table_id: 'tgw-rtb-{hex17:default}',
  }),
  aws_ec2_transit_gateway_vpc_attachment: ec2('tgw-attach', 'transit-gateway-attachment', {
    vpc_owner_id: '{account}',
  }),
  aws_ec2_transit_gateway_peering_attachment: ec2('tgw-attach', 'transit-gateway-attachment', {
    peer_account_id: '{account}',
    state: 'pendingAcceptance',
  }),
  aws_ec2_transit_gateway_peering_attachment_accepter: {
    id: '{transit_gateway_attachment_id}',
    peer_account_id: '{account}',
  },
  aws_ec2_transit_gateway_route_table: ec2('tgw-rtb', 'transit-gateway-route-table'),
  aws_ec2_transit_gateway_route: { id: '{transit_gateway_route_table_id}_{destination_cidr_block}' },
  aws_ec2_transit_gateway_route_table_association: {
    id: '{transit_gateway_route_table_id}_{transit_gateway_attachment_id}',
  },
  aws_ec2_transit_gateway_route_table_propagation: {
    id: '{transit_gateway_route_table_id}_{transit_gateway_attachment_id}',
  },
  aws_instance: ec2('i', 'instance', {
    availability_zone: '{region}a',
    instance_state: 'running',
    private_ip: '10.0.0.20',
  }),
  aws_launch_template: ec2('lt', 'launch-template', {
    name: 'terraform-{num26}',
    latest_version: 1,
    default_version: 1,
  }),
  aws_key_pair: ec2('key', 'key-pair', { id: '{key_name}', key_pair_id: 'key-{hex17}' }),
  aws_ebs_volume: ec2('vol', 'volume'),
};
