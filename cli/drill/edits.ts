import type { RegionName } from '../../config/catalog';
import type { DataFate, PlatformConfig, RegionState } from '../../config/schema';

type Entry = PlatformConfig['regions'][number];

export const nameOf = (entry: Entry): RegionName => (typeof entry === 'string' ? entry : entry.name);

/** The config with a Region in another state of its life; one that is active is its name alone. */
export const withState = (
  config: PlatformConfig,
  region: RegionName,
  state: RegionState,
  data?: DataFate,
): PlatformConfig => ({
  ...config,
  regions: config.regions.map((entry) => {
    if (nameOf(entry) !== region) return entry;
    return state === 'active' ? region : { name: region, state, ...(data && { data }) };
  }),
});

/** The config with one more Region, a name for its state bucket where the config names them, and no weight yet where it gives weights. */
export function withRegion(config: PlatformConfig, region: RegionName): PlatformConfig {
  const { buckets } = config.state ?? {};
  const { ingress } = config;
  return {
    ...config,
    regions: [...config.regions, region],
    ...(ingress?.weights && { ingress: { ...ingress, weights: { ...ingress.weights, [region]: 0 } } }),
    ...(buckets && { state: { ...config.state, buckets: { ...buckets, [region]: `drill-state-${region}` } } }),
  };
}

/** The config without a Region, and without all that names it. */
export function withoutRegion(config: PlatformConfig, region: RegionName): PlatformConfig {
  const { buckets } = config.state ?? {};
  return withoutFormer(
    {
      ...config,
      ...withoutPlaces(config, region),
      regions: config.regions.filter((entry) => nameOf(entry) !== region),
      ...(buckets && { state: { ...config.state, buckets: without(buckets, region) } }),
    },
    region,
  );
}

/** The config whose load balancers AWS would delete. */
export const withoutProtection = (config: PlatformConfig): PlatformConfig =>
  config.ingress ? { ...config, ingress: { ...config.ingress, deletionProtection: false } } : config;

/** What the front door says of a Region, left out: its weight, and the countries whose readers are sent there. */
function withoutPlaces({ ingress }: PlatformConfig, region: RegionName): Pick<PlatformConfig, 'ingress'> {
  if (!ingress) return {};
  const { weights, cdn } = ingress;
  const countries = cdn?.regionByCountry;
  return {
    ingress: {
      ...ingress,
      ...(weights && { weights: without(weights, region) }),
      ...(countries && {
        cdn: {
          ...cdn,
          regionByCountry: Object.fromEntries(Object.entries(countries).filter(([, name]) => name !== region)),
        },
      }),
    },
  };
}

/** The config with the writer in another Region; whatever the new writer was before is forgotten. */
export const withWriter = (config: PlatformConfig, writer: RegionName): PlatformConfig => ({
  ...withoutFormer(config, writer),
  writer,
});

/** The config with a word on what a former writer is, in every database. */
export const withFormer = (config: PlatformConfig, region: RegionName, fate: 'keep' | 'release'): PlatformConfig => ({
  ...config,
  ...mapDatabases(config, (database) => ({ ...database, former: { ...database.former, [region]: fate } })),
});

export const withoutFormer = (config: PlatformConfig, region: RegionName): PlatformConfig => ({
  ...config,
  ...mapDatabases(config, ({ former, ...database }) => {
    const left = without(former ?? {}, region);
    return Object.keys(left).length > 0 ? { ...database, former: left } : database;
  }),
});

/** The config with home in another Region, and the lost one evacuated. The secrets that are adopted get new values. */
export const withMovedHome = (config: PlatformConfig, to: RegionName): PlatformConfig => {
  const { home } = config;
  if (home === undefined)
    throw new Error('withMovedHome: the config does not say where home is. Write `home` out first.');
  return {
    ...withState(config, home, 'evacuated'),
    home: to,
    formerHome: home,
    ...mapDatabases(config, (database) => ({ ...database, passwordVersion: (database.passwordVersion ?? 1) + 1 })),
  };
};

export const withTag = (config: PlatformConfig, key: string, value: string): PlatformConfig => ({
  ...config,
  tags: { ...config.tags, [key]: value },
});

/** The list the other way round: with `home` written out the order says nothing. */
export const reordered = (config: PlatformConfig): PlatformConfig => ({
  ...config,
  regions: [...config.regions].reverse(),
});

type Database = NonNullable<PlatformConfig['databases']>[string];

const mapDatabases = (
  { databases }: PlatformConfig,
  change: (database: Database) => Database,
): Pick<PlatformConfig, 'databases'> =>
  databases
    ? { databases: Object.fromEntries(Object.entries(databases).map(([name, each]) => [name, change(each)])) }
    : {};

const without = <T extends object>(record: T, key: string): T =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) as T;
