import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import { tagName } from '../config/names';
import type { Platform } from '../config/platform';
import type { RegionVpc } from '../modules/network/region-vpc';
import { HUB } from './network-names';

export interface JoinGatewayProps {
  readonly platform: Platform;
  readonly region: RegionName;
  readonly provider: TerraformProvider;
  readonly vpc: RegionVpc;
}

/** Attaches a Region's VPC to its transit gateway, which foundation made. Loaded where there is one. */
export function joinGateway(scope: Construct, { platform, region, provider, vpc }: JoinGatewayProps): void {
  const { GatewayAttachment } =
    require('../modules/network/gateway-attachment') as typeof import('../modules/network/gateway-attachment');
  new GatewayAttachment(scope, 'backbone', {
    provider,
    hubTagName: tagName(platform, HUB, region),
    tagName: tagName(platform, 'backbone', region),
    vpcId: vpc.vpcId,
    transitSubnetIds: vpc.transitSubnetIds,
    // Public subnets hold what the world asks, and none of it asks another Region.
    routeTables: vpc.routeTables.filter(({ tier }) => tier !== 'public'),
    supernet: platform.network.cidr,
  });
}
