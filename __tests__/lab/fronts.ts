import type { PlatformConfig } from '../../config';
import type { RegionName } from '../../config/catalog';

export const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const satisfies readonly RegionName[];
/** Is lost, and comes back. */
export const LOST = 'eu-west-1';
/** Joins, and leaves for good. */
export const JOINS = 'sa-east-1';
export const DOMAIN = 'orders.example.com';

type Entry = PlatformConfig['regions'][number];

/** Little but a network and a front door, so that there is nothing else to count. */
const LEAN = {
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  regions: [...REGIONS],
  home: 'us-east-1',
  state: { backend: 'local' },
  network: { azs: 2, nat: 'none', interfaceEndpoints: [], flowLogs: 'none' },
} as const satisfies PlatformConfig;
const INGRESS = { domain: DOMAIN, zone: 'existing' } as const satisfies PlatformConfig['ingress'];

/** Transit gateways, and DNS that answers with the nearest Region. */
export const GATEWAYS = {
  ...LEAN,
  pattern: 'active-active',
  network: { ...LEAN.network, backbone: 'transit-gateway' },
  ingress: INGRESS,
} as const satisfies PlatformConfig;

/** Peered VPCs and a private zone, without a front door. */
export const PEERED = {
  ...LEAN,
  network: { ...LEAN.network, backbone: 'peering', privateZone: 'internal.orders.example.com' },
} as const satisfies PlatformConfig;

/** Load balancers behind two addresses. */
export const ACCELERATED = {
  ...LEAN,
  pattern: 'active-active',
  network: { ...LEAN.network, interfaceEndpoints: ['ecr.api', 'ecr.dkr', 'logs'] },
  ingress: {
    ...INGRESS,
    entry: 'alb',
    front: 'accelerator',
    deletionProtection: false,
    service: { imageTag: '1.0.0' },
  },
} as const satisfies PlatformConfig;

/** CloudFront, one Region that takes the writes, and a switch for each. us-east-1 is neither home nor alone. */
export const SWITCHED = {
  ...LEAN,
  home: 'ap-southeast-2',
  writer: 'us-east-1',
  buckets: { site: {} },
  ingress: { ...INGRESS, front: 'cdn', cdn: { bucket: 'site' }, routing: 'priority', switch: 'routing-control' },
} as const satisfies PlatformConfig;

/** The config with a Region of its list in a state of its life. */
export const withEntry = (config: PlatformConfig, entry: Exclude<Entry, RegionName>): PlatformConfig => ({
  ...config,
  regions: config.regions.map((region) => (region === entry.name ? entry : region)),
});

/** The config with one Region more. */
export const joinedBy = (config: PlatformConfig, entry: Entry): PlatformConfig => ({
  ...config,
  regions: [...config.regions, entry],
});

export const reversed = (config: PlatformConfig): PlatformConfig => ({
  ...config,
  regions: [...config.regions].reverse(),
});

export const stackOf = (region: RegionName): string => `region-${region}`;
export const othersThan = (region: RegionName): RegionName[] => REGIONS.filter((other) => other !== region);
