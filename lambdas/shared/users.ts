import { hashOf, ulid } from './ids';
import type { Condition, Item, ItemKey, Value, WriteOperation } from './ports';

/** A pool's attributes that are carried to every other pool: what belongs to the person, not to one pool's copy of them. */
const CARRIED = /^(email|phone_number|name|given_name|family_name|locale|zoneinfo|custom:[\w.-]{1,40})$/;
/** Whether an address was verified travels only with the address. */
const VERIFIED = /^(email|phone_number)_verified$/;

/** A user of this layer: the same id in every pool. Users of a SAML or OIDC provider have other names, and need no copy. */
const GID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const isGid = (text: string): boolean => GID.test(text);

/** Sent along by `profile-apply` where it creates a user's copy: the pool's trigger lets such a one in, in every Region. */
export const COPY_MARK = { name: 'meridian', value: 'profile-copy' } as const;

/** A user's pool attributes, by their Cognito names. */
export type Attributes = Readonly<Record<string, string>>;

/** An earlier revision: what tells an older copy of a profile from a change of it. */
export interface Past {
  readonly rev: string;
  readonly print: string;
}

/** A user, as every Region knows them. */
export interface Profile {
  readonly gid: string;
  /** As Cognito names them; `email` and `name` among them. */
  readonly attributes: Attributes;
  readonly enabled: boolean;
  /** Names of the pool's groups, sorted. */
  readonly groups: readonly string[];
  /** Names this revision; new at every change. A number would not do: two Regions would count to the same one. */
  readonly rev: string;
  /** The revision that this one was made from; empty for the first. */
  readonly base: string;
  /** Revisions before this one, the latest first, at most {@link MOST_PAST}. */
  readonly past: readonly Past[];
  /** Region whose pool this revision was read from, so that it need not be written there; absent where it came from elsewhere. */
  readonly pool?: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** What may change in a profile. */
export interface ProfileChange {
  readonly attributes?: Attributes;
  readonly enabled?: boolean;
  readonly groups?: readonly string[];
}

/** Where and when a change is made. */
export interface ChangeContext {
  readonly nowMs: number;
  /** At least 10 random bytes. */
  readonly entropy: Uint8Array;
  /** Region whose pool the change was seen in. @default - it was not seen in a pool */
  readonly pool?: string;
}

const MOST_PAST = 8;
/** Partitions of the index `changed`, so that no single one takes every change. */
export const CHANGED_SHARDS = 8;
export const changedPartition = (shard: number): string => `PROFILE#${shard}`;

export const profileKey = (gid: string): ItemKey => ({ pk: `USER#${gid}`, sk: 'PROFILE' });

/** What is carried of a pool's attributes. */
export function carried(attributes: Attributes): Attributes {
  const names = Object.keys(attributes).filter(
    (name) =>
      CARRIED.test(name) || (VERIFIED.test(name) && attributes[name.slice(0, -'_verified'.length)] !== undefined),
  );
  return Object.fromEntries(names.sort().map((name) => [name, attributes[name] ?? '']));
}

/** Tells two sets of attributes apart without telling what they are. */
export const printOf = (gid: string, attributes: Attributes): string =>
  hashOf('profile', gid, ...Object.entries(attributes).sort(byName).flat())
    .toString('base64url')
    .slice(0, 22);

/** The profile after a change, or nothing where it changes nothing. */
export function changed(
  gid: string,
  before: Profile | undefined,
  change: ProfileChange,
  { nowMs, entropy, pool }: ChangeContext,
): Profile | undefined {
  const attributes = change.attributes ?? before?.attributes ?? {};
  const enabled = change.enabled ?? before?.enabled ?? true;
  const groups = [...(change.groups ?? before?.groups ?? [])].sort();
  const same =
    before !== undefined &&
    printOf(gid, attributes) === printOf(gid, before.attributes) &&
    enabled === before.enabled &&
    groups.join('\n') === before.groups.join('\n');
  if (same) return undefined;
  return {
    gid,
    attributes,
    enabled,
    groups,
    rev: ulid(nowMs, entropy),
    base: before?.rev ?? '',
    past:
      before === undefined
        ? []
        : [{ rev: before.rev, print: printOf(gid, before.attributes) }, ...before.past].slice(0, MOST_PAST),
    ...(pool === undefined ? {} : { pool }),
    updatedAt: new Date(nowMs).toISOString(),
  };
}

/**
 * The profile after a pool was seen to hold these attributes, or nothing where that is no news. A pool that still holds
 * an earlier revision is behind, not changed: the copy to the pools takes up to five minutes, and a user who signs in
 * meanwhile must not undo a newer change.
 */
export function seenInPool(
  gid: string,
  before: Profile | undefined,
  seen: ProfileChange & { readonly attributes: Attributes },
  context: ChangeContext,
): Profile | undefined {
  const attributes = carried(seen.attributes);
  const print = printOf(gid, attributes);
  if (before === undefined || before.past.every((past) => past.print !== print))
    return changed(gid, before, { ...seen, attributes }, context);
  // What else was seen may be news, but this pool does not hold the attributes that the revision will have.
  const { pool: _behind, ...elsewhere } = context;
  return changed(gid, before, { ...seen, attributes: before.attributes }, elsewhere);
}

/** Sort keys of a user's revisions. */
export const REVISION_PREFIX = 'REV#';
/** Milliseconds for which a revision is kept beside the profile: for so long a Region may be away and still be heard. */
const REVISION_MS = 90 * 86_400_000;

/**
 * The writes that store a revision, only where nobody changed the one that it was made from. It is put twice: as the
 * profile, of which a global table keeps the last writer's alone and says nothing ("Global tables: how it works"), and
 * under a key of its own, which no other Region ever writes. So two Regions that each changed the same revision leave
 * both changes, and {@link lostRevisions} finds the one that the profile no longer has.
 */
export function writesOf(profile: Profile): readonly WriteOperation[] {
  const { changed: _index, ...image } = profileItem(profile);
  const expiresAt = Math.ceil((Date.parse(profile.updatedAt) + REVISION_MS) / 1000);
  const revision = { ...image, sk: `${REVISION_PREFIX}${profile.rev}`, expiresAt };
  return [
    { kind: 'put', item: profileItem(profile), condition: onlyAfterBase(profile) },
    { kind: 'put', item: revision, condition: { exists: false } },
  ];
}

function onlyAfterBase({ base }: Profile): Condition {
  return base === '' ? { exists: false } : { equals: { rev: base } };
}

export function profileItem(profile: Profile): Item & ItemKey {
  const { gid, attributes, enabled, groups, rev, base, past, pool, updatedAt } = profile;
  return {
    ...profileKey(gid),
    gid,
    attributes: { ...attributes },
    enabled,
    groups: [...groups],
    rev,
    base,
    past: past.map(({ rev: id, print }) => ({ rev: id, print })),
    ...(pool === undefined ? {} : { pool }),
    updatedAt,
    changed: changedPartition(hashOf('changed', gid).readUInt8(0) % CHANGED_SHARDS),
  };
}

/** Reads a profile's item; nothing where it is none. */
export function profileFrom(item: Item | undefined): Profile | undefined {
  const { gid, enabled, rev, base, updatedAt, pool } = item ?? {};
  if (typeof gid !== 'string' || typeof enabled !== 'boolean' || typeof rev !== 'string') return undefined;
  if (typeof base !== 'string' || typeof updatedAt !== 'string') return undefined;
  const past = listOf(item?.past).map(textsOf);
  return {
    gid,
    attributes: textsOf(item?.attributes),
    enabled,
    groups: listOf(item?.groups)
      .filter((group) => typeof group === 'string')
      .sort(),
    rev,
    base,
    past: past.map((entry) => ({ rev: entry.rev ?? '', print: entry.print ?? '' })),
    ...(typeof pool === 'string' ? { pool } : {}),
    updatedAt,
  };
}

/**
 * Revisions that the profile was neither made from nor will become: what one Region wrote and another overwrote.
 *
 * @param profile as it is stored now @param revisions every revision of that user that is kept
 */
export function lostRevisions(profile: Profile, revisions: readonly Item[]): readonly Item[] {
  const sources = new Map<string, readonly string[]>();
  // Its own memory bridges revisions that have not arrived yet; those before it are kept, as later ones are kept longer.
  for (const known of [profile, ...revisions.flatMap((item) => profileFrom(item) ?? [])])
    sources.set(known.rev, [known.base, ...known.past.map(({ rev }) => rev)]);
  const lineage = (rev: string, seen: Set<string> = new Set()): ReadonlySet<string> => {
    if (rev === '' || seen.has(rev)) return seen;
    seen.add(rev);
    for (const source of sources.get(rev) ?? []) lineage(source, seen);
    return seen;
  };
  const ancestors = lineage(profile.rev);
  return revisions.filter((item) => {
    const { rev } = item;
    return typeof rev === 'string' && !ancestors.has(rev) && !lineage(rev).has(profile.rev);
  });
}

/** A lost revision, kept for a person to decide. It is put once: it stays lost, and is found every day. */
export function conflictItem(lost: Item): Item & ItemKey {
  const { gid, ep, wr, rev } = lost;
  const { expiresAt: _kept, ...image } = lost;
  return { pk: `CONFLICT#USER#${gid}`, sk: `${ep}#${wr}#${rev}`, image };
}

function textsOf(value: Value | undefined): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);
