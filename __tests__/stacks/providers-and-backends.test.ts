import { CATALOG, type RegionName } from '../../config/catalog';
import { ACCOUNT, synthPlatform } from '../synth';
import { anySmallPlatform } from './region-lists';

test(
  'every provider has its Region, an alias of its own, the one account that it may touch, and tags for all it makes',
  anySmallPlatform((platform) => {
    for (const stack of platform.stacks.values()) {
      const inRegions = stack.name.startsWith('region-')
        ? [stack.name.replace('region-', '')]
        : platform.platform.regions.map(({ name }) => name);
      expect(stack.providers.map(({ region }) => region).sort()).toEqual([...inRegions].sort());
      for (const { region, ...provider } of stack.providers) {
        expect(provider).toEqual({
          alias: CATALOG[region as RegionName].code,
          allowed_account_ids: [ACCOUNT],
          default_tags: [{ tags: { platform: 'orders', environment: 'prod', region, stack: stack.name } }],
        });
      }
    }
  }),
);

test(
  'every stack pins Terraform and the provider',
  anySmallPlatform((platform) => {
    for (const { json } of platform.stacks.values()) {
      expect(json.terraform.required_version).toBe('>= 1.11.0, < 2.0.0');
      expect(json.terraform.required_providers).toEqual({
        aws: { source: 'hashicorp/aws', version: '>= 6.38.0, < 7.0.0' },
      });
    }
  }),
);

test(
  "a stack's state is in a bucket that bootstrap makes, in the stack's own Region or at home, under a key of its own",
  anySmallPlatform((platform, { home }) => {
    const bootstrap = platform.stack('bootstrap');
    const aliases = new Map(bootstrap.providers.map(({ alias, region }) => [region, `aws.${alias}`]));
    const keys = new Set<unknown>();
    for (const { name, backend } of platform.stacks.values()) {
      if (name === 'bootstrap') continue;
      const region = name === 'foundation' ? home : name.replace('region-', '');
      const { bucket, key, kms_key_id, ...rest } = backend.s3 ?? {};
      expect(rest).toEqual({ region, encrypt: true, use_lockfile: true, allowed_account_ids: [ACCOUNT] });
      expect(
        bootstrap
          .resources('aws_s3_bucket')
          .filter(({ args }) => args.bucket === bucket)
          .map(({ args }) => args.provider),
      ).toEqual([aliases.get(region)]);
      const alias = bootstrap.resources('aws_kms_alias').find(({ args }) => args.provider === aliases.get(region));
      expect(kms_key_id).toBe(`arn:aws:kms:${region}:${ACCOUNT}:${alias?.args.name}`);
      keys.add(key);
    }
    expect(keys.size).toBe(platform.stacks.size - 1);
  }),
);

test("foundation's backend", () =>
  expect(synthPlatform().stack('foundation').backend).toEqual({
    s3: {
      bucket: 'orders-prod-state-use1-111122223333',
      key: 'orders/prod/foundation.tfstate',
      region: 'us-east-1',
      encrypt: true,
      kms_key_id: 'arn:aws:kms:us-east-1:111122223333:alias/orders-prod-state',
      use_lockfile: true,
      allowed_account_ids: [ACCOUNT],
    },
  }));

test("bootstrap's state is a local file, until its buckets are there", () => {
  expect(synthPlatform().stack('bootstrap').backend).toEqual({
    local: { path: '../../../terraform.bootstrap.tfstate' },
  });
  expect(synthPlatform({ state: { bootstrapped: true } }).stack('bootstrap').backend.s3).toMatchObject({
    bucket: 'orders-prod-state-use1-111122223333',
    key: 'orders/prod/bootstrap.tfstate',
    region: 'us-east-1',
  });
});

test('existing buckets hold the state under the same keys, encrypted as they say, and nothing is bootstrapped', () => {
  const platform = synthPlatform({
    regions: ['us-east-1', 'eu-west-1'],
    state: { buckets: { 'us-east-1': 'acme-terraform-us', 'eu-west-1': 'acme-terraform-eu' } },
  });
  expect([...platform.stacks.keys()].sort()).toEqual(['foundation', 'region-eu-west-1', 'region-us-east-1']);
  expect(platform.dependencies.foundation).toEqual([]);
  expect(platform.region('eu-west-1').backend).toEqual({
    s3: {
      bucket: 'acme-terraform-eu',
      key: 'orders/prod/region-eu-west-1.tfstate',
      region: 'eu-west-1',
      encrypt: true,
      use_lockfile: true,
      allowed_account_ids: [ACCOUNT],
    },
  });
});

test('with a local backend each stack has a file of its own, and nothing is bootstrapped', () => {
  const platform = synthPlatform({ state: { backend: 'local' } });
  expect(Object.fromEntries([...platform.stacks.values()].map(({ name, backend }) => [name, backend]))).toEqual({
    foundation: { local: { path: '../../../terraform.foundation.tfstate' } },
    'region-us-east-1': { local: { path: '../../../terraform.region-us-east-1.tfstate' } },
    'region-eu-west-1': { local: { path: '../../../terraform.region-eu-west-1.tfstate' } },
    'region-ap-southeast-2': { local: { path: '../../../terraform.region-ap-southeast-2.tfstate' } },
  });
});

test('a role is assumed by every provider and backend', () => {
  const role_arn = 'arn:aws:iam::111122223333:role/deploy';
  for (const { name, providers, backend } of synthPlatform({ assumeRole: role_arn }).stacks.values()) {
    expect(providers.map(({ assume_role }) => assume_role)).toEqual(providers.map(() => [{ role_arn }]));
    if (name !== 'bootstrap') expect(backend.s3?.assume_role).toEqual({ role_arn });
  }
});

test("own tags join the platform's", () =>
  expect(synthPlatform({ tags: { team: 'orders' } }).region('eu-west-1').providers[0]?.default_tags).toEqual([
    {
      tags: { team: 'orders', platform: 'orders', environment: 'prod', region: 'eu-west-1', stack: 'region-eu-west-1' },
    },
  ]));
