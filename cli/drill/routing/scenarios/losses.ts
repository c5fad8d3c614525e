import { DEFAULT_DELAY } from '../../../../lab/regions/dynamodb/replication';
import { duration, type Figure, lossTarget, none, told } from '../figures';
import type { Attempt, Moment } from '../ledger';
import type { RoutingStage } from '../stage';
import { absentIn } from '../truth';

/** How a Region was lost, and when another one took over. */
export interface Loss {
  readonly lostMs: Moment;
  readonly commandMs: Moment;
  readonly opening: Attempt | undefined;
  /** Acknowledged before the opening, and not there at that moment. */
  readonly absent: readonly Attempt[];
}

/** The writer is lost, an operator calls the updater of the target, the target accepts. */
export async function loseWriter(stage: RoutingStage, what: string, lose: () => void | Promise<void>): Promise<Loss> {
  const { primary, target } = stage.options;
  const lostMs = stage.note(`${primary} ${what}`);
  await lose();
  await stage.pause(stage.pace.reactionMs);
  const commandMs = stage.note(`operator: invoke AppStateUpdater of ${target} with failover`);
  const [opening] = await Promise.all([
    stage.accepted(target, commandMs),
    stage.invokeUpdater(target, 'failover', target).then(() => stage.note('the updater has answered')),
  ]);
  const absent = await absentIn(
    stage.lab,
    target,
    stage.ledger.acknowledged.filter(({ answeredMs }) => answeredMs < (opening?.answeredMs ?? 0)),
  );
  if (opening) stage.note(`${target} has accepted a write`, opening.answeredMs);
  await stage.pause(stage.pace.afterwardsMs);
  return { lostMs, commandMs, opening, absent };
}

/** @param name - how the moment of the loss is called: `death` */
export function lossFigures(stage: RoutingStage, { lostMs, commandMs, opening, absent }: Loss, name: string): Figure[] {
  const { primary, leaseSeconds } = stage.options;
  const openedMs = opening?.answeredMs;
  const last = stage.ledger.lastAccepted(primary, openedMs ?? Number.POSITIVE_INFINITY);
  // What was acknowledged so long before the loss had the time to arrive.
  const overdue = absent.filter(({ answeredMs }) => answeredMs < lostMs - OVERDUE_MS);
  const since = (fromMs: Moment | undefined): number | undefined =>
    openedMs === undefined || fromMs === undefined ? undefined : openedMs - fromMs;
  return [
    duration('RTO from the command', since(commandMs), lossTarget(leaseSeconds)),
    duration(`RTO from the ${name}`, since(lostMs), undefined, 'the time to react and the line above'),
    duration('read-only', since(last?.answeredMs), undefined, 'the same'),
    told('acknowledged, absent at the opening', absent.length, 'on their way; arrive later'),
    none('of them, older than the replication lag at the loss', overdue.length),
  ];
}

/** The greatest lag, and what the machine itself needs. */
const OVERDUE_MS = DEFAULT_DELAY.mostMs + 400;
