import type { Change, ChangedPath, Review, Rule, Value } from '../model';
import { about, fateOf, nameOf } from './draft';

const HARMLESS = new Set<Change['kind']>(['forget', 'no-op', 'read']);

/** The Regions that a change brings up anew: in values that come, not in those that go. */
function namedAnew({ changed, after, kind, touchedRegions }: Change, region: string): readonly ChangedPath[] | 'all' {
  if (!touchedRegions.includes(region)) return [];
  if (kind === 'create') return holds(after, region) ? 'all' : [];
  return changed.filter(
    ({ kind: how, path, after: value }) =>
      (how === 'added' || how === 'changed') &&
      (path.some((segment) => typeof segment === 'object' && segment.key === region) || holds(value, region)),
  );
}

const holds = (value: Value | null | undefined, region: string): boolean =>
  value !== undefined && value !== null && JSON.stringify(value).includes(region);

export const evacuatedTouched: Rule = {
  id: 'evacuated-touched',
  severity: 'critical',
  title: 'An evacuated Region is touched',
  suppressible: true,
  doc: {
    what: 'Anything but a forget concerns a Region that is `evacuated`: an object of it is changed or destroyed, or another Region begins to copy to it.',
    why: 'The Region answers nothing, so the apply stops in the middle; and if it does answer, it is changed while nobody looks.',
    fix: 'Leave it alone until it is `returning`. Removing an edge to it is fine.',
    example:
      'A bucket of the evacuated eu-west-1 is updated, or a table gets a replica there. The rule that copied to it being removed is no finding.',
  },
  run: (review: Review) => {
    const evacuated = review.head.manifest.regions.filter(({ state }) => state === 'evacuated');
    if (evacuated.length === 0) return [];
    const names = new Set(evacuated.map(({ name }) => name));
    return review.changes.flatMap((change) => {
      if (HARMLESS.has(change.kind)) return [];
      if (names.has(change.region))
        return [
          about(change, {
            what: `${nameOf(change)} is ${fateOf(change)}, and ${change.region} is evacuated.`,
            why: 'An evacuated Region is only forgotten: it may not answer, and what is in it must stay as it was.',
            fix: "Take the change out. When the Region is back, set `state: 'returning'` first.",
          }),
        ];
      return change.touchedRegions
        .filter((region) => names.has(region))
        .flatMap((region) => {
          const paths = namedAnew(change, region);
          if (paths !== 'all' && paths.length === 0) return [];
          return [
            about(
              change,
              {
                what: `${nameOf(change)} is ${fateOf(change)} and names ${region}, which is evacuated.`,
                why: 'The service calls that Region: the apply fails, or waits for it.',
                fix: `Leave ${region} out until it is \`returning\`.`,
              },
              paths === 'all' ? {} : { paths },
            ),
          ];
        });
    });
  },
};
