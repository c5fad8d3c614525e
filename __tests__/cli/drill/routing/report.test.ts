import { duration, lossTarget, none, told } from '../../../../cli/drill/routing/figures';
import { routingProgressOn } from '../../../../cli/drill/routing/progress';
import { routingReport } from '../../../../cli/drill/routing/report';
import type { RoutingDrillResult } from '../../../../cli/drill/routing/result';

const RESULT: RoutingDrillResult = {
  scenario: 'kill-writer',
  passed: true,
  summary: 'us-east-1 dies while it writes, eu-west-1 takes over, us-east-1 returns',
  regions: ['us-east-1', 'eu-west-1'],
  primary: 'us-east-1',
  target: 'eu-west-1',
  leaseSeconds: 6,
  rate: 10,
  figures: [
    duration('RTO from the command', 6_420, 10),
    duration('read-only', 7_400, undefined, 'the same'),
    told('acknowledged, absent at the opening', 3, 'arrive later'),
    none('double writes', 0),
  ],
  events: [
    { at: 0, text: '10 writes a second asked of each Region; us-east-1 is the writer' },
    { at: 3.004, text: 'us-east-1 is dead' },
  ],
  writes: { tried: 200, accepted: 150, refused: 40, failed: 10 },
  seconds: 14.2,
};

test('what happened, and each figure beside its target', () =>
  expect(routingReport(RESULT).split('\n')).toEqual([
    'kill-writer: us-east-1 dies while it writes, eu-west-1 takes over, us-east-1 returns',
    '2 Regions (us-east-1, eu-west-1), lease 6 s, 10 writes a second asked of each',
    '',
    'seconds  event',
    '--------------',
    '   0.00  10 writes a second asked of each Region; us-east-1 is the writer',
    '   3.00  us-east-1 is dead',
    '',
    'figure                                found        target  result',
    '-----------------------------------------------------------------',
    'RTO from the command                 6.42 s     <= 10.0 s  met',
    'read-only                            7.40 s      the same',
    'acknowledged, absent at the opening       3  arrive later',
    'double writes                             0             0  met',
    '',
    'writes: 200 tried, 150 accepted, 40 refused, 10 without an answer',
    'kill-writer: every target met (14.2 s)',
  ]));

test('a target that is missed is named', () => {
  const figures = [duration('RTO from the command', undefined, 10), none('double writes', 2)];
  const lines = routingReport({ ...RESULT, passed: false, figures }).split('\n');
  expect(lines.slice(-5)).toEqual([
    'RTO from the command  never  <= 10.0 s  MISSED',
    'double writes             2          0  MISSED',
    '',
    'writes: 200 tried, 150 accepted, 40 refused, 10 without an answer',
    'kill-writer: 2 targets were missed: RTO from the command; double writes',
  ]);
});

test('a figure passes up to its target, and no further', () => {
  expect(duration('d', 3_000, 3).passed).toBe(true);
  expect(duration('d', 3_001, 3).passed).toBe(false);
  expect(duration('d', undefined, 3).passed).toBe(false);
  expect(duration('d', undefined, undefined).passed).toBe(false);
  expect(none('n', 1).passed).toBe(false);
});

test('the target for a loss is 10 s with the usual lease, and grows with it', () => {
  expect(lossTarget(5)).toBe(10);
  expect(lossTarget(6)).toBe(10);
  expect(lossTarget(16)).toBeCloseTo(20.2);
});

describe('progress', () => {
  const played = (isTTY: boolean): string => {
    const said: string[] = [];
    const progress = routingProgressOn({ isTTY, columns: 40, write: (text) => said.push(text) });
    progress.event(0, 'begins');
    progress.state('us-east-1 10/s');
    progress.state('us-east-1 9/s, and much more than there is room for');
    progress.event(3.04, 'us-east-1 is dead');
    progress.stop();
    return said.join('');
  };

  test('in a pipe: one line for each event', () =>
    expect(played(false)).toBe('     0.0 s  begins\n     3.0 s  us-east-1 is dead\n'));

  test('on a terminal: below them what clients see, no wider than the terminal', () => {
    const text = played(true);
    expect(text).toContain('us-east-1 10/s');
    const clear = '\r\u001b[2K';
    for (const line of text.replaceAll(clear, '\n').split('\n')) expect(line.length).toBeLessThan(40);
    expect(text.endsWith(`${clear}     3.0 s  us-east-1 is dead\n`)).toBe(true);
  });
});
