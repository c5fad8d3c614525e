import type { RegionName } from '../config/catalog';
import type { Ingress, Jurisdiction } from '../config/ingress';
import type { DnsRouting, FrontTarget } from '../modules/ingress/front-dns';
import type { Continent, Jurisdiction as Places } from '../modules/ingress/front-residency';

/** How DNS picks among all Regions; nothing where it first picks a jurisdiction. */
export function dnsRoutingOf({ routing, weights }: Ingress, writer: RegionName): DnsRouting | undefined {
  switch (routing) {
    case 'geolocation':
      return undefined;
    case 'latency':
      return { policy: 'latency' };
    case 'weighted':
      return { policy: 'weighted', weights };
    case 'priority':
    case 'failover':
      return { policy: routing, primary: writer };
  }
}

/** The jurisdictions, each with those of its Regions that serve. */
export const placesOf = (
  { jurisdictions }: Ingress,
  writer: RegionName,
  targets: ReadonlyMap<RegionName, FrontTarget>,
): ReadonlyMap<string, Places> =>
  new Map(
    [...jurisdictions].map(([name, jurisdiction]) => {
      const own = new Map([...targets].filter(([region]) => jurisdiction.regions.includes(region)));
      return [
        name,
        {
          targets: own,
          routing: routingWithin(jurisdiction, writer, own),
          continents: jurisdiction.continents as readonly Continent[],
          countries: jurisdiction.countries,
          isDefault: jurisdiction.isDefault,
        },
      ];
    }),
  );

/** In its own jurisdiction the platform's writer comes first, elsewhere the Region with the lowest slot that serves. */
function routingWithin(
  { routing, regions }: Jurisdiction,
  writer: RegionName,
  own: ReadonlyMap<RegionName, FrontTarget>,
): DnsRouting {
  const primary = own.has(writer) ? writer : regions.find((region) => own.has(region));
  return routing === 'latency' || primary === undefined ? { policy: 'latency' } : { policy: 'priority', primary };
}
