import type { RegionName } from '../config/catalog';
import { bucketName, databaseIdentifier, functionName, tableName } from '../config/names';
import type { Platform } from '../config/platform';
import { type Routing, registerRegionsFrom } from '../config/routing';
import type { FunctionName } from '../modules/routing/functions';

/** A Region's user pool, known once it was looked up. */
export interface PoolIds {
  readonly poolId: string;
  readonly clientId: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The functions that hold the list of Regions; one that joins changes no other function of the Regions that are there. */
export const WITH_REGIONS: ReadonlySet<FunctionName> = new Set(['state-updater', 'control-api', 'health', 'reconcile']);

/**
 * Variables of one function in one Region: all that it knows of the platform, and nothing that it does not read, as each
 * change of one is a deployment of the function. One that is `undefined` is not set.
 */
export function environmentOf(
  name: FunctionName,
  platform: Platform,
  routing: Routing,
  region: RegionName,
  pool?: PoolIds,
): Variables {
  const common = {
    // The dimension of the function's own metrics: alarms name it.
    POWERTOOLS_SERVICE_NAME: functionName(platform, name),
    POWERTOOLS_METRICS_NAMESPACE: 'Meridian',
  };
  if (name === 'authorizer') return { ...common, ...directory(platform), ROUTING_ZONE: zoneOf(region, routing) };
  const shared = { ...common, ...register(platform, routing, region), ROUTING_PATTERN: platform.pattern };
  if (!WITH_REGIONS.has(name)) {
    return {
      ...shared,
      ...content(platform),
      ROUTING_PRIMARY: primaryFor(region, platform, routing),
      ROUTING_ZONE: zoneOf(region, routing),
      PHOTOS_APP: usersAppOf(routing),
      ...(name === 'photos-api'
        ? { ...photos(platform, routing, region), ...origins(routing), ...addresses(platform) }
        : {}),
      ...(name === 'profile-apply' ? { ...directory(platform), ...poolIds(pool) } : {}),
    };
  }
  return {
    ...shared,
    ROUTING_APPS: routing.apps.join(','),
    ROUTING_REGIONS: writableRegions(platform, routing).join(','),
    ROUTING_PRIMARY: routing.primary,
    ROUTING_ZONES: routing.zones.size > 0 ? JSON.stringify(Object.fromEntries(routing.zones)) : undefined,
    ...(name === 'reconcile'
      ? { ...content(platform), OBJECT_BUCKETS: photoBuckets(platform, routing) }
      : lookedAfter(platform, routing, region)),
    ...(name === 'state-updater' || name === 'control-api' ? telemetry(routing) : {}),
    ...(name === 'control-api' ? { ...origins(routing), ...addresses(platform) } : {}),
    ...(name === 'control-api' && platform.identity
      ? { RECONCILE_FUNCTION: functionName(platform, 'reconcile'), ...poolIds(pool) }
      : {}),
  };
}

/** What moves the writer, and what its Region's health is made of. */
const lookedAfter = (platform: Platform, routing: Routing, region: RegionName): Variables => ({
  ...photos(platform, routing, region),
  UPDATER_FUNCTION: functionName(platform, 'state-updater'),
  DATABASES: listed([...platform.databases.keys()].map((database) => databaseIdentifier(platform, database))),
});

/** The application that users and their photos belong to. */
export const usersAppOf = ({ photos, apps }: Routing): string | undefined => photos?.app ?? apps[0];

/** All but those that leave: one that is out of reach may come back, so losing it changes nothing that is made for each. */
export const regionsThatStay = ({ regions }: Platform): RegionName[] =>
  regions.filter(({ state }) => state !== 'leaving').map(({ name }) => name);

/**
 * Regions that the writer can be in, also those that are out of reach: they may hold a lease still. The primary stays
 * among them until another one is configured.
 */
function writableRegions(platform: Platform, { primary }: Routing): RegionName[] {
  const stay = regionsThatStay(platform);
  return platform.regions.map(({ name }) => name).filter((name) => name === primary || stay.includes(name));
}

const register = (platform: Platform, routing: Routing, region: RegionName): Variables => ({
  CONTROL_TABLE: tableName(platform, 'control'),
  CONTROL_REGIONS: registerRegionsFrom(region, routing).join(','),
  FENCE_TABLE: tableName(platform, 'fence'),
  FENCE_SHARDS: String(routing.fenceShards),
  LEASE_SECONDS: String(routing.leaseSeconds),
});

const content = (platform: Platform): Variables => ({
  CONTENT_TABLE: platform.identity && tableName(platform, 'content'),
});

const photos = (platform: Platform, { photos: kept }: Routing, region: RegionName): Variables => ({
  PHOTOS_BUCKET: kept && bucketName(platform, kept.bucket, region),
});

const poolIds = (pool: PoolIds | undefined): Variables =>
  pool ? { USER_POOL_ID: pool.poolId, USER_POOL_CLIENT_ID: pool.clientId } : {};

const directory = (platform: Platform): Variables => ({
  DIRECTORY_TABLE: platform.identity && tableName(platform, 'directory'),
});

const origins = ({ allowedOrigins }: Routing): Variables => ({ ALLOWED_ORIGINS: listed(allowedOrigins) });

/** Where each Region's entry is asked, for who must reach the writer's; AWS's own names of APIs follow no pattern. */
const addresses = ({ ingress }: Platform): Variables => ({
  API_URL_TEMPLATE: ingress?.delegated ? `https://api-{code}.${ingress.domain}` : undefined,
});

const telemetry = ({ telemetry: wanted }: Routing): Variables =>
  wanted ? { TELEMETRY_ENDPOINT: wanted.endpoint, SEND_METRICS: wanted.enabled ? 'Yes' : 'No' } : {};

const photoBuckets = (platform: Platform, routing: Routing): string | undefined => {
  const { photos } = routing;
  if (!photos) return undefined;
  const regions = writableRegions(platform, routing);
  return JSON.stringify(
    Object.fromEntries(regions.map((region) => [region, bucketName(platform, photos.bucket, region)])),
  );
};

const listed = (values: readonly string[]): string | undefined => (values.length > 0 ? values.join(',') : undefined);

const zoneOf = (region: RegionName, { zones }: Routing): string | undefined =>
  [...zones].find(([, regions]) => regions.includes(region))?.[0];

/** Who writes before the first move: the platform's primary, or, in a zone without it, the zone's first Region. */
function primaryFor(region: RegionName, platform: Platform, routing: Routing): RegionName {
  const writable = writableRegions(platform, routing);
  const members = [...routing.zones.values()].find((regions) => regions.includes(region));
  const zone = members?.filter((member) => writable.includes(member));
  return zone === undefined || zone.includes(routing.primary) ? routing.primary : (zone[0] ?? region);
}
