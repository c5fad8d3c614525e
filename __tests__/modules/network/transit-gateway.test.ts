import { REGION_NAMES, regionFacts } from '../../../config/catalog';
import { gatewayAsn, TransitGateway } from '../../../modules/network/transit-gateway';
import { type SynthesizedJson, synthConstruct } from '../../synth';

const hub = (released?: boolean): SynthesizedJson =>
  synthConstruct((stack, providerIn) => {
    new TransitGateway(stack, 'hub', {
      provider: providerIn('eu-west-1'),
      region: 'eu-west-1',
      tagName: 'orders-prod-hub-euw1',
      ...(released !== undefined && { released }),
    });
  });

test('nothing is attached to a table by itself, and the gateway cannot be destroyed by mistake', () =>
  expect(hub().only('aws_ec2_transit_gateway')).toEqual({
    provider: 'aws.euw1',
    description: 'Hub of eu-west-1',
    amazon_side_asn: 4_200_000_010,
    default_route_table_association: 'disable',
    default_route_table_propagation: 'disable',
    auto_accept_shared_attachments: 'disable',
    dns_support: 'enable',
    tags: { Name: 'orders-prod-hub-euw1' },
    lifecycle: { prevent_destroy: true },
  }));

test('its table is found by the same name', () =>
  expect(hub().only('aws_ec2_transit_gateway_route_table')).toEqual({
    provider: 'aws.euw1',
    transit_gateway_id: '${aws_ec2_transit_gateway.hub_gateway.id}',
    tags: { Name: 'orders-prod-hub-euw1' },
    lifecycle: { prevent_destroy: true },
  }));

test('a Region that is given up lets both go', () =>
  expect(
    hub(true)
      .resources<{ lifecycle: unknown }>()
      .map(({ args }) => args.lifecycle),
  ).toEqual([{ prevent_destroy: false }, { prevent_destroy: false }]));

test('numbers are unique, private, and tell the slot', () => {
  const numbers = REGION_NAMES.map(gatewayAsn);
  expect(new Set(numbers).size).toBe(REGION_NAMES.length);
  for (const number of numbers) {
    expect(number).toBeGreaterThan(4_200_000_000);
    expect(number).toBeLessThanOrEqual(4_294_967_294);
  }
  expect(gatewayAsn('us-east-1') - regionFacts('us-east-1').slot).toBe(4_200_000_000);
});
