import fc from 'fast-check';
import { CATALOG, REGION_NAMES, type RegionName } from '../../config/catalog';
import type { PlatformConfig } from '../../config/schema';
import { type SynthesizedPlatform, synthPlatform } from '../synth';

/** Every Region of the partition aws, in no order that means anything to Meridian. */
export const AWS_REGIONS: readonly RegionName[] = REGION_NAMES.filter((name) => CATALOG[name].partition === 'aws');

/** Buckets of every kind, both engines, tables with and without options. */
export const RICH = {
  buckets: {
    objects: {},
    uploads: { replicationTimeControl: false },
    archive: { replication: 'none' },
  },
  databases: {
    main: { engine: 'postgres', engineVersion: '17', instanceClass: 'db.r7g.large', allocatedStorageGiB: 100 },
    billing: { engine: 'mysql', engineVersion: '8.4', instanceClass: 'db.r7g.large', allocatedStorageGiB: 200 },
  },
  tables: { sessions: { hashKey: 'pk', rangeKey: 'sk', ttl: 'expiresAt' }, carts: { hashKey: 'id' } },
} as const satisfies Partial<PlatformConfig>;

/** The buckets of `RICH` that are copied between the Regions. */
export const MESH_BUCKETS = ['objects', 'uploads'] as const;

/** A list of Regions in which all are active, with its home and its writer. */
export interface RegionList {
  readonly regions: RegionName[];
  readonly home: RegionName;
  readonly writer: RegionName;
}

/** Shuffled lists, with any home and any writer. */
export const regionLists = (bounds: { min?: number; max?: number } = {}): fc.Arbitrary<RegionList> =>
  fc.shuffledSubarray([...AWS_REGIONS], { minLength: bounds.min ?? 1, maxLength: bounds.max ?? 12 }).chain((regions) =>
    fc.record({
      regions: fc.constant(regions),
      home: fc.constantFrom(...regions),
      writer: fc.constantFrom(...regions),
    }),
  );

/**
 * One seed for all properties of a file: those over the same lists share what was synthesized, so that there are other
 * lists in each file and in each run. fast-check prints the seed with a failure; `FC_SEED` repeats it.
 */
export const RUNS = { numRuns: 3, seed: Number(process.env.FC_SEED ?? Date.now() % 2 ** 31) } as const;

/** Holds a law against `RICH` platforms over such lists. Laws of one file over the same lists share the platforms. */
export const anyPlatform =
  (law: (platform: SynthesizedPlatform, list: RegionList) => void, bounds: { min?: number; max?: number } = {}) =>
  (): void =>
    fc.assert(
      fc.property(regionLists(bounds), (list) => law(synthPlatform({ ...RICH, ...list }), list)),
      RUNS,
    );

/** For laws to which the number of Regions is nothing. */
export const anySmallPlatform = (law: (platform: SynthesizedPlatform, list: RegionList) => void): (() => void) =>
  anyPlatform(law, { max: 4 });

/** Every text in a value, with where it is: `rule.0.id` as `rule.id`, as an index says nothing. */
export function texts(value: unknown, path = ''): { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    texts(item, Array.isArray(value) ? path : [path, key].filter(Boolean).join('.')),
  );
}
