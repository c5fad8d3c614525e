import { TimedOut, within } from '../shared/deadline';
import { NoLease, Unavailable, Unclear } from '../shared/failures';
import type { Lease, View } from '../shared/lease';
import type { Clock, FenceTable } from '../shared/ports';
import type { Pattern, Region, Scope } from '../shared/record';

export interface ServingProps {
  readonly region: Region;
  readonly pattern: Pattern;
  readonly lease: Lease;
  /** The own Region's. */
  readonly fence: FenceTable;
  readonly clock: Clock;
  /** Milliseconds that a lease lasts: within one, what the register said still holds. */
  readonly leaseMs: number;
}

/** Whether reads and people are to be sent to this Region. */
export interface Serving {
  /** What the Region knows says that it serves, however old that is. */
  readonly named: boolean;
  /** It says so, and it is not too old. */
  readonly serves: boolean;
  /** What it rests on; nothing where the Region knows nothing. */
  readonly view: View | undefined;
  /** Milliseconds since the register said so. */
  readonly ageMs: number | undefined;
}

/** A Region that serves asks the register again after this. */
const ASK_AFTER_MS = 10_000;
/** A Region that serves and could not ask for this long serves no more: it may be cut off, and replaced. */
const STALE_AFTER_MS = 30_000;
/** For all of the register's endpoints together; a checker waits two seconds. */
const ASK_MS = 1000;

/**
 * Whether this Region serves. One that does proves it: by what the register said within 30 s, or within a lease. So an old primary that was cut off, or
 * that comes back, draws nobody back with a stale view. One that does not serve makes no call to the register, unless its own fence shows an epoch that
 * it has not learnt yet: whoever moved the writer closed it.
 */
export async function servingOf(props: ServingProps, scope: Scope): Promise<Serving> {
  const { lease, fence, clock } = props;
  const [known, shard] = await Promise.all([lease.view(scope), fence.readShard(scope, 0)]);
  const moved = shard !== undefined && (known === undefined || shard.epoch > known.record.epoch);
  const old = known !== undefined && names(props, known) && clock.wallMs() - known.asOfMs >= ASK_AFTER_MS;
  const view = known === undefined || moved || old ? await ask(props, scope, known) : known;
  if (view === undefined) return { named: false, serves: false, view, ageMs: undefined };
  const ageMs = Math.max(0, clock.wallMs() - view.asOfMs);
  const named = names(props, view);
  return { named, serves: named && ageMs < Math.max(STALE_AFTER_MS, props.leaseMs), view, ageMs };
}

/** The register's own word, which also opens or closes this Region's fence; the older view where it does not answer. */
async function ask({ lease }: ServingProps, scope: Scope, known: View | undefined): Promise<View | undefined> {
  try {
    return await within(ASK_MS, () => lease.refresh(scope));
  } catch (error) {
    if (
      error instanceof NoLease ||
      error instanceof TimedOut ||
      error instanceof Unavailable ||
      error instanceof Unclear
    )
      return known;
    throw error;
  }
}

function names({ region, pattern }: ServingProps, { record }: View): boolean {
  return pattern === 'active-active' ? record.writers.includes(region) : record.serving === region;
}
