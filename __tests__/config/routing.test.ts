import { REGION_NAMES, regionFacts, STRONG_CONSISTENCY_SETS } from '../../config/catalog';
import { parsePlatform } from '../../config/parse';
import { REGISTER_REGIONS, type Routing, registerRegionsFrom } from '../../config/routing';
import { MINIMAL, platformOf } from './configs';

const problems = (config: object): string[] => {
  const parsed = parsePlatform({ ...MINIMAL, ...config });
  return 'problems' in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

const routed = (config: object = {}): Routing => {
  const { routing } = platformOf({ ...MINIMAL, routing: {}, ...config });
  if (!routing) throw new Error('the platform has no routing layer');
  return routing;
};

describe('the routing layer of a platform', () => {
  test('is there only where the config has it', () => {
    expect(platformOf(MINIMAL).routing).toBeUndefined();
    expect(routed()).toEqual({
      primary: 'us-east-1',
      apps: ['orders'],
      registerRegions: ['us-east-1', 'us-east-2', 'us-west-2'],
      registerState: 'active',
      leaseSeconds: 6,
      fenceShards: 16,
      zones: new Map(),
      allowedOrigins: [],
      logRetentionDays: 30,
      telemetry: undefined,
      photos: undefined,
    });
  });

  test.each([
    ['eu-west-1', 'eu-west-1'],
    ['af-south-1', 'eu-west-1'],
    ['me-central-1', 'eu-west-1'],
    ['sa-east-1', 'us-east-1'],
    ['ca-west-1', 'us-east-1'],
    ['ap-southeast-2', 'ap-northeast-1'],
  ] as const)('of a home in %s is kept on its side of the world, from %s on', (home, own) =>
    expect(routed({ regions: [home, 'us-west-1'], home }).registerRegions[0]).toBe(own),
  );

  test('keeps its register where it was when home moves, and its primary follows home', () => {
    const moved = routed({ home: 'eu-west-1', formerHome: 'us-east-1' });
    expect(moved.registerRegions[0]).toBe('us-east-1');
    expect(moved.primary).toBe('eu-west-1');
  });

  test('does not move its primary with the writer of the databases', () =>
    expect(routed({ writer: 'eu-west-1' }).primary).toBe('us-east-1'));

  test('keeps every register in three Regions that AWS offers as one set', () => {
    for (const regions of Object.values(REGISTER_REGIONS)) {
      expect(new Set(regions).size).toBe(3);
      expect(
        Object.values(STRONG_CONSISTENCY_SETS).some((set) => regions.every((region) => set.includes(region))),
      ).toBe(true);
    }
  });

  test.each([
    ['us-west-2', ['us-west-2', 'us-east-1', 'us-east-2']],
    ['us-east-2', ['us-east-2', 'us-east-1', 'us-west-2']],
    ['ap-southeast-2', ['us-west-2', 'us-east-1', 'us-east-2']],
    ['eu-west-1', ['us-east-1', 'us-east-2', 'us-west-2']],
  ] as const)('is asked by %s at %j', (region, order) =>
    expect(registerRegionsFrom(region, routed({ regions: ['us-east-1', 'us-west-2'] }))).toEqual(order),
  );

  test('is asked everywhere by every Region, each of the three once', () => {
    for (const region of REGION_NAMES.filter((name) => regionFacts(name).partition === 'aws'))
      for (const set of ['us', 'eu', 'ap'] as const) {
        const regions = registerRegionsFrom(region, routed({ routing: { register: { set } } }));
        expect([...regions].sort()).toEqual([...REGISTER_REGIONS[set]].sort());
      }
  });

  test('lets data leave no zone', () =>
    expect(
      routed({
        pattern: 'data-residency',
        routing: { zones: { us: ['us-east-1'], eu: ['eu-west-1'], ap: ['ap-southeast-2'] } },
      }).zones,
    ).toEqual(
      new Map([
        ['ap', ['ap-southeast-2']],
        ['eu', ['eu-west-1']],
        ['us', ['us-east-1']],
      ]),
    ));

  test('takes photos for its only application', () =>
    expect(routed({ buckets: { photos: {} }, identity: {}, routing: { photos: { bucket: 'photos' } } }).photos).toEqual(
      { bucket: 'photos', app: 'orders' },
    ));
});

const ORIGIN = 'an origin, scheme and host without a path, such as "https://shop.example.com"';
const IN_LIST = '(us-east-1, eu-west-1 and ap-southeast-2)';

// biome-ignore format: a table, one config a row
const WRONG: readonly [title: string, config: object, problems: readonly string[]][] = [
  ['a primary that is not in the list', { routing: { primary: 'eu-central-1' } }, [`routing.primary: "eu-central-1" is not in \`regions\` ${IN_LIST}. Take one of them, or add it.`]],
  ['a partition without strong consistency', { regions: ['cn-north-1'], routing: {} }, ['routing: cn-north-1 is in the partition aws-cn, where DynamoDB has no multi-Region strong consistency: no register can be kept there. Take `routing` out.']],
  ['no application', { routing: { apps: [] } }, ['routing.apps: [] is not allowed. Allowed: a list of at least one application id, such as ["orders"].']],
  ['an application twice', { routing: { apps: ['a', 'b', 'a'] } }, ['routing.apps[2]: "a" is already routing.apps[0]. Name each application once.']],
  ['an application that is no id', { routing: { apps: ['A b'] } }, ['routing.apps[0]: "A b" is not allowed. Allowed: 1 to 32 lower-case letters, digits and single hyphens, beginning with a letter and not ending in a hyphen, such as "orders". Write "a-b".']],
  ['a set that is none', { routing: { register: { set: 'sa' } } }, ['routing.register.set: "sa" is not allowed. Allowed: "us" or "eu" or "ap". Nearest: "us".']],
  ['a lease too short and a fence too wide', { routing: { lease: { seconds: 4 }, fenceShards: 65 } }, [
    'routing.lease.seconds: 4 is not allowed. Allowed: a whole number from 5 to 60 (seconds), such as 6.',
    'routing.fenceShards: 65 is not allowed. Allowed: a whole number from 1 to 64 (items), such as 16.',
  ]],
  ['a state of a register whose Regions are all in the list', { regions: ['us-east-1', 'us-east-2', 'us-west-2'], routing: { register: { set: 'us', state: 'evacuated' } } }, ['routing.register.state: "evacuated", but all three Regions of the set "us" are in `regions`: their states count there. Take it out.']],
  ['zones where data may go anywhere', { routing: { zones: { eu: ['eu-west-1'] } } }, ['routing.zones: only pattern "data-residency" has zones, and `pattern` is "active-passive". Take them out, or change `pattern`.']],
  ['Regions without a zone', { pattern: 'data-residency', routing: { zones: { us: ['us-east-1'] } } }, ['routing.zones: no zone for eu-west-1 and ap-southeast-2. With pattern "data-residency" a writer moves within its zone: put every Region of `regions` in one, such as { "eu": ["eu-west-1"] }.']],
  ['a Region in two zones, and one that is not in the list', { pattern: 'data-residency', routing: { zones: { a: ['us-east-1'], b: ['us-east-1', 'eu-west-2'] } } }, [
    'routing.zones.b[0]: us-east-1 is in the zone "a" already. A Region is in one zone.',
    `routing.zones.b[1]: eu-west-2 is not in \`regions\` ${IN_LIST}. Take it out, or add it.`,
  ]],
  ['origins with a path or of any kind', { routing: { allowedOrigins: ['https://a.example/x', '*', 'ftp://a'] } }, [
    `routing.allowedOrigins[0]: "https://a.example/x" is not allowed. Allowed: ${ORIGIN}.`,
    `routing.allowedOrigins[1]: "*" is not allowed. Allowed: ${ORIGIN}.`,
    `routing.allowedOrigins[2]: "ftp://a" is not allowed. Allowed: ${ORIGIN}.`,
  ]],
  ['days that CloudWatch does not take', { routing: { logRetentionDays: 31 } }, ['routing.logRetentionDays: 31 is not allowed. Allowed: a number of days that CloudWatch Logs takes (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653), such as 30.']],
  ['notes sent in clear', { routing: { telemetry: { endpoint: 'http://metrics.example.com' } } }, ['routing.telemetry.endpoint: "http://metrics.example.com" is not allowed. Allowed: an https address, such as "https://metrics.example.com/generic".']],
  ['photos without a bucket, users or an application', { routing: { apps: ['a', 'b'], photos: { bucket: 'photos' } } }, [
    'routing.photos.bucket: "photos" is not in `buckets` (which is empty). Name one of them, or add it.',
    'routing.photos.app: missing, and there are several applications. Write one of a and b.',
    'routing.photos: needs users, and there are no pools for them. Write `identity: {}`, or take it out.',
  ]],
  ['photos that stay in their Region, of an application that is none', { buckets: { photos: { replication: 'none' } }, identity: {}, routing: { photos: { bucket: 'photos', app: 'shop' } } }, [
    'routing.photos.bucket: "photos" keeps its objects in each Region (replication "none"): photos would be missing after a failover. Set "mesh".',
    'routing.photos.app: "shop" is not in `routing.apps` (orders). Name one of them, or add it.',
  ]],
  ['users without the routing layer', { identity: {} }, ['identity: profiles are written through the fence of the routing layer. Write `routing: {}`, or take it out.']],
  ['users whose data may not leave their Region', { pattern: 'data-residency', identity: {}, routing: { zones: { a: ['us-east-1', 'eu-west-1', 'ap-southeast-2'] } } }, ['identity: profiles are copied to every Region. With pattern "data-residency" no data may leave its Region: take it out, or change `pattern`.']],
  ['tables of the names that the routing layer uses', { routing: {}, tables: { control: { hashKey: 'pk' }, content: { hashKey: 'pk' } } }, [
    'tables.control: "control" is a table of the routing layer. Take another name.',
    'tables.content: "content" is a table of the routing layer. Take another name.',
  ]],
  ['a runtime that is gone', { compute: { runtime: 'nodejs20.x' } }, ['compute.runtime: "nodejs20.x" is not allowed. Allowed: "nodejs22.x" or "nodejs24.x". Nearest: "nodejs22.x".']],
  ['a suppression without a reason, for ever', { review: { suppress: [{ rule: 'iam-widened', reason: 'because', until: 'never' }] } }, [
    'review.suppress[0].reason: "because" is not allowed. Allowed: a reason of at least 10 characters.',
    'review.suppress[0].until: "never" is not allowed. Allowed: a date, YYYY-MM-DD, such as "2027-01-31".',
  ]],
];

test.each(WRONG)('a wrong config: %s', (_title, config, expected) => expect(problems(config)).toEqual(expected));

test('tables keep their names where there is no routing layer', () =>
  expect(problems({ tables: { control: { hashKey: 'pk' } } })).toEqual([]));
