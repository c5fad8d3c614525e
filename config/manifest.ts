import { type RegionName, regionFacts } from './catalog';
import { deploymentsOf } from './ci';
import { CONTRACT } from './contract';
import { frontInManifest } from './manifest-front';
import { routingInManifest } from './manifest-routing';
import type { Manifest } from './manifest-schema';
import { bucketName, type ParameterFolder, STATE_BUCKET, stateBucketName } from './names';
import { notesOf } from './notes';
import { type Platform, regionStackName, type StackName } from './platform';
import { publishedBy } from './published';
import { stateLocation } from './state-location';
import { orderedPairs, peersOf } from './topology';

export { MANIFEST_FILE, type Manifest, manifestJsonSchema, manifestSchema } from './manifest-schema';

type Edge = Manifest['edges'][number];
type Addressed = Manifest['stateful'][number];

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
    objects: objectsOf(platform),
    bucketRegions: bucketRegionsOf(platform),
    contract: contractOf(platform),
    review: platform.review,
    deployments: deploymentsIn(platform),
    notes: notesOf(platform),
    ...pathsOf(platform),
  };
}

function objectsOf({
  buckets,
  tables,
  databases,
  routing,
  identity,
  network,
  ingress,
  ci,
}: Platform): Manifest['objects'] {
  const named = (kind: Manifest['objects'][number]['kind'], names: Iterable<string>): Manifest['objects'] =>
    [...names].map((name) => ({ kind, name }));
  return [
    ...named('bucket', buckets.keys()),
    ...named('table', tables.keys()),
    ...named('database', databases.keys()),
    ...named('routing', routing ? ['routing'] : []),
    ...named('identity', identity ? ['identity'] : []),
    ...named('backbone', network.backbone === 'none' ? [] : [network.backbone]),
    ...named('private-zone', network.privateZone === undefined ? [] : [network.privateZone]),
    ...named('ingress', ingress ? ['ingress'] : []),
    ...named('ci', ci.github ? ['ci'] : []),
  ];
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
      state: stateLocation(platform, stack, region ?? platform.home),
    };
  });
}

const deploymentsIn = (platform: Platform): Manifest['deployments'] =>
  platform.ci.github
    ? deploymentsOf(platform, platform.ci.github).map(({ environment, may, roleArn: role }) => ({
        environment,
        may,
        role,
      }))
    : [];

/** What each stack publishes, by its own names. */
function contractOf(platform: Platform): Manifest['contract'] {
  const outputsOf = (stack: StackName, kind: ParameterFolder) =>
    [
      stack,
      Object.fromEntries(publishedBy(platform, kind).map(({ name, type, parameter }) => [name, { type, parameter }])),
    ] as const;
  return {
    major: CONTRACT.major,
    minor: CONTRACT.minor,
    outputs: Object.fromEntries([
      outputsOf('foundation', 'foundation'),
      ...platform.deployedRegions.map((region) => outputsOf(regionStackName(region), 'region')),
      ...(platform.hasGlobal ? [outputsOf('global', 'global')] : []),
    ]),
  };
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
    ...routingInManifest(platform).copies.map(({ table, pair, address }) =>
      edge('dynamodb-replica', table, pair, 'foundation', address),
    ),
    ...frontInManifest(platform).peerings.map(({ pair, address }) =>
      edge(
        platform.network.backbone === 'peering' ? 'vpc-peering' : 'gateway-peering',
        'backbone',
        pair,
        'global',
        address,
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
  const routing = routingInManifest(platform);
  const front = frontInManifest(platform);
  return {
    stateful: [
      ...state,
      ...keysIn('foundation'),
      ...buckets,
      ...tables,
      ...routing.stateful,
      ...front.stateful,
      ...secrets,
      ...instances.map(({ where }) => where),
    ],
    servingPath: [
      ...keysIn('foundation'),
      ...buckets,
      ...tables,
      ...routing.servingPath,
      ...front.servingPath,
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
      ...routing.recoveryPath,
      ...front.recoveryPath,
      ...secrets,
      ...(activeRegions.length > 1 ? meshRules : []),
      ...instances.filter(({ role }) => role === 'replica').map(({ where }) => where),
    ],
  };
}
