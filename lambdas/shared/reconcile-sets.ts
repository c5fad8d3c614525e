import { ORIGIN_INDEX, ORIGIN_SHARDS, originPartition } from './fenced-write';
import type { ContentStore, Item, ItemKey } from './ports';
import type { Region } from './record';

/** One writer in one epoch: what it wrote in it is the set whose arrival is to be proven. */
export interface Origin {
  readonly writer: Region;
  readonly epoch: number;
}

/** What one replica has and the other has not. Both empty: everything written in the epoch has arrived. */
export interface Difference {
  readonly onlyHere: readonly ItemKey[];
  readonly onlyThere: readonly ItemKey[];
}

const PAGE = 500;

/**
 * Compares what two replicas hold of one origin. Sets of keys prove arrival without assuming an order: a global table
 * keeps none, not even between items of one transaction ("How DynamoDB global tables work").
 * @throws Unavailable
 */
export async function compareOrigin(here: ContentStore, there: ContentStore, origin: Origin): Promise<Difference> {
  const [ours, theirs] = await Promise.all([keysOf(here, origin), keysOf(there, origin)]);
  const [onlyHere, onlyThere] = await Promise.all([
    notSuperseded(there, missingFrom(theirs, ours), origin),
    notSuperseded(here, missingFrom(ours, theirs), origin),
  ]);
  return { onlyHere, onlyThere };
}

/** Every key of an origin, by its text. */
async function keysOf(store: ContentStore, { writer, epoch }: Origin): Promise<ReadonlyMap<string, ItemKey>> {
  const shards = Array.from({ length: ORIGIN_SHARDS }, (_, shard) => originPartition(writer, epoch, shard));
  const found = await Promise.all(shards.map((partition) => everyKey(store, partition)));
  return new Map(found.flat().map((key) => [textOf(key), key]));
}

async function everyKey(store: ContentStore, partition: string): Promise<readonly ItemKey[]> {
  const keys: ItemKey[] = [];
  let after: Item | undefined;
  do {
    const page = await store.query({
      index: ORIGIN_INDEX,
      partition,
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    keys.push(...page.items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })));
    after = page.next;
  } while (after !== undefined);
  return keys;
}

const missingFrom = (set: ReadonlyMap<string, ItemKey>, keys: ReadonlyMap<string, ItemKey>): readonly ItemKey[] =>
  [...keys].filter(([text]) => !set.has(text)).map(([, key]) => key);

/** An item that was written again in a later epoch has left this one's set there: that is no loss, its own epoch shows it. */
async function notSuperseded(
  store: ContentStore,
  keys: readonly ItemKey[],
  { epoch }: Origin,
): Promise<readonly ItemKey[]> {
  const kept = await Promise.all(
    keys.map(async (key) => {
      const ep = (await store.get(key, { strong: true }))?.ep;
      return typeof ep === 'number' && ep > epoch ? [] : [key];
    }),
  );
  return kept.flat().sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
}

const textOf = ({ pk, sk }: ItemKey): string => `${pk}\0${sk}`;

/** An item of which every version names the one it was made from. */
export interface Version {
  /** Chosen anew with every write. */
  readonly rev: string | number;
  /** `rev` of the version it was made from; absent in the first. */
  readonly base?: string | number;
}

/**
 * Whether one version overwrote another that it was not made from: two Regions changed the item without knowing of each
 * other, and the last writer won. Such a loss shows in no metric and no log of DynamoDB.
 */
export const isConflict = (overwritten: Version | undefined, by: Version): boolean =>
  overwritten !== undefined && overwritten.rev !== by.rev && by.base !== overwritten.rev;

/** Key of the item that keeps the loser for a person to look at. */
export const conflictKey = ({ pk, sk }: ItemKey, { writer, epoch }: Origin): ItemKey => ({
  pk: `CONFLICT#${pk}#${sk}`,
  sk: `${epoch}#${writer}`,
});
