import type { RegionName } from './catalog';
import { jurisdictionOf } from './ingress';
import { type Platform, regionStackName, type StackName } from './platform';
import { type Pair, unorderedPairs } from './topology';

/** A resource of a stack. */
interface Addressed {
  readonly stack: StackName;
  readonly address: string;
}

/** What the manifest says of the network and the front door. */
export interface FrontInManifest {
  /** The backbone: each pair once, the lower slot first. */
  readonly peerings: readonly { readonly pair: Pair; readonly address: string }[];
  readonly stateful: readonly Addressed[];
  readonly servingPath: readonly Addressed[];
  readonly recoveryPath: readonly Addressed[];
}

const PEERING = {
  'transit-gateway': 'aws_ec2_transit_gateway_peering_attachment',
  peering: 'aws_vpc_peering_connection',
} as const;

/** The network's and the front door's part of the manifest. */
export function frontInManifest(platform: Platform): FrontInManifest {
  const { network, joinedRegions, evacuatedRegions, ingress } = platform;
  const global = (address: string): Addressed => ({ stack: 'global', address });
  const foundation = (address: string): Addressed => ({ stack: 'foundation', address });
  const { backbone } = network;
  const joined = joinedRegions.filter((region) => !evacuatedRegions.includes(region));
  const peerings =
    backbone === 'none'
      ? []
      : unorderedPairs(joined).map((pair) => ({
          pair,
          address: `${PEERING[backbone]}.backbone_peering-${pair.join('-')}`,
        }));
  const front = ingress?.delegated ? frontOf(platform) : NOTHING;
  return {
    peerings,
    stateful: [
      ...heldIn(platform).map(foundation),
      ...(ingress?.zone === 'create' ? [foundation('aws_route53_zone.names_domain_zone')] : []),
      ...(network.privateZone === undefined ? [] : [global('aws_route53_zone.private-zone_zone')]),
    ],
    servingPath: [...peerings.map(({ address }) => global(address)), ...front.servingPath],
    recoveryPath: front.recoveryPath,
  };
}

/** Logs and images in every Region that holds something. */
function heldIn({ network, ingress, holdingRegions }: Platform): string[] {
  const open = ingress?.delegated === true;
  return holdingRegions.flatMap((region) => [
    ...(network.flowLogs === 's3' ? [`aws_s3_bucket.network_flow-logs-${region}_bucket`] : []),
    ...(open && ingress.entry === 'alb' ? [`aws_s3_bucket.service_access-logs-${region}_bucket`] : []),
    ...(open && ingress.service.on !== 'function' ? [`aws_ecr_repository.service_images-${region}_repository`] : []),
  ]);
}

const NOTHING = { servingPath: [], recoveryPath: [] };

/** What of a front door that is open a request goes through, and what takes a Region out. */
function frontOf(platform: Platform): Pick<FrontInManifest, 'servingPath' | 'recoveryPath'> {
  const { ingress, deployedRegions, holdingRegions } = platform;
  if (!ingress) return NOTHING;
  const { entry, front } = ingress;
  const at = (stack: StackName, address: string): Addressed => ({ stack, address });
  const each = (regions: readonly RegionName[], address: (region: RegionName) => string): Addressed[] =>
    regions.map((region) => at('global', address(region)));

  const checks = deployedRegions.flatMap((region) =>
    ['own', 'gate'].map((kind) => at('global', `aws_route53_health_check.front_health_${kind}-${region}`)),
  );
  const records =
    front === 'accelerator'
      ? []
      : each(deployedRegions, (region) => {
          const jurisdiction = jurisdictionOf(ingress, region);
          return jurisdiction === undefined
            ? `aws_route53_record.front_dns_${recordOf(platform, region)}`
            : `aws_route53_record.front_residency_jurisdiction-${jurisdiction}_${region}`;
        });
  const entries = deployedRegions.map((region) => at(regionStackName(region), ENTRY[entry]));
  const hosts =
    entry === 'alb'
      ? []
      : holdingRegions.map((region) => at('foundation', `aws_apigatewayv2_domain_name.names_apis_client-${region}`));
  const controls =
    ingress.switch === 'routing-control'
      ? each(
          deployedRegions,
          (region) => `aws_route53recoverycontrolconfig_routing_control.front_switches_switch-${region}`,
        )
      : [];
  return {
    servingPath: [
      ...hosts,
      ...entries,
      ...records,
      ...(front === 'accelerator'
        ? [at('global', 'aws_globalaccelerator_accelerator.front_accelerator_accelerator')]
        : []),
      ...(front === 'cdn' ? [at('global', 'aws_cloudfront_distribution.front_cdn_front_distribution')] : []),
    ],
    // With an accelerator its own health decides, and the checks only tell people.
    recoveryPath: front === 'accelerator' ? [] : [...checks, ...records, ...controls],
  };
}

/** What its record is called after: the Region, or with Route 53's own failover the role that it has. */
function recordOf({ ingress, writer }: Platform, region: RegionName): string {
  if (ingress?.routing !== 'failover') return region;
  return region === writer ? 'primary' : 'secondary';
}

/** What a request enters a Region by. */
const ENTRY = {
  'http-api': 'aws_apigatewayv2_api.entry_api_api',
  'rest-api': 'aws_api_gateway_rest_api.entry_api_api',
  alb: 'aws_lb.entry_balancer_balancer',
} as const;
