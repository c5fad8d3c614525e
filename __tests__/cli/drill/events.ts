import {
  nameOf,
  reordered,
  withFormer,
  withoutFormer,
  withoutRegion,
  withRegion,
  withState,
  withWriter,
} from '../../../cli/drill/edits';
import type { RegionName } from '../../../config/catalog';
import type { PlatformConfig } from '../../../config/schema';

/** Something that happens to a platform: one config applied after the other. */
export interface Event {
  readonly name: string;
  readonly configs: readonly PlatformConfig[];
  /** Region whose data is given up. */
  readonly givenUp?: RegionName;
}

export const statesOf = ({ regions }: PlatformConfig): Map<RegionName, string> =>
  new Map(regions.map((entry) => [nameOf(entry), typeof entry === 'string' ? 'active' : (entry.state ?? 'active')]));

/** Everything that can happen to a platform next. */
export function eventsOf(config: PlatformConfig, spare: readonly RegionName[], mostRegions: number): Event[] {
  const { home, writer } = config;
  const states = statesOf(config);
  const all = [...states.keys()];
  const inState = (state: string): RegionName[] => all.filter((region) => states.get(region) === state);
  const active = inState('active');
  const others = active.filter((region) => region !== home && region !== writer);
  const former = config.databases?.main?.former ?? {};
  const formerIs = (fate: string): RegionName[] => active.filter((region) => former[region] === fate);
  return [
    { name: 'permute', configs: [reordered(config)] },
    ...others.map((region) => ({ name: `evacuate ${region}`, configs: [withState(config, region, 'evacuated')] })),
    ...inState('evacuated').map((region) => ({
      name: `return ${region}`,
      configs: [withState(config, region, 'returning'), withState(config, region, 'active')],
    })),
    ...active.flatMap((to): Event[] => {
      if (to === writer || writer === undefined) return [];
      const moved = withFormer(withWriter(config, to), writer, 'keep');
      return [
        { name: `switch to ${to}`, configs: [moved] },
        ...(writer === home
          ? []
          : [{ name: `promote ${to}, ${writer} is lost`, configs: [withState(moved, writer, 'evacuated')] }]),
      ];
    }),
    ...formerIs('keep').map((region) => ({
      name: `release ${region}`,
      configs: [withFormer(config, region, 'release')],
    })),
    ...formerIs('release').map((region) => ({
      name: `${region} a replica`,
      configs: [withoutFormer(config, region)],
    })),
    // While a Region is evacuated foundation leaves tables and secrets as they are: one that joins would get no copy of them.
    ...spare
      .filter((region) => !states.has(region) && states.size < mostRegions && active.length === states.size)
      .map((region) => ({ name: `add ${region}`, configs: [withRegion(config, region)] })),
    // Nor could their replicas be taken out of one that leaves; the config refuses it.
    ...others
      .filter((region) => former[region] !== 'keep' && active.length === states.size)
      .map((region) => ({
        name: `remove ${region}`,
        configs: [
          withState(config, region, 'leaving', 'release'),
          withState(config, region, 'leaving', 'destroy'),
          withoutRegion(config, region),
        ],
        givenUp: region,
      })),
  ];
}
