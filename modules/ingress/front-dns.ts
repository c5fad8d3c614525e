import { Route53Record, type Route53RecordConfig } from '@cdktf/provider-aws/lib/route53-record';
import { dependable, type ITerraformDependable, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type RegionName, regionFacts } from '../../config/catalog';
import { bySlot } from '../../config/topology';

/** Where a Region is reached, and whether it is to be. */
export interface FrontTarget {
  /** Name in the same zone that stands for the Region's entry: `target-use1.orders.example.com`. */
  readonly hostName: string;
  /** Id of the health check under which the Region is answered with. */
  readonly healthCheckId: string;
  /** The record of `hostName`, where this stack makes it: Route 53 takes no alias to a name that is not there. @default - it is there */
  readonly record?: ITerraformDependable | undefined;
}

/** How Route 53 chooses among the Regions that are healthy. */
export type DnsRouting =
  /** The one with the least latency from the client's resolver. */
  | { readonly policy: 'latency' }
  /** `primary` as long as it is healthy, else any of the others. For any number of Regions. */
  | { readonly policy: 'priority'; readonly primary: RegionName }
  /** The same for two Regions, as Route 53's own policy: a primary and a secondary record, whichever Region each leads to. */
  | { readonly policy: 'failover'; readonly primary: RegionName }
  /** By shares: 0 to 255 for each Region. */
  | { readonly policy: 'weighted'; readonly weights: ReadonlyMap<RegionName, number> };

export interface FrontDnsProps {
  /** Of us-east-1, where Route 53 is changed. */
  readonly provider: TerraformProvider;
  readonly zoneId: string;
  /** Name that clients use: `api.orders.example.com`. */
  readonly hostName: string;
  /** Every Region that serves, in any order. */
  readonly targets: ReadonlyMap<RegionName, FrontTarget>;
  readonly routing: DnsRouting;
}

/** Largest weight of a record ("Values specific for weighted records"). */
export const MOST_WEIGHT = 255;

/**
 * One name for all Regions, one record for each, none of which knows the others: the record of a Region that joins or goes
 * is the only one that changes. A failover changes none: Route 53 stops answering with a Region whose check fails, from
 * data planes all over the world. With every Region unhealthy it answers as if all were well.
 *
 * With `failover` a record belongs to a role and not to a Region: Route 53 takes one primary record of a name at a time, so
 * two records could never change their roles one after the other. They change where they lead instead.
 *
 * The targets' own health is not asked: that of an API is not known to Route 53, and that of a balancer says less than the
 * check does.
 */
export class FrontDns extends Construct {
  /** The record of each Region, for what must not be made before. */
  readonly records: ReadonlyMap<RegionName, Route53Record>;

  constructor(scope: Construct, id: string, props: FrontDnsProps) {
    super(scope, id);
    const { provider, zoneId, hostName, targets, routing } = props;
    const refused = problemOf(routing, targets);
    if (refused !== undefined) throw new Error(`${this.node.path}: ${refused}`);

    this.records = new Map(
      [...targets]
        .sort(([a], [b]) => bySlot(a, b))
        .map(([region, target]) => [
          region,
          new Route53Record(this, recordIdOf(routing, region), {
            provider,
            zoneId,
            name: hostName,
            type: 'A',
            setIdentifier: routing.policy === 'failover' ? recordIdOf(routing, region) : regionFacts(region).code,
            healthCheckId: target.healthCheckId,
            alias: { name: target.hostName, zoneId, evaluateTargetHealth: false },
            ...policyOf(routing, region),
            ...(target.record && { dependsOn: [target.record] }),
            ...(recordIdOf(routing, region) === 'secondary' && { lifecycle: { createBeforeDestroy: true } }),
          }),
        ]),
    );
    this.keepSecondary(routing);
  }

  /** A secondary record goes only once the primary one leads elsewhere: until then it is what clients are answered with. */
  private keepSecondary(routing: DnsRouting): void {
    if (routing.policy !== 'failover') return;
    const primary = this.records.get(routing.primary);
    const secondary = [...this.records.values()].find((record) => record !== primary);
    if (primary && secondary) primary.dependsOn = [...(primary.dependsOn ?? []), dependable(secondary)];
  }
}

/** What the record of a Region is called within the construct: the Region, or its role where Route 53 has roles. */
function recordIdOf(routing: DnsRouting, region: RegionName): string {
  if (routing.policy !== 'failover') return region;
  return region === routing.primary ? 'primary' : 'secondary';
}

/** Why Route 53, or a client, would not be served by this. */
function problemOf(routing: DnsRouting, targets: FrontDnsProps['targets']): string | undefined {
  const regions = [...targets.keys()].sort(bySlot);
  if (regions.length === 0) return 'targets is empty. Name the Regions that serve.';
  switch (routing.policy) {
    case 'latency':
      return undefined;
    case 'weighted': {
      const missing = regions.filter((region) => !routing.weights.has(region));
      if (missing.length > 0) return `weights has none for ${missing.join(', ')}. Give each Region one.`;
      const wrong = regions.filter((region) => !isWeight(routing.weights.get(region)));
      if (wrong.length > 0)
        return `weights of ${wrong.join(', ')} are no whole numbers from 0 to ${MOST_WEIGHT}. Correct them.`;
      return undefined;
    }
    case 'failover':
    case 'priority':
      if (!targets.has(routing.primary))
        return `primary is ${routing.primary}, which is not among ${regions.join(', ')}. Name one of them.`;
      return routing.policy === 'failover' && regions.length > 2
        ? `failover among ${regions.length} Regions. Route 53 has a primary and a secondary record: use priority.`
        : undefined;
  }
}

const isWeight = (weight = -1): boolean => Number.isInteger(weight) && weight >= 0 && weight <= MOST_WEIGHT;

function policyOf(routing: DnsRouting, region: RegionName): Partial<Route53RecordConfig> {
  switch (routing.policy) {
    case 'latency':
      return { latencyRoutingPolicy: { region } };
    case 'priority':
      // A weight of zero is answered with only when every heavier record is unhealthy ("How Amazon Route 53 chooses records
      // when health checking is configured").
      return { weightedRoutingPolicy: { weight: region === routing.primary ? MOST_WEIGHT : 0 } };
    case 'failover':
      return { failoverRoutingPolicy: { type: region === routing.primary ? 'PRIMARY' : 'SECONDARY' } };
    case 'weighted':
      return { weightedRoutingPolicy: { weight: routing.weights.get(region) ?? 0 } };
  }
}
