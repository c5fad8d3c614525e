import { DataAwsEc2TransitGateway } from '@cdktf/provider-aws/lib/data-aws-ec2-transit-gateway';
import { DataAwsEc2TransitGatewayRouteTable } from '@cdktf/provider-aws/lib/data-aws-ec2-transit-gateway-route-table';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';

/** A Region's transit gateway, as another stack than its own knows it. */
export interface Hub {
  readonly gatewayId: string;
  readonly routeTableId: string;
}

/**
 * Looks a Region's gateway and its route table up by their tag `Name`. Also by their state: one that was deleted is listed
 * for a while, and a look-up that finds two fails. The gateway's data source ignores its argument `tags`.
 */
export function lookUpHub(scope: Construct, id: string, provider: TerraformProvider, tagName: string): Hub {
  const filter = [
    { name: 'tag:Name', values: [tagName] },
    { name: 'state', values: ['available'] },
  ];
  return {
    gatewayId: new DataAwsEc2TransitGateway(scope, id, { provider, filter }).id,
    routeTableId: new DataAwsEc2TransitGatewayRouteTable(scope, `${id}-routes`, { provider, filter }).id,
  };
}
