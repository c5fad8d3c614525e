import type { Change, Draft, Review, Rule } from '../model';
import { byAttribute } from './by-attribute';
import { isInUse } from './concerned';
import { about, fateOf, inRegion, leavingWith, nameOf } from './draft';
import { isMore, type Loss, lossesIn } from './losses';

/** What a web ACL lets through that it stopped before, by attribute ("AWS WAF rule actions"). */
const LOSSES: readonly Loss[] = [
  { attribute: /^rule$/, isWorse: ({ kind }) => kind === 'removed', what: 'a rule is gone' },
  { attribute: /rate_based_statement\.limit$/, isWorse: isMore, what: 'an address may ask more often' },
  {
    attribute: /^(rule\.action|default_action)\.block$/,
    isWorse: ({ kind }) => kind === 'removed',
    what: 'it stops nothing any more',
  },
  {
    attribute: /^rule\.(action|override_action)\.(count|allow)$/,
    isWorse: ({ kind }) => kind === 'added',
    what: 'it only counts what it stopped',
  },
  {
    attribute: /managed_rule_group_statement\.(rule_action_override|excluded_rule)$/,
    isWorse: ({ kind }) => kind === 'added',
    what: 'a rule of the group only counts',
  },
  {
    attribute: /scope_down_statement$/,
    isWorse: ({ kind }) => kind === 'added',
    what: 'it looks at fewer requests',
  },
];
const lossesOf = byAttribute(LOSSES);

const ACLS = new Set(['aws_wafv2_web_acl', 'aws_wafv2_web_acl_association']);
const WHY = 'Floods, scanners and known attacks reach the service from then on.';
const FIX = 'Keep it. A rule that stops what is well meant is narrowed by path, in a change of its own.';

export const wafWeakened: Rule = {
  id: 'waf-weakened',
  severity: 'high',
  title: 'The firewall before the entry lets more through',
  suppressible: true,
  doc: {
    what: 'A rule of a web ACL is gone or only counts, its rate limit is higher, or it looks at fewer requests. Critical where the web ACL, or what puts it before the entry, is destroyed while the entry stays.',
    why: WHY,
    fix: FIX,
    example:
      'The limit of `rate-limit` goes from 2000 to 200000, or a distribution loses its `web_acl_id`. A lower limit, or one more rule, is no finding.',
  },
  run: (review) => review.changes.flatMap((change) => weakened(review, change)),
};

function weakened(review: Review, change: Change): ReturnType<Rule['run']> {
  if (!isInUse(review, change) || leavingWith(review, change) !== undefined) return [];
  if (change.type === 'aws_wafv2_web_acl') {
    const found = lossesIn(change, lossesOf, { why: WHY, fix: FIX });
    if (found.length > 0) return found;
  }
  if (change.expected !== undefined) return [];
  if (ACLS.has(change.type) && change.kind === 'destroy' && entryStays(review, change) && !goesWithAcl(review, change))
    return [open(change, `${nameOf(change)}${inRegion(change.region)} is ${fateOf(change)}.`)];
  const bare = change.changed.find(
    ({ attribute, kind, before, after }) =>
      attribute === 'web_acl_id' && kind !== 'unknown' && Boolean(before) && !after,
  );
  return bare ? [open(change, `${nameOf(change)} has no web ACL any more.`)] : [];
}

const open = (change: Change, what: string): Draft =>
  about(change, { what, why: WHY, fix: FIX }, { severity: 'critical' });

/** What an ACL stands before: of what goes with it, that is the finding. */
const GUARDED = /^aws_(lb|api_gateway_stage|api_gateway_rest_api|cloudfront_distribution)$/;

const entryStays = ({ stack }: Review, change: Change): boolean =>
  stack(change.stack)?.changes.some(({ type, kind }) => GUARDED.test(type) && kind !== 'destroy') === true;

/** One finding for an ACL that goes with all that put it somewhere. */
const goesWithAcl = ({ stack }: Review, { type, region, stack: name }: Change): boolean =>
  type !== 'aws_wafv2_web_acl' &&
  stack(name)?.changes.some(
    (other) => other.type === 'aws_wafv2_web_acl' && other.kind === 'destroy' && other.region === region,
  ) === true;
