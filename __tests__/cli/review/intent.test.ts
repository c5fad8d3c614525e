import { intentsOf } from '../../../cli/review/intent';
import type { Json } from '../../../cli/review/json';
import type { ManifestFacts } from '../../../cli/review/model';
import { bucketArn, manifest, planJson, type RawChange, raw, review, THREE } from './plans';

const labels = (base: ManifestFacts, head: ManifestFacts): string[] => intentsOf(base, head).map(({ label }) => label);
const three = manifest(THREE);
const state = (states: Readonly<Record<string, string>>, more: Partial<ManifestFacts> = {}): ManifestFacts =>
  manifest({ ...THREE, ...states }, more);

test('what a change of the config asks for', () => {
  expect(labels(three, three)).toEqual([]);
  expect(labels(three, state({ 'sa-east-1': 'active' }))).toEqual(['adding sa-east-1']);
  expect(labels(three, state({ 'eu-west-1': 'evacuated' }))).toEqual(['evacuating eu-west-1']);
  expect(labels(state({ 'eu-west-1': 'evacuated' }), state({ 'eu-west-1': 'returning' }))).toEqual([
    'bringing eu-west-1 back',
  ]);
  expect(labels(state({ 'eu-west-1': 'returning' }), three)).toEqual(['eu-west-1 is active again']);
  expect(labels(three, state({ 'eu-west-1': 'leaving' }))).toEqual(['leaving eu-west-1']);
  expect(labels(state({ 'sa-east-1': 'leaving' }), three)).toEqual(['removing sa-east-1']);
  expect(labels(three, state({}, { writer: 'eu-west-1', home: 'eu-west-1' }))).toEqual([
    'moving the writer to eu-west-1',
    'moving home to eu-west-1',
  ]);
});

test('what the config has more or less, where both manifests list it', () => {
  const listing = (...objects: readonly string[]): ManifestFacts =>
    manifest(THREE, {
      objects: objects.map((each) => {
        const [kind = '', name = kind] = each.split(' ');
        return { kind, name };
      }),
    });
  expect(labels(listing('bucket a'), listing('bucket a', 'bucket b', 'table a', 'database m'))).toEqual([
    'adding bucket b',
    'adding table a',
    'adding database m',
  ]);
  expect(labels(listing(), listing('routing', 'identity', 'ci'))).toEqual([
    'adding the routing layer',
    'adding the user pools',
    "adding the pipelines' roles",
  ]);
  expect(labels(listing('bucket a', 'queue q'), listing('bucket b'))).toEqual([
    'adding bucket b',
    'removing bucket a',
    'removing queue q',
  ]);
  expect(labels(three, listing('bucket a'))).toEqual([]);
});

describe('what belongs to it', () => {
  /** Whether a change of a stack is expected between two configs. */
  const expected = (
    base: ManifestFacts,
    head: ManifestFacts,
    change: RawChange,
    stack = 'foundation',
    json: Json = {},
  ): string | undefined =>
    review({ plans: { [stack]: planJson([change]) }, base, head, stacks: { [stack]: json } }).stack(stack)?.changes[0]
      ?.expected;
  const rule = (id: string, status = 'Enabled'): Json => ({ id, status, destination: [{ bucket: bucketArn(id) }] });
  const rules = (region: string, ...list: Json[]): Json => ({ region, rule: list });
  const RULES = 'aws_s3_bucket_replication_configuration.a';

  describe('adding a Region', () => {
    const head = state({ 'sa-east-1': 'active' });
    const adding = (change: RawChange): string | undefined => expected(three, head, change);
    test('its objects, and one edge to it in each other', () => {
      expect(adding(raw('aws_s3_bucket.a', ['create'], null, { region: 'sa-east-1' }))).toBe('adding sa-east-1');
      expect(
        adding(
          raw(
            RULES,
            ['update'],
            rules('us-east-1', rule('eu-west-1')),
            rules('us-east-1', rule('eu-west-1'), rule('sa-east-1')),
          ),
        ),
      ).toBe('adding sa-east-1');
    });
    test('not another Region, another edge, an edge that goes, or anything destroyed', () => {
      expect(adding(raw('aws_s3_bucket.a', ['create'], null, { region: 'eu-west-1' }))).toBeUndefined();
      expect(
        adding(
          raw(
            RULES,
            ['update'],
            rules('us-east-1', rule('eu-west-1')),
            rules('us-east-1', rule('eu-west-1', 'Disabled'), rule('sa-east-1')),
          ),
        ),
      ).toBeUndefined();
      expect(adding(raw(RULES, ['update'], rules('us-east-1', rule('sa-east-1')), rules('us-east-1')))).toBeUndefined();
      expect(adding(raw('aws_s3_bucket.a', ['delete'], { region: 'sa-east-1' }, null))).toBeUndefined();
    });
  });

  describe('evacuating a Region', () => {
    const head = state({ 'eu-west-1': 'evacuated' });
    const removed = { removed: [{ from: 'aws_s3_bucket.a', lifecycle: { destroy: false } }] };
    const evacuating = (change: RawChange, json: Json = removed): string | undefined =>
      expected(three, head, change, 'foundation', json);
    test('what head forgets, and the edges to it', () => {
      expect(evacuating(raw('aws_s3_bucket.a', ['forget'], { region: 'eu-west-1' }, null))).toBe(
        'evacuating eu-west-1',
      );
      expect(
        evacuating(
          raw(
            RULES,
            ['update'],
            rules('us-east-1', rule('eu-west-1'), rule('ap-southeast-2')),
            rules('us-east-1', rule('ap-southeast-2')),
          ),
        ),
      ).toBe('evacuating eu-west-1');
    });
    test('not what head does not forget, nor elsewhere, nor destroyed', () => {
      expect(evacuating(raw('aws_s3_bucket.a', ['forget'], { region: 'eu-west-1' }, null), {})).toBeUndefined();
      expect(evacuating(raw('aws_s3_bucket.a', ['forget'], { region: 'us-east-1' }, null))).toBeUndefined();
      expect(evacuating(raw('aws_s3_bucket.a', ['delete'], { region: 'eu-west-1' }, null))).toBeUndefined();
      expect(
        evacuating(
          raw(RULES, ['update'], rules('us-east-1', rule('eu-west-1'), rule('ap-southeast-2')), rules('us-east-1')),
        ),
      ).toBeUndefined();
    });
  });

  test('bringing a Region back: what is adopted, and not replaced', () => {
    const bringing = (actions: string[]): string | undefined =>
      expected(
        state({ 'eu-west-1': 'evacuated' }),
        state({ 'eu-west-1': 'returning' }),
        raw('aws_s3_bucket.a', actions, { region: 'eu-west-1' }, { region: 'eu-west-1' }, { importing: { id: 'x' } }),
      );
    expect(bringing(['no-op'])).toBe('bringing eu-west-1 back');
    expect(bringing(['delete', 'create'])).toBeUndefined();
  });

  test('moving the writer: the new one is updated, others are replaced, the old one is not', () => {
    const moving = (region: string, ...actions: string[]): string | undefined =>
      expected(
        three,
        state({}, { writer: 'eu-west-1' }),
        raw('aws_db_instance.a', actions, { region }, { region }),
        `region-${region}`,
      );
    expect(moving('eu-west-1', 'update')).toBe('moving the writer to eu-west-1');
    expect(moving('ap-southeast-2', 'delete', 'create')).toBe('moving the writer to eu-west-1');
    expect(moving('us-east-1', 'delete', 'create')).toBeUndefined();
    expect(moving('eu-west-1', 'delete', 'create')).toBeUndefined();
  });
});
