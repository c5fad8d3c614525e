import fc from 'fast-check';
import { REGION_NAMES, type RegionName, regionFacts } from '../../config/catalog';
import {
  bySlot,
  canonicalCidr,
  cidrsOverlap,
  orderedPairs,
  parseCidr,
  peersOf,
  regionCidr,
  subnetOf,
  unorderedPairs,
} from '../../config/topology';
import { regionLists } from './configs';

const key = (pair: readonly string[]): string => pair.join(' ');

describe('pairs', () => {
  test('are N(N-1) ordered ones, each once, none with itself', () =>
    fc.assert(
      fc.property(regionLists, (regions) => {
        const pairs = orderedPairs(regions);
        expect(pairs).toHaveLength(regions.length * (regions.length - 1));
        expect(new Set(pairs.map(key)).size).toBe(pairs.length);
        expect(pairs.filter(([from, to]) => from === to)).toEqual([]);
      }),
    ));

  test('are N(N-1)/2 unordered ones, either of the two ways once', () =>
    fc.assert(
      fc.property(regionLists, (regions) => {
        const pairs = unorderedPairs(regions);
        expect(pairs).toHaveLength((regions.length * (regions.length - 1)) / 2);
        expect([...pairs, ...pairs.map(([a, b]) => [b, a])].map(key).sort()).toEqual(
          orderedPairs(regions).map(key).sort(),
        );
      }),
    ));

  test('and peers do not depend on the order of the list, which stays as it was', () =>
    fc.assert(
      fc.property(regionLists, (regions) => {
        const before = [...regions];
        const sorted = [...regions].sort();
        expect(orderedPairs(regions)).toEqual(orderedPairs(sorted));
        expect(unorderedPairs(regions)).toEqual(unorderedPairs(sorted));
        for (const region of regions) expect(peersOf(region, regions)).toEqual(peersOf(region, sorted));
        expect(regions).toEqual(before);
      }),
    ));

  test('of three Regions', () => {
    const regions: RegionName[] = ['ap-southeast-2', 'us-east-1', 'eu-west-1'];
    expect(orderedPairs(regions)).toEqual([
      ['us-east-1', 'eu-west-1'],
      ['us-east-1', 'ap-southeast-2'],
      ['eu-west-1', 'us-east-1'],
      ['eu-west-1', 'ap-southeast-2'],
      ['ap-southeast-2', 'us-east-1'],
      ['ap-southeast-2', 'eu-west-1'],
    ]);
    expect(unorderedPairs(regions)).toEqual([
      ['us-east-1', 'eu-west-1'],
      ['us-east-1', 'ap-southeast-2'],
      ['eu-west-1', 'ap-southeast-2'],
    ]);
    expect(peersOf('eu-west-1', regions)).toEqual(['us-east-1', 'ap-southeast-2']);
  });

  test('of one Region are none', () => {
    expect(orderedPairs(['us-east-1'])).toEqual([]);
    expect(unorderedPairs(['us-east-1'])).toEqual([]);
    expect(peersOf('us-east-1', ['us-east-1'])).toEqual([]);
  });
});

test('bySlot sorts Regions as the catalog numbers them', () =>
  expect((['cn-north-1', 'eu-west-1', 'us-east-1'] as RegionName[]).sort(bySlot)).toEqual([
    'us-east-1',
    'eu-west-1',
    'cn-north-1',
  ]));

describe('CIDRs of Regions', () => {
  /** A /8, /9 or /10 anywhere, by any address in it. */
  const networks = fc
    .tuple(fc.integer({ min: 1, max: 223 }), fc.integer({ min: 0, max: 255 }), fc.constantFrom(8, 9, 10))
    .map(([a, b, prefix]) => `${a}.${b}.3.4/${prefix}`);

  test('are disjoint, within the network, whatever it is', () =>
    fc.assert(
      fc.property(networks, (network) => {
        const { base, prefix } = parseCidr(network);
        const bases = REGION_NAMES.map((name) => {
          const cidr = parseCidr(regionCidr(network, name));
          expect(cidr.prefix).toBe(16);
          expect(cidr.base).toBeGreaterThanOrEqual(base);
          expect(cidr.base + 2 ** 16).toBeLessThanOrEqual(base + 2 ** (32 - prefix));
          return cidr.base;
        });
        expect(new Set(bases).size).toBe(REGION_NAMES.length);
        expect(bases.filter((one) => one % 2 ** 16 !== 0)).toEqual([]);
      }),
    ));

  test('are the /16 of the slot in 10.0.0.0/8', () => {
    for (const name of REGION_NAMES) expect(regionCidr('10.0.0.0/8', name)).toBe(`10.${regionFacts(name).slot}.0.0/16`);
  });

  // biome-ignore format: a table, one network a row
  test.each<[string, RegionName, string]>([
    ['10.0.0.0/8', 'us-east-1', '10.1.0.0/16'],
    ['10.0.0.0/8', 'us-gov-east-1', '10.40.0.0/16'],
    ['10.128.0.0/9', 'eu-west-1', '10.138.0.0/16'],
    ['100.64.0.0/10', 'eu-west-1', '100.74.0.0/16'],
    ['10.200.1.2/10', 'us-east-1', '10.193.0.0/16'],
  ])('in %s, %s has %s', (network, region, cidr) => expect(regionCidr(network, region)).toBe(cidr));
});

describe('subnetOf', () => {
  test.each([
    ['10.1.0.0/16', 20, 0, '10.1.0.0/20'],
    ['10.1.0.0/16', 20, 15, '10.1.240.0/20'],
    ['223.255.0.0/16', 24, 255, '223.255.255.0/24'],
    ['10.1.0.0/16', 16, 0, '10.1.0.0/16'],
  ])('%s, /%d, %d', (cidr, prefix, index, subnet) => expect(subnetOf(cidr, prefix, index)).toBe(subnet));

  test.each([
    ['10.1.0.0/16', 20, 16, 'subnetOf: 10.1.0.0/16 holds no range 16 of /20. Allowed: 0 to 15.'],
    ['10.1.0.0/16', 20, -1, 'subnetOf: 10.1.0.0/16 holds no range -1 of /20. Allowed: 0 to 15.'],
    ['10.1.0.0/16', 15, 0, 'subnetOf: 10.1.0.0/16 holds no range 0 of /15. It is smaller.'],
  ])('refuses what is outside: %s, /%d, %d', (cidr, prefix, index, message) =>
    expect(() => subnetOf(cidr, prefix, index)).toThrow(new Error(message)),
  );
});

test.each([
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['255.255.255.255/1', '128.0.0.0/1'],
  ['1.2.3.4/32', '1.2.3.4/32'],
  ['1.2.3.4/0', '0.0.0.0/0'],
])('canonicalCidr(%s) is %s', (cidr, canonical) => expect(canonicalCidr(cidr)).toBe(canonical));

test.each([
  ['10.0.0.0/8', '10.255.0.0/16', true],
  ['10.0.0.0/8', '11.0.0.0/8', false],
  ['10.0.0.0/9', '10.128.0.0/9', false],
  ['0.0.0.0/0', '255.0.0.0/8', true],
])('cidrsOverlap(%s, %s) is %s, either way', (a, b, overlap) => {
  expect(cidrsOverlap(a, b)).toBe(overlap);
  expect(cidrsOverlap(b, a)).toBe(overlap);
});
