import { type Block, policyIn, type Statement, type SynthesizedPlatform, synthPlatform } from '../synth';
import { anySmallPlatform, texts } from './region-lists';

const resources = (platform: SynthesizedPlatform, type?: string): Block[] =>
  [...platform.stacks.values()].flatMap((stack) => stack.resources(type));

/** Every statement of every policy, with the address that it is in. */
const statements = (platform: SynthesizedPlatform): { address: string; statement: Statement }[] =>
  resources(platform).flatMap(({ address, args }) =>
    texts(args)
      .filter(({ text }) => text.includes('"Statement"'))
      .flatMap(({ text }) => policyIn(text).Statement.map((statement) => ({ address, statement }))),
  );

describe('policies', () => {
  test(
    'allow no action of a whole service, and where all resources are meant, it is a key that they are the policy of',
    anySmallPlatform((platform) => {
      const allowed = statements(platform).filter(({ statement }) => statement.Effect === 'Allow');
      expect(allowed.length).toBeGreaterThan(0);
      expect(
        allowed.filter(({ statement }) => [statement.Action].flat().some((action) => /^(\*|\w+:\*)$/.test(action))),
      ).toEqual([]);
      const everywhere = allowed.filter(({ statement }) => [statement.Resource ?? []].flat().includes('*'));
      expect(everywhere.filter(({ address }) => !/^aws_kms_(key|replica_key)\./.test(address))).toEqual([]);
    }),
  );

  test(
    'allow nobody from outside the account, and each service on what is its own alone',
    anySmallPlatform((platform) => {
      for (const { address, statement } of statements(platform).filter(
        ({ statement }) => statement.Effect === 'Allow',
      )) {
        const principal = JSON.stringify(statement.Principal ?? null);
        if (/^(null|\{"AWS":"arn:aws:iam::111122223333:root"\})$/.test(principal)) continue;
        const [, service = principal] = /^\{"Service":"([\w.-]+)\.amazonaws\.com"\}$/.exec(principal) ?? [];
        expect(`${address} ${service}`).toMatch(
          /^(aws_iam_role\.\S*replication\S* s3|aws_iam_role\.monitoring-role\S* monitoring\.rds|aws_kms_(key|replica_key)\.key_\S+ (logs\.[a-z0-9-]+|delivery\.logs)|aws_s3_bucket_policy\.network_flow-logs-[a-z0-9-]+_policy delivery\.logs)$/,
        );
        // Whoever writes logs does so for many accounts.
        if (service === 'delivery.logs')
          expect(statement.Condition).toMatchObject({
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnLike: { 'aws:SourceArn': expect.stringMatching(/^arn:aws:logs:[a-z0-9-]+:111122223333:\*$/) },
          });
      }
    }),
  );
});

describe('buckets', () => {
  const COMPANIONS = [
    'aws_s3_bucket_lifecycle_configuration',
    'aws_s3_bucket_ownership_controls',
    'aws_s3_bucket_policy',
    'aws_s3_bucket_public_access_block',
    'aws_s3_bucket_server_side_encryption_configuration',
    'aws_s3_bucket_versioning',
  ];

  test(
    'have each of the six companions once, through the provider that makes them',
    anySmallPlatform((platform) => {
      for (const stack of platform.stacks.values()) {
        for (const { address, args } of stack.resources('aws_s3_bucket')) {
          const companions = stack.resources().filter((other) => other.args.bucket === `\${${address}.id}`);
          expect(companions.map(({ type }) => type).sort()).toEqual(COMPANIONS);
          expect(new Set(companions.map((other) => other.args.provider))).toEqual(new Set([args.provider]));
        }
      }
    }),
  );

  test(
    'refuse connections without TLS, those of the state their own deletion too, and only those of flow logs take any',
    anySmallPlatform((platform) => {
      for (const [stack, bucket, sids] of [
        ['bootstrap', 'bucket', ['DenyWithoutTls', 'DenyOldTls', 'DenyDeletion']],
        ['foundation', 'bucket', ['DenyWithoutTls', 'DenyOldTls']],
        ['foundation', 'network_flow-logs', ['WriteFlowLogs', 'LookBeforeWriting', 'DenyWithoutTls', 'DenyOldTls']],
      ] as const) {
        const policies = platform.stack(stack).resources('aws_s3_bucket_policy');
        const own = policies.filter(({ address }) => address.startsWith(`aws_s3_bucket_policy.${bucket}-`));
        expect(own.length).toBeGreaterThanOrEqual(platform.regionStacks.length);
        for (const { args } of own) expect(policyIn(args.policy).Statement.map(({ Sid }) => Sid)).toEqual(sids);
        expect(
          policies.filter(({ address }) => !/^aws_s3_bucket_policy\.(bucket|network_flow-logs)-/.test(address)),
        ).toEqual([]);
      }
    }),
  );
});

/** A reference to one of the platform's own keys, moved to another Region or not. */
const OWN_KEY = /^\$\{(replace\()?(aws_kms_key\.key_[\w-]+\.arn|data\.aws_kms_alias\.key\.target_key_arn)/;

/** Where each type that stores something names its key. */
const KEY_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_group: ['kms_key_id'],
  aws_db_instance: ['kms_key_id', 'performance_insights_kms_key_id'],
  aws_dynamodb_table: ['server_side_encryption.kms_key_arn'],
  aws_s3_bucket_replication_configuration: ['rule.destination.encryption_configuration.replica_kms_key_id'],
  aws_s3_bucket_server_side_encryption_configuration: [
    'rule.apply_server_side_encryption_by_default.kms_master_key_id',
  ],
  aws_secretsmanager_secret: ['kms_key_id'],
};

test(
  "everything that is stored is encrypted with the platform's own keys, also each replica",
  anySmallPlatform((platform) => {
    const several = platform.regionStacks.length > 1;
    for (const { address, type, args } of resources(platform)) {
      for (const argument of [
        ...(KEY_ARGUMENTS[type] ?? []),
        ...(several && type === 'aws_dynamodb_table' ? ['replica.kms_key_arn'] : []),
        ...(several && type === 'aws_secretsmanager_secret' ? ['replica.kms_key_id'] : []),
      ]) {
        const found = texts(args).filter(({ path }) => path === argument);
        expect([address, argument, found.length > 0]).toEqual([address, argument, true]);
        expect(found.filter(({ text }) => !OWN_KEY.test(text))).toEqual([]);
      }
    }
  }),
);

test(
  'what is stored in a Region is encrypted with the key of that Region',
  anySmallPlatform((platform) => {
    for (const { args } of resources(platform, 'aws_dynamodb_table')) {
      for (const { region_name, kms_key_arn } of args.replica as { region_name: string; kms_key_arn: string }[])
        expect(kms_key_arn).toMatch(new RegExp(`":${region_name}:"\\)\\}$`));
    }
    for (const { args } of resources(platform, 'aws_s3_bucket_replication_configuration')) {
      for (const { id, destination } of args.rule as {
        id: string;
        destination: { encryption_configuration: { replica_kms_key_id: string } };
      }[])
        expect(destination.encryption_configuration.replica_kms_key_id).toMatch(
          new RegExp(`(":${id}:"\\)|key_${id}\\.arn)\\}$`),
        );
    }
  }),
);

test(
  'keys, buckets, tables and secrets cannot be destroyed by a plan, and the services refuse it too',
  anySmallPlatform((platform) => {
    const kept = [
      'aws_dynamodb_table',
      'aws_kms_key',
      'aws_kms_replica_key',
      'aws_s3_bucket',
      'aws_secretsmanager_secret',
    ];
    const destroyable = resources(platform).filter(
      ({ type, args }) =>
        kept.includes(type) && (args.lifecycle as { prevent_destroy?: boolean })?.prevent_destroy !== true,
    );
    expect(destroyable).toEqual([]);
    for (const { args } of resources(platform, 'aws_dynamodb_table')) {
      expect(args.deletion_protection_enabled).toBe(true);
      expect(
        (args.replica as { deletion_protection_enabled: boolean }[]).filter(
          (replica) => !replica.deletion_protection_enabled,
        ),
      ).toEqual([]);
    }
    for (const { args } of [...resources(platform, 'aws_kms_key'), ...resources(platform, 'aws_kms_replica_key')])
      expect(args.deletion_window_in_days).toBe(30);
    for (const { args } of resources(platform, 'aws_secretsmanager_secret'))
      expect(args.recovery_window_in_days).toBe(30);
    for (const { args } of resources(platform, 'aws_s3_bucket')) expect(args.force_destroy).toBe(false);
  }),
);

test(
  'no database is public, unencrypted, without backups or without a standby',
  anySmallPlatform((platform) => {
    const instances = resources(platform, 'aws_db_instance');
    expect(instances).toHaveLength(2 * platform.regionStacks.length);
    for (const { args } of instances)
      expect(args).toMatchObject({
        publicly_accessible: false,
        storage_encrypted: true,
        backup_retention_period: 14,
        multi_az: true,
        iam_database_authentication_enabled: true,
        copy_tags_to_snapshot: true,
      });
  }),
);

/** A route's table, and what it leads to: `routes-public > gateway_id aws_internet_gateway.network_internet_gateway`. */
const wayOf = ({ args }: Block): string => {
  const { provider: _provider, route_table_id, ...to } = args;
  const nameOf = (reference: unknown): string => /^\$\{(\S+)\.id\}$/.exec(String(reference))?.[1] ?? String(reference);
  const ways = Object.entries(to).filter(([key]) => !key.startsWith('destination_'));
  const table = nameOf(route_table_id).replace('aws_route_table.network_', '');
  return `${table} > ${ways.map(([key, value]) => `${key} ${nameOf(value)}`).join()}`;
};

test('security groups admit nothing but what is named, from nowhere by default', () => {
  const open = resources(synthPlatform()).filter(
    ({ type, args }) => type !== 'aws_route' && texts(args).some(({ text }) => /^(0\.0\.0\.0|::)\/0$/.test(text)),
  );
  expect(open).toEqual([]);
  expect(
    resources(synthPlatform(), 'aws_vpc_security_group_ingress_rule').filter(({ args }) => 'cidr_ipv4' in args),
  ).toEqual([]);
});

test('the internet is reached from public subnets through its gateway, from private ones through NAT, from others never', () => {
  for (const stack of synthPlatform().regionStacks) {
    const out = stack.resources('aws_route');
    expect(out.map(({ args }) => args.destination_cidr_block)).toEqual(out.map(() => '0.0.0.0/0'));
    expect(out.map(wayOf).sort()).toEqual([
      'routes-private-0 > nat_gateway_id aws_nat_gateway.network_nat_gateway-0',
      'routes-private-1 > nat_gateway_id aws_nat_gateway.network_nat_gateway-1',
      'routes-private-2 > nat_gateway_id aws_nat_gateway.network_nat_gateway-2',
      'routes-public > gateway_id aws_internet_gateway.network_internet_gateway',
    ]);
    const isolated = '${aws_route_table.network_routes-isolated.id}';
    const tables = new Map(
      stack
        .resources<{ subnet_id: string; route_table_id: string }>('aws_route_table_association')
        .map(({ args }) => [/network_(\w+-\d)\.id/.exec(args.subnet_id)?.[1], args.route_table_id]),
    );
    for (const zone of [0, 1, 2])
      for (const [tier, table] of [
        ['isolated', isolated],
        ['transit', isolated],
        ['public', '${aws_route_table.network_routes-public.id}'],
        ['private', `\${aws_route_table.network_routes-private-${zone}.id}`],
      ])
        expect([tier, zone, tables.get(`${tier}-${zone}`)]).toEqual([tier, zone, table]);
    expect(tables.size).toBe(12);
    expect(stack.only('aws_default_route_table').route).toEqual([]);
    expect(
      stack
        .resources<{ map_public_ip_on_launch: boolean }>('aws_subnet')
        .filter(({ args }) => args.map_public_ip_on_launch),
    ).toEqual([]);
  }
});

test('without NAT no private subnet reaches the internet', () => {
  const stack = synthPlatform({ regions: ['us-east-1'], network: { nat: 'none' } }).region('us-east-1');
  expect(stack.resources('aws_route').map(wayOf)).toEqual([
    'routes-public > gateway_id aws_internet_gateway.network_internet_gateway',
  ]);
});

test('no password is in any stack, and each secret value goes where nothing is stored', () => {
  for (const { text } of synthPlatform().stacks.values())
    expect(text).not.toMatch(/"(password|master_password|secret_string|secret_binary)":/);
  const written = resources(synthPlatform()).flatMap(({ args }) =>
    texts(args).filter(({ text }) => text.includes('ephemeral.')),
  );
  expect(new Set(written.map(({ path }) => path))).toEqual(new Set(['password_wo', 'secret_string_wo']));
});
