import { refusal } from '../../../lab/provider/aws/refusals';
import type { Operation } from '../../../lab/provider/calls';
import type { ObjectValue } from '../../../lab/provider/protocol/value';
import { emptyWorld } from './session';

const world = emptyWorld();
for (const [type, region, state] of [
  ['aws_vpc', 'eu-west-1', { id: 'vpc-1', cidr_block: '10.2.0.0/16' }],
  ['aws_subnet', 'eu-west-1', { id: 'subnet-a', vpc_id: 'vpc-1', cidr_block: '10.2.0.0/20', availability_zone: 'a' }],
  ['aws_subnet', 'eu-west-1', { id: 'subnet-b', vpc_id: 'vpc-1', cidr_block: '10.2.16.0/20', availability_zone: 'b' }],
  ['aws_subnet', 'eu-west-1', { id: 'subnet-c', vpc_id: 'vpc-1', cidr_block: '10.2.32.0/20', availability_zone: 'a' }],
  ['aws_route', 'eu-west-1', { id: 'r-1', route_table_id: 'rtb-1', destination_cidr_block: '10.0.0.0/8' }],
  ['aws_ec2_transit_gateway', 'us-east-1', { id: 'tgw-a' }],
  ['aws_ec2_transit_gateway', 'eu-west-1', { id: 'tgw-b' }],
  ['aws_ec2_transit_gateway', 'eu-west-1', { id: 'tgw-free' }],
  ['aws_ec2_transit_gateway_vpc_attachment', 'us-east-1', { id: 'tgw-attach-vpc', transit_gateway_id: 'tgw-a' }],
  [
    'aws_ec2_transit_gateway_peering_attachment',
    'us-east-1',
    {
      id: 'tgw-attach-new',
      state: 'pendingAcceptance',
      transit_gateway_id: 'tgw-a',
      peer_transit_gateway_id: 'tgw-b',
      peer_region: 'eu-west-1',
    },
  ],
  [
    'aws_ec2_transit_gateway_route_table_association',
    'us-east-1',
    { id: 'x', transit_gateway_attachment_id: 'tgw-attach-vpc', transit_gateway_route_table_id: 'tgw-rtb-a' },
  ],
  [
    'aws_ec2_transit_gateway_route',
    'us-east-1',
    { id: 'y', transit_gateway_route_table_id: 'tgw-rtb-a', destination_cidr_block: '10.2.0.0/16' },
  ],
  [
    'aws_vpc_peering_connection',
    'us-east-1',
    { id: 'pcx-1', vpc_id: 'vpc-0', peer_vpc_id: 'vpc-1', accept_status: 'pending-acceptance' },
  ],
  ['aws_lb', 'eu-west-1', { id: 'arn:lb', arn: 'arn:lb', name: 'taken' }],
] as const)
  world.put(type, region, state);

const says = (type: string, op: Operation, state: ObjectValue, region = 'eu-west-1') =>
  refusal(type, world, {
    op,
    region,
    prior: op === 'Create' ? null : state,
    planned: op === 'Delete' ? null : state,
  }) ?? 'nothing';

const subnet = (cidr_block: string) => ({ vpc_id: 'vpc-1', cidr_block });
const route = (destination: ObjectValue, route_table_id = 'rtb-1') => ({ route_table_id, ...destination });
const peering = (transit_gateway_id: string, peer_transit_gateway_id: string, peer_region: string) => ({
  transit_gateway_id,
  peer_transit_gateway_id,
  peer_region,
});
const onGateway = (transit_gateway_attachment_id: string, destination_cidr_block = '10.9.0.0/16') => ({
  transit_gateway_attachment_id,
  transit_gateway_route_table_id: 'tgw-rtb-a',
  destination_cidr_block,
});
const balancer = (...subnets: string[]) => ({ name: 'new', load_balancer_type: 'application', subnets });

test.each<[what: string, type: string, Operation, ObjectValue, region: string, said: string]>([
  ['a subnet outside its VPC', 'aws_subnet', 'Create', subnet('10.3.0.0/20'), 'eu-west-1', 'InvalidSubnet.Range'],
  ['a subnet larger than its VPC', 'aws_subnet', 'Create', subnet('10.0.0.0/8'), 'eu-west-1', 'InvalidSubnet.Range'],
  ['a subnet in another one', 'aws_subnet', 'Create', subnet('10.2.8.0/21'), 'eu-west-1', 'InvalidSubnet.Conflict'],
  [
    'a second route to the same',
    'aws_route',
    'Create',
    route({ destination_cidr_block: '10.0.0.0/8' }),
    'eu-west-1',
    'RouteAlreadyExists',
  ],
  [
    'deleting a gateway with attachments',
    'aws_ec2_transit_gateway',
    'Delete',
    { id: 'tgw-a' },
    'us-east-1',
    'tgw-a has non-deleted Transit Gateway Attachments: tgw-attach-new, tgw-attach-vpc.',
  ],
  [
    'deleting a gateway that another one is peered with',
    'aws_ec2_transit_gateway',
    'Delete',
    { id: 'tgw-b' },
    'eu-west-1',
    'tgw-attach-new',
  ],
  [
    'deleting a table in use',
    'aws_ec2_transit_gateway_route_table',
    'Delete',
    { id: 'tgw-rtb-a' },
    'us-east-1',
    'IncorrectState',
  ],
  [
    'a peering with nothing',
    'aws_ec2_transit_gateway_peering_attachment',
    'Create',
    peering('tgw-a', 'tgw-z', 'eu-west-1'),
    'us-east-1',
    'Transit Gateway tgw-z was not found in eu-west-1',
  ],
  [
    'a peering with a gateway of another Region',
    'aws_ec2_transit_gateway_peering_attachment',
    'Create',
    peering('tgw-a', 'tgw-b', 'us-west-2'),
    'us-east-1',
    'was not found in us-west-2',
  ],
  [
    'accepting what is not there',
    'aws_ec2_transit_gateway_peering_attachment_accepter',
    'Create',
    { transit_gateway_attachment_id: 'tgw-attach-9' },
    'eu-west-1',
    'InvalidTransitGatewayAttachmentID.NotFound',
  ],
  [
    'accepting at the requester',
    'aws_ec2_transit_gateway_peering_attachment_accepter',
    'Create',
    { transit_gateway_attachment_id: 'tgw-attach-new' },
    'us-east-1',
    'InvalidTransitGatewayAttachmentID.NotFound',
  ],
  [
    'associating what is not accepted',
    'aws_ec2_transit_gateway_route_table_association',
    'Create',
    onGateway('tgw-attach-new'),
    'us-east-1',
    'IncorrectState: tgw-attach-new is in invalid state: pendingAcceptance',
  ],
  [
    'a second association',
    'aws_ec2_transit_gateway_route_table_association',
    'Create',
    onGateway('tgw-attach-vpc'),
    'us-east-1',
    'Resource.AlreadyAssociated',
  ],
  [
    'a route to what is not accepted',
    'aws_ec2_transit_gateway_route',
    'Create',
    onGateway('tgw-attach-new'),
    'us-east-1',
    'is in invalid state: pendingAcceptance',
  ],
  [
    'a route to nothing',
    'aws_ec2_transit_gateway_route',
    'Create',
    onGateway('tgw-attach-9'),
    'us-east-1',
    'tgw-attach-9 was not found',
  ],
  [
    'a second route of a gateway',
    'aws_ec2_transit_gateway_route',
    'Create',
    onGateway('tgw-attach-vpc', '10.2.0.0/16'),
    'us-east-1',
    'RouteAlreadyExists',
  ],
  [
    'a second peering of VPCs, from the other side',
    'aws_vpc_peering_connection',
    'Create',
    { vpc_id: 'vpc-1', peer_vpc_id: 'vpc-0' },
    'eu-west-1',
    'VpcPeeringConnectionAlreadyExists',
  ],
  [
    'options of what is not active',
    'aws_vpc_peering_connection_options',
    'Create',
    { vpc_peering_connection_id: 'pcx-1' },
    'eu-west-1',
    'Peering pcx-1 is not active',
  ],
  [
    'a balancer in one zone',
    'aws_lb',
    'Create',
    balancer('subnet-a', 'subnet-c'),
    'eu-west-1',
    'At least two subnets in two different Availability Zones',
  ],
  [
    'a second balancer of that name',
    'aws_lb',
    'Create',
    { ...balancer('subnet-a', 'subnet-b'), name: 'taken' },
    'eu-west-1',
    'ELBv2 Load Balancer (taken) already exists',
  ],
  [
    'deleting a protected balancer',
    'aws_lb',
    'Delete',
    { arn: 'arn:lb', enable_deletion_protection: true },
    'eu-west-1',
    "Load balancer 'arn:lb' cannot be deleted because deletion protection is enabled",
  ],
])('refuses %s', (_, type, op, state, region, said) => expect(says(type, op, state, region)).toContain(said));

test.each<[what: string, type: string, Operation, ObjectValue, region: string]>([
  ['a subnet beside the others', 'aws_subnet', 'Create', subnet('10.2.48.0/20'), 'eu-west-1'],
  [
    'a route in another table',
    'aws_route',
    'Create',
    route({ destination_cidr_block: '10.0.0.0/8' }, 'rtb-2'),
    'eu-west-1',
  ],
  ['a route of IPv6', 'aws_route', 'Create', route({ destination_ipv6_cidr_block: '::/0' }), 'eu-west-1'],
  ['deleting a gateway without attachments', 'aws_ec2_transit_gateway', 'Delete', { id: 'tgw-free' }, 'eu-west-1'],
  [
    'a peering with another gateway',
    'aws_ec2_transit_gateway_peering_attachment',
    'Create',
    peering('tgw-a', 'tgw-free', 'eu-west-1'),
    'us-east-1',
  ],
  [
    'accepting what waits',
    'aws_ec2_transit_gateway_peering_attachment_accepter',
    'Create',
    { transit_gateway_attachment_id: 'tgw-attach-new' },
    'eu-west-1',
  ],
  ['a route to a VPC', 'aws_ec2_transit_gateway_route', 'Create', onGateway('tgw-attach-vpc'), 'us-east-1'],
  [
    'a route to nowhere on purpose',
    'aws_ec2_transit_gateway_route',
    'Create',
    { ...onGateway(''), blackhole: true },
    'us-east-1',
  ],
  ['a balancer in two zones', 'aws_lb', 'Create', balancer('subnet-a', 'subnet-b'), 'eu-west-1'],
  ['deleting a balancer', 'aws_lb', 'Delete', { arn: 'arn:lb', enable_deletion_protection: false }, 'eu-west-1'],
])('allows %s', (_, type, op, state, region) => expect(says(type, op, state, region)).toBe('nothing'));
