import { FenceClosed, LeaseSpent, NoLease, TransactionConflict } from './failures';
import type { Grant, Lease } from './lease';
import type { ContentStore, Item, ItemKey, Random, WriteOperation } from './ports';
import type { Region, Scope } from './record';
import type { Timing } from './timing';

/** Partitions of the index `origin` for one writer and epoch: a busy writer would outgrow one. */
export const ORIGIN_SHARDS = 8;

/** The index that lists what a Region wrote in an epoch; keys only. */
export const ORIGIN_INDEX = { name: 'origin', partition: 'originPk', sort: 'originSk' } as const;

/** Partition of `ORIGIN_INDEX`. */
export const originPartition = (writer: Region, epoch: number, shard: number): string => `${writer}#${epoch}#${shard}`;

export interface FencedWriterProps {
  readonly region: Region;
  readonly lease: Lease;
  readonly content: ContentStore;
  readonly random: Random;
  readonly timing: Timing;
  /** FENCE items of a scope. */
  readonly shards: number;
  /** Told each time that another write was on the same shard, for counting. @default - nobody is */
  readonly onConflict?: (scope: Scope) => void;
}

/** What was written, and under which right. */
export interface Written {
  readonly epoch: number;
  readonly region: Region;
}

/** How many shards are tried. Two running transactions that check the same one may cancel each other. */
const SHARDS_TRIED = 4;
/** A fence may have been opened for a later epoch by another process: the lease is asked for once more. */
const GRANTS_TRIED = 2;

/**
 * The only way to write data: in one transaction with the check that the own Region's fence is open for the epoch of
 * the lease. Every item is stamped with that epoch (`ep`) and Region (`wr`), and listed in the index `origin`.
 */
export class FencedWriter {
  readonly #props: FencedWriterProps;

  constructor(props: FencedWriterProps) {
    this.#props = props;
  }

  /**
   * All of the operations, or none.
   * @throws NotWriter, Fenced, NoLease - refused; ConditionFailed with the operation's index; Busy, Unavailable - nothing
   * was written; Unclear - it may be written: ask again with the same ids
   */
  async write(scope: Scope, operations: readonly WriteOperation[]): Promise<Written> {
    const { lease, region } = this.#props;
    for (let left = GRANTS_TRIED - 1; ; left -= 1) {
      const grant = await lease.hold(scope);
      try {
        await this.#send(grant, operations);
        return { epoch: grant.epoch, region };
      } catch (error) {
        if (error instanceof FenceClosed) lease.forget(grant);
        else if (!(error instanceof LeaseSpent)) throw error;
        if (left === 0) throw new NoLease(error.message, grant.record);
      }
    }
  }

  async #send(grant: Grant, operations: readonly WriteOperation[]): Promise<void> {
    const { content, lease, random, timing, onConflict } = this.#props;
    const { scope, epoch } = grant;
    const stamped = operations.map((operation) => this.#stamped(operation, epoch));
    const shards = this.#shards();
    for (const [tried, shard] of shards.entries()) {
      try {
        return await content.transact({
          fence: { scope, shard, epoch },
          operations: stamped,
          // Another shard makes it another request: the same token would be refused.
          token: random.uuid(),
          mayBeSent: () => lease.maySend(grant),
          limitMs: timing.sendMs,
        });
      } catch (error) {
        if (!(error instanceof TransactionConflict)) throw error;
        onConflict?.(scope);
        if (tried === shards.length - 1) throw error;
      }
    }
  }

  /** Which shards to try, in which order. */
  #shards(): readonly number[] {
    const { random, shards } = this.#props;
    const first = random.below(shards);
    return Array.from({ length: SHARDS_TRIED }, (_, tried) => (first + tried) % shards);
  }

  #stamped(operation: WriteOperation, epoch: number): WriteOperation {
    if (operation.kind === 'put')
      return { ...operation, item: { ...operation.item, ...this.#stamp(operation.item, epoch) } };
    if (operation.kind === 'update')
      return { ...operation, set: { ...operation.set, ...this.#stamp(operation.key, epoch) } };
    return operation;
  }

  #stamp({ pk, sk }: ItemKey, epoch: number): Item {
    const { region, random } = this.#props;
    return {
      ep: epoch,
      wr: region,
      [ORIGIN_INDEX.partition]: originPartition(region, epoch, random.below(ORIGIN_SHARDS)),
      [ORIGIN_INDEX.sort]: `${pk} ${sk}`,
    };
  }
}
