import fc from 'fast-check';
import { REGION_NAMES } from '../../../config/catalog';
import { cidrsOverlap, parseCidr, regionCidr } from '../../../config/topology';
import { backboneTableNames, SUBNET_TIERS, tierCidr, tierIpv6Number } from '../../../modules/network/subnet-plan';

const NETWORKS = ['10.0.0.0/8', '10.64.0.0/10', '10.128.0.0/9'];
const ZONES = [0, 1, 2, 3];

/** Every place of a range, also those of a fourth zone, which is still to come. */
const places = SUBNET_TIERS.flatMap((tier) => ZONES.map((zone) => ({ tier, zone })));

test('every subnet of every Region is in its range and shares no address with another', () =>
  fc.assert(
    fc.property(fc.constantFrom(...NETWORKS), fc.constantFrom(...REGION_NAMES), (network, region) => {
      const cidr = regionCidr(network, region);
      const { base } = parseCidr(cidr);
      const subnets = places.map(({ tier, zone }) => tierCidr(cidr, tier, zone));
      for (const subnet of subnets) {
        const { base: first, prefix } = parseCidr(subnet);
        expect(first).toBeGreaterThanOrEqual(base);
        expect(first + 2 ** (32 - prefix)).toBeLessThanOrEqual(base + 2 ** 16);
      }
      subnets.forEach((one, i) => {
        for (const other of subnets.slice(i + 1))
          expect([one, other, cidrsOverlap(one, other)]).toEqual([one, other, false]);
      });
    }),
  ));

test.each([
  ['private', ['10.10.0.0/19', '10.10.32.0/19', '10.10.64.0/19', '10.10.96.0/19']],
  ['isolated', ['10.10.128.0/21', '10.10.136.0/21', '10.10.144.0/21', '10.10.152.0/21']],
  ['public', ['10.10.160.0/22', '10.10.164.0/22', '10.10.168.0/22', '10.10.172.0/22']],
  ['transit', ['10.10.255.0/28', '10.10.255.16/28', '10.10.255.32/28', '10.10.255.48/28']],
] as const)('%s subnets have their fixed places', (tier, ranges) =>
  expect(ZONES.map((zone) => tierCidr('10.10.0.0/16', tier, zone))).toEqual(ranges),
);

test('each subnet with IPv6 has a /64 of its own, of the 256 that a /56 has', () => {
  const numbers = places.map(({ tier, zone }) => tierIpv6Number(tier, zone)).filter((number) => number !== undefined);
  expect(numbers).toEqual([0, 1, 2, 3, 16, 17, 18, 19, 32, 33, 34, 35]);
  expect(tierIpv6Number('transit', 0)).toBeUndefined();
});

test.each([
  [2, ['private-0', 'private-1', 'isolated']],
  [3, ['private-0', 'private-1', 'private-2', 'isolated']],
])('over %i zones the tables that lead to other Regions are %j', (zones, names) =>
  expect(backboneTableNames(zones)).toEqual(names),
);
