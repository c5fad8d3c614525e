import type { PlatformConfig } from '../../config';
import type { RegionName } from '../../config/catalog';
import type { Mode } from '../../lab/runner';
import defaults from '../../platform.config';
import { withFormer, withoutFormer, withoutRegion, withRegion, withState, withTag, withWriter } from '../drill/edits';

/** One plan that a runbook shows, between `<!-- plan:NAME -->` and the end of the block. */
export interface RunbookPlan {
  /** Once in all runbooks. */
  readonly name: string;
  readonly config: PlatformConfig;
  /** Regions that answer nothing meanwhile. @default none */
  readonly dead?: readonly RegionName[];
  /** Stacks that the runbook deploys. @default - all */
  readonly only?: readonly string[];
  /** `plan` where nothing comes after it, which takes half the time. @default apply */
  readonly mode?: Mode;
}

/** What happens to the default platform, one config after another. */
export type RunbookStory = readonly RunbookPlan[];

/** The Region that is home and writer, the one that something happens to, and the one that looks on. */
const HOME = 'us-east-1';
const REGION = 'eu-west-1';
const OTHER = 'ap-southeast-2';
const NEW_REGION = 'sa-east-1';
/** Tried where a runbook asks whether a Region still takes a change. */
const INCIDENT_TAG = ['incident', '4711'] as const;

const stacksOf = (...regions: readonly RegionName[]): string[] => regions.map((region) => `region-${region}`);

const moved = withWriter(defaults, REGION);
const kept = withFormer(moved, HOME, 'keep');
const released = withFormer(moved, HOME, 'release');
const rebuilt = withoutFormer(moved, HOME);

const outage: RunbookStory = [
  { name: 'outage', config: defaults, dead: [REGION], only: stacksOf(HOME, OTHER), mode: 'plan' },
  {
    name: 'outage-change',
    config: withTag(defaults, ...INCIDENT_TAG),
    dead: [REGION],
    only: stacksOf(HOME, OTHER),
    mode: 'plan',
  },
];

const evacuateAndReturn: RunbookStory = [
  { name: 'evacuate', config: withState(defaults, REGION, 'evacuated'), dead: [REGION] },
  { name: 'return', config: withState(defaults, REGION, 'returning') },
  { name: 'return-active', config: defaults, mode: 'plan' },
];

const promote: RunbookStory = [
  { name: 'promote', config: kept, dead: [HOME], only: stacksOf(REGION, OTHER) },
  { name: 'promote-back', config: kept },
  { name: 'promote-release', config: released, only: stacksOf(HOME) },
  { name: 'promote-replica', config: rebuilt, only: stacksOf(HOME), mode: 'plan' },
];

const plannedSwitch: RunbookStory = [
  { name: 'switch', config: kept },
  { name: 'switch-release', config: released, only: stacksOf(HOME) },
  { name: 'switch-replica', config: rebuilt, only: stacksOf(HOME), mode: 'plan' },
];

const addRegion: RunbookStory = [{ name: 'add-region', config: withRegion(defaults, NEW_REGION) }];

const removeRegion: RunbookStory = [
  { name: 'remove-region-release', config: withState(defaults, REGION, 'leaving', 'release') },
  { name: 'remove-region-destroy', config: withState(defaults, REGION, 'leaving', 'destroy') },
  { name: 'remove-region-gone', config: withoutRegion(defaults, REGION), mode: 'plan' },
];

const database = defaults.databases?.main;
/** Home moves; a new password, as the one in the secret that is adopted cannot be read into the plan. */
const homeMoved = (state: 'active' | 'evacuated' | 'returning'): PlatformConfig => {
  return {
    ...withState(kept, HOME, state),
    home: REGION,
    formerHome: HOME,
    ...(database && { databases: { main: { ...database, former: { [HOME]: 'keep' }, passwordVersion: 2 } } }),
  };
};

const withEngineVersion = (engineVersion: string): PlatformConfig => ({
  ...defaults,
  ...(database && { databases: { main: { ...database, engineVersion } } }),
});

/** Home is gone for good, and with it the writer: first the promotion, then home moves. */
const homeLoss: RunbookStory = [
  { name: 'home-loss-promote', config: kept, dead: [HOME], only: stacksOf(REGION, OTHER) },
  { name: 'home-loss', config: homeMoved('evacuated'), dead: [HOME] },
  { name: 'home-loss-return', config: homeMoved('returning') },
  { name: 'home-loss-active', config: homeMoved('active'), mode: 'plan' },
];

/** Replicas first ("Upgrades of the RDS for PostgreSQL DB engine"). */
const databaseUpgrade: RunbookStory = [
  { name: 'database-upgrade-replicas', config: withEngineVersion('17.5'), only: stacksOf(REGION, OTHER), mode: 'plan' },
  { name: 'database-upgrade-writer', config: withEngineVersion('17.5'), only: stacksOf(HOME), mode: 'plan' },
];

/** Every plan of the runbooks, on the default config. Each story begins with all of it applied. */
export const STORIES: readonly RunbookStory[] = [
  outage,
  evacuateAndReturn,
  promote,
  plannedSwitch,
  addRegion,
  removeRegion,
  homeLoss,
  databaseUpgrade,
];

/** What each story begins with. */
export const START: PlatformConfig = defaults;
