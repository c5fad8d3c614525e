import { progressLine, report, resultJson } from '../../lab/report';
import type { LabRun, StackRun } from '../../lab/runner';

const counts = { add: 2, change: 1, replace: 0, destroy: 0, forget: 0, import: 0 };
const passed: StackRun = {
  stack: 'foundation',
  outcome: 'passed',
  planned: counts,
  changes: [
    {
      address: 'aws_kms_key.a',
      type: 'aws_kms_key',
      actions: ['create'],
      region: 'eu-west-1',
      replacePaths: [],
      changed: [],
      before: null,
      after: { policy: 'hidden' },
    },
  ],
  outputChanges: [],
  empty: false,
  applied: true,
  settled: true,
  unsettled: [],
  calls: { 'eu-west-1': 3, global: 1 },
  callList: [],
  seconds: 1.26,
  dir: 'd',
};
const { planned: _planned, settled: _settled, empty: _empty, ...bare } = passed;
const failed: StackRun = {
  ...bare,
  stack: 'region-eu-west-1',
  outcome: 'failed',
  error: 'Error: no\n\n  with x',
  calls: {},
};
const notTried: StackRun = { ...bare, stack: 'global', outcome: 'not tried', error: 'Not tried: ...', calls: {} };
const run: LabRun = {
  mode: 'apply',
  passed: false,
  stacks: [passed, failed, notTried],
  planned: counts,
  calls: { 'eu-west-1': 3, global: 1 },
  seconds: 2.04,
  stack: () => passed,
};

test('a row for each stack, the sums, and errors as Terraform wrote them', () =>
  expect(report(run)).toBe(
    [
      'stack             add  change  replace  destroy  forget  import  second plan  seconds  calls',
      '--------------------------------------------------------------------------------------------',
      'foundation          2       1        0        0       0       0        empty      1.3  eu-west-1 3, global 1',
      'region-eu-west-1    -       -        -        -       -       -            -      1.3  none',
      'global              -       -        -        -       -       -            -        -  none',
      '--------------------------------------------------------------------------------------------',
      '3 stacks            2       1        0        0       0       0                   2.0  eu-west-1 3, global 1',
      '',
      'region-eu-west-1:',
      'Error: no',
      '',
      '  with x',
      '',
      'global:',
      'Not tried: ...',
    ].join('\n'),
  ));

test('a second plan that is not empty stands out', () =>
  expect(report({ ...run, stacks: [{ ...passed, settled: false }] })).toContain('NOT EMPTY'));

test('says what happens, as it happens', () => {
  const line = (event: Parameters<typeof progressLine>[0]) => progressLine(event, 12);
  expect(line({ type: 'planned', stack: 'foundation', planned: counts })).toBe('foundation    2 to add, 1 to change');
  expect(line({ type: 'applied', stack: 'foundation' })).toBe('foundation    applied');
  expect(line({ type: 'finished', stack: 'global', run: notTried })).toBe('global        not tried');
  expect(line({ type: 'started', stack: 'foundation' })).toBeUndefined();
});

test("the JSON has what the table has, and none of the objects' values", () => {
  const text = resultJson(run);
  expect(text).not.toContain('hidden');
  expect(JSON.parse(text)).toMatchObject({
    mode: 'apply',
    passed: false,
    calls: { 'eu-west-1': 3, global: 1 },
    stacks: [
      {
        stack: 'foundation',
        planned: counts,
        settled: true,
        changes: [{ address: 'aws_kms_key.a', actions: ['create'] }],
      },
      { stack: 'region-eu-west-1', outcome: 'failed', error: failed.error },
      { stack: 'global', outcome: 'not tried' },
    ],
  });
});
