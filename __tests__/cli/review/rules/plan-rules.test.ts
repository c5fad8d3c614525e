import { digestOf } from '../../../../cli/review/digest';
import type { Json } from '../../../../cli/review/json';
import type { Diagnostic, Finding } from '../../../../cli/review/model';
import { beyondApproval } from '../../../../cli/review/rules/beyond-approval';
import { planAfterWave } from '../../../../cli/review/rules/plan-after-wave';
import { planErrored } from '../../../../cli/review/rules/plan-errored';
import { planForeign } from '../../../../cli/review/rules/plan-foreign';
import { planIncomplete } from '../../../../cli/review/rules/plan-incomplete';
import { planMissing } from '../../../../cli/review/rules/plan-missing';
import { planOnlyApplied } from '../../../../cli/review/rules/plan-only-applied';
import { ACCOUNT, manifest, planJson, raw, result, review, type Setting, THREE } from '../plans';

const PLAN_RULES = [
  planErrored,
  planAfterWave,
  planIncomplete,
  planForeign,
  planMissing,
  planOnlyApplied,
  beyondApproval,
];
const calm = planJson([raw('aws_vpc.a', ['no-op'], { region: 'us-east-1' }, { region: 'us-east-1' })]);
const rest = { 'region-us-east-1': calm, 'region-eu-west-1': calm, 'region-ap-southeast-2': calm };
const findings = (setting: Partial<Setting>): Finding[] => [
  ...result({ plans: { foundation: calm, ...rest }, ...setting }, PLAN_RULES).findings,
];
const short = (setting: Partial<Setting>): string[] =>
  findings(setting).map(({ rule, severity, stack, region }) => `${severity} ${rule} ${stack} ${region}`);
const exit = (setting: Partial<Setting>): number =>
  result({ plans: { foundation: calm, ...rest }, ...setting }, PLAN_RULES).verdict.exitCode;
const error = (more: Partial<Diagnostic>): Diagnostic => ({ severity: 'error', summary: 's', ...more });

test('good plans of all stacks: nothing', () => {
  expect(findings({})).toEqual([]);
  expect(exit({})).toBe(0);
});

describe('plan-errored', () => {
  test('a plan with an error, and a log without a plan', () => {
    expect(short({ plans: { foundation: { ...calm, errored: true }, ...rest } })).toEqual([
      'critical plan-errored foundation global',
    ]);
    expect(exit({ plans: { foundation: { ...calm, errored: true }, ...rest } })).toBe(2);
    expect(short({ plans: rest, logs: { foundation: [error({})] } })).toEqual([
      'critical plan-errored foundation global',
    ]);
  });

  test('an error in the log of a plan that seems whole', () =>
    expect(short({ logs: { foundation: [error({})] } })).toEqual(['critical plan-errored foundation global']));

  test('a warning is none', () =>
    expect(short({ logs: { foundation: [{ severity: 'warning', summary: 's' }] } })).toEqual([]));

  test('objects of a front door that left the config: no Region is to be put back', () => {
    const gone = (address: string): Diagnostic => error({ kind: 'provider-gone', alias: 'edge', address });
    expect(findings({ plans: rest, logs: { foundation: [gone('aws_a.a'), gone('aws_a.b')] } })).toMatchObject([
      {
        rule: 'plan-errored',
        stack: 'foundation',
        region: 'global',
        address: 'aws_a.a',
        what: 'The front door, or a part of it, left the config while foundation still owns its objects (aws_a.a and 1 more).',
      },
    ]);
  });

  test('objects of a Region that left the list: one finding, with the fix', () => {
    const gone = (address: string): Diagnostic => error({ kind: 'provider-gone', alias: 'euw1', address });
    expect(
      findings({ plans: rest, logs: { foundation: [gone('aws_a.a'), gone('aws_a.b'), gone('aws_a.c')] } }),
    ).toMatchObject([
      {
        region: 'eu-west-1',
        what: 'eu-west-1 left the list while foundation still owns resources there (aws_a.a and 2 more).',
        fix: "Put eu-west-1 back with `state: 'leaving'`, or `state: 'evacuated'` if it is lost, and drop it once that is applied.",
      },
    ]);
  });

  test('what prevent_destroy stopped, and why', () => {
    const replaced = planJson(
      [
        raw(
          'aws_dynamodb_table.t',
          ['delete', 'create'],
          { region: 'us-east-1' },
          { region: 'us-east-1' },
          { replace_paths: [['hash_key']] },
        ),
      ],
      { errored: true },
    );
    expect(
      findings({
        plans: { foundation: replaced, ...rest },
        logs: { foundation: [error({ kind: 'prevent-destroy', address: 'aws_dynamodb_table.t' })] },
      }),
    ).toMatchObject([
      {
        address: 'aws_dynamodb_table.t',
        what: 'aws_dynamodb_table.t would be destroyed, as hash_key cannot be changed in place; `prevent_destroy` stopped the plan.',
        fix: 'Undo the change of hash_key, or move the data first.',
        paths: ['hash_key'],
      },
    ]);
  });

  test('a Region that does not answer', () =>
    expect(
      findings({ plans: rest, logs: { foundation: [error({ kind: 'unreachable', region: 'eu-west-1' })] } }),
    ).toMatchObject([
      {
        region: 'eu-west-1',
        what: 'eu-west-1 does not answer, so foundation cannot be planned.',
        fix: "Plan again. If eu-west-1 is lost, set `state: 'evacuated'` for it.",
      },
    ]));
});

describe('plan-after-wave', () => {
  const lookup = error({ kind: 'not-found', address: 'data.aws_kms_alias.key' });
  const { 'region-eu-west-1': _, ...others } = rest;
  const creating = (region: string): Json => planJson([raw('aws_kms_alias.a', ['create'], null, { region })]);

  test('a lookup of what an earlier stack creates there', () => {
    const setting = { plans: { foundation: creating('eu-west-1'), ...others }, logs: { 'region-eu-west-1': [lookup] } };
    expect(short(setting)).toEqual(['info plan-after-wave region-eu-west-1 eu-west-1']);
    expect(exit(setting)).toBe(0);
  });

  test('a condition on a list that an earlier stack will fill', () => {
    const none = error({ kind: 'precondition', address: 'data.aws_cognito_user_pools.users_pool' });
    const creates = { foundation: creating('eu-west-1'), ...others };
    expect(short({ plans: creates, logs: { 'region-eu-west-1': [none] } })).toEqual([
      'info plan-after-wave region-eu-west-1 eu-west-1',
    ]);
    const managed = error({ kind: 'precondition', address: 'aws_db_instance.main' });
    expect(short({ plans: creates, logs: { 'region-eu-west-1': [managed] } })).toEqual([
      'critical plan-errored region-eu-west-1 eu-west-1',
    ]);
  });

  test('is an error where nothing is created there, or something else is wrong too', () => {
    expect(
      short({ plans: { foundation: creating('us-east-1'), ...others }, logs: { 'region-eu-west-1': [lookup] } }),
    ).toEqual(['critical plan-errored region-eu-west-1 eu-west-1']);
    expect(
      short({
        plans: { foundation: creating('eu-west-1'), ...others },
        logs: { 'region-eu-west-1': [lookup, error({})] },
      }),
    ).toContain('critical plan-errored region-eu-west-1 eu-west-1');
    const managed = error({ kind: 'not-found', address: 'aws_kms_alias.key' });
    expect(
      short({ plans: { foundation: creating('eu-west-1'), ...others }, logs: { 'region-eu-west-1': [managed] } }),
    ).toEqual(['critical plan-errored region-eu-west-1 eu-west-1']);
  });
});

describe('plan-incomplete', () => {
  test.each<[string, Json]>([
    ['-target', { ...calm, complete: false }],
    ['deferred changes', { ...calm, deferred_changes: [{}] }],
    ['-refresh-only', { ...calm, resource_changes: undefined, resource_drift: calm.resource_changes }],
  ])('%s', (_, plan) => {
    expect(short({ plans: { foundation: plan, ...rest } })).toEqual(['critical plan-incomplete foundation global']);
    expect(exit({ plans: { foundation: plan, ...rest } })).toBe(2);
  });

  test('a plan of before 1.8 does not say', () => {
    const { complete, ...older } = calm;
    expect([complete, short({ plans: { foundation: older, ...rest } })]).toEqual([true, []]);
  });
});

describe('plan-foreign', () => {
  test('other resources than head has, either way', () => {
    const less = { resource: { aws_vpc: { a: {}, b: {} } } };
    expect(findings({ stacks: { foundation: less } })).toMatchObject([
      {
        rule: 'plan-foreign',
        what: 'The plan of foundation is of something else. Its configuration lacks aws_vpc.b, which head has.',
      },
    ]);
    expect(findings({ stacks: { foundation: { resource: {} } } })).toMatchObject([
      { what: 'The plan of foundation is of something else. Its configuration has aws_vpc.a, which head lacks.' },
    ]);
  });

  test('another account', () =>
    expect(
      findings({ head: manifest(THREE, { account: '999999999999' }) }).filter(({ stack }) => stack === 'foundation'),
    ).toMatchObject([
      {
        what: `The plan of foundation is of something else. It is of account ${ACCOUNT}, and the platform is in 999999999999.`,
      },
    ]));

  test('instances, modules and ephemerals are no difference', () => {
    const plan = planJson([raw('aws_vpc.a["x"]', ['no-op'], { region: 'us-east-1' }, { region: 'us-east-1' })]);
    expect(
      short({
        plans: { foundation: plan, ...rest },
        stacks: { foundation: { resource: { aws_vpc: { a: {} } }, ephemeral: { aws_e: { e: {} } } } },
      }),
    ).toEqual([]);
  });
});

describe('plan-missing', () => {
  const { 'region-eu-west-1': _, ...some } = rest;
  const partial = { foundation: calm, ...some };
  test('a stack that differs from the base, or without a base any', () => {
    expect(short({ plans: partial })).toEqual(['critical plan-missing region-eu-west-1 eu-west-1']);
    expect(short({ plans: partial, stacks: { 'region-eu-west-1': { resource: {} } }, base: manifest(THREE) })).toEqual([
      'critical plan-missing region-eu-west-1 eu-west-1',
    ]);
  });
  test('not one that is as it was, nor one of base alone, nor for an apply', () => {
    expect(short({ plans: partial, base: manifest({ ...THREE, 'sa-east-1': 'active' }) })).toEqual([]);
    expect(short({ plans: { foundation: calm }, forApply: true })).toEqual([]);
  });
});

test('plan-only-applied: a plan without secrets is for reading', () => {
  const plan = { ...calm, variables: { plan_only: { value: true } } };
  expect(short({ plans: { foundation: plan, ...rest } })).toEqual([]);
  expect(short({ plans: { foundation: plan, ...rest }, forApply: true })).toEqual([
    'critical plan-only-applied foundation global',
  ]);
  expect(exit({ plans: { foundation: plan, ...rest }, forApply: true })).toBe(2);
});

test('beyond-approval: more than was approved, not less', () => {
  const update = (n: number): Json =>
    planJson([raw('aws_vpc.a', ['update'], { region: 'us-east-1', n: 1 }, { region: 'us-east-1', n })]);
  const approved = digestOf(review({ plans: { foundation: update(2) } }));
  const applying = (plan: Json): Finding[] => findings({ plans: { foundation: plan }, forApply: true, approved });
  expect(applying(update(2))).toEqual([]);
  expect(applying(calm)).toEqual([]);
  expect(applying(update(3))).toMatchObject([
    {
      rule: 'beyond-approval',
      severity: 'critical',
      region: 'us-east-1',
      what: 'aws_vpc.a: other values were approved, for n=3.',
      paths: ['n'],
    },
  ]);
});
