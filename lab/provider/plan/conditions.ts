import { isList, type ObjectValue, same, type Value } from '../protocol/value';

type Condition = (
  before: Value | undefined,
  after: Value | undefined,
  prior: ObjectValue,
  planned: ObjectValue,
) => boolean;

const from =
  (before: string, after: string): Condition =>
  (was, is) =>
    was === before && is === after;
const isEmpty = (value: Value | undefined): boolean =>
  value === null || value === undefined || (isList(value) && value.length === 0);
const emptiedOrFilled: Condition = (before, after) => isEmpty(before) !== isEmpty(after);
const sizeOf = (value: Value | undefined): number => (isList(value) ? value.length : 0);
const isNetworkBalancer = ({ load_balancer_type: type }: ObjectValue): boolean => type === 'network';

/** Type => attribute => when its change replaces the object: what the provider decides in code (CustomizeDiff), version 6.47.1. */
const CONDITIONS: Readonly<Record<string, Readonly<Record<string, Condition>>>> = {
  aws_ec2_transit_gateway: {
    default_route_table_association: from('disable', 'enable'),
    default_route_table_propagation: from('disable', 'enable'),
  },
  // Some of its zones by hand or all of them by itself: not from one to the other.
  aws_nat_gateway: { availability_zone_address: emptiedOrFilled },
  aws_vpc: { instance_tenancy: (before, after) => !(before === 'dedicated' && after === 'default') },
  aws_vpc_endpoint: { private_dns_enabled: (_was, _is, _prior, planned) => planned.vpc_endpoint_type !== 'Interface' },
  aws_subnet: { ipv6_cidr_block: (_was, _is, prior) => prior.assign_ipv6_address_on_creation === true },
  aws_lb: {
    security_groups: (before, after, prior) => isNetworkBalancer(prior) && emptiedOrFilled(before, after, prior, prior),
    subnets: (before, after, prior) => isNetworkBalancer(prior) && sizeOf(after) <= sizeOf(before),
  },
  aws_ssm_parameter: { tier: from('Advanced', 'Standard') },
};

/** Attributes for whose change the provider decides in code to replace the object. */
export function replacedByCode(type: string, prior: ObjectValue, planned: ObjectValue): string[] {
  return Object.entries(CONDITIONS[type] ?? {})
    .filter(([name, replaces]) => {
      const [before, after] = [prior[name], planned[name]];
      return !same(before, after) && replaces(before, after, prior, planned);
    })
    .map(([name]) => name);
}
