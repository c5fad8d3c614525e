import { type Change, GLOBAL, type Review } from '../model';

/** The Regions of the platform that an object belongs to: where it is, and those that its address or its values name. */
export const concernedBy = ({ regionState }: Review, { region, touchedRegions }: Change): readonly string[] =>
  [...new Set([region, ...touchedRegions])].filter((place) => regionState(place) !== undefined).sort();

/** Whether all that an object belongs to is in use; what belongs to no Region always is. */
export const isInUse = (review: Review, change: Change): boolean =>
  concernedBy(review, change).every((region) => review.regionState(region) === 'active') &&
  (change.region === GLOBAL || review.regionState(change.region) !== undefined);

/** Changes of which one finding tells. In the order in which they come. */
export function togetherBy(
  changes: readonly Change[],
  keyOf: (change: Change) => string,
): (readonly [Change, ...Change[]])[] {
  const groups = new Map<string, [Change, ...Change[]]>();
  for (const change of changes) {
    const key = keyOf(change);
    const known = groups.get(key);
    if (known) known.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()];
}
