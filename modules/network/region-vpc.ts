import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import { DefaultRouteTable } from '@cdktf/provider-aws/lib/default-route-table';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Fn, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type RegionName, regionFacts } from '../../config/catalog';
import { subnetOf } from '../../config/topology';

/**
 * Where each tier's subnets stand in the Region's /16, by the zone's index i: there is room for a fourth zone, and
 * 160 to 255 of the third octet is left to tiers to come.
 * private 10.S.(32i).0/19, isolated 10.S.(128+8i).0/21.
 */
const TIERS = {
  private: { prefix: 19, first: 0 },
  isolated: { prefix: 21, first: 16 },
} as const;
type Tier = keyof typeof TIERS;

export interface RegionVpcProps {
  readonly provider: TerraformProvider;
  readonly region: RegionName;
  /** The Region's /16. */
  readonly cidr: string;
  /** Value of the tag `Name` of a part of the network. */
  readonly tagName: (what: string) => string;
}

/**
 * A Region's VPC: private subnets for compute and isolated ones for data, over three zones (two where the Region shows no
 * more), with gateway endpoints to S3 and DynamoDB, and without a default group or route table that lets anything pass.
 */
export class RegionVpc extends Construct {
  readonly vpcId: string;
  readonly privateSubnetIds: readonly string[];
  readonly isolatedSubnetIds: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegionVpcProps,
  ) {
    super(scope, id);
    const { provider, region, cidr, tagName } = props;

    const vpc = new Vpc(this, 'vpc', {
      provider,
      cidrBlock: cidr,
      // The private names of endpoints need both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: tagName('vpc') },
    });
    // Adopting them strips them of every rule and route ("aws_default_security_group").
    new DefaultSecurityGroup(this, 'default-security-group', {
      provider,
      vpcId: vpc.id,
      tags: { Name: tagName('default-locked') },
    });
    new DefaultRouteTable(this, 'default-routes', {
      provider,
      defaultRouteTableId: vpc.defaultRouteTableId,
      route: [],
      tags: { Name: tagName('default-unused') },
    });
    const zones = this.zones();
    const privateTier = this.subnets('private', vpc, zones);
    const isolatedTier = this.subnets('isolated', vpc, zones);
    const privateTables = privateTier.map((subnet, i) => this.routeTable(`private-${i}`, vpc, [subnet]));
    const isolatedTable = this.routeTable('isolated', vpc, isolatedTier);
    for (const service of ['s3', 'dynamodb'] as const) {
      new VpcEndpoint(this, `endpoint-${service}`, {
        provider,
        vpcId: vpc.id,
        vpcEndpointType: 'Gateway',
        serviceName: `com.amazonaws.${region}.${service}`,
        routeTableIds: [...privateTables, isolatedTable].map((table) => table.id),
        tags: { Name: tagName(service) },
      });
    }

    this.vpcId = vpc.id;
    this.privateSubnetIds = privateTier.map((subnet) => subnet.id);
    this.isolatedSubnetIds = isolatedTier.map((subnet) => subnet.id);
  }

  /** Names of the zones that are open. Some zones take no EKS control plane and are left out, by id: names differ by account. */
  private zones(): DataAwsAvailabilityZones {
    const { provider, region } = this.props;
    const { excludedZoneIds } = regionFacts(region);
    return new DataAwsAvailabilityZones(this, 'zones', {
      provider,
      state: 'available',
      filter: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
      ...(excludedZoneIds && { excludeZoneIds: [...excludedZoneIds] }),
    });
  }

  private subnets(tier: Tier, vpc: Vpc, zones: DataAwsAvailabilityZones): Subnet[] {
    const { provider, region, cidr, tagName } = this.props;
    const { prefix, first } = TIERS[tier];
    return Array.from(
      { length: regionFacts(region).zones },
      (_, i) =>
        new Subnet(this, `${tier}-${i}`, {
          provider,
          vpcId: vpc.id,
          cidrBlock: subnetOf(cidr, prefix, first + i),
          availabilityZone: Fn.element(zones.names, i),
          mapPublicIpOnLaunch: false,
          tags: { Name: tagName(`${tier}-${i}`) },
          // A zone that turns impaired leaves the list: every later subnet would move to another zone, in mid-outage.
          lifecycle: { ignoreChanges: ['availability_zone'] },
        }),
    );
  }

  private routeTable(name: string, vpc: Vpc, subnets: readonly Subnet[]): RouteTable {
    const { provider, tagName } = this.props;
    const table = new RouteTable(this, `routes-${name}`, { provider, vpcId: vpc.id, tags: { Name: tagName(name) } });
    subnets.forEach((subnet) => {
      new RouteTableAssociation(this, `route-${subnet.node.id}`, {
        provider,
        subnetId: subnet.id,
        routeTableId: table.id,
      });
    });
    return table;
  }
}
