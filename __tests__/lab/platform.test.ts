import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlatformConfig } from '../../config';
import type { RegionName } from '../../config/catalog';
import { SECRET_MARK } from '../../lab/provider';
import type { LabRun } from '../../lab/runner';
import defaults from '../../platform.config';
import { describeWithTerraform } from './provider/terraform';
import { changesOf, errorsOf, Story } from './stories';

jest.setTimeout(120_000);
afterAll(Story.cleanUp);

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const satisfies readonly RegionName[];
const regionStack = (region: RegionName): string => `region-${region}`;
const others = (region: RegionName): RegionName[] => REGIONS.filter((other) => other !== region);

/** The default config with one Region in a state of its life. */
const withRegion = (name: RegionName, state: 'evacuated' | 'returning', config = defaults): PlatformConfig => ({
  ...config,
  regions: REGIONS.map((region) => (region === name ? { name, state } : region)),
});

/** Every state and every plan in a work folder, by path. */
function filesOf(workDir: string, name: RegExp): string[] {
  return readdirSync(path.join(workDir, 'stacks'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name) && !entry.parentPath.endsWith('.terraform'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describeWithTerraform('the default platform in the lab', () => {
  let applied: Story;
  let first: LabRun;

  beforeAll(async () => {
    applied = await Story.begin();
    first = await applied.apply(defaults);
    await applied.end();
  });

  test('is applied, and a second plan of every stack is empty', () => {
    expect(errorsOf(first)).toEqual([]);
    expect(first.stacks.map(({ stack, settled }) => [stack, settled])).toEqual([
      ['bootstrap', true],
      ['foundation', true],
      ['region-us-east-1', true],
      ['region-ap-southeast-2', true],
      ['region-eu-west-1', true],
    ]);
  });

  test('a stack of one Region calls no other one', () => {
    for (const region of REGIONS) expect(Object.keys(first.stack(regionStack(region)).calls)).toEqual([region]);
  });

  test('no state and no plan holds a secret', () => {
    const files = filesOf(applied.workDir, /^(terraform\.tfstate|plan\.json)$/);
    expect(files).toHaveLength(10);
    for (const file of files) expect(readFileSync(file, 'utf8')).not.toContain(SECRET_MARK);
    // Yet there is one to be found.
    expect(readFileSync(path.join(applied.workDir, 'aws', 'secrets.jsonl'), 'utf8')).toContain(SECRET_MARK);
  });

  test('the order of Regions does not matter', async () => {
    const story = await Story.begin(applied);
    const run = await story.plan({ ...defaults, regions: [...REGIONS].reverse() });
    expect(errorsOf(run)).toEqual([]);
    expect(run.stacks.every(({ empty }) => empty)).toBe(true);
  });

  test.each(REGIONS)(
    'with %s dead every other Region plans nothing, and takes a change, without a call there',
    async (dead) => {
      const story = await Story.begin(applied);
      const options = { only: others(dead).map(regionStack), faults: { dead: [dead] } };
      const unchanged = await story.plan(defaults, options);
      const changed = await story.apply({ ...defaults, tags: { drill: dead } }, options);
      await story.end();

      expect([...errorsOf(unchanged), ...errorsOf(changed)]).toEqual([]);
      expect(unchanged.stacks.map(({ empty }) => empty)).toEqual([true, true]);
      for (const { planned } of changed.stacks) {
        expect(planned?.change).toBeGreaterThan(0);
        expect(planned).toMatchObject({ add: 0, replace: 0, destroy: 0, forget: 0, import: 0 });
      }
      const calls = [...unchanged.stacks, ...changed.stacks].flatMap(({ callList }) => callList);
      expect(calls.filter(({ region, via }) => region === dead || via === dead)).toEqual([]);
      expect(new Set(calls.map(({ region }) => region))).toEqual(new Set(others(dead)));
    },
  );

  test('a fourth Region changes one resource in each other Region, and replaces and destroys nothing', async () => {
    const story = await Story.begin(applied);
    const run = await story.apply({ ...defaults, regions: [...REGIONS, 'sa-east-1'] });

    expect(errorsOf(run)).toEqual([]);
    expect(run.planned).toMatchObject({ replace: 0, destroy: 0, forget: 0, import: 0 });
    const changes = run.stacks.flatMap((stack) => stack.changes);
    const created = changes.filter(({ actions, type }) => actions.includes('create') && type.startsWith('aws_'));
    expect(new Set(created.map(({ region }) => region))).toEqual(new Set(['sa-east-1']));

    const rules = (name: string) => `update aws_s3_bucket_replication_configuration.${name}_rules`;
    const updates = Object.fromEntries(
      Object.entries(changesOf(run)).map(([stack, lines]) => [
        stack,
        lines.filter((line) => !line.startsWith('create')),
      ]),
    );
    expect(updates).toEqual({
      bootstrap: ['ap-southeast-2', 'eu-west-1', 'us-east-1'].map((region) => rules(`replication-${region}`)),
      foundation: [
        'update aws_dynamodb_table.table-sessions-us-east-1_table',
        'update aws_secretsmanager_secret.credentials-main-us-east-1_secret',
      ],
      'region-us-east-1': [rules('replication-objects')],
      'region-eu-west-1': [rules('replication-objects')],
      'region-ap-southeast-2': [rules('replication-objects')],
      'region-sa-east-1': [],
    });
  });

  test('a dead Region is evacuated, returns and is active again, and its data is never touched', async () => {
    const dead = 'eu-west-1';
    const story = await Story.begin(applied);
    const before = story.lab.provider.world.all().filter(({ region }) => region === dead);

    const evacuated = await story.apply(withRegion(dead, 'evacuated'), { faults: { dead: [dead] } });
    expect(errorsOf(evacuated)).toEqual([]);
    expect(evacuated.calls[dead]).toBeUndefined();
    expect(evacuated.planned).toMatchObject({ add: 0, replace: 0, destroy: 0, import: 0 });
    const forgotten = evacuated.stacks.flatMap(({ stack, changes }) =>
      changes.filter(({ actions }) => actions.includes('forget')).map((change) => ({ stack, ...change })),
    );
    // All of that Region in the two stacks that held it, and the tables that cannot be read without it.
    const inRegion = [...new Set(before.map(({ type }) => type))].sort();
    expect(forgotten.filter(({ region }) => region !== dead).map(({ address }) => address)).toEqual([
      'aws_dynamodb_table.table-sessions-us-east-1_table',
    ]);
    expect(inRegion).toEqual(
      expect.arrayContaining(forgotten.map(({ type }) => type).filter((type) => type !== 'aws_dynamodb_table')),
    );
    expect(updatesOf(evacuated)).toEqual(EDGES);

    const returning = await story.apply(withRegion(dead, 'returning'));
    expect(errorsOf(returning)).toEqual([]);
    expect(returning.planned).toEqual({
      add: 0,
      change: 0,
      replace: 0,
      destroy: 0,
      forget: 0,
      import: forgotten.length,
    });
    const imported = returning.stacks.flatMap(({ stack, changes }) =>
      changes.map(({ address }) => `${stack} ${address}`),
    );
    expect(imported.sort()).toEqual(forgotten.map(({ stack, address }) => `${stack} ${address}`).sort());

    const active = await story.apply(defaults);
    expect(errorsOf(active)).toEqual([]);
    expect(active.planned).toMatchObject({ add: 0, replace: 0, destroy: 0, forget: 0, import: 0 });
    expect(updatesOf(active)).toEqual(EDGES);
    const after = story.lab.provider.world.all().filter(({ region }) => region === dead);
    expect(after).toEqual(before);
  });

  /** Updates, by stack. */
  const updatesOf = (run: LabRun): Record<string, string[]> =>
    Object.fromEntries(
      run.stacks.flatMap(({ stack, changes }) => {
        const updates = changes.filter(({ actions }) => actions.includes('update')).map(({ address }) => address);
        return updates.length > 0 ? [[stack, updates.sort()]] : [];
      }),
    );
  /** What the other Regions send to eu-west-1. */
  const EDGES = {
    bootstrap: [
      'aws_s3_bucket_replication_configuration.replication-ap-southeast-2_rules',
      'aws_s3_bucket_replication_configuration.replication-us-east-1_rules',
    ],
    'region-us-east-1': ['aws_s3_bucket_replication_configuration.replication-objects_rules'],
    'region-ap-southeast-2': ['aws_s3_bucket_replication_configuration.replication-objects_rules'],
  };

  test('with plan_only no plan opens a secret, and it is the same plan', async () => {
    const story = await Story.begin(applied);
    const changed = { ...defaults, tags: { drill: 'plan' } };
    const full = await story.plan(changed);
    const planOnly = await story.plan(changed, { variables: { plan_only: true } });

    expect([...errorsOf(full), ...errorsOf(planOnly)]).toEqual([]);
    const opened = (run: LabRun): string[] =>
      run.stacks.filter(({ callList }) => callList.some(({ op }) => op === 'OpenEphemeral')).map(({ stack }) => stack);
    expect(opened(full)).toEqual(['foundation', 'region-us-east-1']);
    expect(opened(planOnly)).toEqual([]);
    expect(planOnly.stacks.map(({ changes }) => changes)).toEqual(full.stacks.map(({ changes }) => changes));
  });

  test('with plan_only the first plan is the same, too', async () => {
    const story = await Story.begin();
    const only = ['foundation'];
    const full = await story.plan(defaults, { only });
    const planOnly = await story.plan(defaults, { only, variables: { plan_only: true } });
    expect([...errorsOf(full), ...errorsOf(planOnly)]).toEqual([]);
    expect(full.planned.add).toBeGreaterThan(0);
    expect(planOnly.stack('foundation').changes).toEqual(full.stack('foundation').changes);
  });
});

describeWithTerraform('moving the writer in the lab', () => {
  const instance = 'aws_db_instance.database-main_instance';
  const source = 'terraform_data.database-main_source';
  const platform = {
    ...defaults,
    home: 'ap-southeast-2',
    buckets: {},
    tables: {},
    state: { buckets: { 'us-east-1': 'state-us', 'eu-west-1': 'state-eu', 'ap-southeast-2': 'state-ap' } },
  } as const satisfies PlatformConfig;
  const moved = (former?: 'keep' | 'release'): PlatformConfig => ({
    ...platform,
    writer: 'eu-west-1',
    databases: {
      main: { ...platform.databases?.main, ...(former && { former: { 'us-east-1': former } }) },
    } as NonNullable<PlatformConfig['databases']>,
  });
  /** What happens to the instance, and which of its arguments change. */
  const ofInstance = (run: LabRun, region: RegionName) =>
    run.stack(regionStack(region)).changes.find(({ address }) => address === instance);

  test('with its Region dead one instance is promoted in place, the other replica is rebuilt; the old writer stays until it is released', async () => {
    const story = await Story.begin();
    expect(errorsOf(await story.apply(platform))).toEqual([]);

    const lost = await story.apply(withRegion('us-east-1', 'evacuated', moved('keep')), {
      faults: { dead: ['us-east-1'] },
    });
    expect(errorsOf(lost)).toEqual([]);
    expect(lost.calls['us-east-1']).toBeUndefined();
    expect(ofInstance(lost, 'eu-west-1')).toMatchObject({
      actions: ['update'],
      changed: [
        'delete_automated_backups',
        'deletion_protection',
        'final_snapshot_identifier',
        'password_wo_version',
        'replicate_source_db',
        'skip_final_snapshot',
      ],
      after: { replicate_source_db: null },
    });
    expect(changesOf(lost)['region-eu-west-1']).toEqual([
      `update ${instance}`,
      'update aws_ssm_parameter.outputs_parameter-contract-json',
      'update aws_ssm_parameter.outputs_parameter-database-main-role',
      `update ${source}`,
    ]);
    expect(ofInstance(lost, 'ap-southeast-2')).toMatchObject({
      actions: ['delete', 'create'],
      after: { replicate_source_db: 'arn:aws:rds:eu-west-1:111122223333:db:orders-prod-main' },
    });
    expect(lost.planned).toMatchObject({ replace: 1, destroy: 0 });

    const returning = await story.apply(withRegion('us-east-1', 'returning', moved('keep')));
    expect(errorsOf(returning)).toEqual([]);
    expect(ofInstance(returning, 'us-east-1')).toBeUndefined();

    const only = ['region-us-east-1'];
    const forgotten = await story.apply(moved(), { only });
    expect(forgotten.stack('region-us-east-1').error).toContain('Cannot delete protected DB Instance');
    expect(story.lab.provider.world.find('aws_db_instance', 'us-east-1', 'orders-prod-main')).toBeDefined();

    const released = await story.apply(moved('release'), { only });
    expect(errorsOf(released)).toEqual([]);
    expect(ofInstance(released, 'us-east-1')).toMatchObject({ actions: ['update'], changed: ['deletion_protection'] });

    const replica = await story.apply(moved(), { only });
    expect(errorsOf(replica)).toEqual([]);
    expect(ofInstance(replica, 'us-east-1')).toMatchObject({ actions: ['delete', 'create'] });
    expect(replica.planned).toMatchObject({ replace: 1, destroy: 0, add: 0 });
  });
});
