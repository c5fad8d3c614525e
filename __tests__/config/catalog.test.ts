import {
  CATALOG,
  isRegionName,
  MAX_REGION_CODE_LENGTH,
  MAX_SLOT,
  type Partition,
  REGION_NAMES,
  type RegionFacts,
  type RegionName,
  regionFacts,
  STRONG_CONSISTENCY_SETS,
} from '../../config/catalog';

/** Code and slot of every Region: a contract with what is deployed. Rows are added, never changed or removed. */
// biome-ignore format: a table, one Region a row
const PINNED: Record<RegionName, readonly [code: string, slot: number]> = {
  'us-east-1': ['use1', 1],            'us-east-2': ['use2', 2],
  'us-west-1': ['usw1', 3],            'us-west-2': ['usw2', 4],
  'ca-central-1': ['cac1', 5],         'ca-west-1': ['caw1', 6],
  'mx-central-1': ['mxc1', 7],         'sa-east-1': ['sae1', 8],
  'eu-west-1': ['euw1', 10],
  'eu-west-2': ['euw2', 11],           'eu-west-3': ['euw3', 12],
  'eu-central-1': ['euc1', 13],        'eu-central-2': ['euc2', 14],
  'eu-north-1': ['eun1', 15],          'eu-south-1': ['eus1', 16],
  'eu-south-2': ['eus2', 17],          'af-south-1': ['afs1', 18],
  'il-central-1': ['ilc1', 19],        'me-south-1': ['mes1', 20],
  'me-central-1': ['mec1', 21],
  'ap-south-1': ['aps1', 23],          'ap-south-2': ['aps2', 24],
  'ap-southeast-1': ['apse1', 25],     'ap-southeast-2': ['apse2', 26],
  'ap-southeast-3': ['apse3', 27],     'ap-southeast-4': ['apse4', 28],
  'ap-southeast-5': ['apse5', 29],     'ap-southeast-6': ['apse6', 30],
  'ap-southeast-7': ['apse7', 31],     'ap-east-1': ['ape1', 32],
  'ap-east-2': ['ape2', 33],           'ap-northeast-1': ['apne1', 34],
  'ap-northeast-2': ['apne2', 35],     'ap-northeast-3': ['apne3', 36],
  'cn-north-1': ['cnn1', 37],          'cn-northwest-1': ['cnnw1', 38],
  'us-gov-west-1': ['usgw1', 39],      'us-gov-east-1': ['usge1', 40],
};

/** Regions of the three partitions in botocore 1.44.5 (partitions.json), without the `-global` pseudo-Regions and the two that have no endpoint. */
// biome-ignore format: a list
const BOTOCORE = [
  'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1',
  'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5',
  'ap-southeast-6', 'ap-southeast-7', 'ca-central-1', 'ca-west-1', 'eu-central-1', 'eu-central-2', 'eu-north-1',
  'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'il-central-1', 'me-central-1', 'me-south-1',
  'mx-central-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2',
  'cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1',
];

const facts: ReadonlyArray<readonly [RegionName, RegionFacts]> = REGION_NAMES.map((name) => [name, CATALOG[name]]);

/** The values that occur more than once. */
const repeated = <T>(values: readonly T[]): T[] => values.filter((value, i) => values.indexOf(value) !== i);

const where = (matches: (facts: RegionFacts) => boolean): RegionName[] =>
  facts.filter(([, f]) => matches(f)).map(([name]) => name);

describe('a Region keeps', () => {
  test.each(Object.entries(PINNED))('%s its code and slot', (name, [code, slot]) =>
    expect(CATALOG[name as RegionName]).toMatchObject({ code, slot }),
  );

  test('and no Region is unpinned', () => expect(Object.keys(PINNED).sort()).toEqual(REGION_NAMES));
});

describe('codes', () => {
  test('are unique', () => expect(repeated(facts.map(([, f]) => f.code))).toEqual([]));

  test('are lower-case letters ending in a digit', () =>
    expect(facts.filter(([, f]) => !/^[a-z]+[0-9]$/.test(f.code))).toEqual([]));

  test('are as long as the documented maximum, and no longer', () =>
    expect(Math.max(...facts.map(([, f]) => f.code.length))).toBe(MAX_REGION_CODE_LENGTH));

  test('are the prefix of the zone ids of their Region', () =>
    expect(facts.flatMap(([, f]) => (f.excludedZoneIds ?? []).filter((id) => !id.startsWith(`${f.code}-az`)))).toEqual(
      [],
    ));
});

describe('slots', () => {
  test('are unique', () => expect(repeated(facts.map(([, f]) => f.slot))).toEqual([]));

  test('are whole numbers from 1 to the documented maximum, which leaves room below 64', () => {
    expect(facts.filter(([, f]) => !Number.isInteger(f.slot) || f.slot < 1 || f.slot > MAX_SLOT)).toEqual([]);
    expect(MAX_SLOT).toBeLessThan(64);
  });

  test('rise with the rows, so that the next free one is the last plus one', () => {
    const slots = Object.values(CATALOG).map((f) => f.slot);
    expect(slots).toEqual([...slots].sort((a, b) => a - b));
  });
});

describe('Regions', () => {
  test('are all that botocore knows', () => expect(REGION_NAMES).toEqual([...BOTOCORE].sort()));

  test('are listed sorted, each once', () => expect(REGION_NAMES).toEqual([...new Set(REGION_NAMES)].sort()));

  test('have the partition that their name begins with', () => {
    const partitionOf = (name: string): Partition =>
      name.startsWith('cn-') ? 'aws-cn' : name.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
    expect(facts.filter(([name, f]) => f.partition !== partitionOf(name))).toEqual([]);
  });

  test('have three zones, us-west-1 two', () => {
    expect(facts.filter(([, f]) => f.zones !== 2 && f.zones !== 3)).toEqual([]);
    expect(where((f) => f.zones === 2)).toEqual(['us-west-1']);
  });

  test('have a title of their own', () => {
    expect(repeated(facts.map(([, f]) => f.title))).toEqual([]);
    expect(facts.filter(([, f]) => !/^[A-Z].* ?\(.+\)$/.test(f.title))).toEqual([]);
  });

  test('need no opting in if older than 2019-03-20 (Osaka was a Local Region then), in China and in GovCloud', () =>
    expect(where((f) => !f.optIn)).toEqual([
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-southeast-1',
      'ap-southeast-2',
      'ca-central-1',
      'cn-north-1',
      'cn-northwest-1',
      'eu-central-1',
      'eu-north-1',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'sa-east-1',
      'us-east-1',
      'us-east-2',
      'us-gov-east-1',
      'us-gov-west-1',
      'us-west-1',
      'us-west-2',
    ]));

  test('leave out three zones', () =>
    expect(facts.flatMap(([, f]) => f.excludedZoneIds ?? [])).toEqual(['cac1-az3', 'use1-az3', 'usw1-az2']));
});

describe('strong consistency', () => {
  const sets = Object.values(STRONG_CONSISTENCY_SETS);

  test('has sets of three Regions or more, of one partition', () => {
    expect(sets.filter((set) => set.length < 3)).toEqual([]);
    expect(sets.filter((set) => new Set(set.map((name) => regionFacts(name).partition)).size !== 1)).toEqual([]);
  });

  test('has sets of catalog Regions without overlap', () => {
    expect(sets.flat().filter((name) => !isRegionName(name))).toEqual([]);
    expect(repeated(sets.flat())).toEqual([]);
  });

  test('has the sets that DynamoDB names', () =>
    expect(STRONG_CONSISTENCY_SETS).toEqual({
      US: ['us-east-1', 'us-east-2', 'us-west-2'],
      EU: ['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
      AP: ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
    }));
});

describe('isRegionName', () => {
  test.each(REGION_NAMES)('accepts %s', (name) => expect(isRegionName(name)).toBe(true));

  test.each([
    '',
    'eu-west-11',
    'EU-WEST-1',
    ' eu-west-1',
    'euw1',
    'aws-global',
    'eusc-de-east-1',
    'us-iso-east-1',
    'toString',
    '__proto__',
  ])('refuses "%s"', (name) => expect(isRegionName(name)).toBe(false));
});

test('regionFacts gives the row of a Region', () =>
  expect(regionFacts('us-west-1')).toEqual({
    code: 'usw1',
    slot: 3,
    partition: 'aws',
    optIn: false,
    zones: 2,
    title: 'US West (N. California)',
    excludedZoneIds: ['usw1-az2'],
  }));
