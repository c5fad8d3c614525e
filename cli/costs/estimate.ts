import { monthly, type Price } from './prices';
import type { Resource } from './stacks-json';
import { BY_USE, costClass, PRICED } from './types';

/** So many of one thing in one place. */
export interface CostLine {
  readonly price: Price;
  readonly count: number;
  /** Region, or `global`. */
  readonly place: string;
  /** US$ a month. */
  readonly usd: number;
}

/** What a synthesized platform costs by being there. */
export interface Estimate {
  /** One for each price and place. */
  readonly lines: readonly CostLine[];
  /** Services that it uses and that bill by use, by name. */
  readonly byUse: readonly string[];
  /** What costs something that is not known here. */
  readonly unpriced: readonly string[];
  /** Types that are in no list of this folder. */
  readonly unknown: readonly string[];
}

/** @param resources of all stacks together: a replica is priced by its source in another */
export function estimateOf(resources: readonly Resource[]): Estimate {
  const lines = new Map<string, CostLine>();
  const [byUse, unpriced, unknown] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const resource of resources) {
    const { type } = resource;
    const service = Object.hasOwn(BY_USE, type) ? BY_USE[type] : undefined;
    if (service !== undefined) byUse.add(service);
    if (costClass(type) === undefined) unknown.add(type);
    const quantities = Object.hasOwn(PRICED, type) ? (PRICED[type]?.(resource, resources) ?? []) : [];
    for (const quantity of quantities) {
      if ('unpriced' in quantity) {
        unpriced.add(quantity.unpriced);
        continue;
      }
      const { price, count } = quantity;
      const place = quantity.region ?? resource.region;
      if (place === undefined) throw new Error(`${resource.stack} ${resource.address}: its provider has no Region.`);
      const key = JSON.stringify([price.what, place]);
      const total = count + (lines.get(key)?.count ?? 0);
      if (total > 0) lines.set(key, { price, count: total, place, usd: total * monthly(price) });
    }
  }
  return {
    lines: [...lines.values()],
    byUse: [...byUse].sort(),
    unpriced: [...unpriced].sort(),
    unknown: [...unknown].sort(),
  };
}
