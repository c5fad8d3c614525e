import { subnetOf } from '../../config/topology';

/**
 * Where each tier's subnets stand in a Region's /16, by the zone's index i. Each has room for a fourth zone; 176 to 254 of
 * the third octet is left to tiers to come. `first` counts ranges of the tier's own size, `ipv6First` ranges of /64.
 *
 * | tier     | zone i              | holds                          |
 * |----------|---------------------|--------------------------------|
 * | private  | 10.S.(32i).0/19     | compute                        |
 * | isolated | 10.S.(128+8i).0/21  | data                           |
 * | public   | 10.S.(160+4i).0/22  | NAT gateways, load balancers   |
 * | transit  | 10.S.255.(16i)/28   | the gateway attachment alone   |
 */
const TIERS = {
  private: { prefix: 19, first: 0, ipv6First: 0 },
  isolated: { prefix: 21, first: 16, ipv6First: 16 },
  public: { prefix: 22, first: 40, ipv6First: 32 },
  // It has no IPv6: what the attachment joins is IPv4 only.
  transit: { prefix: 28, first: 4080, ipv6First: undefined },
} as const;

/** A kind of subnets, one in each zone. */
export type Tier = keyof typeof TIERS;

/** All of them. */
export const SUBNET_TIERS = Object.keys(TIERS) as readonly Tier[];

/** Range of a tier's subnet in zone `zone`, from 0, of the VPC with the range `cidr`. */
export const tierCidr = (cidr: string, tier: Tier, zone: number): string =>
  subnetOf(cidr, TIERS[tier].prefix, TIERS[tier].first + zone);

/** Which /64 of the VPC's IPv6 block the subnet has; none where the tier has no IPv6. */
export const tierIpv6Number = (tier: Tier, zone: number): number | undefined => {
  const { ipv6First } = TIERS[tier];
  return ipv6First === undefined ? undefined : ipv6First + zone;
};

/** Names of the route tables that lead to other Regions where there is a backbone: `private-0`, one a zone, and `isolated`. */
export const backboneTableNames = (zones: number): string[] => [
  ...Array.from({ length: zones }, (_, zone) => `private-${zone}`),
  'isolated',
];
