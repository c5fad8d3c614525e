import type { Pattern, Region, StateRecord } from '../../lambdas/shared/record';
import type { Timing } from '../../lambdas/shared/timing';
import { type AppliedWrite, inWords, type Ledger, type Outcome, seconds } from './ledger';

export interface Judged {
  readonly ledger: Ledger;
  readonly pattern: Pattern;
  readonly timing: Timing;
  /** Epoch 0 of every scope. */
  readonly initial: ReadonlyMap<string, StateRecord>;
  /** Regions that may hold a scope's data (residency). */
  readonly regionsOf: ReadonlyMap<string, readonly Region[]>;
  /** The fastest and the slowest clock differ by this factor at most. */
  readonly drift: number;
}

/** What did not hold, in words; empty where all did. */
export function violations(judged: Judged): readonly string[] {
  const found = [...judged.ledger.violations];
  for (const [scope, initial] of judged.initial) found.push(...ofScope(judged, scope, initial));
  found.push(
    ...judged.ledger.outcomes.flatMap((outcome) => [...changedNothing(judged, outcome), ...inTime(judged, outcome)]),
  );
  return found;
}

function ofScope(judged: Judged, scope: string, initial: StateRecord): readonly string[] {
  const { ledger, pattern } = judged;
  const commits = ledger.commits.filter((commit) => commit.scope === scope);
  const writes = ledger.writes.filter((write) => write.scope === scope);
  const records = new Map<number, StateRecord>([[initial.epoch, initial]]);
  const found: string[] = [];
  let last = initial.epoch;
  for (const { atMs, record } of commits) {
    if (records.has(record.epoch))
      found.push(`I1 at ${seconds(atMs)} epoch ${record.epoch} was committed a second time`);
    if (record.epoch !== last + 1)
      found.push(`I6 at ${seconds(atMs)} epoch ${record.epoch} was committed after epoch ${last}`);
    records.set(record.epoch, record);
    last = record.epoch;
  }
  for (const write of writes) {
    if (!records.get(write.epoch)?.writers.includes(write.region))
      found.push(`I2 ${inWords(write)}, which the epoch does not name`);
    if (write.writer !== write.region) found.push(`I2 ${inWords(write)} is stamped ${write.writer}`);
    if (!judged.regionsOf.get(scope)?.includes(write.region)) found.push(`I10 ${inWords(write)} lies outside ${scope}`);
    found.push(...underLease(judged, write));
  }
  if (pattern !== 'active-active') found.push(...oneAfterTheOther(writes));
  for (const { atMs, record } of commits)
    for (const region of record.change.confirmed) {
      const late = writes.find((write) => write.region === region && write.epoch < record.epoch && write.atMs > atMs);
      if (late !== undefined)
        found.push(`I3 ${inWords(late)} although epoch ${record.epoch} says that its fence is closed`);
    }
  return found;
}

/** I4: once a Region has written in an epoch, no other writes in an earlier one. */
function oneAfterTheOther(writes: readonly AppliedWrite[]): readonly string[] {
  const found: string[] = [];
  const latest = new Map<Region, AppliedWrite>();
  for (const write of writes) {
    for (const other of latest.values())
      if (other.region !== write.region && other.epoch > write.epoch)
        found.push(`I4 ${inWords(write)}, after ${inWords(other)}`);
    if (write.epoch > (latest.get(write.region)?.epoch ?? -1)) latest.set(write.region, write);
  }
  return found;
}

/** I5: nothing later than a lease after the last strong read that named the Region a writer. */
function underLease({ ledger, timing, drift }: Judged, write: AppliedWrite): readonly string[] {
  const renewedMs = ledger.renewalBefore(write);
  if (renewedMs === undefined) return [`I5 ${inWords(write)} without a lease`];
  const afterMs = write.atMs - renewedMs;
  return afterMs <= timing.leaseMs * drift + 1
    ? []
    : [`I5 ${inWords(write)}, ${seconds(afterMs)} after the last renewal was sent`];
}

/** I8 */
function changedNothing({ ledger }: Judged, { kind, proposers, text }: Outcome): readonly string[] {
  if (kind !== 'refused' && kind !== 'unchanged') return [];
  return ledger.commits
    .filter(({ record }) => proposers.some((name) => record.tid.startsWith(`${name}-`)))
    .map(({ record }) => `I8 ${text} was ${kind}, and committed epoch ${record.epoch}`);
}

/** I7 */
function inTime({ timing }: Judged, { undisturbed, startedMs, endedMs, text }: Outcome): readonly string[] {
  const tookMs = endedMs - startedMs;
  return undisturbed && tookMs > 1.02 * timing.leaseMs + 3000 ? [`I7 ${text} took ${seconds(tookMs)}`] : [];
}
