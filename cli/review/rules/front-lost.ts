import type { Change, Draft, Review, Rule, Severity } from '../model';
import { concernedBy, isInUse, togetherBy } from './concerned';
import { about, causeOf, fateOf, inRegion, isLost, leavingWith, listed, nameOf } from './draft';

/** What a client comes in by: what stands before all Regions, then what a Region answers at, the first what the rest hangs on. */
const ENTRANCES = [
  'aws_cloudfront_distribution',
  'aws_globalaccelerator_accelerator',
  'aws_globalaccelerator_listener',
  'aws_globalaccelerator_endpoint_group',
  'aws_route53_record',
  'aws_lb',
  'aws_alb',
  'aws_lb_listener',
  'aws_lb_target_group',
  'aws_api_gateway_domain_name',
  'aws_apigatewayv2_domain_name',
  'aws_api_gateway_rest_api',
  'aws_apigatewayv2_api',
  'aws_api_gateway_stage',
  'aws_apigatewayv2_stage',
  'aws_api_gateway_base_path_mapping',
  'aws_apigatewayv2_api_mapping',
];

/** Records that lead somewhere. One that begins with `_` proves something to somebody. */
const LEADING = new Set(['A', 'AAAA', 'CNAME', 'NS']);
const isRecord = ({ type, before }: Change): boolean =>
  type === 'aws_route53_record' &&
  LEADING.has(String(before?.type)) &&
  !(typeof before?.name === 'string' && before.name.startsWith('_'));

/** Whether a client comes in by it. */
export const isEntrance = (change: Change): boolean =>
  change.type === 'aws_route53_record' ? isRecord(change) : ENTRANCES.includes(change.type);

export const frontLost: Rule = {
  id: 'front-lost',
  severity: 'high',
  title: 'A way in is lost',
  suppressible: true,
  doc: {
    what: "A DNS record, an API or its domain name, a load balancer or its listener, an accelerator or a distribution is destroyed or made anew while its Region serves. Critical where it is the writer's, or belongs to no single Region, or is the last record of its name. One finding for all of a stack that belongs to the same Regions. Expected where its Region is evacuated or leaves.",
    why: 'Clients get no answer, or are sent where nothing is. What is made anew has another address, and what led to the old one is stale until it is applied, too.',
    fix: 'Keep it. A Region is taken out by a switch, or by its state (`evacuated`, `leaving`).',
    example:
      "`aws_route53_record.front_dns_eu-west-1` is destroyed, and eu-west-1 stays active. The same while eu-west-1 is being evacuated, or a record that proves a certificate's name, is no finding.",
  },
  run: (review) => {
    const found = review.changes.filter(
      (change) =>
        isLost(change) &&
        change.deposed === undefined &&
        change.expected === undefined &&
        isEntrance(change) &&
        isInUse(review, change) &&
        leavingWith(review, change) === undefined,
    );
    return togetherBy(found, (change) => `${change.stack} ${concernedBy(review, change).join(' ')}`).map((changes) =>
      lost(review, changes),
    );
  },
};

function lost(review: Review, changes: readonly [Change, ...Change[]]): Draft {
  const [first] = changes;
  const last = changes.find((change) => isRecord(change) && isLastOfName(review, change));
  const change =
    last ?? changes.reduce((a, b) => (ENTRANCES.indexOf(b.type) < ENTRANCES.indexOf(a.type) ? b : a), first);
  const isLast = last !== undefined;
  const regions = concernedBy(review, change);
  const others = changes.length - 1;
  const more = others > 0 ? `, with ${others} more ${others === 1 ? 'way' : 'ways'} in` : '';
  const isMain = regions.length === 0 || regions.includes(review.head.manifest.writer);
  const severity: Severity = isMain || isLast ? 'critical' : 'high';
  const serving = regions.length === 0 ? 'every Region' : listed(regions);
  return about(
    change,
    {
      what: `${nameOf(change)}${inRegion(change.region)} is ${fateOf(change)}${causeOf(change)}${isLast ? ', and its name has no record left' : ''}${more}.`,
      why:
        change.kind === 'replace'
          ? `Clients of ${serving} come in by it. What is made anew has another address, and what leads to the old one is wrong until it is applied, too.`
          : `Clients of ${serving} come in by it, and get no answer there any more.`,
      fix: 'Put it back. If the Region is to go, say so with its state: `evacuated` or `leaving`.',
    },
    { severity },
  );
}

/** Whether none of the plan's records of the same name and type is there after the run. */
function isLastOfName({ stacks }: Review, { stack, before, kind }: Change): boolean {
  if (kind !== 'destroy') return false;
  const changes = stacks.find((plan) => plan.stack === stack)?.changes ?? [];
  return !changes.some(
    ({ type, after }) => type === 'aws_route53_record' && after?.name === before?.name && after?.type === before?.type,
  );
}
