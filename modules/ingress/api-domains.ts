import { Apigatewayv2DomainName } from '@cdktf/provider-aws/lib/apigatewayv2-domain-name';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { labelOf } from './domain-mappings';

/** The hosts of one Region. */
export interface RegionHosts {
  /** What clients ask; the same in every Region: `api.<domain>`. */
  readonly client: string;
  /** This Region and no other: `api-<code>.<domain>`. */
  readonly own: string;
  /** What the front door's records of this Region point at: `target-<code>.<domain>`. Nobody asks for it. */
  readonly target: string;
  /** Further hosts that the Region answers, one label below the domain; their records are made elsewhere. @default - none */
  readonly extra?: readonly string[];
}

export interface ApiDomainsProps {
  /** Provider in us-east-1, for the records. */
  readonly edge: TerraformProvider;
  /** Every Region with an API, by its own provider. In any order. */
  readonly regions: ReadonlyMap<RegionName, TerraformProvider>;
  readonly hosts: ReadonlyMap<RegionName, RegionHosts>;
  /** ARN of each Region's certificate, known once it is issued: API Gateway takes no other. */
  readonly certificateArns: ReadonlyMap<RegionName, string>;
  readonly zoneId: string;
}

/**
 * The names under which each Region's API answers. API Gateway refuses a host that it does not know, so the clients', the health
 * checkers' and every other host has a domain name in each Region; Regional ones may be the same in several Regions ("Set up a
 * Regional custom domain name in API Gateway"). They serve HTTP and REST APIs alike.
 *
 * They stand apart from the APIs: their targets are what DNS leads to, so that a Region can be destroyed and built again
 * and no record changes.
 */
export class ApiDomains extends Construct {
  /** What is made through `edge` and yet belongs to single Regions. */
  readonly belonging: ReadonlyMap<TerraformResource, readonly RegionName[]>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApiDomainsProps,
  ) {
    super(scope, id);
    const belonging = new Map<TerraformResource, readonly RegionName[]>();
    for (const region of props.regions.keys()) {
      const hosts = this.of(region, 'hosts', props.hosts);
      const client = this.domainName(`client-${region}`, region, hosts.client);
      const own = this.domainName(`own-${region}`, region, hosts.own);
      for (const host of hosts.extra ?? []) this.domainName(`${labelOf(host)}-${region}`, region, host);
      belonging.set(this.record(`target-record-${region}`, hosts.target, client), [region]);
      belonging.set(this.record(`own-record-${region}`, hosts.own, own), [region]);
    }
    this.belonging = belonging;
  }

  private domainName(id: string, region: RegionName, host: string): Apigatewayv2DomainName {
    const { regions, certificateArns } = this.props;
    return new Apigatewayv2DomainName(this, id, {
      provider: this.of(region, 'regions', regions),
      domainName: host,
      domainNameConfiguration: {
        certificateArn: this.of(region, 'certificateArns', certificateArns),
        endpointType: 'REGIONAL',
        securityPolicy: 'TLS_1_2',
      },
      // Also when it is adopted again: a plan that would replace it stops.
      lifecycle: { preventDestroy: true },
    });
  }

  private record(id: string, name: string, { domainNameConfiguration: to }: Apigatewayv2DomainName): Route53Record {
    const { edge, zoneId } = this.props;
    return new Route53Record(this, id, {
      provider: edge,
      zoneId,
      name,
      type: 'A',
      // The gates of the front door decide: API Gateway tells Route 53 nothing of an API's health.
      alias: { name: to.targetDomainName, zoneId: to.hostedZoneId, evaluateTargetHealth: false },
    });
  }

  private of<T>(region: RegionName, prop: string, map: ReadonlyMap<RegionName, T>): T {
    const found = map.get(region);
    if (found === undefined)
      throw new Error(`${this.node.path}: ${prop} lacks ${region}. Give one for each Region of \`regions\`.`);
    return found;
  }
}
