import type { Json } from '../../../../../cli/review/json';
import { edgeRemoved } from '../../../../../cli/review/rules/edges';
import { egressLost } from '../../../../../cli/review/rules/egress-lost';
import { networkCut } from '../../../../../cli/review/rules/network-cut';
import { regionDiffers } from '../../../../../cli/review/rules/region-place';
import { manifest, planJson, raw, THREE } from '../../plans';
import { at, destroyed, EU, inStack, type RuleCase, unchanged } from '../case';
import { BACK, GLOBAL, gone, inGlobal, kept, withGlobal } from './global';

const PEERING = 'aws_ec2_transit_gateway_peering_attachment.backbone_peering-us-east-1-eu-west-1';
const ROUTE = 'aws_ec2_transit_gateway_route.backbone_route-eu-west-1-us-east-1';
const peering: Json = { region: 'us-east-1', peer_region: 'eu-west-1' };
const cutRoute = gone(ROUTE, { region: 'eu-west-1' });

const BACKBONE: readonly RuleCase[] = [
  {
    rule: edgeRemoved,
    about: 'a peering, which carries and copies nothing',
    fires: inGlobal([gone(PEERING, peering)]),
    finds: [
      {
        ...at(PEERING, GLOBAL, 'us-east-1'),
        what: 'The peering of aws_ec2_transit_gateway_peering_attachment us-east-1 with eu-west-1 ends.',
        why: 'Nothing in us-east-1 reaches a private address in eu-west-1 any more, nor the other way round.',
        fix: BACK,
        paths: ['eu-west-1'],
      },
    ],
    near: inGlobal([gone(PEERING, peering)], withGlobal({ ...THREE, 'eu-west-1': 'leaving' })),
  },
  {
    rule: networkCut,
    about: 'a route between two Regions',
    fires: inGlobal([
      cutRoute,
      gone('aws_ec2_transit_gateway_route_table_association.x-us-east-1-eu-west-1', { region: 'us-east-1' }),
    ]),
    finds: [
      {
        ...at('aws_ec2_transit_gateway_route_table_association.x-us-east-1-eu-west-1', GLOBAL, 'us-east-1'),
        what: 'aws_ec2_transit_gateway_route_table_association.x-us-east-1-eu-west-1 in us-east-1 is destroyed, with 1 more of the same pair.',
        why: 'eu-west-1 and us-east-1 do not reach each other by private addresses until it is there again.',
        fix: BACK,
      },
    ],
    // With the peering it is told as that one's end.
    near: inGlobal([cutRoute, gone(PEERING, peering)]),
  },
  {
    rule: networkCut,
    about: "a Region's own gateway, or its routes to it",
    fires: {
      ...inStack('foundation', [
        raw(
          'aws_ec2_transit_gateway.network_hub-eu-west-1_gateway',
          ['delete', 'create'],
          { region: 'eu-west-1', amazon_side_asn: 1 },
          { region: 'eu-west-1', amazon_side_asn: 2 },
          { replace_paths: [['amazon_side_asn']] },
        ),
      ]),
    },
    finds: [
      {
        ...at('aws_ec2_transit_gateway.network_hub-eu-west-1_gateway', 'foundation'),
        what: 'aws_ec2_transit_gateway.network_hub-eu-west-1_gateway in eu-west-1 is destroyed and made anew, because amazon_side_asn cannot change in place.',
        why: 'eu-west-1 does not reach the other Regions by private addresses, nor they it, until it is there again.',
        fix: BACK,
      },
    ],
    // It leads to the internet.
    near: inStack(EU, [destroyed('aws_route.r', { nat_gateway_id: 'nat-1', destination_cidr_block: '0.0.0.0/0' })]),
  },
  {
    rule: regionDiffers,
    about: 'not what belongs to pairs: there are as many as there are pairs',
    fires: {
      plans: Object.fromEntries(
        Object.keys(THREE).map((region) => [
          `region-${region}`,
          planJson([
            raw(
              'aws_lb.a',
              [region === 'eu-west-1' ? 'update' : 'no-op'],
              { region, name: 'a' },
              { region, name: region === 'eu-west-1' ? 'b' : 'a' },
            ),
          ]),
        ]),
      ),
    },
    finds: [
      {
        ...at('aws_lb.a'),
        what: 'aws_lb.a in eu-west-1 is changed, and ap-southeast-2 and us-east-1 are not.',
        why: 'Regions that differ fail over into something that nobody has tried.',
        fix: 'Make the change the same in every Region, or suppress this with the reason why it is not.',
        paths: ['name'],
      },
    ],
    near: inGlobal([
      cutRoute,
      ...[
        'us-east-1-eu-west-1',
        'us-east-1-ap-southeast-2',
        'ap-southeast-2-us-east-1',
        'eu-west-1-ap-southeast-2',
      ].map((pair) =>
        kept(`aws_ec2_transit_gateway_route.backbone_route-${pair}`, { region: pair.match(/^.*?\d/)?.[0] }),
      ),
    ]),
  },
];

const nat = (zone: number): Json => ({ region: 'eu-west-1', allocation_id: `eipalloc-${zone}` });

const EGRESS: readonly RuleCase[] = [
  {
    rule: egressLost,
    about: 'the only way out, and its address',
    fires: inStack(EU, [
      destroyed('aws_nat_gateway.n', nat(0)),
      destroyed('aws_route.r', { nat_gateway_id: 'nat-1', destination_cidr_block: '0.0.0.0/0' }),
      destroyed('aws_eip.e', { public_ip: '203.0.113.7' }),
    ]),
    finds: [
      {
        ...at('aws_nat_gateway.n'),
        what: 'eu-west-1 loses 1 NAT gateway and 1 route to the internet, aws_nat_gateway.n first; no NAT gateway is left.',
        why: 'What is in private subnets reaches nothing outside any more but what has an endpoint.',
        fix: 'Keep it while anything in private subnets calls out; give it an endpoint first.',
      },
      {
        ...at('aws_eip.e'),
        what: '1 public address is released in eu-west-1: 203.0.113.7.',
        why: 'Partners who have let them through their firewalls refuse what comes from the new ones, and AWS gives the old ones to somebody else.',
        fix: 'Keep them. If they are to be others, have partners add the new ones before.',
      },
    ],
    near: inStack(EU, [
      raw('aws_nat_gateway.n', ['create'], null, nat(0)),
      destroyed('aws_route.r', { transit_gateway_id: 'tgw-1', destination_cidr_block: '10.0.0.0/8' }),
    ]),
  },
  {
    rule: egressLost,
    about: 'medium where another zone has one',
    fires: inStack(EU, [destroyed('aws_nat_gateway.n-0', nat(0)), unchanged('aws_nat_gateway.n-1', nat(1))]),
    finds: [
      {
        ...at('aws_nat_gateway.n-0'),
        severity: 'medium',
        what: 'eu-west-1 loses 1 NAT gateway, aws_nat_gateway.n-0 first; one NAT gateway is left.',
        why: "With the zone of one that is left, others' services lose their way out, too.",
        fix: 'Keep it while anything in private subnets calls out; give it an endpoint first.',
      },
    ],
    near: inStack('foundation', [destroyed('aws_nat_gateway.n-0', nat(0))], {
      head: manifest({ ...THREE, 'eu-west-1': 'evacuated' }),
    }),
  },
];

export const NETWORK_CASES: readonly RuleCase[] = [...BACKBONE, ...EGRESS];
