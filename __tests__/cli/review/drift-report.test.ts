import { driftReport } from '../../../cli/review/drift-report';
import { diagnosticsIn } from '../../../cli/review/inputs/log-file';
import type { Json } from '../../../cli/review/json';
import type { SuppressionConfig } from '../../../cli/review/model';
import { driftsIn, driftText, driftVerdict } from '../../../cli/review/render/drift-text';
import { manifest, planJson, raw, review, type Setting, THREE } from './plans';

const TODAY = '2027-01-31';
const REGION = 'eu-west-1';
const STACK = `region-${REGION}`;

const group = (days: number): Json => ({ region: REGION, name: 'g', retention_in_days: days });
const GROUP = 'aws_cloudwatch_log_group.g';
const changed = (address: string, before: Json, after: Json) => raw(address, ['update'], before, after);

/** A plan of one stack: what is set back, and what was changed by hand. The others are as they were left. */
const drifted = (
  drift: readonly object[],
  changes: Parameters<typeof planJson>[0] = [],
  more: Partial<Setting> = {},
): Setting => ({
  ...more,
  plans: {
    foundation: planJson([]),
    'region-us-east-1': planJson([]),
    'region-ap-southeast-2': planJson([]),
    [STACK]: planJson(changes, { resource_drift: drift }),
    ...more.plans,
  },
});

const report = (setting: Setting, previous: Parameters<typeof driftReport>[1]['previous'] = []) =>
  driftReport(review(setting), { today: TODAY, previous });
const severities = (setting: Setting): string[] =>
  report(setting).findings.map(({ severity, address }) => `${severity} ${address}`);

describe('how bad it is', () => {
  test('what the next apply sets back is medium', () => {
    const setting = drifted([changed(GROUP, group(30), group(90))], [changed(GROUP, group(90), group(30))]);
    expect(severities(setting)).toEqual([`medium ${GROUP}`]);
    expect(report(setting).findings[0]).toMatchObject({
      what: `${GROUP} in ${REGION} was changed outside of Terraform: retention_in_days.`,
      why: 'The next apply sets it back. If it was the fix of an incident, that starts again.',
    });
  });

  test('what stays as it is is low, and alarms nobody', () => {
    const setting = drifted([changed(GROUP, group(30), group(90))], [raw(GROUP, ['no-op'], group(90), group(90))]);
    expect(severities(setting)).toEqual([`low ${GROUP}`]);
    expect(report(setting).status).toBe('clean');
    expect(driftVerdict(report(setting))).toBe('Nothing at or above medium (1 low).');
  });

  test.each([
    ['aws_iam_role.r', { name: 'r', max_session_duration: 3600 }, { name: 'r', max_session_duration: 7200 }],
    ['aws_security_group.s', { region: REGION, description: 'a' }, { region: REGION, description: 'b' }],
    ['aws_vpc_security_group_ingress_rule.s', { region: REGION, from_port: 1 }, { region: REGION, from_port: 2 }],
    [
      'aws_s3_bucket_policy.p',
      { region: REGION, policy: '{}' },
      { region: REGION, policy: '{"Version":"2012-10-17"}' },
    ],
    ['aws_kms_key.k', { region: REGION, policy: '{}' }, { region: REGION, policy: '{"Version":"2012-10-17"}' }],
    [
      'aws_db_instance.d',
      { region: REGION, publicly_accessible: false },
      { region: REGION, publicly_accessible: true },
    ],
  ])('what decides who may do or reach what is high: %s', (address, before, after) =>
    expect(severities(drifted([changed(address, before, after)]))).toEqual([`high ${address}`]),
  );

  test('what was deleted by hand is made again', () => {
    const setting = drifted([raw(GROUP, ['delete'], group(30), null)], [raw(GROUP, ['create'], null, group(30))]);
    expect(report(setting).findings).toMatchObject([
      { severity: 'medium', what: `${GROUP} in ${REGION} was deleted outside of Terraform.` },
    ]);
  });

  test('tags that AWS adds are none', () => {
    const tagged = (more: Json) => ({ ...group(30), tags_all: { a: '1', ...more } });
    expect(severities(drifted([changed(GROUP, tagged({}), tagged({ 'aws:x': '2' }))]))).toEqual([]);
  });
});

const DRIFT = [changed(GROUP, group(30), group(90))];
const BACK = [changed(GROUP, group(90), group(30))];

describe('what was known', () => {
  test('alarms once, and is gone once it is', () => {
    const first = report(drifted(DRIFT, BACK));
    expect(first).toMatchObject({ status: 'new', gone: 0 });
    const remembered = driftsIn(driftText(first));
    expect(remembered).toEqual(first.remembered);
    const second = report(drifted(DRIFT, BACK), remembered);
    expect(second).toMatchObject({ status: 'known', gone: 0, findings: [{ isNew: false }] });
    expect(driftVerdict(second)).toBe('1 medium; none is new.');
    expect(report(drifted([]), remembered)).toMatchObject({ status: 'clean', gone: 1, remembered: [] });
  });

  test('stays known while its Region does not answer', () => {
    const { remembered } = report(drifted(DRIFT, BACK));
    const log = diagnosticsIn(
      'log',
      JSON.stringify({
        type: 'diagnostic',
        diagnostic: {
          severity: 'error',
          summary: 'reading group',
          detail: `dial tcp: lookup logs.${REGION}.amazonaws.com: no such host`,
        },
      }),
    );
    const { plans } = drifted([]);
    const { [STACK]: _dead, ...others } = plans;
    const dark = report({ plans: others, logs: { [STACK]: log } }, remembered);
    expect(dark.findings).toMatchObject([
      {
        rule: 'drift-unreachable',
        severity: 'medium',
        region: REGION,
        what: `${REGION} does not answer: nothing is known of ${STACK}.`,
      },
    ]);
    expect(dark.gone).toBe(0);
    expect(dark.remembered).toEqual(expect.arrayContaining([...remembered]));
    expect(report(drifted(DRIFT, BACK), dark.remembered).status).toBe('known');
  });
});

test('a stack that was not planned is not clean', () => {
  const { plans } = drifted([]);
  const { foundation: _missing, ...others } = plans;
  expect(report({ plans: others })).toMatchObject({
    status: 'new',
    findings: [
      { rule: 'drift-unknown', stack: 'foundation', what: 'foundation could not be planned: There is no plan of it.' },
    ],
  });
});

test('an evacuated Region is left out, and named', () => {
  const head = manifest({ ...THREE, [REGION]: 'evacuated' });
  const { [STACK]: _gone, ...plans } = drifted([]).plans;
  const setting = { head, plans: { ...plans, foundation: planJson([], { resource_drift: DRIFT }) } };
  expect(report(setting)).toMatchObject({ status: 'clean', findings: [], evacuated: [REGION] });
  expect(driftText(report(setting))).toContain(`Not looked at, as evacuated: ${REGION}.`);
});

test('a suppression of drift-found holds for its address alone, and those of other rules are none of its business', () => {
  const entry = (rule: string, address: string): SuppressionConfig => ({
    rule,
    address,
    reason: 'scaled by hand',
    until: '2027-02-28',
  });
  const suppress = [entry('drift-found', 'aws_cloudwatch_log_group.*'), entry('rto-worse', '*')];
  const head = manifest(THREE, { review: { failOn: 'high', suppress } });
  const other = 'aws_sqs_queue.q';
  const queue = (seconds: number): Json => ({ region: REGION, delay_seconds: seconds });
  const found = report(
    drifted([...DRIFT, changed(other, queue(1), queue(2))], [...BACK, changed(other, queue(2), queue(1))], { head }),
  );
  expect(found.findings.map(({ address }) => address)).toEqual([other]);
  expect(found.suppressed.map(({ address }) => address)).toEqual([GROUP]);
});

test('a long list is cut, and says so; an address makes no markup', () => {
  const drift = Array.from({ length: 2000 }, (_, index) =>
    changed(`aws_iam_role.r["<b>@all-${index}"]`, { max_session_duration: 1 }, { max_session_duration: 2 }),
  );
  const text = driftText(report(drifted(drift)));
  expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  expect(text).toMatch(/- and [\d,]+ more, left out here/);
  expect(text.replace(/`[^`]*`/g, '')).not.toMatch(/<b>|@all/);
  expect(driftsIn(text).length).toBe(300);
});

test('the order of stacks and drifts does not matter', () => {
  const drift = [...DRIFT, changed('aws_iam_role.r', { max_session_duration: 1 }, { max_session_duration: 2 })];
  expect(driftText(report(drifted([...drift].reverse(), BACK)))).toBe(driftText(report(drifted(drift, BACK))));
});
