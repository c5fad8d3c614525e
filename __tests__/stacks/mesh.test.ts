import fc from 'fast-check';
import { CATALOG, type RegionName } from '../../config/catalog';
import { policyIn, type SynthesizedJson, type SynthesizedPlatform, synthPlatform } from '../synth';
import { AWS_REGIONS, anyPlatform, MESH_BUCKETS, RUNS, regionLists } from './region-lists';

const CONFIGURATION = 'aws_s3_bucket_replication_configuration';

interface Replication {
  readonly bucket: string;
  readonly rule: readonly {
    readonly id: string;
    readonly priority: number;
    readonly destination: { readonly bucket: string };
  }[];
}

/** The Region of each bucket that a stack makes, by name. */
function bucketRegions(stack: SynthesizedJson): Map<string, unknown> {
  const regions = new Map(stack.providers.map(({ alias, region }) => [`aws.${alias}`, region]));
  const buckets = stack.resources<{ bucket: string; provider: string }>('aws_s3_bucket');
  return new Map(buckets.map(({ args }) => [args.bucket, regions.get(args.provider)]));
}

/** Every copy that rules make, as `objects us-east-1 > eu-west-1`; both ends are buckets that `foundation` makes. */
function copies(platform: SynthesizedPlatform): string[] {
  const made = bucketRegions(platform.stack('foundation'));
  return platform.regionStacks.flatMap((stack) =>
    stack.resources<Replication>(CONFIGURATION).flatMap(({ address, args }) =>
      args.rule.map(({ destination }) => {
        const bucket = /replication-(\w+)_rules$/.exec(address)?.[1];
        const [from, to] = [made.get(args.bucket), made.get(destination.bucket.replace('arn:aws:s3:::', ''))];
        return `${bucket} ${stack.name} ${from} > ${to}`;
      }),
    ),
  );
}

describe('over any Regions', () => {
  test(
    'every Region copies to every other, once, from its own stack, and no bucket outside the mesh copies',
    anyPlatform((platform, { regions }) => {
      const expected = MESH_BUCKETS.flatMap((bucket) =>
        regions.flatMap((from) =>
          regions.flatMap((to) => (from === to ? [] : [`${bucket} region-${from} ${from} > ${to}`])),
        ),
      );
      expect(copies(platform).sort()).toEqual(expected.sort());
    }),
  );

  test(
    'a bucket has one configuration, in which no priority and no id comes twice',
    anyPlatform((platform) => {
      const configurations = platform.regionStacks.flatMap((stack) => stack.resources<Replication>(CONFIGURATION));
      expect(new Set(configurations.map(({ args }) => args.bucket)).size).toBe(configurations.length);
      for (const { args } of configurations) {
        expect(new Set(args.rule.map(({ id }) => id)).size).toBe(args.rule.length);
        expect(new Set(args.rule.map(({ priority }) => priority)).size).toBe(args.rule.length);
      }
    }),
  );

  test('the state is copied from every Region to every other', () =>
    fc.assert(
      fc.property(regionLists({ max: 4 }), ({ regions, home }) => {
        const bootstrap = synthPlatform({ buckets: {}, databases: {}, tables: {}, regions, home }).stack('bootstrap');
        const made = bucketRegions(bootstrap);
        const pairs = bootstrap
          .resources<Replication>(CONFIGURATION)
          .flatMap(({ args }) =>
            args.rule.map(
              ({ destination }) =>
                `${made.get(args.bucket)} > ${made.get(destination.bucket.replace('arn:aws:s3:::', ''))}`,
            ),
          );
        const expected = regions.flatMap((a) => regions.flatMap((b) => (a === b ? [] : [`${a} > ${b}`])));
        expect(pairs.sort()).toEqual(expected.sort());
      }),
      RUNS,
    ));
});

/** A bucket in the mesh and one outside it, whose name goes on after the other's. */
const withBuckets = (count: number): SynthesizedPlatform => {
  const regions = ['us-east-1', ...AWS_REGIONS.filter((name) => name !== 'us-east-1')] as RegionName[];
  return synthPlatform({
    regions: regions.slice(0, count),
    databases: {},
    tables: {},
    buckets: { objects: {}, 'objects-old': { replication: 'none' } },
  });
};

test.each([
  [1, 0],
  [2, 2],
  [3, 6],
  [7, 42],
  [12, 132],
  [33, 1056],
])('%i Regions make %i rules', (count, rules) => {
  expect(withBuckets(count).regionStacks).toHaveLength(count);
  expect(copies(withBuckets(count))).toHaveLength(rules);
});

describe('the role that copies', () => {
  const policyOf = (platform: SynthesizedPlatform): string =>
    String(platform.stack('foundation').only('aws_iam_role_policy').policy);

  test('does not change when a Region joins', () => expect(policyOf(withBuckets(2))).toBe(policyOf(withBuckets(33))));

  test('is within the 10,240 characters of a role with 16 buckets of the longest names', () => {
    const names = Array.from({ length: 16 }, (_, i) => `b${String(i).padStart(2, '0')}-a-very-long-name`);
    const buckets = Object.fromEntries(names.map((name) => [name, {}]));
    const config = { name: 'a'.repeat(20), environment: 'e'.repeat(10), databases: {}, tables: {}, buckets };
    expect(policyOf(synthPlatform(config)).length).toBeLessThan(10_240);
  });

  test('reaches the buckets of its mesh in every Region, and no other bucket', () => {
    const { Statement } = policyIn(policyOf(withBuckets(33)));
    const patterns = [Statement.find(({ Sid }) => Sid === 'ReadConfiguration')?.Resource ?? []].flat();
    const reached = (name: string): boolean =>
      patterns.some((pattern) =>
        new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(`arn:aws:s3:::${name}`),
      );
    const names = [...bucketRegions(withBuckets(33).stack('foundation')).keys()];
    expect(names).toHaveLength(3 * 33);
    expect(names.filter(reached).sort()).toEqual(
      withBuckets(33)
        .platform.activeRegions.map((region) => `orders-prod-objects-${CATALOG[region].code}-111122223333`)
        .sort(),
    );
  });
});
