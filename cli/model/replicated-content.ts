import type { Item, ItemKey } from '../../lambdas/shared/ports';
import type { Region } from '../../lambdas/shared/record';
import type { Chance } from './chance';
import type { Timeline } from './timeline';

/** An item's version on its way between replicas. */
interface Version {
  readonly item: Item & ItemKey;
  /** By which replicas settle which version stays; the Region's name where two are equal. */
  readonly atMs: number;
  readonly from: Region;
}

/**
 * Replicas of one ordinary global table: each takes writes, and passes every item on by itself, later, in any order. The
 * version with the latest timestamp stays, everywhere ("How DynamoDB global tables work").
 */
export class ReplicatedContent {
  readonly #replicas: ReadonlyMap<Region, Map<string, Version>>;

  constructor(
    regions: readonly Region[],
    private readonly timeline: Timeline,
    private readonly chance: Chance,
    /** How long an item may take. */
    private readonly lagMs: number,
  ) {
    this.#replicas = new Map(regions.map((region) => [region, new Map<string, Version>()]));
  }

  /** @param lost true where the item never leaves its Region: what reconciling has to find */
  put(from: Region, item: Item & ItemKey, lost = false): void {
    const version = { item, atMs: this.timeline.nowMs, from };
    this.#take(from, version);
    if (lost) return;
    for (const to of this.#replicas.keys())
      if (to !== from) this.timeline.after(this.chance.between(0, this.lagMs), () => this.#take(to, version));
  }

  items(region: Region): readonly (Item & ItemKey)[] {
    return [...(this.#replicas.get(region)?.values() ?? [])].map(({ item }) => item);
  }

  #take(region: Region, version: Version): void {
    const replica = this.#replicas.get(region);
    const key = `${version.item.pk}\0${version.item.sk}`;
    const stored = replica?.get(key);
    const later =
      stored === undefined ||
      version.atMs > stored.atMs ||
      (version.atMs === stored.atMs && version.from > stored.from);
    if (later) replica?.set(key, version);
  }
}
