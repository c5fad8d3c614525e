import { ConditionFailed, WriteRefused } from '../shared/failures';
import type { FencedWriter } from '../shared/fenced-write';
import type { Lease } from '../shared/lease';
import type { Log } from '../shared/log';
import type { MetricSink } from '../shared/metrics';
import type { Clock, ContentStore } from '../shared/ports';
import type { Scope } from '../shared/record';
import type { Reservations } from '../shared/reservations';
import {
  carried,
  changed,
  conflictItem,
  isGid,
  lostRevisions,
  type ProfileChange,
  printOf,
  profileFrom,
  profileKey,
  REVISION_PREFIX,
  seenInPool,
  writesOf,
} from '../shared/users';
import type { MemoryOfPool } from './memory-of-pool';
import { PoolError, type PoolUser, type UserPool } from './user-pool';

export interface NightlyDependencies {
  readonly region: string;
  readonly scope: Scope;
  /** The own Region's. */
  readonly content: ContentStore;
  readonly lease: Pick<Lease, 'hold'>;
  readonly writer: Pick<FencedWriter, 'write'>;
  /** The own Region's. */
  readonly pool: UserPool;
  readonly memory: MemoryOfPool;
  /** Pattern data-residency only. */
  readonly reservations: Reservations | undefined;
  readonly clock: Clock;
  /** Milliseconds after which no further page is begun. */
  readonly limitMs: number;
  /** At least 10 random bytes. */
  readonly entropy: () => Uint8Array;
  readonly log: Log;
  readonly metrics: MetricSink;
}

/** What a pass found. */
export interface NightlyResult {
  /** Users that were looked at. */
  readonly seen: number;
  /** Profiles that were made or changed. */
  readonly written: number;
  /** Users that were disabled, as their e-mail belongs to another zone. */
  readonly disabled: number;
  /** Changes that another Region's overwrote, and that were kept for a person. */
  readonly conflicts: number;
  /** Whether the whole pool was looked at, in this run and those before. */
  readonly complete: boolean;
}

const MOST_REVISIONS = 200;
/** Milliseconds between the beginnings of two passes. */
const EVERY_MS = 86_400_000;
const NOTHING: NightlyResult = { seen: 0, written: 0, disabled: 0, conflicts: 0, complete: true };

/**
 * Compares the own pool, user by user, with the profiles: what an administrator changed in the console reaches the other
 * Regions through this; and what two Regions changed at once is kept for a person. Once a day, in the Region that writes; a run that has no more time is continued by the next.
 *
 * @throws NotWriter, Fenced, NoLease where the writer is moved meanwhile, PoolError
 */
export async function nightlyPass(dependencies: NightlyDependencies): Promise<NightlyResult> {
  const { pool, log, lease, scope, memory, clock, metrics, limitMs } = dependencies;
  const startedMs = clock.monotonicMs();
  const nowMs = clock.wallMs();
  const before = await memory.pass();
  const running = before?.next !== undefined && Math.abs(nowMs - before.startedAt) < EVERY_MS;
  if (before !== undefined && !running && Math.abs(nowMs - before.startedAt) < EVERY_MS) return NOTHING;
  try {
    await lease.hold(scope);
  } catch (error) {
    if (error instanceof WriteRefused) return NOTHING;
    throw error;
  }
  const startedAt = running ? before.startedAt : nowMs;
  let next = running ? before.next : undefined;
  const groups = await groupsByUser(pool);
  let [seen, written, disabled, conflicts] = [0, 0, 0, 0];
  do {
    const page = await usersAt(dependencies, next);
    for (const user of page.users.filter(({ username }) => isGid(username))) {
      seen += 1;
      const foreign = await belongsElsewhere(dependencies, user);
      if (foreign) disabled += 1;
      const enabled = user.enabled && !foreign;
      if (await take(dependencies, { ...user, enabled }, groups.get(user.username) ?? [], foreign)) written += 1;
      conflicts += await keepLost(dependencies, user.username);
    }
    next = page.next;
    await memory.setPass(next === undefined ? { startedAt } : { startedAt, next });
  } while (next !== undefined && clock.monotonicMs() - startedMs < limitMs);
  const result = { seen, written, disabled, conflicts, complete: next === undefined };
  metrics.add('ReconcileConflicts', conflicts, scope.app);
  log.info('pass over the pool', { ...result });
  return result;
}

/** A page of the pool. Its marks do not last: where one is refused, the next run begins anew. */
async function usersAt({ pool, memory }: NightlyDependencies, next: string | undefined): ReturnType<UserPool['users']> {
  try {
    return await pool.users(next);
  } catch (error) {
    if (next !== undefined && error instanceof PoolError && !error.transient)
      // A pass that began in 1970 is due.
      await memory.setPass({ startedAt: 0 });
    throw error;
  }
}

/** Writes what is news about one user. @returns whether anything was */
async function take(
  dependencies: NightlyDependencies,
  user: PoolUser,
  groups: readonly string[],
  foreign: boolean,
): Promise<boolean> {
  const { content, memory, writer, scope, region, clock, entropy, log } = dependencies;
  const gid = user.username;
  const attributes = carried(user.attributes);
  const context = { nowMs: clock.wallMs(), entropy: entropy() };
  const before = profileFrom(await content.get(profileKey(gid), { strong: true }));
  const given = await memory.applied(gid);

  let after: ReturnType<typeof changed>;
  if (before === undefined || given === undefined) {
    const seen = { attributes, enabled: user.enabled, groups };
    after = seenInPool(gid, before, seen, before === undefined && !foreign ? { ...context, pool: region } : context);
  } else {
    // Only what differs from what the pool was given was changed in the pool; the rest may be older than the profile.
    const change: ProfileChange = {
      ...(given.print === printOf(gid, attributes) ? {} : { attributes }),
      ...(given.enabled === user.enabled ? {} : { enabled: user.enabled }),
      ...([...given.groups].sort().join('\n') === [...groups].sort().join('\n') ? {} : { groups }),
    };
    after = changed(gid, before, change, context);
  }
  if (after === undefined) return false;
  try {
    await writer.write(scope, writesOf(after));
    // The next run brings the whole revision back to this pool too: it is not sure to hold all of it.
    return true;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    log.info('profile changed meanwhile', { gid, region });
    return false;
  }
}

/** Keeps the changes of one user that another Region's overwrote. @returns how many were not kept before */
async function keepLost({ content, writer, scope, log }: NightlyDependencies, gid: string): Promise<number> {
  const { pk } = profileKey(gid);
  const [item, revisions] = await Promise.all([
    content.get(profileKey(gid)),
    // More than this many within the time that they are kept is no person; the latest say what was lost last.
    content.query({ partition: pk, prefix: REVISION_PREFIX, order: 'descending', limit: MOST_REVISIONS }),
  ]);
  const profile = profileFrom(item);
  if (profile === undefined) return 0;
  let kept = 0;
  for (const lost of lostRevisions(profile, revisions.items)) {
    const conflict = conflictItem(lost);
    if ((await content.get({ pk: conflict.pk, sk: conflict.sk })) !== undefined) continue;
    await writer.write(scope, [{ kind: 'put', item: conflict }]);
    log.warn('a change was overwritten by another Region', { gid, key: conflict.pk, sk: conflict.sk });
    kept += 1;
  }
  return kept;
}

async function belongsElsewhere({ reservations }: NightlyDependencies, { attributes }: PoolUser): Promise<boolean> {
  if (reservations === undefined || attributes.email === undefined) return false;
  return (await reservations.claim(attributes.email)) !== reservations.zone;
}

async function groupsByUser(pool: UserPool): Promise<ReadonlyMap<string, readonly string[]>> {
  const byUser = new Map<string, string[]>();
  for await (const group of every((next) =>
    pool.groups(next).then((page) => ({ items: page.groups, next: page.next })),
  ))
    for await (const user of every((next) =>
      pool.usersOf(group, next).then((page) => ({ items: page.users, next: page.next })),
    ))
      byUser.set(user, [...(byUser.get(user) ?? []), group]);
  return byUser;
}

async function* every<T>(
  read: (next: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): AsyncGenerator<T> {
  let next: string | undefined;
  do {
    const page = await read(next);
    yield* page.items;
    next = page.next;
  } while (next !== undefined);
}
