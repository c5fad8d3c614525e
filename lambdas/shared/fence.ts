import { Busy, Unavailable, Unclear } from './failures';
import type { FenceTable } from './ports';
import type { Scope } from './record';

/** How often one shard is asked. Repeating is harmless: a fence only moves on. */
const TRIES = 2;
/** A shard that data writes are checking is busy for moments only. */
const TRIES_BUSY = 8;

/**
 * After it returned, no write of an epoch before `epoch` passes in that Region, however late it arrives.
 * @throws Unavailable, Unclear - some shard may still be open
 */
export const closeFence = (table: FenceTable, shards: number, scope: Scope, epoch: number): Promise<void> =>
  setFence(table, shards, scope, { epoch, open: false });

/** Only after a lease for `epoch`. @throws Unavailable, Unclear - some shard may still be closed */
export const openFence = (table: FenceTable, shards: number, scope: Scope, epoch: number): Promise<void> =>
  setFence(table, shards, scope, { epoch, open: true });

async function setFence(
  table: FenceTable,
  shards: number,
  scope: Scope,
  to: { readonly epoch: number; readonly open: boolean },
): Promise<void> {
  const answers = await Promise.allSettled(
    Array.from({ length: shards }, (_, shard) => again(() => table.setShard(scope, shard, to))),
  );
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function again(ask: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await ask();
    } catch (error) {
      const left = (error instanceof Busy ? TRIES_BUSY : TRIES) - tried;
      if (left <= 0 || !(error instanceof Unavailable || error instanceof Unclear)) throw error;
    }
  }
}
