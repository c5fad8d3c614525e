import type { Price } from './prices';
import type { Resource } from './stacks-json';

/** So many of something that has a price. */
export interface Quantity {
  readonly price: Price;
  readonly count: number;
  /** Region it is billed in. @default - the resource's own */
  readonly region?: string;
}

/** What is known to cost, but has no price in the table. */
export interface Unpriced {
  /** `database instance db.x2g.large`. */
  readonly unpriced: string;
}

/** What one resource costs by being there. */
export type QuantityOf = (resource: Resource, all: readonly Resource[]) => readonly (Quantity | Unpriced)[];

/** By type. */
export type Quantities = Readonly<Record<string, QuantityOf>>;

/** Stands for the Region of services that have none. */
export const GLOBAL = 'global';

/** One of it, in the resource's own Region. */
export const one =
  (price: Price): QuantityOf =>
  () => [{ price, count: 1 }];

/** One of it, of a service without Regions. */
export const oneGlobal =
  (price: Price): QuantityOf =>
  () => [{ price, count: 1, region: GLOBAL }];
