import { EpochMismatch, RegisterUnavailable, Unavailable } from '../../lambdas/shared/failures';
import { describeMove } from '../../lambdas/shared/machine';
import type { Region, Scope } from '../../lambdas/shared/record';
import {
  BadTarget,
  IllegalTransition,
  type MoveOptions,
  moveWriter,
  OpensElsewhere,
  TargetNotReady,
} from '../../lambdas/shared/transition';
import type { Outcome } from './ledger';
import type { SimulatedProcess } from './simulated-process';
import type { World } from './world';

/** How often a request may be passed on: to the Region that is to write, which then does it or refuses. */
const HOPS = 2;

/**
 * What an operator's request to a Region's updater comes to, passed on to the target's updater where it must be. It is
 * written into the ledger; where the proposer died, nothing is.
 * @param diesAfterMs kills the proposing process so long after it began
 */
export async function ask(
  world: World,
  asked: Region,
  scope: Scope,
  options: MoveOptions,
  diesAfterMs?: number,
): Promise<Outcome> {
  const startedMs = world.timeline.nowMs;
  const proposers: SimulatedProcess[] = [];
  const text = `"${describeMove(options)}" asked of ${asked}`;
  const ended = (kind: Outcome['kind'], alone: boolean): Outcome => {
    const outcome: Outcome = {
      proposers: proposers.map(({ name }) => name),
      startedMs,
      endedMs: world.timeline.nowMs,
      kind,
      undisturbed: alone && proposers.every(({ disturbed }) => !disturbed),
      text,
    };
    world.ledger.outcomes.push(outcome);
    return outcome;
  };
  let region = asked;
  for (let hop = 0; hop < HOPS; hop += 1) {
    if (!world.network.connected(asked, region)) return ended('refused', false);
    const process = world.process(region, 'updater');
    proposers.push(process);
    if (diesAfterMs !== undefined) world.timeline.after(diesAfterMs, () => process.die());
    try {
      const { changed } = await moveWriter(world.moveDeps(process), scope, options);
      return ended(changed ? 'done' : 'unchanged', true);
    } catch (error) {
      if (error instanceof OpensElsewhere) {
        region = error.region;
        continue;
      }
      if (error instanceof EpochMismatch) return ended(error.committed.length > 0 ? 'unclear' : 'refused', false);
      if (error instanceof RegisterUnavailable)
        return ended(error.unclear || error.committed.length > 0 ? 'unclear' : 'refused', false);
      if (REFUSALS.some((refusal) => error instanceof refusal)) return ended('refused', true);
      world.ledger.violations.push(`${text} ended in ${String(error)}`);
      return ended('unclear', false);
    }
  }
  return ended('refused', false);
}

const REFUSALS = [IllegalTransition, BadTarget, TargetNotReady, Unavailable];
