import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { type DnsRouting, FrontDns, type FrontTarget } from './front-dns';

/** Continents of Route 53 ("Values specific for geolocation records"). */
export const CONTINENTS = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'] as const;
export type Continent = (typeof CONTINENTS)[number];

/** Regions that keep what belongs to certain places. */
export interface Jurisdiction {
  /** Those of its Regions that serve; with none its places are answered with an address where nobody is. */
  readonly targets: ReadonlyMap<RegionName, FrontTarget>;
  /** How clients are spread over them. */
  readonly routing: DnsRouting;
  readonly continents: readonly Continent[];
  /** Two letters each, as in ISO 3166-1: they go before their continent. */
  readonly countries: readonly string[];
  /** Also every place that belongs to no jurisdiction; true for exactly one. */
  readonly isDefault: boolean;
}

export interface FrontResidencyProps {
  /** Of us-east-1, where Route 53 is changed. */
  readonly provider: TerraformProvider;
  readonly zoneId: string;
  /** Name that clients use: `api.orders.example.com`. */
  readonly hostName: string;
  /** Name of one jurisdiction: `api-eu.orders.example.com`. */
  readonly hostNameOf: (jurisdiction: string) => string;
  /** By name, in any order. */
  readonly jurisdictions: ReadonlyMap<string, Jurisdiction>;
}

/** An address that is nobody's ("IPv4 Address Blocks Reserved for Documentation", RFC 5737). */
const NOWHERE = '192.0.2.1';
/** Seconds for which a resolver keeps it: those of Route 53's own answers for a balancer. */
const NOWHERE_TTL_SECONDS = 60;

/**
 * Clients are answered with a Region of their own jurisdiction, never of another. In two levels, as an unhealthy record of a
 * place falls through to the next larger place, which may lie in another jurisdiction: the first level maps places to
 * jurisdictions and has no health checks; the second one, a name of each jurisdiction, chooses among its healthy Regions.
 * A jurisdiction whose Regions are all lost is down.
 */
export class FrontResidency extends Construct {
  /** The second level, by jurisdiction; none for one without a Region that serves. */
  readonly fronts: ReadonlyMap<string, FrontDns>;

  constructor(scope: Construct, id: string, props: FrontResidencyProps) {
    super(scope, id);
    const { provider, zoneId, hostNameOf } = props;
    const jurisdictions = [...props.jurisdictions].sort(([a], [b]) => (a < b ? -1 : 1));
    this.refuse(jurisdictions);

    this.fronts = new Map(
      jurisdictions
        .filter(([, { targets }]) => targets.size > 0)
        .map(([name, { targets, routing }]) => [
          name,
          new FrontDns(this, `jurisdiction-${name}`, {
            provider,
            zoneId,
            hostName: hostNameOf(name),
            targets,
            routing,
          }),
        ]),
    );
    for (const [name, { continents, countries, isDefault }] of jurisdictions) {
      for (const continent of continents) this.place(`continent-${continent}`, { continent }, name, props);
      for (const country of countries) this.place(`country-${country}`, { country }, name, props);
      // Without it Route 53 has no answer at all for the places that nobody named.
      if (isDefault) this.place('elsewhere', { country: '*' }, name, props);
    }
  }

  /** The record of a place: an alias to the name of its jurisdiction. */
  private place(
    id: string,
    where: { readonly continent: Continent } | { readonly country: string },
    jurisdiction: string,
    { provider, zoneId, hostName, hostNameOf }: FrontResidencyProps,
  ): void {
    const front = this.fronts.get(jurisdiction);
    new Route53Record(this, id.toLowerCase(), {
      provider,
      zoneId,
      name: hostName,
      type: 'A',
      setIdentifier: id,
      geolocationRoutingPolicy: where,
      ...(front
        ? {
            alias: { name: hostNameOf(jurisdiction), zoneId, evaluateTargetHealth: false },
            dependsOn: [...front.records.values()],
          }
        : { records: [NOWHERE], ttl: NOWHERE_TTL_SECONDS }),
    });
  }

  private refuse(jurisdictions: readonly (readonly [string, Jurisdiction])[]): void {
    const defaults = jurisdictions.filter(([, { isDefault }]) => isDefault).map(([name]) => name);
    if (defaults.length !== 1)
      throw new Error(
        `${this.node.path}: ${defaults.length === 0 ? 'no jurisdiction is' : `${defaults.join(' and ')} are`} the default. Choose exactly one: it answers the places that nobody named.`,
      );
    const owners = new Map<string, string>();
    for (const [name, { continents, countries, targets }] of jurisdictions) {
      const wrong = countries.filter((country) => !/^[A-Z]{2}$/.test(country));
      if (wrong.length > 0)
        throw new Error(
          `${this.node.path}: ${name} has the countries ${wrong.join(', ')}. Write two capital letters, as in ISO 3166-1.`,
        );
      const held = [
        ...continents.map((continent) => `continent ${continent}`),
        ...countries.map((country) => `country ${country}`),
        ...[...targets.keys()].map((region) => `Region ${region}`),
      ];
      for (const what of held) {
        const other = owners.get(what);
        if (other !== undefined)
          throw new Error(`${this.node.path}: the ${what} is in ${other} and in ${name}. Leave it in one of them.`);
        owners.set(what, name);
      }
    }
  }
}
