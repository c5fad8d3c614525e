import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Route53ZoneAssociation } from '@cdktf/provider-aws/lib/route53-zone-association';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';
import { EVERY_REGION } from '../terraform/tags';

export interface PrivateZoneProps {
  /** Provider of us-east-1, where the API of Route 53 is. */
  readonly edge: TerraformProvider;
  /** Name of the zone: `internal.example.com`. */
  readonly name: string;
  /** Region of the VPC that the zone names: Route 53 makes no private zone without one. It must be within reach. */
  readonly home: RegionName;
  /** Region of the VPC that the zone was made with: it needs no association, also when `home` moved. @default - `home` */
  readonly firstHome?: RegionName;
  /** Regions whose VPCs ask the zone, `home` among them, in any order. */
  readonly regions: readonly RegionName[];
  readonly providerIn: (region: RegionName) => TerraformProvider;
  /** The tag `Name` of a Region's VPC. */
  readonly vpcTagName: (region: RegionName) => string;
}

/**
 * A hosted zone that the VPCs of all Regions ask, and nobody else. Each answers it from its own resolver, so no other Region
 * need be there for it; accelerated recovery is for public zones only.
 */
export class PrivateZone extends Construct {
  readonly zoneId: string;
  /** Region of each association: it is read in Route 53, and yet needs the id of that Region's VPC. */
  readonly belonging: ReadonlyMap<TerraformResource, readonly RegionName[]>;

  constructor(scope: Construct, id: string, props: PrivateZoneProps) {
    super(scope, id);
    const { edge, name, home, firstHome = home, regions, providerIn, vpcTagName } = props;
    if (!regions.includes(home))
      throw new Error(
        `${this.node.path}: regions (${regions.join(', ')}) lacks home, ${home}. The zone is made with its VPC.`,
      );
    const others = regions.filter((region) => region !== firstHome).sort(bySlot);
    const vpcIds = new Map(
      [...new Set([home, ...others])].map((region) => [
        region,
        new DataAwsVpc(this, `vpc-${region}`, {
          provider: providerIn(region),
          filter: [{ name: 'tag:Name', values: [vpcTagName(region)] }],
          state: 'available',
        }).id,
      ]),
    );
    const vpcIdIn = (region: RegionName): string => vpcIds.get(region) ?? '';

    const zone = new Route53Zone(this, 'zone', {
      provider: edge,
      name,
      comment: 'Names that the VPCs of the platform ask',
      vpc: [{ vpcId: vpcIdIn(home), vpcRegion: home }],
      tags: { ...EVERY_REGION },
      // It reads back all VPCs, also those of the associations.
      lifecycle: { ignoreChanges: ['vpc'] },
    });
    this.belonging = new Map(
      others.map((region) => [
        new Route53ZoneAssociation(this, `association-${region}`, {
          provider: edge,
          zoneId: zone.zoneId,
          vpcId: vpcIdIn(region),
          vpcRegion: region,
        }),
        [region],
      ]),
    );
    this.zoneId = zone.zoneId;
  }
}
