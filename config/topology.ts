import { CATALOG, type RegionName, regionFacts } from './catalog';

/** A copy from one Region to another. */
export type Pair = readonly [from: RegionName, to: RegionName];

/** In the order of their slots, which no list of a user can change. */
export const bySlot = (a: RegionName, b: RegionName): number => CATALOG[a].slot - CATALOG[b].slot;

/** Every ordered pair: N(N-1) of them. */
export const orderedPairs = (regions: readonly RegionName[]): Pair[] => {
  const sorted = [...regions].sort(bySlot);
  return sorted.flatMap((from) => sorted.filter((to) => to !== from).map((to): Pair => [from, to]));
};

/** Every pair once, the lower slot first: N(N-1)/2 of them. */
export const unorderedPairs = (regions: readonly RegionName[]): Pair[] =>
  orderedPairs(regions).filter(([a, b]) => bySlot(a, b) < 0);

/** The others, in slot order. */
export const peersOf = (region: RegionName, regions: readonly RegionName[]): RegionName[] =>
  regions.filter((other) => other !== region).sort(bySlot);

const SLOT_PREFIX = 16;

/** Bounds of `network.cidr`: a /8 is the largest private range, a /10 still has a /16 for each of 64 slots. */
export const NETWORK_PREFIX = { min: 8, max: 10 } as const;

const toNumber = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
const toAddress = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');

/** First address of the range and its prefix length. The address is masked: `10.1.2.3/8` is `10.0.0.0/8`. */
export function parseCidr(cidr: string): { readonly base: number; readonly prefix: number } {
  const [address = '', length = ''] = cidr.split('/');
  const prefix = Number(length);
  const size = sizeOf(prefix);
  return { base: Math.floor(toNumber(address) / size) * size, prefix };
}

/** Addresses of a range. */
const sizeOf = (prefix: number): number => 2 ** (32 - prefix);

/** The range by its first address, as AWS stores it. */
export function canonicalCidr(cidr: string): string {
  const { base, prefix } = parseCidr(cidr);
  return `${toAddress(base)}/${prefix}`;
}

/** Whether two ranges share an address. */
export function cidrsOverlap(a: string, b: string): boolean {
  const [one, other] = [parseCidr(a), parseCidr(b)];
  return one.base < other.base + sizeOf(other.prefix) && other.base < one.base + sizeOf(one.prefix);
}

/** The `index`th range of `prefix` bits within `cidr`, from 0. */
export function subnetOf(cidr: string, prefix: number, index: number): string {
  const range = parseCidr(cidr);
  const count = sizeOf(range.prefix) / sizeOf(prefix);
  if (index < 0 || index >= count || prefix < range.prefix) {
    const allowed = count < 1 ? 'It is smaller' : `Allowed: 0 to ${count - 1}`;
    throw new Error(`subnetOf: ${cidr} holds no range ${index} of /${prefix}. ${allowed}.`);
  }
  return `${toAddress(range.base + index * sizeOf(prefix))}/${prefix}`;
}

/** The /16 of a Region: that of its slot. */
export const regionCidr = (networkCidr: string, region: RegionName): string =>
  subnetOf(networkCidr, SLOT_PREFIX, regionFacts(region).slot);
