import { contains, overlap, rangeOf } from '../plan/cidr';
import { isObject, type ObjectValue, objects, strings, text } from '../protocol/value';
import type { Stored, World } from '../world';
import type { Refusals } from './refusals';

const PEERING = 'aws_ec2_transit_gateway_peering_attachment';
const VPC_ATTACHMENT = 'aws_ec2_transit_gateway_vpc_attachment';
const ec2 = (doing: string, operation: string, error: string): string =>
  `${doing}: operation error EC2: ${operation}, https response error StatusCode: 400, api error ${error}`;

/** An attachment of whichever kind; a peering has one id at both ends, and its state is the pair's. */
export function attachmentOf(world: World, region: string, id: string): Stored | undefined {
  return world.find(VPC_ATTACHMENT, region, id) ?? world.all(PEERING).find(({ state }) => id !== '' && state.id === id);
}

/** VPCs, transit gateways and peerings. */
export const NETWORK_REFUSALS: Refusals = {
  // "Subnet CIDR blocks": inside the VPC's, and apart from one another.
  aws_subnet: (world, { op, region, planned }) => {
    const cidr = text(planned?.cidr_block) ?? '';
    const range = rangeOf(cidr);
    if (op !== 'Create' || !planned || !range) return undefined;
    const vpc = rangeOf(text(world.find('aws_vpc', region, text(planned.vpc_id) ?? '')?.state.cidr_block) ?? '');
    if (vpc && !contains(vpc, range))
      return ec2('creating EC2 Subnet', 'CreateSubnet', `InvalidSubnet.Range: The CIDR '${cidr}' is invalid.`);
    const taken = world.all('aws_subnet').some(({ region: where, state }) => {
      const other = rangeOf(text(state.cidr_block) ?? '');
      return where === region && state.vpc_id === planned.vpc_id && other !== undefined && overlap(other, range);
    });
    return taken
      ? ec2(
          'creating EC2 Subnet',
          'CreateSubnet',
          `InvalidSubnet.Conflict: The CIDR '${cidr}' conflicts with another subnet`,
        )
      : undefined;
  },

  aws_route: (world, { op, region, planned }) => {
    if (op !== 'Create' || !planned) return undefined;
    const table = text(planned.route_table_id) ?? '';
    const to = destinationOf(planned);
    const taken = world.all('aws_route').some(({ region: where, state }) => {
      return where === region && state.route_table_id === table && destinationOf(state) === to;
    });
    return taken
      ? ec2(
          `creating Route in Route Table (${table}) with destination (${to})`,
          'CreateRoute',
          `RouteAlreadyExists: The route identified by ${to} already exists.`,
        )
      : undefined;
  },

  aws_ec2_transit_gateway: (world, { op, region, prior }) => {
    const id = text(prior?.id) ?? '';
    if (op !== 'Delete') return undefined;
    const attached = world
      .all(VPC_ATTACHMENT)
      .filter((stored) => stored.region === region && stored.state.transit_gateway_id === id);
    const peered = world.all(PEERING).filter(({ state }) => gatewaysOf(state).includes(id));
    const left = [...attached, ...peered].map(({ state }) => String(state.id));
    return left.length > 0
      ? ec2(
          `deleting EC2 Transit Gateway (${id})`,
          'DeleteTransitGateway',
          `IncorrectState: ${id} has non-deleted Transit Gateway Attachments: ${left.sort().join(', ')}.`,
        )
      : undefined;
  },

  aws_ec2_transit_gateway_route_table: (world, { op, region, prior }) => {
    const id = text(prior?.id) ?? '';
    const used = world
      .all('aws_ec2_transit_gateway_route_table_association')
      .some((stored) => stored.region === region && stored.state.transit_gateway_route_table_id === id);
    return op === 'Delete' && used
      ? ec2(
          `deleting EC2 Transit Gateway Route Table (${id})`,
          'DeleteTransitGatewayRouteTable',
          `IncorrectState: ${id} has non-deleted associations.`,
        )
      : undefined;
  },

  // "Transit gateway quotas": one peering between two gateways, whichever asked for it.
  [PEERING]: (world, { op, planned }) => {
    if (op !== 'Create' || !planned) return undefined;
    const creating = (error: string): string =>
      ec2('creating EC2 Transit Gateway Peering Attachment', 'CreateTransitGatewayPeeringAttachment', error);
    const [own = '', peer = ''] = gatewaysOf(planned);
    const there = text(planned.peer_region) ?? '';
    if (!world.find('aws_ec2_transit_gateway', there, peer))
      return creating(`InvalidTransitGatewayID.NotFound: Transit Gateway ${peer} was not found in ${there}.`);
    const same = world.all(PEERING).find(({ state }) => {
      const pair = gatewaysOf(state);
      return pair.includes(own) && pair.includes(peer);
    });
    return same
      ? creating(`DuplicateTransitGatewayAttachment: ${own} and ${peer} are peered by ${String(same.state.id)}.`)
      : undefined;
  },

  aws_ec2_transit_gateway_peering_attachment_accepter: (world, { op, region, planned }) => {
    if (op !== 'Create' || !planned) return undefined;
    const id = text(planned.transit_gateway_attachment_id) ?? '';
    const peering = world.all(PEERING).find(({ state }) => state.id === id)?.state;
    const accepting = `accepting EC2 Transit Gateway Peering Attachment (${id})`;
    const operation = 'AcceptTransitGatewayPeeringAttachment';
    if (!peering || peering.peer_region !== region)
      return ec2(accepting, operation, `InvalidTransitGatewayAttachmentID.NotFound: ${id} is none of ${region}.`);
    return peering.state === 'available'
      ? ec2(accepting, operation, `IncorrectState: ${id} is in invalid state: available.`)
      : undefined;
  },

  aws_ec2_transit_gateway_route_table_association: (world, { op, region, planned }) => {
    if (op !== 'Create' || !planned) return undefined;
    const id = text(planned.transit_gateway_attachment_id) ?? '';
    const creating = (error: string): string =>
      ec2(
        `creating EC2 Transit Gateway Route Table Association (${String(planned.transit_gateway_route_table_id)}_${id})`,
        'AssociateTransitGatewayRouteTable',
        error,
      );
    const taken = world
      .all('aws_ec2_transit_gateway_route_table_association')
      .some((stored) => stored.region === region && stored.state.transit_gateway_attachment_id === id);
    if (taken)
      return creating(
        `Resource.AlreadyAssociated: Transit Gateway Attachment ${id} is already associated to a route table.`,
      );
    return notAvailable(world, region, id, creating);
  },

  aws_ec2_transit_gateway_route: (world, { op, region, planned }) => {
    if (op !== 'Create' || !planned) return undefined;
    const table = text(planned.transit_gateway_route_table_id) ?? '';
    const to = text(planned.destination_cidr_block) ?? '';
    const creating = (error: string): string =>
      ec2(`creating EC2 Transit Gateway Route (${table}_${to})`, 'CreateTransitGatewayRoute', error);
    const taken = world.all('aws_ec2_transit_gateway_route').some(({ region: where, state }) => {
      return where === region && state.transit_gateway_route_table_id === table && state.destination_cidr_block === to;
    });
    if (taken) return creating(`RouteAlreadyExists: Route ${to} already exists in ${table}.`);
    return planned.blackhole === true
      ? undefined
      : notAvailable(world, region, text(planned.transit_gateway_attachment_id) ?? '', creating);
  },

  aws_vpc_peering_connection: (world, { op, planned }) => {
    if (op !== 'Create' || !planned) return undefined;
    const pair = [planned.vpc_id, planned.peer_vpc_id];
    const same = world
      .all('aws_vpc_peering_connection')
      .find(({ state }) => pair.includes(state.vpc_id ?? '') && pair.includes(state.peer_vpc_id ?? ''));
    return same
      ? ec2(
          'creating EC2 VPC Peering Connection',
          'CreateVpcPeeringConnection',
          `VpcPeeringConnectionAlreadyExists: ${pair.join(' and ')} are peered by ${String(same.state.id)}.`,
        )
      : undefined;
  },

  // "VPC peering connection lifecycle": options can be set once it is active.
  aws_vpc_peering_connection_options: (world, { op, planned }) => {
    const id = text(planned?.vpc_peering_connection_id) ?? '';
    const peering = world.all('aws_vpc_peering_connection').find(({ state }) => state.id === id);
    return op === 'Create' && peering?.state.accept_status !== 'active'
      ? ec2(
          `modifying EC2 VPC Peering Connection (${id}) Options`,
          'ModifyVpcPeeringConnectionOptions',
          `OperationNotPermitted: Peering ${id} is not active. Peering options can be added only to active peerings.`,
        )
      : undefined;
  },

  // "Application Load Balancers": subnets in two zones or more.
  aws_lb: (world, { op, region, prior, planned }) => {
    if (op === 'Delete') return refuseBalancerDeletion(prior);
    if (op !== 'Create' || !planned || planned.load_balancer_type !== 'application') return undefined;
    const subnets = [
      ...strings(planned.subnets),
      ...objects(planned.subnet_mapping).map(({ subnet_id }) => String(subnet_id)),
    ];
    const known = subnets.map((id) => world.find('aws_subnet', region, id)?.state.availability_zone);
    return known.every((zone) => zone !== undefined) && new Set(known).size < 2
      ? `creating ELBv2 application Load Balancer (${String(planned.name)}): operation error Elastic Load Balancing v2: CreateLoadBalancer, https response error StatusCode: 400, api error ValidationError: At least two subnets in two different Availability Zones must be specified`
      : undefined;
  },
};

function refuseBalancerDeletion(prior: ObjectValue | null): string | undefined {
  const arn = text(prior?.arn) ?? '';
  return prior?.enable_deletion_protection === true
    ? `deleting ELBv2 Load Balancer (${arn}): operation error Elastic Load Balancing v2: DeleteLoadBalancer, https response error StatusCode: 400, OperationNotPermitted: Load balancer '${arn}' cannot be deleted because deletion protection is enabled`
    : undefined;
}

function notAvailable(
  world: World,
  region: string,
  id: string,
  creating: (error: string) => string,
): string | undefined {
  const state = attachmentOf(world, region, id)?.state;
  if (!state)
    return creating(`InvalidTransitGatewayAttachmentID.NotFound: Transit Gateway Attachment ${id} was not found.`);
  // Only a peering has a state that the provider keeps; a VPC's attachment is available once it is made.
  return isObject(state) && state.state !== undefined && state.state !== 'available'
    ? creating(`IncorrectState: ${id} is in invalid state: ${String(state.state)}.`)
    : undefined;
}

const gatewaysOf = ({ transit_gateway_id, peer_transit_gateway_id }: ObjectValue): string[] =>
  [transit_gateway_id, peer_transit_gateway_id].flatMap((id) => text(id) ?? []);

const destinationOf = (route: ObjectValue): string =>
  text(route.destination_cidr_block) ??
  text(route.destination_ipv6_cidr_block) ??
  text(route.destination_prefix_list_id) ??
  '';
