import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type RegionName, regionFacts } from '../config/catalog';
import { apiHost, jurisdictionHost, regionHost, targetHost } from '../config/hosts';
import type { Ingress } from '../config/ingress';
import { alarmName, entryName, globalName } from '../config/names';
import type { Platform } from '../config/platform';
import { type BalancerEntry, BalancerRecords } from '../modules/ingress/balancer-records';
import { FrontDns, type FrontTarget } from '../modules/ingress/front-dns';
import { FrontResidency } from '../modules/ingress/front-residency';
import { EdgeAlarms } from '../modules/observability/edge-alarms';
import { FrontDashboard, type MeasuredFront } from '../modules/observability/front-dashboard';
import { HealthChecks } from '../modules/routing/health-checks';
import { acceleratedFront, alarmTopicIn, cdnFront, edgeCertificateArn, routingControls } from './front-parts';
import { dnsRoutingOf, placesOf } from './front-routing';
import type { StackOutputs } from './stack-outputs';

export interface FrontProps {
  readonly platform: Platform;
  readonly ingress: Ingress;
  readonly providerIn: (region: RegionName) => TerraformProvider;
  /** In us-east-1. */
  readonly edge: TerraformProvider;
  /** In us-west-2; asked for only where something needs it. */
  readonly oregon: () => TerraformProvider;
  readonly outputs: StackOutputs<'global'>;
}

/**
 * The front door: what clients ask first, and what takes a Region out of it. It is made of the Regions that serve; what it
 * had of one that is evacuated goes, as a Region that wakes up with old data must not be in DNS.
 */
export class Front extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: FrontProps,
  ) {
    super(scope, id);
    const { platform, ingress, edge: provider, outputs } = props;
    const { domain, front } = ingress;
    const regions = platform.deployedRegions;
    const zoneId = new DataAwsRoute53Zone(this, 'zone', { provider, name: domain, privateZone: false }).zoneId;
    const certificateArn = edgeCertificateArn(this, provider, domain);

    const balancers = ingress.entry === 'alb' ? this.balancers(zoneId) : undefined;
    const { gates } = new HealthChecks(this, 'health', {
      provider,
      regions,
      hostName: (region) => regionHost(domain, region),
      ...ingress.health,
      controls: ingress.switch === 'routing-control' ? routingControls(this, props, this.tagNameIn) : undefined,
      tagName: this.tagNameIn,
    });

    let measured: MeasuredFront = { kind: 'dns' };
    if (front === 'accelerator') {
      measured = acceleratedFront(this, props, { zoneId, balancers: balancers ?? new Map() });
    } else {
      this.dns(zoneId, targetsOf(ingress, gates, balancers));
    }
    if (front === 'cdn') measured = cdnFront(this, props, { zoneId, certificateArn });
    outputs.publish('api_url', `https://${apiHost(domain)}`);

    const topicArn = alarmTopicIn(this, 'alarm-topic', platform, provider, 'us-east-1');
    new EdgeAlarms(this, 'alarms', {
      provider,
      alarmName: (what) => alarmName(platform, `front-${what}`),
      topicArn,
      gates,
      certificateArn,
      distributionId: measured.kind === 'cdn' ? measured.distributionId : undefined,
      tagName: (what) => alarmName(platform, `front-${what}`),
    });
    outputs.publish('edge_alarm_topic_arn', topicArn);
    new FrontDashboard(this, 'dashboard', {
      provider,
      dashboardName: globalName(platform, 'front', 'dashboard'),
      gates,
      front: measured,
      balancers: balancers && new Map([...balancers].map(([region, { arnSuffix }]) => [region, arnSuffix])),
    });
  }

  /** A health check has no name but its tag. */
  private readonly tagNameIn = (what: string, region: RegionName): string =>
    alarmName(this.props.platform, `${what}-${regionFacts(region).code}`);

  private balancers(zoneId: string): ReadonlyMap<RegionName, BalancerEntry> {
    const { platform, ingress, providerIn, edge } = this.props;
    return new BalancerRecords(this, 'balancers', {
      provider: edge,
      regions: new Map(platform.deployedRegions.map((region) => [region, providerIn(region)])),
      zoneId,
      balancerName: () => entryName(platform, 'loadBalancer'),
      targetHostName: (region) => targetHost(ingress.domain, region),
      ownHostName: (region) => regionHost(ingress.domain, region),
    }).entries;
  }

  private dns(zoneId: string, targets: ReadonlyMap<RegionName, FrontTarget>): void {
    const { platform, ingress, edge: provider } = this.props;
    const { domain } = ingress;
    const routing = dnsRoutingOf(ingress, platform.writer);
    if (routing === undefined) {
      new FrontResidency(this, 'residency', {
        provider,
        zoneId,
        hostName: apiHost(domain),
        hostNameOf: (jurisdiction) => jurisdictionHost(domain, jurisdiction),
        jurisdictions: placesOf(ingress, platform.writer, targets),
      });
    } else {
      new FrontDns(this, 'dns', { provider, zoneId, hostName: apiHost(domain), targets, routing });
    }
  }
}

/** What the records of each Region lead to, and the gate before it. */
const targetsOf = (
  { domain }: Ingress,
  gates: ReadonlyMap<RegionName, string>,
  balancers: ReadonlyMap<RegionName, BalancerEntry> | undefined,
): ReadonlyMap<RegionName, FrontTarget> =>
  new Map(
    [...gates].map(([region, healthCheckId]) => [
      region,
      { hostName: targetHost(domain, region), healthCheckId, record: balancers?.get(region)?.target },
    ]),
  );
