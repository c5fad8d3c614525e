import { engineReport } from '../../../lab/engine';
import type { EngineRun } from '../../../lab/engine/results';
import { NOTHING } from '../../../lab/runner/changes';

const run = (passed: boolean, fits: boolean): EngineRun => ({
  mode: 'apply',
  passed,
  stacks: [
    {
      stack: 'foundation',
      outcome: passed ? 'passed' : 'failed',
      ...(!passed && { error: 'Error: what AWS says' }),
      planned: { ...NOTHING, add: 3 },
      changes: [],
      outputChanges: [],
      applied: passed,
      ...(passed && { settled: true }),
      unsettled: [],
      calls: { 'eu-west-1': 12 },
      callList: [],
      seconds: 1.25,
      dir: 'd',
    },
  ],
  planned: { ...NOTHING, add: 3 },
  calls: { 'eu-west-1': 12 },
  seconds: 2,
  stack: () => {
    throw new Error('not asked for');
  },
  provider: { version: '5.100.0', wanted: '>= 6.38.0, < 7.0.0', fits },
  emulator: { name: 'moto', endpoint: 'http://127.0.0.1:5000' },
  mended: [],
  findings: new Map([
    [
      'foundation',
      {
        leftOut: [
          { address: 'aws_a.x', type: 'aws_a', why: 'not implemented' },
          { address: 'aws_a.y', type: 'aws_a', why: 'not implemented' },
          { address: 'output.x', type: 'output', why: 'needs aws_b.z', needs: 'aws_b.z' },
          { address: 'aws_b.z', type: 'aws_b', why: 'not ready within 300 s' },
          { address: 'aws_c.z', type: 'aws_c', argument: 'replica', why: 'no replicas' },
        ],
        unknown: fits ? [] : [{ type: 'aws_c', argument: 'replica.consistency_mode', address: 'aws_c.z' }],
        drift: [{ address: 'aws_d.d', type: 'aws_d', arguments: ['rule'], why: 'it forgets' }],
      },
    ],
  ]),
});

test('what was left out, what is set again and what really failed are told apart', () => {
  const [, ...sections] = engineReport(run(true, false)).split('\n\n');
  expect(sections).toEqual([
    'Provider: 5.100.0. The stacks require >= 6.38.0, < 7.0.0: it was tried all the same\nEmulator: moto at http://127.0.0.1:5000',
    'Arguments that the provider 5.100.0 does not know, left out:\n  aws_c: replica.consistency_mode',
    [
      'Left out:',
      '  aws_a (not implemented), 2 times',
      '  aws_b (not ready within 300 s, and 1 that need it)',
      '  aws_c: replica (no replicas)',
    ].join('\n'),
    'Set again by every plan:\n  aws_d: rule (it forgets)',
    'Real failures: none.',
  ]);
});

test('a real failure is told in full, and where', () => {
  const text = engineReport(run(false, true));
  expect(text).toContain('foundation:\nError: what AWS says');
  expect(text).toContain('Provider: 5.100.0\n');
  expect(text).toMatch(/Real failures: in foundation, see above\.$/);
});
