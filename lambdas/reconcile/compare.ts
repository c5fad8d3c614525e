import { base64OfHex, photoFrom, photoItemKey, photoKey } from '../shared/content';
import { ORIGIN_INDEX, ORIGIN_SHARDS, originPartition } from '../shared/fenced-write';
import { ulid } from '../shared/ids';
import type { ContentStore, Item, ItemKey, ObjectStore, Value } from '../shared/ports';
import { compareOrigin, type Origin } from '../shared/reconcile-sets';
import type { Region } from '../shared/record';
import { type EpochReport, type MissingObject, SAMPLE, type Sample } from './run';

/** One Region's data. */
export interface Replica {
  readonly region: Region;
  readonly content: ContentStore;
  /** Nothing where the platform keeps no objects. */
  readonly objects: Pick<ObjectStore, 'head' | 'list'> | undefined;
}

/** Where accepted photos lie. */
const PHOTOS = photoKey('');
const PAGE = 500;
/** Items or objects asked for at a time. */
const AT_ONCE = 16;

/** What both replicas hold of one writer and epoch, compared. @throws Unavailable */
export async function compareEpoch(here: Replica, there: Replica, origin: Origin): Promise<EpochReport> {
  const { onlyHere, onlyThere } = await compareOrigin(here.content, there.content, origin);
  const keys = await Promise.all([keysOf(here.content, origin), keysOf(there.content, origin)]);
  const both = [...new Map(keys.flat().map((key) => [textOf(key), key])).values()];
  const conflicts = await conflictsAmong(both, here.content, there.content);
  return {
    epoch: origin.epoch,
    wr: origin.writer,
    with: there.region,
    compared: both.length,
    onlyHere: sampleOf(onlyHere),
    onlyThere: sampleOf(onlyThere),
    conflicts: sampleOf(conflicts),
  };
}

/**
 * Profiles that the two Regions changed without knowing of each other, and that replication has not overwritten yet. Photos and comments are only ever
 * added, so they merge.
 */
async function conflictsAmong(
  keys: readonly ItemKey[],
  here: ContentStore,
  there: ContentStore,
): Promise<readonly ItemKey[]> {
  const profiles = keys.filter(({ pk }) => pk.startsWith('USER#'));
  const found = await each(profiles, async (key) => {
    const [ours, theirs] = await Promise.all([here.get(key, { strong: true }), there.get(key, { strong: true })]);
    return areApart(lineageOf(ours), lineageOf(theirs)) ? [key] : [];
  });
  return found.flat();
}

/** A version of a profile, and those that it was made from, as far as it remembers them. */
interface Lineage {
  readonly rev: string;
  readonly ancestors: ReadonlySet<string>;
}

/** Neither was made from the other. */
function areApart(ours: Lineage | undefined, theirs: Lineage | undefined): boolean {
  if (ours === undefined || theirs === undefined || ours.rev === theirs.rev) return false;
  return !theirs.ancestors.has(ours.rev) && !ours.ancestors.has(theirs.rev);
}

function lineageOf(item: Item | undefined): Lineage | undefined {
  const { rev, base, past } = item ?? {};
  if (typeof rev !== 'string') return undefined;
  const earlier = Array.isArray(past) ? past.map((entry: Value) => revOf(entry)) : [];
  return { rev, ancestors: new Set([base, ...earlier].filter((known) => typeof known === 'string')) };
}

function revOf(entry: Value): Value | undefined {
  return typeof entry === 'object' && entry !== null && 'rev' in entry ? entry.rev : undefined;
}

/**
 * Objects of the photos that became ready in an epoch: each must lie in both buckets, with the checksum that was announced.
 * @throws Unavailable
 */
export async function compareObjects(
  here: Replica,
  there: Replica,
  origin: Origin,
): Promise<{ readonly compared: number; readonly missing: readonly MissingObject[] }> {
  const sides = [here, there].flatMap(({ region, objects }) => (objects === undefined ? [] : [{ region, objects }]));
  const keys = (await keysOf(here.content, origin)).filter(({ pk, sk }) => pk.startsWith('PHOTO#') && sk === 'META');
  const found = await each(keys, async (key) => {
    const photo = photoFrom(await here.content.get(key, { strong: true }));
    if (photo?.status !== 'ready') return undefined;
    const missing = await Promise.all(
      sides.map(async ({ region, objects }): Promise<MissingObject[]> => {
        const facts = await objects.head(photo.objectKey);
        if (facts === undefined) return [{ key: photo.objectKey, region, why: 'absent' }];
        const same = facts.sizeBytes === photo.size && (facts.sha256 ?? '') === base64OfHex(photo.sha256);
        return same ? [] : [{ key: photo.objectKey, region, why: 'checksum' }];
      }),
    );
    return missing.flat();
  });
  const compared = found.filter((missing) => missing !== undefined);
  return { compared: compared.length, missing: compared.flat() };
}

/**
 * One page of the objects that no photo stands for: a copy is made before the photo is accepted, and that may have been refused. A photo that was deleted
 * still stands for its object.
 * @param after key to go on from
 * @throws Unavailable
 */
export async function orphansAfter(
  { content, objects }: Replica,
  after: string,
): Promise<{ readonly orphans: readonly string[]; readonly next?: string }> {
  if (objects === undefined) return { orphans: [] };
  const { keys, next } = await objects.list(PHOTOS, after);
  const found = await each(keys, async (key) => {
    const photo = photoFrom(await content.get(photoItemKey(key.slice(PHOTOS.length)), { strong: true }));
    return photo === undefined || photo.status === 'pending' ? [key] : [];
  });
  return { orphans: found.flat(), ...(next === undefined ? {} : { next }) };
}

/** A key before those of all photos that were announced at a moment, or after it. */
export const keyAt = (ms: number): string => photoKey(ms <= 0 ? '' : ulid(Math.floor(ms), new Uint8Array(10)));

/** Every key that a replica holds of an origin. */
async function keysOf(store: ContentStore, { writer, epoch }: Origin): Promise<readonly ItemKey[]> {
  const shards = Array.from({ length: ORIGIN_SHARDS }, (_, shard) => originPartition(writer, epoch, shard));
  const lists = await Promise.all(shards.map((partition) => everyKey(store, partition)));
  return lists.flat();
}

async function everyKey(store: ContentStore, partition: string): Promise<readonly ItemKey[]> {
  const keys: ItemKey[] = [];
  let after: Item | undefined;
  do {
    const more = after === undefined ? {} : { after };
    const page = await store.query({ index: ORIGIN_INDEX, partition, limit: PAGE, ...more });
    keys.push(...page.items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })));
    after = page.next;
  } while (after !== undefined);
  return keys;
}

/** Runs it for every entry, a few at a time: a Region that is asked for all at once throttles. */
async function each<In, Out>(entries: readonly In[], run: (entry: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (let from = 0; from < entries.length; from += AT_ONCE)
    results.push(...(await Promise.all(entries.slice(from, from + AT_ONCE).map(run))));
  return results;
}

const textOf = ({ pk, sk }: ItemKey): string => `${pk} ${sk}`;

function sampleOf(keys: readonly ItemKey[]): Sample {
  const texts = keys.map(textOf).sort();
  return { count: texts.length, first: texts.slice(0, SAMPLE) };
}
