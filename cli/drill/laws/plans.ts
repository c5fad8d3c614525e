import type { Platform } from '../../../config';
import type { Change } from '../../../lab/runner';
import {
  changeText,
  edgesAt,
  edgesIn,
  first,
  isCreated,
  isDestroyed,
  isForgotten,
  isReplaced,
  type Law,
  law,
  lawOfChanges,
  lawOfStacks,
  regionOfChange,
  type Seen,
} from './law';
import { comesWithSecond, isMadeFor, isSwitchRule, learnsOfRegions } from './made-for';

/** Every stack got as far as it was asked to. */
export const passes: Law = lawOfStacks('every stack passes', ({ stack, outcome, error = '' }) => {
  if (outcome === 'passed') return undefined;
  return outcome === 'not tried'
    ? `${stack} was ${error.charAt(0).toLowerCase()}${error.slice(1)}`
    : `${stack} failed: ${gist(error)}`;
});

/** A second plan right after the apply has nothing to do. */
export const settles: Law = lawOfStacks('second plan empty', ({ stack, settled, unsettled }) => {
  if (settled !== false) return undefined;
  const [one] = unsettled;
  return `${stack} would still ${one ? changeText(one) : 'change outputs'}`;
});

/** Terraform has nothing to do, also to outputs. */
export const planIsEmpty: Law = lawOfStacks('empty plan', ({ stack, empty, changes, outputChanges }) => {
  if (empty !== false) return undefined;
  const [one] = changes;
  return `${stack} would ${one ? changeText(one) : `change the output ${outputChanges[0] ?? ''}`}`;
});

/** Each of these stacks has something to do, and does it: otherwise a law of what it does not do proves nothing. */
export const changesSomething: Law = lawOfStacks('a real change applies', ({ stack, applied, changes }) =>
  applied && changes.length > 0 ? undefined : `${stack} changed nothing`,
);

/** Nothing is made, taken down, replaced, forgotten or adopted. */
export const changesInPlace: Law = lawOfChanges('only changes in place', (change, stack) =>
  change.actions.join() === 'update' && change.importId === undefined
    ? undefined
    : `${stack} would ${changeText(change)}`,
);

/** Law 6: nothing is replaced, nor destroyed. */
export const destroysNothing: Law = lawOfChanges('destroys nothing', (change, stack) =>
  isDestroyed(change) || (isReplaced(change) && !isSwitchRule(change))
    ? `${stack} would ${changeText(change)}`
    : undefined,
);

/** Says of a change that it belongs to the step, besides the edges. */
export type Allowed = (change: Change, stack: string, seen: Seen) => boolean;

/**
 * Law 6: of all that is not the Region's own only its edges change, in place where the edge's resource stays.
 * What is forgotten or adopted is another law's.
 */
export const onlyEdges = (region: string, allowed: Allowed = () => false): Law =>
  lawOfChanges('law 6, only its edges', (change, stack, seen) => {
    const isOwn = regionOfChange(change, stack, seen) === region || stack === `region-${region}`;
    if (isForgotten(change) || isOwn || allowed(change, stack, seen)) return undefined;
    const isMade = isMadeFor(region, change) || comesWithSecond(change, seen);
    if (learnsOfRegions(change) || (isMade && (isCreated(change) || isDestroyed(change)))) return undefined;
    const { address, actions, importId } = change;
    const isEdge = edgesAt(region, seen).some((edge) => edge.stack === stack && edge.address === address);
    if (!isEdge || isReplaced(change) || importId !== undefined)
      return `${stack} would ${changeText(change)}, which is no edge of ${region}`;
    // A resource with its last edge gone goes too, and comes with its first.
    if (actions.join() === 'update' || comesOrGoes(change, stack, seen)) return undefined;
    return `${stack} would ${changeText(change)}: an edge of ${region} is changed in place`;
  });

/** Whether it is an edge's resource that comes with its first edge, or goes with its last. */
export function comesOrGoes(change: Change, stack: string, { platform, previous }: Seen): boolean {
  const isEdgeOf = (side: Platform): boolean =>
    edgesIn(side).some((edge) => edge.stack === stack && edge.address === change.address);
  if (isCreated(change)) return isEdgeOf(platform) && !isEdgeOf(previous);
  return isDestroyed(change) && isEdgeOf(previous) && !isEdgeOf(platform);
}

/** The reverse: each edge of a Region that joins, where its resource was there before, is a change in place; so their number is known. */
export const everyEdge = (region: string): Law =>
  law('each edge once', (seen) =>
    first(edgesAt(region, seen), ({ stack, address, kind, from, to }) => {
      const was = seen.before.states[stack]?.some((object) => object.address === address);
      const run = seen.stacks.find((each) => each.stack === stack);
      if (!was || run?.changes.some((change) => change.address === address)) return undefined;
      return `${stack} leaves ${address} as it was: no ${kind} from ${from} to ${to}`;
    }),
  );

/** All that is made stands in the Region or is made for it, but for the first edges of a platform that had none, and the role that they need. */
export const createsOnlyIn = (region: string): Law =>
  lawOfChanges(`creates only in ${region}`, (change, stack, seen) => {
    const isOwn = regionOfChange(change, stack, seen) === region || stack === `region-${region}`;
    if (!isCreated(change) || isOwn || isMadeFor(region, change) || comesWithSecond(change, seen)) return undefined;
    const isFirst = seen.previous.regions.length === 1 && change.region === 'global';
    return isFirst || comesOrGoes(change, stack, seen) ? undefined : `${stack} would ${changeText(change)}`;
  });

/** The first thing that Terraform says is wrong, on one line. */
export function gist(error: string): string {
  const lines = error.split('\n').map((line) => line.replace(/^[│╷╵\s]+/, '').trim());
  const said = lines.find((line) => line.startsWith('Error:')) ?? lines.find((line) => line !== '') ?? 'no message';
  return said.length > 300 ? `${said.slice(0, 297)}...` : said;
}
