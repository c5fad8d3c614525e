import type { Platform, PlatformConfig } from '../../../config';
import type { RegionName } from '../../../config/catalog';
import { listed } from '../../../config/problems';
import { bySlot } from '../../../config/topology';
import type { Recorder } from '../recorder';
import type { Stage } from '../stage';

/** What a scenario is to be played with. */
export interface Setting {
  /** Every Region active, home and writer written out. */
  readonly config: PlatformConfig;
  readonly platform: Platform;
  /** Region that the scenario is about, as the command line has it. */
  readonly region?: RegionName;
  /** Region that takes over. */
  readonly to?: RegionName;
}

/** A scenario with its roles given out. */
export interface Play {
  /** What it is about, in one sentence. */
  readonly summary: string;
  /** How its config differs from the one that was given, in sentences. */
  readonly notes?: readonly string[];
  readonly run: (stage: Stage, recorder: Recorder) => Promise<void>;
}

export interface Scenario {
  readonly name: string;
  readonly help: string;
  /** Options that say something to it, besides the general ones. */
  readonly takes: readonly ('region' | 'to')[];
  /** @throws NotApplicable, WrongRegion */
  readonly cast: (setting: Setting) => Play;
}

/** Thrown where a scenario says nothing about a platform, such as a move of the writer where there is no database. */
export class NotApplicable extends Error {
  override name = 'NotApplicable';
}

export const regionsOf = ({ platform }: Setting): RegionName[] => [...platform.activeRegions].sort(bySlot);

export const hasDatabases = ({ platform }: Setting): boolean => platform.databases.size > 0;

/** Stacks of these Regions. */
export const stacksOf = (regions: readonly RegionName[]): string[] => regions.map((region) => `region-${region}`);

export function needsTwoRegions(setting: Setting): void {
  const [only, second] = regionsOf(setting);
  if (second === undefined) throw new NotApplicable(`${only} is the only Region`);
}

export function needsDatabase(setting: Setting): void {
  if (!hasDatabases(setting)) throw new NotApplicable('the platform has no database, so there is no writer to move');
}

/** @throws NotApplicable where the Region is not in the list */
export function memberOf(setting: Setting, region: RegionName): RegionName {
  const regions = regionsOf(setting);
  if (!regions.includes(region)) throw new NotApplicable(`${region} is not in \`regions\` (${regions.join(', ')})`);
  return region;
}

/**
 * The shared stacks that wait while a Region is dead, also once it is evacuated: what they hold of DNS and of the front door
 * is changed and read there alone, whichever Regions the platform has.
 */
export function stacksWaitingFor(region: RegionName, { ingress, network }: Platform): ('foundation' | 'global')[] {
  const isOpen = ingress?.delegated === true;
  const needsOregon = isOpen && (ingress.front === 'accelerator' || ingress.switch === 'routing-control');
  switch (region) {
    case 'us-east-1':
      return [
        ...(ingress ? (['foundation'] as const) : []),
        ...(isOpen || network.privateZone !== undefined ? (['global'] as const) : []),
      ];
    case 'us-west-2':
      return needsOregon ? ['global'] : [];
    default:
      return [];
  }
}

/** The Region that goes, where it may be neither home nor the writer of a database. */
export function dispensable(
  setting: Setting,
  whatToDo: {
    readonly home: string;
    readonly writer: string;
    readonly primary?: string;
    /** Where it must not be one that shared stacks wait for. */
    readonly waiting?: string;
  },
): RegionName {
  needsTwoRegions(setting);
  const { home, writer, routing } = setting.platform;
  const problem = (region: RegionName): string | undefined => {
    if (region === home) return `${region} is the home Region: ${whatToDo.home}`;
    if (whatToDo.primary !== undefined && region === routing?.primary)
      return `${region} is the primary of the applications: ${whatToDo.primary}`;
    if (region === writer && hasDatabases(setting)) return `${region} is the writer's Region: ${whatToDo.writer}`;
    const waiting = stacksWaitingFor(region, setting.platform);
    return whatToDo.waiting !== undefined && waiting.length > 0
      ? `${listed(waiting)} cannot be planned while ${region} is dead, as Route 53 and the front door are changed there: ${whatToDo.waiting}`
      : undefined;
  };
  const chosen = setting.region && memberOf(setting, setting.region);
  const region = chosen ?? regionsOf(setting).find((each) => problem(each) === undefined);
  if (region === undefined) {
    const [other] = regionsOf(setting).filter((each) => each !== home && each !== writer);
    throw new NotApplicable((other && problem(other)) ?? `each Region is home or the writer's: ${whatToDo.writer}`);
  }
  const why = problem(region);
  if (why !== undefined) throw new NotApplicable(why);
  return region;
}

/** The config whose writer is not the Region, where that means nothing: there is no database to move. */
export const writerElsewhere = (config: PlatformConfig, region: RegionName): PlatformConfig =>
  config.writer === region && config.home !== undefined ? { ...config, writer: config.home } : config;

/** DynamoDB holds a strongly consistent table in three Regions, no more and no fewer. */
export function withoutStrongTables(config: PlatformConfig): Pick<Play, 'notes'> & { readonly config: PlatformConfig } {
  const entries = Object.entries(config.tables ?? {});
  const strong = entries.filter(([, { consistency }]) => consistency === 'strong').map(([name]) => name);
  if (strong.length === 0) return { config };
  return {
    config: { ...config, tables: Object.fromEntries(entries.filter(([name]) => !strong.includes(name))) },
    notes: [
      `Without the table${strong.length === 1 ? '' : 's'} ${strong.join(', ')}: with consistency "strong" a table is in exactly three Regions, and none joins or leaves.`,
    ],
  };
}
