import type { RegionName } from '../../../config/catalog';
import { withoutProtection, withoutRegion, withState } from '../edits';
import { dataOutlives } from '../laws/data';
import { destroysOnlyIn, givesDataUp, isMark, liftsProtection, onlyMarkGoes, stopsWith } from '../laws/leaving';
import { nothingLeftIn, untouched } from '../laws/lives';
import { changesInPlace, onlyEdges, passes, settles } from '../laws/plans';
import { islands, notCalled } from '../laws/reach';
import type { Story } from '../story';
import { dispensable, type Scenario, stacksWaitingFor, withoutStrongTables, writerElsewhere } from './scenario';

/** What AWS protects, or that the mark of a release is missing. */
const NOT_RELEASED = /protected against deletion|BucketNotEmpty|leaving\/|\.released-/;

/** A living Region is removed for good, and its data given up in words. */
export const removeRegion: Scenario = {
  name: 'remove-region',
  help: 'a Region is removed for good: its data goes when the config says so, and not before',
  takes: ['region'],
  cast: (setting) => {
    const region = dispensable(setting, {
      home: 'it cannot leave; move `home` first',
      writer: 'move the writer first, as the scenario switch does',
      primary: 'promote another one, and name it in `routing.primary`, first',
    });
    const { config: kept, notes = [] } = withoutStrongTables(setting.config);
    const config = writerElsewhere(kept, region);
    const { ingress } = setting.platform;
    const isProtected = ingress?.entry === 'alb' && ingress.delegated && ingress.deletionProtection;
    return {
      summary: `${region} leaves for good: released, destroyed, and out of the list.`,
      notes,
      run: async (stage, recorder) => {
        await stage.withApplied('remove-region', config, recorder, async (story) => {
          refusesToLeaveInSilence(story, region);
          if (isProtected) await liftsBalancers(story, region);
          const config = story.config;
          fillBuckets(story, region);
          await story.step(`${region} struck from the list at once: Terraform stops`, {
            config: withoutRegion(config, region),
            mode: 'plan',
            only: ['foundation'],
            laws: [stopsWith('foundation', region, /Provider configuration not present/), untouched(region)],
          });
          await story.step(`${region} leaves, \`destroy\` before \`release\`: what is protected stops it`, {
            config: withState(config, region, 'leaving', 'destroy'),
            only: ['foundation'],
            laws: [stopsWith('foundation', region, NOT_RELEASED), dataOutlives()],
          });
        });
        await stage.withApplied('remove-region', config, recorder, async (story) => {
          if (isProtected) await liftsBalancers(story, region);
          await leave(story, region, stacksWaitingFor(region, setting.platform));
        });
      },
    };
  },
};

function refusesToLeaveInSilence(story: Story, region: RegionName): void {
  const config = withState(story.config, region, 'leaving');
  story.refused(
    `${region} leaves, with no word on its data: synth refuses`,
    config,
    'data is given up in words',
    (problems) =>
      problems.some(({ path, message }) => /^regions\[\d+\]\.data$/.test(path) && message.includes(region))
        ? undefined
        : `the refusal does not name the key \`data\` of ${region}, but ${problems.map(({ path }) => path).join(', ')}`,
  );
}

/** A load balancer is protected while it stands: synth says so before AWS does. */
async function liftsBalancers(story: Story, region: RegionName): Promise<void> {
  story.refused(
    `${region} leaves with its load balancer protected: synth refuses`,
    withState(story.config, region, 'leaving', 'release'),
    'a protected load balancer stays',
    (problems) =>
      problems.some(({ path }) => path === 'ingress.deletionProtection')
        ? undefined
        : `the refusal does not name ingress.deletionProtection, but ${problems.map(({ path }) => path).join(', ')}`,
  );
  await story.step('the protection of the load balancers is lifted', {
    config: withoutProtection(story.config),
    laws: [islands, settles, passes, changesInPlace, dataOutlives()],
  });
}

/** @param waiting stacks that call the Region for what it answers for all Regions */
async function leave(story: Story, region: RegionName, waiting: readonly string[]): Promise<void> {
  const { config } = story;
  await story.step(`${region} leaves: released`, {
    config: withState(config, region, 'leaving', 'release'),
    laws: [islands, settles, passes, onlyEdges(region, isMark(region)), liftsProtection(region), dataOutlives()],
  });
  await story.step(`${region} leaves: destroyed`, {
    config: withState(config, region, 'leaving', 'destroy'),
    laws: [
      islands,
      settles,
      passes,
      onlyEdges(region, isMark(region)),
      destroysOnlyIn(region),
      givesDataUp(region),
      nothingLeftIn(region),
      dataOutlives(region),
    ],
  });
  await story.step(`${region} struck from the list`, {
    config: withoutRegion(config, region),
    laws: [islands, notCalled(region, waiting), settles, passes, onlyMarkGoes(region), dataOutlives()],
  });
}

/** S3 deletes no bucket that holds something. */
function fillBuckets(story: Story, region: RegionName): void {
  for (const { type, state } of story.world.all('aws_s3_bucket').filter((bucket) => bucket.region === region))
    story.world.put(type, region, { ...state, object_count: 1 });
}
