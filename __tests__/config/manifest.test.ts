import Ajv from 'ajv';
import fc from 'fast-check';
import { CATALOG, REGION_NAMES, type RegionName } from '../../config/catalog';
import { CONTRACT } from '../../config/contract';
import { type Manifest, manifestJsonSchema, manifestOf, manifestSchema } from '../../config/manifest';
import type { PlatformConfig } from '../../config/schema';
import { platformOf, synthPlatform } from '../synth';

const THREE: Partial<PlatformConfig> = { regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'] };
const EVACUATED: Partial<PlatformConfig> = {
  regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }, 'ap-southeast-2'],
};
const RETURNING: Partial<PlatformConfig> = {
  regions: ['us-east-1', { name: 'eu-west-1', state: 'returning' }, 'ap-southeast-2'],
};
const KEPT: Partial<PlatformConfig> = {
  ...THREE,
  home: 'ap-southeast-2',
  writer: 'eu-west-1',
  databases: {
    main: {
      engine: 'postgres',
      engineVersion: '17',
      instanceClass: 'db.r7g.large',
      allocatedStorageGiB: 100,
      former: { 'us-east-1': 'keep' },
    },
  },
};

const named = (manifest: Manifest): { stack: string; address: string }[] => [
  ...manifest.edges,
  ...manifest.stateful,
  ...manifest.servingPath,
  ...manifest.recoveryPath,
];

/** Types that hold data, or without which data cannot be read. */
const STATEFUL = [
  'aws_db_instance',
  'aws_dynamodb_table',
  'aws_kms_key',
  'aws_kms_replica_key',
  'aws_s3_bucket',
  'aws_secretsmanager_secret',
];

describe.each([
  ['three Regions', THREE],
  ['one evacuated', EVACUATED],
  ['one returning', RETURNING],
  ['a kept writer', KEPT],
  ['one Region', { regions: ['us-east-1'] } satisfies Partial<PlatformConfig>],
  [
    'existing state buckets',
    {
      ...THREE,
      state: { buckets: { 'us-east-1': 'a-1', 'eu-west-1': 'b-1', 'ap-southeast-2': 'c-1' } },
    } satisfies Partial<PlatformConfig>,
  ],
])('the manifest of %s', (_case, config) => {
  const synthesized = synthPlatform(config);
  const manifest = manifestOf(synthesized.platform);

  test('names only addresses that are synthesized', () => {
    const missing = named(manifest).filter(
      ({ stack, address }) => !synthesized.stack(stack).addresses.includes(address),
    );
    expect(missing).toEqual([]);
  });

  test('names every resource that holds data', () => {
    const holding = [...synthesized.stacks.values()].flatMap((stack) =>
      stack
        .resources()
        .filter(({ type }) => STATEFUL.includes(type))
        .map(({ address }) => `${stack.name} ${address}`),
    );
    expect(manifest.stateful.map(({ stack, address }) => `${stack} ${address}`).sort()).toEqual(holding.sort());
  });

  test('lists the stacks that are synthesized, each after those it waits for', () => {
    const names = manifest.stacks.map(({ name }) => name);
    expect([...names].sort()).toEqual([...synthesized.stacks.keys()].sort());
    expect(Object.fromEntries(manifest.stacks.map(({ name, dependsOn }) => [name, [...dependsOn].sort()]))).toEqual(
      synthesized.dependencies,
    );
    for (const { name, dependsOn, order } of manifest.stacks) {
      for (const earlier of dependsOn) {
        expect(names.indexOf(earlier)).toBeLessThan(names.indexOf(name));
        expect(manifest.stacks.find((stack) => stack.name === earlier)?.order).toBeLessThan(order);
      }
    }
  });

  test("says where each stack's state is, as the stack itself does", () => {
    for (const { name, state } of manifest.stacks) {
      const backend = synthesized.stack(name).backend;
      if (state === null) expect(Object.keys(backend)).toEqual(['local']);
      else expect(backend.s3).toMatchObject(state);
    }
  });

  test('has an edge for each rule and replica, and no other', () => {
    const rules = [...synthesized.stacks.values()].flatMap((stack) =>
      stack
        .resources<{ rule: { id: string }[] }>('aws_s3_bucket_replication_configuration')
        .flatMap(({ address, args }) => args.rule.map(({ id }) => `${stack.name} ${address} ${id}`)),
    );
    const edges = manifest.edges.filter(({ kind }) => kind === 's3-replication' || kind === 'state-replication');
    expect(edges.map(({ stack, address, to }) => `${stack} ${address} ${to}`).sort()).toEqual(rules.sort());

    const replicas = synthesized.regionStacks.flatMap((stack) =>
      stack
        .resources('aws_db_instance')
        .filter(({ args }) => 'replicate_source_db' in args)
        .map(({ address }) => `${stack.name} ${address}`),
    );
    expect(
      manifest.edges
        .filter(({ kind }) => kind === 'rds-replica')
        .map(({ stack, address }) => `${stack} ${address}`)
        .sort(),
    ).toEqual(replicas.sort());
  });

  test('fits its schemas', () => {
    expect(manifestSchema.parse(manifest)).toEqual(manifest);
    const validate = new Ajv().compile(manifestJsonSchema());
    expect(validate(manifest) || validate.errors).toBe(true);
  });
});

test('the manifest of three Regions, in short', () => {
  const manifest = manifestOf(platformOf(THREE));
  expect(manifest.stacks.map(({ name, order }) => `${order} ${name}`)).toEqual([
    '0 bootstrap',
    '1 foundation',
    '2 region-us-east-1',
    '3 region-eu-west-1',
    '3 region-ap-southeast-2',
  ]);
  expect(manifest.bucketRegions).toMatchObject({
    'orders-prod-objects-euw1-111122223333': 'eu-west-1',
    'orders-prod-state-use1-111122223333': 'us-east-1',
  });
  expect(manifest.databases).toEqual({
    main: {
      writer: 'us-east-1',
      roles: { 'us-east-1': 'writer', 'eu-west-1': 'replica', 'ap-southeast-2': 'replica' },
    },
  });
  expect(
    manifest.edges.filter(({ kind }) => kind === 's3-replication').map(({ from, to }) => `${from} > ${to}`),
  ).toEqual([
    'us-east-1 > eu-west-1',
    'us-east-1 > ap-southeast-2',
    'eu-west-1 > us-east-1',
    'eu-west-1 > ap-southeast-2',
    'ap-southeast-2 > us-east-1',
    'ap-southeast-2 > eu-west-1',
  ]);
});

test('a manifest is the same whatever the order of the list', () =>
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        REGION_NAMES.filter((name) => CATALOG[name].partition === 'aws'),
        { minLength: 1, maxLength: 8 },
      ),
      ([home, ...others]) => {
        if (!home) return;
        const at = (regions: RegionName[]): Manifest => manifestOf(platformOf({ regions, home }));
        expect(at([...others.reverse(), home])).toEqual(at([home, ...others]));
      },
    ),
    { numRuns: 30 },
  ));

test('tells what each stack publishes, and the version of that', () => {
  const { contract } = manifestOf(platformOf({ regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }] }));
  expect([contract.major, contract.minor]).toEqual([CONTRACT.major, CONTRACT.minor]);
  expect(Object.keys(contract.outputs)).toEqual(['foundation', 'region-us-east-1']);
  expect(contract.outputs['region-us-east-1']).toMatchObject({
    contract_json: { type: 'String', parameter: '/orders/prod/contract' },
    private_subnet_ids: { type: 'StringList', parameter: '/orders/prod/region/private_subnet_ids' },
    bucket_objects_arn: { type: 'String', parameter: '/orders/prod/region/bucket_objects_arn' },
  });
});

test('tells the environments of the pipelines, where there are any', () => {
  expect(manifestOf(platformOf({})).deployments).toEqual([]);
  const { deployments } = manifestOf(
    platformOf({ ci: { github: { repository: 'acme/orders', deployEnvironments: { regions: ['all'] } } } }),
  );
  expect(deployments).toEqual(
    [
      ['plan', 'plan'],
      ['foundation', 'foundation'],
      ['all', 'regions'],
      ['global', 'global'],
    ].map(([environment, may]) => ({
      environment,
      may,
      role: `arn:aws:iam::111122223333:role/orders-prod-ci-${environment}`,
    })),
  );
});

test('lists what the config has, whatever the state of its Regions', () => {
  const objectsOf = (config: Partial<PlatformConfig>): string[] =>
    manifestOf(platformOf(config)).objects.map(({ kind, name }) => `${kind} ${name}`);
  expect(objectsOf({ buckets: {}, tables: {}, databases: {} })).toEqual([]);
  const config: Partial<PlatformConfig> = { buckets: { b: {}, a: {} }, routing: {}, identity: {} };
  expect(objectsOf({ ...config, ci: { github: { repository: 'acme/orders' } } })).toEqual([
    'bucket a',
    'bucket b',
    'table sessions',
    'database main',
    'routing routing',
    'identity identity',
    'ci ci',
  ]);
  expect(objectsOf({ ...THREE })).toEqual(objectsOf({ ...EVACUATED }));
});
