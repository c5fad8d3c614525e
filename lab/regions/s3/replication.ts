import type { ReplicationDelay } from '../dynamodb/replication';
import type { Links } from '../links';
import type { Buckets, ObjectChange } from './objects';

/** Copies each new object, and each delete, to the same bucket's counterparts, after a delay and as soon as both Regions are reached. */
export class ObjectReplication {
  #pending = 0;
  #closed = false;
  readonly #latest = new Map<string, number>();
  #count = 0;

  constructor(
    private readonly buckets: Buckets,
    /** Buckets that are copies of each other. */
    private readonly mesh: readonly string[],
    private readonly links: Links,
    private readonly delay: ReplicationDelay,
    private readonly random: () => number = Math.random,
  ) {
    buckets.onChange((change) => {
      if (mesh.includes(change.bucket)) this.#changed(change);
    });
  }

  /** Changes that have not arrived everywhere yet. */
  get pending(): number {
    return this.#pending;
  }

  close(): void {
    this.#closed = true;
  }

  #changed(change: ObjectChange): void {
    this.#count += 1;
    const version = this.#count;
    this.#latest.set(`${change.bucket} ${change.key}`, version);
    for (const to of this.mesh) {
      if (to === change.bucket) continue;
      this.#pending += 1;
      void this.#deliver(change, to, version).finally(() => {
        this.#pending -= 1;
      });
    }
  }

  async #deliver({ bucket, key, object }: ObjectChange, to: string, version: number): Promise<void> {
    const [from = '', target = ''] = [this.buckets.regionOf(bucket), this.buckets.regionOf(to)];
    const { leastMs, mostMs } = this.delay;
    const pause = (): Promise<void> =>
      new Promise((resolve) => setTimeout(resolve, leastMs + this.random() * (mostMs - leastMs)).unref());
    await pause();
    while (!this.links.isAlive(from) || !this.links.reaches(from, target)) {
      if (this.#closed) return;
      await this.links.change();
      await pause();
    }
    const arrived = `${to} ${key}`;
    if (this.#closed || (this.#latest.get(arrived) ?? 0) > version) return;
    this.#latest.set(arrived, version);
    this.buckets.replicate({ bucket: to, key, ...(object && { object }) });
  }
}
