import { Busy, TransactionConflict, Unavailable, Unclear, WriteRefused } from '../shared/failures';
import type { FencedWriter } from '../shared/fenced-write';
import type { Lease } from '../shared/lease';
import type { MetricSink } from '../shared/metrics';
import type { WriteOperation } from '../shared/ports';
import { Problem } from '../shared/problem';
import type { Scope, StateRecord } from '../shared/record';

/** Fenced writes of the one scope that photos, comments and users belong to; refusals come as problems. */
export interface Writes {
  /**
   * All of the operations, or none.
   * @returns the epoch that they were written in
   * @throws Problem `not-writer`, `fenced`, `no-lease`, `unavailable`; ConditionFailed with the operation's index
   */
  write(operations: readonly WriteOperation[]): Promise<number>;
  /** Refuses as `write` would, without writing: for what cannot be taken back, such as a signed URL. @returns the epoch */
  admit(): Promise<number>;
  /** The epoch last seen, if any. */
  lastEpoch(): number | undefined;
  /** Looks the epoch up where none was seen lately. Never rejects. */
  learnEpoch(): Promise<void>;
  /** Resolves when nothing runs on in the background. Never rejects. */
  settled(): Promise<void>;
}

export interface WritesProps {
  readonly scope: Scope;
  readonly writer: Pick<FencedWriter, 'write'>;
  readonly lease: Pick<Lease, 'hold' | 'view' | 'settled'>;
  readonly metrics: MetricSink;
  readonly nowMs: () => number;
  /** Address of a Region's API. @default - none, where the platform gives its APIs no names of their own */
  readonly urlOf?: (region: string) => string;
}

/** Milliseconds after which an epoch is looked up again, for the header of answers that rest on none. */
const EPOCH_MS = 5000;

/** Makes the writes of a scope out of the shared lease and fence. */
export function createWrites(props: WritesProps): Writes {
  const { scope, writer, lease, metrics, nowMs } = props;
  let last: { readonly epoch: number; readonly atMs: number } | undefined;
  const saw = (epoch: number): number => {
    if (last === undefined || epoch >= last.epoch) last = { epoch, atMs: nowMs() };
    return epoch;
  };
  const refusing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof WriteRefused) {
        if (error.record !== undefined) saw(error.record.epoch);
        // The other refusals are right: clients that have not yet heard of a move are told where to go.
        if (error.code === 'no-lease') metrics.add('FencedWriteRefused', 1, scope.app);
      }
      throw asProblem(error, props.urlOf);
    }
  };

  return {
    write: (operations) => refusing(async () => saw((await writer.write(scope, operations)).epoch)),
    admit: () => refusing(async () => saw((await lease.hold(scope)).epoch)),
    lastEpoch: () => last?.epoch,
    learnEpoch: async () => {
      if (last !== undefined && Math.abs(nowMs() - last.atMs) < EPOCH_MS) return;
      try {
        const view = await lease.view(scope);
        if (view !== undefined) saw(view.record.epoch);
      } catch {
        // Only a header depends on it, and reads must work where the fence table does not.
      }
    },
    settled: () => lease.settled(),
  };
}

/** What a failed write means to a client. Anything that is not known to be harmless goes on as it is. */
function asProblem(error: unknown, urlOf: WritesProps['urlOf']): unknown {
  if (error instanceof WriteRefused)
    return new Problem(error.code, error.message, placement(error.record, urlOf), { cause: error });
  if (error instanceof Unclear)
    return new Problem(
      'unavailable',
      'It is not known whether this was written. Repeat the request unchanged, with the same Idempotency-Key.',
      {},
      { cause: error },
    );
  if (error instanceof TransactionConflict || error instanceof Busy || error instanceof Unavailable)
    return new Problem('unavailable', 'Nothing was written. Repeat the request.', {}, { cause: error });
  return error;
}

function placement(
  record: StateRecord | undefined,
  urlOf: WritesProps['urlOf'],
): { state?: string; epoch?: number; writers?: readonly string[]; writerUrl?: string } {
  if (record === undefined) return {};
  const { state, epoch, writers } = record;
  const [first] = writers;
  return {
    state,
    epoch,
    writers,
    ...(first === undefined || urlOf === undefined ? {} : { writerUrl: urlOf(first) }),
  };
}
