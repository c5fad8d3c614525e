import type { Fields } from '../json';
import type { Links } from '../links';
import { itemId, type RegionTables } from './region-tables';

/** How long a write takes to another Region, in milliseconds. Each has its own delay, so that they arrive in any order. */
export interface ReplicationDelay {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** Mostly within a second ("Global tables: how it works"). */
export const DEFAULT_DELAY: ReplicationDelay = { leastMs: 50, mostMs: 600 };

/** Which write an item shows: the later one; of two at the same time, the one of the Region whose name comes later. */
interface Version {
  readonly at: number;
  readonly region: string;
}

const newer = (one: Version, other: Version | undefined): boolean =>
  !other || one.at > other.at || (one.at === other.at && one.region > other.region);

/**
 * Eventual consistency between the Regions' tables of the same name: item by item, in any order, the last writer wins. What
 * cannot be sent now is sent when both Regions live and reach each other again.
 */
export class TableReplication {
  readonly #versions = new Map<string, Map<string, Version>>();
  #pending = 0;
  #closed = false;

  constructor(
    private readonly regions: ReadonlyMap<string, RegionTables>,
    replicated: ReadonlySet<string>,
    private readonly links: Links,
    private readonly delay: ReplicationDelay = DEFAULT_DELAY,
    private readonly random: () => number = Math.random,
  ) {
    for (const [region, tables] of regions) {
      this.#versions.set(region, new Map());
      tables.onWrite(({ table, key, image }) => {
        if (replicated.has(table)) this.#written(region, table, key, image);
      });
    }
  }

  /** Writes that have not arrived in every Region yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Nothing more is delivered. */
  close(): void {
    this.#closed = true;
  }

  #written(region: string, table: string, key: Fields, image: Fields | undefined): void {
    const versions = this.#of(region);
    const id = itemId(table, key);
    // A clock that stands still, or goes back, must not make a later write of the same item lose.
    const version = { at: Math.max(Date.now(), (versions.get(id)?.at ?? 0) + 1), region };
    versions.set(id, version);
    for (const to of this.regions.keys()) {
      if (to === region) continue;
      this.#pending += 1;
      void this.#deliver(to, table, key, image, version).finally(() => {
        this.#pending -= 1;
      });
    }
  }

  async #deliver(to: string, table: string, key: Fields, image: Fields | undefined, version: Version): Promise<void> {
    const { leastMs, mostMs } = this.delay;
    await pause(leastMs + this.random() * (mostMs - leastMs));
    while (!this.links.isAlive(version.region) || !this.links.reaches(version.region, to)) {
      if (this.#closed) return;
      await this.links.change();
      await pause(leastMs + this.random() * (mostMs - leastMs));
    }
    const tables = this.regions.get(to);
    if (this.#closed || !tables) return;
    const id = itemId(table, key);
    await tables.locks.one(id, async () => {
      const versions = this.#of(to);
      if (this.#closed || !newer(version, versions.get(id))) return;
      versions.set(id, version);
      await tables.replicate(table, key, image);
    });
  }

  #of(region: string): Map<string, Version> {
    const versions = this.#versions.get(region) ?? new Map<string, Version>();
    this.#versions.set(region, versions);
    return versions;
  }
}

// Unreferenced: a write on its way does not keep a process alive.
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
