import type { RegionName } from '../../../config/catalog';
import type { PlatformConfig } from '../../../config/schema';
import { withState, withWriter } from '../edits';
import { dataOutlives } from '../laws/data';
import { isForgotten, type Law } from '../laws/law';
import {
  adoptsExactly,
  adoptsUnchanged,
  forgetsExactly,
  ownStackUnchanged,
  type Place,
  placesOf,
  untouched,
} from '../laws/lives';
import { type Allowed, onlyEdges, passes, planIsEmpty, settles } from '../laws/plans';
import { islands, notCalled } from '../laws/reach';
import type { Story } from '../story';
import { dispensable, regionsOf, type Scenario, writerElsewhere } from './scenario';

/** A dead Region is evacuated, returns, and is active again. */
export const evacuateReturn: Scenario = {
  name: 'evacuate-return',
  help: 'a dead Region is evacuated, returns, and is active again',
  takes: ['region'],
  cast: (setting) => {
    const region = dispensable(setting, {
      home: 'it cannot be evacuated; drill home-loss instead',
      writer: 'evacuating it moves the writer; drill promote instead',
      waiting: 'evacuating it waits, and recovery does not; drill region-outage instead',
    });
    const { home } = setting.platform;
    const config = writerElsewhere(setting.config, region);
    return {
      summary: `${region} is evacuated while it is dead, returns, and is active again.`,
      run: (stage, recorder) =>
        stage.withApplied('evacuate-return', config, recorder, async (story) => {
          refusesToEvacuateHome(story, home, regionsOf(setting));
          const forgotten = await evacuate(story, region, withState(config, region, 'evacuated'));
          await returns(story, region, withState(config, region, 'returning'), forgotten);
          await activeAgain(story, region, config);
          await nothingLeft(story);
        }),
    };
  },
};

/** Evacuating home is refused, with what to do instead. */
export function refusesToEvacuateHome(story: Story, home: RegionName, regions: readonly RegionName[]): void {
  const other = regions.find((region) => region !== home) ?? home;
  // The writer is elsewhere, so that home alone is what is wrong.
  const config = withWriter(withState(story.config, home, 'evacuated'), other);
  story.refused(`evacuating ${home}, the home Region, is refused`, config, 'home stays', (problems) => {
    const problem = problems.find(({ path }) => path === 'home');
    if (!problem) return `the refusal does not name home, but ${problems.map(({ path }) => path).join(', ')}`;
    return /recovery does not need it.*move `home`/s.test(problem.message)
      ? undefined
      : `the refusal does not say what to do instead: ${problem.message}`;
  });
}

/** @returns what was forgotten */
export async function evacuate(
  story: Story,
  region: RegionName,
  config: PlatformConfig,
  more: { readonly allowed?: Allowed; readonly laws?: readonly Law[] } = {},
): Promise<Place[]> {
  const faults = { dead: [region] };
  const seen = await story.step(`${region} is dead: evacuate it`, {
    config,
    faults,
    laws: [
      islands,
      notCalled(region),
      settles,
      passes,
      forgetsExactly(region),
      onlyEdges(region, more.allowed),
      untouched(region),
      dataOutlives(),
      ...(more.laws ?? []),
    ],
  });
  await story.step(`${region} is dead: nothing is left to do`, {
    mode: 'plan',
    faults,
    laws: [islands, notCalled(region), passes, planIsEmpty],
  });
  return placesOf(seen, isForgotten);
}

export async function returns(
  story: Story,
  region: RegionName,
  config: PlatformConfig,
  forgotten: readonly Place[],
  own: readonly Law[] = [ownStackUnchanged(region), untouched(region)],
): Promise<void> {
  await story.step(`${region} returns: what was forgotten is adopted`, {
    config,
    laws: [islands, settles, passes, adoptsExactly(region, forgotten), adoptsUnchanged(region), ...own, dataOutlives()],
  });
}

export async function activeAgain(story: Story, region: RegionName, config: PlatformConfig): Promise<void> {
  await story.step(`${region} is active again: its edges come back`, {
    config,
    laws: [islands, settles, passes, onlyEdges(region), untouched(region), dataOutlives()],
  });
}

/** All stacks, with every Region alive. */
export const nothingLeft = (story: Story): Promise<unknown> =>
  story.step('nothing is left to do', { mode: 'plan', laws: [islands, passes, planIsEmpty] });
