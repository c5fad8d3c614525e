import type { Counts } from '../../lab/runner';

/** What a plan counts, in the order of the tables. */
export const COUNTS = [
  'add',
  'change',
  'replace',
  'destroy',
  'forget',
  'import',
] as const satisfies readonly (keyof Counts)[];

export const NO_COUNTS: Counts = { add: 0, change: 0, replace: 0, destroy: 0, forget: 0, import: 0 };

/** The sum of several plans. */
export const sumOf = (all: readonly Counts[]): Counts =>
  all.reduce(
    (sum, counts) => Object.fromEntries(COUNTS.map((key) => [key, sum[key] + counts[key]])) as unknown as Counts,
    NO_COUNTS,
  );
