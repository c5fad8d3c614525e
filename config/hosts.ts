import { type RegionName, regionFacts } from './catalog';

/** Longest label and longest name of DNS, in characters ("DNS domain name format"). */
export const HOST_LIMITS = { label: 63, name: 255 } as const;

/** What clients ask. */
export const apiHost = (domain: string): string => `api.${domain}`;

/** One Region, for health checks and for those who must reach that very one. */
export const regionHost = (domain: string, region: RegionName): string => `api-${regionFacts(region).code}.${domain}`;

/** What the front door's records of a Region point at. Nobody asks for it. */
export const targetHost = (domain: string, region: RegionName): string =>
  `target-${regionFacts(region).code}.${domain}`;

/** What the clients of a jurisdiction are sent to. */
export const jurisdictionHost = (domain: string, jurisdiction: string): string => `api-${jurisdiction}.${domain}`;

/** CloudFront. */
export const appHost = (domain: string): string => `app.${domain}`;
