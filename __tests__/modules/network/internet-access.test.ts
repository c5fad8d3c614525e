import { InternetAccess } from '../../../modules/network/internet-access';
import { type SynthesizedJson, synthConstruct } from '../../synth';

const access = (ipv6: boolean): SynthesizedJson =>
  synthConstruct((stack, providerIn) => {
    new InternetAccess(stack, 'internet', {
      provider: providerIn('eu-west-1'),
      vpcId: 'vpc-1',
      publicTable: { name: 'public', id: 'rtb-public' },
      privateTables: [{ name: 'private-0', id: 'rtb-0' }],
      ipv6,
      tagName: (what) => `orders-prod-${what}`,
    });
  });

test('the public table leads to the internet, and no other', () => {
  const of = access(false);
  expect(of.counts).toEqual({ aws_internet_gateway: 1, aws_route: 1 });
  expect(of.only('aws_route')).toEqual({
    provider: 'aws.euw1',
    route_table_id: 'rtb-public',
    destination_cidr_block: '0.0.0.0/0',
    gateway_id: '${aws_internet_gateway.internet_gateway.id}',
  });
});

test('over IPv6 private subnets call out and cannot be called', () => {
  const of = access(true);
  expect(of.at('aws_route.internet_route-private-0-ipv6')).toEqual({
    provider: 'aws.euw1',
    route_table_id: 'rtb-0',
    destination_ipv6_cidr_block: '::/0',
    egress_only_gateway_id: '${aws_egress_only_internet_gateway.internet_egress-only.id}',
  });
  expect(of.at('aws_route.internet_route-public-ipv6')).toMatchObject({
    destination_ipv6_cidr_block: '::/0',
    gateway_id: '${aws_internet_gateway.internet_gateway.id}',
  });
  expect(of.only('aws_egress_only_internet_gateway')).toMatchObject({ vpc_id: 'vpc-1' });
});
