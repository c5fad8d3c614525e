import { Ec2TransitGatewayRouteTableAssociation } from '@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association';
import { Ec2TransitGatewayRouteTablePropagation } from '@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-propagation';
import { Ec2TransitGatewayVpcAttachment } from '@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment';
import { Route } from '@cdktf/provider-aws/lib/route';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { lookUpHub } from './hub-lookup';
import type { NamedTable } from './internet-access';

export interface GatewayAttachmentProps {
  readonly provider: TerraformProvider;
  /** The tag `Name` of the Region's gateway and of its route table. */
  readonly hubTagName: string;
  /** Value of the attachment's own tag `Name`. */
  readonly tagName: string;
  readonly vpcId: string;
  /** Subnets that have nothing else in them, one a zone ("Transit gateway design best practices"). */
  readonly transitSubnetIds: readonly string[];
  /** Tables of the subnets that reach other Regions. */
  readonly routeTables: readonly NamedTable[];
  /** Range of the whole platform. One route to all of it: a Region that joins changes nothing here. */
  readonly supernet: string;
}

/** A VPC on its Region's transit gateway. The gateway learns the VPC's range, and the VPC sends all of the platform's there. */
export class GatewayAttachment extends Construct {
  readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: GatewayAttachmentProps) {
    super(scope, id);
    const { provider, hubTagName, tagName, vpcId, transitSubnetIds, routeTables, supernet } = props;
    const { gatewayId, routeTableId } = lookUpHub(this, 'hub', provider, hubTagName);

    const attachment = new Ec2TransitGatewayVpcAttachment(this, 'attachment', {
      provider,
      transitGatewayId: gatewayId,
      vpcId,
      subnetIds: [...transitSubnetIds],
      dnsSupport: 'enable',
      // Said although the gateway has no default table: left out, every plan shows a difference.
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      tags: { Name: tagName },
    });
    const onHub = {
      provider,
      transitGatewayAttachmentId: attachment.id,
      transitGatewayRouteTableId: routeTableId,
    };
    new Ec2TransitGatewayRouteTableAssociation(this, 'association', onHub);
    new Ec2TransitGatewayRouteTablePropagation(this, 'propagation', onHub);
    for (const { name, id: table } of routeTables) {
      new Route(this, `supernet-${name}`, {
        provider,
        routeTableId: table,
        destinationCidrBlock: supernet,
        transitGatewayId: gatewayId,
        // AWS refuses a route to a gateway that the VPC is not attached to.
        dependsOn: [attachment],
      });
    }
    this.attachmentId = attachment.id;
  }
}
