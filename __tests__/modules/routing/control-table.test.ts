import { REGISTER_REGIONS } from '../../../config/routing';
import { ControlTable } from '../../../modules/routing/control-table';
import { synthConstruct } from '../../synth';

const table = (set: 'us' | 'eu' | 'ap', ignoreReplicas?: boolean) =>
  synthConstruct((stack, providerIn) => {
    const regions = REGISTER_REGIONS[set];
    new ControlTable(stack, 'control', {
      provider: providerIn(regions[0]),
      tableName: 'orders-prod-control',
      regions,
      ...(ignoreReplicas !== undefined && { ignoreReplicas }),
    });
  }).only('aws_dynamodb_table');

const replica = (region: string) => ({
  region_name: region,
  point_in_time_recovery: true,
  deletion_protection_enabled: true,
  propagate_tags: true,
  consistency_mode: 'STRONG',
});

test('answers alike in three Regions, without a key of ours, a TTL or an index', () =>
  expect(table('eu')).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-control',
    billing_mode: 'PAY_PER_REQUEST',
    hash_key: 'pk',
    range_key: 'sk',
    attribute: [
      { name: 'pk', type: 'S' },
      { name: 'sk', type: 'S' },
    ],
    stream_enabled: true,
    stream_view_type: 'NEW_AND_OLD_IMAGES',
    point_in_time_recovery: { enabled: true },
    deletion_protection_enabled: true,
    tags: { region: 'global' },
    replica: [replica('eu-west-3'), replica('eu-central-1')],
    lifecycle: { prevent_destroy: true },
  }));

test.each([
  ['us', 'aws.use1', ['us-east-2', 'us-west-2']],
  ['ap', 'aws.apne1', ['ap-northeast-2', 'ap-northeast-3']],
] as const)('set %s: in %s, with replicas in %j', (set, provider, replicas) => {
  const { provider: made, replica: found } = table(set);
  expect(made).toBe(provider);
  expect(found).toEqual(replicas.map(replica));
});

test('adopted again, it takes its replicas as they are', () =>
  expect(table('us', true).lifecycle).toEqual({ prevent_destroy: true, ignore_changes: ['replica'] }));
