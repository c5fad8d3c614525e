import { z } from 'zod';
import { type RegionName, regionFacts } from './catalog';
import { bucketName, STATE_BUCKET, stateBucketName, stateKey } from './names';
import { notesOf } from './notes';
import { type Platform, regionStackName, type StackName } from './platform';
import { PATTERNS, REGION_STATES } from './schema';
import { orderedPairs, peersOf } from './topology';

/** Name of the file, beside cdktf's own manifest.json. */
export const MANIFEST_FILE = 'meridian.json';

const addresses = z.array(z.strictObject({ stack: z.string(), address: z.string() }));

/** What a synthesized platform is, for whatever looks at it from outside: no address has to be guessed. */
export const manifestSchema = z.strictObject({
  schemaVersion: z
    .literal(1)
    .describe('Raised when a key is renamed, removed or means something else; new keys leave it.'),
  name: z.string(),
  environment: z.string(),
  account: z.string(),
  partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']),
  pattern: z.enum(PATTERNS).describe('How traffic is meant to use the Regions.'),
  home: z.string().describe('Region of the resources without a Region, and of the state of `foundation`.'),
  writer: z.string().describe('Region in which databases are written.'),
  regions: z
    .array(
      z.strictObject({
        name: z.string(),
        code: z.string(),
        state: z.enum(REGION_STATES),
        cidr: z.string(),
      }),
    )
    .describe('Every Region of the list, in slot order.'),
  stacks: z
    .array(
      z.strictObject({
        name: z.string(),
        region: z.string().nullable().describe('The one Region that the stack works in; null where it works in all.'),
        order: z
          .int()
          .describe('Stacks with the same number may be applied at the same time, after all with a lower one.'),
        dependsOn: z.array(z.string()),
        state: z
          .strictObject({ region: z.string(), bucket: z.string(), key: z.string() })
          .nullable()
          .describe('Where the state object is; null for a local file.'),
      }),
    )
    .describe('In the order in which they are applied.'),
  edges: z
    .array(
      z.strictObject({
        kind: z.enum([
          's3-replication',
          'state-replication',
          'rds-replica',
          'dynamodb-replica',
          'kms-replica',
          'secret-replica',
        ]),
        name: z.string().describe("The object's name in the config; `data` or `state` of a key."),
        from: z.string(),
        to: z.string(),
        stack: z.string(),
        address: z.string(),
      }),
    )
    .describe('What is copied from Region to Region, and the resource that makes it so.'),
  databases: z
    .record(z.string(), z.strictObject({ writer: z.string(), roles: z.record(z.string(), z.string()) }))
    .describe('By name: the writer and what the instance is in each Region.'),
  bucketRegions: z.record(z.string(), z.string()).describe('Bucket name to Region: an S3 ARN does not tell it.'),
  notes: z.array(z.string()).describe('What is allowed and should be known before it is deployed.'),
  stateful: addresses.describe('What holds data or keys to it: losing one loses data.'),
  servingPath: addresses.describe('What a request to the platform needs.'),
  recoveryPath: addresses.describe('What taking over from a lost Region needs.'),
});

export type Manifest = z.infer<typeof manifestSchema>;
type Edge = Manifest['edges'][number];
type Addressed = Manifest['stateful'][number];

/** JSON Schema of the manifest, for tools in other languages. */
export const manifestJsonSchema = (): object => ({
  ...z.toJSONSchema(manifestSchema, { target: 'draft-7' }),
  title: 'Meridian manifest',
  description: `${MANIFEST_FILE}, which synth writes beside cdktf's manifest.json.`,
});

/** The manifest of a platform, from its config alone. */
export function manifestOf(platform: Platform): Manifest {
  const { name, environment, account, partition, pattern, home, writer } = platform;
  return {
    schemaVersion: 1,
    name,
    environment,
    account,
    partition,
    pattern,
    home,
    writer,
    regions: platform.regions.map(({ name: region, state }) => ({
      name: region,
      code: regionFacts(region).code,
      state,
      cidr: platform.cidrOf(region),
    })),
    stacks: stacksOf(platform),
    edges: edgesOf(platform),
    databases: Object.fromEntries(
      [...platform.databases.keys()].map((database) => [
        database,
        {
          writer,
          roles: Object.fromEntries(
            platform.deployedRegions.map((region) => [region, platform.databaseRole(database, region)]),
          ),
        },
      ]),
    ),
    bucketRegions: bucketRegionsOf(platform),
    notes: notesOf(platform),
    ...pathsOf(platform),
  };
}

function stacksOf(platform: Platform): Manifest['stacks'] {
  const order = new Map<StackName, number>();
  return platform.deployOrder.map((stack) => {
    const dependsOn = platform.stackDependencies(stack);
    order.set(stack, Math.max(-1, ...dependsOn.map((earlier) => order.get(earlier) ?? -1)) + 1);
    const region =
      [...platform.deployedRegions, ...platform.releasedRegions].find(
        (candidate) => regionStackName(candidate) === stack,
      ) ?? null;
    return {
      name: stack,
      region,
      order: order.get(stack) ?? 0,
      dependsOn,
      state: stateOf(platform, stack, region ?? platform.home),
    };
  });
}

function stateOf(platform: Platform, stack: StackName, region: RegionName): Manifest['stacks'][number]['state'] {
  const { backend, buckets, bootstrapped } = platform.state;
  if (backend === 'local' || (stack === 'bootstrap' && !bootstrapped)) return null;
  return { region, bucket: buckets?.[region] ?? stateBucketName(platform, region), key: stateKey(platform, stack) };
}

/** The mesh of a bucket: who copies to whom. A Region that returns copies out, and is copied to once it is active. */
const meshOf = ({ deployedRegions, activeRegions }: Platform): (readonly [RegionName, RegionName])[] =>
  orderedPairs(deployedRegions).filter(([, to]) => activeRegions.includes(to));

const meshBuckets = (platform: Platform): string[] =>
  [...platform.buckets].filter(([, { replication }]) => replication === 'mesh').map(([bucket]) => bucket);

/** A table goes on replicating while one of its replicas is out of reach, but no stack has it: foundation forgets it whole. */
const plannedTables = ({ tables, evacuatedRegions }: Platform): string[] =>
  evacuatedRegions.length > 0 ? [] : [...tables.keys()];

function edgesOf(platform: Platform): Edge[] {
  const { home, writer } = platform;
  const holding = platform.holdingRegions;
  const fromHome = peersOf(home, holding);
  const primary = platform.primaryKeyRegion;
  const fromPrimary = peersOf(primary, holding);
  const edge = (
    kind: Edge['kind'],
    object: string,
    [from, to]: readonly [RegionName, RegionName],
    stack: StackName,
    address: string,
  ): Edge => ({ kind, name: object, from, to, stack, address });
  const meshEdges = meshBuckets(platform).flatMap((bucket) =>
    meshOf(platform).map((pair) =>
      edge(
        's3-replication',
        bucket,
        pair,
        regionStackName(pair[0]),
        `aws_s3_bucket_replication_configuration.replication-${bucket}_rules`,
      ),
    ),
  );
  const stateEdges = platform.hasBootstrap
    ? [
        ...fromPrimary.map((to) =>
          edge('kms-replica', 'state', [primary, to], 'bootstrap', `aws_kms_replica_key.key_${to}`),
        ),
        ...meshOf(platform).map((pair) =>
          edge(
            'state-replication',
            STATE_BUCKET,
            pair,
            'bootstrap',
            `aws_s3_bucket_replication_configuration.replication-${pair[0]}_rules`,
          ),
        ),
      ]
    : [];
  return [
    ...stateEdges,
    ...fromPrimary.map((to) =>
      edge('kms-replica', 'data', [primary, to], 'foundation', `aws_kms_replica_key.key_${to}`),
    ),
    ...meshEdges,
    ...plannedTables(platform).flatMap((table) =>
      orderedPairs(holding).map((pair) =>
        edge('dynamodb-replica', table, pair, 'foundation', `aws_dynamodb_table.table-${table}-${home}_table`),
      ),
    ),
    ...[...platform.databases.keys()].flatMap((database) => [
      ...fromHome.map((to) =>
        edge(
          'secret-replica',
          database,
          [home, to],
          'foundation',
          `aws_secretsmanager_secret.credentials-${database}-${home}_secret`,
        ),
      ),
      ...platform.deployedRegions
        .filter((region) => platform.databaseRole(database, region) === 'replica')
        .map((to) =>
          edge(
            'rds-replica',
            database,
            [writer, to],
            regionStackName(to),
            `aws_db_instance.database-${database}_instance`,
          ),
        ),
    ]),
  ];
}

function bucketRegionsOf(platform: Platform): Record<string, string> {
  const buckets = platform.regions.flatMap(({ name: region }) => [
    ...[...platform.buckets.keys()].map((bucket) => [bucketName(platform, bucket, region), region] as const),
    ...(platform.hasBootstrap ? [[stateBucketName(platform, region), region] as const] : []),
  ]);
  return Object.fromEntries(buckets);
}

function pathsOf(platform: Platform): Pick<Manifest, 'stateful' | 'servingPath' | 'recoveryPath'> {
  const { home, activeRegions, deployedRegions } = platform;
  const holding = platform.holdingRegions;
  const at = (stack: StackName, address: string): Addressed => ({ stack, address });
  const keysIn = (stack: 'bootstrap' | 'foundation'): Addressed[] =>
    holding.map((region) =>
      at(stack, `${region === platform.primaryKeyRegion ? 'aws_kms_key' : 'aws_kms_replica_key'}.key_${region}`),
    );
  const buckets = [...platform.buckets.keys()].flatMap((bucket) =>
    holding.map((region) => at('foundation', `aws_s3_bucket.bucket-${bucket}-${region}_bucket`)),
  );
  const tables = plannedTables(platform).map((table) =>
    at('foundation', `aws_dynamodb_table.table-${table}-${home}_table`),
  );
  const databases = [...platform.databases.keys()];
  const secrets = databases.map((database) =>
    at('foundation', `aws_secretsmanager_secret.credentials-${database}-${home}_secret`),
  );
  const instances = databases.flatMap((database) =>
    deployedRegions.map((region) => ({
      role: platform.databaseRole(database, region),
      where: at(regionStackName(region), `aws_db_instance.database-${database}_instance`),
    })),
  );
  const state = platform.hasBootstrap
    ? [...keysIn('bootstrap'), ...holding.map((region) => at('bootstrap', `aws_s3_bucket.bucket-${region}_bucket`))]
    : [];
  const meshRules = meshBuckets(platform).flatMap((bucket) =>
    deployedRegions
      .filter((region) => platform.peersOf(region).length > 0)
      .map((region) =>
        at(regionStackName(region), `aws_s3_bucket_replication_configuration.replication-${bucket}_rules`),
      ),
  );
  return {
    stateful: [
      ...state,
      ...keysIn('foundation'),
      ...buckets,
      ...tables,
      ...secrets,
      ...instances.map(({ where }) => where),
    ],
    servingPath: [
      ...keysIn('foundation'),
      ...buckets,
      ...tables,
      ...secrets,
      // Active-active reads from replicas too.
      ...instances
        .filter(({ role }) => role === 'writer' || (role === 'replica' && platform.pattern === 'active-active'))
        .map(({ where }) => where),
    ],
    recoveryPath: [
      ...state,
      ...keysIn('foundation'),
      ...buckets,
      ...tables,
      ...secrets,
      ...(activeRegions.length > 1 ? meshRules : []),
      ...instances.filter(({ role }) => role === 'replica').map(({ where }) => where),
    ],
  };
}
