import type { Change, Draft, Review, Rule } from '../model';
import { concernedBy, isInUse, togetherBy } from './concerned';
import { about, causeOf, fateOf, inRegion, isLost, leavingWith, listed, nameOf } from './draft';

/** What carries packets from a Region to another one, the first what the rest hangs on. */
const WAYS = [
  'aws_ec2_transit_gateway',
  'aws_ec2_transit_gateway_peering_attachment',
  'aws_vpc_peering_connection',
  'aws_ec2_transit_gateway_peering_attachment_accepter',
  'aws_vpc_peering_connection_accepter',
  'aws_ec2_transit_gateway_vpc_attachment',
  'aws_ec2_transit_gateway_route_table',
  'aws_ec2_transit_gateway_route_table_association',
  'aws_ec2_transit_gateway_route_table_propagation',
  'aws_ec2_transit_gateway_route',
  'aws_route',
];
const PEERINGS = new Set(['aws_ec2_transit_gateway_peering_attachment', 'aws_vpc_peering_connection']);

const isWay = ({ type, before }: Change): boolean =>
  WAYS.includes(type) && (type !== 'aws_route' || leadsToRegions(before));

const leadsToRegions = (route: Change['before']): boolean =>
  [route?.transit_gateway_id, route?.vpc_peering_connection_id].some((id) => typeof id === 'string' && id !== '');

export const networkCut: Rule = {
  id: 'network-cut',
  severity: 'critical',
  title: 'A Region is cut off from the others',
  suppressible: true,
  doc: {
    what: 'A transit gateway, its table, an attachment, the other end of a peering, or a route between Regions is destroyed or made anew while its Regions stay active. One finding for all that belongs to the same Regions; a peering that ends with it is `edge-removed`.',
    why: 'Services that call each other by private addresses get no answer, in both Regions at once. A peering between two gateways can be there only once, and takes minutes to be made again.',
    fix: 'Keep it. A Region leaves the network by its state (`evacuated`, `leaving`).',
    example:
      'The route of eu-west-1 to ap-southeast-2 is destroyed, and both stay active. A route to the internet, or the same while ap-southeast-2 is evacuated, is no finding.',
  },
  run: (review) => {
    const cuts = review.changes.filter(
      (change) =>
        isLost(change) &&
        change.deposed === undefined &&
        change.expected === undefined &&
        isWay(change) &&
        isInUse(review, change) &&
        leavingWith(review, change) === undefined,
    );
    return togetherBy(cuts, (change) => `${change.stack} ${concernedBy(review, change).join(' ')}`).flatMap((changes) =>
      cut(review, changes),
    );
  },
};

function cut(review: Review, changes: readonly Change[]): Draft[] {
  // Its end is told as that of an edge.
  if (changes.some(({ type, kind }) => kind === 'destroy' && PEERINGS.has(type))) return [];
  const [main, ...rest] = [...changes].sort((a, b) => WAYS.indexOf(a.type) - WAYS.indexOf(b.type));
  if (!main) return [];
  const regions = concernedBy(review, main);
  const others =
    rest.length === 0 ? '' : `, with ${rest.length} more of the same ${regions.length > 1 ? 'pair' : 'Region'}`;
  return [
    about(main, {
      what: `${nameOf(main)}${inRegion(main.region)} is ${fateOf(main)}${causeOf(main)}${others}.`,
      why:
        regions.length > 1
          ? `${listed(regions)} do not reach each other by private addresses until it is there again.`
          : `${listed(regions)} does not reach the other Regions by private addresses, nor they it, until it is there again.`,
      fix: 'Put it back. If the Region is to go, say so with its state: `evacuated` or `leaving`.',
    }),
  ];
}
