import { type Partition, type RegionName, regionFacts } from './catalog';
import { type Ingress, ingressOf } from './ingress';
import type { Naming } from './names';
import { type Network, networkOf } from './network';
import { type Routing, routingOf } from './routing';
import type {
  BucketConfig,
  CompleteConfig,
  DatabaseConfig,
  DataFate,
  Pattern,
  RegionState,
  TableConfig,
} from './schema';
import { bySlot, peersOf, regionCidr } from './topology';

/** A Region of the platform and the state of its life that the config gives it. */
export interface PlatformRegion {
  readonly name: RegionName;
  readonly state: RegionState;
  /** What becomes of its data, where it is leaving. */
  readonly data?: DataFate | undefined;
  /** What is made anew instead of adopted, where it is returning. */
  readonly recreate?: readonly 'backbone'[];
}

/** What an instance of a database is in one Region. */
export type DatabaseRole = 'writer' | 'replica' | 'kept' | 'released';

/** Names of the stacks, in code, in Terraform's state keys and in `cdktf deploy`. */
export type StackName = 'bootstrap' | 'foundation' | `region-${RegionName}` | 'global';
export const regionStackName = (region: RegionName): StackName => `region-${region}`;

/**
 * A valid config with all that follows from it. Everything is sorted (Regions by slot, all else by name), so that two
 * configs that differ only in the order of their lists and keys make the same platform.
 */
export class Platform implements Naming {
  readonly name: string;
  readonly environment: string;
  readonly account: string;
  readonly partition: Partition;
  /** Every Region of the list, whatever its state. */
  readonly regions: readonly PlatformRegion[];
  /** Regions in use, also by the others: what replicates, replicates among these. */
  readonly activeRegions: readonly RegionName[];
  /** Regions that have a stack of their own: the active ones and those that return. */
  readonly deployedRegions: readonly RegionName[];
  /** Regions that answer nothing: their objects are forgotten, not touched. */
  readonly evacuatedRegions: readonly RegionName[];
  /** Regions that leave for good, with their protection lifted: their own stacks are emptied. */
  readonly releasedRegions: readonly RegionName[];
  /** Regions that leave for good, with nothing left in them. */
  readonly destroyedRegions: readonly RegionName[];
  /** Regions whose forgotten objects are adopted again. */
  readonly returningRegions: readonly RegionName[];
  readonly home: RegionName;
  /** The platform as it was before home moved, where it did. */
  readonly before: Platform | undefined;
  readonly writer: RegionName;
  readonly pattern: Pattern;
  readonly state: CompleteConfig['state'];
  readonly assumeRole: string | undefined;
  readonly buckets: ReadonlyMap<string, BucketConfig>;
  readonly databases: ReadonlyMap<string, DatabaseConfig>;
  readonly tables: ReadonlyMap<string, TableConfig>;
  /** Who may write, and how that moves; `undefined` where the platform has no routing layer. */
  readonly routing: Routing | undefined;
  /** User pools, where the platform has them. */
  readonly identity: CompleteConfig['identity'];
  readonly compute: CompleteConfig['compute'];
  readonly review: CompleteConfig['review'];
  readonly ci: CompleteConfig['ci'];
  readonly tags: Readonly<Record<string, string>>;
  readonly network: Network;
  /** How clients reach the platform; `undefined` where it has no front door. */
  readonly ingress: Ingress | undefined;
  /** Whether there was a front door that is being taken down. */
  readonly ingressLeaves: boolean;

  /** `config` has passed every check of `config/checks/`. */
  constructor(config: CompleteConfig) {
    const regions = config.regions.map(
      (entry): PlatformRegion => (typeof entry === 'string' ? { name: entry, state: 'active' } : entry),
    );
    const inState = (...states: readonly RegionState[]): RegionName[] =>
      this.regions.filter(({ state }) => states.includes(state)).map(({ name }) => name);
    const home = config.home ?? regions[0]?.name;
    if (!home) throw new Error('Platform: the config has no Region. Parse it with parsePlatform().');

    this.name = config.name;
    this.environment = config.environment;
    this.account = config.account;
    this.partition = regionFacts(home).partition;
    this.regions = [...regions].sort((a, b) => bySlot(a.name, b.name));
    this.activeRegions = inState('active');
    this.deployedRegions = inState('active', 'returning');
    this.evacuatedRegions = inState('evacuated');
    this.returningRegions = inState('returning');
    const leaving = (fate: DataFate): RegionName[] =>
      this.regions.filter(({ state, data }) => state === 'leaving' && data === fate).map(({ name }) => name);
    this.releasedRegions = leaving('release');
    this.destroyedRegions = leaving('destroy');
    this.home = home;
    this.before = config.formerHome && new Platform(asBefore(config, config.formerHome));
    this.writer = config.writer ?? home;
    this.pattern = config.pattern;
    const { buckets, ...state } = config.state;
    this.state = buckets ? { ...state, buckets: sorted(buckets) } : state;
    this.assumeRole = config.assumeRole;
    this.buckets = new Map(Object.entries(sorted(config.buckets)));
    this.databases = new Map(
      Object.entries(sorted(config.databases)).map(([name, database]) => [
        name,
        { ...database, clientCidrs: [...database.clientCidrs].sort(), former: sorted(database.former) },
      ]),
    );
    this.tables = new Map(Object.entries(sorted(config.tables)));
    this.routing = routingOf(config, home, config.formerHome ?? home);
    this.identity = config.identity;
    this.compute = config.compute;
    this.review = config.review;
    this.ci = config.ci;
    this.tags = sorted(config.tags);
    this.network = networkOf(config.network);
    this.ingress = ingressOf(config);
    this.ingressLeaves = config.ingress?.state === 'leaving';
  }

  /** Region of the primary of the multi-Region keys: it stays where home was first. */
  get primaryKeyRegion(): RegionName {
    return this.before?.home ?? this.home;
  }

  /** Whether the primary key is in the state of the stacks: not while its Region is out of reach, nor before it is adopted again. */
  get primaryKeyIsReachable(): boolean {
    return this.regions.some(
      ({ name, state }) => name === this.primaryKeyRegion && (state === 'active' || state === 'leaving'),
    );
  }

  /** Regions that can be reached and hold something of the stacks that work in all Regions. */
  get holdingRegions(): RegionName[] {
    return this.regions
      .map(({ name }) => name)
      .filter((region) => !this.evacuatedRegions.includes(region) && !this.destroyedRegions.includes(region));
  }

  /** The active Regions that this one copies to. */
  peersOf(region: RegionName): RegionName[] {
    return peersOf(region, this.activeRegions);
  }

  /** IPv4 range of the Region's VPC. */
  cidrOf(region: RegionName): string {
    return regionCidr(this.network.cidr, region);
  }

  /** Zones of the Region's VPC: never more than it shows. */
  zonesIn(region: RegionName): 2 | 3 {
    return this.network.azs ?? regionFacts(region).zones;
  }

  /** Regions that the backbone joins, also those that are out of reach; none where there is no backbone. */
  get joinedRegions(): RegionName[] {
    if (this.network.backbone === 'none') return [];
    return this.regions.filter(({ state }) => state !== 'leaving').map(({ name }) => name);
  }

  /** Regions that return and whose part of the backbone is made anew, as AWS has dropped it. */
  get backbonesAnew(): RegionName[] {
    return this.regions
      .filter(({ state, recreate }) => state === 'returning' && recreate?.includes('backbone'))
      .map(({ name }) => name);
  }

  /** Whether there is anything that belongs to no Region or to several: front door, backbone, private zone. */
  get hasGlobal(): boolean {
    const { network, ingress, regions } = this;
    return (
      ingress?.delegated === true ||
      this.ingressLeaves ||
      network.backboneLeaves ||
      network.privateZoneLeaves ||
      network.privateZone !== undefined ||
      (network.backbone !== 'none' && regions.length > 1)
    );
  }

  /** What the database's instance in this Region is. */
  databaseRole(database: string, region: RegionName): DatabaseRole {
    if (region === this.writer) return 'writer';
    const former = this.databases.get(database)?.former[region];
    if (former === 'keep') return 'kept';
    return former === 'release' ? 'released' : 'replica';
  }

  /** Whether Meridian makes the state buckets, and the stack `bootstrap` with them. */
  get hasBootstrap(): boolean {
    return this.state.backend === 's3' && this.state.buckets === undefined;
  }

  /**
   * Stacks that must be applied before this one. Only the writer's comes before another Region's, as replicas name its
   * instance, and only while both are active: a Region that returns must not wait for another.
   */
  stackDependencies(stack: StackName): StackName[] {
    if (stack === 'bootstrap') return [];
    if (stack === 'foundation') return this.hasBootstrap ? ['bootstrap'] : [];
    if (stack === 'global') return ['foundation', ...this.deployedRegions.map(regionStackName)];
    // A Region that leaves goes last: what the others copy to it they stop copying first, and nothing of `global` stands on it.
    if (this.releasedRegions.some((region) => regionStackName(region) === stack)) {
      return ['foundation', ...this.deployedRegions.map(regionStackName), ...this.globalStack];
    }
    const isReplica = this.activeRegions.some((region) => regionStackName(region) === stack && region !== this.writer);
    return isReplica && this.databases.size > 0 ? ['foundation', regionStackName(this.writer)] : ['foundation'];
  }

  private get globalStack(): StackName[] {
    return this.hasGlobal ? ['global'] : [];
  }

  /** Every stack in an order in which it can be applied: bootstrap, foundation, the writer's Region, the others, global, those that leave. */
  get deployOrder(): StackName[] {
    const others = this.deployedRegions.filter((region) => region !== this.writer);
    return [
      ...(this.hasBootstrap ? (['bootstrap'] as const) : []),
      'foundation',
      ...[this.writer, ...others].map(regionStackName),
      ...this.globalStack,
      ...this.releasedRegions.map(regionStackName),
    ];
  }
}

/** The same entries by key. */
const sorted = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))) as T;

/** With home where it was, and every Region within reach. */
const asBefore = ({ formerHome: _moved, ...config }: CompleteConfig, home: RegionName): CompleteConfig => ({
  ...config,
  home,
  regions: [...new Set([home, ...config.regions.map((entry) => (typeof entry === 'string' ? entry : entry.name))])],
});
