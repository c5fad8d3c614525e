import type { RegionName } from '../../../config/catalog';
import type { PlatformConfig } from '../../../config/schema';
import { withFormer, withoutFormer, withState, withWriter } from '../edits';
import { dataOutlives } from '../laws/data';
import {
  followsWriter,
  isDatabaseChange,
  leavesInstances,
  onlyDatabases,
  promotesOne,
  rebuildsReplicas,
  releasesOnly,
  stopsAtProtection,
} from '../laws/databases';
import { untouched } from '../laws/lives';
import { passes, settles } from '../laws/plans';
import { islands, notCalled } from '../laws/reach';
import type { Story } from '../story';
import { activeAgain, evacuate, nothingLeft, returns } from './evacuate-return';
import {
  memberOf,
  NotApplicable,
  needsDatabase,
  needsTwoRegions,
  regionsOf,
  type Scenario,
  type Setting,
  stacksOf,
  stacksWaitingFor,
} from './scenario';

/** The writer's Region dies, another one takes over, and the old one comes back as a replica. */
export const promote: Scenario = {
  name: 'promote',
  help: "the writer's Region dies: the writer moves to --to, and the old one comes back as a replica",
  takes: ['region', 'to'],
  cast: (setting) => {
    const { from, to } = moveOf(setting);
    const { config, platform } = setting;
    const moved = withFormer(withWriter(config, to), from, 'keep');
    return {
      summary: `${from}, the writer's Region, is dead. ${to} takes over; when ${from} returns, its instance is kept, released, and a replica again.`,
      run: (stage, recorder) =>
        stage.withApplied('promote', config, recorder, async (story) => {
          // Neither need nor can be evacuated: the stacks of the Regions are enough.
          if (from === platform.home || stacksWaitingFor(from, platform).length > 0) {
            await promoteWithoutHome(story, { from, to, moved, setting });
            await homeIsBack(story, from);
          } else await promoteAndReturn(story, { from, to, moved, setting });
          await replicaAgain(story, from, to);
        }),
    };
  },
};

/** The writer moves with every Region alive. */
export const plannedSwitch: Scenario = {
  name: 'switch',
  help: 'the writer moves to --to with every Region alive, and the old one becomes a replica',
  takes: ['region', 'to'],
  cast: (setting) => {
    const { from, to } = moveOf(setting);
    const { config } = setting;
    return {
      summary: `The writer moves from ${from} to ${to}, with every Region alive.`,
      run: (stage, recorder) =>
        stage.withApplied('switch', config, recorder, async (story) => {
          await story.step(`promote ${to}, keep ${from}`, {
            config: withFormer(withWriter(config, to), from, 'keep'),
            laws: [
              islands,
              settles,
              passes,
              promotesOne(to),
              rebuildsReplicas(restOf(setting, from, to)),
              leavesInstances(from),
              onlyDatabases(regionsOf(setting)),
              dataOutlives(),
            ],
          });
          await replicaAgain(story, from, to);
        }),
    };
  },
};

interface Move {
  readonly from: RegionName;
  readonly to: RegionName;
  /** The config with the writer in its new Region. */
  readonly moved: PlatformConfig;
  readonly setting: Setting;
}

function moveOf(setting: Setting): Pick<Move, 'from' | 'to'> {
  needsDatabase(setting);
  needsTwoRegions(setting);
  const { writer } = setting.platform;
  const from = setting.region ? memberOf(setting, setting.region) : writer;
  if (from !== writer) throw new NotApplicable(`${from} is not the writer, ${writer} is`);
  const to = setting.to ? memberOf(setting, setting.to) : regionsOf(setting).find((region) => region !== from);
  if (to === undefined || to === from)
    throw new NotApplicable(`${from} is the writer already. Choose another Region with --to`);
  return { from, to };
}

const restOf = (setting: Setting, from: RegionName, to: RegionName): RegionName[] =>
  regionsOf(setting).filter((region) => region !== from && region !== to);

async function promoteAndReturn(story: Story, { from, to, moved, setting }: Move): Promise<void> {
  const forgotten = await evacuate(story, from, withState(moved, from, 'evacuated'), {
    allowed: (change, stack) => isDatabaseChange(change, stack) || followsWriter(change, stack),
    laws: [promotesOne(to), rebuildsReplicas(restOf(setting, from, to))],
  });
  // Its own stack says in an output what its instances are now; they themselves are left alone.
  await returns(story, from, withState(moved, from, 'returning'), forgotten, [leavesInstances(from)]);
  await activeAgain(story, from, moved);
}

/** Where the lost Region cannot be evacuated it need not be: only the stacks of the other Regions are applied. */
export async function promoteWithoutHome(story: Story, { from, to, moved, setting }: Move): Promise<void> {
  const rest = restOf(setting, from, to);
  const only = stacksOf([to, ...rest]);
  const faults = { dead: [from] };
  const who = from === setting.platform.home ? 'home and writer' : 'the writer';
  await story.step(`${from}, ${who}, is dead: promote ${to} with the stacks of the living Regions`, {
    config: moved,
    only,
    faults,
    laws: [
      islands,
      notCalled(from),
      settles,
      passes,
      promotesOne(to),
      rebuildsReplicas(rest),
      onlyDatabases([to, ...rest]),
      untouched(from),
      dataOutlives(),
    ],
  });
}

async function homeIsBack(story: Story, home: RegionName): Promise<void> {
  await story.step(`${home} is back: its instances are kept as they are`, {
    laws: [islands, settles, passes, leavesInstances(home), onlyDatabases([home]), dataOutlives()],
  });
}

/** From kept to released to a replica, each in one plan with nothing else in it; at the end no stack has anything to do. */
async function replicaAgain(story: Story, from: RegionName, to: RegionName): Promise<void> {
  const kept = story.config;
  const only = stacksOf([from]);
  await story.step(`${from} forgotten in \`former\`: AWS refuses, nothing is lost`, {
    config: withoutFormer(kept, from),
    only,
    laws: [islands, notCalled(to), stopsAtProtection(from), dataOutlives()],
  });
  await story.step(`release ${from}`, {
    only,
    config: withFormer(kept, from, 'release'),
    laws: [islands, settles, passes, releasesOnly(from), onlyDatabases([from]), dataOutlives()],
  });
  await story.step(`${from} is a replica again`, {
    only,
    config: withoutFormer(kept, from),
    laws: [islands, settles, passes, rebuildsReplicas([from]), onlyDatabases([from]), dataOutlives()],
  });
  await nothingLeft(story);
}
