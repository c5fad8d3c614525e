import { manifestOf } from '../../config/manifest';
import { parsePlatform } from '../../config/parse';
import type { PlatformConfig } from '../../config/schema';
import { BASE, synthPlatform } from '../synth';

const leaving = (data: 'release' | 'destroy'): Partial<PlatformConfig> => ({
  regions: ['us-east-1', { name: 'eu-west-1', state: 'leaving', data }, 'ap-southeast-2'],
});
const before = synthPlatform();
const released = synthPlatform(leaving('release'));
const destroyed = synthPlatform(leaving('destroy'));
const gone = synthPlatform({ regions: ['us-east-1', 'ap-southeast-2'] });

interface Bucket {
  readonly bucket: string;
  readonly force_destroy: boolean;
  readonly lifecycle: { readonly prevent_destroy: boolean };
}
interface Table {
  readonly replica: { readonly region_name: string; readonly deletion_protection_enabled: boolean }[];
}
interface Replication {
  readonly rule: { readonly id: string }[];
}

/** Says in the home Region that the data was released. */
const MARK = 'aws_ssm_parameter.leaving-eu-west-1';

describe('a Region that is released', () => {
  const foundation = released.stack('foundation');

  test('keeps its objects, without what protects them; the others keep theirs', () => {
    expect(foundation.addresses).toEqual([...before.stack('foundation').addresses, MARK].sort());
    const buckets = foundation
      .resources<Bucket>('aws_s3_bucket')
      .map(({ args }) => [args.bucket, args.force_destroy, args.lifecycle.prevent_destroy]);
    expect(buckets).toEqual(
      expect.arrayContaining([
        ['orders-prod-objects-euw1-111122223333', true, false],
        ['orders-prod-objects-use1-111122223333', false, true],
        ['orders-prod-objects-apse2-111122223333', false, true],
      ]),
    );
    expect(foundation.only<Table>('aws_dynamodb_table').replica).toMatchObject([
      { region_name: 'eu-west-1', deletion_protection_enabled: false },
      { region_name: 'ap-southeast-2', deletion_protection_enabled: true },
    ]);
    expect(foundation.at<Bucket>('aws_kms_replica_key.key_eu-west-1').lifecycle.prevent_destroy).toBe(false);
    expect(foundation.at<Bucket>('aws_kms_replica_key.key_ap-southeast-2').lifecycle.prevent_destroy).toBe(true);
  });

  test('has a stack with nothing in it but its provider, which goes last', () => {
    const stack = released.region('eu-west-1');
    expect(stack.addresses).toEqual([]);
    expect(stack.outputs).toEqual({});
    expect(stack.providers).toMatchObject([{ region: 'eu-west-1', allowed_account_ids: ['111122223333'] }]);
    expect(released.dependencies['region-eu-west-1']).toEqual([
      'foundation',
      'region-ap-southeast-2',
      'region-us-east-1',
    ]);
  });

  test('is copied to by nobody, and copies to nobody', () => {
    const rules = [...released.stacks.values()].flatMap((stack) =>
      stack.resources<Replication>('aws_s3_bucket_replication_configuration'),
    );
    expect(rules.flatMap(({ args }) => args.rule.map(({ id }) => id))).not.toContain('eu-west-1');
    expect(rules.map(({ address }) => address)).not.toContain(
      'aws_s3_bucket_replication_configuration.replication-eu-west-1_rules',
    );
  });

  test('has a state bucket that can be deleted', () => {
    const policy = (region: string): string =>
      released.stack('bootstrap').at<{ readonly policy: string }>(`aws_s3_bucket_policy.bucket-${region}_policy`)
        .policy;
    expect(policy('eu-west-1')).not.toContain('DenyDeletion');
    expect(policy('us-east-1')).toContain('DenyDeletion');
  });
});

describe('a Region that is destroyed', () => {
  test('has an alias and nothing else: the stacks are those of a platform without it', () => {
    for (const stack of gone.stacks.values()) {
      const left = destroyed
        .stack(stack.name)
        .resources()
        .filter(({ address }) => address !== MARK);
      expect(left).toEqual(stack.resources());
    }
    expect([...destroyed.stacks.keys()].sort()).toEqual([...gone.stacks.keys()].sort());
    expect(
      destroyed
        .stack('foundation')
        .providers.map(({ region }) => region)
        .sort(),
    ).toEqual(['ap-southeast-2', 'eu-west-1', 'us-east-1']);
  });

  test('must have been released: the plan reads the mark before it takes anything away', () => {
    for (const stack of ['bootstrap', 'foundation']) {
      expect(
        destroyed
          .stack(stack)
          .data('aws_ssm_parameter')
          .map(({ args }) => args),
      ).toEqual([{ provider: 'aws.use1', name: '/orders/prod/foundation/leaving/eu-west-1' }]);
      expect(released.stack(stack).data('aws_ssm_parameter')).toEqual([]);
    }
    expect(released.stack('foundation').at(MARK).name).toBe('/orders/prod/foundation/leaving/eu-west-1');
    expect(destroyed.stack('foundation').at(MARK).name).toBe('/orders/prod/foundation/leaving/eu-west-1');
  });

  test('is nowhere in the manifest but in the list', () => {
    const { regions, bucketRegions: _all, ...rest } = manifestOf(destroyed.platform);
    expect(regions.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'us-east-1 active',
      'eu-west-1 leaving',
      'ap-southeast-2 active',
    ]);
    expect(JSON.stringify(rest)).not.toContain('eu-west-1');
  });
});

test.each<[string, object, string, string]>([
  [
    'without a word on its data',
    { regions: ['us-east-1', { name: 'eu-west-1', state: 'leaving' }] },
    'regions[1].data',
    'missing. eu-west-1 is leaving, and what is in its buckets and in its replicas goes with it. Write "release" to lift their protection, then "destroy" to delete them; or make the state "evacuated", which leaves all of it where it is.',
  ],
  [
    'active, with a word on its data',
    { regions: ['us-east-1', { name: 'eu-west-1', data: 'destroy' }] },
    'regions[1].data',
    '"destroy": only a Region that is leaving gives up its data, and eu-west-1 is active. Take it out.',
  ],
  [
    'with a former writer that is kept',
    {
      regions: ['us-east-1', { name: 'eu-west-1', state: 'leaving', data: 'release' }],
      databases: { main: { ...BASE.databases?.main, former: { 'eu-west-1': 'keep' } } },
    },
    'databases.main.former.eu-west-1',
    '"keep", and eu-west-1 is leaving: its instance is protected. Write "release" first, and apply that.',
  ],
  [
    'of a strongly consistent table',
    {
      regions: ['us-east-1', { name: 'us-east-2', state: 'leaving', data: 'release' }, 'us-west-2'],
      tables: { carts: { hashKey: 'pk', consistency: 'strong' } },
    },
    'tables.carts.consistency',
    '"strong", and us-east-2 is leaving: DynamoDB takes no single Region out of such a table. Take the table out first, or make the Region\'s state "evacuated".',
  ],
  [
    'while another is evacuated, as its replicas could not be taken out',
    {
      regions: [
        'us-east-1',
        { name: 'eu-west-1', state: 'leaving', data: 'release' },
        { name: 'ap-southeast-2', state: 'evacuated' },
      ],
    },
    'regions[1]',
    'eu-west-1 is leaving and ap-southeast-2 evacuated: until that is over foundation leaves global tables (sessions) as they are, and their replicas in eu-west-1 could not be taken out. Make eu-west-1 "active" until then; where its data is destroyed already, take it out of `regions`.',
  ],
  [
    'that is home',
    { regions: [{ name: 'us-east-1', state: 'leaving', data: 'release' }, 'eu-west-1'], writer: 'eu-west-1' },
    'home',
    expect.stringMatching(/^us-east-1 is the home Region and leaving\./) as unknown as string,
  ],
])('synth refuses a Region %s', (_case, config, path, message) => {
  expect(parsePlatform({ ...BASE, ...config })).toEqual({ problems: [{ path, message }] });
});

test('without a global table a Region may leave while another is evacuated', () => {
  const regions = [
    'us-east-1',
    { name: 'eu-west-1', state: 'leaving', data: 'release' },
    { name: 'ap-southeast-2', state: 'evacuated' },
  ];
  expect(parsePlatform({ ...BASE, tables: {}, regions })).not.toHaveProperty('problems');
});
