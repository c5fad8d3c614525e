import type { RegionName } from '../../../../config/catalog';
import { fieldsIn } from '../../../../lab/regions/json';
import { LabError } from '../../../../lab/runner';
import { duration, type Figure, none, TARGETS } from '../figures';
import type { Attempt, Moment } from '../ledger';
import { reconcile } from '../reconcile';
import type { RoutingStage } from '../stage';
import { absentIn } from '../truth';

/** A move with every Region alive. */
export interface Move {
  readonly from: RegionName;
  readonly to: RegionName;
  readonly commandMs: Moment;
  readonly opening: Attempt | undefined;
  /** Acknowledged before the opening, and not there at that moment. */
  readonly absent: readonly Attempt[];
  /** Accepted after every fence had answered that it is closed, and before one was to be opened. */
  readonly whileFenced: readonly Attempt[];
}

/**
 * Compares what is over, fences, compares the last epoch until nothing of it is missing, opens: so nothing is absent even
 * for a moment. What takes long is done before anything is fenced, and objects, which no write waits for, after the opening.
 */
export async function moveWriter(stage: RoutingStage, from: RegionName, to: RegionName, state: string): Promise<Move> {
  const { epoch: current } = await stage.stateIn(to);
  const over = Array.from({ length: Number(current) }, (_, epoch) => epoch);
  if (over.length > 0) await reconcile(stage, to, { epochs: over, objects: true });
  const commandMs = stage.note(`operator: PUT state fenced in ${to}`);
  const { from: before, confirmed } = await stage.putState(to, 'fenced');
  const { epoch } = fieldsIn(before);
  // Where a fence has not answered yet, its Region may write as long as its lease lasts.
  const closed = Array.isArray(confirmed) && confirmed.includes(from);
  const fencedMs = stage.note(`epoch ${epoch} is over${closed ? ': nobody writes' : ''}`);
  await reconcile(stage, to, { epochs: [Number(epoch)], objects: false });
  const openMs = stage.note(`operator: PUT state ${state} in ${to}`);
  const [opening] = await Promise.all([
    stage.accepted(to, commandMs),
    stage.putState(to, state, state === 'failover' ? to : undefined),
  ]);
  if (!opening)
    throw new LabError(`${to} accepted no write within a minute. Its log:\n${stage.lab.logOf(to).join('\n')}`);
  stage.note(`${to} has accepted a write`, opening.answeredMs);
  const absent = await absentIn(
    stage.lab,
    to,
    stage.ledger.acknowledged.filter(({ answeredMs }) => answeredMs < opening.answeredMs),
  );
  await reconcile(stage, to, { epochs: [Number(epoch)], objects: true });
  const within = stage.ledger.acknowledged.filter(({ sentMs }) => closed && sentMs >= fencedMs && sentMs < openMs);
  return { from, to, commandMs, opening, absent, whileFenced: within.filter(({ answeredMs }) => answeredMs < openMs) };
}

/** @param name - put before each: `failback, ` */
export function moveFigures({ ledger }: RoutingStage, move: Move, name = ''): Figure[] {
  const { from, commandMs, opening, absent, whileFenced } = move;
  const openedMs = opening?.answeredMs ?? Number.POSITIVE_INFINITY;
  const last = ledger.lastAccepted(from, openedMs);
  return [
    duration(`${name}RTO from the command`, openedMs - commandMs, TARGETS.plannedRto),
    duration(`${name}read-only`, last && openedMs - last.answeredMs, TARGETS.plannedReadOnly),
    none(`${name}acknowledged, absent at the opening`, absent.length),
    none(`${name}accepted while fenced`, whileFenced.length),
  ];
}
