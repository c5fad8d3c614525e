import {
  type InstanceRole,
  RegionalInstance,
  type RegionalInstanceProps,
} from '../../../modules/database/regional-instance';
import { synthConstruct } from '../../synth';

const SOURCE_ARN = 'arn:aws:rds:us-east-1:111122223333:db:orders-prod-main';
const REPLICA: InstanceRole = { is: 'replica', sourceArn: SOURCE_ARN };
const PASSWORD =
  '${var.plan_only ? (terraform.applying ? null : "plan_only") : { for secret in [jsondecode(one(ephemeral.aws_secretsmanager_secret_version.main[*].secret_string))] : "passwordVersion ${try(secret.version, 1)}" => secret.password }["passwordVersion 1"]}';

const stackOf = (role: InstanceRole, props: Partial<RegionalInstanceProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new RegionalInstance(stack, 'main', {
      provider: providerIn('eu-west-1'),
      region: 'eu-west-1',
      role,
      identifier: 'orders-prod-main',
      engine: 'postgres',
      engineVersion: '17',
      instanceClass: 'db.r7g.large',
      allocatedStorageGiB: 100,
      multiAz: true,
      backupRetentionDays: 14,
      username: 'meridian',
      secretName: 'orders-prod-main-credentials',
      passwordVersion: 1,
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1',
      monitoringRoleArn: 'arn:aws:iam::111122223333:role/monitoring',
      subnetGroupName: 'orders-prod-main',
      parameterGroupName: 'orders-prod-main-postgres17',
      finalSnapshotName: 'orders-prod-main-final',
      logGroupName: (log) => `/aws/rds/instance/orders-prod-main/${log}`,
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1', 'subnet-2'],
      securityGroupName: 'orders-prod-main-database',
      clientSecurityGroupName: 'orders-prod-main-client',
      clientCidrs: [],
      ...props,
    });
  });

const instance = (role: InstanceRole, props: Partial<RegionalInstanceProps> = {}) =>
  stackOf(role, props).only('aws_db_instance');

/** What an instance is in every role. */
const ALWAYS = {
  provider: 'aws.euw1',
  identifier: 'orders-prod-main',
  engine_version: '17',
  instance_class: 'db.r7g.large',
  port: 5432,
  storage_type: 'gp3',
  storage_encrypted: true,
  kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1',
  multi_az: true,
  db_subnet_group_name: '${aws_db_subnet_group.main_subnets.name}',
  parameter_group_name: '${aws_db_parameter_group.main_parameters.name}',
  vpc_security_group_ids: ['${aws_security_group.main_access_database.id}'],
  publicly_accessible: false,
  ca_cert_identifier: 'rds-ca-rsa2048-g1',
  iam_database_authentication_enabled: true,
  auto_minor_version_upgrade: true,
  backup_retention_period: 14,
  backup_window: '02:00-03:00',
  maintenance_window: 'wed:03:30-wed:04:30',
  copy_tags_to_snapshot: true,
  performance_insights_enabled: true,
  performance_insights_kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1',
  performance_insights_retention_period: 7,
  monitoring_interval: 60,
  monitoring_role_arn: 'arn:aws:iam::111122223333:role/monitoring',
  enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade'],
  depends_on: ['aws_cloudwatch_log_group.main_log-postgresql', 'aws_cloudwatch_log_group.main_log-upgrade'],
};

/** What only an instance with a database of its own has. */
const OWN = {
  engine: 'postgres',
  delete_automated_backups: false,
  allocated_storage: 100,
  username: 'meridian',
  password_wo: PASSWORD,
  password_wo_version: 1,
  skip_final_snapshot: false,
  final_snapshot_identifier: 'orders-prod-main-final',
};

test('maintenance is on another day in each of seven Regions that follow one another', () => {
  const days = (
    ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1'] as const
  ).map((region) => String(instance({ is: 'writer' }, { region }).maintenance_window).slice(0, 3));
  expect(days).toEqual(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
});

describe('roles', () => {
  test('a writer is protected, and leaves a snapshot', () =>
    expect(instance({ is: 'writer' })).toEqual({
      ...ALWAYS,
      ...OWN,
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    }));

  test('a replica takes engine, user, password and storage from its source, and can be replaced', () =>
    expect(instance(REPLICA)).toEqual({
      ...ALWAYS,
      replicate_source_db: SOURCE_ARN,
      deletion_protection: false,
      skip_final_snapshot: true,
      lifecycle: { replace_triggered_by: ['terraform_data.main_source'] },
    }));

  test('a former writer that is kept is what it was', () =>
    expect(instance({ is: 'kept' })).toEqual({
      ...instance({ is: 'writer' }),
      lifecycle: { ignore_changes: 'all', prevent_destroy: true },
    }));

  test('one that is released loses its protection and nothing else', () =>
    expect(instance({ is: 'released' })).toEqual({ ...ALWAYS, ...OWN, deletion_protection: false }));

  test('a promotion changes these arguments at the same address, and nothing else in the stack', () => {
    const [replica, writer] = [stackOf(REPLICA), stackOf({ is: 'writer' })];
    const changed = Object.keys({ ...instance(REPLICA), ...instance({ is: 'writer' }) }).filter(
      (name) => JSON.stringify(instance(REPLICA)[name]) !== JSON.stringify(instance({ is: 'writer' })[name]),
    );
    expect(changed.sort()).toEqual([
      'allocated_storage',
      'delete_automated_backups',
      'deletion_protection',
      'engine',
      'final_snapshot_identifier',
      'lifecycle',
      'password_wo',
      'password_wo_version',
      'replicate_source_db',
      'skip_final_snapshot',
      'username',
    ]);
    expect(replica.addresses).toEqual(writer.addresses);
    const others = (stack: typeof replica) =>
      stack.resources().filter(({ type }) => type !== 'aws_db_instance' && type !== 'terraform_data');
    expect(others(replica)).toEqual(others(writer));
  });

  test('what an instance follows is stored: the source of a replica, itself otherwise', () => {
    expect(stackOf(REPLICA).only('terraform_data')).toEqual({ input: SOURCE_ARN });
    expect(stackOf({ is: 'writer' }).only('terraform_data')).toEqual({ input: 'orders-prod-main' });
    expect(stackOf({ is: 'kept' }).only('terraform_data')).toEqual({ input: 'orders-prod-main' });
  });

  test('only an instance with a database of its own opens the secret', () => {
    expect(stackOf(REPLICA).ephemerals()).toEqual([]);
    expect(stackOf(REPLICA).json.variable).toBeUndefined();
    expect(stackOf({ is: 'writer' }).ephemerals()).toEqual([
      {
        address: 'aws_secretsmanager_secret_version.main',
        type: 'aws_secretsmanager_secret_version',
        args: {
          provider: 'aws.euw1',
          secret_id: 'orders-prod-main-credentials',
          count: '${var.plan_only ? 0 : 1}',
        },
      },
    ]);
  });
});

describe('engines', () => {
  const MYSQL = { engine: 'mysql', engineVersion: '8.4.3', parameterGroupName: 'orders-prod-main-mysql8-4' } as const;

  test('PostgreSQL refuses connections without TLS', () =>
    expect(stackOf(REPLICA).only('aws_db_parameter_group')).toEqual({
      provider: 'aws.euw1',
      name: 'orders-prod-main-postgres17',
      family: 'postgres17',
      description: 'Parameters of orders-prod-main',
      parameter: [{ name: 'rds.force_ssl', value: '1', apply_method: 'pending-reboot' }],
      lifecycle: { create_before_destroy: true },
    }));

  test('MySQL does too, and writes its slow queries to a file that can be exported', () =>
    expect(stackOf(REPLICA, MYSQL).only('aws_db_parameter_group')).toMatchObject({
      family: 'mysql8.4',
      parameter: [
        { name: 'require_secure_transport', value: '1', apply_method: 'pending-reboot' },
        { name: 'log_output', value: 'FILE', apply_method: 'pending-reboot' },
        { name: 'slow_query_log', value: '1', apply_method: 'pending-reboot' },
      ],
    }));

  test('MySQL has its port, also in its access rules, and its logs', () => {
    const stack = stackOf({ is: 'writer' }, MYSQL);
    expect(stack.only('aws_db_instance')).toMatchObject({
      engine: 'mysql',
      engine_version: '8.4.3',
      port: 3306,
      enabled_cloudwatch_logs_exports: ['error', 'slowquery'],
    });
    expect(stack.only('aws_vpc_security_group_ingress_rule')).toMatchObject({ from_port: 3306, to_port: 3306 });
  });

  test.each([
    ['17', true],
    ['17.4', false],
  ])('version %s: a minor upgrade comes by itself: %s', (engineVersion, upgraded) =>
    expect(instance({ is: 'writer' }, { engineVersion }).auto_minor_version_upgrade).toBe(upgraded),
  );

  test('the smallest classes of MySQL have no Performance Insights', () => {
    const { performance_insights_enabled, ...rest } = instance(REPLICA, { ...MYSQL, instanceClass: 'db.t4g.small' });
    expect(performance_insights_enabled).toBe(false);
    expect(Object.keys(rest).filter((name) => name.startsWith('performance_insights'))).toEqual([]);
    expect(instance(REPLICA, { ...MYSQL, instanceClass: 'db.t4g.medium' }).performance_insights_enabled).toBe(true);
    expect(instance(REPLICA, { instanceClass: 'db.t4g.small' }).performance_insights_enabled).toBe(true);
  });
});

test('every log that is exported has a group with our key and an end', () =>
  expect(
    stackOf(REPLICA)
      .resources('aws_cloudwatch_log_group')
      .map(({ args }) => args),
  ).toEqual(
    ['postgresql', 'upgrade'].map((log) => ({
      provider: 'aws.euw1',
      name: `/aws/rds/instance/orders-prod-main/${log}`,
      retention_in_days: 30,
      kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1',
    })),
  ));

test('the subnets are those that it is given', () =>
  expect(stackOf(REPLICA).only('aws_db_subnet_group')).toMatchObject({
    name: 'orders-prod-main',
    subnet_ids: ['subnet-1', 'subnet-2'],
  }));

test('the volume grows only if it may', () => {
  expect(instance(REPLICA)).not.toHaveProperty('max_allocated_storage');
  expect(instance(REPLICA, { maxAllocatedStorageGiB: 500 }).max_allocated_storage).toBe(500);
});

test('a standby can be left out', () => expect(instance(REPLICA, { multiAz: false }).multi_az).toBe(false));
