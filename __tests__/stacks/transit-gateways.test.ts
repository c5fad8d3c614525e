import type { RegionName } from '../../config/catalog';
import { synthPlatform } from '../synth';
import { BARE } from './regions-in-state';

const LIST: RegionName[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'];

describe('transit gateways', () => {
  const { stacks, regionStacks } = synthPlatform({ ...BARE, network: { backbone: 'transit-gateway' }, regions: LIST });

  test('stand in foundation, with no default table, a number of their own and what protects them', () => {
    const gateways = stacks.get('foundation')?.resources<Record<string, unknown>>('aws_ec2_transit_gateway') ?? [];
    expect(gateways).toHaveLength(LIST.length);
    expect(new Set(gateways.map(({ args }) => args.amazon_side_asn)).size).toBe(LIST.length);
    for (const { args } of gateways)
      expect(args).toMatchObject({
        default_route_table_association: 'disable',
        default_route_table_propagation: 'disable',
        lifecycle: { prevent_destroy: true },
      });
    for (const { counts } of regionStacks) expect(counts).not.toHaveProperty('aws_ec2_transit_gateway');
  });

  test('are led to by one route for each private and isolated table, to all of the platform', () => {
    for (const stack of regionStacks) {
      const routes = stack
        .resources<{ transit_gateway_id?: string; destination_cidr_block: string; route_table_id: string }>('aws_route')
        .filter(({ args }) => args.transit_gateway_id !== undefined);
      expect(new Set(routes.map(({ args }) => args.destination_cidr_block))).toEqual(new Set(['10.0.0.0/8']));
      const zones = stack.resources('aws_subnet').length / 4;
      expect(routes.map(({ args }) => args.route_table_id.replace(/^.*network_routes-|\.id\}$/g, '')).sort()).toEqual(
        ['isolated', ...Array.from({ length: zones }, (_, zone) => `private-${zone}`)].sort(),
      );
      const filters = stack
        .data<{ filter: { name: string }[] }>()
        .filter(({ type }) => type.startsWith('aws_ec2_transit_gateway'))
        .map(({ args }) => args.filter.map(({ name }) => name));
      expect(filters).toEqual([
        ['tag:Name', 'state'],
        ['tag:Name', 'state'],
      ]);
    }
  });

  test.each([undefined, 'peering'] as const)('are not led to with backbone %s', (backbone) => {
    const stack = synthPlatform({ ...BARE, regions: LIST, network: { ...(backbone && { backbone }) } });
    for (const { text } of stack.regionStacks)
      expect(text).not.toMatch(/transit_gateway|"destination_cidr_block": "10\./);
    expect(stack.stack('foundation').text).not.toContain('transit_gateway');
  });
});
