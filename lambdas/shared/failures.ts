import type { Region, StateRecord } from './record';

/** Nothing was done, and it is not known whether asking again would help. */
export class Unavailable extends Error {
  public override readonly name: string = 'Unavailable';
}

/** Nothing was done; asked again it may be: throttling, or a race that the store lost. */
export class Busy extends Unavailable {
  public override readonly name: string = 'Busy';
}

/** Errors of a connection that never stood: the request did not leave, as there was nobody to take it. */
export const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** No answer: it may be done, it may not, and it may be done later still. */
export class Unclear extends Error {
  public override readonly name = 'Unclear';
}

/** A condition did not hold; nothing was done. */
export class ConditionFailed extends Error {
  public override readonly name = 'ConditionFailed';
  /** @param index which operation of the transaction it was, from 0; absent outside of transactions */
  constructor(
    message: string,
    public readonly index?: number,
  ) {
    super(message);
  }
}

/** The fence is not open for the epoch of the write; nothing was done. */
export class FenceClosed extends Error {
  public override readonly name = 'FenceClosed';
}

/** An item of the transaction was in another running one; nothing was done. */
export class TransactionConflict extends Error {
  public override readonly name = 'TransactionConflict';
}

/** The lease would end before the write had to have landed; it was not sent. An attempt before it makes it `Unclear`. */
export class LeaseSpent extends Error {
  public override readonly name = 'LeaseSpent';
}

/** The stored epoch is not the expected one: somebody else changed the record. */
export class EpochMismatch extends Error {
  public override readonly name = 'EpochMismatch';
  /**
   * @param committed epochs that the same request had committed before: empty where it changed nothing
   */
  constructor(
    public readonly expectedEpoch: number,
    public readonly record: StateRecord,
    public readonly committed: readonly number[] = [],
  ) {
    super(
      `Expected epoch ${expectedEpoch}, found ${record.epoch} (${record.state}, by ${record.by}). Read the state and decide again.`,
    );
  }
}

/** No endpoint of the register answered. */
export class RegisterUnavailable extends Error {
  public override readonly name = 'RegisterUnavailable';
  /**
   * @param unclear true where a change was sent and may have been made, or may still be
   * @param committed epochs that the same request had committed before
   */
  constructor(
    message: string,
    public readonly unclear: boolean = false,
    public readonly committed: readonly number[] = [],
  ) {
    super(message);
  }
}

/** Why a Region refuses a data write; nothing was written. */
export abstract class WriteRefused extends Error {
  /** As the HTTP API names it. */
  public abstract readonly code: 'not-writer' | 'fenced' | 'no-lease';
  /** What the Region knew, where it knew anything. */
  public abstract readonly record: StateRecord | undefined;
}

/** Another Region writes. */
export class NotWriter extends WriteRefused {
  public override readonly name = 'NotWriter';
  public readonly code = 'not-writer';
  constructor(
    region: Region,
    public readonly record: StateRecord,
  ) {
    super(`${region} does not write in epoch ${record.epoch}: ${record.writers.join(', ')} does.`);
  }
}

/** No Region writes. */
export class Fenced extends WriteRefused {
  public override readonly name = 'Fenced';
  public readonly code = 'fenced';
  constructor(public readonly record: StateRecord) {
    super(`Read-only in every Region since epoch ${record.epoch}.`);
  }
}

/** This Region may be the writer, but cannot prove it now: the register did not answer, or the own fence table. */
export class NoLease extends WriteRefused {
  public override readonly name = 'NoLease';
  public readonly code = 'no-lease';
  constructor(
    message: string,
    public readonly record: StateRecord | undefined,
  ) {
    super(message);
  }
}
