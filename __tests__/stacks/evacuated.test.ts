import fc from 'fast-check';
import type { RegionName } from '../../config/catalog';
import { ACCOUNT, type SynthesizedPlatform, synthPlatform } from '../synth';
import { RICH, RUNS, regionLists } from './region-lists';

type Regions = (RegionName | { name: RegionName; state: 'evacuated' | 'returning' })[];

/** A platform whose Regions are all active, and the same with one, neither home nor writer, in another state. */
interface Case {
  readonly name: RegionName;
  readonly before: SynthesizedPlatform;
  readonly after: SynthesizedPlatform;
}

const whenOneIs = (state: 'evacuated' | 'returning') => (law: (troubled: Case) => void) => (): void =>
  fc.assert(
    fc.property(
      regionLists({ min: 3, max: 5 }).chain((list) =>
        fc.record({
          list: fc.constant(list),
          name: fc.constantFrom(...list.regions.filter((name) => name !== list.home && name !== list.writer)),
        }),
      ),
      ({ list, name }) => {
        const regions: Regions = list.regions.map((each) => (each === name ? { name, state } : each));
        law({
          name,
          before: synthPlatform({ ...RICH, ...list }),
          after: synthPlatform({ ...RICH, ...list, regions }),
        });
      },
    ),
    RUNS,
  );

const whenEvacuated = whenOneIs('evacuated');
const whenReturning = whenOneIs('returning');

const aliasOf = ({ before, name }: Case): string =>
  `aws.${before.stack('foundation').providers.find(({ region }) => region === name)?.alias}`;

describe('a Region that is evacuated', () => {
  test(
    'has no stack, and no other stack waits for it',
    whenEvacuated(({ name, before, after }) => {
      const { [`region-${name}`]: _gone, ...others } = before.dependencies;
      expect(after.dependencies).toEqual(others);
    }),
  );

  test(
    'is forgotten: its own objects and the tables, none destroyed, and the others are still declared',
    whenEvacuated((each) => {
      for (const stack of ['bootstrap', 'foundation']) {
        const [before, after] = [each.before.stack(stack), each.after.stack(stack)];
        const gone = before
          .resources()
          .filter(({ type, args }) => args.provider === aliasOf(each) || type === 'aws_dynamodb_table')
          .map(({ address }) => address);
        expect(gone.length).toBeGreaterThan(0);
        const removed = [...(after.json.removed ?? [])].sort((a, b) => (String(a.from) < String(b.from) ? -1 : 1));
        expect(removed).toEqual(gone.sort().map((from) => ({ from, lifecycle: { destroy: false } })));
        expect(after.addresses).toEqual(before.addresses.filter((address) => !gone.includes(address)));
        expect(after.json.import).toBeUndefined();
        const { removed: _removed, ...rest } = after.json;
        const left = JSON.stringify(rest);
        expect(gone.filter((address) => new RegExp(`${address.replace('.', '\\.')}(?![\\w-])`).test(left))).toEqual([]);
      }
    }),
  );

  test(
    'is called by nothing: its provider alone is left, and checks nothing',
    whenEvacuated((each) => {
      for (const stack of ['bootstrap', 'foundation']) {
        const json = each.after.stack(stack);
        const blocks = [...json.resources(), ...json.data(), ...json.ephemerals()];
        expect(blocks.filter(({ args }) => args.provider === aliasOf(each))).toEqual([]);
        const { default_tags: _tags, ...provider } = json.providers.find(({ region }) => region === each.name) ?? {};
        expect(provider).toEqual({
          alias: aliasOf(each).slice('aws.'.length),
          region: each.name,
          skip_credentials_validation: true,
          skip_requesting_account_id: true,
          skip_metadata_api_check: 'true',
        });
        for (const { region, allowed_account_ids } of json.providers.filter((other) => other.region !== each.name))
          expect([region, allowed_account_ids]).toEqual([region, [ACCOUNT]]);
      }
    }),
  );

  test(
    'is no longer copied to, and nothing else changes in the other Regions',
    whenEvacuated(({ name, before, after }) => {
      for (const stack of after.regionStacks) {
        for (const { address, type, args } of before.stack(stack.name).resources<{ rule: { id: string }[] }>()) {
          const expected =
            type === 'aws_s3_bucket_replication_configuration'
              ? { ...args, rule: args.rule.filter(({ id }) => id !== name) }
              : args;
          expect(stack.at(address)).toEqual(expected);
        }
        expect(stack.addresses).toEqual(before.stack(stack.name).addresses);
        expect(stack.text).not.toContain(name);
      }
    }),
  );

  test(
    'leaves the outputs of foundation as they were: consumers lose nothing',
    whenEvacuated(({ before, after }) =>
      expect(after.stack('foundation').outputs).toEqual(before.stack('foundation').outputs),
    ),
  );
});

test('the last other Region takes the replication configurations with it', () => {
  const platform = synthPlatform({ regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }] });
  expect(platform.region('us-east-1').resources('aws_s3_bucket_replication_configuration')).toEqual([]);
  expect([...platform.stacks.keys()].sort()).toEqual(['bootstrap', 'foundation', 'region-us-east-1']);
});

test('no role is assumed where nobody answers', () => {
  const assumeRole = 'arn:aws:iam::111122223333:role/deploy';
  const regions: Regions = ['us-east-1', 'eu-west-1', { name: 'ap-southeast-2', state: 'evacuated' }];
  const { providers } = synthPlatform({ assumeRole, regions }).stack('foundation');
  expect(providers.filter(({ assume_role }) => assume_role === undefined).map(({ region }) => region)).toEqual([
    'ap-southeast-2',
  ]);
});

describe('a Region that returns', () => {
  test(
    'is adopted at the addresses at which it was forgotten',
    whenReturning((each) => {
      for (const stack of ['bootstrap', 'foundation']) {
        const [before, after] = [each.before.stack(stack), each.after.stack(stack)];
        const forgotten = before
          .resources()
          .filter(({ type, args }) => args.provider === aliasOf(each) || type === 'aws_dynamodb_table')
          .map(({ address }) => address);
        expect(after.json.import?.map(({ to }) => to).sort()).toEqual(forgotten.sort());
        expect(after.json.removed).toBeUndefined();
        expect(after.addresses).toEqual(before.addresses);
        expect(after.providers).toEqual(before.providers);
      }
    }),
  );

  test(
    'is declared in foundation as if it were active, but for the replicas of tables, which stay as they are',
    whenReturning(({ before, after }) => {
      for (const { address, type, args } of before.stack('foundation').resources())
        expect(after.stack('foundation').at(address)).toEqual(
          type === 'aws_dynamodb_table'
            ? { ...args, lifecycle: { prevent_destroy: true, ignore_changes: ['replica'] } }
            : args,
        );
    }),
  );

  test(
    'has its own stack as ever, which waits for no other Region, and is copied to by nobody yet',
    whenReturning(({ name, before, after }) => {
      expect(after.region(name).text).toBe(before.region(name).text);
      expect(after.dependencies).toEqual({ ...before.dependencies, [`region-${name}`]: ['foundation'] });
      for (const stack of after.regionStacks.filter((other) => other.name !== `region-${name}`))
        expect(stack.text).not.toContain(name);
    }),
  );

  test('has the ids that the provider imports by, each known before the plan', () => {
    const regions: Regions = ['us-east-1', { name: 'eu-west-1', state: 'returning' }];
    const imports = synthPlatform({ regions }).stack('foundation').json.import ?? [];
    expect(Object.fromEntries(imports.map(({ to, id }) => [to, id]))).toEqual({
      'aws_dynamodb_table.table-sessions-us-east-1_table': 'orders-prod-sessions',
      'aws_kms_alias.key_alias-eu-west-1': 'alias/orders-prod-data',
      'aws_kms_replica_key.key_eu-west-1': '${aws_kms_key.key_us-east-1.key_id}',
      ...Object.fromEntries(
        [
          ['aws_s3_bucket', 'bucket'],
          ['aws_s3_bucket_lifecycle_configuration', 'lifecycle'],
          ['aws_s3_bucket_ownership_controls', 'ownership'],
          ['aws_s3_bucket_policy', 'policy'],
          ['aws_s3_bucket_public_access_block', 'public-access'],
          ['aws_s3_bucket_server_side_encryption_configuration', 'encryption'],
          ['aws_s3_bucket_versioning', 'versioning'],
        ].flatMap(([type, id]) => [
          [`${type}.bucket-objects-eu-west-1_${id}`, 'orders-prod-objects-euw1-111122223333'],
          [`${type}.network_flow-logs-eu-west-1_${id}`, 'orders-prod-flow-logs-euw1-111122223333'],
        ]),
      ),
    });
  });
});
