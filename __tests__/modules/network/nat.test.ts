import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Nat, type NatProps } from '../../../modules/network/nat';
import { type SynthesizedJson, synthConstruct } from '../../synth';

const made: Nat[] = [];
const nat = (given: Partial<NatProps>): SynthesizedJson =>
  synthConstruct((stack, providerIn) => {
    const provider = providerIn('eu-west-1');
    made.push(
      new Nat(stack, 'nat', {
        provider,
        mode: 'per-az',
        vpcId: 'vpc-1',
        internetGateway: new InternetGateway(stack, 'internet', { provider, vpcId: 'vpc-1' }),
        publicSubnetIds: ['public-a', 'public-b', 'public-c'],
        privateTables: ['private-0', 'private-1', 'private-2'].map((name) => ({ name, id: `rtb-${name}` })),
        stableEgressIps: false,
        tagName: (what) => `orders-prod-${what}-euw1`,
        ...given,
      }),
    );
  });

const ways = (of: SynthesizedJson): Record<string, string> =>
  Object.fromEntries(
    of
      .resources<{ route_table_id: string; nat_gateway_id: string }>('aws_route')
      .map(({ args }) => [args.route_table_id, args.nat_gateway_id]),
  );

test('per zone: each zone goes out through its own', () => {
  const of = nat({ mode: 'per-az' });
  expect(ways(of)).toEqual({
    'rtb-private-0': '${aws_nat_gateway.nat_gateway-0.id}',
    'rtb-private-1': '${aws_nat_gateway.nat_gateway-1.id}',
    'rtb-private-2': '${aws_nat_gateway.nat_gateway-2.id}',
  });
  expect(of.at('aws_nat_gateway.nat_gateway-1')).toEqual({
    provider: 'aws.euw1',
    subnet_id: 'public-b',
    allocation_id: '${aws_eip.nat_address-1.id}',
    tags: { Name: 'orders-prod-nat-1-euw1' },
    depends_on: ['aws_internet_gateway.internet'],
  });
  expect(of.at('aws_eip.nat_address-1')).toEqual({
    provider: 'aws.euw1',
    domain: 'vpc',
    tags: { Name: 'orders-prod-nat-1-euw1' },
    depends_on: ['aws_internet_gateway.internet'],
  });
});

test('single: all zones go out through the first one’s', () => {
  const of = nat({ mode: 'single' });
  expect(new Set(Object.values(ways(of)))).toEqual(new Set(['${aws_nat_gateway.nat_gateway-0.id}']));
  expect(of.counts).toMatchObject({ aws_nat_gateway: 1, aws_eip: 1, aws_route: 3 });
});

test('from single to one a zone, the first gateway stays as it is', () =>
  expect(nat({ mode: 'per-az' }).at('aws_nat_gateway.nat_gateway-0')).toEqual(
    nat({ mode: 'single' }).at('aws_nat_gateway.nat_gateway-0'),
  ));

test('regional: one, in no subnet, with addresses of AWS’s choice', () => {
  const of = nat({ mode: 'regional' });
  expect(of.only('aws_nat_gateway')).toEqual({
    provider: 'aws.euw1',
    vpc_id: 'vpc-1',
    availability_mode: 'regional',
    tags: { Name: 'orders-prod-nat-euw1' },
    depends_on: ['aws_internet_gateway.internet'],
  });
  expect(of.counts).not.toHaveProperty('aws_eip');
  expect(Object.keys(ways(of))).toHaveLength(3);
  expect(made.at(-1)?.publicIps).toEqual([]);
});

test('stable addresses are looked up by name, and none is made', () => {
  const of = nat({ mode: 'per-az', stableEgressIps: true });
  expect(of.counts).not.toHaveProperty('aws_eip');
  expect(of.data('aws_eip').map(({ args }) => args)).toEqual(
    [0, 1, 2].map((zone) => ({
      provider: 'aws.euw1',
      filter: [{ name: 'tag:Name', values: [`orders-prod-egress-${zone}-euw1`] }],
    })),
  );
  expect(of.at('aws_nat_gateway.nat_gateway-2')).toMatchObject({ allocation_id: '${data.aws_eip.nat_address-2.id}' });
  expect(made.at(-1)?.publicIps).toHaveLength(3);
});

test('refuses stable addresses for a regional gateway', () =>
  expect(() => nat({ mode: 'regional', stableEgressIps: true })).toThrow(
    new Error(
      't/nat: stableEgressIps cannot be had with nat "regional", which takes its addresses itself. Use "per-az" or "single".',
    ),
  ));

test('refuses a zone without a public subnet', () =>
  expect(() => nat({ publicSubnetIds: ['public-a', 'public-b'] })).toThrow(
    new Error('t/nat: publicSubnetIds has 2, so private-2 has no gateway. Give one for each private table.'),
  ));
