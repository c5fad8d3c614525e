import type { TerraformResource } from 'cdktf';
import fc from 'fast-check';
import { CATALOG, REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import type { SynthesizedJson } from '../../synth';

/** A backbone over a list of Regions: its stack, and the Regions of each address. */
export interface Backbone {
  readonly stack: SynthesizedJson;
  readonly belonging: ReadonlyMap<string, readonly RegionName[]>;
}

/** Lists of 2 to 7 Regions of one partition, in any order. */
export const regionLists = fc.shuffledSubarray(
  REGION_NAMES.filter((name) => CATALOG[name].partition === 'aws'),
  { minLength: 2, maxLength: 7 },
);

export const slot = (region: string): number => CATALOG[region as RegionName].slot;

/** The Region of a resource, by its provider. */
export const regionOf = (provider: unknown): RegionName => {
  const found = REGION_NAMES.find((name) => `aws.${regionFacts(name).code}` === provider);
  if (!found) throw new Error(`${String(provider)} is no Region's provider`);
  return found;
};

/** Addresses that a block refers to. */
export const referencesIn = (block: unknown): string[] =>
  [...JSON.stringify(block).matchAll(/(?:data\.)?aws_\w+\.[\w-]+/g)].map(([address]) => address);

/** The addresses of a map of resources, without the hashes that a plain stack gives them. */
export const addressed = (
  belonging: ReadonlyMap<TerraformResource, readonly RegionName[]>,
): Map<string, readonly RegionName[]> =>
  new Map(
    [...belonging].map(([resource, regions]) => [
      `${resource.terraformResourceType}.${resource.friendlyUniqueId.replace(/_[0-9A-F]{8}$/, '')}`,
      regions,
    ]),
  );

/** What holds for every backbone of pairs. */
export function describeBackbone(backbone: (regions: readonly RegionName[]) => Backbone): void {
  test('the order of the list does not change a byte', () =>
    fc.assert(
      fc.property(regionLists, (regions) =>
        expect(backbone(regions).stack.text).toBe(backbone([...regions].sort()).stack.text),
      ),
      { numRuns: 10 },
    ));

  test('a Region that joins changes nothing that was there', () =>
    fc.assert(
      fc.property(regionLists, (regions) => {
        const before = backbone(regions.slice(1)).stack;
        const after = backbone(regions).stack;
        for (const { address, args } of before.resources()) expect(after.at(address)).toEqual(args);
        expect(after.data()).toEqual(expect.arrayContaining(before.data()));
      }),
      { numRuns: 10 },
    ));

  test('everything belongs to both Regions of its pair, so that either can be lost without a trace in the others', () =>
    fc.assert(
      fc.property(regionLists, (regions) => {
        const { stack, belonging } = backbone(regions);
        expect([...belonging.keys()].sort()).toEqual(stack.addresses);
        const [lost] = regions;
        const gone = new Set([
          ...[...belonging].filter(([, both]) => both.some((region) => region === lost)).map(([address]) => address),
          ...stack.data().flatMap(({ address, args }) => (regionOf(args.provider) === lost ? [`data.${address}`] : [])),
        ]);
        for (const { address, args } of stack.resources()) {
          expect(belonging.get(address)).toContain(regionOf(args.provider));
          if (gone.has(address)) continue;
          expect(regionOf(args.provider)).not.toBe(lost);
          expect(referencesIn(args).filter((reference) => gone.has(reference))).toEqual([]);
        }
      }),
      { numRuns: 10 },
    ));

  test('a Region is looked up through its own provider, and one Region alone has no pair', () => {
    const { stack, belonging } = backbone(['eu-west-1']);
    expect(belonging.size).toBe(0);
    expect(stack.resources()).toEqual([]);
    expect(new Set(stack.data().map(({ args }) => args.provider))).toEqual(new Set(['aws.euw1']));
  });
}
