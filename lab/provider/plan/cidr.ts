import { isIPv6 } from 'node:net';

/** A range of IPv4 addresses, as numbers. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The range of `10.1.0.0/16`; nothing for what is no IPv4 CIDR. */
export function rangeOf(cidr: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((part) => part > 255) || bits > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - bits);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

/** What the provider says of a value that must be a CIDR; nothing where it is one. */
export function refuseCidr(value: string): string | undefined {
  const [address = '', bits = ''] = value.split('/');
  if (isIPv6(address)) return /^\d{1,3}$/.test(bits) && Number(bits) <= 128 ? undefined : notValid(value);
  const range = rangeOf(value);
  if (!range) return notValid(value);
  const network = `${dotted(range.first)}/${Number(bits)}`;
  return network === value ? undefined : `"${value}" is not a valid CIDR block; did you mean "${network}"?`;
}

const notValid = (value: string): string => `"${value}" is not a valid CIDR block: invalid CIDR address: ${value}`;

const dotted = (address: number): string =>
  [2 ** 24, 2 ** 16, 2 ** 8, 1].map((place) => Math.floor(address / place) % 256).join('.');

export const contains = (outer: Range, inner: Range): boolean => outer.first <= inner.first && inner.last <= outer.last;
export const overlap = (a: Range, b: Range): boolean => a.first <= b.last && b.first <= a.last;
