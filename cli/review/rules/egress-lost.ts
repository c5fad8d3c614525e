import type { Change, Draft, Rule, StackPlan } from '../model';
import { about, inRegion, isActive, isLost, leavingWith, listed, nameOf } from './draft';

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

const isGateway = ({ type }: Change): boolean => type === 'aws_nat_gateway';
const isAddress = ({ type }: Change): boolean => type === 'aws_eip';

/** A route of what is private to the internet. */
const isWayOut = ({ type, before }: Change): boolean =>
  type === 'aws_route' &&
  [before?.destination_cidr_block, before?.destination_ipv6_cidr_block].some((to) => EVERYWHERE.has(String(to))) &&
  [before?.nat_gateway_id, before?.egress_only_gateway_id].some((id) => typeof id === 'string' && id !== '');

const stays = ({ kind }: Change): boolean => kind !== 'destroy' && kind !== 'forget' && kind !== 'read';

export const egressLost: Rule = {
  id: 'egress-lost',
  severity: 'high',
  title: 'Services lose their way out',
  suppressible: true,
  doc: {
    what: 'NAT gateways, or the routes to them, are destroyed in an active Region, or the addresses that others see are released or exchanged. Medium where NAT gateways are left that the rest can go by.',
    why: 'What calls a payment provider, or pulls its image, gets no answer. Partners have let the old addresses through their firewalls, and an address that is released is gone for good.',
    fix: 'Keep it, or give what calls out another way first (interface endpoints). Tell partners the new addresses before the old ones go.',
    example:
      '`nat` goes from `per-az` to `none`, or `stableEgressIps` is switched: the addresses are released. A NAT gateway that is added is no finding.',
  },
  run: (review) =>
    review.stacks.flatMap((plan) => {
      const lost = plan.changes.filter(
        (change) =>
          change.mode === 'managed' &&
          isLost(change) &&
          change.deposed === undefined &&
          change.expected === undefined &&
          isActive(review, change.region) &&
          leavingWith(review, change) === undefined,
      );
      const places = [...new Set(lost.map(({ region }) => region))].sort();
      return places.flatMap((region) => {
        const own = lost.filter((change) => change.region === region);
        return [...waysOut(plan, region, own), ...addresses(own)];
      });
    }),
};

function waysOut({ changes }: StackPlan, region: string, lost: readonly Change[]): Draft[] {
  const gateways = lost.filter((change) => isGateway(change) && change.kind === 'destroy');
  const routes = lost.filter((change) => isWayOut(change) && change.kind === 'destroy');
  const [first] = [...gateways, ...routes];
  if (!first) return [];
  const left = changes.filter((change) => isGateway(change) && change.region === region && stays(change)).length;
  const what = [
    ...(gateways.length > 0 ? [`${gateways.length} NAT ${gateways.length === 1 ? 'gateway' : 'gateways'}`] : []),
    ...(routes.length > 0 ? [`${routes.length} ${routes.length === 1 ? 'route' : 'routes'} to the internet`] : []),
  ];
  return [
    about(
      first,
      {
        what: `${region} loses ${listed(what)}, ${nameOf(first)} first; ${left === 0 ? 'no NAT gateway is' : left === 1 ? 'one NAT gateway is' : `${left} NAT gateways are`} left.`,
        why:
          left === 0
            ? 'What is in private subnets reaches nothing outside any more but what has an endpoint.'
            : "With the zone of one that is left, others' services lose their way out, too.",
        fix: 'Keep it while anything in private subnets calls out; give it an endpoint first.',
      },
      { ...(left > 0 && { severity: 'medium' as const }) },
    ),
  ];
}

function addresses(lost: readonly Change[]): Draft[] {
  const gone = lost.filter(isAddress);
  const [first] = gone;
  if (!first) return [];
  const shown = gone.flatMap(({ before }) => (typeof before?.public_ip === 'string' ? [before.public_ip] : []));
  return [
    about(first, {
      what: `${gone.length} public ${gone.length === 1 ? 'address is' : 'addresses are'} released${inRegion(first.region)}${shown.length > 0 ? `: ${listed(shown)}` : ''}.`,
      why: 'Partners who have let them through their firewalls refuse what comes from the new ones, and AWS gives the old ones to somebody else.',
      fix: 'Keep them. If they are to be others, have partners add the new ones before.',
    }),
  ];
}
