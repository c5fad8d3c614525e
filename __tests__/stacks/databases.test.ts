import type { RegionName } from '../../config/catalog';
import type { PlatformConfig } from '../../config/schema';
import { BASE, type SynthesizedPlatform, synthPlatform } from '../synth';
import { anySmallPlatform } from './region-lists';

interface Instance {
  readonly identifier: string;
  readonly replicate_source_db?: string;
  readonly deletion_protection: boolean;
  readonly skip_final_snapshot: boolean;
  readonly engine?: string;
  readonly provider: string;
}

const MAIN = 'aws_db_instance.database-main_instance';
const SOURCE = 'terraform_data.database-main_source';

/** `main` with former writers, and the writer where it has moved to. */
const moved = (writer: RegionName, former: NonNullable<PlatformConfig['databases']>[string]['former']) => {
  const main = BASE.databases?.main;
  if (!main) throw new Error('no main database');
  return synthPlatform({ writer, databases: { main: { ...main, ...(former && { former }) } } });
};

const main = (platform: SynthesizedPlatform, region: RegionName): Instance =>
  platform.region(region).at<Instance>(MAIN);

test(
  'each database has one instance in every Region, under one identifier and one address, and one writer among them',
  anySmallPlatform((platform, { writer }) => {
    for (const database of ['main', 'billing']) {
      const instances = platform.regionStacks.map((stack) => ({
        stack: stack.name,
        ...stack.at<Instance>(`aws_db_instance.database-${database}_instance`),
      }));
      expect(new Set(instances.map(({ identifier }) => identifier))).toEqual(new Set([`orders-prod-${database}`]));
      const writers = instances.filter(({ replicate_source_db }) => replicate_source_db === undefined);
      expect(writers.map(({ stack }) => stack)).toEqual([`region-${writer}`]);
      for (const { replicate_source_db } of instances.filter((each) => !writers.includes(each)))
        expect(replicate_source_db).toBe(`arn:aws:rds:${writer}:111122223333:db:orders-prod-${database}`);
    }
  }),
);

test(
  'the writer is protected and leaves a snapshot, no replica is or does; only replicas are replaced for another source',
  anySmallPlatform((platform) => {
    for (const { args } of platform.regionStacks.flatMap((stack) =>
      stack.resources<Instance & { lifecycle?: object }>('aws_db_instance'),
    )) {
      const replica = args.replicate_source_db !== undefined;
      expect(args.deletion_protection).toBe(!replica);
      expect(args.skip_final_snapshot).toBe(replica);
      expect(args.lifecycle).toEqual(
        replica ? { replace_triggered_by: [expect.stringMatching(/^terraform_data\./)] } : { prevent_destroy: true },
      );
      expect(args.engine === undefined).toBe(replica);
    }
  }),
);

test('what replaces a replica is a bare address: Terraform takes no ${...} there', () =>
  expect(synthPlatform().region('eu-west-1').at<{ lifecycle: unknown }>(MAIN).lifecycle).toEqual({
    replace_triggered_by: [SOURCE],
  }));

describe('when the writer moves from us-east-1 to eu-west-1', () => {
  const before = synthPlatform({ writer: 'us-east-1' });

  test('the new writer clears its source at the same address, and nothing replaces it', () => {
    const after = moved('eu-west-1', { 'us-east-1': 'keep' });
    expect(main(before, 'eu-west-1').replicate_source_db).toBe(
      'arn:aws:rds:us-east-1:111122223333:db:orders-prod-main',
    );
    expect(main(after, 'eu-west-1')).not.toHaveProperty('replicate_source_db');
    expect(main(after, 'eu-west-1')).toHaveProperty('lifecycle', { prevent_destroy: true });
    expect(after.region('eu-west-1').addresses).toEqual(before.region('eu-west-1').addresses);
  });

  test('every other replica is rebuilt on the new writer', () => {
    const after = moved('eu-west-1', { 'us-east-1': 'keep' });
    expect(main(after, 'ap-southeast-2').replicate_source_db).toBe(
      'arn:aws:rds:eu-west-1:111122223333:db:orders-prod-main',
    );
    expect(before.region('ap-southeast-2').at(SOURCE).input).toBe(
      'arn:aws:rds:us-east-1:111122223333:db:orders-prod-main',
    );
    expect(after.region('ap-southeast-2').at(SOURCE).input).toBe(
      'arn:aws:rds:eu-west-1:111122223333:db:orders-prod-main',
    );
  });

  test('the old writer, kept, stays as it is whatever the config says of it, and so does what it follows', () => {
    const after = moved('eu-west-1', { 'us-east-1': 'keep' });
    expect(main(after, 'us-east-1')).toEqual({
      ...main(before, 'us-east-1'),
      lifecycle: { ignore_changes: 'all', prevent_destroy: true },
    });
    expect(after.region('us-east-1').at(SOURCE)).toEqual(before.region('us-east-1').at(SOURCE));
    expect(after.region('us-east-1').outputs.database_main_role?.value).toBe('kept');
  });

  test('released, it loses its protection and keeps its final snapshot', () => {
    const after = moved('eu-west-1', { 'us-east-1': 'release' });
    expect(main(after, 'us-east-1')).toEqual({
      ...main(before, 'us-east-1'),
      deletion_protection: false,
      lifecycle: undefined,
    });
    expect(after.region('us-east-1').outputs.database_main_role?.value).toBe('released');
  });

  test('then taken out of the list, it is a replica that is made anew', () => {
    const after = moved('eu-west-1', undefined);
    expect(main(after, 'us-east-1')).toMatchObject({
      replicate_source_db: 'arn:aws:rds:eu-west-1:111122223333:db:orders-prod-main',
      deletion_protection: false,
      lifecycle: { replace_triggered_by: [SOURCE] },
    });
    expect(after.region('us-east-1').at(SOURCE)).not.toEqual(before.region('us-east-1').at(SOURCE));
  });

  test('foundation and bootstrap do not change', () => {
    const after = moved('eu-west-1', { 'us-east-1': 'keep' });
    for (const stack of ['bootstrap', 'foundation']) expect(after.stack(stack).text).toBe(before.stack(stack).text);
  });
});

test('what a database may be told reaches every instance of it', () => {
  const platform = synthPlatform({
    databases: {
      main: {
        engine: 'mysql',
        engineVersion: '8.4.3',
        instanceClass: 'db.r7g.xlarge',
        allocatedStorageGiB: 100,
        maxAllocatedStorageGiB: 500,
        multiAz: false,
        backupRetentionDays: 35,
        passwordVersion: 2,
        clientCidrs: ['10.1.0.0/19'],
      },
    },
  });
  for (const stack of platform.regionStacks) {
    expect(stack.at(MAIN)).toMatchObject({
      instance_class: 'db.r7g.xlarge',
      max_allocated_storage: 500,
      multi_az: false,
      backup_retention_period: 35,
      auto_minor_version_upgrade: false,
      port: 3306,
    });
    expect(
      stack
        .resources('aws_vpc_security_group_ingress_rule')
        .map(({ args }) => args.cidr_ipv4)
        .filter(Boolean),
    ).toEqual(['10.1.0.0/19']);
  }
  expect(platform.region('us-east-1').at(MAIN)).toMatchObject({
    engine: 'mysql',
    engine_version: '8.4.3',
    allocated_storage: 100,
    password_wo_version: 2,
  });
  expect(platform.stack('foundation').only('aws_secretsmanager_secret_version').secret_string_wo_version).toBe(2);
});

test(
  "the secret's value is made at home and read where the writer is, in no plan-only run",
  anySmallPlatform((platform, { writer }) => {
    for (const stack of platform.stacks.values()) {
      const types = stack.ephemerals().map(({ type }) => type);
      if (stack.name === 'foundation')
        expect(types).toEqual(['aws_secretsmanager_random_password', 'aws_secretsmanager_random_password']);
      else if (stack.name === `region-${writer}`)
        expect(types).toEqual(['aws_secretsmanager_secret_version', 'aws_secretsmanager_secret_version']);
      else expect(types).toEqual([]);
      expect(Object.keys(stack.json.variable ?? {})).toEqual(types.length > 0 ? ['plan_only'] : []);
      expect(stack.ephemerals().filter(({ args }) => args.count !== '${var.plan_only ? 0 : 1}')).toEqual([]);
    }
  }),
);
