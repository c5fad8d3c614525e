import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import { DefaultRouteTable } from '@cdktf/provider-aws/lib/default-route-table';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { dependable, Fn, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type RegionName, regionFacts } from '../../config/catalog';
import { InterfaceEndpoints } from './endpoints';
import { VpcFlowLog } from './flow-log';
import { InternetAccess, type NamedTable } from './internet-access';
import { Nat, type NatMode } from './nat';
import { type Tier, tierCidr, tierIpv6Number } from './subnet-plan';

export interface RegionVpcProps {
  readonly provider: TerraformProvider;
  readonly region: RegionName;
  /** The Region's /16. */
  readonly cidr: string;
  /** Zones to spread over, no more than the Region shows: one subnet of each tier in each. */
  readonly zones: 2 | 3;
  /** How private subnets reach the internet. */
  readonly nat: NatMode;
  /** Take the gateways' addresses from those that have the tag `Name` `tagName('egress-<zone>')`; with `single` and `per-az`. */
  readonly stableEgressIps: boolean;
  /** AWS services to reach without the internet, besides S3 and DynamoDB: `secretsmanager`, `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  /** Bucket for the log of the traffic, see `VpcFlowLogProps`. @default - none is kept */
  readonly flowLogBucketArn?: string | undefined;
  /** Give the VPC a block of Amazon's IPv6 addresses, and its subnets but those in transit a part of it. */
  readonly ipv6: boolean;
  /** Value of the tag `Name` of a part of the network. */
  readonly tagName: (what: string) => string;
}

/** A route table, and whose it is. Isolated subnets and those in transit share one. */
export interface TierTable extends NamedTable {
  readonly tier: 'private' | 'isolated' | 'public';
}

/**
 * A Region's VPC. Private subnets are for compute, isolated ones for data, public ones for what must be reached from
 * outside, and those in transit for the attachment to a gateway. S3 and DynamoDB of the Region are reached from every
 * one without the internet, and at no cost. The default group and route table let nothing pass.
 */
export class RegionVpc extends Construct {
  readonly vpcId: string;
  readonly cidr: string;
  /** The IPv6 block, known after the apply. */
  readonly ipv6Cidr: string | undefined;
  readonly privateSubnetIds: readonly string[];
  readonly isolatedSubnetIds: readonly string[];
  readonly publicSubnetIds: readonly string[];
  readonly transitSubnetIds: readonly string[];
  /** All tables but the default one, which no subnet has. */
  readonly routeTables: readonly TierTable[];
  /** Addresses that the internet sees calls come from; none where there is no NAT, or where AWS takes them as it needs. */
  readonly natPublicIps: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegionVpcProps,
  ) {
    super(scope, id);
    const { provider, region, cidr, nat, stableEgressIps, interfaceEndpoints, flowLogBucketArn, ipv6, tagName } = props;
    if (nat === 'none' && stableEgressIps)
      throw new Error(
        `${this.node.path}: stableEgressIps has no gateway to serve with nat "none". Use "per-az" or "single".`,
      );

    const vpc = new Vpc(this, 'vpc', {
      provider,
      cidrBlock: cidr,
      // The private names of endpoints need both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      ...(ipv6 && { assignGeneratedIpv6CidrBlock: true }),
      tags: { Name: tagName('vpc') },
    });
    this.emptyDefaults(vpc);

    const zones = this.availabilityZones();
    const privateTier = this.subnets('private', vpc, zones);
    const isolatedTier = this.subnets('isolated', vpc, zones);
    const publicTier = this.subnets('public', vpc, zones);
    const transitTier = this.subnets('transit', vpc, zones);

    const privateTables = privateTier.map((subnet) => this.routeTable('private', subnet.node.id, vpc, [subnet]));
    const isolatedTable = this.routeTable('isolated', 'isolated', vpc, [...isolatedTier, ...transitTier]);
    const publicTable = this.routeTable('public', 'public', vpc, publicTier);
    this.routeTables = [...privateTables, isolatedTable, publicTable];
    this.gatewayEndpoints(vpc);

    const inVpc = { provider, vpcId: vpc.id, tagName };
    const internet = new InternetAccess(this, 'internet', { ...inVpc, publicTable, privateTables, ipv6 });
    // Whatever faces the internet stands in them, and ELB refuses a VPC that has no gateway yet ("InvalidSubnet").
    for (const subnet of publicTier) subnet.dependsOn = [dependable(internet.gateway)];
    this.natPublicIps =
      nat === 'none'
        ? []
        : new Nat(this, 'nat', {
            ...inVpc,
            mode: nat,
            internetGateway: internet.gateway,
            publicSubnetIds: publicTier.map((subnet) => subnet.id),
            privateTables,
            stableEgressIps,
          }).publicIps;
    if (interfaceEndpoints.length > 0) {
      const subnetIds = privateTier.map((subnet) => subnet.id);
      new InterfaceEndpoints(this, 'endpoints', { ...inVpc, region, cidr, services: interfaceEndpoints, subnetIds });
    }
    if (flowLogBucketArn !== undefined) new VpcFlowLog(this, 'flow', { ...inVpc, bucketArn: flowLogBucketArn });

    this.vpcId = vpc.id;
    this.cidr = cidr;
    this.ipv6Cidr = ipv6 ? vpc.ipv6CidrBlock : undefined;
    this.privateSubnetIds = privateTier.map((subnet) => subnet.id);
    this.isolatedSubnetIds = isolatedTier.map((subnet) => subnet.id);
    this.publicSubnetIds = publicTier.map((subnet) => subnet.id);
    this.transitSubnetIds = transitTier.map((subnet) => subnet.id);
  }

  /** Adopting them strips them of every rule and route ("aws_default_security_group"). */
  private emptyDefaults(vpc: Vpc): void {
    const { provider, tagName } = this.props;
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
  }

  /** Names of the zones that are open. Some zones take no EKS control plane and are left out, by id: names differ by account. */
  private availabilityZones(): DataAwsAvailabilityZones {
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
    const { provider, cidr, tagName } = this.props;
    return Array.from(
      { length: this.props.zones },
      (_, i) =>
        new Subnet(this, `${tier}-${i}`, {
          provider,
          vpcId: vpc.id,
          cidrBlock: tierCidr(cidr, tier, i),
          ...this.ipv6Block(tier, vpc, i),
          availabilityZone: Fn.element(zones.names, i),
          mapPublicIpOnLaunch: false,
          tags: { Name: tagName(`${tier}-${i}`) },
          // A zone that turns impaired leaves the list: every later subnet would move to another zone, in mid-outage.
          lifecycle: { ignoreChanges: ['availability_zone'] },
        }),
    );
  }

  private ipv6Block(tier: Tier, vpc: Vpc, zone: number): object {
    const number = tierIpv6Number(tier, zone);
    if (!this.props.ipv6 || number === undefined) return {};
    return { ipv6CidrBlock: Fn.cidrsubnet(vpc.ipv6CidrBlock, 8, number), assignIpv6AddressOnCreation: true };
  }

  /** Its routes are resources of their own: inline ones fight with them ("aws_route_table"). */
  private routeTable(tier: TierTable['tier'], name: string, vpc: Vpc, subnets: readonly Subnet[]): TierTable {
    const { provider, tagName } = this.props;
    const table = new RouteTable(this, `routes-${name}`, { provider, vpcId: vpc.id, tags: { Name: tagName(name) } });
    for (const subnet of subnets) {
      new RouteTableAssociation(this, `route-${subnet.node.id}`, {
        provider,
        subnetId: subnet.id,
        routeTableId: table.id,
      });
    }
    return { tier, name, id: table.id };
  }

  /** They serve the own Region only, and cost nothing ("Gateway endpoints"). */
  private gatewayEndpoints(vpc: Vpc): void {
    const { provider, region, tagName } = this.props;
    for (const service of ['s3', 'dynamodb'] as const) {
      new VpcEndpoint(this, `endpoint-${service}`, {
        provider,
        vpcId: vpc.id,
        vpcEndpointType: 'Gateway',
        serviceName: `com.amazonaws.${region}.${service}`,
        routeTableIds: this.routeTables.map((table) => table.id),
        tags: { Name: tagName(service) },
      });
    }
  }
}
