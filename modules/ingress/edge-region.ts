import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';

/** Where the function's source lies in the project. */
const SOURCE = 'lambdas/edge-region/function.js';
/** What of it is completed. */
const EMPTY = 'const ORIGINS = {};';
/** Size of a CloudFront function, in bytes ("Quotas on CloudFront Functions"). */
const MOST_BYTES = 10_240;

/** What the function chooses among. */
export interface EdgeRegionData {
  /** The Region that serves each country, by two letters; those of a Region without origins are left to the behaviour. */
  readonly regionByCountry: ReadonlyMap<string, RegionName>;
  /** Ids of the origins of each Region: its own, and the one that stands in for it, if any. */
  readonly origins: ReadonlyMap<RegionName, readonly [string] | readonly [string, string]>;
  /** Answers after which the second one is asked. */
  readonly statusCodes: readonly number[];
}

/**
 * The code of the function that sends a viewer to its own Region: its source with the data in it, as a function at the edge
 * has no environment. The same data in any order give the same bytes.
 * @param root folder of the project
 * @throws where the data are more than CloudFront takes
 */
export function edgeRegionCode(root: string, { regionByCountry, origins, statusCodes }: EdgeRegionData): string {
  const source = readFileSync(join(root, SOURCE), 'utf8');
  if (!source.includes(EMPTY)) throw new Error(`edgeRegionCode: ${SOURCE} has no line ${EMPTY}. Put it back.`);
  const served = [...regionByCountry].filter(([, region]) => origins.has(region)).sort(([a], [b]) => (a < b ? -1 : 1));
  const used = new Set(served.map(([, region]) => region));
  const data = {
    countries: Object.fromEntries(served),
    groups: Object.fromEntries([...used].sort(bySlot).map((region) => [region, origins.get(region)])),
    statusCodes,
  };
  const code = source.replace(EMPTY, () => `const ORIGINS = ${JSON.stringify(data)};`);
  const bytes = Buffer.byteLength(code);
  if (bytes > MOST_BYTES)
    throw new Error(
      `edgeRegionCode: ${bytes} bytes, and CloudFront takes ${MOST_BYTES}. Name fewer countries: the others read from the nearest Region to the primary one.`,
    );
  return code;
}
