import type { RegionName } from '../../../config/catalog';
import { listed } from '../../../config/problems';
import { withFormer, withMovedHome, withState, withWriter } from '../edits';
import { dataOutlives } from '../laws/data';
import { leavesInstances } from '../laws/databases';
import { forgetsOldHome, movesHome, stateIsCopied } from '../laws/home';
import { stopsWith } from '../laws/leaving';
import { adoptsUnchanged, ownStackUnchanged, untouched } from '../laws/lives';
import { passes, planIsEmpty, settles } from '../laws/plans';
import { islands, notCalled } from '../laws/reach';
import type { Story } from '../story';
import { activeAgain, nothingLeft, refusesToEvacuateHome } from './evacuate-return';
import { promoteWithoutHome } from './promote';
import { survivorsPlanNothing } from './region-outage';
import {
  hasDatabases,
  memberOf,
  NotApplicable,
  needsTwoRegions,
  regionsOf,
  type Scenario,
  type Setting,
  stacksWaitingFor,
} from './scenario';

/** The home Region dies: nobody needs it to go on. When it is gone for good, home moves. */
export const homeLoss: Scenario = {
  name: 'home-loss',
  help: 'the home Region dies: every other Region goes on without it; then home moves to --to',
  takes: ['to'],
  cast: (setting) => {
    needsTwoRegions(setting);
    const { home, hasBootstrap } = setting.platform;
    const to = newHome(setting);
    const waiting = stacksWaitingFor(home, setting.platform);
    const what = `${home}, the home Region, is dead.`;
    return {
      summary:
        waiting.length > 0
          ? `${what} Every other Region goes on without it.`
          : `${what} It is gone for good, and home moves to ${to}; then it returns after all.`,
      notes: [
        ...(hasBootstrap
          ? []
          : ['State is not in buckets of the platform, so whether there is a copy of it elsewhere cannot be seen.']),
        ...(waiting.length > 0
          ? [
              `Home does not move: ${listed(waiting)} cannot be planned while ${home} is dead, as Route 53 and the front door are changed there.`,
            ]
          : []),
      ],
      run: (stage, recorder) =>
        stage.withApplied('home-loss', setting.config, recorder, async (story) => {
          await outage(story, setting);
          if (waiting.length === 0) await moveHome(story, setting, to);
          else if (writerIsLost(setting)) await promoteInstead(story, setting, to);
        }),
    };
  },
};

async function outage(story: Story, setting: Setting): Promise<void> {
  const { home, hasBootstrap } = setting.platform;
  const faults = { dead: [home] };
  await survivorsPlanNothing(story, home, setting);
  for (const stack of setting.platform.hasGlobal ? ['foundation', 'global'] : ['foundation'])
    await story.step(`${home} is dead: ${stack} cannot be planned`, {
      mode: 'plan',
      only: [stack],
      faults,
      laws: [stopsWith(stack, home, new RegExp(home)), dataOutlives()],
    });
  refusesToEvacuateHome(story, home, regionsOf(setting));
  if (hasBootstrap) story.look("foundation's state is copied to every other Region", [stateIsCopied(home)]);
}

async function moveHome(story: Story, setting: Setting, to: RegionName): Promise<void> {
  const { home, writer } = setting.platform;
  const faults = { dead: [home] };
  const losesWriter = writerIsLost(setting);
  if (losesWriter) await promoteInstead(story, setting, to);

  const moved = withMovedHome(writer === home && !losesWriter ? { ...story.config, writer: to } : story.config, to);
  await story.step(`${home} is gone for good: home moves to ${to}`, {
    config: moved,
    faults,
    laws: [
      islands,
      notCalled(home),
      settles,
      passes,
      forgetsOldHome(home),
      movesHome(home, to),
      untouched(home),
      dataOutlives(),
    ],
  });
  await story.step(`${home} is dead: nothing is left to do`, {
    mode: 'plan',
    faults,
    laws: [islands, notCalled(home), passes, planIsEmpty],
  });
  await story.step(`${home} returns after all: a Region like any other`, {
    config: withState(moved, home, 'returning'),
    laws: [
      islands,
      settles,
      passes,
      adoptsUnchanged(home),
      losesWriter ? leavesInstances(home) : ownStackUnchanged(home, writer === home),
      dataOutlives(),
    ],
  });
  await activeAgain(story, home, withState(moved, home, 'active'));
  await nothingLeft(story);
}

const writerIsLost = (setting: Setting): boolean =>
  setting.platform.writer === setting.platform.home && hasDatabases(setting);

function promoteInstead(story: Story, setting: Setting, to: RegionName): Promise<void> {
  const { home } = setting.platform;
  const moved = withFormer(withWriter(story.config, to), home, 'keep');
  return promoteWithoutHome(story, { from: home, to, moved, setting });
}

/** The Region that was asked for, else the writer's, else the first one. */
function newHome(setting: Setting): RegionName {
  const { home, writer } = setting.platform;
  const others = regionsOf(setting).filter((region) => region !== home);
  const to = setting.to ? memberOf(setting, setting.to) : (others.find((region) => region === writer) ?? others[0]);
  if (to === undefined || to === home)
    throw new NotApplicable(`${home} is home already. Choose another Region with --to`);
  return to;
}
