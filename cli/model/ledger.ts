import type { Region, Scope, StateRecord } from '../../lambdas/shared/record';
import { scopeName } from '../../lambdas/shared/record';

/** A data write that took effect. */
export interface AppliedWrite {
  readonly atMs: number;
  readonly scope: string;
  /** Region whose tables it is in. */
  readonly region: Region;
  /** As stamped on the item. */
  readonly epoch: number;
  readonly writer: Region;
  readonly shard: number;
}

export interface Commit {
  readonly atMs: number;
  readonly scope: string;
  readonly record: StateRecord;
}

/** A strong read that named the reader's Region a writer. */
interface Renewal {
  readonly sentMs: number;
  readonly epoch: number;
}

/** What an operator's request came to. */
export interface Outcome {
  /** Its processes' names: what they committed bears them. */
  readonly proposers: readonly string[];
  readonly startedMs: number;
  readonly endedMs: number;
  readonly kind: 'done' | 'unchanged' | 'refused' | 'unclear';
  /** True where nothing that it sent was lost, late or refused, and nobody else interfered. */
  readonly undisturbed: boolean;
  readonly text: string;
}

/** What truly happened, written down by the simulated world and not by the programs under test. */
export class Ledger {
  readonly writes: AppliedWrite[] = [];
  readonly commits: Commit[] = [];
  readonly outcomes: Outcome[] = [];
  /** What is already certain to be wrong. */
  readonly violations: string[] = [];
  readonly #renewals = new Map<string, Renewal[]>();
  readonly #shards = new Map<string, number>();

  renewed(scope: Scope, region: Region, renewal: Renewal): void {
    const key = `${scopeName(scope)}/${region}`;
    const renewals = this.#renewals.get(key) ?? [];
    renewals.push(renewal);
    this.#renewals.set(key, renewals);
  }

  /** When the latest renewal for that epoch was sent; answers need not come in that order. */
  renewalBefore(write: AppliedWrite): number | undefined {
    const renewals = this.#renewals.get(`${write.scope}/${write.region}`) ?? [];
    let latestMs: number | undefined;
    for (const { epoch, sentMs } of renewals)
      if (epoch === write.epoch && sentMs <= write.atMs) latestMs = Math.max(latestMs ?? sentMs, sentMs);
    return latestMs;
  }

  fenceMoved(scope: Scope, region: Region, shard: number, epoch: number): void {
    const key = `${scopeName(scope)}/${region}/${shard}`;
    this.#shards.set(key, Math.max(this.#shards.get(key) ?? -1, epoch));
  }

  wrote(write: AppliedWrite): void {
    this.writes.push(write);
    const shown = this.#shards.get(`${write.scope}/${write.region}/${write.shard}`) ?? -1;
    if (shown > write.epoch) this.violations.push(`I3 ${inWords(write)} passed a fence that showed epoch ${shown}`);
  }
}

export const inWords = ({ atMs, region, epoch }: AppliedWrite): string =>
  `at ${seconds(atMs)} a write of epoch ${epoch} in ${region}`;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;
