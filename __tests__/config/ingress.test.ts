import { REGION_NAMES, regionFacts } from '../../config/catalog';
import type { Ingress } from '../../config/ingress';
import { notesOf } from '../../config/notes';
import { parsePlatform } from '../../config/parse';
import { DATABASE, MINIMAL, platformOf } from './configs';

const DOMAIN = 'orders.example.com';
const FRONT = { domain: DOMAIN, zone: 'existing' } as const;

const problems = (ingress: object, config: object = {}): string[] => {
  const parsed = parsePlatform({ ...MINIMAL, ingress: { ...FRONT, ...ingress }, ...config });
  return 'problems' in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

const ingressOf = (ingress: object, config: object = {}): Ingress => {
  const { ingress: found } = platformOf({ ...MINIMAL, ingress: { ...FRONT, ...ingress }, ...config });
  if (!found) throw new Error('the platform has no front door');
  return found;
};

describe('defaults', () => {
  test('none, where the config has none', () => expect(platformOf(MINIMAL).ingress).toBeUndefined());

  test.each([
    ['active-active', 'latency'],
    ['active-passive', 'priority'],
  ])('pattern %s is routed by %s', (pattern, routing) => expect(ingressOf({}, { pattern }).routing).toBe(routing));

  test('the health check asks the routing layer where there is one, and the service else', () => {
    const of = ({ switch: traffic, health: { path } }: Ingress) => [traffic, path];
    expect(of(ingressOf({}))).toEqual(['automatic', '/health']);
    expect(of(ingressOf({}, { routing: {} }))).toEqual(['routing', '/v1/health/route']);
    expect(of(ingressOf({ switch: 'routing-control' }, { routing: {} }))).toEqual(['routing-control', '/health']);
    expect(of(ingressOf({ front: 'accelerator', entry: 'alb' }, { routing: {} }))).toEqual(['automatic', '/health']);
    expect(of(ingressOf({ health: { path: '/up' } }, { routing: {} }))).toEqual(['routing', '/up']);
  });

  test.each([
    ['http-api', 'dns', false, false],
    ['http-api', 'cdn', false, true],
    ['rest-api', 'dns', true, false],
    ['alb', 'cdn', true, true],
    ['alb', 'accelerator', true, false],
  ])('a web ACL of %s behind %s: regional %s, at the edge %s', (entry, front, regional, edge) => {
    const { hasRegionalAcl, hasEdgeAcl } = ingressOf({ entry, front });
    expect([hasRegionalAcl, hasEdgeAcl]).toEqual([regional, edge]);
    const without = ingressOf({ entry, front, waf: false });
    expect([without.hasRegionalAcl, without.hasEdgeAcl]).toEqual([false, false]);
  });

  test.each([
    [{ zone: 'create' }, false],
    [{ zone: 'create', delegated: true }, true],
    [{ zone: 'create', parentZone: 'example.com' }, true],
    [{ zone: 'existing' }, true],
  ])('the zone of %j is delegated to: %s', (ingress, delegated) =>
    expect(ingressOf(ingress).delegated).toBe(delegated),
  );

  test('what the service runs on follows from the entry', () => {
    expect(ingressOf({}).service.on).toBe('function');
    expect(ingressOf({ entry: 'alb' }).service.on).toBe('fargate');
  });

  test('the service works with nothing, or with what is named, sorted and once', () => {
    expect(ingressOf({}).service.uses).toEqual({ tables: [], buckets: [], databases: [] });
    const { uses } = ingressOf(
      { service: { uses: { tables: ['orders', 'carts', 'orders'] } } },
      { tables: { carts: { hashKey: 'pk' }, orders: { hashKey: 'pk' } } },
    ).service;
    expect(uses).toEqual({ tables: ['carts', 'orders'], buckets: [], databases: [] });
  });

  test('no order of what the user lists reaches the platform', () => {
    const one = ingressOf({
      routing: 'geolocation',
      residency: {
        eu: { regions: ['eu-west-1'], countries: ['NO', 'CH'], continents: ['EU', 'AF'] },
        us: { regions: ['us-east-1', 'ap-southeast-2'], default: true },
      },
    });
    const other = ingressOf({
      routing: 'geolocation',
      residency: {
        us: { regions: ['ap-southeast-2', 'us-east-1'], default: true },
        eu: { regions: ['eu-west-1'], countries: ['CH', 'NO'], continents: ['AF', 'EU'] },
      },
    });
    expect([...one.jurisdictions]).toEqual([...other.jurisdictions]);
    expect(one.jurisdictions.get('us')?.regions).toEqual(['us-east-1', 'ap-southeast-2']);
  });
});

const GEO = {
  routing: 'geolocation',
  residency: { eu: { regions: ['eu-west-1'], continents: ['EU'] }, us: { regions: ['us-east-1'], default: true } },
} as const;
const TWO = { regions: ['us-east-1', 'eu-west-1'] };

test.each<[string, object, object, string[]]>([
  ['nothing but a domain', {}, {}, []],
  [
    'a domain in capitals',
    { domain: 'Orders.example.com' },
    {},
    [
      'ingress.domain: "Orders.example.com" is not allowed. Allowed: a domain name in lower case, without a final dot, such as "orders.example.com". Write "orders.example.com".',
    ],
  ],
  [
    'another partition',
    {},
    { regions: ['cn-north-1'] },
    [
      'ingress: cn-north-1 is in the partition aws-cn, where there is neither CloudFront nor Global Accelerator nor the Route 53 that Meridian writes to. Take `ingress` out.',
    ],
  ],
  [
    'a label that is too long',
    { domain: `${'a'.repeat(64)}.com` },
    {},
    [`ingress.domain: the label "${'a'.repeat(57)}..." has 64 characters. Allowed: 63. Take a shorter one.`],
  ],
  [
    'a host that is too long',
    { domain: `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.com` },
    {},
    [
      `ingress.domain: the host "target-apse2.${'a'.repeat(44)}..." has 260 characters. Allowed: 255. Take a shorter domain.`,
    ],
  ],
  [
    'a parent that is not above it',
    { zone: 'create', parentZone: 'example.org' },
    {},
    [
      'ingress.parentZone: "example.org" is not above "orders.example.com". Write a zone that `domain` ends in, or take it out.',
    ],
  ],
  [
    'a parent of a zone that is there',
    { parentZone: 'example.com' },
    {},
    ['ingress.parentZone: `zone` is "existing": who made it has delegated to it. Take one of the two out.'],
  ],
  [
    'a zone that is there and not delegated to',
    { delegated: false },
    {},
    ['ingress.delegated: false, and `zone` is "existing". Take it out.'],
  ],
  [
    'an accelerator before an API',
    { front: 'accelerator' },
    {},
    [
      'ingress.front: "accelerator" stands before load balancers only, and `entry` is "http-api". Set `entry` to "alb", or `front` to "dns".',
    ],
  ],
  [
    'an accelerator that is to follow the routing layer',
    { front: 'accelerator', entry: 'alb', switch: 'routing' },
    { routing: {} },
    [
      'ingress.switch: "routing" steers DNS, and Global Accelerator follows its endpoints\' health alone. Set "automatic", or `front` to "dns".',
    ],
  ],
  [
    'an accelerator that is to pick by DNS',
    { front: 'accelerator', entry: 'alb', routing: 'latency' },
    {},
    [
      'ingress.routing: "latency" is how DNS picks a Region; Global Accelerator takes the nearest one that is healthy. Take it out, or set `front` to "dns".',
    ],
  ],
  [
    'a web ACL before an HTTP API',
    { waf: true },
    {},
    [
      'ingress.waf: true, and AWS WAF cannot stand before an HTTP API. Set `entry` to "rest-api" or "alb", `front` to "cdn", or take it out.',
    ],
  ],
  ['a web ACL at the edge', { waf: true, front: 'cdn' }, {}, []],
  [
    'failover of three',
    { routing: 'failover' },
    {},
    ['ingress.routing: "failover" takes exactly 2 Regions; there are 3. Use "priority", which takes any number.'],
  ],
  ['failover of two', { routing: 'failover' }, TWO, []],
  [
    'weights of another routing',
    { weights: { 'us-east-1': 1 } },
    {},
    ['ingress.weights: only routing "weighted" has weights, and it is "priority". Take them out, or set `routing`.'],
  ],
  [
    'a Region without a weight, and one that is none',
    { routing: 'weighted', weights: { 'us-east-1': 1, 'sa-east-1': 1 } },
    {},
    [
      'ingress.weights.sa-east-1: sa-east-1 is not in `regions` (us-east-1, eu-west-1 and ap-southeast-2). Take it out, or add it.',
      'ingress.weights: no weight for eu-west-1 and ap-southeast-2. Write one from 0 to 255 for every Region that serves.',
    ],
  ],
  [
    'weights of nothing',
    { routing: 'weighted', weights: { 'us-east-1': 0, 'eu-west-1': 0 } },
    TWO,
    ['ingress.weights: every weight is 0, with which Route 53 spreads evenly. Give one Region more than 0.'],
  ],
  [
    'a routing layer that is not there',
    { switch: 'routing' },
    {},
    ['ingress.switch: "routing" asks the routing layer, and there is none. Write `routing: {}`, or take it out.'],
  ],
  [
    'a switch with one Region',
    { switch: 'routing-control' },
    { regions: ['us-east-1'] },
    [
      'ingress.switch: "routing-control", and only us-east-1 is active: there is nowhere to switch to. Add a Region, or set "automatic".',
    ],
  ],
  [
    'a container behind an API',
    { service: { on: 'fargate' } },
    {},
    ['ingress.service.on: "fargate" does not go with the entry "http-api". Behind an API: "function".'],
  ],
  [
    'a function behind a load balancer',
    { entry: 'alb', service: { on: 'function' } },
    {},
    [
      'ingress.service.on: "function" does not go with the entry "alb". Behind a load balancer: "fargate" or "instances".',
    ],
  ],
  [
    'a task that Fargate has not',
    { entry: 'alb', service: { cpu: 1024, memoryMiB: 512 } },
    {},
    [
      'ingress.service: memoryMiB is 512; allowed with 1024 of cpu are 2048 to 8192 in steps of 1024 (MiB). Write one of these.',
    ],
  ],
  [
    'fewer at most than at least',
    { entry: 'alb', service: { minTasks: 4, maxTasks: 3 } },
    {},
    ['ingress.service.maxTasks: 3 is less than `minTasks` 4. Write at least 4.'],
  ],
  [
    'containers that reach neither their image nor their log',
    { entry: 'alb' },
    { network: { nat: 'none' } },
    [
      'network.interfaceEndpoints: `nat` is "none", and the service in private subnets calls ecr.api and ecr.dkr for its image and its log. Add them, or set `nat` to "per-az".',
    ],
  ],
  [
    'containers that reach neither that nor what says where their database is',
    { entry: 'alb', service: { uses: { databases: ['main'] } } },
    {
      databases: { main: DATABASE },
      network: { nat: 'none', interfaceEndpoints: ['ecr.api', 'ecr.dkr', 'logs', 'kms'] },
    },
    [
      'network.interfaceEndpoints: `nat` is "none", and the service in private subnets calls secretsmanager and ssm for its image, its log and its databases. Add them, or set `nat` to "per-az".',
    ],
  ],
  [
    'data that is not there',
    { entry: 'alb', service: { uses: { tables: ['order'], buckets: ['objects'], databases: ['main', 'extra'] } } },
    { tables: { carts: { hashKey: 'pk' }, orders: { hashKey: 'pk' } }, databases: { main: DATABASE } },
    [
      'ingress.service.uses.tables[0]: "order" is not in `tables` (carts and orders). Name one of them, or add it.',
      'ingress.service.uses.buckets[0]: "objects" is not in `buckets` (which is empty). Name one of them, or add it.',
      'ingress.service.uses.databases[1]: "extra" is not in `databases` (main). Name one of them, or add it.',
    ],
  ],
  [
    'a name that is none, of which no more is said',
    { entry: 'http-api', service: { uses: { tables: ['Orders'] } } },
    { tables: { orders: { hashKey: 'pk' } } },
    [
      'ingress.service.uses.tables[0]: "Orders" is not allowed. Allowed: 1 to 20 lower-case letters, digits and single hyphens, beginning with a letter and not ending in a hyphen, such as "main". Write "orders".',
    ],
  ],
  [
    'a table that was refused itself, of which no more is said',
    { service: { uses: { tables: ['orders'] } } },
    { tables: { orders: 5 } },
    ['tables.orders: 5 is a number. Allowed: an object with hashKey.'],
  ],
  [
    'tables that were refused, of which no more is said',
    { service: { uses: { tables: ['orders'] } } },
    { tables: 5 },
    ['tables: 5 is a number. Allowed: an object of tables by name.'],
  ],
  [
    'a database by a name that is none, of which no more is said',
    { entry: 'http-api', service: { uses: { databases: ['Main'] } } },
    { databases: { main: DATABASE } },
    [
      'ingress.service.uses.databases[0]: "Main" is not allowed. Allowed: 1 to 20 lower-case letters, digits and single hyphens, beginning with a letter and not ending in a hyphen, such as "main". Write "main".',
    ],
  ],
  [
    'a function that is to reach databases',
    { service: { uses: { databases: ['main'] } } },
    { databases: { main: DATABASE } },
    [
      'ingress.service.uses.databases: main, and the service is a function, which is in no VPC and reaches no database. Set `entry` to "alb", or take it out.',
    ],
  ],
  [
    'more databases than a network interface has groups for',
    { entry: 'alb', service: { uses: { databases: ['a', 'b', 'c', 'd', 'e', 'a'] } } },
    { databases: Object.fromEntries([...'abcde'].map((name) => [name, DATABASE])) },
    [
      "ingress.service.uses.databases: 5 databases. Allowed: 4, as a network interface has at most 5 security groups, and each database's clients are one. Take some out.",
    ],
  ],
  [
    'as many as it has',
    { entry: 'alb', service: { uses: { databases: ['a', 'b', 'c', 'd'] } } },
    { databases: Object.fromEntries([...'abcd'].map((name) => [name, DATABASE])) },
    [],
  ],
  [
    'a protected load balancer in a Region that leaves',
    { entry: 'alb' },
    { regions: ['us-east-1', { name: 'eu-west-1', state: 'leaving', data: 'release' }] },
    [
      'ingress.deletionProtection: true, and eu-west-1 is leaving: AWS would not delete its load balancer. Set it to false and apply that while eu-west-1 is active; it can be true again afterwards.',
    ],
  ],
  [
    'photos behind a load balancer',
    { entry: 'alb' },
    { routing: { photos: { bucket: 'objects' } }, identity: {}, buckets: { objects: {} } },
    [
      'routing.photos: its routes are those of an HTTP API, and `ingress.entry` is "alb". Set "http-api", or take it out.',
    ],
  ],
  [
    'a bucket for a front that reads none',
    { cdn: { bucket: 'objects' } },
    { buckets: { objects: {} } },
    ['ingress.cdn: only `front` "cdn" has it, and it is "dns". Take it out, or set `front`.'],
  ],
  [
    'a Multi-Region Access Point',
    { front: 'cdn', cdn: { origin: 'multi-region-access-point' } },
    {},
    [
      'ingress.cdn.origin: "multi-region-access-point": its buckets are fixed when it is made, so that a Region that joins would replace it, and it takes no Region that must be opted into. Write "buckets".',
    ],
  ],
  [
    'a bucket that is not there',
    { front: 'cdn', cdn: { bucket: 'objects' } },
    {},
    ['ingress.cdn.bucket: "objects" is not in `buckets` (which is empty). Name one of them, or add it.'],
  ],
  [
    'a bucket that is not copied',
    { front: 'cdn', cdn: { bucket: 'objects' } },
    { buckets: { objects: { replication: 'none' } } },
    [
      'ingress.cdn.bucket: "objects" keeps its objects in each Region (replication "none"): another Region\'s would not do for them. Set "mesh".',
    ],
  ],
  [
    'countries without a bucket, and of a Region that is not there',
    { front: 'cdn', cdn: { regionByCountry: { DE: 'eu-central-1' }, jurisdictionField: 'tenant' } },
    {},
    [
      'ingress.cdn.regionByCountry: says whose bucket is read first, and no `bucket` is read. Name one, or take it out.',
      'ingress.cdn.regionByCountry.DE: eu-central-1 is not in `regions` (us-east-1, eu-west-1 and ap-southeast-2). Take it out, or add it.',
      'ingress.cdn.jurisdictionField: names a jurisdiction, and there are none. Write `residency`, or take it out.',
    ],
  ],
  ['two jurisdictions', GEO, TWO, []],
  [
    'a pattern that needs jurisdictions',
    {},
    { ...TWO, pattern: 'data-residency' },
    [
      'ingress.residency: missing. Routing "geolocation" (of pattern "data-residency") sends clients by where they are: write { "eu": { "regions": ["eu-west-1"], "continents": ["EU"], "default": true } }, or another `routing`.',
    ],
  ],
  [
    'jurisdictions of another routing',
    { ...GEO, routing: 'latency' },
    TWO,
    [
      'ingress.residency: only routing "geolocation" has jurisdictions, and it is "latency". Take it out, or set `routing`.',
    ],
  ],
  [
    'a Region in two jurisdictions and one in none',
    {
      ...GEO,
      residency: { eu: { regions: ['eu-west-1'], default: true }, us: { regions: ['us-east-1', 'eu-west-1'] } },
    },
    TWO,
    ['ingress.residency.us.regions[1]: eu-west-1 is in "eu" already. A Region is in one jurisdiction.'],
  ],
  [
    'a Region in no jurisdiction',
    GEO,
    {},
    ['ingress.residency: no jurisdiction for ap-southeast-2. Put every Region of `regions` in one.'],
  ],
  [
    'a country twice and no default',
    {
      ...GEO,
      residency: {
        eu: { regions: ['eu-west-1'], countries: ['CH'] },
        us: { regions: ['us-east-1'], countries: ['CH'] },
      },
    },
    TWO,
    [
      'ingress.residency.us.countries[0]: "CH" is in "eu" already. A place belongs to one jurisdiction: take one out.',
      'ingress.residency: no jurisdiction is the `default`, to which clients from anywhere else belong: without one they get no answer. Set it in exactly one.',
    ],
  ],
  [
    'two defaults',
    {
      ...GEO,
      residency: { eu: { regions: ['eu-west-1'], default: true }, us: { regions: ['us-east-1'], default: true } },
    },
    TWO,
    [
      'ingress.residency: eu and us are each the `default`, to which clients from anywhere else belong: without one they get no answer. Set it in exactly one.',
    ],
  ],
  [
    'copies across jurisdictions',
    GEO,
    { ...TWO, buckets: { objects: {}, local: { replication: 'none' } }, tables: { carts: { hashKey: 'pk' } } },
    [
      'buckets.objects.replication: "mesh" copies across the jurisdictions eu and us. Set "none".',
      'tables.carts: a global table copies across the jurisdictions eu and us. Take it out, or make one platform for each jurisdiction.',
    ],
  ],
])('%s', (_case, ingress, config, expected) => expect(problems(ingress, config)).toEqual(expected));

describe('limits of an account', () => {
  const all = REGION_NAMES.filter((name) => regionFacts(name).partition === 'aws');

  test('every Region of the partition at once has few enough health checks and endpoint groups', () => {
    expect(problems({ switch: 'routing-control' }, { regions: all })).toEqual([]);
    expect(problems({ front: 'accelerator', entry: 'alb' }, { regions: all })).toEqual([]);
    expect(all.length).toBeLessThan(42);
  });
});

describe('what should be known', () => {
  const notes = (ingress: object, config: object = {}): string[] =>
    notesOf(platformOf({ ...MINIMAL, ...TWO, ...config, ingress: { ...FRONT, ...ingress } }));

  test('a zone that waits for its delegation: the name servers are an output, and nothing stands behind it', () => {
    const waiting = { zone: 'create' };
    expect(notes(waiting)).toContain(
      'The zone of orders.example.com is not delegated to yet: only the zone is made. Delegate to its name servers (output zone_name_servers of foundation), then set ingress.delegated to true.',
    );
    expect(platformOf({ ...MINIMAL, ingress: { ...FRONT, ...waiting } }).hasGlobal).toBe(false);
    expect(platformOf({ ...MINIMAL, ingress: FRONT }).hasGlobal).toBe(true);
  });

  test.each<[string, object, object, string]>([
    [
      'jurisdictions of one Region',
      GEO,
      {},
      'Of one Region each: eu and us. Such a jurisdiction is down when its Region is.',
    ],
    [
      'what clients remember',
      {},
      {},
      'Clients are sent to us-east-1 while it is healthy. Resolvers, pools and the JVM keep an address for longer than its 60 seconds.',
    ],
    [
      'the zone above',
      { zone: 'create', parentZone: 'example.com' },
      {},
      'To be in the account first: the public hosted zone example.com.',
    ],
    ['a zone that is there', {}, {}, 'To be in the account first: the public hosted zone orders.example.com.'],
    [
      'an image that is not there yet',
      { entry: 'alb', service: { imageTag: '1.4.0' } },
      {},
      'The service needs its image: push it, built for Arm, to 111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-prod-service:1.4.0 once foundation is applied. It is copied to the other Regions that are there by then.',
    ],
    [
      'a backbone of one Region',
      {},
      { regions: ['us-east-1'], network: { backbone: 'peering' } },
      'The backbone joins nothing yet: there is one Region.',
    ],
    [
      'peerings that hang on the VPCs',
      {},
      { network: { backbone: 'peering' } },
      "Peerings hang on the VPCs: a Region's stack that is rebuilt replaces its own. Transit gateways outlive it.",
    ],
    [
      'IPv6 beside a backbone',
      {},
      { network: { backbone: 'transit-gateway', ipv6: true } },
      'The backbone carries IPv4 only: AWS gives the IPv6 ranges when it makes a VPC.',
    ],
    [
      'the Region of Route 53',
      {},
      { regions: [{ name: 'us-east-1', state: 'evacuated' }, 'eu-west-1'], home: 'eu-west-1' },
      'us-east-1 is evacuated: foundation and global cannot be planned before it is back, as Route 53 answers there. Recovery needs neither.',
    ],
  ])('%s', (_case, ingress, config, note) => expect(notes(ingress, config)).toContain(note));

  test('a platform without any of it is told nothing of it', () =>
    expect(notesOf(platformOf({ ...MINIMAL, ...TWO }))).toEqual([]));
});
