import fc from 'fast-check';
import { parsePlatform } from '../../config/parse';
import { ConfigError } from '../../config/problems';
import { DATABASE, FULL, MINIMAL, platformOf } from './configs';

/** `path: message` of each problem, in order. */
function problems(config: unknown): string[] {
  const parsed = parsePlatform(config);
  return 'problems' in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

const withDatabase = (settings: object): object => ({ ...MINIMAL, databases: { main: { ...DATABASE, ...settings } } });
const withTable = (settings: object): object => ({ ...MINIMAL, tables: { sessions: { hashKey: 'pk', ...settings } } });

const NAME = 'lower-case letters, digits and single hyphens, beginning with a letter and not ending in a hyphen';
const TOP_KEYS =
  'name, environment, account, regions, home, formerHome, writer, pattern, state, assumeRole, buckets, databases, tables, network, ingress, routing, identity, compute, review, ci, tags';
const NETWORK_KEYS = 'cidr, azs, nat, stableEgressIps, interfaceEndpoints, flowLogs, ipv6, backbone, privateZone';
const IN_CATALOG = 'Correct it, or add it to config/catalog.ts with a free slot.';
const REGION = 'a Region\'s name, such as "eu-west-1"';
const ENTRY = 'a Region\'s name such as "eu-west-1", or { name, state, data }';
const WRITE_CONFIG = 'Write { "name": ..., "environment": ..., "account": ..., "regions": [...] }.';
const IN_LIST = '(us-east-1, eu-west-1 and ap-southeast-2)';
const SETS =
  'US: us-east-1, us-east-2, us-west-2; EU: eu-central-1, eu-west-1, eu-west-2, eu-west-3; AP: ap-northeast-1, ap-northeast-2, ap-northeast-3';

describe('a legal config', () => {
  test.each<[string, unknown]>([
    ['with what is required', MINIMAL],
    ['with every key', FULL],
    ['with one Region', { ...MINIMAL, regions: ['us-east-1'] }],
    ['with a replicated bucket and one Region', { ...MINIMAL, regions: ['us-east-1'], buckets: { objects: {} } }],
    [
      'with one active Region of two',
      { ...MINIMAL, regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }] },
    ],
    ['whose second Region is home', { ...MINIMAL, home: 'eu-west-1' }],
    ['with names as long as can be', { ...MINIMAL, name: 'a'.repeat(20), environment: 'b'.repeat(10) }],
    ['with an object called as what every JavaScript object has', { ...MINIMAL, buckets: { constructor: {} } }],
    ['with pipelines on GitHub', { ...MINIMAL, ci: { github: { repository: 'acme/orders' } } }],
    [
      'with pipelines of a repository whose ids are known',
      { ...MINIMAL, ci: { github: { repository: 'acme-1@12/orders.tf@34', provider: 'existing' } } },
    ],
    ['with keys that are undefined', { ...MINIMAL, home: undefined, buckets: { objects: undefined } }],
    ['without a prototype', Object.assign(Object.create(null), MINIMAL)],
    ['in China', { ...MINIMAL, regions: ['cn-north-1'], assumeRole: 'arn:aws-cn:iam::111122223333:role/x' }],
    ['with the least room to grow', withDatabase({ maxAllocatedStorageGiB: 110 })],
    [
      'of one Region where data may not leave it',
      { ...MINIMAL, regions: ['us-east-1'], pattern: 'data-residency', tables: { t: { hashKey: 'pk' } } },
    ],
  ])('%s', (_title, config) => expect(problems(config)).toEqual([]));
});

// biome-ignore format: a table, one config a row
const WRONG: readonly [title: string, config: unknown, problems: readonly string[]][] = [
  ['null', null, [`: the config is null, not an object. ${WRITE_CONFIG}`]],
  ['a list', [MINIMAL], [`: the config is a list, not an object. ${WRITE_CONFIG}`]],
  ['a function', () => MINIMAL, [`: the config is a function, not an object. ${WRITE_CONFIG}`]],
  ['a promise', Promise.resolve(MINIMAL), [`: the config is an instance of Promise, not an object. ${WRITE_CONFIG}`]],
  ['nothing', {}, [
    `name: missing. Write 1 to 20 ${NAME}, such as "orders".`,
    `environment: missing. Write 1 to 10 ${NAME}, such as "prod".`,
    'account: missing. Write 12 digits, in quotes, such as "111122223333".',
    'regions: missing. Write a list of at least one Region, such as ["us-east-1", "eu-west-1"].',
  ]],

  ['a name with other characters', { ...MINIMAL, name: 'Orders_API' }, [`name: "Orders_API" is not allowed. Allowed: 1 to 20 ${NAME}, such as "orders". Write "orders-api".`]],
  ['a name too long', { ...MINIMAL, name: 'a'.repeat(21) }, [`name: "aaaaaaaaaaaaaaaaaaaaa" (21 characters) is not allowed. Allowed: 1 to 20 ${NAME}, such as "orders".`]],
  ['an empty name', { ...MINIMAL, name: '' }, [`name: "" is not allowed. Allowed: 1 to 20 ${NAME}, such as "orders".`]],
  ['a name that ends in a hyphen', { ...MINIMAL, name: 'orders-' }, [`name: "orders-" is not allowed. Allowed: 1 to 20 ${NAME}, such as "orders". Write "orders".`]],
  ['a name that AWS keeps to itself', { ...MINIMAL, name: 'awsome' }, ['name: "awsome": AWS keeps names that begin so to itself (aws and ssm for parameters, sg- for security groups, sthree- and amzn-s3-demo- for buckets). Take another name.']],
  ['an environment too long', { ...MINIMAL, environment: 'production1' }, [`environment: "production1" (11 characters) is not allowed. Allowed: 1 to 10 ${NAME}, such as "prod".`]],
  ['an account of 11 digits', { ...MINIMAL, account: '11112222333' }, ['account: "11112222333" is not allowed. Allowed: 12 digits, in quotes, such as "111122223333".']],
  ['an account with hyphens', { ...MINIMAL, account: '1111-2222-3333' }, ['account: "1111-2222-3333" is not allowed. Allowed: 12 digits, in quotes, such as "111122223333". Write "111122223333".']],
  ['an account as a number', { ...MINIMAL, account: 111122223333 }, ['account: 111122223333 is a number. Allowed: 12 digits, in quotes, such as "111122223333". Write "111122223333".']],
  ['an unknown key', { ...MINIMAL, writter: 'us-east-1' }, [`writter: unknown key. Write "writer", or take it out. Allowed here: ${TOP_KEYS}.`]],
  ['an abbreviated key', { ...MINIMAL, env: 'prod' }, [`env: unknown key. Write "environment", or take it out. Allowed here: ${TOP_KEYS}.`]],
  ['a key like no other', { ...MINIMAL, toString: 1 }, [`toString: unknown key. Take it out. Allowed here: ${TOP_KEYS}.`]],
  ['an unknown key further in', { ...MINIMAL, network: { cidrs: 1, 'a b': 2 } }, [
    `network.cidrs: unknown key. Write "cidr", or take it out. Allowed here: ${NETWORK_KEYS}.`,
    `network["a b"]: unknown key. Write "azs", or take it out. Allowed here: ${NETWORK_KEYS}.`,
  ]],
  ['the wrong type everywhere', { name: 1, environment: [], account: {}, regions: {}, home: 4, writer: [], pattern: {}, state: 'x', assumeRole: 5, buckets: [], databases: 'x', tables: null, network: true, tags: [] }, [
    `name: 1 is a number. Allowed: 1 to 20 ${NAME}, such as "orders".`,
    `environment: [] is a list. Allowed: 1 to 10 ${NAME}, such as "prod".`,
    'account: {} is an object. Allowed: 12 digits, in quotes, such as "111122223333".',
    'regions: {} is an object. Allowed: a list of at least one Region, such as ["us-east-1", "eu-west-1"].',
    `home: 4 is a number. Allowed: ${REGION}.`,
    `writer: [] is a list. Allowed: ${REGION}.`,
    'pattern: {} is an object. Allowed: "active-passive" or "active-active" or "data-residency".',
    'state: "x" is text. Allowed: an object, {} for its defaults.',
    'assumeRole: 5 is a number. Allowed: the ARN of an IAM role, such as "arn:aws:iam::111122223333:role/deploy".',
    'buckets: [] is a list. Allowed: an object of buckets by name.',
    'databases: "x" is text. Allowed: an object of databases by name.',
    'tables: null is not allowed. Allowed: an object of tables by name.',
    'network: true is a boolean. Allowed: an object, {} for its defaults.',
    'tags: [] is a list. Allowed: an object of texts by tag.',
  ]],
  ['what is no data', { ...MINIMAL, name: () => 1, environment: Symbol('x'), account: 111122223333n, home: new Date(0), tags: new Map() }, [
    `name: a function is not allowed. Allowed: 1 to 20 ${NAME}, such as "orders".`,
    `environment: a symbol is not allowed. Allowed: 1 to 10 ${NAME}, such as "prod".`,
    'account: 111122223333 is a bigint. Allowed: 12 digits, in quotes, such as "111122223333". Write "111122223333".',
    `home: an instance of Date is not allowed. Allowed: ${REGION}.`,
    'tags: an instance of Map is not allowed. Allowed: an object of texts by tag.',
  ]],
  ['what cannot be read', { ...MINIMAL, get home() { throw new Error('boom'); } }, [`home: something that cannot be read (boom) is not allowed. Allowed: ${REGION}.`]],
  ['keys that are prototypes', JSON.parse(`{"__proto__":1,"buckets":{"__proto__":{}},${JSON.stringify(MINIMAL).slice(1)}`), [
    '__proto__: "__proto__" cannot be a key or a name. Take it out.',
    'buckets.__proto__: "__proto__" cannot be a key or a name. Take it out.',
  ]],

  ['no Region', { ...MINIMAL, regions: [] }, ['regions: [] is not allowed. Allowed: a list of at least one Region, such as ["us-east-1", "eu-west-1"].']],
  ['a Region instead of a list', { ...MINIMAL, regions: 'us-east-1' }, ['regions: "us-east-1" is text. Allowed: a list of at least one Region, such as ["us-east-1", "eu-west-1"]. Write ["us-east-1"].']],
  ['an unknown Region', { ...MINIMAL, regions: ['us-east-1', 'eu-west-11'] }, [`regions[1]: "eu-west-11" is not a Region in the catalog. Nearest: "eu-west-1". ${IN_CATALOG}`]],
  ['an unknown Region like no other', { ...MINIMAL, regions: ['us-east-1', 'mars'] }, [`regions[1]: "mars" is not a Region in the catalog. docs/regions.md lists them. ${IN_CATALOG}`]],
  ['entries that are no Regions', { ...MINIMAL, regions: ['us-east-1', 5, null, ['x'], undefined, {}] }, [
    `regions[1]: 5 is a number. Allowed: ${ENTRY}.`,
    `regions[2]: null is not allowed. Allowed: ${ENTRY}.`,
    `regions[3]: ["x"] is a list. Allowed: ${ENTRY}.`,
    `regions[4]: missing. Write ${ENTRY}.`,
    `regions[5].name: missing. Write ${REGION}.`,
  ]],
  ['a wrong entry with a state', { ...MINIMAL, regions: ['us-east-1', { name: 'eu-west-11', state: 'gone', stat: 1 }] }, [
    `regions[1].name: "eu-west-11" is not a Region in the catalog. Nearest: "eu-west-1". ${IN_CATALOG}`,
    'regions[1].state: "gone" is not allowed. Allowed: "active" or "evacuated" or "returning" or "leaving".',
    'regions[1].stat: unknown key. Write "state", or take it out. Allowed here: name, state, recreate, data.',
  ]],
  ['a Region twice', { ...MINIMAL, regions: ['us-east-1', 'eu-west-1', { name: 'us-east-1', state: 'evacuated' }] }, ['regions[2]: "us-east-1" is already regions[0]. Name each Region once.']],
  ['a Region twice after one that cannot be read', { ...MINIMAL, regions: ['mars', 'eu-west-1', 'eu-west-1'] }, [
    `regions[0]: "mars" is not a Region in the catalog. docs/regions.md lists them. ${IN_CATALOG}`,
    'regions[2]: "eu-west-1" is already regions[1]. Name each Region once.',
  ]],
  ['only evacuated Regions', { ...MINIMAL, regions: [{ name: 'us-east-1', state: 'evacuated' }, { name: 'eu-west-1', state: 'returning' }] }, ['regions: no Region is active: us-east-1 is evacuated and eu-west-1 is returning. Leave at least one active.']],
  ['Regions of three partitions', { ...MINIMAL, regions: ['us-east-1', 'cn-north-1', 'us-gov-west-1'] }, [
    'regions[1]: "cn-north-1" is in the partition aws-cn, "us-east-1" in aws. Nothing replicates across partitions: make one platform for each.',
    'regions[2]: "us-gov-west-1" is in the partition aws-us-gov, "us-east-1" in aws. Nothing replicates across partitions: make one platform for each.',
  ]],
  ['home and writer that are not in the list', { ...MINIMAL, home: 'eu-central-1', writer: 'ap-south-1' }, [
    `home: "eu-central-1" is not in \`regions\` ${IN_LIST}. Take one of them, or add it.`,
    `writer: "ap-south-1" is not in \`regions\` ${IN_LIST}. Take one of them, or add it.`,
  ]],
  ['home and writer that are no Regions', { ...MINIMAL, home: 'eu-west-9', writer: '' }, [
    `home: "eu-west-9" is not a Region in the catalog. Nearest: "eu-west-1". ${IN_CATALOG}`,
    `writer: "" is not a Region in the catalog. docs/regions.md lists them. ${IN_CATALOG}`,
  ]],
  ['home that a misspelt entry was meant to be', { ...MINIMAL, regions: ['eu-west-1', 'us-east-11'], home: 'us-east-1' }, [`regions[1]: "us-east-11" is not a Region in the catalog. Nearest: "us-east-1". ${IN_CATALOG}`]],
  ['an evacuated home', { ...MINIMAL, regions: [{ name: 'us-east-1', state: 'evacuated' }, 'eu-west-1'], writer: 'eu-west-1' }, ['regions[0]: us-east-1 is the home Region and evacuated. foundation\'s roles, tables and primary key live there, so it cannot be planned without it; recovery does not need it. Leave it active and deploy the other Regions\' stacks; if us-east-1 is gone for good, move `home` (docs/deploy.md, "When the home Region is gone").']],
  ['an evacuated writer', { ...MINIMAL, regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }], writer: 'eu-west-1' }, ['writer: eu-west-1 is the writer and evacuated. Set `writer` to an active Region: the instance there is promoted.']],

  ['an unknown pattern', { ...MINIMAL, pattern: 'active-activ' }, ['pattern: "active-activ" is not allowed. Allowed: "active-passive" or "active-active" or "data-residency". Nearest: "active-active".']],
  ['an unknown state backend', { ...MINIMAL, state: { backend: 'S3' } }, ['state.backend: "S3" is not allowed. Allowed: "s3" or "local". Write "s3".']],
  ['wrong state buckets', { ...MINIMAL, state: { buckets: { 'us-east-1': 5, 'eu-west-1': 'a', 'eu-west-11': 'abc' } } }, [
    'state.buckets.us-east-1: 5 is a number. Allowed: an S3 bucket\'s name of 3 to 63 characters, such as "acme-terraform-eu".',
    'state.buckets.eu-west-1: "a" is not allowed. Allowed: an S3 bucket\'s name of 3 to 63 characters, such as "acme-terraform-eu".',
    `state.buckets.eu-west-11: "eu-west-11" is not a Region in the catalog. Nearest: "eu-west-1". ${IN_CATALOG}`,
    'state.buckets: no bucket for ap-southeast-2. Name one for every Region of `regions`, or leave `state.buckets` out: bootstrap then makes them.',
  ]],
  ['one state bucket for two Regions, and bootstrapped', { ...MINIMAL, regions: ['us-east-1', 'eu-west-1'], state: { bootstrapped: true, buckets: { 'us-east-1': 'acme', 'eu-west-1': 'acme' } } }, [
    'state.bootstrapped: true, but with `state.buckets` there is no bootstrap stack. Leave it out.',
    'state.buckets.eu-west-1: "acme" is the bucket of us-east-1 already. A bucket is in one Region: name another.',
  ]],
  ['state buckets and a local backend', { ...MINIMAL, regions: ['us-east-1'], state: { backend: 'local', buckets: { 'us-east-1': 'acme' } } }, ['state.buckets: `state.backend` is "local", which uses no bucket. Leave one of the two out.']],
  ['a local backend that was bootstrapped', { ...MINIMAL, state: { backend: 'local', bootstrapped: true } }, ['state.bootstrapped: true, but with `state.backend` "local" there is no bootstrap stack. Leave it out.']],
  ['a role that is no ARN', { ...MINIMAL, assumeRole: 'deploy' }, ['assumeRole: "deploy" is not allowed. Allowed: the ARN of an IAM role, such as "arn:aws:iam::111122223333:role/deploy".']],
  ['a role of another account and partition', { ...MINIMAL, assumeRole: 'arn:aws-cn:iam::444455556666:role/deploy' }, [
    'assumeRole: the role is in account 444455556666, and every provider refuses to work outside 111122223333 (`account`). Name a role of 111122223333.',
    'assumeRole: the role is in the partition aws-cn, the Regions are in aws. Write "arn:aws:iam::...".',
  ]],

  ['pipelines of nothing', { ...MINIMAL, ci: { github: {}, gitlab: {} } }, [
    'ci.github.repository: missing. Write "owner/name", or "owner@id/name@id" with both ids, such as "acme@1234/orders@5678".',
    'ci.gitlab: unknown key. Write "github", or take it out. Allowed here: github.',
  ]],
  ...['acme', 'https://github.com/acme/orders', 'acme@12/orders', 'acme/orders@34', 'acme@0/orders@34', 'acme/*', 'acme/orders:ref'].map(
    (repository): [string, unknown, string[]] => [`the repository ${repository}`, { ...MINIMAL, ci: { github: { repository } } }, [
      `ci.github.repository: "${repository}" is not allowed. Allowed: "owner/name", or "owner@id/name@id" with both ids, such as "acme@1234/orders@5678".`,
    ]],
  ),
  ['environments of pipelines that are none', { ...MINIMAL, ci: { github: { repository: 'acme/orders', provider: 'other', planEnvironment: 'Plan', deployEnvironments: { regions: [] } } } }, [
    'ci.github.provider: "other" is not allowed. Allowed: "create" or "existing".',
    `ci.github.planEnvironment: "Plan" is not allowed. Allowed: 1 to 20 ${NAME}, such as "plan". Write "plan".`,
    'ci.github.deployEnvironments.regions: [] is not allowed. Allowed: a list of at least one environment, such as ["canary", "wave-2"].',
  ]],
  ['one environment for two things', { ...MINIMAL, ci: { github: { repository: 'acme/orders', planEnvironment: 'global', deployEnvironments: { foundation: 'wave', regions: ['wave', 'canary', 'canary'] } } } }, [
    'ci.github.deployEnvironments.regions[0]: "wave" is ci.github.deployEnvironments.foundation already. Each has a role of its own: take another name.',
    'ci.github.deployEnvironments.regions[2]: "canary" is ci.github.deployEnvironments.regions[1] already. Each has a role of its own: take another name.',
    'ci.github.deployEnvironments.global: "global" is ci.github.planEnvironment already. Each has a role of its own: take another name.',
  ]],
  ['roles of pipelines beside a role of all providers', { ...MINIMAL, assumeRole: 'arn:aws:iam::111122223333:role/deploy', ci: { github: { repository: 'acme/orders' } } }, [
    'ci.github: with `assumeRole` every provider works as that role, also where it only plans, so the roles of `ci.github` would decide nothing. Take one of the two out.',
  ]],

  ['names of objects that are none', { ...MINIMAL, buckets: { 'Bad Name': { replication: 'mes' }, ['x'.repeat(21)]: {}, '': {} }, tables: { 'a--b': { hashKey: 'pk' } } }, [
    `buckets["Bad Name"]: "Bad Name" is not allowed. Allowed: 1 to 20 ${NAME}, such as "main". Write "bad-name".`,
    'buckets["Bad Name"].replication: "mes" is not allowed. Allowed: "mesh" or "none". Nearest: "mesh".',
    `buckets.${'x'.repeat(21)}: "${'x'.repeat(21)}" (21 characters) is not allowed. Allowed: 1 to 20 ${NAME}, such as "main".`,
    `buckets[""]: "" is not allowed. Allowed: 1 to 20 ${NAME}, such as "main".`,
    `tables.a--b: "a--b" is not allowed. Allowed: 1 to 20 ${NAME}, such as "main". Write "a-b".`,
  ]],
  ['the name of the state bucket', { ...MINIMAL, buckets: { state: {} } }, ['buckets.state: "state" is the name of the Terraform state\'s bucket. Take another name.']],
  ['wrong settings of a bucket', { ...MINIMAL, buckets: { objects: { replicationTimeControl: 'true', noncurrentVersionDays: 0 } } }, [
    'buckets.objects.replicationTimeControl: "true" is text. Allowed: true or false. Write true.',
    'buckets.objects.noncurrentVersionDays: 0 is not allowed. Allowed: a whole number from 1 to 3650 (days), such as 90.',
  ]],

  ['a database without settings', { ...MINIMAL, databases: { main: {}, other: null } }, [
    'databases.main.engine: missing. Write "postgres" or "mysql".',
    'databases.main.engineVersion: missing. Write a version, its major alone ("17", "8.4") or with its minor ("17.4", "8.4.3").',
    'databases.main.instanceClass: missing. Write an RDS instance class, such as "db.r7g.large".',
    'databases.main.allocatedStorageGiB: missing. Write a whole number from 20 to 65536 (GiB), such as 100.',
    'databases.other: null is not allowed. Allowed: an object with engine, engineVersion, instanceClass, allocatedStorageGiB.',
  ]],
  ['an unknown engine', withDatabase({ engine: 'postgress' }), ['databases.main.engine: "postgress" is not allowed. Allowed: "postgres" or "mysql". Nearest: "postgres".']],
  ['an engine version that RDS does not offer', withDatabase({ engineVersion: '9.6' }), ['databases.main.engineVersion: "9.6" is no version of postgres that RDS offers. Allowed: 14, 15, 16, 17 and 18, alone or with a minor, such as "17.4".']],
  ['an engine version as a number', withDatabase({ engineVersion: 17 }), ['databases.main.engineVersion: 17 is a number. Allowed: a version, its major alone ("17", "8.4") or with its minor ("17.4", "8.4.3"). Write "17".']],
  ['an instance class without db.', withDatabase({ instanceClass: 'r7g.large' }), ['databases.main.instanceClass: "r7g.large" is not allowed. Allowed: an RDS instance class, such as "db.r7g.large".']],
  ['storage that RDS does not offer', withDatabase({ allocatedStorageGiB: 19, maxAllocatedStorageGiB: 65_537 }), [
    'databases.main.allocatedStorageGiB: 19 is not allowed. Allowed: a whole number from 20 to 65536 (GiB), such as 100.',
    'databases.main.maxAllocatedStorageGiB: 65537 is not allowed. Allowed: a whole number from 20 to 65536 (GiB), such as 500.',
  ]],
  ['numbers that are none', withDatabase({ allocatedStorageGiB: Number.NaN, maxAllocatedStorageGiB: Number.POSITIVE_INFINITY, backupRetentionDays: 1e300, passwordVersion: 1.5 }), [
    'databases.main.allocatedStorageGiB: NaN is not allowed. Allowed: a whole number from 20 to 65536 (GiB), such as 100.',
    'databases.main.maxAllocatedStorageGiB: Infinity is not allowed. Allowed: a whole number from 20 to 65536 (GiB), such as 500.',
    'databases.main.backupRetentionDays: 1e+300 is not allowed. Allowed: a whole number from 1 to 35 (days), such as 14.',
    'databases.main.passwordVersion: 1.5 is not allowed. Allowed: a whole number from 1 to 1000000, such as 2.',
  ]],
  ['a number as text', withDatabase({ allocatedStorageGiB: '100' }), ['databases.main.allocatedStorageGiB: "100" is text. Allowed: a whole number from 20 to 65536 (GiB), such as 100. Write 100.']],
  ['too little room to grow', withDatabase({ maxAllocatedStorageGiB: 109 }), ['databases.main.maxAllocatedStorageGiB: 109 is less than 10 % above allocatedStorageGiB (100). Allowed: 110 or more; or leave it out.']],
  ['no backups', withDatabase({ backupRetentionDays: 0 }), ['databases.main.backupRetentionDays: 0 is not allowed. Allowed: a whole number from 1 to 35 (days), such as 14.']],
  ['wrong client ranges', withDatabase({ clientCidrs: ['10.0.0.0', 5, '10.1.2.3/8', '10.0.0.0/8', '10.0.0.0/8'] }), [
    'databases.main.clientCidrs[0]: "10.0.0.0" is not allowed. Allowed: an IPv4 range, such as "10.1.0.0/19".',
    'databases.main.clientCidrs[1]: 5 is a number. Allowed: an IPv4 range, such as "10.1.0.0/19".',
    'databases.main.clientCidrs[2]: "10.1.2.3/8" does not begin its range. Write "10.0.0.0/8".',
    'databases.main.clientCidrs[4]: "10.0.0.0/8" is already clientCidrs[3]. Name each range once.',
  ]],
  ['former that names the writer, another Region and none', withDatabase({ former: { 'us-east-1': 'keep', 'ap-south-1': 'release', mars: 'keep', 'eu-west-1': 'burn' } }), [
    'databases.main.former.eu-west-1: "burn" is not allowed. Allowed: "keep" or "release".',
    `databases.main.former.mars: "mars" is not a Region in the catalog. docs/regions.md lists them. ${IN_CATALOG}`,
    'databases.main.former.us-east-1: us-east-1 is the writer. Only a Region that was the writer before can be kept or released: take the entry out, or move `writer`.',
    `databases.main.former.ap-south-1: ap-south-1 is not in \`regions\` ${IN_LIST}. Take the entry out, or add the Region.`,
  ]],
  ['former where the writer cannot be read', { ...withDatabase({ former: { 'us-east-1': 'keep' } }), writer: 'eu-west-11' }, [`writer: "eu-west-11" is not a Region in the catalog. Nearest: "eu-west-1". ${IN_CATALOG}`]],

  ['tables without a key', { ...MINIMAL, tables: { a: {}, b: { hashKey: '' } } }, [
    'tables.a.hashKey: missing. Write an attribute\'s name of 1 to 255 characters, such as "pk".',
    'tables.b.hashKey: "" is not allowed. Allowed: an attribute\'s name of 1 to 255 characters, such as "pk".',
  ]],
  ['a table with one attribute for all', withTable({ rangeKey: 'pk', ttl: 'pk' }), [
    'tables.sessions.rangeKey: "pk" is the hash key too. Name another attribute.',
    'tables.sessions.ttl: "pk" is a key of the table, a string; the expiry is a number. Name another attribute.',
  ]],
  ['strong consistency over Regions of no set', withTable({ consistency: 'strong' }), [`tables.sessions.consistency: "strong" needs exactly 3 Regions of one set (${SETS}); found us-east-1, eu-west-1 and ap-southeast-2. Use "eventual", or list three Regions of one set.`]],
  ['strong consistency over four Regions, with ttl', { ...withTable({ consistency: 'strong', ttl: 'expiresAt' }), regions: ['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'] }, [
    `tables.sessions.consistency: "strong" needs exactly 3 Regions of one set (${SETS}); found eu-central-1, eu-west-1, eu-west-2 and eu-west-3. Use "eventual", or list three Regions of one set.`,
    'tables.sessions.ttl: "expiresAt": a table with consistency "strong" cannot expire items. Take `ttl` out, or use "eventual".',
  ]],

  ['data that would leave its Region', { ...withDatabase({}), pattern: 'data-residency', buckets: { a: {}, b: { replication: 'none' } }, tables: { t: { hashKey: 'pk' } } }, [
    'buckets.a.replication: "mesh" (the default) copies to every Region. With pattern "data-residency" no data may leave its Region: set "none".',
    'tables.t: a global table copies to every Region. With pattern "data-residency" no data may leave its Region: take it out, or change `pattern`.',
    'databases.main: a database has replicas in every Region. With pattern "data-residency" no data may leave its Region: take it out, or change `pattern`.',
  ]],
  ['a default in place of what was refused', { ...MINIMAL, pattern: 'data-residency', buckets: { a: { replication: 'nowhere' } } }, ['buckets.a.replication: "nowhere" is not allowed. Allowed: "mesh" or "none".']],
  ['a network too small', { ...MINIMAL, network: { cidr: '10.0.0.0/11' } }, ['network.cidr: "10.0.0.0/11": /11 is out of range. Allowed: /8 to /10, as each of 64 Region slots takes a /16. Use "10.0.0.0/8".']],
  ['a network that is none', { ...MINIMAL, network: { cidr: '300.0.0.0/8' } }, ['network.cidr: "300.0.0.0/8" is not allowed. Allowed: an IPv4 range of /8 to /10, such as "10.0.0.0/8".']],
  ['a network that no VPC can have', { ...MINIMAL, network: { cidr: '127.0.0.0/8' } }, ['network.cidr: "127.0.0.0/8" holds 127.0.0.0/8, which no VPC can use. Use "10.0.0.0/8".']],
  ['wrong tags', { ...MINIMAL, tags: { a: 1, '': 'x', 'aws:x': 'y', Region: 'r', b: 'x'.repeat(257), team: 'a', Team: 'b', c: 'a;b' } }, [
    'tags.a: 1 is a number. Allowed: at most 256 letters, digits, spaces and _ . : / = + - @, such as "team-orders". Write "1".',
    'tags[""]: "" is not allowed. Allowed: a tag\'s key of 1 to 128 letters, digits, spaces and _ . : / = + - @.',
    `tags.b: "${'x'.repeat(57)}..." (257 characters) is not allowed. Allowed: at most 256 letters, digits, spaces and _ . : / = + - @, such as "team-orders".`,
    'tags.c: "a;b" is not allowed. Allowed: at most 256 letters, digits, spaces and _ . : / = + - @, such as "team-orders". Write "a-b".',
    'tags["aws:x"]: keys that begin with "aws:" are AWS\'s own. Take another key.',
    'tags.Region: "Region" is set by Meridian itself (platform, environment, region, stack). Take another key.',
    'tags.Team: "Team" and "team" differ only in case, which IAM refuses. Keep one.',
  ]],
  ['too many tags', { ...MINIMAL, tags: Object.fromEntries(Array.from({ length: 46 }, (_, i) => [`t${i}`, 'x'])) }, ['tags: 46 tags. Allowed: 45, as AWS takes 50 a resource and Meridian sets some itself. Take some out.']],

  ['problems of shape and of sense at once', { name: 'orders', account: '1', regions: ['us-east-1', 'us-east-1'], home: 'eu-west-1', tables: { t: { hashKey: 'a', rangeKey: 'a' }, u: {} } }, [
    `environment: missing. Write 1 to 10 ${NAME}, such as "prod".`,
    'account: "1" is not allowed. Allowed: 12 digits, in quotes, such as "111122223333".',
    'tables.u.hashKey: missing. Write an attribute\'s name of 1 to 255 characters, such as "pk".',
    'regions[1]: "us-east-1" is already regions[0]. Name each Region once.',
    'home: "eu-west-1" is not in `regions` (us-east-1). Take one of them, or add it.',
    'tables.t.rangeKey: "a" is the hash key too. Name another attribute.',
  ]],
];

describe('a wrong config', () => {
  test.each(WRONG)('%s', (_title, config, expected) => expect(problems(config)).toEqual(expected));

  test('that holds itself', () => {
    const config: Record<string, unknown> = { ...MINIMAL };
    config.home = config;
    expect(problems(config)).toEqual([`home: an object that holds itself is not allowed. Allowed: ${REGION}.`]);
  });

  test('nested deeper than anyone writes', () => {
    const deep = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) as unknown;
    const [problem, ...others] = problems({ ...MINIMAL, home: deep });
    expect(others).toEqual([]);
    expect(problem).toMatch(/^home: \[.* is a list\. Allowed: a Region's name, such as "eu-west-1"\.$/);
  });

  test('with a list longer than anyone writes', () =>
    expect(problems({ ...MINIMAL, regions: new Array(4_000_000_000) })).toEqual([
      'regions: a list of 4000000000 elements is not allowed. Allowed: a list of at least one Region, such as ["us-east-1", "eu-west-1"].',
    ]));

  test('is told as a table, in which a long path has a line to itself', () => {
    const parsed = parsePlatform({ ...MINIMAL, home: 5, tags: { ['k'.repeat(129)]: 'x' } });
    expect(new ConfigError('a.json', 'problems' in parsed ? parsed.problems : []).message.split('\n')).toEqual([
      'a.json: 2 problems. Nothing was written.',
      '  home  5 is a number. Allowed: a Region\'s name, such as "eu-west-1".',
      `  tags["${'k'.repeat(57)}..."]`,
      `        "${'k'.repeat(57)}..." (129 characters) is not allowed. Allowed: a tag's key of 1 to 128 letters, digits, spaces and _ . : / = + - @.`,
    ]);
  });
});

describe('whatever it is given, it answers with a platform or with problems', () => {
  /** Each problem has a message of one line that ends; nobody sees a stack or an `undefined`. */
  function answers(config: unknown): void {
    const parsed = parsePlatform(config);
    if ('platform' in parsed) return;
    expect(parsed.problems.length).toBeGreaterThan(0);
    for (const { message } of parsed.problems) expect(message).toMatch(/^[^\n]+\.$/);
    expect(new Set(parsed.problems.map(({ path, message }) => path + message)).size).toBe(parsed.problems.length);
  }

  test('anything', () =>
    fc.assert(
      fc.property(
        fc.anything({
          withNullPrototype: true,
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withSparseArray: true,
          withTypedArray: true,
        }),
        answers,
      ),
      { numRuns: 1000 },
    ));

  test('anything under a key of the schema', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(FULL)),
        fc.anything({ withNullPrototype: true, withBigInt: true }),
        (key, value) => answers({ ...FULL, [key]: value }),
      ),
      { numRuns: 1000 },
    ));

  test('a legal config in which one value, somewhere, is another or gone', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...pathsOf(FULL)),
        fc.oneof(fc.anything(), fc.constantFrom(...REGION_WORDS), fc.constant(undefined)),
        (path, value) => answers(replaced(FULL, path, value)),
      ),
      { numRuns: 2000 },
    ));

  const REGION_WORDS: readonly unknown[] = [
    'us-east-1',
    'cn-north-1',
    'mars',
    'strong',
    'local',
    'evacuated',
    '',
    0,
    -1,
    {},
    [],
    null,
  ];

  function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
    const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return [...(path.length > 0 ? [[...path]] : []), ...inner.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
  }

  function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
    if (key === undefined) return by;
    const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
    (copy as Record<string, unknown>)[key] = replaced((value as Record<string, unknown>)[key], rest, by);
    return copy;
  }
});

test('a legal config is read once and not changed', () => {
  const before = structuredClone(FULL);
  platformOf(FULL);
  expect(FULL).toEqual(before);
});
