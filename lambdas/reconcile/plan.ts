import type { Region, Scope } from '../shared/record';
import type { Register } from '../shared/register';

/** A Region that could write in an epoch. */
export interface Planned {
  readonly epoch: number;
  readonly wr: Region;
  /** When the epoch began: wall clock of who proposed it. 0 of epoch 0, which nobody did. */
  readonly sinceMs: number;
}

/** A named epoch has never been. */
export class UnknownEpoch extends Error {
  public override readonly name = 'UnknownEpoch';
  constructor(epoch: number, latest: number) {
    super(`there is no epoch ${epoch}: the latest is ${latest}`);
  }
}

/** More epochs than these are compared only if they are named: each costs a look at every key. */
const MOST_EPOCHS = 50;
const PAGE = 100;

/**
 * Which epochs to compare, newest first: those named, or every one back to the last in which the primary wrote before another Region did. That epoch is
 * among them: its last writes are those that may never have left the primary.
 * @throws RegisterUnavailable, UnknownEpoch
 */
export async function planOf(
  register: Register,
  scope: Scope,
  named: readonly number[] | undefined,
): Promise<readonly Planned[]> {
  const { record } = await register.read(scope);
  const wanted = named === undefined ? undefined : new Set(named);
  const never = named?.find((epoch) => epoch > record.epoch);
  if (never !== undefined) throw new UnknownEpoch(never, record.epoch);
  const plan: Planned[] = [];
  const take = (epoch: number, sinceMs: number, writers: readonly Region[]): void => {
    if (wanted === undefined || wanted.has(epoch))
      plan.push(...[...writers].sort().map((wr) => ({ epoch, wr, sinceMs })));
  };
  let moved = false;
  /** @returns whether that was the last epoch to look at */
  const look = (epoch: number, sinceMs: number, writers: readonly Region[]): boolean => {
    take(epoch, sinceMs, writers);
    if (wanted !== undefined) return epoch <= Math.min(...wanted);
    if (moved && writers.includes(record.primary)) return true;
    moved ||= writers.some((writer) => writer !== record.primary);
    return record.epoch - epoch >= MOST_EPOCHS;
  };
  // From the record itself: its history item may not be there yet.
  if (look(record.epoch, record.epoch === 0 ? 0 : record.at, record.writers) || record.epoch === 0) return plan;
  let beforeEpoch = record.epoch;
  for (;;) {
    const entries = await register.history(scope, { limit: PAGE, beforeEpoch });
    for (const entry of entries) if (look(entry.epoch, entry.at, entry.to.writers)) return plan;
    const last = entries.at(-1);
    // Nobody proposed epoch 0, so it has no entry; the first one tells what it came from.
    if (last === undefined || last.epoch <= 1) {
      const { epoch, writers } = last?.from ?? record.change.from;
      if (epoch === 0) look(0, 0, writers);
      return plan;
    }
    beforeEpoch = last.epoch;
  }
}
