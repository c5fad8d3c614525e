import type { Change, Review, Rule } from '../model';
import { byAttribute } from './by-attribute';
import { aboutUnlessExpected, inRegion, isActive, nameOf } from './draft';
import { isLess, isMore, isOff, isOn, type Loss, lossesIn } from './losses';
import { goesWithParent } from './subjects';

/** Attributes that say how long taking over takes, and when they say longer. */
const LOSSES: readonly Loss[] = [
  {
    attribute: /(^|\.)(instance_class|instance_type|node_type|cache_node_type)$/,
    isWorse: ({ before, after }) => isSmallerClass(before, after),
    what: 'the class is smaller',
  },
  {
    attribute: /^(multi_az|multi_az_enabled|automatic_failover_enabled)$/,
    isWorse: isOff,
    what: 'the standby in a second zone is given up',
  },
  {
    attribute:
      /(^|\.)(desired_count|desired_capacity|min_capacity|min_size|num_cache_nodes|num_node_groups|replicas_per_node_group|reserved_concurrent_executions|provisioned_concurrent_executions|memory_size)$/,
    isWorse: isLess,
    what: 'there is less capacity',
  },
  {
    attribute: /(^|\.)(request_interval|interval|failure_threshold|unhealthy_threshold|evaluation_periods)$/,
    isWorse: isMore,
    what: 'a failure is noticed later',
  },
  { attribute: /^disabled$/, isWorse: isOn, what: 'the health check is off' },
  { attribute: /(^|\.)evaluate_target_health$/, isWorse: isOff, what: 'health is no longer looked at' },
  {
    attribute: /^health_check_id$/,
    isWorse: ({ before, after, kind }) => kind !== 'unknown' && Boolean(before) && !after,
    what: 'clients are sent there whether it is healthy or not',
  },
  { attribute: /(^|\.)(ttl|max_ttl|default_ttl)$/, isWorse: isMore, what: 'clients keep the old address longer' },
];
const lossesOf = byAttribute(LOSSES);

const SIZES = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge'];

/** `db.r7g.2xlarge` is more than `db.r7g.large`, and a burstable class less than another of its size. */
export function isSmallerClass(before: unknown, after: unknown): boolean {
  const [was, is] = [classIn(before), classIn(after)];
  if (!was || !is) return false;
  return is.size < was.size || (is.size === was.size && is.burstable && !was.burstable);
}

function classIn(text: unknown): { readonly size: number; readonly burstable: boolean } | undefined {
  if (typeof text !== 'string') return undefined;
  const [, family = '', times, name = ''] = /(?:^|\.)([a-z]\w*)\.(?:(\d+)?(\w+))$/.exec(text) ?? [];
  const size = SIZES.indexOf(name);
  if (size < 0) return undefined;
  return { size: size + (times === undefined ? 0 : Number(times)), burstable: family.startsWith('t') };
}

const HEALTH = new Set([
  'aws_route53_health_check',
  'aws_route53recoverycontrolconfig_routing_control',
  'aws_lb_target_group',
]);

export const rtoWorse: Rule = {
  id: 'rto-worse',
  severity: 'medium',
  title: 'Taking over would take longer',
  suppressible: true,
  doc: {
    what: 'A class or a capacity is lower, a standby is given up, a failure is noticed later, or clients keep an address longer, in an active Region or a global service. High on the recovery path.',
    why: 'The Region that takes over must carry the load of the lost one, at once.',
    fix: 'Keep it, or drill the failover with what is left (`npm run drill`).',
    example: '`instance_class` goes from db.r7g.large to db.t4g.medium. To db.r8g.xlarge is no finding.',
  },
  run: (review) => review.changes.flatMap((change) => worseIn(review, change)),
};

function worseIn(review: Review, change: Change): ReturnType<Rule['run']> {
  if (change.region !== 'global' && !isActive(review, change.region)) return [];
  const severity = review.isRecovery(change.stack, change.address) ? ({ severity: 'high' } as const) : {};
  if (change.kind === 'destroy' && HEALTH.has(change.type) && !goesWithParent(review, change))
    return [
      aboutUnlessExpected(
        change,
        {
          what: `${nameOf(change)}${inRegion(change.region)} is destroyed.`,
          why: 'Nothing notices any more that the Region fails.',
          fix: 'Keep it while the Region takes requests.',
        },
        severity,
      ),
    ];
  return lossesIn(change, lossesOf, {
    ...severity,
    why: 'The Region that takes over must carry the load of the lost one, at once.',
    fix: 'Keep the former value, or drill the failover with the new one before.',
  });
}
