import { TerraformOutput } from 'cdktf';
import fc from 'fast-check';
import { REGION_NAMES, type RegionName } from '../../../config/catalog';
import { inRegion, MultiRegionKey } from '../../../modules/security/multi-region-key';
import { synthConstruct } from '../../synth';

const key = (home: RegionName, regions: readonly RegionName[], released: readonly RegionName[] = []) =>
  synthConstruct((stack, providerIn) => {
    const construct = new MultiRegionKey(stack, 'key', {
      description: 'Data of orders prod',
      primaryRegion: home,
      providers: new Map(regions.map((region) => [region, providerIn(region)])),
      alias: 'alias/orders-prod-data',
      released,
      policyIn: (region) => `policy of ${region}`,
    });
    for (const region of regions)
      new TerraformOutput(stack, `arn-${region}`, { value: construct.arnIn(region), staticId: true });
    const dependables = construct.dependables(regions.slice(0, 2)).map((dependable) => dependable.fqn);
    new TerraformOutput(stack, 'dependables', { value: dependables, staticId: true });
  });

test('one primary at home, and in every Region one replica at most, one alias and its own policy', () =>
  fc.assert(
    fc.property(fc.shuffledSubarray([...REGION_NAMES], { minLength: 1, maxLength: 8 }), (regions) => {
      const [home] = regions as [RegionName];
      const stack = key(home, regions);
      const keys = [...stack.resources('aws_kms_key'), ...stack.resources('aws_kms_replica_key')];
      expect(stack.counts).toEqual({
        aws_kms_key: 1,
        aws_kms_alias: regions.length,
        ...(regions.length > 1 && { aws_kms_replica_key: regions.length - 1 }),
      });
      expect(keys.map(({ args }) => args.policy).sort()).toEqual(regions.map((region) => `policy of ${region}`).sort());
      expect(new Set(stack.resources('aws_kms_alias').map(({ args }) => args.provider)).size).toBe(regions.length);
      expect(new Set(stack.resources('aws_kms_alias').map(({ args }) => args.name)).size).toBe(1);
    }),
    { numRuns: 20 },
  ));

describe('with a replica', () => {
  const stack = key('us-east-1', ['eu-west-1', 'us-east-1']);

  test('the primary is multi-Region, rotates, and is slow and hard to delete', () =>
    expect(stack.at('aws_kms_key.key_us-east-1')).toEqual({
      provider: 'aws.use1',
      description: 'Data of orders prod',
      multi_region: true,
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      policy: 'policy of us-east-1',
      lifecycle: { prevent_destroy: true },
    }));

  test('the replica follows the primary and is protected alike', () =>
    expect(stack.at('aws_kms_replica_key.key_eu-west-1')).toEqual({
      provider: 'aws.euw1',
      description: 'Data of orders prod',
      primary_key_arn: '${aws_kms_key.key_us-east-1.arn}',
      deletion_window_in_days: 30,
      policy: 'policy of eu-west-1',
      lifecycle: { prevent_destroy: true, create_before_destroy: true, ignore_changes: ['primary_key_arn'] },
    }));

  test("an alias names its own Region's key", () =>
    expect(stack.at('aws_kms_alias.key_alias-eu-west-1')).toEqual({
      provider: 'aws.euw1',
      name: 'alias/orders-prod-data',
      target_key_id: '${aws_kms_replica_key.key_eu-west-1.key_id}',
    }));

  test("the replica's ARN follows from the primary's, so that it needs no call there", () => {
    expect(stack.outputs['arn-us-east-1']?.value).toBe('${aws_kms_key.key_us-east-1.arn}');
    expect(stack.outputs['arn-eu-west-1']?.value).toBe(
      '${replace(aws_kms_key.key_us-east-1.arn, ":us-east-1:", ":eu-west-1:")}',
    );
  });

  test('what waits for a key waits for its alias, the last to be made', () =>
    expect(stack.outputs.dependables?.value).toEqual([
      '${aws_kms_alias.key_alias-eu-west-1}',
      '${aws_kms_alias.key_alias-us-east-1}',
    ]));
});

test('a Region that joins changes nothing of the keys that are there', () => {
  const before = key('us-east-1', ['us-east-1', 'eu-west-1']).resources();
  expect(key('us-east-1', ['ap-southeast-2', 'us-east-1', 'eu-west-1']).resources()).toEqual(
    expect.arrayContaining(before),
  );
});

test('a replica that is released can be destroyed, and no other', () => {
  const stack = key('us-east-1', ['us-east-1', 'eu-west-1', 'ap-southeast-2'], ['eu-west-1']);
  const protection = [...stack.resources('aws_kms_key'), ...stack.resources('aws_kms_replica_key')].map(
    ({ address, args }) => [address, (args.lifecycle as { prevent_destroy: boolean }).prevent_destroy],
  );
  expect(Object.fromEntries(protection)).toEqual({
    'aws_kms_key.key_us-east-1': true,
    'aws_kms_replica_key.key_eu-west-1': false,
    'aws_kms_replica_key.key_ap-southeast-2': true,
  });
});

test('an ARN is moved to all Regions for a pattern', () =>
  expect(
    synthConstruct((stack) => {
      const value = inRegion('arn:aws:kms:us-east-1:111122223333:key/mrk-1', 'us-east-1', '*');
      new TerraformOutput(stack, 'pattern', { value, staticId: true });
    }).outputs.pattern?.value,
  ).toBe('${replace("arn:aws:kms:us-east-1:111122223333:key/mrk-1", ":us-east-1:", ":*:")}'));

test('refuses a primary without a provider', () =>
  expect(() => key('us-east-1', ['eu-west-1'])).toThrow(
    new Error('t/key: no provider for us-east-1. Add it to `providers`.'),
  ));

describe('with its primary out of reach', () => {
  const found = (regions: readonly RegionName[]) =>
    synthConstruct((stack, providerIn) => {
      const construct = new MultiRegionKey(stack, 'key', {
        description: 'Data of orders prod',
        primaryRegion: 'us-east-1',
        foundIn: 'eu-west-1',
        providers: new Map(regions.map((region) => [region, providerIn(region)])),
        alias: 'alias/orders-prod-data',
        policyIn: (region) => `policy of ${region}`,
      });
      new TerraformOutput(stack, 'arn', { value: construct.arnIn('ap-southeast-2'), staticId: true });
    });
  const stack = found(['eu-west-1', 'ap-southeast-2']);

  test('it is found by the alias of a replica, and every ARN follows from that one', () => {
    expect(stack.data('aws_kms_alias').map(({ args }) => args)).toEqual([
      { provider: 'aws.euw1', name: 'alias/orders-prod-data' },
    ]);
    expect(stack.outputs.arn?.value).toBe(
      '${replace(data.aws_kms_alias.key_found.target_key_arn, ":eu-west-1:", ":ap-southeast-2:")}',
    );
  });

  test('the replicas stay replicas of it', () => {
    expect(stack.counts).toEqual({ aws_kms_replica_key: 2, aws_kms_alias: 2 });
    expect(stack.at('aws_kms_replica_key.key_eu-west-1').primary_key_arn).toBe(
      '${replace(data.aws_kms_alias.key_found.target_key_arn, ":eu-west-1:", ":us-east-1:")}',
    );
  });

  test('and nothing refers to it where it is declared, to be forgotten', () => {
    const text = JSON.stringify(found(['us-east-1', 'eu-west-1']).json);
    expect(text.match(/aws_kms_key\.[\w-]+\.\w+/g)).toEqual(['aws_kms_key.key_us-east-1.key_id']);
  });
});
