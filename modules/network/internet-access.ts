import { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

/** A route table by its name, such as `private-0`. */
export interface NamedTable {
  readonly name: string;
  readonly id: string;
}

export interface InternetAccessProps {
  readonly provider: TerraformProvider;
  readonly vpcId: string;
  readonly publicTable: NamedTable;
  readonly privateTables: readonly NamedTable[];
  /** Public subnets also over IPv6, private ones out and not in. */
  readonly ipv6: boolean;
  /** Value of the tag `Name` of a part of the network. */
  readonly tagName: (what: string) => string;
}

/**
 * The VPC's gateway to the internet, for what stands in public subnets and has a public address. IPv6 knows no NAT: private
 * subnets get a gateway that answers nobody who calls first ("Egress-only internet gateways").
 */
export class InternetAccess extends Construct {
  readonly gateway: InternetGateway;

  constructor(scope: Construct, id: string, props: InternetAccessProps) {
    super(scope, id);
    const { provider, vpcId, publicTable, privateTables, ipv6, tagName } = props;

    this.gateway = new InternetGateway(this, 'gateway', { provider, vpcId, tags: { Name: tagName('internet') } });
    const out = { provider, routeTableId: publicTable.id, gatewayId: this.gateway.id };
    new Route(this, `route-${publicTable.name}`, { ...out, destinationCidrBlock: '0.0.0.0/0' });
    if (!ipv6) return;
    new Route(this, `route-${publicTable.name}-ipv6`, { ...out, destinationIpv6CidrBlock: '::/0' });
    const egressOnly = new EgressOnlyInternetGateway(this, 'egress-only', {
      provider,
      vpcId,
      tags: { Name: tagName('egress-only') },
    });
    for (const { name, id: routeTableId } of privateTables) {
      new Route(this, `route-${name}-ipv6`, {
        provider,
        routeTableId,
        destinationIpv6CidrBlock: '::/0',
        egressOnlyGatewayId: egressOnly.id,
      });
    }
  }
}
