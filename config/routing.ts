import type { RegionName } from './catalog';
import type { CompleteConfig } from './schema';
import { bySlot } from './topology';

/** A set of three Regions that can hold one strongly consistent table. */
export type RegisterSet = 'us' | 'eu' | 'ap';

/**
 * The Regions of the register, by set; the first is the table's own, the others its replicas. AWS offers a fourth in
 * Europe, London, which is left out: the three lie in the Union ("Multi-Region strong consistency (MRSC)").
 */
export const REGISTER_REGIONS: Readonly<Record<RegisterSet, readonly [RegionName, RegionName, RegionName]>> = {
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
  eu: ['eu-west-1', 'eu-central-1', 'eu-west-3'],
  ap: ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
};

/** The routing layer of a platform, with all that follows from its config. */
export interface Routing {
  /** Region that writes until the first transition. */
  readonly primary: RegionName;
  /** Ids of the applications, sorted. */
  readonly apps: readonly string[];
  /** Regions that hold the register; the first is the table's own. */
  readonly registerRegions: readonly [RegionName, RegionName, RegionName];
  /** State of those of them that are not in the platform's list. */
  readonly registerState: 'active' | 'evacuated' | 'returning';
  readonly leaseSeconds: number;
  readonly fenceShards: number;
  /** Regions by zone, with pattern `data-residency`. */
  readonly zones: ReadonlyMap<string, readonly RegionName[]>;
  readonly allowedOrigins: readonly string[];
  readonly logRetentionDays: number;
  readonly telemetry: { readonly endpoint: string; readonly enabled: boolean } | undefined;
  readonly photos: { readonly bucket: string; readonly app: string } | undefined;
}

/** Tables that the routing layer makes; no table of the config can have their names. */
export const ROUTING_TABLES = ['control', 'fence', 'content', 'directory'] as const;

/**
 * @param home where home was first: a register does not move with it
 */
export function routingOf(
  { name, routing }: Pick<CompleteConfig, 'name' | 'routing'>,
  home: RegionName,
  firstHome: RegionName,
): Routing | undefined {
  if (!routing) return undefined;
  const { primary, apps = [name], register, lease, zones, photos, telemetry, allowedOrigins, ...rest } = routing;
  return {
    ...rest,
    primary: primary ?? home,
    apps: [...apps].sort(),
    registerRegions: REGISTER_REGIONS[register.set ?? setNear(firstHome)],
    registerState: register.state,
    leaseSeconds: lease.seconds,
    zones: new Map(
      Object.entries(zones)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([zone, regions]) => [zone, [...(regions ?? [])].sort(bySlot)]),
    ),
    allowedOrigins: [...allowedOrigins].sort(),
    telemetry,
    photos: photos && { bucket: photos.bucket, app: photos.app ?? apps[0] ?? name },
  };
}

/** The set on the Region's side of the world. */
const setNear = (region: RegionName): RegisterSet => {
  if (/^(us|ca|mx|sa)-/.test(region)) return 'us';
  return region.startsWith('ap-') ? 'ap' : 'eu';
};

/** The register's Regions as a Region asks them: itself first, then those on its coast. */
export function registerRegionsFrom(region: RegionName, { registerRegions }: Routing): RegionName[] {
  const pacific = /^(ap|us-west|ca-west|mx)-/.test(region);
  const rank = (candidate: RegionName): number => {
    if (candidate === region) return -1;
    return candidate.startsWith('us-') && candidate.startsWith('us-west-') !== pacific ? 1 : 0;
  };
  return [...registerRegions].sort((a, b) => rank(a) - rank(b));
}
