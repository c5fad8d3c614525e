import { assembledScenario, reviewedScenario } from '../../../cli/fixtures/review-fixture';
import type { ReviewResult } from '../../../cli/review/model';

/** `critical edge-removed`, as often as it is found. Notes are left out: they are of what was asked for. */
const foundIn = ({ findings }: ReviewResult): string[] =>
  findings.filter(({ severity }) => severity !== 'info').map(({ severity, rule }) => `${severity} ${rule}`);

const notesIn = ({ findings }: ReviewResult): string[] => [
  ...new Set(findings.filter(({ severity }) => severity === 'info').map(({ rule }) => rule)),
];

interface Expected {
  readonly scenario: string;
  readonly status: ReviewResult['verdict']['status'];
  readonly exitCode: number;
  readonly finds: readonly string[];
  readonly notes?: readonly string[];
}

const EXPECTED: readonly Expected[] = [
  { scenario: 'no-op', status: 'clean', exitCode: 0, finds: [] },
  { scenario: 'add-region', status: 'passed', exitCode: 0, finds: [], notes: ['plan-after-wave'] },
  {
    scenario: 'add-bucket',
    status: 'passed',
    exitCode: 0,
    finds: [],
    notes: ['contract-added', 'iam-widened'],
  },
  { scenario: 'add-table', status: 'passed', exitCode: 0, finds: [], notes: ['contract-added', 'iam-widened'] },
  { scenario: 'evacuate', status: 'passed', exitCode: 0, finds: [], notes: ['stateful-forgotten'] },
  {
    scenario: 'promote-over-writer',
    status: 'findings',
    exitCode: 1,
    finds: [
      'critical old-writer-destroyed',
      'critical protection-removed',
      'critical stateful-replaced',
      'high intent-exceeded',
    ],
    notes: ['contract-moved', 'edge-removed', 'stateful-replaced', 'writer-promoted'],
  },
  {
    scenario: 'bucket-destroyed',
    status: 'findings',
    exitCode: 1,
    finds: [
      ...Array(3).fill('critical edge-removed'),
      ...Array(3).fill('critical stateful-destroyed'),
      ...Array(3).fill('high contract-removed'),
      ...Array(3).fill('high recovery-path-changed'),
      'medium wave-many-regions',
    ],
  },
  {
    scenario: 'bucket-policy-weakened',
    status: 'findings',
    exitCode: 1,
    finds: ['critical iam-widened', 'critical public-exposure', 'medium region-differs'],
  },
  { scenario: 'role-widened', status: 'findings', exitCode: 1, finds: ['critical iam-widened'] },
  { scenario: 'output-removed', status: 'findings', exitCode: 1, finds: ['high contract-removed'] },
  { scenario: 'create', status: 'passed', exitCode: 0, finds: [], notes: ['plan-after-wave'] },
  { scenario: 'for-apply', status: 'clean', exitCode: 0, finds: [] },
  { scenario: 'returning', status: 'passed', exitCode: 0, finds: [] },
  {
    scenario: 'leaving',
    status: 'passed',
    exitCode: 0,
    finds: [],
    notes: ['protection-removed', 'stateful-destroyed'],
  },
  {
    scenario: 'promote-kept',
    status: 'passed',
    exitCode: 0,
    finds: ['medium writer-two'],
    notes: ['contract-moved', 'edge-removed', 'stateful-replaced', 'writer-promoted'],
  },
  {
    scenario: 'promote-dead',
    status: 'passed',
    exitCode: 0,
    finds: [],
    notes: ['contract-moved', 'stateful-forgotten', 'stateful-replaced', 'writer-promoted'],
  },
  {
    scenario: 'protection-removed',
    status: 'findings',
    exitCode: 1,
    finds: ['critical protection-removed', 'high rpo-worse', 'medium region-differs'],
  },
  {
    scenario: 'class-change',
    status: 'findings',
    exitCode: 1,
    finds: [...Array(2).fill('high recovery-path-changed'), ...Array(2).fill('high rto-worse'), 'medium rto-worse'],
  },
  {
    scenario: 'drift',
    status: 'findings',
    exitCode: 1,
    finds: ['high drift-undone', 'high drift-undone', 'medium region-differs', 'medium region-differs'],
  },
  { scenario: 'front-add-region', status: 'passed', exitCode: 0, finds: [], notes: ['plan-after-wave'] },
  { scenario: 'front-evacuate', status: 'passed', exitCode: 0, finds: [], notes: ['rto-worse'] },
  { scenario: 'front-returning', status: 'passed', exitCode: 0, finds: [] },
  {
    scenario: 'front-leaving',
    status: 'passed',
    exitCode: 0,
    finds: [],
    notes: ['protection-removed', 'rto-worse', 'stateful-destroyed'],
  },
  {
    scenario: 'front-record-lost',
    status: 'findings',
    exitCode: 1,
    finds: ['critical front-lost', 'high recovery-path-changed', 'high rto-worse'],
  },
  {
    scenario: 'backbone-cut',
    status: 'findings',
    exitCode: 1,
    finds: ['critical edge-removed', 'critical network-cut', 'medium wave-many-regions'],
  },
  { scenario: 'deposed', status: 'passed', exitCode: 0, finds: ['medium stateful-destroyed'] },
  { scenario: 'forget', status: 'findings', exitCode: 1, finds: ['high forget-unexpected'] },
  { scenario: 'import', status: 'findings', exitCode: 1, finds: ['high import-unexpected'] },
  {
    scenario: 'import-replace',
    status: 'findings',
    exitCode: 1,
    finds: ['critical import-replaced', 'critical stateful-replaced', 'high import-unexpected'],
  },
  { scenario: 'check', status: 'findings', exitCode: 1, finds: ['high check-failed'] },
  { scenario: 'moved', status: 'clean', exitCode: 0, finds: [] },
  ...['count', 'for-each', 'module', 'replace', 'sensitive'].map(
    (scenario): Expected => ({ scenario, status: 'passed', exitCode: 0, finds: [] }),
  ),
  {
    scenario: 'prevent-destroy',
    status: 'not-reviewable',
    exitCode: 2,
    finds: ['critical plan-errored', 'critical stateful-replaced'],
  },
  {
    scenario: 'precondition',
    status: 'not-reviewable',
    exitCode: 2,
    finds: ['critical plan-errored', 'high check-failed'],
  },
  {
    scenario: 'target',
    status: 'not-reviewable',
    exitCode: 2,
    finds: ['critical plan-incomplete', 'critical plan-incomplete'],
  },
];

describe('the verdict on', () => {
  test.each(EXPECTED)('$scenario is $status', ({ scenario, status, exitCode, finds, notes = [] }) => {
    const result = reviewedScenario(scenario);
    expect(foundIn(result)).toEqual(finds);
    expect(notesIn(result)).toEqual(notes);
    expect(result.verdict).toMatchObject({ status, exitCode });
  });
});

test('a Region that is dropped from the list while it holds objects cannot be reviewed, and it says what comes first', () => {
  const { verdict, findings } = reviewedScenario('removed-from-list');
  expect(verdict.exitCode).toBe(2);
  expect(findings[0]).toMatchObject({ rule: 'plan-errored', stack: 'foundation', region: 'ap-southeast-2' });
  expect(findings[0]?.fix).toContain("state: 'leaving'");
});

test('all that an evacuation does to the front door and to both ends of a peering was asked for', () => {
  const { changes } = assembledScenario('front-evacuate');
  const front = changes.filter(({ stack }) => stack === 'global');
  expect(front.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['destroy', 'forget', 'update']));
  expect(front.filter(({ expected }) => expected !== 'evacuating ap-southeast-2')).toEqual([]);
});

test('home that moves is critical, and nothing else is', () =>
  expect(foundIn(reviewedScenario('home-moved')).filter((each) => each.startsWith('critical'))).toEqual([
    'critical home-moved',
  ]));

test('without a base nobody knows what was asked for: the edges that an evacuation drops are looked at', () =>
  expect(reviewedScenario('evacuate', { withBase: false }).verdict).toMatchObject({ status: 'findings', exitCode: 1 }));

test('no secret is in any review', () => {
  const text = JSON.stringify(reviewedScenario('sensitive'));
  for (const secret of ['correct-horse-battery', 'hunter2']) expect(text).not.toContain(secret);
  expect(text).toContain('aws_ssm_parameter.copied');
});
