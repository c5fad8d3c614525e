/** Milliseconds since the drill began, on its one clock. */
export type Moment = number;

/** One write that a client tried. */
export interface Attempt {
  /** Region that was asked. */
  readonly region: string;
  readonly sentMs: Moment;
  readonly answeredMs: Moment;
  /** `accepted`: the client was told so. `refused`: told that nothing was written. `failed`: anything else, or no answer. */
  readonly outcome: 'accepted' | 'refused' | 'failed';
  /** `not-writer`, `fenced`, `no-lease`: why it was refused. */
  readonly code?: string;
  /** What an accepted write made. */
  readonly made?: Made;
}

/** What must be there, now that a client was told so. */
export interface Made {
  readonly pk: string;
  readonly sk: string;
  /** Key of the object that a photo must have, in each Region's bucket. @default - it has none */
  readonly object?: string;
}

/** A write that a Region's table took. */
export interface Applied {
  readonly atMs: Moment;
  /** Region of the table. */
  readonly region: string;
  /** Region that it is stamped with. */
  readonly writer: string;
  readonly epoch: number;
}

/** A committed state. */
export interface Epoch {
  readonly epoch: number;
  readonly writers: readonly string[];
}

/** One read that a client tried. */
export interface Read {
  readonly region: string;
  readonly atMs: Moment;
  readonly ok: boolean;
}

/** All that clients and tables saw. */
export class Ledger {
  readonly attempts: Attempt[] = [];
  readonly applied: Applied[] = [];
  readonly reads: Read[] = [];

  /** Writes that clients were told of, in the order in which they were. */
  get acknowledged(): Attempt[] {
    return this.attempts.filter(({ outcome }) => outcome === 'accepted').sort((a, b) => a.answeredMs - b.answeredMs);
  }

  /** The first write that another Region accepted after a moment. */
  firstAccepted(region: string, afterMs: Moment): Attempt | undefined {
    return this.acknowledged.find((attempt) => attempt.region === region && attempt.answeredMs >= afterMs);
  }

  /** The last write that was accepted in a Region before a moment. */
  lastAccepted(region: string, beforeMs: Moment): Attempt | undefined {
    return this.acknowledged.filter((attempt) => attempt.region === region && attempt.answeredMs <= beforeMs).at(-1);
  }
}

/**
 * Writes that no single writer would have made: stamped with an epoch that did not name their Region, or taken by a table
 * after another Region's table had taken one of a later epoch.
 */
export function doubleWrites(applied: readonly Applied[], epochs: readonly Epoch[]): Applied[] {
  const writersOf = new Map(epochs.map(({ epoch, writers }) => [epoch, writers]));
  const mayWrite = (region: string, epoch: number): boolean => writersOf.get(epoch)?.includes(region) ?? false;
  const rightful: Applied[] = [];
  return [...applied]
    .sort((a, b) => a.atMs - b.atMs)
    .filter((write) => {
      if (write.writer !== write.region || !mayWrite(write.region, write.epoch)) return true;
      // Regions that both epochs name may write at the same time, so their order says nothing.
      const overtaken = rightful.some(
        (other) =>
          other.epoch > write.epoch &&
          other.region !== write.region &&
          !(mayWrite(write.region, other.epoch) && mayWrite(other.region, write.epoch)),
      );
      if (!overtaken) rightful.push(write);
      return overtaken;
    });
}
