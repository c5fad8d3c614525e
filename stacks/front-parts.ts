import { DataAwsAcmCertificate } from '@cdktf/provider-aws/lib/data-aws-acm-certificate';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import { apiHost } from '../config/hosts';
import { alarmArnPattern, alarmName, globalName, switchParameterName, topicName } from '../config/names';
import type { Platform } from '../config/platform';
import type { BalancerEntry } from '../modules/ingress/balancer-records';
import { EdgeAlarmTopic } from '../modules/observability/edge-alarm-topic';
import type { MeasuredFront } from '../modules/observability/front-dashboard';
import type { FrontProps } from './front';
import { regionsThatStay } from './routing-environment';

/*
 * What only some front doors have. Each is loaded by the first platform that has it.
 */

/** The certificate in us-east-1, which foundation had issued. */
export const edgeCertificateArn = (scope: Construct, provider: TerraformProvider, domain: string): string =>
  new DataAwsAcmCertificate(scope, 'certificate', { provider, domain, statuses: ['ISSUED'], mostRecent: true }).arn;

/** Where the alarms of a Region that the front door is watched from go. @returns its ARN */
export const alarmTopicIn = (
  scope: Construct,
  id: string,
  platform: Platform,
  provider: TerraformProvider,
  region: RegionName,
): string =>
  new EdgeAlarmTopic(scope, id, {
    provider,
    region,
    partition: platform.partition,
    account: platform.account,
    topicName: topicName(platform, 'edge-alarms'),
    keyAlias: `alias/${topicName(platform, 'edge-alarms')}`,
    alarmArnPattern: alarmArnPattern(platform, region),
  }).arn;

/** The switch of each Region. @returns the health check of each */
export function routingControls(
  scope: Construct,
  { platform, ingress, providerIn, edge, oregon }: FrontProps,
  tagName: (what: string, region: RegionName) => string,
): ReadonlyMap<RegionName, string> {
  const { Arc } = require('../modules/routing/arc') as typeof import('../modules/routing/arc');
  return new Arc(scope, 'switches', {
    provider: oregon(),
    edgeProvider: edge,
    clusterName: globalName(platform, 'switches', 'recovery'),
    regions: platform.deployedRegions,
    controlName: (region) => globalName(platform, region, 'recovery'),
    rulePrefix: RULE_PREFIX,
    // With one writer two Regions that are on would split it.
    atMostOne: ingress.routing === 'priority' || ingress.routing === 'failover',
    recordedIn: new Map(regionsThatStay(platform).map((region) => [region, providerIn(region)])),
    parameterName: switchParameterName(platform),
    tagName,
  }).checks;
}

/** Rules are named within their panel, which has the platform's name. */
const RULE_PREFIX = '';

/** Two addresses in front of the Regions' load balancers. */
export function acceleratedFront(
  scope: Construct,
  { platform, ingress, edge, oregon, outputs }: FrontProps,
  { zoneId, balancers }: { readonly zoneId: string; readonly balancers: ReadonlyMap<RegionName, BalancerEntry> },
): MeasuredFront {
  const { FrontAccelerator } =
    require('../modules/ingress/front-accelerator') as typeof import('../modules/ingress/front-accelerator');
  const { AcceleratorAlarms } =
    require('../modules/observability/accelerator-alarms') as typeof import('../modules/observability/accelerator-alarms');
  const provider = oregon();
  const { acceleratorId, ipAddresses } = new FrontAccelerator(scope, 'accelerator', {
    provider,
    edgeProvider: edge,
    acceleratorName: globalName(platform, 'front', 'accelerator'),
    zoneId,
    hostName: apiHost(ingress.domain),
    endpointArns: new Map([...balancers].map(([region, { arn }]) => [region, arn])),
    clientAffinity: ingress.clientAffinity,
  });
  const topicArn = alarmTopicIn(scope, 'accelerator-topic', platform, provider, 'us-west-2');
  new AcceleratorAlarms(scope, 'accelerator-alarms', {
    provider,
    alarmName: (what) => alarmName(platform, `front-${what}`),
    topicArn,
    acceleratorId,
  });
  outputs.publish('accelerator_ips', ipAddresses);
  return { kind: 'accelerator', acceleratorId };
}

/** CloudFront, with its web ACL, log and functions. */
export function cdnFront(
  scope: Construct,
  props: FrontProps,
  where: { readonly zoneId: string; readonly certificateArn: string },
): MeasuredFront {
  const parts = require('./front-at-edge') as typeof import('./front-at-edge');
  const { distributionId } = new parts.FrontAtEdge(scope, 'cdn', { ...props, ...where });
  return { kind: 'cdn', distributionId };
}
