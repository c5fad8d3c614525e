import { Ec2TransitGateway } from '@cdktf/provider-aws/lib/ec2-transit-gateway';
import { Ec2TransitGatewayRouteTable } from '@cdktf/provider-aws/lib/ec2-transit-gateway-route-table';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type RegionName, regionFacts } from '../../config/catalog';

/** First of the private ASNs of four bytes (RFC 6996); a gateway's is this and the slot of its Region. */
const FIRST_ASN = 4_200_000_000;

/** The gateway's number in BGP: unique, as AWS asks of gateways that are peered ("Transit gateway peering attachments"). */
export const gatewayAsn = (region: RegionName): number => FIRST_ASN + regionFacts(region).slot;

export interface TransitGatewayProps {
  readonly provider: TerraformProvider;
  readonly region: RegionName;
  /** Value of the tag `Name` of the gateway and of its route table: what other stacks find them by. */
  readonly tagName: string;
  /** To be given up: no protection is left. @default false */
  readonly released?: boolean;
}

/**
 * A Region's hub, and the one route table of all that is attached to it. It stands apart from the VPC, so that a Region can
 * be rebuilt: its id is what the peerings hang on, and AWS deletes no gateway that has one.
 */
export class TransitGateway extends Construct {
  readonly gateway: Ec2TransitGateway;
  readonly routeTable: Ec2TransitGatewayRouteTable;

  constructor(scope: Construct, id: string, { provider, region, tagName, released = false }: TransitGatewayProps) {
    super(scope, id);
    const tags = { Name: tagName };
    const lifecycle = { preventDestroy: !released };
    this.gateway = new Ec2TransitGateway(this, 'gateway', {
      provider,
      description: `Hub of ${region}`,
      amazonSideAsn: gatewayAsn(region),
      // From the first day: turning either on later replaces the gateway.
      defaultRouteTableAssociation: 'disable',
      defaultRouteTablePropagation: 'disable',
      autoAcceptSharedAttachments: 'disable',
      dnsSupport: 'enable',
      tags,
      lifecycle,
    });
    this.routeTable = new Ec2TransitGatewayRouteTable(this, 'routes', {
      provider,
      transitGatewayId: this.gateway.id,
      tags,
      lifecycle,
    });
  }
}
