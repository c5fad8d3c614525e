import { REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import { type Manifest, manifestOf } from '../../../config/manifest';
import type { Platform } from '../../../config/platform';
import type { Stored } from '../../../lab/provider';
import type { Change, StackRun } from '../../../lab/runner';
import type { Snapshot, StateObject } from '../snapshot';

/** Everything there is to see of a step once it is done. */
export interface Seen {
  readonly stacks: readonly StackRun[];
  /** The platform of the step, and the one of the step before. */
  readonly platform: Platform;
  readonly previous: Platform;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** Something that must be so. */
export interface Law {
  readonly name: string;
  /** What is not so, with the law, the stack and the Region; nothing where it holds. */
  readonly broken: (seen: Seen) => string | undefined;
}

/** @param found what is not so, without the law's name */
export const law = (name: string, found: (seen: Seen) => string | undefined): Law => ({
  name,
  broken: (seen) => {
    const what = found(seen);
    return what === undefined ? undefined : `${name}: ${what}`;
  },
});

/** One that asks the same of every stack. */
export const lawOfStacks = (name: string, found: (stack: StackRun, seen: Seen) => string | undefined): Law =>
  law(name, (seen) => first(seen.stacks, (stack) => found(stack, seen)));

/** One that asks the same of every change of every stack. */
export const lawOfChanges = (
  name: string,
  found: (change: Change, stack: string, seen: Seen) => string | undefined,
): Law => lawOfStacks(name, ({ stack, changes }, seen) => first(changes, (change) => found(change, stack, seen)));

export function first<T>(items: Iterable<T>, found: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const what = found(item);
    if (what !== undefined) return what;
  }
  return undefined;
}

export const isForgotten = ({ actions }: Change): boolean => actions.includes('forget');
export const isReplaced = ({ actions }: Change): boolean => actions.includes('delete') && actions.includes('create');
export const isDestroyed = ({ actions }: Change): boolean => actions.join() === 'delete';
export const isCreated = ({ actions }: Change): boolean => actions.join() === 'create';

/** `update aws_x.y in eu-west-1`. */
export function changeText(change: Change): string {
  const { actions, importId, address, region } = change;
  const words = isReplaced(change) ? ['replace'] : actions.filter((action) => action !== 'no-op');
  const adopted = importId === undefined ? [] : ['import'];
  return `${[...adopted, ...words].join(' and ')} ${address}${region === undefined ? '' : ` in ${region}`}`;
}

/** The Region that an object stands in, by the provider that manages it. */
export const regionOfObject = ({ alias }: StateObject): RegionName | undefined =>
  REGION_NAMES.find((name) => regionFacts(name).code === alias);

/**
 * Whether a stack's object is managed through an alias above the Regions (Route 53, CloudFront, Global Accelerator): it answers
 * in us-east-1 or us-west-2, and is neither's.
 */
export const isAbove = (address: string, stack: string, { before, after }: Pick<Seen, 'before' | 'after'>): boolean =>
  [before, after].some(({ states }) =>
    states[stack]?.some((object) => object.address === address && isManagedAbove(object)),
  );

const isManagedAbove = (object: StateObject): boolean =>
  object.alias !== undefined && regionOfObject(object) === undefined;

/** The Region whose object a change is about. */
export const regionOfChange = (change: Change, stack: string, seen: Seen): string | undefined =>
  isAbove(change.address, stack, seen) ? undefined : change.region;

/** What exists in a Region and is its own. */
export function ownObjectsIn(region: string, { states, objects }: Snapshot): Stored[] {
  const above = new Set(
    Object.values(states)
      .flat()
      .filter(isManagedAbove)
      .map(({ type, attributes }) => `${type} ${String(attributes.id ?? attributes.arn)}`),
  );
  return objects.filter(
    ({ type, region: where, state }) => where === region && !above.has(`${type} ${String(state.id ?? state.arn)}`),
  );
}

export type Edge = Manifest['edges'][number];

const edgesOf = new WeakMap<Platform, readonly Edge[]>();

/** What is copied from Region to Region on a platform. */
export function edgesIn(platform: Platform): readonly Edge[] {
  const known = edgesOf.get(platform) ?? manifestOf(platform).edges;
  edgesOf.set(platform, known);
  return known;
}

/** What is copied to or from a Region, before the step or after it. */
export const edgesAt = (region: string, { platform, previous }: Pick<Seen, 'platform' | 'previous'>): Edge[] =>
  [previous, platform].flatMap((each) => edgesIn(each).filter(({ from, to }) => from === region || to === region));

export const times = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
