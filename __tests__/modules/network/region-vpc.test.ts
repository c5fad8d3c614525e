import { REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import type { NatMode } from '../../../modules/network/nat';
import { RegionVpc, type RegionVpcProps } from '../../../modules/network/region-vpc';
import { backboneTableNames } from '../../../modules/network/subnet-plan';
import { type SynthesizedJson, synthConstruct } from '../../synth';

interface Subnet {
  readonly cidr_block: string;
  readonly availability_zone: string;
  readonly map_public_ip_on_launch: boolean;
  readonly lifecycle: unknown;
  readonly ipv6_cidr_block?: string;
}

type Given = Partial<Omit<RegionVpcProps, 'provider' | 'region' | 'tagName'>>;

const made: RegionVpc[] = [];
const vpc = (region: RegionName, given: Given = {}): SynthesizedJson =>
  synthConstruct((stack, providerIn) => {
    made.push(
      new RegionVpc(stack, 'network', {
        provider: providerIn(region),
        region,
        cidr: '10.10.0.0/16',
        zones: 3,
        nat: 'none',
        stableEgressIps: false,
        interfaceEndpoints: [],
        ipv6: false,
        tagName: (what) => `orders-prod-${what}`,
        ...given,
      }),
    );
  });

const stack = vpc('eu-west-1');
const VPC_ID = '${aws_vpc.network_vpc.id}';
const NAT_MODES: readonly NatMode[] = ['none', 'single', 'per-az', 'regional'];
const subnets = (of = stack): Record<string, string> =>
  Object.fromEntries(of.resources<Subnet>('aws_subnet').map(({ address, args }) => [address, args.cidr_block]));

/** Routes of a stack: `routes-private-0 0.0.0.0/0`. */
const routes = (of: SynthesizedJson): string[] =>
  of
    .resources<{ route_table_id: string; destination_cidr_block?: string; destination_ipv6_cidr_block?: string }>(
      'aws_route',
    )
    .map(({ args }) => {
      const table = /network_([\w-]+)/.exec(args.route_table_id)?.[1];
      return `${table} ${args.destination_cidr_block ?? args.destination_ipv6_cidr_block}`;
    })
    .sort();

test('subnets of three zones have their fixed places in the range', () =>
  expect(subnets()).toEqual({
    'aws_subnet.network_private-0': '10.10.0.0/19',
    'aws_subnet.network_private-1': '10.10.32.0/19',
    'aws_subnet.network_private-2': '10.10.64.0/19',
    'aws_subnet.network_isolated-0': '10.10.128.0/21',
    'aws_subnet.network_isolated-1': '10.10.136.0/21',
    'aws_subnet.network_isolated-2': '10.10.144.0/21',
    'aws_subnet.network_public-0': '10.10.160.0/22',
    'aws_subnet.network_public-1': '10.10.164.0/22',
    'aws_subnet.network_public-2': '10.10.168.0/22',
    'aws_subnet.network_transit-0': '10.10.255.0/28',
    'aws_subnet.network_transit-1': '10.10.255.16/28',
    'aws_subnet.network_transit-2': '10.10.255.32/28',
  }));

test('over two zones there are two of each, in the same places', () =>
  expect(subnets(vpc('us-west-1', { cidr: '10.3.0.0/16', zones: 2 }))).toEqual({
    'aws_subnet.network_private-0': '10.3.0.0/19',
    'aws_subnet.network_private-1': '10.3.32.0/19',
    'aws_subnet.network_isolated-0': '10.3.128.0/21',
    'aws_subnet.network_isolated-1': '10.3.136.0/21',
    'aws_subnet.network_public-0': '10.3.160.0/22',
    'aws_subnet.network_public-1': '10.3.164.0/22',
    'aws_subnet.network_transit-0': '10.3.255.0/28',
    'aws_subnet.network_transit-1': '10.3.255.16/28',
  }));

test('another platform range moves them all with it', () =>
  expect(Object.values(subnets(vpc('eu-west-1', { cidr: '172.16.0.0/16' }))).sort()).toEqual(
    Object.values(subnets())
      .map((cidr) => cidr.replace('10.10.', '172.16.'))
      .sort(),
  ));

test('no subnet gives public addresses; each is in the zone of its number, and stays there when the list of zones changes', () => {
  for (const { address, args } of stack.resources<Subnet>('aws_subnet')) {
    expect(args).toMatchObject({
      vpc_id: VPC_ID,
      map_public_ip_on_launch: false,
      lifecycle: { ignore_changes: ['availability_zone'] },
      availability_zone: `\${element(data.aws_availability_zones.network_zones.names, ${address.at(-1)})}`,
    });
  }
});

test('what is public waits for the gateway to the internet, which leaves after it', () => {
  for (const nat of NAT_MODES)
    for (const { address, args } of vpc('eu-west-1', { nat }).resources<{ depends_on?: string[] }>('aws_subnet'))
      expect(args.depends_on).toEqual(
        address.includes('_public-') ? ['aws_internet_gateway.network_internet_gateway'] : undefined,
      );
});

test('zones are open to everybody, and local zones are none of them', () =>
  expect(stack.data('aws_availability_zones')).toEqual([
    {
      address: 'aws_availability_zones.network_zones',
      type: 'aws_availability_zones',
      args: {
        provider: 'aws.euw1',
        state: 'available',
        filter: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
      },
    },
  ]));

test.each([
  ['us-east-1', ['use1-az3']],
  ['us-west-1', ['usw1-az2']],
  ['ca-central-1', ['cac1-az3']],
] as const)('%s leaves out %s', (region, excluded) =>
  expect(vpc(region).data('aws_availability_zones')[0]?.args.exclude_zone_ids).toEqual(excluded),
);

test('without NAT no private or isolated subnet has a way to or from the internet, in any Region', () => {
  for (const region of REGION_NAMES) {
    const { zones } = regionFacts(region);
    const of = vpc(region, { zones });
    expect(of.counts).toEqual({
      aws_vpc: 1,
      aws_default_security_group: 1,
      aws_default_route_table: 1,
      aws_internet_gateway: 1,
      aws_route: 1,
      aws_subnet: 4 * zones,
      aws_route_table: zones + 2,
      aws_route_table_association: 4 * zones,
      aws_vpc_endpoint: 2,
    });
    expect(routes(of)).toEqual(['routes-public 0.0.0.0/0']);
  }
});

test.each<[NatMode, 2 | 3, number]>([
  ['none', 3, 0],
  ['single', 3, 1],
  ['single', 2, 1],
  ['per-az', 3, 3],
  ['per-az', 2, 2],
  ['regional', 3, 1],
])('nat %s over %i zones has %i gateways, and private tables alone lead to them', (nat, zones, gateways) => {
  const of = vpc('eu-west-1', { nat, zones });
  expect(of.resources('aws_nat_gateway')).toHaveLength(gateways);
  const out = Array.from({ length: nat === 'none' ? 0 : zones }, (_, i) => `routes-private-${i} 0.0.0.0/0`);
  expect(routes(of)).toEqual([...out, 'routes-public 0.0.0.0/0']);
});

test.each(NAT_MODES.flatMap((nat) => [false, true].map((ipv6) => [nat, ipv6] as const)))(
  'with nat %s and ipv6 %s a third zone adds, and changes endpoints alone',
  (nat, ipv6) => {
    const given = { nat, ipv6, interfaceEndpoints: ['kms', 'sts'] };
    const [two, three] = [vpc('eu-west-1', { ...given, zones: 2 }), vpc('eu-west-1', { ...given, zones: 3 })];
    const changed = two
      .resources()
      .filter(({ address, args }) => JSON.stringify(three.at(address)) !== JSON.stringify(args))
      .map(({ type }) => type);
    expect(changed).toEqual(['aws_vpc_endpoint', 'aws_vpc_endpoint', 'aws_vpc_endpoint', 'aws_vpc_endpoint']);
  },
);

test('every table is in both gateway endpoints, whatever the network has besides', () => {
  for (const nat of NAT_MODES) {
    const of = vpc('eu-west-1', { nat, zones: 2, ipv6: true });
    const tables = of.resources('aws_route_table').map(({ address }) => `\${${address}.id}`);
    for (const { args } of of.resources<{ route_table_ids: string[] }>('aws_vpc_endpoint'))
      expect([...args.route_table_ids].sort()).toEqual(tables.sort());
  }
});

test('a third zone with a gateway of its own is twelve resources more', () =>
  expect(
    vpc('eu-west-1', { nat: 'per-az' }).addresses.length -
      vpc('eu-west-1', { nat: 'per-az', zones: 2 }).addresses.length,
  ).toBe(12));

test('the default group and route table are taken over without rules and routes', () => {
  expect(stack.only('aws_default_security_group')).toEqual({
    provider: 'aws.euw1',
    vpc_id: VPC_ID,
    tags: { Name: 'orders-prod-default-locked' },
  });
  expect(stack.only('aws_default_route_table')).toEqual({
    provider: 'aws.euw1',
    default_route_table_id: '${aws_vpc.network_vpc.default_route_table_id}',
    route: [],
    tags: { Name: 'orders-prod-default-unused' },
  });
});

test('each private subnet has a route table of its own; isolated ones share one with those in transit', () => {
  const tables = stack
    .resources<{ subnet_id: string; route_table_id: string }>('aws_route_table_association')
    .map(({ args }) => [
      /network_([\w-]+)/.exec(args.subnet_id)?.[1],
      /network_([\w-]+)/.exec(args.route_table_id)?.[1],
    ]);
  expect(Object.fromEntries(tables)).toEqual({
    'private-0': 'routes-private-0',
    'private-1': 'routes-private-1',
    'private-2': 'routes-private-2',
    'isolated-0': 'routes-isolated',
    'isolated-1': 'routes-isolated',
    'isolated-2': 'routes-isolated',
    'transit-0': 'routes-isolated',
    'transit-1': 'routes-isolated',
    'transit-2': 'routes-isolated',
    'public-0': 'routes-public',
    'public-1': 'routes-public',
    'public-2': 'routes-public',
  });
});

test('no table has a route of its own besides those that are resources', () => {
  for (const nat of NAT_MODES)
    for (const { args } of vpc('eu-west-1', { nat, ipv6: true }).resources('aws_route_table'))
      expect(Object.keys(args).sort()).toEqual(['provider', 'tags', 'vpc_id']);
});

test.each(['s3', 'dynamodb'])('%s is reached from every table without the internet', (service) =>
  expect(stack.at(`aws_vpc_endpoint.network_endpoint-${service}`)).toEqual({
    provider: 'aws.euw1',
    vpc_id: VPC_ID,
    vpc_endpoint_type: 'Gateway',
    service_name: `com.amazonaws.eu-west-1.${service}`,
    route_table_ids: ['private-0', 'private-1', 'private-2', 'isolated', 'public'].map(
      (name) => `\${aws_route_table.network_routes-${name}.id}`,
    ),
    tags: { Name: `orders-prod-${service}` },
  }),
);

test('the VPC has the DNS that private endpoints need', () =>
  expect(stack.only('aws_vpc')).toEqual({
    provider: 'aws.euw1',
    cidr_block: '10.10.0.0/16',
    enable_dns_support: true,
    enable_dns_hostnames: true,
    tags: { Name: 'orders-prod-vpc' },
  }));

describe('with IPv6', () => {
  const dual = vpc('eu-west-1', { ipv6: true });

  test('the VPC has a block of Amazon’s, and its subnets but those in transit a part of it', () => {
    expect(dual.only('aws_vpc')).toMatchObject({ assign_generated_ipv6_cidr_block: true });
    const block = (number: number): string => `\${cidrsubnet(aws_vpc.network_vpc.ipv6_cidr_block, 8, ${number})}`;
    const blocks = dual
      .resources<Subnet>('aws_subnet')
      .map(({ address, args }) => [address.split('_').at(-1), args.ipv6_cidr_block]);
    expect(Object.fromEntries(blocks)).toEqual({
      'private-0': block(0),
      'private-1': block(1),
      'private-2': block(2),
      'isolated-0': block(16),
      'isolated-1': block(17),
      'isolated-2': block(18),
      'public-0': block(32),
      'public-1': block(33),
      'public-2': block(34),
      'transit-0': undefined,
      'transit-1': undefined,
      'transit-2': undefined,
    });
  });

  test('isolated subnets have no way out', () =>
    expect(routes(dual)).toEqual([
      'routes-private-0 ::/0',
      'routes-private-1 ::/0',
      'routes-private-2 ::/0',
      'routes-public 0.0.0.0/0',
      'routes-public ::/0',
    ]));
});

test('endpoints and a log only where they are asked for', () => {
  const of = vpc('eu-west-1', {
    interfaceEndpoints: ['kms', 'sts'],
    flowLogBucketArn: 'arn:aws:s3:::orders-prod-logs',
  });
  expect(of.counts).toMatchObject({ aws_vpc_endpoint: 4, aws_flow_log: 1, aws_security_group: 1 });
  expect(of.at('aws_vpc_endpoint.network_endpoints_kms')).toMatchObject({
    subnet_ids: [
      '${aws_subnet.network_private-0.id}',
      '${aws_subnet.network_private-1.id}',
      '${aws_subnet.network_private-2.id}',
    ],
  });
  expect(stack.counts).not.toHaveProperty('aws_flow_log');
});

test('tells its tables by tier, under the names that a backbone knows them by', () => {
  vpc('eu-west-1');
  const tables = made.at(-1)?.routeTables.map(({ tier, name }) => [tier, name]);
  expect(tables).toEqual([
    ['private', 'private-0'],
    ['private', 'private-1'],
    ['private', 'private-2'],
    ['isolated', 'isolated'],
    ['public', 'public'],
  ]);
  expect(tables?.filter(([tier]) => tier !== 'public').map(([, name]) => name)).toEqual(backboneTableNames(3));
});

test('tells an IPv6 block only where there is one, and as many subnets of a tier as zones', () => {
  vpc('eu-west-1', { zones: 2 });
  const [four] = made.slice(-1);
  expect(four?.ipv6Cidr).toBeUndefined();
  expect(
    [four?.privateSubnetIds, four?.isolatedSubnetIds, four?.publicSubnetIds, four?.transitSubnetIds].map(
      (ids) => ids?.length,
    ),
  ).toEqual([2, 2, 2, 2]);
  vpc('eu-west-1', { ipv6: true });
  expect(made.at(-1)?.ipv6Cidr).toBeDefined();
});

test('refuses stable addresses where nothing uses them', () =>
  expect(() => vpc('eu-west-1', { stableEgressIps: true })).toThrow(
    new Error('t/network: stableEgressIps has no gateway to serve with nat "none". Use "per-az" or "single".'),
  ));
