import fc from 'fast-check';
import { REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import { PeeringBackbone } from '../../../modules/network/peering-backbone';
import { ACCOUNT, synthConstruct } from '../../synth';
import { addressed, type Backbone, describeBackbone, regionLists, regionOf, slot } from './backbone-laws';

const cidrOf = (region: RegionName): string => `10.${regionFacts(region).slot}.0.0/16`;
const TABLES = ['private-0', 'isolated'];

function backbone(regions: readonly RegionName[]): Backbone {
  let belonging: Backbone['belonging'] = new Map();
  const stack = synthConstruct((scope, providerIn) => {
    belonging = addressed(
      new PeeringBackbone(scope, 'backbone', {
        account: ACCOUNT,
        regions,
        providerIn,
        cidrOf,
        tablesOf: () => TABLES,
        tagName: (what, region) => `orders-prod-${what}-${regionFacts(region).code}`,
        pairTagName: (a, b) => `orders-prod-${regionFacts(a).code}-${regionFacts(b).code}`,
      }).belonging,
    );
  });
  return { stack, belonging };
}

interface Peering {
  readonly provider: string;
  readonly peer_region: RegionName;
}
interface RouteTo {
  readonly provider: string;
  readonly route_table_id: string;
  readonly destination_cidr_block: string;
  readonly vpc_peering_connection_id: string;
}

describeBackbone(backbone);

const pair = backbone(['eu-west-1', 'us-east-1']).stack;
const ACCEPTED = '${aws_vpc_peering_connection_accepter.backbone_accepter-us-east-1-eu-west-1.id}';

test('the lower slot asks and the other accepts', () => {
  const tags = { Name: 'orders-prod-use1-euw1' };
  expect(pair.only('aws_vpc_peering_connection')).toEqual({
    provider: 'aws.use1',
    vpc_id: '${data.aws_vpc.backbone_vpc-us-east-1.id}',
    peer_vpc_id: '${data.aws_vpc.backbone_vpc-eu-west-1.id}',
    peer_region: 'eu-west-1',
    peer_owner_id: ACCOUNT,
    tags,
  });
  expect(pair.only('aws_vpc_peering_connection_accepter')).toEqual({
    provider: 'aws.euw1',
    vpc_peering_connection_id: '${aws_vpc_peering_connection.backbone_peering-us-east-1-eu-west-1.id}',
    auto_accept: true,
    tags,
    lifecycle: { ignore_changes: ['auto_accept'] },
  });
});

test('each side has the other’s private names resolved, and sets its own option alone, once the peering is active', () => {
  const option = { vpc_peering_connection_id: ACCEPTED };
  const resolve = { allow_remote_vpc_dns_resolution: true };
  expect(pair.at('aws_vpc_peering_connection_options.backbone_options-us-east-1-eu-west-1')).toEqual({
    ...option,
    provider: 'aws.use1',
    requester: resolve,
  });
  expect(pair.at('aws_vpc_peering_connection_options.backbone_options-eu-west-1-us-east-1')).toEqual({
    ...option,
    provider: 'aws.euw1',
    accepter: resolve,
  });
});

test('every table that leads to other Regions has a way to each, through the accepter', () =>
  fc.assert(
    fc.property(regionLists, (regions) => {
      const { stack } = backbone(regions);
      const ways = stack.resources<RouteTo>('aws_route').map(({ args }) => {
        const [, at, name] = /table-([a-z]+-[a-z-]+-\d)-([\w-]+)\.id/.exec(args.route_table_id) ?? [];
        expect(regionOf(args.provider)).toBe(at);
        expect(args.vpc_peering_connection_id).toContain('aws_vpc_peering_connection_accepter.');
        return `${at} ${name} ${args.destination_cidr_block}`;
      });
      const expected = regions.flatMap((at) =>
        regions.filter((to) => to !== at).flatMap((to) => TABLES.map((name) => `${at} ${name} ${cidrOf(to)}`)),
      );
      expect(ways.sort()).toEqual(expected.sort());
      for (const { args } of stack.resources<Peering>('aws_vpc_peering_connection'))
        expect(slot(regionOf(args.provider))).toBeLessThan(slot(args.peer_region));
    }),
    { numRuns: 10 },
  ));

test('n Regions have n(n-1)/2 peerings', () => {
  for (const n of [2, 3, 6, 12]) {
    expect(backbone(REGION_NAMES.slice(0, n)).stack.counts).toEqual({
      aws_vpc_peering_connection: (n * (n - 1)) / 2,
      aws_vpc_peering_connection_accepter: (n * (n - 1)) / 2,
      aws_vpc_peering_connection_options: n * (n - 1),
      aws_route: n * (n - 1) * TABLES.length,
    });
  }
});

test('VPCs and tables are found by name, tables in the VPC that was found', () => {
  expect(pair.data('aws_vpc')).toContainEqual({
    address: 'aws_vpc.backbone_vpc-us-east-1',
    type: 'aws_vpc',
    args: {
      provider: 'aws.use1',
      filter: [{ name: 'tag:Name', values: ['orders-prod-vpc-use1'] }],
      state: 'available',
    },
  });
  expect(pair.data('aws_route_table')).toContainEqual({
    address: 'aws_route_table.backbone_table-us-east-1-private-0',
    type: 'aws_route_table',
    args: {
      provider: 'aws.use1',
      vpc_id: '${data.aws_vpc.backbone_vpc-us-east-1.id}',
      filter: [{ name: 'tag:Name', values: ['orders-prod-private-0-use1'] }],
    },
  });
});
