import { manifestOf } from '../../config/manifest';
import { parsePlatform } from '../../config/parse';
import type { PlatformConfig } from '../../config/schema';
import { BASE, synthPlatform } from '../synth';

type State = 'evacuated' | 'returning' | 'active';
const moved = (state: State): Partial<PlatformConfig> => ({
  regions: [{ name: 'us-east-1', state }, 'eu-west-1', 'ap-southeast-2'],
  home: 'eu-west-1',
  formerHome: 'us-east-1',
});
const before = synthPlatform({ writer: 'eu-west-1' });
const lost = synthPlatform(moved('evacuated'));
const back = synthPlatform(moved('returning'));
const whole = synthPlatform(moved('active'));

const forgotten = (platform: typeof lost, stack: string): string[] =>
  (platform.stack(stack).json.removed ?? []).map(({ from }) => String(from)).sort();
const adopted = (platform: typeof lost, stack: string): Record<string, string> =>
  Object.fromEntries((platform.stack(stack).json.import ?? []).map(({ to, id }) => [to, id]));

describe('while the former home is gone', () => {
  const foundation = lost.stack('foundation');

  test('foundation forgets all that stood there, and nothing else that it had', () => {
    const there = before
      .stack('foundation')
      .resources()
      .filter(({ type, args }) => args.provider === 'aws.use1' && !type.startsWith('aws_iam_'))
      .map(({ address }) => address);
    expect(forgotten(lost, 'foundation')).toEqual(expect.arrayContaining(there));
    const left = before.stack('foundation').addresses.filter((address) => !there.includes(address));
    expect(foundation.addresses).toEqual(expect.arrayContaining(left));
    expect(forgotten(lost, 'foundation').filter((address) => left.includes(address))).toEqual([]);
  });

  test('no resource and no lookup is left there', () =>
    expect([...foundation.resources(), ...foundation.data()].map(({ args }) => args.provider)).not.toContain(
      'aws.use1',
    ));

  test('the secret is adopted from its copy, which is found by name; the table is left to itself', () => {
    expect(adopted(lost, 'foundation')).toEqual({
      'aws_secretsmanager_secret.credentials-main-eu-west-1_secret':
        '${data.aws_secretsmanager_secret.credentials-main-eu-west-1_secret.arn}',
    });
    expect(foundation.data('aws_secretsmanager_secret').map(({ args }) => args)).toEqual([
      { name: 'orders-prod-main-credentials', provider: 'aws.euw1' },
    ]);
    expect(foundation.resources('aws_dynamodb_table')).toEqual([]);
  });

  test('its copies go to the Regions that are left', () =>
    expect(
      foundation
        .only<{ replica: { region: string }[] }>('aws_secretsmanager_secret')
        .replica.map(({ region }) => region),
    ).toEqual(['ap-southeast-2']));

  test("the keys stay replicas under their own addresses, found by the new home's alias", () => {
    for (const stack of ['bootstrap', 'foundation']) {
      expect(lost.stack(stack).resources('aws_kms_key')).toEqual([]);
      expect(
        lost
          .stack(stack)
          .resources('aws_kms_replica_key')
          .map(({ address }) => address)
          .sort(),
      ).toEqual(['aws_kms_replica_key.key_ap-southeast-2', 'aws_kms_replica_key.key_eu-west-1']);
      expect(
        lost
          .stack(stack)
          .data('aws_kms_alias')
          .map(({ args }) => args.provider),
      ).toEqual(['aws.euw1']);
    }
  });

  test('roles are the same to the last argument but their provider', () => {
    const roles = (platform: typeof lost) =>
      platform
        .stack('foundation')
        .resources('aws_iam_role')
        .map(({ address, args: { provider: _alias, ...args } }) => ({ address, args }));
    expect(roles(lost)).toEqual(roles(before));
  });

  test("the state is the copy in the new home's bucket, under the same key", () => {
    expect(foundation.backend.s3).toMatchObject({
      bucket: 'orders-prod-state-euw1-111122223333',
      region: 'eu-west-1',
      key: 'orders/prod/foundation.tfstate',
    });
    expect(before.stack('foundation').backend.s3?.key).toBe('orders/prod/foundation.tfstate');
  });
});

describe('when the former home is back', () => {
  test('its objects are adopted, the primary key by the id that all its replicas have', () =>
    expect(adopted(back, 'foundation')).toMatchObject({
      'aws_kms_key.key_us-east-1': '${data.aws_kms_alias.key_found.target_key_id}',
      'aws_s3_bucket.bucket-objects-us-east-1_bucket': 'orders-prod-objects-use1-111122223333',
      'aws_dynamodb_table.table-sessions-eu-west-1_table': 'orders-prod-sessions',
    }));

  test('each address is imported once', () => {
    const targets = (back.stack('foundation').json.import ?? []).map(({ to }) => to);
    expect(new Set(targets).size).toBe(targets.length);
  });

  test('then it is a Region like the others, with the primary key in it', () => {
    expect(whole.stack('foundation').at('aws_kms_key.key_us-east-1').provider).toBe('aws.use1');
    expect(whole.stack('foundation').data('aws_kms_alias')).toEqual([]);
    expect(
      whole
        .stack('foundation')
        .only<{ replica: { region: string }[] }>('aws_secretsmanager_secret')
        .replica.map(({ region }) => region),
    ).toEqual(['us-east-1', 'ap-southeast-2']);
  });
});

test('a former home that has left the list is remembered: the keys stay replicas', () => {
  const { regions: _all, ...config } = moved('evacuated');
  const gone = synthPlatform({ ...config, regions: ['eu-west-1', 'ap-southeast-2'] });
  expect(gone.stack('foundation').resources('aws_kms_key')).toEqual([]);
  expect(gone.stack('foundation').providers.map(({ region }) => region)).toEqual(['eu-west-1', 'ap-southeast-2']);
  expect(
    manifestOf(gone.platform)
      .edges.filter(({ kind }) => kind === 'kms-replica')
      .map(({ from }) => from),
  ).toEqual(Array.from({ length: 4 }, () => 'us-east-1'));
});

test.each([
  [
    'that is home',
    { home: 'us-east-1', formerHome: 'us-east-1' },
    'formerHome',
    'us-east-1 is the home Region. Set `home` to the Region that takes over, or take `formerHome` out.',
  ],
  [
    'in another partition',
    { home: 'us-east-1', formerHome: 'cn-north-1' },
    'formerHome',
    'cn-north-1 is in another partition than us-east-1. Home can only have been in the same one.',
  ],
  [
    'that is leaving',
    {
      home: 'us-east-1',
      formerHome: 'eu-west-1',
      regions: ['us-east-1', { name: 'eu-west-1', state: 'leaving', data: 'release' }],
    },
    'regions[1]',
    'eu-west-1 is `formerHome` and leaving: the primary of the multi-Region keys is there, and cannot go before its replicas. Leave it active, or "evacuated".',
  ],
])('synth refuses a former home %s', (_case, config, path, message) =>
  expect(parsePlatform({ ...BASE, ...config })).toEqual({ problems: [{ path, message }] }),
);
