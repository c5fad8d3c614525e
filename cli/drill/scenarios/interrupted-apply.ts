import type { RegionName } from '../../../config/catalog';
import { regionStackName } from '../../../config/platform';
import { withFormer, withWriter } from '../edits';
import { dataOutlives } from '../laws/data';
import { endsLike, fails } from '../laws/interrupted';
import { passes, settles } from '../laws/plans';
import { islands } from '../laws/reach';
import type { Recorder } from '../recorder';
import type { Stage } from '../stage';
import { hasDatabases, memberOf, regionsOf, type Scenario, type Setting, stacksOf } from './scenario';

/** An apply fails half-way and is run again. */
export const interruptedApply: Scenario = {
  name: 'interrupted-apply',
  help: 'an apply fails half-way and is run again: it ends as one that did not fail',
  takes: ['region'],
  cast: (setting) => {
    const regions = regionsOf(setting);
    const { home, writer } = setting.platform;
    const dying = setting.region
      ? memberOf(setting, setting.region)
      : (regions.find((region) => region !== home && region !== writer) ?? writer);
    return {
      summary: `An apply fails half-way, as a type cannot be created and as ${dying} dies, and is run again.`,
      run: async (stage, recorder) => {
        await firstApply(stage, recorder, setting, dying);
        if (hasDatabases(setting) && regions.length > 1) await interruptedSwitch(stage, recorder, setting);
      },
    };
  },
};

/** Three failures before the first apply is through: what was made is neither made twice nor lost. */
async function firstApply(stage: Stage, recorder: Recorder, setting: Setting, dying: RegionName): Promise<void> {
  const { config, platform } = setting;
  const { snapshot } = await stage.applied(config);
  // The alias of the state's key is the first one.
  const alias = `aws_kms_alias@${dying}#${platform.hasBootstrap ? 2 : 1}`;
  await stage.withNothing('interrupted-first-apply', config, recorder, async (story) => {
    await story.step(`the first apply: foundation fails half-way, no alias can be created in ${dying}`, {
      faults: { failCreate: [alias] },
      laws: [fails, dataOutlives()],
    });
    await story.step(`the first apply, again: ${regionStackName(dying)} fails half-way, no VPC can be created`, {
      faults: { failCreate: [`aws_vpc@${dying}`] },
      laws: [fails, dataOutlives()],
    });
    await story.step(`the first apply, once more: ${dying} dies in the middle of it`, {
      only: stacksOf([dying]),
      faults: { dieAfter: { region: dying, calls: 10 } },
      laws: [fails, dataOutlives()],
    });
    await story.step('the first apply, with nothing going wrong: through', {
      laws: [islands, settles, passes, endsLike(snapshot), dataOutlives()],
    });
  });
}

/** A Region dies while its instance is being promoted. */
async function interruptedSwitch(stage: Stage, recorder: Recorder, setting: Setting): Promise<void> {
  const { config, platform } = setting;
  const to = regionsOf(setting).find((region) => region !== platform.writer) ?? platform.writer;
  const moved = withFormer(withWriter(config, to), platform.writer, 'keep');
  // Of the other stacks the writer is no concern.
  const only = stacksOf(regionsOf(setting));
  const expected = await stage.withApplied(
    'not-interrupted',
    config,
    recorder,
    async (story) =>
      (
        await story.step(`the writer moves to ${to}, with nothing going wrong`, {
          config: moved,
          only,
          laws: [islands, settles, passes, dataOutlives()],
        })
      ).after,
  );
  await stage.withApplied('interrupted-switch', config, recorder, async (story) => {
    await story.step(`the writer moves to ${to}, which dies in the middle of it`, {
      config: moved,
      only,
      faults: { dieAfter: { region: to, calls: 1 } },
      laws: [fails, dataOutlives()],
    });
    await story.step('the same apply again: through', {
      only,
      laws: [islands, settles, passes, endsLike(expected), dataOutlives()],
    });
  });
}
