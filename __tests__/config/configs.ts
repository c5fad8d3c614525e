import fc from 'fast-check';
import { type Partition, REGION_NAMES, type RegionName, regionFacts } from '../../config/catalog';
import { parsePlatform } from '../../config/parse';
import type { Platform } from '../../config/platform';
import type { PlatformConfig } from '../../config/schema';

/** The shortest legal config. */
export const MINIMAL = {
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
} as const satisfies PlatformConfig;

export const DATABASE = {
  engine: 'postgres',
  engineVersion: '17',
  instanceClass: 'db.r7g.large',
  allocatedStorageGiB: 100,
} as const;

/** Every key that a config can have. */
export const FULL: PlatformConfig = {
  $schema: './schema/platform.schema.json',
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  regions: [
    'us-east-1',
    { name: 'us-east-2', state: 'returning', recreate: ['backbone'] },
    { name: 'us-west-2', state: 'evacuated' },
  ],
  home: 'us-east-1',
  writer: 'us-east-1',
  pattern: 'active-active',
  state: { backend: 's3', buckets: { 'us-east-1': 'acme-use1', 'us-east-2': 'acme-use2', 'us-west-2': 'acme-usw2' } },
  assumeRole: 'arn:aws:iam::111122223333:role/ops/deploy',
  buckets: { objects: {}, logs: { replication: 'none', replicationTimeControl: false, noncurrentVersionDays: 1 } },
  databases: {
    main: {
      ...DATABASE,
      maxAllocatedStorageGiB: 110,
      multiAz: false,
      backupRetentionDays: 35,
      clientCidrs: ['10.1.0.0/19', '192.168.0.0/24'],
      former: { 'us-east-2': 'keep', 'us-west-2': 'release' },
    },
    extra: { ...DATABASE, engine: 'mysql', engineVersion: '8.4.3' },
  },
  tables: {
    sessions: { hashKey: 'pk', rangeKey: 'sk', ttl: 'expiresAt' },
    locks: { hashKey: 'pk', consistency: 'strong' },
  },
  network: {
    cidr: '100.64.0.0/10',
    azs: 2,
    nat: 'single',
    stableEgressIps: true,
    interfaceEndpoints: ['sqs', 'kms'],
    flowLogs: 'none',
    ipv6: true,
    backbone: 'transit-gateway',
    privateZone: 'internal.orders.example.com',
  },
  ingress: {
    state: 'active',
    domain: 'orders.example.com',
    zone: 'create',
    parentZone: 'example.com',
    delegated: true,
    entry: 'http-api',
    front: 'cdn',
    routing: 'weighted',
    weights: { 'us-east-1': 200, 'us-east-2': 50 },
    residency: {},
    switch: 'automatic',
    health: {
      path: '/up',
      intervalSeconds: 30,
      failureThreshold: 3,
      checkerRegions: ['us-east-1', 'eu-west-1', 'sa-east-1'],
    },
    waf: true,
    rateLimit: 500,
    clientAffinity: 'none',
    deletionProtection: false,
    service: {
      on: 'function',
      imageTag: '1.4.0',
      port: 80,
      cpu: 512,
      memoryMiB: 1024,
      minTasks: 3,
      maxTasks: 6,
      instanceType: 'm7g.large',
      uses: { tables: ['sessions', 'locks'], buckets: ['objects'], databases: [] },
    },
    cdn: { bucket: 'objects', origin: 'buckets', regionByCountry: { CA: 'us-east-2' } },
  },
  routing: {
    primary: 'us-east-1',
    apps: ['orders', 'billing'],
    register: { set: 'eu', state: 'returning' },
    lease: { seconds: 10 },
    fenceShards: 4,
    zones: {},
    allowedOrigins: ['https://shop.example.com', 'http://localhost:8080'],
    logRetentionDays: 90,
    telemetry: { endpoint: 'https://metrics.example.com/generic', enabled: false },
    photos: { bucket: 'objects', app: 'billing' },
  },
  identity: { replication: 'profiles' },
  compute: { runtime: 'nodejs24.x', reserve: false },
  review: {
    failOn: 'medium',
    waves: [['foundation']],
    suppress: [{ rule: 'iam-widened', stack: 'foundation', reason: 'the new auditor role', until: '2026-12-31' }],
  },
  ci: {},
  tags: { team: 'orders', 'cost-center': '4711' },
};

/** The platform of a config that must be legal. */
export function platformOf(config: unknown): Platform {
  const parsed = parsePlatform(config);
  if ('platform' in parsed) return parsed.platform;
  throw new Error(parsed.problems.map(({ path, message }) => `${path} ${message}`).join('\n'));
}

const inPartition = (partition: Partition): RegionName[] =>
  REGION_NAMES.filter((name) => regionFacts(name).partition === partition);

/** Region lists of one partition, 1 to 12 long, in any order. */
export const regionLists = fc
  .constantFrom<Partition>('aws', 'aws', 'aws', 'aws-cn', 'aws-us-gov')
  .map(inPartition)
  .chain((names) => fc.shuffledSubarray(names, { minLength: 1, maxLength: Math.min(12, names.length) }));
