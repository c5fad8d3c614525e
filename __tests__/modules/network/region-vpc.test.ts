import { CATALOG, REGION_NAMES, type RegionName } from '../../../config/catalog';
import { RegionVpc } from '../../../modules/network/region-vpc';
import { synthConstruct } from '../../synth';

interface Subnet {
  readonly cidr_block: string;
  readonly availability_zone: string;
  readonly map_public_ip_on_launch: boolean;
  readonly lifecycle: unknown;
}

const vpc = (region: RegionName, cidr = '10.10.0.0/16') =>
  synthConstruct((stack, providerIn) => {
    new RegionVpc(stack, 'network', {
      provider: providerIn(region),
      region,
      cidr,
      tagName: (what) => `orders-prod-${what}`,
    });
  });

const stack = vpc('eu-west-1');
const VPC_ID = '${aws_vpc.network_vpc.id}';
const subnets = (of = stack): Record<string, string> =>
  Object.fromEntries(of.resources<Subnet>('aws_subnet').map(({ address, args }) => [address, args.cidr_block]));

test('subnets of three zones have their fixed places in the range', () =>
  expect(subnets()).toEqual({
    'aws_subnet.network_private-0': '10.10.0.0/19',
    'aws_subnet.network_private-1': '10.10.32.0/19',
    'aws_subnet.network_private-2': '10.10.64.0/19',
    'aws_subnet.network_isolated-0': '10.10.128.0/21',
    'aws_subnet.network_isolated-1': '10.10.136.0/21',
    'aws_subnet.network_isolated-2': '10.10.144.0/21',
  }));

test('a Region that shows two zones has two of each, in the same places', () =>
  expect(subnets(vpc('us-west-1', '10.3.0.0/16'))).toEqual({
    'aws_subnet.network_private-0': '10.3.0.0/19',
    'aws_subnet.network_private-1': '10.3.32.0/19',
    'aws_subnet.network_isolated-0': '10.3.128.0/21',
    'aws_subnet.network_isolated-1': '10.3.136.0/21',
  }));

test('another platform range moves them all with it', () =>
  expect(Object.values(subnets(vpc('eu-west-1', '172.16.0.0/16')))).toEqual([
    '172.16.128.0/21',
    '172.16.136.0/21',
    '172.16.144.0/21',
    '172.16.0.0/19',
    '172.16.32.0/19',
    '172.16.64.0/19',
  ]));

test('each subnet is private, in the zone of its number, and stays there when the list of zones changes', () => {
  for (const { address, args } of stack.resources<Subnet>('aws_subnet')) {
    expect(args).toMatchObject({
      vpc_id: VPC_ID,
      map_public_ip_on_launch: false,
      lifecycle: { ignore_changes: ['availability_zone'] },
      availability_zone: `\${element(data.aws_availability_zones.network_zones.names, ${address.at(-1)})}`,
    });
  }
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

test('no Region has a way to or from the internet, or a rule that lets anything pass', () => {
  for (const region of REGION_NAMES) {
    const { counts, text } = vpc(region);
    const zones = CATALOG[region].zones;
    expect(counts).toEqual({
      aws_vpc: 1,
      aws_default_security_group: 1,
      aws_default_route_table: 1,
      aws_subnet: 2 * zones,
      aws_route_table: zones + 1,
      aws_route_table_association: 2 * zones,
      aws_vpc_endpoint: 2,
    });
    expect(text).not.toMatch(/0\.0\.0\.0|::\/0|igw|nat_gateway|gateway_id/);
  }
});

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

test('each private subnet has a route table of its own, the isolated ones share one', () => {
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
  });
});

test.each(['s3', 'dynamodb'])('%s is reached from every subnet without the internet', (service) =>
  expect(stack.at(`aws_vpc_endpoint.network_endpoint-${service}`)).toEqual({
    provider: 'aws.euw1',
    vpc_id: VPC_ID,
    vpc_endpoint_type: 'Gateway',
    service_name: `com.amazonaws.eu-west-1.${service}`,
    route_table_ids: [
      '${aws_route_table.network_routes-private-0.id}',
      '${aws_route_table.network_routes-private-1.id}',
      '${aws_route_table.network_routes-private-2.id}',
      '${aws_route_table.network_routes-isolated.id}',
    ],
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
