import fc from 'fast-check';
import { REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import { GatewayBackbone } from '../../../modules/network/gateway-backbone';
import { ACCOUNT, synthConstruct } from '../../synth';
import { addressed, type Backbone, describeBackbone, regionLists, regionOf, slot } from './backbone-laws';

const cidrOf = (region: RegionName): string => `10.${regionFacts(region).slot}.0.0/16`;

function backbone(regions: readonly RegionName[]): Backbone {
  let belonging: Backbone['belonging'] = new Map();
  const stack = synthConstruct((scope, providerIn) => {
    belonging = addressed(
      new GatewayBackbone(scope, 'backbone', {
        account: ACCOUNT,
        regions,
        providerIn,
        cidrOf,
        hubTagName: (region) => `orders-prod-hub-${regionFacts(region).code}`,
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
interface OnTable {
  readonly provider: string;
  readonly transit_gateway_attachment_id: string;
  readonly transit_gateway_route_table_id: string;
  readonly destination_cidr_block?: string;
}

describeBackbone(backbone);

test('a pair is six resources, which refer to the accepter on both sides', () => {
  const { stack } = backbone(['eu-west-1', 'us-east-1']);
  const ATTACHMENT = '${aws_ec2_transit_gateway_peering_attachment_accepter.backbone_accepter-us-east-1-eu-west-1.id}';
  const tags = { Name: 'orders-prod-use1-euw1' };
  const [use1, euw1] = ['us-east-1', 'eu-west-1'].map((region) => ({
    provider: `aws.${region === 'us-east-1' ? 'use1' : 'euw1'}`,
    transit_gateway_attachment_id: ATTACHMENT,
    transit_gateway_route_table_id: `\${data.aws_ec2_transit_gateway_route_table.backbone_hub-${region}-routes.id}`,
  }));
  expect(Object.fromEntries(stack.resources().map(({ address, args }) => [address, args]))).toEqual({
    'aws_ec2_transit_gateway_peering_attachment.backbone_peering-us-east-1-eu-west-1': {
      provider: 'aws.use1',
      transit_gateway_id: '${data.aws_ec2_transit_gateway.backbone_hub-us-east-1.id}',
      peer_transit_gateway_id: '${data.aws_ec2_transit_gateway.backbone_hub-eu-west-1.id}',
      peer_region: 'eu-west-1',
      peer_account_id: ACCOUNT,
      tags,
    },
    'aws_ec2_transit_gateway_peering_attachment_accepter.backbone_accepter-us-east-1-eu-west-1': {
      provider: 'aws.euw1',
      transit_gateway_attachment_id:
        '${aws_ec2_transit_gateway_peering_attachment.backbone_peering-us-east-1-eu-west-1.id}',
      tags,
    },
    'aws_ec2_transit_gateway_route_table_association.backbone_association-us-east-1-eu-west-1': use1,
    'aws_ec2_transit_gateway_route_table_association.backbone_association-eu-west-1-us-east-1': euw1,
    'aws_ec2_transit_gateway_route.backbone_route-us-east-1-eu-west-1': {
      ...use1,
      destination_cidr_block: '10.10.0.0/16',
    },
    'aws_ec2_transit_gateway_route.backbone_route-eu-west-1-us-east-1': {
      ...euw1,
      destination_cidr_block: '10.1.0.0/16',
    },
  });
});

test('n Regions have n(n-1)/2 peerings and as many accepters, and n(n-1) routes and associations', () => {
  for (let n = 2; n <= 12; n += 1) {
    const { stack } = backbone(REGION_NAMES.slice(0, n));
    expect(stack.counts).toEqual({
      aws_ec2_transit_gateway_peering_attachment: (n * (n - 1)) / 2,
      aws_ec2_transit_gateway_peering_attachment_accepter: (n * (n - 1)) / 2,
      aws_ec2_transit_gateway_route_table_association: n * (n - 1),
      aws_ec2_transit_gateway_route: n * (n - 1),
    });
    expect(stack.data()).toHaveLength(2 * n);
  }
});

test('the lower slot asks, the Region that it names accepts, and each table leads to the other’s range', () =>
  fc.assert(
    fc.property(regionLists, (regions) => {
      const { stack } = backbone(regions);
      const accepters = stack.resources<Peering>('aws_ec2_transit_gateway_peering_attachment_accepter');
      stack.resources<Peering>('aws_ec2_transit_gateway_peering_attachment').forEach(({ args }, i) => {
        expect(slot(regionOf(args.provider))).toBeLessThan(slot(args.peer_region));
        expect(regionOf(accepters[i]?.args.provider)).toBe(args.peer_region);
      });
      const ways = stack.resources<OnTable>('aws_ec2_transit_gateway_route').map(({ args }) => {
        const at = regionOf(args.provider);
        expect(args.transit_gateway_route_table_id).toContain(`hub-${at}-routes`);
        return `${at} ${args.destination_cidr_block}`;
      });
      const expected = regions.flatMap((at) => regions.filter((to) => to !== at).map((to) => `${at} ${cidrOf(to)}`));
      expect(ways.sort()).toEqual(expected.sort());
    }),
    { numRuns: 10 },
  ));
