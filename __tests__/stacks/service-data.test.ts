import type { ServiceData } from '../../config/ingress';
import { dataVariables, serviceStatements, usesData } from '../../stacks/service-data';
import { type ConfigOverBase, platformOf, policyIn, type SynthesizedJson, synthPlatform } from '../synth';

const NONE: ServiceData = { tables: [], buckets: [], databases: [] };
const USES: ServiceData = { tables: ['sessions'], buckets: ['objects'], databases: ['main'] };
const DATA = {
  tables: { sessions: { hashKey: 'pk' }, 'line-items': { hashKey: 'pk' } },
  buckets: { objects: {}, 'other-objects': {} },
} as const satisfies ConfigOverBase;
const FRONT = { domain: 'orders.example.com', zone: 'existing', deletionProtection: false } as const;

const serviceOn = (on: 'function' | 'fargate' | 'instances', uses?: ServiceData, config: ConfigOverBase = {}) =>
  synthPlatform({
    ...DATA,
    regions: ['us-east-1', 'eu-west-1'],
    ...config,
    ingress: {
      ...FRONT,
      entry: on === 'function' ? 'http-api' : 'alb',
      service: {
        on,
        ...(uses && { uses: { tables: [...uses.tables], buckets: [...uses.buckets], databases: [...uses.databases] } }),
      },
    },
  });

/** Of the role of that name in `foundation`: each of its policies' statements, by name. */
const sidsOf = (foundation: SynthesizedJson, role: string): (string | undefined)[] => {
  const [found] = foundation
    .resources<{ name: string }>('aws_iam_role')
    .filter(({ args }) => args.name === role)
    .map(({ address }) => `\${${address}.name}`);
  expect(found).toBeDefined();
  return foundation
    .resources<{ role: string; policy: string }>('aws_iam_role_policy')
    .filter(({ args }) => args.role === found)
    .flatMap(({ args }) => policyIn(args.policy).Statement.map(({ Sid }) => Sid));
};
const TABLES_AND_BUCKETS = [
  'UseItems',
  'UseIndexes',
  'UseKeyThroughTables',
  'UseObjects',
  'ListObjects',
  'UseKeyThroughS3',
];
const DATABASES = ['ReadCredentials', 'UseKeyThroughSecrets', 'FindDatabases'];

test('names are the variables, with the own Region’s bucket, and where a database is stands in a parameter', () => {
  const platform = platformOf({ ...DATA, regions: ['us-east-1', 'eu-west-1'] });
  expect(dataVariables(platform, { ...USES, tables: ['line-items', 'sessions'] }, 'eu-west-1')).toEqual({
    TABLE_LINE_ITEMS: 'orders-prod-line-items',
    TABLE_SESSIONS: 'orders-prod-sessions',
    BUCKET_OBJECTS: 'orders-prod-objects-euw1-111122223333',
    DATABASE_MAIN_SECRET: 'orders-prod-main-credentials',
    DATABASE_MAIN_PORT: '5432',
    DATABASE_MAIN_ADDRESS_PARAMETER: '/orders/prod/region/database_main_address',
    DATABASE_MAIN_ROLE_PARAMETER: '/orders/prod/region/database_main_role',
  });
  expect(dataVariables(platform, NONE, 'eu-west-1')).toEqual({});
  expect([usesData(NONE), usesData({ ...NONE, buckets: ['objects'] }), usesData(USES)]).toEqual([false, true, true]);
});

test('the statements are about the own Region alone, and what another name begins with is not in them', () => {
  const platform = platformOf({ ...DATA, regions: ['us-east-1', 'eu-west-1'] });
  const text = JSON.stringify(serviceStatements(platform, USES, 'eu-west-1', 'arn:aws:kms:eu-west-1:1:key/mrk-1'));
  expect(text).not.toMatch(/us-east-1|use1|line-items|other-objects|"\*"/);
  expect(text).toContain('secret:orders-prod-main-credentials-??????"');
  expect(text).toContain('parameter/orders/prod/region/database_main_role"');
});

describe.each([
  ['function', 'orders-prod-service-euw1', { ...USES, databases: [] }, TABLES_AND_BUCKETS],
  ['fargate', 'orders-prod-service-task-euw1', USES, [...TABLES_AND_BUCKETS, ...DATABASES]],
  ['instances', 'orders-prod-service-instance-euw1', USES, [...TABLES_AND_BUCKETS, ...DATABASES]],
] as const)('a service on %s', (on, role, uses, statements) => {
  const platform = serviceOn(on, uses);
  const without = serviceOn(on);
  const foundation = platform.stack('foundation');
  const region = platform.stack('region-eu-west-1');

  test('has the statements in its own role, each Region’s about that Region, and none of them by default', () => {
    expect(sidsOf(foundation, role)).toEqual(expect.arrayContaining(statements));
    const bare = sidsOf(without.stack('foundation'), role);
    expect(bare.filter((sid) => sid !== undefined && [...TABLES_AND_BUCKETS, ...DATABASES].includes(sid))).toEqual([]);
    const policies = foundation
      .resources<{ policy: string }>('aws_iam_role_policy')
      .filter(({ args }) => args.policy.includes('"UseItems"'));
    expect(policies).toHaveLength(2);
    for (const { address, args } of policies) {
      const own = address.includes('eu-west-1') ? 'eu-west-1' : 'us-east-1';
      const named = [...args.policy.matchAll(/arn:aws:(?:dynamodb|secretsmanager|ssm):([\w-]+):/g)].map(([, at]) => at);
      expect(new Set(named)).toEqual(new Set([own]));
    }
  });

  test('is told the names', () => {
    const told =
      on === 'instances'
        ? Buffer.from(String(region.only('aws_launch_template').user_data), 'base64').toString()
        : JSON.stringify(region.only(on === 'fargate' ? 'aws_ecs_task_definition' : 'aws_lambda_function')).replaceAll(
            '\\"',
            '"',
          );
    const pair = (name: string, value: string): string =>
      ({
        function: `"${name}":"${value}"`,
        fargate: `{"name":"${name}","value":"${value}"}`,
        instances: `--env ${name}=${value} `,
      })[on];
    expect(told).toContain(pair('TABLE_SESSIONS', 'orders-prod-sessions'));
    expect(told).toContain(pair('BUCKET_OBJECTS', 'orders-prod-objects-euw1-111122223333'));
    if (on !== 'function') expect(told).toContain(pair('DATABASE_MAIN_SECRET', 'orders-prod-main-credentials'));
  });

  test('using data adds nothing to the Region’s own stack', () => {
    expect(platform.stack('region-eu-west-1').addresses).toEqual(without.stack('region-eu-west-1').addresses);
  });
});

const OWN = '${aws_security_group.entry_service_security-group_group.id}';
const CLIENT = '${aws_security_group.database-main_access_client.id}';

test('tasks are in the group of the database’s clients where they use it, and else in their own alone', () => {
  const groupsOf = (uses?: ServiceData) =>
    serviceOn('fargate', uses)
      .stack('region-eu-west-1')
      .only<{ network_configuration: { security_groups: string[] } }>('aws_ecs_service').network_configuration
      .security_groups;
  expect(groupsOf(USES)).toEqual([OWN, CLIENT]);
  expect(groupsOf({ ...USES, databases: [] })).toEqual([OWN]);
  expect(groupsOf()).toEqual([OWN]);
});

test('so are instances, whose container has their role only where it uses any data', () => {
  const templateOf = (uses?: ServiceData) => {
    const { vpc_security_group_ids: groups, metadata_options } = serviceOn('instances', uses)
      .stack('region-eu-west-1')
      .only<{ vpc_security_group_ids: string[]; metadata_options: Record<string, unknown> }>('aws_launch_template');
    return [groups, metadata_options.http_put_response_hop_limit, metadata_options.http_tokens];
  };
  expect(templateOf(USES)).toEqual([[OWN, CLIENT], 2, 'required']);
  expect(templateOf({ ...NONE, tables: ['sessions'] })).toEqual([[OWN], 2, 'required']);
  expect(templateOf()).toEqual([[OWN], 1, 'required']);
});

test('what tells a service of its database refers to no instance: rebuilding a replica starts no task anew', () => {
  const task = serviceOn('fargate', USES).stack('region-eu-west-1').only('aws_ecs_task_definition');
  expect(JSON.stringify(task)).toContain('DATABASE_MAIN_ADDRESS_PARAMETER');
  expect(JSON.stringify(task)).not.toContain('aws_db_instance');
});

test('the parameters that the service is told of are those that its Region publishes', () => {
  const region = serviceOn('fargate', USES).stack('region-eu-west-1');
  const published = region.resources<{ name: string }>('aws_ssm_parameter').map(({ args }) => args.name);
  const task = String(region.only('aws_ecs_task_definition').container_definitions);
  const told = [...task.matchAll(/"name":"DATABASE_MAIN_\w+_PARAMETER","value":"(.+?)"/g)].map(([, name]) => name);
  expect(told).toHaveLength(2);
  expect(published).toEqual(expect.arrayContaining(told));
});
