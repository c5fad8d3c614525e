import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlatformConfig } from '../../config';
import type { RegionName } from '../../config/catalog';
import example from '../../examples/active-passive-app/platform.config';
import type { LabRun } from '../../lab/runner';
import { describeWithTerraform } from './provider/terraform';
import { changesOf, errorsOf, Story } from './stories';

jest.setTimeout(180_000);
afterAll(Story.cleanUp);

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const satisfies readonly RegionName[];
const stackOf = (region: RegionName): string => `region-${region}`;
const others = (region: RegionName): RegionName[] => REGIONS.filter((other) => other !== region);

type Entry = Exclude<PlatformConfig['regions'][number], RegionName>;
const withRegion = (entry: Entry, config: PlatformConfig = example): PlatformConfig => ({
  ...config,
  regions: REGIONS.map((region) => (region === entry.name ? entry : region)),
});

/** Objects that a run did something else to than to create them, by stack. */
const besides = (run: LabRun): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(changesOf(run)).map(([stack, lines]) => [stack, lines.filter((line) => !line.startsWith('create'))]),
  );

const WITH_REGIONS = ['control-api', 'health', 'reconcile', 'state-updater'].map(
  (name) => `update aws_lambda_function.routing_function-${name}_function`,
);
const rules = (name: string): string => `update aws_s3_bucket_replication_configuration.${name}_rules`;

describeWithTerraform('a platform with a routing layer in the lab', () => {
  let applied: Story;

  beforeAll(async () => {
    applied = await Story.begin();
    const run = await applied.apply(example);
    expect(errorsOf(run)).toEqual([]);
    expect(run.stacks.filter(({ settled }) => !settled)).toEqual([]);
    await applied.end();
  });

  test.each(REGIONS)('with %s dead every other Region plans nothing, and makes no call there', async (dead) => {
    const story = await Story.begin(applied);
    const run = await story.plan(example, { only: others(dead).map(stackOf), faults: { dead: [dead] } });
    expect(errorsOf(run)).toEqual([]);
    expect(run.stacks.map(({ empty }) => empty)).toEqual([true, true]);
    expect(run.calls[dead]).toBeUndefined();
  });

  test('another lease changes the functions that hold it, and nothing else, with a Region dead', async () => {
    const story = await Story.begin(applied);
    const dead = 'us-east-1';
    const longer = { ...example, routing: { ...example.routing, lease: { seconds: 8 } } };
    const run = await story.apply(longer, { only: others(dead).map(stackOf), faults: { dead: [dead] } });
    expect(errorsOf(run)).toEqual([]);
    const leased = [
      'cognito-triggers',
      'control-api',
      'health',
      'photos-api',
      'profile-apply',
      'reconcile',
      'state-updater',
    ];
    const expected = leased.map((name) => `update aws_lambda_function.routing_function-${name}_function`);
    expect(changesOf(run)).toEqual({ 'region-eu-west-1': expected, 'region-ap-southeast-2': expected });
  });

  test('a Region that joins changes in each other one its rules and the four functions that hold the list', async () => {
    const story = await Story.begin(applied);
    const run = await story.plan(
      { ...example, regions: [...REGIONS, 'sa-east-1'] },
      { only: ['bootstrap', 'foundation', ...REGIONS.map(stackOf)] },
    );
    expect(errorsOf(run)).toEqual([]);
    expect(run.planned).toMatchObject({ replace: 0, destroy: 0, forget: 0, import: 0 });
    const edges = [...WITH_REGIONS, rules('replication-photos')];
    expect(besides(run)).toEqual({
      bootstrap: ['ap-southeast-2', 'eu-west-1', 'us-east-1'].map((region) => rules(`replication-${region}`)),
      foundation: ['content', 'directory'].map((table) => `update aws_dynamodb_table.routing_${table}-eu-west-1_table`),
      'region-us-east-1': edges,
      'region-eu-west-1': edges,
      'region-ap-southeast-2': edges,
    });
    const added = changesOf(run)['region-us-east-1']?.filter((line) => line.startsWith('create'));
    expect(added).toEqual(['create aws_cloudwatch_metric_alarm.routing_alarms_replication-sa-east-1']);
  });

  test('a dead Region is evacuated, returns, and all is as it was; the register is not touched, as it lies elsewhere', async () => {
    const dead = 'us-east-1';
    const story = await Story.begin(applied);
    const holdsData = ({ region, type }: { region: string; type: string }): boolean =>
      region === dead && /^aws_(cognito|dynamodb|kms|s3)_/.test(type);
    const before = story.lab.provider.world.all().filter(holdsData);

    const evacuated = await story.apply(withRegion({ name: dead, state: 'evacuated' }), { faults: { dead: [dead] } });
    expect(errorsOf(evacuated)).toEqual([]);
    expect(evacuated.calls[dead]).toBeUndefined();
    expect(evacuated.planned).toMatchObject({ add: 0, replace: 0, destroy: 0, import: 0 });
    const forgotten = changesOf(evacuated).foundation?.filter((line) => line.startsWith('forget'));
    expect(forgotten).toEqual(
      expect.arrayContaining([
        'forget aws_cognito_user_pool.routing_users-us-east-1_pool',
        'forget aws_dynamodb_table.routing_content-eu-west-1_table',
        'forget aws_dynamodb_table.routing_fence-us-east-1_table',
        'forget aws_s3_bucket_cors_configuration.bucket-photos-us-east-1_cors',
      ]),
    );
    expect(forgotten?.filter((line) => line.includes('routing_control'))).toEqual([]);
    expect(Object.keys(besides(evacuated)).filter((stack) => stack.startsWith('region-'))).toEqual([
      'region-ap-southeast-2',
      'region-eu-west-1',
    ]);
    for (const region of others(dead))
      expect(besides(evacuated)[stackOf(region)]).toEqual([rules('replication-photos')]);

    const returning = await story.apply(withRegion({ name: dead, state: 'returning' }));
    expect(errorsOf(returning)).toEqual([]);
    expect(returning.stack('foundation').planned).toMatchObject({
      add: 0,
      change: 0,
      replace: 0,
      destroy: 0,
      forget: 0,
    });
    expect(changesOf(returning).foundation).toEqual(forgotten?.map((line) => line.replace('forget', 'import')));
    expect(returning.planned).toMatchObject({ add: 0, replace: 0, destroy: 0, forget: 0 });

    const active = await story.apply(example);
    expect(errorsOf(active)).toEqual([]);
    expect(active.planned).toMatchObject({ add: 0, replace: 0, destroy: 0, forget: 0, import: 0 });
    expect(story.lab.provider.world.all().filter(holdsData)).toEqual(before);
  });

  test('a Region leaves: released, then destroyed, and nothing of it stays', async () => {
    const gone = 'ap-southeast-2';
    const story = await Story.begin(applied);
    const leaving = (data: 'release' | 'destroy', ...only: string[]) =>
      story.apply(withRegion({ name: gone, state: 'leaving', data }), { only: ['foundation', ...only] });
    expect(errorsOf(await leaving('release', stackOf(gone)))).toEqual([]);
    expect(errorsOf(await leaving('destroy'))).toEqual([]);
    const left = story.lab.provider.world.all().filter(({ region }) => region === gone);
    // The bucket of the state, which is bootstrap's.
    expect(left.filter(({ type }) => !/^aws_(s3|kms)_/.test(type))).toEqual([]);
    expect(left.filter(({ type }) => type === 'aws_s3_bucket')).toHaveLength(1);
  });
});

describeWithTerraform('a register in Regions of its own', () => {
  const platform: PlatformConfig = {
    name: 'orders',
    environment: 'prod',
    account: '111122223333',
    regions: ['sa-east-1', 'ca-central-1'],
    state: { backend: 'local' },
    routing: { register: { set: 'us' } },
  };
  const withRegister = (state: 'active' | 'evacuated' | 'returning'): PlatformConfig => ({
    ...platform,
    routing: { register: { set: 'us', state } },
  });

  test('is left alone while one of them is out of reach, and adopted again', async () => {
    const story = await Story.begin();
    const first = await story.apply(platform);
    expect(errorsOf(first)).toEqual([]);
    expect(Object.keys(first.stack('foundation').calls)).toEqual(expect.arrayContaining(['us-east-1', 'us-west-2']));

    const control = 'aws_dynamodb_table.routing_control_table';
    for (const dead of ['us-east-1', 'us-west-2']) {
      const faults = { dead: [dead] };
      expect(errorsOf(await story.plan(platform, { faults, only: ['foundation'] }))).not.toEqual([]);
      const evacuated = await story.plan(withRegister('evacuated'), { faults });
      expect(errorsOf(evacuated)).toEqual([]);
      expect(changesOf(evacuated)).toEqual({ foundation: [`forget ${control}`] });
      expect(evacuated.calls[dead]).toBeUndefined();
    }
    const only = ['foundation'];
    await story.apply(withRegister('evacuated'), { only, faults: { dead: ['us-west-2'] } });
    const returning = await story.apply(withRegister('returning'), { only });
    expect(errorsOf(returning)).toEqual([]);
    expect(changesOf(returning)).toEqual({ foundation: [`import ${control}`] });
    const active = await story.plan(platform);
    expect(errorsOf(active)).toEqual([]);
    expect(active.planned).toMatchObject({ add: 0, replace: 0, destroy: 0, forget: 0, import: 0 });
  });
});

describeWithTerraform('other platforms with a routing layer', () => {
  const one: PlatformConfig = {
    name: 'orders',
    environment: 'prod',
    account: '111122223333',
    regions: ['eu-west-1'],
    state: { backend: 'local' },
    routing: {},
  };
  test.each<[what: string, config: PlatformConfig]>([
    ['one Region, routing alone', one],
    ['two Regions with users and no photos', { ...one, regions: ['eu-west-1', 'eu-central-1'], identity: {} }],
    [
      'zones',
      {
        ...one,
        regions: ['eu-west-1', 'eu-central-1', 'us-east-1'],
        pattern: 'data-residency',
        routing: { zones: { eu: ['eu-west-1', 'eu-central-1'], us: ['us-east-1'] } },
      },
    ],
    [
      'active-active with small quotas',
      {
        ...one,
        regions: ['us-east-1', 'us-west-2'],
        pattern: 'active-active',
        compute: { runtime: 'nodejs24.x', reserve: false },
      },
    ],
  ])('%s: applied, and a second plan is empty', async (_what, config) => {
    const story = await Story.begin();
    const run = await story.apply(config);
    expect(errorsOf(run)).toEqual([]);
    expect(run.stacks.filter(({ settled }) => !settled)).toEqual([]);
  });

  test('finds the archives where its stacks name them', async () => {
    const story = await Story.begin();
    const run = await story.apply(one);
    expect(errorsOf(run)).toEqual([]);
    const functions = run.stack('region-eu-west-1').changes.filter(({ type }) => type === 'aws_lambda_function');
    expect(functions).toHaveLength(3);
    for (const { after } of functions) {
      const zip = readFileSync(path.resolve(story.lab.folderOf('region-eu-west-1'), String(after?.filename)));
      expect(createHash('sha256').update(zip).digest('base64')).toBe(after?.source_code_hash);
    }
  });
});
