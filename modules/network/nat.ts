import { DataAwsEip } from '@cdktf/provider-aws/lib/data-aws-eip';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { NamedTable } from './internet-access';

/**
 * - `none`: no way out; endpoints alone.
 * - `single`: one gateway in the first zone; with that zone the way out is lost in all of them.
 * - `per-az`: a gateway in each zone, which serves that zone alone.
 * - `regional`: one gateway that AWS spreads over the zones in use ("Regional NAT gateways", provider 6.24).
 */
export type NatMode = 'none' | 'single' | 'per-az' | 'regional';

export interface NatProps {
  readonly provider: TerraformProvider;
  readonly mode: Exclude<NatMode, 'none'>;
  readonly vpcId: string;
  /** It must be attached before an address of the VPC can be reached. */
  readonly internetGateway: InternetGateway;
  /** One in each zone, in the order of the zones. */
  readonly publicSubnetIds: readonly string[];
  /** The table of each zone's private subnet, in the same order. */
  readonly privateTables: readonly NamedTable[];
  /**
   * Addresses that stand elsewhere, found by their tag `Name` (`tagName('egress-<zone>')`), so that they outlive this VPC.
   * Not with `regional`: AWS then takes the addresses that it needs, and giving it some later replaces the gateway.
   */
  readonly stableEgressIps: boolean;
  /** Value of the tag `Name` of a part of the network. */
  readonly tagName: (what: string) => string;
}

/** What private subnets reach the internet through, over IPv4. A change of `stableEgressIps` replaces the gateways. */
export class Nat extends Construct {
  /** Addresses that others see, in the order of the zones; none with `regional`, which takes and gives back as it grows. */
  readonly publicIps: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NatProps,
  ) {
    super(scope, id);
    const { provider, mode, publicSubnetIds, privateTables, stableEgressIps } = props;
    if (mode === 'regional' && stableEgressIps)
      throw new Error(
        `${this.node.path}: stableEgressIps cannot be had with nat "regional", which takes its addresses itself. Use "per-az" or "single".`,
      );

    const zonal =
      mode === 'regional' ? [] : publicSubnetIds.slice(0, mode === 'single' ? 1 : undefined).map(this.zonalGateway);
    this.publicIps = zonal.map(({ publicIp }) => publicIp);
    const gateways = mode === 'regional' ? [this.regionalGateway()] : zonal.map(({ gateway }) => gateway);
    privateTables.forEach(({ name, id: routeTableId }, zone) => {
      const gateway = gateways[mode === 'per-az' ? zone : 0];
      if (!gateway)
        throw new Error(
          `${this.node.path}: publicSubnetIds has ${publicSubnetIds.length}, so ${name} has no gateway. Give one for each private table.`,
        );
      new Route(this, `route-${name}`, {
        provider,
        routeTableId,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: gateway.id,
      });
    });
  }

  private regionalGateway(): NatGateway {
    const { provider, vpcId, internetGateway, tagName } = this.props;
    return new NatGateway(this, 'gateway', {
      provider,
      vpcId,
      availabilityMode: 'regional',
      tags: { Name: tagName('nat') },
      dependsOn: [internetGateway],
    });
  }

  private readonly zonalGateway = (subnetId: string, zone: number): { gateway: NatGateway; publicIp: string } => {
    const { provider, internetGateway, tagName } = this.props;
    const { id: allocationId, publicIp } = this.address(zone);
    const gateway = new NatGateway(this, `gateway-${zone}`, {
      provider,
      subnetId,
      allocationId,
      tags: { Name: tagName(`nat-${zone}`) },
      dependsOn: [internetGateway],
    });
    return { gateway, publicIp };
  };

  private address(zone: number): Eip | DataAwsEip {
    const { provider, internetGateway, stableEgressIps, tagName } = this.props;
    if (stableEgressIps)
      return new DataAwsEip(this, `address-${zone}`, {
        provider,
        filter: [{ name: 'tag:Name', values: [tagName(`egress-${zone}`)] }],
      });
    return new Eip(this, `address-${zone}`, {
      provider,
      domain: 'vpc',
      tags: { Name: tagName(`nat-${zone}`) },
      dependsOn: [internetGateway],
    });
  }
}
