import { PRICES } from './prices';
import { one, type Quantities } from './quantity';
import { lengthIn, type Resource } from './stacks-json';

/** What a Region's network and the backbone cost. */
export const NETWORK: Quantities = {
  // A regional gateway is billed for each zone that it is in, and takes an address in each ("Regional NAT gateways").
  aws_nat_gateway: ({ args, ...resource }, all) => {
    if (args.availability_mode !== 'regional') return [{ price: PRICES.natGateway, count: 1 }];
    const zones = zonesOf({ args, ...resource }, all);
    return [
      { price: PRICES.natGateway, count: zones },
      { price: PRICES.publicIpv4, count: zones },
    ];
  },
  aws_eip: one(PRICES.publicIpv4),
  // Gateway endpoints are free.
  aws_vpc_endpoint: (resource, all) =>
    resource.args.vpc_endpoint_type === 'Interface'
      ? [{ price: PRICES.interfaceEndpoint, count: lengthIn(resource.args.subnet_ids) ?? zonesOf(resource, all) }]
      : [],
  aws_ec2_transit_gateway_vpc_attachment: one(PRICES.transitGatewayAttachment),
  // Both ends of a peering are billed, each in its Region.
  aws_ec2_transit_gateway_peering_attachment: one(PRICES.transitGatewayAttachment),
  aws_ec2_transit_gateway_peering_attachment_accepter: one(PRICES.transitGatewayAttachment),
};

/** How many zones the subnets of a stack are in. */
export function zonesOf({ stack }: Resource, all: readonly Resource[]): number {
  const subnets = all.filter((other) => other.stack === stack && other.type === 'aws_subnet');
  return new Set(subnets.map(({ args }) => String(args.availability_zone))).size;
}
