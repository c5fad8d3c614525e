import { DataAwsRouteTable } from '@cdktf/provider-aws/lib/data-aws-route-table';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Route } from '@cdktf/provider-aws/lib/route';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { VpcPeeringConnectionAccepterA } from '@cdktf/provider-aws/lib/vpc-peering-connection-accepter';
import { VpcPeeringConnectionOptions } from '@cdktf/provider-aws/lib/vpc-peering-connection-options';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';

export interface PeeringBackboneProps {
  /** Account of all VPCs. */
  readonly account: string;
  /** Regions with a VPC, in any order. */
  readonly regions: readonly RegionName[];
  readonly providerIn: (region: RegionName) => TerraformProvider;
  /** Range of a Region's VPC. */
  readonly cidrOf: (region: RegionName) => string;
  /** Names of a Region's route tables that lead to the other Regions: `private-0`, `isolated`. */
  readonly tablesOf: (region: RegionName) => readonly string[];
  /** Value of the tag `Name` of a part of a Region's network: `vpc`, or a table of `tablesOf`. */
  readonly tagName: (what: string, region: RegionName) => string;
  /** Value of the tag `Name` of a peering, the lower slot first. */
  readonly pairTagName: (a: RegionName, b: RegionName) => string;
}

/** A Region's VPC, and the tables that lead to others, by name. */
interface Network {
  readonly region: RegionName;
  readonly vpcId: string;
  readonly tables: ReadonlyMap<string, string>;
}

/**
 * Every two VPCs peered, for nothing by the hour. A peering leads to its two VPCs and no further, and hangs on their ids:
 * rebuilding a Region's VPC replaces all of its peerings. Nothing outside of a pair refers to it.
 */
export class PeeringBackbone extends Construct {
  /** Both Regions of each pair's resources, whichever of them a resource stands in: neither can be missing to read it. */
  readonly belonging: ReadonlyMap<TerraformResource, readonly RegionName[]>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PeeringBackboneProps,
  ) {
    super(scope, id);
    const { regions } = props;
    const networks = [...regions].sort(bySlot).map((region) => this.lookUp(region));
    this.belonging = new Map(networks.flatMap((a, i) => networks.slice(i + 1).flatMap((b) => this.pair(a, b))));
  }

  private lookUp(region: RegionName): Network {
    const { providerIn, tablesOf, tagName } = this.props;
    const provider = providerIn(region);
    const vpc = new DataAwsVpc(this, `vpc-${region}`, {
      provider,
      filter: [{ name: 'tag:Name', values: [tagName('vpc', region)] }],
      state: 'available',
    });
    const tables = tablesOf(region).map((name) => {
      const table = new DataAwsRouteTable(this, `table-${region}-${name}`, {
        provider,
        vpcId: vpc.id,
        filter: [{ name: 'tag:Name', values: [tagName(name, region)] }],
      });
      return [name, table.id] as const;
    });
    return { region, vpcId: vpc.id, tables: new Map(tables) };
  }

  private pair(a: Network, b: Network): [TerraformResource, readonly RegionName[]][] {
    const { account, providerIn, pairTagName } = this.props;
    const [from, to] = [a.region, b.region];
    const tags = { Name: pairTagName(from, to) };
    const connection = new VpcPeeringConnection(this, `peering-${from}-${to}`, {
      provider: providerIn(from),
      vpcId: a.vpcId,
      peerVpcId: b.vpcId,
      peerRegion: to,
      peerOwnerId: account,
      tags,
    });
    const accepter = new VpcPeeringConnectionAccepterA(this, `accepter-${from}-${to}`, {
      provider: providerIn(to),
      vpcPeeringConnectionId: connection.id,
      autoAccept: true,
      tags,
      // AWS does not tell it, so adopting an accepted peering would show a change.
      lifecycle: { ignoreChanges: ['auto_accept'] },
    });
    // By the accepter on both sides: options and routes need a peering that is active. Each side sets its own option alone.
    const peered = { vpcPeeringConnectionId: accepter.id };
    const resolve = { allowRemoteVpcDnsResolution: true };
    const options = [
      new VpcPeeringConnectionOptions(this, `options-${from}-${to}`, {
        provider: providerIn(from),
        ...peered,
        requester: resolve,
      }),
      new VpcPeeringConnectionOptions(this, `options-${to}-${from}`, {
        provider: providerIn(to),
        ...peered,
        accepter: resolve,
      }),
    ];
    const resources = [
      connection,
      accepter,
      ...options,
      ...this.routes(a, to, accepter.id),
      ...this.routes(b, from, accepter.id),
    ];
    return resources.map((resource) => [resource, [from, to]]);
  }

  private routes({ region: at, tables }: Network, peer: RegionName, peeringId: string): Route[] {
    return [...tables].map(
      ([name, routeTableId]) =>
        new Route(this, `route-${at}-${name}-${peer}`, {
          provider: this.props.providerIn(at),
          routeTableId,
          destinationCidrBlock: this.props.cidrOf(peer),
          vpcPeeringConnectionId: peeringId,
        }),
    );
  }
}
