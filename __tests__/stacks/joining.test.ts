import fc from 'fast-check';
import type { RegionName } from '../../config/catalog';
import { type SynthesizedJson, type SynthesizedPlatform, synthPlatform } from '../synth';
import { AWS_REGIONS, MESH_BUCKETS, RICH, RUNS, regionLists } from './region-lists';

/** What a plan would do to a stack that was applied as `before`. */
function difference(before: SynthesizedJson, after: SynthesizedJson) {
  const [old, young] = [before, after].map(
    (stack) => new Map(stack.resources().map(({ address, args }) => [address, JSON.stringify(args)])),
  ) as [Map<string, string>, Map<string, string>];
  return {
    added: [...young.keys()].filter((address) => !old.has(address)).sort(),
    changed: [...young]
      .filter(([address, args]) => old.has(address) && old.get(address) !== args)
      .map(([a]) => a)
      .sort(),
    removed: [...old.keys()].filter((address) => !young.has(address)).sort(),
  };
}

const RULES = MESH_BUCKETS.map(
  (bucket) => `aws_s3_bucket_replication_configuration.replication-${bucket}_rules`,
).sort();

/** A list of Regions, another one, and where in the list that is put. */
const joinings = regionLists({ max: 6 }).chain((list) =>
  fc.record({
    list: fc.constant(list),
    joining: fc.constantFrom(...AWS_REGIONS.filter((name) => !list.regions.includes(name))),
    place: fc.nat({ max: list.regions.length }),
  }),
);

const whenJoins =
  (law: (before: SynthesizedPlatform, after: SynthesizedPlatform, joining: RegionName) => void) => (): void =>
    fc.assert(
      fc.property(joinings, ({ list, joining, place }) => {
        const regions = list.regions.toSpliced(place, 0, joining);
        law(synthPlatform({ ...RICH, ...list }), synthPlatform({ ...RICH, ...list, regions }), joining);
      }),
      RUNS,
    );

test(
  'each other Region has new rules for each bucket of the mesh, nothing else is changed and nothing removed',
  whenJoins((before, after) => {
    for (const stack of before.regionStacks) {
      const { added, changed, removed } = difference(stack, after.stack(stack.name));
      expect(removed).toEqual([]);
      // The first other Region brings the configurations themselves.
      expect({ added, changed }).toEqual(
        before.regionStacks.length === 1 ? { added: RULES, changed: [] } : { added: [], changed: RULES },
      );
      expect(after.stack(stack.name).outputs).toEqual(stack.outputs);
      expect(after.stack(stack.name).json.terraform).toEqual(stack.json.terraform);
    }
  }),
);

test(
  'rules that are there stay as they are',
  whenJoins((before, after, joining) => {
    for (const stack of before.regionStacks) {
      for (const { address, args } of stack.resources<{ rule: unknown[] }>('aws_s3_bucket_replication_configuration')) {
        const rules = after.stack(stack.name).at<{ rule: { id: string }[] }>(address).rule;
        expect(rules.filter(({ id }) => id !== joining)).toEqual(args.rule);
      }
    }
  }),
);

test(
  "foundation gets the Region's own objects, and changes only what holds a list of Regions",
  whenJoins((before, after, joining) => {
    const { added, changed, removed } = difference(before.stack('foundation'), after.stack('foundation'));
    expect(removed).toEqual([]);
    expect(added.filter((address) => !address.includes(joining))).toEqual([]);
    const { home } = before.platform;
    expect(changed).toEqual([
      `aws_dynamodb_table.table-carts-${home}_table`,
      `aws_dynamodb_table.table-sessions-${home}_table`,
      `aws_secretsmanager_secret.credentials-billing-${home}_secret`,
      `aws_secretsmanager_secret.credentials-main-${home}_secret`,
    ]);
  }),
);

test(
  'only the new Region has a stack more, which waits like the others',
  whenJoins((before, after, joining) => {
    const { [`region-${joining}`]: own, ...others } = after.dependencies;
    expect(others).toEqual(before.dependencies);
    expect(own).toEqual(['foundation', `region-${before.platform.writer}`]);
  }),
);
