import { isObject } from './json';
import type { Change, ChangedPath, ManifestFacts, Value } from './model';

/** What happens to the Regions that the front door lists: more of them, fewer, or another one first. */
export type ListChange = 'joining' | 'parting' | 'moving';

/** The stack that has what lists the Regions. */
const STACK = 'global';

/** What Terraform knows only after the apply comes along with anything. */
const isComputed = ({ kind, attribute }: ChangedPath): boolean =>
  kind === 'unknown' || attribute.startsWith('tags_all');

interface Listing {
  readonly kinds: readonly Change['kind'][];
  /** Whether a path that changes says no more than which Regions there are. */
  readonly lists: (path: ChangedPath, how: ListChange, names: (text: string) => boolean) => boolean;
  readonly when?: (change: Change) => boolean;
}

const LISTINGS: Readonly<Record<string, Listing>> = {
  // The check that counts the Regions that are well.
  aws_route53_health_check: {
    kinds: ['update'],
    lists: ({ attribute, kind }, how) => attribute === 'child_healthchecks' && kind === sideOf(how),
  },
  // Its members cannot change, so there is another rule; and never none.
  aws_route53recoverycontrolconfig_safety_rule: {
    kinds: ['replace'],
    when: ({ actions }) => actions[0] === 'create',
    lists: ({ attribute, kind }, how) =>
      attribute === 'name' ||
      (/^(asserted|target)_controls$/.test(attribute) && (kind === sideOf(how) || kind === 'changed')),
  },
  // The buckets that reads come from, and which of them is asked first.
  aws_cloudfront_distribution: {
    kinds: ['update'],
    lists: ({ attribute, kind, before, after }, how, names) =>
      attribute.startsWith('origin_group') ||
      (attribute === 'origin' && kind === sideOf(how) && textsIn(kind === 'added' ? after : before).some(names)),
  },
  // Which pair of buckets a country's reads go to.
  aws_cloudfront_function: { kinds: ['update'], lists: ({ attribute }) => attribute === 'code' },
  aws_cloudwatch_dashboard: { kinds: ['update'], lists: ({ attribute }) => attribute === 'dashboard_body' },
  // Where the switches are.
  aws_ssm_parameter: {
    kinds: ['update'],
    lists: ({ attribute }) => /^(insecure_)?value(_wo_version)?$|^version$/.test(attribute),
  },
};

const sideOf = (how: ListChange): ChangedPath['kind'] | undefined =>
  how === 'joining' ? 'added' : how === 'parting' ? 'removed' : undefined;

/** There is no counting below two: what says that too few are left, or keeps two from being on, comes and goes with the second. */
const OF_TWO = /^aws_[a-z0-9_]+\.front_(alarms_(redundant|redundancy)|switches_at-most-one)$/;

/**
 * Whether a change of the front door is no more than that a Region comes or goes, or another one is first.
 * @param regions those that it is about
 */
export function followsRegions(
  change: Change,
  how: ListChange,
  regions: readonly string[],
  { base, head }: { readonly base: ManifestFacts; readonly head: ManifestFacts },
): boolean {
  const { stack, type, kind, address, changed } = change;
  if (stack !== STACK) return false;
  if (how === 'moving' && isWeighing(change, regions)) return true;
  if (how === 'joining' && kind === 'create') return OF_TWO.test(address) && serving(base) < 2;
  if (how === 'parting' && kind === 'destroy') return OF_TWO.test(address) && serving(head) < 2;
  const listing = Object.hasOwn(LISTINGS, type) ? LISTINGS[type] : undefined;
  if (!listing?.kinds.includes(kind) || listing.when?.(change) === false) return false;
  const own = changed.filter((path) => !isComputed(path));
  const names = (text: string): boolean => regions.some((region) => text.includes(region));
  // As many as there are Regions that come or go: one more that goes is somebody's mistake.
  const children = own.filter(({ attribute }) => attribute === 'child_healthchecks');
  return children.length <= regions.length && own.every((path) => listing.lists(path, how, names));
}

/** The records of the Regions between which the writer moves, where the writer is asked first. */
function isWeighing({ address, type, kind, changed, touchedRegions }: Change, regions: readonly string[]): boolean {
  const own = changed.filter((path) => !isComputed(path));
  if (type !== 'aws_route53_record' || kind !== 'update') return false;
  // With failover a record belongs to a role, and leads to the Region that has it.
  if (OF_ROLE.test(address)) return own.every(({ attribute }) => LEADING.has(attribute));
  return (
    touchedRegions.some((region) => regions.includes(region)) && own.every(({ attribute }) => WEIGHT.test(attribute))
  );
}
const WEIGHT = /^weighted_routing_policy\.weight$/;
const OF_ROLE = /\.front_dns_(primary|secondary)$/;
const LEADING: ReadonlySet<string> = new Set(['alias.name', 'health_check_id']);

const serving = ({ regions }: ManifestFacts): number =>
  regions.filter(({ state }) => state === 'active' || state === 'returning').length;

function textsIn(value: Value | undefined): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) || isObject(value) ? Object.values(value).flatMap((part: Value) => textsIn(part)) : [];
}
