import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { RegionName } from '../../config/catalog';
import { manifestOf } from '../../config/manifest';
import { FUNCTION_NAMES } from '../../modules/routing/functions';
import { type ConfigOverBase, policyIn, type Statement, synthAnew, synthPlatform } from '../synth';
import { AWS_REGIONS } from './region-lists';

const APP: ConfigOverBase = {
  databases: {},
  tables: {},
  routing: { photos: { bucket: 'objects' }, allowedOrigins: ['https://shop.example.com'] },
  identity: {},
};
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const;

interface Role {
  readonly name: string;
  readonly assume_role_policy: string;
}
interface RolePolicy {
  readonly role: string;
  readonly policy: string;
}
interface Fn {
  readonly function_name: string;
  readonly role: string;
  readonly reserved_concurrent_executions?: number;
}

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
const statementsOf = (platform: ReturnType<typeof synthPlatform>): Statement[] =>
  platform
    .stack('foundation')
    .resources<RolePolicy>('aws_iam_role_policy')
    .flatMap(({ args }) => policyIn(args.policy).Statement);

describe('of a platform with all of it', () => {
  const platform = synthPlatform(APP);
  const foundation = platform.stack('foundation');
  const functions = (region: RegionName) => platform.region(region).resources<Fn>('aws_lambda_function');

  test('every function of every Region has a role of its own, found by name, that foundation makes', () => {
    const roles = foundation.resources<Role>('aws_iam_role').map(({ args }) => args.name);
    const wanted = REGIONS.flatMap((region) => functions(region).map(({ args }) => args.role.split('/')[1]));
    expect(wanted).toHaveLength(FUNCTION_NAMES.length * REGIONS.length);
    expect(new Set(wanted).size).toBe(wanted.length);
    expect(wanted.filter((name) => !roles.includes(name ?? ''))).toEqual([]);
  });

  test("a Region's functions have the same names in every Region", () => {
    const names = REGIONS.map((region) =>
      functions(region)
        .map(({ args }) => args.function_name)
        .sort(),
    );
    expect(names[0]).toEqual(FUNCTION_NAMES.map((name) => `orders-prod-${name}`));
    expect(names[1]).toEqual(names[0]);
    expect(names[2]).toEqual(names[0]);
  });

  test('no role may do anything to everything, but write traces', () =>
    expect(
      statementsOf(platform)
        .filter(({ Resource }) => listed(Resource).includes('*'))
        .map(({ Sid }) => Sid),
    ).toEqual(Array.from({ length: FUNCTION_NAMES.length * REGIONS.length }, () => 'WriteTraces')));

  test('no role may write a fenced table plainly', () => {
    const content = 'table/orders-prod-content';
    const writes = statementsOf(platform).filter(
      ({ Effect, Action, Resource }) =>
        Effect === 'Allow' &&
        listed(Resource).some((arn) => arn.endsWith(content)) &&
        listed(Action).some((action) => /:(Put|Update|Delete|BatchWrite|PartiQL)/.test(action)),
    );
    expect(writes).toHaveLength(9);
    for (const { Condition } of writes)
      expect(Condition).toEqual({ StringEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } });
    const denied = statementsOf(platform).filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toHaveLength(9);
    for (const { Action, Condition } of denied) {
      expect(Action).toEqual(
        expect.arrayContaining(['dynamodb:PutItem', 'dynamodb:BatchWriteItem', 'dynamodb:PartiQL*']),
      );
      expect(Condition).toEqual({ StringNotEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } });
    }
  });

  test('the updater needs neither the own key, nor a queue, nor a pool', () => {
    const updater = foundation
      .resources<RolePolicy>('aws_iam_role_policy')
      .filter(({ address }) => address.includes('role-state-updater-'));
    expect(updater).toHaveLength(3);
    for (const { args } of updater) expect(args.policy).not.toMatch(/kms|sqs|cognito/);
  });

  test('a policy lists no Region but its own and those of the register: one that joins changes none', () => {
    const before = new Map(foundation.resources<RolePolicy>('aws_iam_role_policy').map((each) => [each.address, each]));
    const joined = synthPlatform({ ...APP, regions: [...REGIONS, 'sa-east-1'] }).stack('foundation');
    for (const each of joined.resources<RolePolicy>('aws_iam_role_policy'))
      if (before.has(each.address)) expect(each).toEqual(before.get(each.address));
  });

  test('tables, pools and fences are data: foundation has them, in the Region that they are of', () => {
    const tables = foundation
      .resources<{ name: string; provider: string }>('aws_dynamodb_table')
      .map(({ args }) => `${args.provider} ${args.name}`);
    expect(tables.sort()).toEqual([
      'aws.apse2 orders-prod-fence',
      'aws.euw1 orders-prod-fence',
      'aws.use1 orders-prod-content',
      'aws.use1 orders-prod-control',
      'aws.use1 orders-prod-directory',
      'aws.use1 orders-prod-fence',
    ]);
    expect(foundation.counts.aws_cognito_user_pool).toBe(3);
    for (const region of REGIONS) {
      expect(platform.region(region).counts).not.toHaveProperty('aws_dynamodb_table');
      expect(platform.region(region).counts).not.toHaveProperty('aws_iam_role');
    }
  });

  test('register and fences are under no key of ours; what people write is', () => {
    const encrypted = foundation
      .resources<{ name: string; server_side_encryption?: unknown }>('aws_dynamodb_table')
      .filter(({ args }) => args.server_side_encryption !== undefined)
      .map(({ args }) => args.name);
    expect(encrypted.sort()).toEqual(['orders-prod-content', 'orders-prod-directory']);
  });

  test('nobody makes the state of the register: no apply can set it back', () => {
    for (const stack of platform.stacks.values()) expect(stack.resources('aws_dynamodb_table_item')).toEqual([]);
  });

  test('the control functions have concurrency of their own, unless the quota is too small for it', () => {
    const reserved = (config: ConfigOverBase) =>
      synthPlatform(config)
        .region('eu-west-1')
        .resources<Fn>('aws_lambda_function')
        .flatMap(({ args }) => args.reserved_concurrent_executions ?? []);
    expect(reserved(APP).sort((a, b) => a - b)).toEqual([5, 10, 20]);
    expect(reserved({ ...APP, compute: { reserve: false } })).toEqual([]);
  });

  test('the manifest names what is there: every address of it is a resource', () => {
    const { stateful, servingPath, recoveryPath, edges } = manifestOf(platform.platform);
    const named = [...stateful, ...servingPath, ...recoveryPath, ...edges];
    const missing = named.filter(({ stack, address }) => !platform.stack(stack).addresses.includes(address));
    expect(missing).toEqual([]);
    expect(stateful.map(({ address }) => address)).toEqual(
      expect.arrayContaining([
        'aws_dynamodb_table.routing_control_table',
        'aws_dynamodb_table.routing_fence-eu-west-1_table',
        'aws_cognito_user_pool.routing_users-eu-west-1_pool',
      ]),
    );
    expect(recoveryPath.filter(({ address }) => address.includes('state-updater'))).toHaveLength(6);
  });
});

test('the longest names and every Region fit: no policy is longer than IAM takes, no name than Lambda', () => {
  const platform = synthAnew({
    ...APP,
    name: 'n'.repeat(20),
    environment: 'e'.repeat(10),
    regions: [...AWS_REGIONS].slice(0, 8),
    buckets: { ['b'.repeat(20)]: {} },
    routing: { photos: { bucket: 'b'.repeat(20) } },
    databases: Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((letter) => [
        letter.repeat(20),
        { engine: 'postgres', engineVersion: '17', instanceClass: 'db.r7g.large', allocatedStorageGiB: 20 } as const,
      ]),
    ),
    home: AWS_REGIONS[0],
  });
  const policies = platform.stack('foundation').resources<RolePolicy>('aws_iam_role_policy');
  expect(Math.max(...policies.map(({ args }) => args.policy.length))).toBeLessThan(10_240);
  const managed = platform.stack('foundation').resources<{ policy: string }>('aws_iam_policy');
  expect(Math.max(...managed.map(({ args }) => args.policy.length))).toBeLessThan(6_144);
  for (const stack of platform.regionStacks)
    for (const { args } of stack.resources<Fn>('aws_lambda_function'))
      expect(args.function_name.length).toBeLessThanOrEqual(64);
});

describe('the register', () => {
  const control = 'aws_dynamodb_table.routing_control_table';
  const foundationOf = (config: ConfigOverBase) =>
    synthPlatform({ databases: {}, tables: {}, ...config }).stack('foundation');
  const providerOf = (stack: ReturnType<typeof foundationOf>, alias: string) =>
    stack.providers.find((provider) => provider.alias === alias);

  test('may lie in Regions that are not of the platform: its own has a provider there, and nothing else', () => {
    const stack = foundationOf({
      regions: ['sa-east-1', 'af-south-1'],
      home: 'sa-east-1',
      routing: { register: { set: 'eu' } },
    });
    expect(stack.at<{ provider: string }>(control).provider).toBe('aws.euw1');
    expect(stack.resources().filter(({ args }) => args.provider === 'aws.euw1')).toHaveLength(1);
    expect(providerOf(stack, 'euw1')).toMatchObject({ region: 'eu-west-1', allowed_account_ids: ['111122223333'] });
  });

  test.each([
    [
      'a Region of the platform',
      {
        regions: ['eu-west-1', { name: 'us-east-1', state: 'evacuated' }],
        home: 'eu-west-1',
        routing: { register: { set: 'us' } },
      },
    ],
    [
      'one that is not',
      { regions: ['eu-west-1'], home: 'eu-west-1', routing: { register: { set: 'us', state: 'evacuated' } } },
    ],
  ] satisfies [string, ConfigOverBase][])(
    'is left alone while %s is out of reach, which nothing is asked of',
    (_what, config) => {
      const stack = foundationOf(config);
      expect(stack.json.removed).toContainEqual({ from: control, lifecycle: { destroy: false } });
      expect(stack.addresses).not.toContain(control);
      expect(providerOf(stack, 'use1')).toMatchObject({
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
      });
      expect(providerOf(stack, 'use1')).not.toHaveProperty('allowed_account_ids');
      expect(
        manifestOf(synthPlatform({ databases: {}, tables: {}, ...config }).platform).edges.map(({ name }) => name),
      ).not.toContain('control');
    },
  );

  test('stays in the plan while a Region is out of reach that it is not in', () => {
    const stack = foundationOf({
      regions: ['eu-west-1', { name: 'us-east-1', state: 'evacuated' }],
      home: 'eu-west-1',
      routing: { register: { set: 'ap' } },
    });
    expect(stack.addresses).toContain(control);
  });

  test('is adopted, with its replicas as they are, once its Regions are back', () => {
    const stack = foundationOf({
      regions: ['eu-west-1'],
      home: 'eu-west-1',
      routing: { register: { set: 'us', state: 'returning' } },
    });
    expect(stack.json.import).toContainEqual({ to: control, id: 'orders-prod-control' });
    expect(stack.at(control)).toMatchObject({ lifecycle: { ignore_changes: ['replica'] } });
  });
});

describe('without a routing layer', () => {
  const plain = synthPlatform({});

  test('no synth waits for what it takes', () => {
    const script =
      "require('./stacks/platform-app'); console.log(JSON.stringify(Object.keys(require.cache).filter((file) => /routing-(foundation|region)|lib.lambda-function|lib.cognito/.test(file))));";
    const loaded = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
      cwd: join(__dirname, '..', '..'),
      encoding: 'utf8',
    });
    expect(JSON.parse(loaded)).toEqual([]);
  });

  test('nothing of it is made, and no output is its', () => {
    for (const stack of plain.stacks.values()) {
      expect(stack.addresses.filter((address) => address.includes('.routing_'))).toEqual([]);
      expect(Object.keys(stack.outputs).filter((name) => /api|policy|pool|alarm|updater/.test(name))).toEqual([]);
    }
  });
});

test('outputs tell where the API, the updater, the topic and the pool are, and which policies to attach', () => {
  const platform = synthPlatform(APP);
  expect(Object.keys(platform.region('eu-west-1').outputs)).toEqual(
    expect.arrayContaining([
      'api_endpoint',
      'state_updater_name',
      'alarm_topic_arn',
      'user_pool_id',
      'user_pool_client_id',
    ]),
  );
  expect(Object.keys(platform.stack('foundation').outputs)).toEqual(
    expect.arrayContaining(['operator_policy_arn', 'viewer_policy_arn']),
  );
});
