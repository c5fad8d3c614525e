import type { RegionName } from '../../../config/catalog';
import { withState, withTag } from '../edits';
import { dataOutlives } from '../laws/data';
import { stopsWith } from '../laws/leaving';
import { changesInPlace, changesSomething, passes, planIsEmpty, settles } from '../laws/plans';
import { islands, notCalled } from '../laws/reach';
import type { Story } from '../story';
import {
  hasDatabases,
  memberOf,
  needsTwoRegions,
  regionsOf,
  type Scenario,
  type Setting,
  stacksOf,
  stacksWaitingFor,
  writerElsewhere,
} from './scenario';

/** A Region dies and nothing is done about it: every other Region is still in our hands. */
export const regionOutage: Scenario = {
  name: 'region-outage',
  help: 'a Region dies, and nothing is changed: what still works. Without --region each Region in turn',
  takes: ['region'],
  cast: (setting) => {
    needsTwoRegions(setting);
    const dying = setting.region ? [memberOf(setting, setting.region)] : regionsOf(setting);
    return {
      summary: `${dying.length === 1 ? dying[0] : 'Each Region in turn'} is dead, and nothing was done about it.`,
      run: async (stage, recorder) => {
        for (const dead of dying)
          await stage.withApplied(`outage-${dead}`, setting.config, recorder, async (story) => {
            await survivorsPlanNothing(story, dead, setting);
            await othersWait(story, dead, setting);
            await survivorsChange(story, dead, setting);
            if (dead === dying.at(-1)) await answersAgain(story, dead);
          });
      },
    };
  },
};

/** With nothing changed no living Region's stack has anything to do, nor calls the dead one. */
export const survivorsPlanNothing = (story: Story, dead: RegionName, setting: Setting): Promise<unknown> =>
  story.step(`${dead} is dead: the other Regions plan nothing`, {
    mode: 'plan',
    only: survivors(dead, setting),
    faults: { dead: [dead] },
    laws: [islands, notCalled(dead), passes, planIsEmpty],
  });

/** What answers in that Region alone: evacuating it would not help, and nothing waits for it but a change of DNS. */
async function othersWait(story: Story, dead: RegionName, setting: Setting): Promise<void> {
  // Neither home nor the writer of a database is evacuated as it stands.
  const { home, writer } = setting.platform;
  if (dead === home || (dead === writer && hasDatabases(setting))) return;
  const config = withState(writerElsewhere(setting.config, dead), dead, 'evacuated');
  for (const stack of stacksWaitingFor(dead, setting.platform))
    await story.step(`${dead} is dead: ${stack} waits for it, evacuated or not`, {
      config,
      mode: 'plan',
      only: [stack],
      faults: { dead: [dead] },
      laws: [stopsWith(stack, dead, new RegExp(dead)), dataOutlives()],
    });
}

const survivorsChange = (story: Story, dead: RegionName, setting: Setting): Promise<unknown> =>
  story.step(`${dead} is dead: the other Regions take a change`, {
    config: withTag(setting.config, 'drill', dead),
    only: survivors(dead, setting),
    faults: { dead: [dead] },
    laws: [islands, notCalled(dead), settles, passes, changesSomething, changesInPlace, dataOutlives()],
  });

const answersAgain = (story: Story, region: RegionName): Promise<unknown> =>
  story.step(`${region} answers again: the change reaches it`, {
    only: stacksOf([region]),
    laws: [islands, settles, passes, changesSomething, changesInPlace, dataOutlives()],
  });

const survivors = (dead: RegionName, setting: Setting): string[] =>
  stacksOf(regionsOf(setting).filter((region) => region !== dead));
