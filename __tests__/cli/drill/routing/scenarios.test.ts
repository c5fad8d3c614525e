import { availableParallelism, loadavg } from 'node:os';
import { parseArguments } from '../../../../cli/drill/arguments';
import type { RoutingName } from '../../../../cli/drill/routing/arguments';
import { routingReport } from '../../../../cli/drill/routing/report';
import type { RoutingDrillResult } from '../../../../cli/drill/routing/result';
import { routingDrill } from '../../../../cli/drill/routing/run';
import { ROUTING_SCENARIOS } from '../../../../cli/drill/routing/scenarios';
import type { StageOptions } from '../../../../cli/drill/routing/stage';
import { Slots } from '../../../../lab/runner/slots';

const SILENT = { event: () => undefined, state: () => undefined, stop: () => undefined };
/** Most of the time a drill waits for a lease, so two fit beside each other where nothing else keeps the machine busy. */
const SLOTS = new Slots((loadavg()[0] ?? 0) < availableParallelism() ? 2 : 1);
/** As little as is enough to see something. */
const pace = { beforeMs: 500, reactionMs: 200, afterwardsMs: 600 };

const played = (name: RoutingName, ...options: readonly string[]): Promise<RoutingDrillResult> =>
  playedWith({}, name, ...options);

async function playedWith(
  more: Pick<StageOptions, 'misconfigured'>,
  name: RoutingName,
  ...options: readonly string[]
): Promise<RoutingDrillResult> {
  const { routing } = parseArguments([name, '--lease', '5', '--rate', '4', ...options], {});
  const scenario = ROUTING_SCENARIOS.find((each) => each.name === name);
  if (!routing || !scenario) throw new Error(`${name} is not played.`);
  return SLOTS.run(0, () => routingDrill(scenario, { ...routing, ...more, pace }, SILENT));
}

/**
 * What must never happen, and did: nothing, or the whole report. The seconds are not among it, nor unanswered reads, as the
 * machine may be busy with other tests: those are for `npm run drill`.
 */
function brokenIn(result: RoutingDrillResult): string {
  const broken = result.figures.filter(
    ({ passed, unit, value, name }) =>
      !passed && (unit === 'count' ? name !== 'reads without an answer' : !Number.isFinite(value)),
  );
  return broken.length === 0 ? '' : routingReport(result);
}

const figureOf = ({ figures }: RoutingDrillResult, name: string): number | undefined =>
  figures.find((figure) => figure.name === name)?.value;

/** Seconds; the machine may be busy with other tests. */
const PATIENCE = 300_000;

test.concurrent(
  'kill-writer, three Regions: the target writes after the lease has run out, nothing is lost',
  async () => {
    const result = await played('kill-writer', '--regions', '3', '--target', 'ap-northeast-1');
    expect(brokenIn(result)).toBe('');
    expect(result).toMatchObject({ primary: 'us-east-1', target: 'ap-northeast-1' });
    // 1.02 of a lease of 5 s, and 0.2 s more: an earlier opening would not have waited for the dead writer's lease.
    expect(figureOf(result, 'RTO from the command')).toBeGreaterThanOrEqual(5.3);
    expect(result.writes.refused).toBeGreaterThan(10);
    expect(result.events.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'us-east-1 is dead',
        'ap-northeast-1 has accepted a write',
        'us-east-1 refuses to write',
      ]),
    );
  },
  PATIENCE,
);

test.concurrent(
  'isolate-writer, five Regions: the old writer goes on for its lease at most, and never beside the new one',
  async () => {
    const result = await played('isolate-writer', '--regions', '5', '--target', 'us-west-2', '--rate', '2');
    expect(brokenIn(result)).toBe('');
    expect(figureOf(result, 'double writes')).toBe(0);
    expect(figureOf(result, 'accepted by the old writer after the opening')).toBe(0);
  },
  PATIENCE,
);

test.concurrent(
  'planned-move, two Regions: nothing is absent even for a moment',
  async () => {
    const result = await played('planned-move', '--regions', '2');
    expect(brokenIn(result)).toBe('');
    expect(figureOf(result, 'acknowledged, absent at the opening')).toBe(0);
  },
  PATIENCE,
);

test.concurrent(
  'failback, three Regions: the first writer writes again, and every bucket holds the same',
  async () => {
    const result = await played('failback', '--regions', '3');
    expect(brokenIn(result)).toBe('');
    expect(figureOf(result, 'objects that differ between the Regions')).toBe(0);
    expect(figureOf(result, 'failback, acknowledged, absent at the opening')).toBe(0);
  },
  PATIENCE,
);

test.concurrent(
  'the drill is drilled: a writer whose lease is longer than the others wait for is found out',
  async () => {
    const misconfigured = { 'us-east-1': { LEASE_SECONDS: '20' } };
    const result = await playedWith({ misconfigured }, 'isolate-writer', '--regions', '2');
    expect(result.passed).toBe(false);
    expect(figureOf(result, 'double writes')).toBeGreaterThan(0);
    expect(figureOf(result, 'accepted by the old writer after the opening')).toBeGreaterThan(0);
    // None of them is lost all the same: comments and photos are only ever added.
    expect(figureOf(result, 'acknowledged, absent in any Region at the end')).toBe(0);
  },
  PATIENCE,
);
