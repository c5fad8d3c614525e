import { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';

export interface BalancerRecordsProps {
  /** Of us-east-1, where Route 53 is changed. */
  readonly provider: TerraformProvider;
  /** The provider of every Region that serves: its balancer is looked up there. */
  readonly regions: ReadonlyMap<RegionName, TerraformProvider>;
  readonly zoneId: string;
  /** Name of a Region's balancer. */
  readonly balancerName: (region: RegionName) => string;
  /** Name that the front door's records point at: `target-use1.orders.example.com`. */
  readonly targetHostName: (region: RegionName) => string;
  /** Name under which the Region alone answers, for health checks and people: `api-use1.orders.example.com`. */
  readonly ownHostName: (region: RegionName) => string;
}

/** What stands in front of a Region's balancer. */
export interface BalancerEntry {
  /** ARN of the balancer. */
  readonly arn: string;
  /** The balancer as CloudWatch names it: `app/orders-prod-use1/50dc6c495c0c9188`. */
  readonly arnSuffix: string;
  /** Record of the target's name. */
  readonly target: Route53Record;
}

/**
 * The names of the Regions' load balancers, which the Regions' own stacks make: the only look-ups of the front door into a
 * Region. Of Regions that serve alone: the records of one that is lost are destroyed, and nobody asks it.
 */
export class BalancerRecords extends Construct {
  readonly entries: ReadonlyMap<RegionName, BalancerEntry>;

  constructor(scope: Construct, id: string, props: BalancerRecordsProps) {
    super(scope, id);
    const { provider, zoneId } = props;
    this.entries = new Map(
      [...props.regions]
        .sort(([a], [b]) => bySlot(a, b))
        .map(([region, regionProvider]) => {
          const balancer = new DataAwsLb(this, `balancer-${region}`, {
            provider: regionProvider,
            name: props.balancerName(region),
          });
          const record = (kind: string, name: string): Route53Record =>
            new Route53Record(this, `${kind}-${region}`, {
              provider,
              zoneId,
              name,
              type: 'A',
              alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false },
              // So that it goes after what led to it leads elsewhere.
              lifecycle: { createBeforeDestroy: true },
            });
          record('own', props.ownHostName(region));
          const target = record('target', props.targetHostName(region));
          return [region, { arn: balancer.arn, arnSuffix: balancer.arnSuffix, target }];
        }),
    );
  }
}
