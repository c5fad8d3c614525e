import { contractDocument } from '../../config/contract-document';
import type { ParameterFolder } from '../../config/names';
import { regionStackName } from '../../config/platform';
import { publishedBy } from '../../config/published';
import { type ConfigOverBase, platformOf, synthPlatform } from '../synth';
import { anySmallPlatform } from './region-lists';

interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  readonly description: string;
  readonly provider: string;
}

const publishing = (platform: ReturnType<typeof synthPlatform>) =>
  [...platform.stacks.values()].filter(({ name }) => name !== 'bootstrap');

test(
  'every output is described in a sentence and named <thing>_<attribute>',
  anySmallPlatform((platform) => {
    for (const { outputs } of platform.stacks.values()) {
      expect(Object.keys(outputs).filter((name) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(name))).toEqual([]);
      expect(Object.values(outputs).filter(({ description }) => !/^[A-Z].+\.$/.test(description ?? ''))).toEqual([]);
    }
  }),
);

test(
  'every output is a parameter with the same value and words, in the same Region, and there is no other',
  anySmallPlatform((platform, { home }) => {
    for (const stack of publishing(platform)) {
      const own = stack.name === 'foundation' ? home : stack.name.replace('region-', '');
      const provider = stack.providers.find(({ region }) => region === own);
      const folder = stack.name === 'foundation' ? 'foundation' : 'region';
      const parameters = stack.resources<Parameter>('aws_ssm_parameter').map(({ args }) => args);
      expect(parameters.map(({ name }) => name).sort()).toEqual(
        Object.keys(stack.outputs)
          .map((output) => (output === 'contract_json' ? '/orders/prod/contract' : `/orders/prod/${folder}/${output}`))
          .sort(),
      );
      for (const { name, type, value, description, provider: through } of parameters) {
        const output =
          stack.outputs[name === '/orders/prod/contract' ? 'contract_json' : (name.split('/').pop() ?? '')];
        expect(through).toBe(`aws.${provider?.alias}`);
        expect(description).toBe(output?.description);
        const members = Array.isArray(output?.value)
          ? output.value.map((member) => String(member).slice(2, -1))
          : undefined;
        expect({ type, value }).toEqual(
          members
            ? { type: 'StringList', value: `\${join(",", [${members.join(', ')}])}` }
            : { type: 'String', value: output?.value },
        );
      }
    }
  }),
);

test(
  "every Region's stack tells the same things",
  anySmallPlatform((platform) => {
    const told = platform.regionStacks.map(({ outputs }) => Object.keys(outputs).sort());
    expect(new Set(told.map((names) => names.join())).size).toBe(1);
  }),
);

/** By name: whether a list, and the words. */
const told = (outputs: readonly { name: string; list: boolean; description: string | undefined }[]) =>
  Object.fromEntries(outputs.map(({ name, list, description }) => [name, { list, description }]));

test.each<[string, ConfigOverBase]>([
  ['any platform', {}],
  ['one Region', { regions: ['us-east-1'] }],
  ['one evacuated', { regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }] }],
  ['one returning', { regions: ['us-east-1', { name: 'eu-west-1', state: 'returning' }] }],
  ['nothing to keep', { buckets: {}, tables: {}, databases: {} }],
  ['buckets that are not copied', { buckets: { objects: { replication: 'none' } } }],
])('the stacks write what the contract has, and all of it: %s', (_case, config) => {
  const platform = synthPlatform(config);
  for (const { name, outputs } of publishing(platform)) {
    const kind: ParameterFolder = name === 'foundation' ? 'foundation' : 'region';
    expect([
      name,
      told(
        Object.entries(outputs).map(([output, { value, description }]) => ({
          name: output,
          list: Array.isArray(value),
          description,
        })),
      ),
    ]).toEqual([
      name,
      told(publishedBy(platform.platform, kind).map((output) => ({ ...output, list: output.type === 'StringList' }))),
    ]);
  }
});

test('the contract parameter says what its own Region is', () => {
  for (const { name, outputs } of synthPlatform().regionStacks) {
    const region = platformOf({}).deployedRegions.find((candidate) => regionStackName(candidate) === name);
    expect(region && JSON.parse(String(outputs.contract_json?.value))).toEqual(
      region && contractDocument(platformOf({}), region),
    );
  }
});

test('no output and no parameter is a secret', () => {
  for (const { outputs, json } of synthPlatform().stacks.values()) {
    expect(JSON.stringify(outputs)).not.toMatch(/ephemeral\.|password|secret_string/);
    expect(JSON.stringify(json.resource?.aws_ssm_parameter ?? {})).not.toMatch(/ephemeral\.|password|secret_string/);
  }
});

test('the names are a contract', () => {
  const { stacks } = synthPlatform();
  const names = Object.fromEntries([...stacks.values()].map(({ name, outputs }) => [name, Object.keys(outputs)]));
  expect(names.bootstrap).toEqual([]);
  expect(names.foundation).toEqual([
    'database_main_secret_arn',
    'key_arn',
    'monitoring_role_arn',
    'replication_role_arn',
  ]);
  expect(names['region-eu-west-1']).toEqual([
    'bucket_objects_arn',
    'bucket_objects_name',
    'contract_json',
    'database_main_address',
    'database_main_arn',
    'database_main_client_security_group_id',
    'database_main_port',
    'database_main_role',
    'database_main_secret_name',
    'isolated_subnet_ids',
    'key_arn',
    'nat_public_ips',
    'private_subnet_ids',
    'public_subnet_ids',
    'table_sessions_arn',
    'table_sessions_name',
    'vpc_cidr',
    'vpc_id',
  ]);
});

test('an output that is a name or an ARN of its own Region is known without applying', () =>
  expect(synthPlatform().region('eu-west-1').outputs).toMatchObject({
    bucket_objects_arn: { value: 'arn:aws:s3:::orders-prod-objects-euw1-111122223333' },
    database_main_port: { value: '5432' },
    database_main_role: { value: 'replica' },
    table_sessions_arn: { value: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders-prod-sessions' },
    vpc_cidr: { value: '10.10.0.0/16' },
  }));

test('a hyphen in a name is an underscore in its outputs', () =>
  expect(
    Object.keys(synthPlatform({ tables: { 'user-carts': { hashKey: 'id' } } }).region('eu-west-1').outputs),
  ).toEqual(expect.arrayContaining(['table_user_carts_arn', 'table_user_carts_name'])));
