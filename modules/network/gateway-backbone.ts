import { Ec2TransitGatewayPeeringAttachment } from '@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment';
import { Ec2TransitGatewayPeeringAttachmentAccepter } from '@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment-accepter';
import { Ec2TransitGatewayRoute } from '@cdktf/provider-aws/lib/ec2-transit-gateway-route';
import { Ec2TransitGatewayRouteTableAssociation } from '@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';
import { type Hub, lookUpHub } from './hub-lookup';

export interface GatewayBackboneProps {
  /** Account of all gateways. Named, as the provider of a Region that is out of reach does not ask for it. */
  readonly account: string;
  /** Regions with a gateway, in any order. */
  readonly regions: readonly RegionName[];
  readonly providerIn: (region: RegionName) => TerraformProvider;
  /** Range of a Region's VPC. */
  readonly cidrOf: (region: RegionName) => string;
  /** The tag `Name` of a Region's gateway and of its route table. */
  readonly hubTagName: (region: RegionName) => string;
  /** Value of the tag `Name` of a peering, the lower slot first. */
  readonly pairTagName: (a: RegionName, b: RegionName) => string;
}

interface RegionalHub extends Hub {
  readonly region: RegionName;
}

/**
 * Every two transit gateways peered, with a static route each way: peerings carry no others ("Transit gateway peering
 * attachments"). The Region with the lower slot asks and the other accepts, so the order of a list changes nothing, and a
 * Region that joins adds six resources for each of the others. Nothing outside of a pair refers to it.
 */
export class GatewayBackbone extends Construct {
  /** Both Regions of each pair's resources, whichever of them a resource stands in: neither can be missing to read it. */
  readonly belonging: ReadonlyMap<TerraformResource, readonly RegionName[]>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GatewayBackboneProps,
  ) {
    super(scope, id);
    const { regions, providerIn, hubTagName } = props;
    const hubs = [...regions].sort(bySlot).map((region) => ({
      region,
      ...lookUpHub(this, `hub-${region}`, providerIn(region), hubTagName(region)),
    }));
    this.belonging = new Map(hubs.flatMap((a, i) => hubs.slice(i + 1).flatMap((b) => this.pair(a, b))));
  }

  private pair(a: RegionalHub, b: RegionalHub): [TerraformResource, readonly RegionName[]][] {
    const { account, providerIn, pairTagName } = this.props;
    const tags = { Name: pairTagName(a.region, b.region) };
    const peering = new Ec2TransitGatewayPeeringAttachment(this, `peering-${a.region}-${b.region}`, {
      provider: providerIn(a.region),
      transitGatewayId: a.gatewayId,
      peerTransitGatewayId: b.gatewayId,
      peerRegion: b.region,
      peerAccountId: account,
      tags,
    });
    const accepter = new Ec2TransitGatewayPeeringAttachmentAccepter(this, `accepter-${a.region}-${b.region}`, {
      provider: providerIn(b.region),
      transitGatewayAttachmentId: peering.id,
      tags,
    });
    // By the accepter on both sides: a route needs a peering that is available, which the requester does not wait for.
    const resources = [peering, accepter, ...this.end(a, b.region, accepter.id), ...this.end(b, a.region, accepter.id)];
    return resources.map((resource) => [resource, [a.region, b.region]]);
  }

  /** One gateway's end of a peering. */
  private end({ region: at, routeTableId }: RegionalHub, peer: RegionName, attachment: string): TerraformResource[] {
    const onHub = {
      provider: this.props.providerIn(at),
      transitGatewayAttachmentId: attachment,
      transitGatewayRouteTableId: routeTableId,
    };
    return [
      new Ec2TransitGatewayRouteTableAssociation(this, `association-${at}-${peer}`, onHub),
      new Ec2TransitGatewayRoute(this, `route-${at}-${peer}`, {
        ...onHub,
        destinationCidrBlock: this.props.cidrOf(peer),
      }),
    ];
  }
}
