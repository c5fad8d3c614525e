import type { RegionName } from './catalog';
import type { CompleteConfig, Pattern } from './schema';
import { bySlot } from './topology';

type IngressConfig = NonNullable<CompleteConfig['ingress']>;

export type EntryKind = IngressConfig['entry'];
export type Front = IngressConfig['front'];
export type DnsRouting = NonNullable<IngressConfig['routing']>;
export type TrafficSwitch = NonNullable<IngressConfig['switch']>;
export type ServiceHost = NonNullable<IngressConfig['service']['on']>;

/** Clients and Regions that belong together. */
export interface Jurisdiction {
  /** In slot order. */
  readonly regions: readonly RegionName[];
  readonly continents: readonly string[];
  readonly countries: readonly string[];
  /** Whether clients from anywhere else belong to it. */
  readonly isDefault: boolean;
  readonly routing: 'priority' | 'latency';
}

/** What of the platform's data its service works with, by name, each list sorted and without repetition. */
export interface ServiceData {
  readonly tables: readonly string[];
  readonly buckets: readonly string[];
  readonly databases: readonly string[];
}

/** How clients reach a platform, with all that follows from its config. */
export interface Ingress {
  readonly domain: string;
  readonly zone: IngressConfig['zone'];
  readonly parentZone: string | undefined;
  /** Certificates can be issued; before that there is a zone, and nothing in it. */
  readonly delegated: boolean;
  readonly entry: EntryKind;
  readonly front: Front;
  readonly routing: DnsRouting;
  /** By Region, with routing `weighted`. */
  readonly weights: ReadonlyMap<RegionName, number>;
  /** By name, with routing `geolocation`. */
  readonly jurisdictions: ReadonlyMap<string, Jurisdiction>;
  readonly switch: TrafficSwitch;
  readonly health: {
    readonly path: string;
    readonly intervalSeconds: 10 | 30;
    readonly failureThreshold: number;
    /** `undefined` for all of Route 53's. */
    readonly checkerRegions: readonly string[] | undefined;
  };
  /** Before each Region. */
  readonly hasRegionalAcl: boolean;
  /** Before CloudFront. */
  readonly hasEdgeAcl: boolean;
  readonly rateLimit: number;
  readonly clientAffinity: IngressConfig['clientAffinity'];
  /** Of load balancers. */
  readonly deletionProtection: boolean;
  readonly service: Omit<IngressConfig['service'], 'on' | 'uses'> & {
    readonly on: ServiceHost;
    readonly uses: ServiceData;
  };
  readonly cdn: {
    readonly bucket: string | undefined;
    readonly regionByCountry: ReadonlyMap<string, RegionName>;
    readonly jurisdictionField: string | undefined;
  };
}

/** Name of the Region's jurisdiction; nothing where there are none. */
export const jurisdictionOf = ({ jurisdictions }: Pick<Ingress, 'jurisdictions'>, region: RegionName) =>
  [...jurisdictions].find(([, { regions }]) => regions.includes(region))?.[0];

/** Where a Region says whether people are to be sent to it, by the routing layer ("/v1/health/route"). */
export const ROUTING_HEALTH_PATH = '/v1/health/route';
const SERVICE_HEALTH_PATH = '/health';

/** How DNS picks unless told otherwise. */
export const ROUTING_OF: Readonly<Record<Pattern, DnsRouting>> = {
  'active-active': 'latency',
  'active-passive': 'priority',
  'data-residency': 'geolocation',
};

type Parts = Pick<CompleteConfig, 'ingress' | 'pattern' | 'routing'>;

/** What takes a Region out, with its default; Global Accelerator knows its own endpoints' health alone. */
export const switchOf = ({ front, switch: asked }: Pick<IngressConfig, 'front' | 'switch'>, routed: boolean) =>
  asked ?? (routed && front !== 'accelerator' ? 'routing' : 'automatic');

/** Whether the zone can be asked by the world, with its default. */
export const isDelegated = ({
  delegated,
  parentZone,
  zone,
}: Pick<IngressConfig, 'delegated' | 'parentZone' | 'zone'>) =>
  delegated ?? (parentZone !== undefined || zone === 'existing');

export const serviceHostOf = ({ entry, service }: Pick<IngressConfig, 'entry' | 'service'>): ServiceHost =>
  service.on ?? (entry === 'alb' ? 'fargate' : 'function');

export function ingressOf({ ingress, pattern, routing: routed }: Parts): Ingress | undefined {
  if (!ingress || ingress.state === 'leaving') return undefined;
  const { state: _active, entry, front, health, waf, weights, residency, cdn, service, ...rest } = ingress;
  const traffic = switchOf(ingress, routed !== undefined);
  return {
    ...rest,
    entry,
    front,
    parentZone: ingress.parentZone,
    delegated: isDelegated(ingress),
    routing: ingress.routing ?? ROUTING_OF[pattern],
    weights: new Map(
      (Object.entries(weights) as [RegionName, number | undefined][])
        .flatMap(([region, weight]): [RegionName, number][] => (weight === undefined ? [] : [[region, weight]]))
        .sort(([a], [b]) => bySlot(a, b)),
    ),
    jurisdictions: new Map(
      byName(residency).map(([name, { default: isDefault, regions, continents, countries, routing }]) => [
        name,
        {
          regions: [...regions].sort(bySlot),
          continents: [...continents].sort(),
          countries: [...countries].sort(),
          isDefault,
          routing,
        },
      ]),
    ),
    switch: traffic,
    health: {
      ...health,
      path: health.path ?? (traffic === 'routing' ? ROUTING_HEALTH_PATH : SERVICE_HEALTH_PATH),
      checkerRegions: health.checkerRegions && [...health.checkerRegions].sort(),
    },
    hasRegionalAcl: (waf ?? true) && entry !== 'http-api',
    hasEdgeAcl: (waf ?? true) && front === 'cdn',
    service: {
      ...service,
      on: serviceHostOf(ingress),
      uses: {
        tables: names(service.uses.tables),
        buckets: names(service.uses.buckets),
        databases: names(service.uses.databases),
      },
    },
    cdn: {
      bucket: cdn.bucket,
      regionByCountry: new Map(byName(cdn.regionByCountry as Record<string, RegionName>)),
      jurisdictionField: cdn.jurisdictionField,
    },
  };
}

const names = (listed: readonly string[]): string[] => [...new Set(listed)].sort();

const byName = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
