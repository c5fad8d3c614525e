import { type ObjectValue, objects, text } from '../protocol/value';
import type { Stored } from '../world';
import { error, type Found, type Lookup, matches, single, values } from './lookup';
import { GLOBAL } from './reach';

const PEERING = 'aws_ec2_transit_gateway_peering_attachment';
const ACCEPTER = `${PEERING}_accepter`;

/** What EC2 is asked for and another service's data source would not be. */
export const NETWORK_LOOKUPS: Readonly<Record<string, Lookup>> = {
  // These two do not look at their argument `tags`: only filters find by tag.
  aws_ec2_transit_gateway: (question) => byFilters('aws_ec2_transit_gateway', 'EC2 Transit Gateway', question),
  aws_ec2_transit_gateway_route_table: (question) =>
    byFilters('aws_ec2_transit_gateway_route_table', 'EC2 Transit Gateway Route Table', question),

  [PEERING]: ({ world, place, config }) => {
    const here = world.all(PEERING).flatMap(({ region, state }): ObjectValue[] => {
      const own = region === place.region ? [state] : [];
      // The other end sees itself as the near one, and has tags of its own.
      const accepter = world.find(ACCEPTER, place.region, text(state.id) ?? '')?.state;
      const far = {
        ...state,
        transit_gateway_id: state.peer_transit_gateway_id ?? null,
        peer_transit_gateway_id: state.transit_gateway_id ?? null,
        peer_region: region,
        tags: accepter?.tags ?? null,
        tags_all: accepter?.tags_all ?? null,
      };
      return state.peer_region === place.region ? [...own, far] : own;
    });
    return single(
      'EC2 Transit Gateway Peering Attachment',
      here.filter((state) => matches(state, config)),
    );
  },

  aws_vpc_peering_connection: ({ world, place, config }) => {
    const { status, ...rest } = config;
    const here = world
      .all('aws_vpc_peering_connection')
      .filter(({ region, state }) => region === place.region || state.peer_region === place.region)
      .map(({ region, state }): ObjectValue => {
        const accepter = world.find('aws_vpc_peering_connection_accepter', place.region, text(state.id) ?? '')?.state;
        return { ...state, region, ...(region === place.region ? {} : { tags_all: accepter?.tags_all ?? null }) };
      })
      .filter((state) => matches(state, rest) && (!text(status) || state.accept_status === status));
    return single(
      'EC2 VPC Peering Connection',
      here.map((state) => ({
        ...state,
        status: state.accept_status ?? null,
        // Blocks of the resource, and maps here.
        accepter: objects(state.accepter)[0] ?? null,
        requester: objects(state.requester)[0] ?? null,
      })),
    );
  },

  aws_eip: (question) => byFilters('aws_eip', 'EC2 EIP', question),

  aws_ec2_managed_prefix_list: ({ world, place, config }) => {
    const name = text(config.name) ?? '';
    const found = world
      .all('aws_ec2_managed_prefix_list')
      .filter(({ region, state }) => region === place.region && matches(state, config))
      .map(({ state }) => ({ ...state, entries: objects(state.entry) }));
    // AWS's own lists are in every Region, under the name of the service whose addresses they hold.
    if (found.length === 0 && name.startsWith('com.amazonaws.'))
      return values({
        name,
        address_family: name.includes('.ipv6.') ? 'IPv6' : 'IPv4',
        owner_id: 'AWS',
        max_entries: 100,
        entries: [{ cidr: '198.51.100.0/24', description: 'lab' }],
      });
    return single('EC2 Managed Prefix List', found);
  },
};

function byFilters(type: string, what: string, { world, place, config }: Parameters<Lookup>[0]): Found {
  const { tags, ...rest } = config;
  const asked = type === 'aws_eip' ? config : rest;
  return single(
    what,
    world
      .all(type)
      .filter((stored) => stored.region === place.region && matches(stored.state, asked))
      .map(({ state }) => state),
  );
}

/** A load balancer by ARN, name or tags; exactly one. */
export const findBalancer: Lookup = ({ world, place, config }) => {
  const asked = { ...config, name: text(config.name) ?? null, arn: text(config.arn) ?? null };
  const here = (stored: Stored) => stored.region === place.region || stored.region === GLOBAL;
  const found = [...world.all('aws_lb'), ...world.all('aws_alb')].filter(
    (stored) => here(stored) && matches(stored.state, asked),
  );
  const [first] = found;
  if (!first && (asked.name ?? asked.arn) !== null)
    return error("reading ELBv2 Load Balancers: couldn't find resource");
  return first && found.length === 1
    ? values(first.state)
    : error(`Search returned ${found.length} results, please revise so only one is returned`);
};
