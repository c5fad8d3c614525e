import fc from 'fast-check';
import { REGION_NAMES, type RegionName } from '../../../config/catalog';
import { GlobalTable, type GlobalTableProps } from '../../../modules/table/global-table';
import { synthConstruct } from '../../synth';

interface Replica {
  readonly region_name: string;
  readonly kms_key_arn: string;
}
interface Table {
  readonly replica: Replica[];
  readonly lifecycle: unknown;
}

const table = (props: Partial<GlobalTableProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new GlobalTable(stack, 'sessions', {
      provider: providerIn('us-east-1'),
      home: 'us-east-1',
      tableName: 'orders-prod-sessions',
      replicas: ['eu-west-1'],
      keyArnIn: (region) => `key in ${region}`,
      hashKey: 'pk',
      ...props,
    });
  }).only<Table>('aws_dynamodb_table');

const others = REGION_NAMES.filter((name): name is Exclude<RegionName, 'us-east-1'> => name !== 'us-east-1');

test('every other Region has one replica with its own key, home has none, and the order of the list is nothing', () =>
  fc.assert(
    fc.property(fc.shuffledSubarray(others, { maxLength: 12 }), (replicas) => {
      const { replica } = table({ replicas });
      expect(replica.map(({ region_name }) => region_name).sort()).toEqual([...replicas].sort());
      expect(replica.filter(({ region_name, kms_key_arn }) => kms_key_arn !== `key in ${region_name}`)).toEqual([]);
      expect(replica).toEqual(table({ replicas: [...replicas].sort() }).replica);
    }),
    { numRuns: 30 },
  ));

test('is on demand, streamed, recoverable, encrypted and protected, and so is each replica', () =>
  expect(table()).toEqual({
    provider: 'aws.use1',
    name: 'orders-prod-sessions',
    billing_mode: 'PAY_PER_REQUEST',
    hash_key: 'pk',
    attribute: [{ name: 'pk', type: 'S' }],
    stream_enabled: true,
    stream_view_type: 'NEW_AND_OLD_IMAGES',
    point_in_time_recovery: { enabled: true },
    server_side_encryption: { enabled: true, kms_key_arn: 'key in us-east-1' },
    deletion_protection_enabled: true,
    tags: { region: 'global' },
    replica: [
      {
        region_name: 'eu-west-1',
        kms_key_arn: 'key in eu-west-1',
        point_in_time_recovery: true,
        deletion_protection_enabled: true,
        propagate_tags: true,
        consistency_mode: 'EVENTUAL',
      },
    ],
    lifecycle: { prevent_destroy: true },
  }));

test('a table in one Region has the same streams, so that its first replica changes nothing else', () => {
  const { replica: _none, ...alone } = table({ replicas: [] });
  const { replica: _one, ...copied } = table({ replicas: ['eu-west-1'] });
  expect(alone).toEqual(copied);
});

test('a sort key is an attribute too, an expiry is not', () =>
  expect(table({ rangeKey: 'sk', ttl: 'expiresAt' })).toMatchObject({
    hash_key: 'pk',
    range_key: 'sk',
    attribute: [
      { name: 'pk', type: 'S' },
      { name: 'sk', type: 'S' },
    ],
    ttl: { enabled: true, attribute_name: 'expiresAt' },
  }));

test('strong consistency is told to every replica', () =>
  expect(table({ replicas: ['us-east-2', 'us-west-2'], consistency: 'strong' }).replica).toEqual([
    expect.objectContaining({ region_name: 'us-east-2', consistency_mode: 'STRONG' }),
    expect.objectContaining({ region_name: 'us-west-2', consistency_mode: 'STRONG' }),
  ]));

test('a table that is adopted again takes its replicas as they are', () =>
  expect(table({ ignoreReplicas: true }).lifecycle).toEqual({ prevent_destroy: true, ignore_changes: ['replica'] }));

test('a replica that is released loses its protection, and no other', () =>
  expect(table({ replicas: ['eu-west-1', 'ap-southeast-2'], released: ['eu-west-1'] }).replica).toEqual([
    expect.objectContaining({ region_name: 'eu-west-1', deletion_protection_enabled: false }),
    expect.objectContaining({ region_name: 'ap-southeast-2', deletion_protection_enabled: true }),
  ]));

test('refuses the home Region among the replicas', () =>
  expect(() => table({ replicas: ['eu-west-1', 'us-east-1'] })).toThrow(
    new Error('t/sessions: replicas holds the home Region, us-east-1. Leave it out.'),
  ));

test('its indexes have their keys declared once, and what is in them', () =>
  expect(
    table({
      rangeKey: 'sk',
      indexes: [
        { name: 'feed', hashKey: 'feed', rangeKey: 'sk', projection: 'ALL' },
        { name: 'origin', hashKey: 'origin', rangeKey: 'id', projection: 'KEYS_ONLY' },
      ],
    }),
  ).toMatchObject({
    attribute: ['pk', 'sk', 'feed', 'id', 'origin'].map((name) => ({ name, type: 'S' })),
    global_secondary_index: [
      { name: 'feed', hash_key: 'feed', range_key: 'sk', projection_type: 'ALL' },
      { name: 'origin', hash_key: 'origin', range_key: 'id', projection_type: 'KEYS_ONLY' },
    ],
  }));
