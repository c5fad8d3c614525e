import { RootConstruct } from 'constructs';
import fc from 'fast-check';
import { type RegionName, regionFacts } from '../../config/catalog';
import type { PlatformConfig } from '../../config/schema';
import { GlobalStack } from '../../stacks/global-stack';
import { type Block, type ConfigOverBase, platformOf, SynthesizedJson, synthPlatform } from '../synth';
import { AWS_REGIONS } from './region-lists';

/** Nothing but what a test adds: no bucket, table or database, whose edges between Regions have tests of their own. */
export const BARE = { buckets: {}, databases: {}, tables: {} } as const satisfies ConfigOverBase;

/** `global` alone: without the other stacks it takes a tenth of the time. */
export const globalOf = (config: ConfigOverBase): SynthesizedJson =>
  new SynthesizedJson(
    'global',
    JSON.stringify(new GlobalStack(new RootConstruct('app'), 'global', platformOf(config)).toTerraform()),
  );

/** Lists of Regions of the partition aws, home first: any order of the others is the same platform. */
export const homeFirst = (minLength: number, maxLength: number): fc.Arbitrary<RegionName[]> =>
  fc.shuffledSubarray([...AWS_REGIONS], { minLength, maxLength });

/** The first so many Regions of the catalog, home among them. */
export const firstRegions = (count: number): RegionName[] => [
  'us-east-1',
  ...AWS_REGIONS.filter((name) => name !== 'us-east-1').slice(0, count - 1),
];

export const aliasOf = (region: RegionName): string => `aws.${regionFacts(region).code}`;

type Entry = PlatformConfig['regions'][number];

/** What a Region of the list can be; `destroyed` is the second step of leaving. */
export const IN_STATE = {
  evacuated: (name: RegionName): Entry => ({ name, state: 'evacuated' }),
  returning: (name: RegionName): Entry => ({ name, state: 'returning' }),
  /** AWS has dropped its peerings in the meantime. */
  recreated: (name: RegionName): Entry => ({ name, state: 'returning', recreate: ['backbone'] }),
  released: (name: RegionName): Entry => ({ name, state: 'leaving', data: 'release' }),
  destroyed: (name: RegionName): Entry => ({ name, state: 'leaving', data: 'destroy' }),
} as const;

/** A platform in four states of one Region, and the one in which it never was. */
export function statesOf(config: ConfigOverBase, regions: readonly RegionName[], troubled: RegionName) {
  const of = (entry: (name: RegionName) => Entry) =>
    synthPlatform({
      ...config,
      home: regions[0],
      regions: regions.map((each) => (each === troubled ? entry(each) : each)),
    });
  return {
    before: of((name) => name),
    evacuated: of(IN_STATE.evacuated),
    returning: of(IN_STATE.returning),
    released: of(IN_STATE.released),
    destroyed: of(IN_STATE.destroyed),
    never: synthPlatform({ ...config, home: regions[0], regions: regions.filter((each) => each !== troubled) }),
  };
}

/** What a plan would do to a stack that was applied as `before`. */
export function difference(before: SynthesizedJson, after: SynthesizedJson) {
  const texts = (stack: SynthesizedJson): Map<string, string> =>
    new Map(stack.resources().map(({ address, args }) => [address, JSON.stringify(args)]));
  const [old, young] = [texts(before), texts(after)];
  return {
    added: [...young.keys()].filter((address) => !old.has(address)).sort(),
    changed: [...young]
      .flatMap(([address, args]) => (old.has(address) && old.get(address) !== args ? [address] : []))
      .sort(),
    removed: [...old.keys()].filter((address) => !young.has(address)).sort(),
  };
}

/** Addresses that `removed` blocks forget; all of them, and none is destroyed. */
export const forgottenIn = ({ json }: SynthesizedJson): string[] => {
  const blocks = json.removed ?? [];
  expect(blocks).toEqual(blocks.map(({ from }) => ({ from, lifecycle: { destroy: false } })));
  return blocks.map(({ from }) => String(from)).sort();
};

export const adoptedIn = ({ json }: SynthesizedJson): string[] => (json.import ?? []).map(({ to }) => to).sort();

/** Everything that is planned. */
export const blocksOf = (stack: SynthesizedJson): Block[] => [
  ...stack.resources(),
  ...stack.data(),
  ...stack.ephemerals(),
];

/** The provider of a Region in a stack, without its tags. */
export function providerOf(stack: SynthesizedJson, alias: string) {
  const { default_tags: _tags, ...provider } = stack.providers.find((each) => each.alias === alias) ?? {};
  return provider;
}

/** A stack without its providers, which a Region that leaves keeps to the last. */
export const withoutProviders = ({ json: { provider: _provider, ...rest } }: SynthesizedJson) => rest;
