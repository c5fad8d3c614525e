/**
 * What safety rests on, besides the register and the fences:
 *
 * A1. A data request takes no effect later than `sendMs` after it was sent. Needed only while the old writer's fence
 *     cannot be reached; a closed fence stops late ones too.
 * A2. The wall clocks of one Region's processes agree within `skewMs`. They share leases through the Region's LEASE item.
 *     Lambda synchronises its clocks by NTP; AWS states no bound.
 * A3. The rates of two clocks differ by less than 2 % over a lease. Nothing is assumed about their offsets: Regions never
 *     compare wall clocks.
 */
export interface Timing {
  /** L: how long a Region may write after the strong read that named it a writer was sent. */
  readonly leaseMs: number;
  /** M: how long a data write may take to land (A1). */
  readonly sendMs: number;
  /** δ (A2). */
  readonly skewMs: number;
}

export const DEFAULT_TIMING: Timing = { leaseMs: 6000, sendMs: 1000, skewMs: 500 };

/** FENCE items of a Region and scope. Two running transactions that check the same item may cancel one of them. */
export const DEFAULT_FENCE_SHARDS = 16;

/** `routing.lease.seconds`: 5 to 60, and long enough that a lease outlives its own renewal. @throws RangeError */
export function timingOf(leaseSeconds: number, rest: Omit<Timing, 'leaseMs'> = DEFAULT_TIMING): Timing {
  const least = (3 * rest.sendMs + rest.skewMs) / 1000;
  if (!(leaseSeconds >= 5 && leaseSeconds <= 60 && leaseSeconds >= least))
    throw new RangeError(
      `A lease of ${leaseSeconds} s is out of range: 5 to 60 s, and at least ${least} s (3 x ${rest.sendMs} ms to send and ${rest.skewMs} ms of skew). Set routing.lease.seconds.`,
    );
  return { leaseMs: leaseSeconds * 1000, sendMs: rest.sendMs, skewMs: rest.skewMs };
}

/** After so long on any clock (A3), every lease that began before has ended, and every write under it has landed (A1). */
export const waitMs = ({ leaseMs }: Timing): number => 1.02 * leaseMs + 200;
