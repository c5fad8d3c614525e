import { intentsOf } from '../../../cli/review/intent';
import type { Json } from '../../../cli/review/json';
import type { ManifestFacts } from '../../../cli/review/model';
import { manifest, planJson, type RawChange, raw, review, THREE } from './plans';

const GLOBAL = 'global';
const withGlobal = (states: Readonly<Record<string, string>>, more: Partial<ManifestFacts> = {}): ManifestFacts => {
  const facts = manifest(states, more);
  return { ...facts, stacks: [...facts.stacks, { name: GLOBAL, region: null, order: 2, dependsOn: [] }] };
};

const CALM = withGlobal(THREE);
const ADDED = withGlobal({ ...THREE, 'sa-east-1': 'active' });
const EVACUATED = withGlobal({ ...THREE, 'ap-southeast-2': 'evacuated' });
const MOVED = withGlobal(THREE, { writer: 'eu-west-1' });

/** The label of the intent that asks for a change of the stack `global`. */
function expected(base: ManifestFacts, head: ManifestFacts, change: RawChange, stack = GLOBAL): string | undefined {
  const found = review({ plans: { [stack]: planJson([change]) }, base, head });
  return found.stack(stack)?.changes[0]?.expected;
}
const adding = (change: RawChange): string | undefined => expected(CALM, ADDED, change);
const evacuating = (change: RawChange): string | undefined => expected(CALM, EVACUATED, change);
const moving = (change: RawChange): string | undefined => expected(CALM, MOVED, change);

const update = (address: string, before: Json, after: Json, more: Json = {}): RawChange =>
  raw(address, ['update'], before, after, more);

describe('the check that counts the healthy Regions', () => {
  const check = (before: readonly string[], after: readonly string[], more: Json = {}): RawChange =>
    update(
      'aws_route53_health_check.front_alarms_redundant',
      { child_healthchecks: before },
      { child_healthchecks: after, ...more },
    );

  test('counts one more, or one less', () => {
    expect(adding(check(['a', 'b'], ['a', 'b', 'c']))).toBe('adding sa-east-1');
    expect(evacuating(check(['a', 'b', 'c'], ['a', 'b']))).toBe('evacuating ap-southeast-2');
  });

  test('not the other way round, not more than Regions go, and nothing else of it', () => {
    expect(adding(check(['a', 'b'], ['a']))).toBeUndefined();
    expect(evacuating(check(['a', 'b', 'c'], ['a']))).toBeUndefined();
    expect(evacuating(check(['a', 'b', 'c'], ['a', 'b'], { disabled: true }))).toBeUndefined();
    expect(expected(CALM, CALM, check(['a', 'b'], ['a']))).toBeUndefined();
    expect(moving(check(['a', 'b'], ['a']))).toBeUndefined();
  });

  test('and is there from two Regions on', () => {
    const [one, two] = [
      withGlobal({ 'us-east-1': 'active' }),
      withGlobal({ 'us-east-1': 'active', 'eu-west-1': 'active' }),
    ];
    const gone = raw('aws_route53_health_check.front_alarms_redundant', ['delete'], { type: 'CALCULATED' }, null);
    const made = raw('aws_cloudwatch_metric_alarm.front_alarms_redundancy', ['create'], null, { region: 'us-east-1' });
    const left = withGlobal({ 'us-east-1': 'active', 'eu-west-1': 'evacuated' });
    expect(expected(two, left, gone)).toBe('evacuating eu-west-1');
    expect(expected(one, two, made)).toBe('adding eu-west-1');
    expect(evacuating(gone)).toBeUndefined();
    expect(adding(raw('aws_route53_health_check.front_alarms_redundant', ['create'], null, {}))).toBeUndefined();
  });
});

describe('the rules of the switches', () => {
  const RULE = 'aws_route53recoverycontrolconfig_safety_rule.front_switches_at-least-one';
  const [A, B, C] = ['a', 'b', 'c'].map(
    (each) => `arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/${each}`,
  );
  const rule = (members: readonly (string | undefined)[], name: string, threshold = 1): Json => ({
    asserted_controls: members,
    name,
    rule_config: [{ threshold, type: 'ATLEAST', inverted: false }],
  });
  const anew = (actions: readonly string[], before: Json, after: Json): RawChange =>
    raw(RULE, actions, before, after, { replace_paths: [['asserted_controls'], ['name']] });

  test('are others where their members are, and there is never none', () => {
    const more = [rule([A, B], 'n-1'), rule([A, B, C], 'n-2')] as const;
    expect(adding(anew(['create', 'delete'], ...more))).toBe('adding sa-east-1');
    expect(adding(anew(['delete', 'create'], ...more))).toBeUndefined();
    expect(evacuating(anew(['create', 'delete'], rule([A, B, C], 'n-2'), rule([A, B], 'n-1')))).toBe(
      'evacuating ap-southeast-2',
    );
  });

  test('what they ask for stays', () =>
    expect(adding(anew(['create', 'delete'], rule([A, B], 'n-1'), rule([A, B, C], 'n-2', 0)))).toBeUndefined());
});

describe('a distribution', () => {
  const DISTRIBUTION = 'aws_cloudfront_distribution.front_cdn_front_distribution';
  const origin = (region: string): Json => ({
    origin_id: `bucket-${region}`,
    domain_name: `b.s3.${region}.amazonaws.com`,
  });
  const group = (...members: readonly string[]): Json => ({
    origin_id: 'reads',
    member: members.map((region) => ({ origin_id: `bucket-${region}` })),
  });
  const of = (regions: readonly string[], members: readonly string[], more: Json = {}): Json => ({
    origin: regions.map(origin),
    origin_group: [group(...members)],
    ...more,
  });
  const [US, EU, AP, SA] = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'] as const;

  test('reads from the Region that joins, and no more from the one that goes', () => {
    expect(adding(update(DISTRIBUTION, of([US, EU], [US, EU]), of([US, EU, SA], [US, SA])))).toBe('adding sa-east-1');
    expect(evacuating(update(DISTRIBUTION, of([US, EU, AP], [US, AP]), of([US, EU], [US, EU])))).toBe(
      'evacuating ap-southeast-2',
    );
  });

  test('not without that of another Region, nor with something else', () => {
    expect(evacuating(update(DISTRIBUTION, of([US, EU, AP], [US, AP]), of([US, AP], [US, AP])))).toBeUndefined();
    expect(
      evacuating(
        update(
          DISTRIBUTION,
          of([US, EU, AP], [US, EU], { web_acl_id: 'a' }),
          of([US, EU], [US, EU], { web_acl_id: '' }),
        ),
      ),
    ).toBeUndefined();
  });

  test("asks the new writer's bucket first", () => {
    expect(moving(update(DISTRIBUTION, of([US, EU], [US, EU]), of([US, EU], [EU, US])))).toBe(
      'moving the writer to eu-west-1',
    );
    expect(moving(update(DISTRIBUTION, of([US, EU], [US, EU]), of([US], [US])))).toBeUndefined();
  });

  test('with another bucket first is not the same in another order', () => {
    const change = update(DISTRIBUTION, of([US, EU], [US, EU]), of([US, EU], [EU, US]));
    const [found] = review({ plans: { [GLOBAL]: planJson([change]) }, head: CALM }).stack(GLOBAL)?.changes ?? [];
    expect(found?.noise).toBeUndefined();
    expect(found?.changed.map(({ attribute }) => attribute)).toContain('origin_group.member.origin_id');
  });

  test('has a function that lists its origins', () => {
    const code = (text: string): Json => ({ code: text, name: 'f', runtime: 'cloudfront-js-2.0' });
    const FUNCTION = 'aws_cloudfront_function.front_cdn_front_reads_region';
    expect(adding(update(FUNCTION, code('a'), code('b')))).toBe('adding sa-east-1');
    expect(adding(update(FUNCTION, code('a'), { ...code('a'), publish: false }))).toBeUndefined();
    expect(expected(CALM, ADDED, update(FUNCTION, code('a'), code('b')), 'foundation')).toBeUndefined();
  });
});

describe('the records of a writer that moves', () => {
  const weighted = (region: string, before: number, after: number, more: Json = {}): RawChange =>
    update(
      `aws_route53_record.front_dns_${region}`,
      { name: 'api.example.com', type: 'A', weighted_routing_policy: [{ weight: before }] },
      { name: 'api.example.com', type: 'A', weighted_routing_policy: [{ weight: after }], ...more },
    );

  test('exchange their weights', () => {
    expect(moving(weighted('us-east-1', 255, 0))).toBe('moving the writer to eu-west-1');
    expect(moving(weighted('eu-west-1', 0, 255))).toBe('moving the writer to eu-west-1');
  });

  test('with failover a record has a role, and leads to another Region', () => {
    const leading = (role: string, more: Json = {}): RawChange => {
      const record = (code: string): Json => ({
        name: 'api.example.com',
        alias: [{ name: `target-${code}.example.com`, zone_id: 'Z' }],
        health_check_id: `gate-${code}`,
      });
      const after = { ...record('euw1'), ...more };
      return update(`aws_route53_record.front_dns_${role}`, record('use1'), after);
    };
    expect(moving(leading('primary'))).toBe('moving the writer to eu-west-1');
    expect(moving(leading('primary', { ttl: 60 }))).toBeUndefined();
    expect(adding(leading('primary'))).toBeUndefined();
  });

  test('and no other record does, nor another part of them', () => {
    expect(moving(weighted('ap-southeast-2', 0, 255))).toBeUndefined();
    expect(moving(weighted('eu-west-1', 0, 255, { ttl: 300 }))).toBeUndefined();
    expect(adding(weighted('us-east-1', 255, 0))).toBeUndefined();
  });
});

test('a front door that is opened is an intent of its own', () => {
  const closed = withGlobal(THREE, { objects: [{ kind: 'ingress', name: 'ingress' }] });
  const entry = { stack: 'region-eu-west-1', address: 'aws_lb.entry_balancer_balancer' };
  const open = { ...closed, servingPath: [entry] };
  expect(intentsOf(closed, open).map(({ label }) => label)).toEqual(['opening the front door']);
  expect(intentsOf(open, open)).toEqual([]);
  expect(intentsOf({ ...closed, objects: [] }, open).map(({ label }) => label)).toEqual(['adding the front door']);
  expect(intentsOf(open, closed)).toEqual([]);
});
