import fc from 'fast-check';
import type { RegionName } from '../../config/catalog';
import type { StackName } from '../../config/platform';
import type { PlatformConfig } from '../../config/schema';
import { DATABASE, FULL, MINIMAL, platformOf, regionLists } from './configs';

const three = platformOf(MINIMAL);
const withDatabase = platformOf({ ...MINIMAL, databases: { main: DATABASE } });
const failedOver = platformOf({
  ...MINIMAL,
  regions: [...MINIMAL.regions, { name: 'sa-east-1', state: 'returning' }, { name: 'eu-north-1', state: 'evacuated' }],
  writer: 'eu-west-1',
  databases: { main: { ...DATABASE, former: { 'us-east-1': 'keep', 'sa-east-1': 'release' } }, other: DATABASE },
});

/** The same config with the keys of every object, and the elements of every list, in another order. */
const shuffles = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'object' || value === null) return fc.constant(value);
  if (Array.isArray(value))
    return fc.tuple(...value.map(shuffles)).chain((items) => fc.shuffledSubarray(items, { minLength: items.length }));
  return fc
    .tuple(...Object.entries(value).map(([key, item]) => shuffles(item).map((shuffled) => [key, shuffled] as const)))
    .chain((entries) => fc.shuffledSubarray(entries, { minLength: entries.length }))
    .map((entries) => Object.fromEntries(entries));
};

/** All that a platform says, its maps and the order of their entries included. */
const told = (config: unknown): string => {
  const platform = platformOf(config);
  return JSON.stringify(
    {
      ...platform,
      order: platform.deployOrder,
      stacks: platform.deployOrder.map((stack) => platform.stackDependencies(stack)),
    },
    (_key, value) => (value instanceof Map ? [...value] : value),
  );
};

describe('the order of lists and keys', () => {
  test('changes nothing where home is given', () =>
    fc.assert(fc.property(shuffles(FULL), (config) => expect(told(config)).toBe(told(FULL)))));

  test('changes nothing for any list of Regions, any home and any writer', () =>
    fc.assert(
      fc.property(
        regionLists.chain((regions) =>
          fc.record({
            regions: fc.constant(regions),
            again: fc.shuffledSubarray(regions, { minLength: regions.length }),
            home: fc.constantFrom(...regions),
            writer: fc.constantFrom(...regions),
          }),
        ),
        ({ regions, again, home, writer }) => {
          const config = { ...MINIMAL, databases: { main: DATABASE }, home, writer };
          expect(told({ ...config, regions: again })).toBe(told({ ...config, regions }));
        },
      ),
    ));

  test('only names the home where none is given: the first', () => {
    expect(platformOf({ ...MINIMAL, regions: ['eu-west-1', 'us-east-1'] }).home).toBe('eu-west-1');
    expect(platformOf({ ...MINIMAL, regions: ['us-east-1', 'eu-west-1'] }).home).toBe('us-east-1');
  });
});

describe('defaults', () => {
  test('home is the first Region, the writer is home', () =>
    expect([three.home, three.writer, platformOf({ ...MINIMAL, home: 'eu-west-1' }).writer]).toEqual([
      'us-east-1',
      'us-east-1',
      'eu-west-1',
    ]));

  test('of the rest', () => {
    const { state, pattern, tags, network, assumeRole, buckets } = platformOf({
      ...MINIMAL,
      buckets: { objects: {} },
    });
    expect({ state, pattern, tags, cidr: network.cidr, assumeRole, buckets: [...buckets] }).toEqual({
      state: { backend: 's3', bootstrapped: false },
      pattern: 'active-passive',
      tags: {},
      cidr: '10.0.0.0/8',
      assumeRole: undefined,
      buckets: [['objects', { replication: 'mesh', replicationTimeControl: true, noncurrentVersionDays: 90 }]],
    });
  });

  test('of a database', () =>
    expect(withDatabase.databases.get('main')).toEqual({
      engine: 'postgres',
      engineVersion: '17',
      instanceClass: 'db.r7g.large',
      allocatedStorageGiB: 100,
      multiAz: true,
      backupRetentionDays: 14,
      passwordVersion: 1,
      clientCidrs: [],
      former: {},
    }));
});

describe('Regions', () => {
  test('are sorted by slot and told apart by their state', () =>
    expect([
      failedOver.regions.map(({ name }) => name),
      failedOver.activeRegions,
      failedOver.deployedRegions,
      failedOver.returningRegions,
      failedOver.evacuatedRegions,
    ]).toEqual([
      ['us-east-1', 'sa-east-1', 'eu-west-1', 'eu-north-1', 'ap-southeast-2'],
      ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
      ['us-east-1', 'sa-east-1', 'eu-west-1', 'ap-southeast-2'],
      ['sa-east-1'],
      ['eu-north-1'],
    ]));

  test('copy to the active ones alone', () => {
    expect(failedOver.peersOf('us-east-1')).toEqual(['eu-west-1', 'ap-southeast-2']);
    expect(failedOver.peersOf('sa-east-1')).toEqual(['us-east-1', 'eu-west-1', 'ap-southeast-2']);
  });

  test('have the range of their slot', () => expect(three.cidrOf('ap-southeast-2')).toBe('10.26.0.0/16'));

  test('give the partition', () =>
    expect(platformOf({ ...MINIMAL, regions: ['us-gov-west-1'] }).partition).toBe('aws-us-gov'));
});

describe('databaseRole', () => {
  test.each<[string, RegionName, string]>([
    ['main', 'eu-west-1', 'writer'],
    ['main', 'us-east-1', 'kept'],
    ['main', 'sa-east-1', 'released'],
    ['main', 'ap-southeast-2', 'replica'],
    ['other', 'us-east-1', 'replica'],
    ['other', 'eu-west-1', 'writer'],
  ])('of %s in %s: %s', (database, region, role) => expect(failedOver.databaseRole(database, region)).toBe(role));

  test('is the writer in one Region, whatever the list', () =>
    fc.assert(
      fc.property(regionLists, (regions) => {
        const platform = platformOf({ ...MINIMAL, regions, databases: { main: DATABASE } });
        expect(regions.filter((region) => platform.databaseRole('main', region) === 'writer')).toEqual([regions[0]]);
      }),
    ));
});

describe('deployOrder', () => {
  test.each<[string, PlatformConfig, StackName[]]>([
    [
      'bootstrap first, Regions by slot',
      { ...MINIMAL, regions: ['us-east-1', 'ap-southeast-2', 'eu-west-1'] },
      ['bootstrap', 'foundation', 'region-us-east-1', 'region-eu-west-1', 'region-ap-southeast-2'],
    ],
    [
      'the writer before the other Regions, no stack for an evacuated one',
      {
        ...MINIMAL,
        regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }, 'ap-southeast-2'],
        writer: 'ap-southeast-2',
      },
      ['bootstrap', 'foundation', 'region-ap-southeast-2', 'region-us-east-1'],
    ],
    [
      'no bootstrap with a local backend',
      { ...MINIMAL, regions: ['us-east-1'], state: { backend: 'local' } },
      ['foundation', 'region-us-east-1'],
    ],
    [
      'no bootstrap with existing buckets',
      { ...MINIMAL, regions: ['us-east-1'], state: { buckets: { 'us-east-1': 'acme' } } },
      ['foundation', 'region-us-east-1'],
    ],
  ])('%s', (_title, config, order) => expect(platformOf(config).deployOrder).toEqual(order));

  test('puts every stack after those it depends on, and names no other', () =>
    fc.assert(
      fc.property(regionLists, fc.boolean(), (regions, withDatabases) => {
        const writer = regions[regions.length - 1];
        const platform = platformOf({
          ...MINIMAL,
          regions,
          writer,
          databases: withDatabases ? { main: DATABASE } : {},
        });
        const order = platform.deployOrder;
        expect(new Set(order).size).toBe(order.length);
        for (const [place, stack] of order.entries())
          expect(order.slice(0, place)).toEqual(expect.arrayContaining(platform.stackDependencies(stack)));
      }),
    ));
});

describe('stackDependencies', () => {
  test.each<[StackName, StackName[]]>([
    ['bootstrap', []],
    ['foundation', ['bootstrap']],
    ['region-us-east-1', ['foundation']],
    ['region-eu-west-1', ['foundation', 'region-us-east-1']],
  ])('of %s, with a database', (stack, dependencies) =>
    expect(withDatabase.stackDependencies(stack)).toEqual(dependencies),
  );

  test('do not hold Regions up that have no database to replicate', () =>
    expect(three.stackDependencies('region-eu-west-1')).toEqual(['foundation']));

  test('of foundation are none without bootstrap', () =>
    expect(platformOf({ ...MINIMAL, state: { backend: 'local' } }).stackDependencies('foundation')).toEqual([]));
});
