import { CATALOG, REGION_NAMES, type RegionName } from '../../config/catalog';
import { synthPlatform } from '../synth';
import { AWS_REGIONS } from './region-lists';

const counts = (name: string, platform = synthPlatform()): Record<string, number> => platform.stack(name).counts;

describe('the default platform, in three Regions', () => {
  test('bootstrap: a state bucket in each, copied to the others', () =>
    expect(counts('bootstrap')).toEqual({
      aws_iam_role: 1,
      aws_iam_role_policy: 1,
      aws_kms_alias: 3,
      aws_kms_key: 1,
      aws_kms_replica_key: 2,
      aws_s3_bucket: 3,
      aws_s3_bucket_lifecycle_configuration: 3,
      aws_s3_bucket_ownership_controls: 3,
      aws_s3_bucket_policy: 3,
      aws_s3_bucket_public_access_block: 3,
      aws_s3_bucket_replication_configuration: 3,
      aws_s3_bucket_server_side_encryption_configuration: 3,
      aws_s3_bucket_versioning: 3,
    }));

  test('foundation: all that outlives compute', () =>
    expect(counts('foundation')).toEqual({
      aws_dynamodb_table: 1,
      aws_iam_role: 2,
      aws_iam_role_policy: 1,
      aws_iam_role_policy_attachment: 1,
      aws_kms_alias: 3,
      aws_kms_key: 1,
      aws_kms_replica_key: 2,
      aws_s3_bucket: 6,
      aws_s3_bucket_lifecycle_configuration: 6,
      aws_s3_bucket_ownership_controls: 6,
      aws_s3_bucket_policy: 6,
      aws_s3_bucket_public_access_block: 6,
      aws_s3_bucket_server_side_encryption_configuration: 6,
      aws_s3_bucket_versioning: 6,
      aws_secretsmanager_secret: 1,
      aws_secretsmanager_secret_version: 1,
      aws_ssm_parameter: 4,
    }));

  test.each(['us-east-1', 'eu-west-1', 'ap-southeast-2'])('region-%s: network, database and edges', (region) =>
    expect(counts(`region-${region}`)).toEqual({
      aws_cloudwatch_log_group: 2,
      aws_db_instance: 1,
      aws_db_parameter_group: 1,
      aws_db_subnet_group: 1,
      aws_default_route_table: 1,
      aws_default_security_group: 1,
      aws_eip: 3,
      aws_flow_log: 1,
      aws_internet_gateway: 1,
      aws_nat_gateway: 3,
      aws_route: 4,
      aws_route_table: 5,
      aws_route_table_association: 12,
      aws_s3_bucket_replication_configuration: 1,
      aws_security_group: 2,
      aws_ssm_parameter: 18,
      aws_subnet: 12,
      aws_vpc: 1,
      aws_vpc_endpoint: 2,
      aws_vpc_security_group_egress_rule: 1,
      aws_vpc_security_group_ingress_rule: 1,
      terraform_data: 1,
    }),
  );
});

test('one Region: no copies, no replicas and no role for them, and all the protection there is', () => {
  const platform = synthPlatform({ regions: ['eu-west-1'], home: 'eu-west-1' });
  const bootstrap = counts('bootstrap', platform);
  expect(bootstrap).not.toHaveProperty('aws_iam_role');
  expect(bootstrap).not.toHaveProperty('aws_kms_replica_key');
  expect(bootstrap).not.toHaveProperty('aws_s3_bucket_replication_configuration');
  expect(platform.region('eu-west-1').counts).not.toHaveProperty('aws_s3_bucket_replication_configuration');
  expect(platform.stack('foundation').only('aws_dynamodb_table').replica).toEqual([]);
  expect(platform.stack('foundation').only('aws_secretsmanager_secret').replica).toEqual([]);
  expect(platform.region('eu-west-1').only('aws_db_instance')).toMatchObject({
    deletion_protection: true,
    final_snapshot_identifier: 'orders-prod-main-final',
  });
});

test('nothing configured: keys, networks, their logs and what tells of them', () => {
  const nothing = { regions: ['eu-west-1'], home: 'eu-west-1', buckets: {}, tables: {}, databases: {} } as const;
  const platform = synthPlatform({ ...nothing, regions: ['eu-west-1'] });
  const keys = { aws_kms_alias: 1, aws_kms_key: 1, aws_ssm_parameter: 1 };
  expect(counts('foundation', platform)).toEqual({
    ...keys,
    aws_s3_bucket: 1,
    aws_s3_bucket_lifecycle_configuration: 1,
    aws_s3_bucket_ownership_controls: 1,
    aws_s3_bucket_policy: 1,
    aws_s3_bucket_public_access_block: 1,
    aws_s3_bucket_server_side_encryption_configuration: 1,
    aws_s3_bucket_versioning: 1,
  });
  expect(platform.stack('foundation').only('aws_s3_bucket').bucket).toBe('orders-prod-flow-logs-euw1-111122223333');
  expect(counts('region-eu-west-1', platform)).not.toHaveProperty('aws_db_instance');
  const unlogged = synthPlatform({ ...nothing, regions: ['eu-west-1'], network: { flowLogs: 'none' } });
  expect(counts('foundation', unlogged)).toEqual(keys);
  expect(counts('region-eu-west-1', unlogged)).not.toHaveProperty('aws_flow_log');
});

test('every opt-in Region can be home and have a stack', () => {
  const optIn = AWS_REGIONS.filter((name) => CATALOG[name].optIn);
  expect(optIn.length).toBeGreaterThan(12);
  const platform = synthPlatform({ regions: [...optIn], home: 'me-central-1', databases: {} });
  expect(platform.regionStacks.map(({ name }) => name).sort()).toEqual(optIn.map((name) => `region-${name}`).sort());
  expect(platform.stack('foundation').backend.s3?.region).toBe('me-central-1');
  expect(platform.stack('foundation').only<{ replica: unknown[] }>('aws_dynamodb_table').replica).toHaveLength(
    optIn.length - 1,
  );
});

test.each(REGION_NAMES.filter((name) => CATALOG[name].partition !== 'aws' || name === 'us-west-1'))(
  '%s can be the only Region',
  (region: RegionName) => {
    const [, stack] = synthPlatform({ regions: [region], home: region }).regionStacks.map(({ name }) => name);
    expect(stack).toBeUndefined();
  },
);

describe('strong consistency', () => {
  test.each<[string, RegionName[]]>([
    ['US', ['us-east-1', 'us-east-2', 'us-west-2']],
    ['EU', ['eu-west-1', 'eu-central-1', 'eu-west-3']],
    ['AP', ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3']],
  ])('is asked of both replicas in three Regions of the %s', (_set, regions) => {
    const tables = { ledger: { hashKey: 'pk', consistency: 'strong' } } as const;
    const table = synthPlatform({ regions, home: regions[0], tables, databases: {} })
      .stack('foundation')
      .only<{ replica: { region_name: string; consistency_mode: string }[] }>('aws_dynamodb_table');
    expect(table.replica.map(({ consistency_mode }) => consistency_mode)).toEqual(['STRONG', 'STRONG']);
    expect(table.replica.map(({ region_name }) => region_name).sort()).toEqual(regions.slice(1).sort());
    expect(table).not.toHaveProperty('ttl');
  });
});

test('data residency: no object, table, secret or database leaves its Region', () => {
  const platform = synthPlatform({
    pattern: 'data-residency',
    buckets: { objects: { replication: 'none' } },
    tables: {},
    databases: {},
  });
  for (const stack of [platform.stack('foundation'), ...platform.regionStacks]) {
    expect(Object.keys(stack.counts)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/replication|dynamodb|secretsmanager|db_instance/)]),
    );
    expect(stack.text).not.toContain('replication');
  }
});

test('the key policy names the services that the platform uses, and no other', () => {
  const viaService = (config: Parameters<typeof synthPlatform>[0]): string[] =>
    [
      ...synthPlatform({ ...config, regions: ['us-east-1'] })
        .stack('foundation')
        .text.matchAll(/([a-z0-9]+)\.us-east-1\.amazonaws\.com/g),
    ]
      .map(([, service]) => service ?? '')
      .filter((service, i, all) => all.indexOf(service) === i)
      .sort();
  const none = { buckets: {}, tables: {}, databases: {}, network: { flowLogs: 'none' } } as const;
  expect(viaService(none)).toEqual([]);
  expect(viaService({ ...none, network: {} })).toEqual(['s3']);
  expect(viaService({ ...none, buckets: { objects: {} } })).toEqual(['s3']);
  expect(viaService({ ...none, tables: { sessions: { hashKey: 'pk' } } })).toEqual(['dynamodb']);
  expect(viaService({ buckets: {}, tables: {}, network: none.network })).toEqual(['logs', 'rds', 'secretsmanager']);
});
