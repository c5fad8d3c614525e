import { REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import { type Manifest, manifestOf } from '../../../config/manifest';
import type { Platform } from '../../../config/platform';
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
