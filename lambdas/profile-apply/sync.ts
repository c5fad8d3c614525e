import { errorFields, type Log } from '../shared/log';
import type { MetricSink } from '../shared/metrics';
import type { Clock, ContentStore } from '../shared/ports';
import type { Profile } from '../shared/users';
import { applyProfile, hasCopies } from './apply';
import { changesSince } from './changes';
import { type Applied, appliedFrom, type MemoryOfPool } from './memory-of-pool';
import { Pace } from './pace';
import { PoolError, type UserPool } from './user-pool';

export interface SyncDependencies {
  readonly region: string;
  readonly app: string;
  /** The own Region's replica. */
  readonly content: ContentStore;
  /** The own Region's. */
  readonly pool: UserPool;
  readonly memory: MemoryOfPool;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MetricSink;
  /** Milliseconds that a run may take, below the function's own timeout. */
  readonly limitMs: number;
}

/** What a run did. */
export interface SyncResult {
  /** Profiles that were brought to the pool. */
  readonly applied: number;
  /** Profiles that the pool refused; they are tried again by the next full run. */
  readonly refused: number;
  /** Calls to the pool. */
  readonly calls: number;
  /** Whether every change that was found is done. */
  readonly complete: boolean;
}

/** How long a change may be on its way from another Region and still be found, in milliseconds. */
const OVERLAP_MS = 600_000;
/** After so long every profile is looked at again: a Region that was cut off for hours sends its changes with their old times. */
const FULL_MS = 86_400_000;
const CALLS_PER_SECOND = 25;
/** Users looked up at once in what this Region remembers. */
const LOOK_UPS = 25;

/** Brings what changed in the profiles into the own pool. No other Region is asked for anything. */
export async function syncProfiles(dependencies: SyncDependencies): Promise<SyncResult> {
  const { content, memory, clock, metrics, app, limitMs } = dependencies;
  const startedMs = clock.monotonicMs();
  const nowMs = clock.wallMs();
  const progress = await memory.progress();
  const full = progress === undefined || Math.abs(nowMs - progress.fullAt) >= FULL_MS;
  const watermark = full ? '' : progress.watermark;
  const since = watermark === '' ? '' : new Date(Date.parse(watermark) - OVERLAP_MS).toISOString();

  const pace = new Pace(clock, CALLS_PER_SECOND);
  let [applied, refused, reached, lagMs, complete] = [0, 0, watermark, 0, true];
  for await (const { profile, before } of remembered(memory, changesSince(content, since))) {
    const late = clock.monotonicMs() - startedMs > limitMs;
    const outcome = late ? 'later' : await bring(dependencies, pace, profile, before);
    if (outcome === 'later') {
      // What is left waits at least as long as this one has.
      lagMs = Math.max(lagMs, clock.wallMs() - Date.parse(profile.updatedAt));
      complete = false;
      break;
    }
    if (outcome === 'applied') {
      applied += 1;
      lagMs = Math.max(lagMs, clock.wallMs() - Date.parse(profile.updatedAt));
    }
    if (outcome === 'refused') refused += 1;
    reached = profile.updatedAt;
  }
  await memory.setProgress({
    watermark: complete ? new Date(nowMs).toISOString() : reached,
    fullAt: full ? nowMs : progress.fullAt,
  });
  metrics.add('ProfileLag', Math.max(0, lagMs) / 1000, app);
  return { applied, refused, calls: pace.calls, complete };
}

/** A profile, with what the pool was last given of it. */
interface Remembered {
  readonly profile: Profile;
  readonly before: Applied | undefined;
}

/** Looks up what the pool has, many at a time: most of what the overlap brings is there already. */
async function* remembered(memory: MemoryOfPool, profiles: AsyncIterable<Profile>): AsyncGenerator<Remembered> {
  let waiting: Profile[] = [];
  const lookUp = (): Promise<Remembered[]> =>
    Promise.all(waiting.map(async (profile) => ({ profile, before: await memory.applied(profile.gid) })));
  for await (const profile of profiles) {
    if (!hasCopies(profile)) continue;
    waiting.push(profile);
    if (waiting.length < LOOK_UPS) continue;
    yield* await lookUp();
    waiting = [];
  }
  yield* await lookUp();
}

type Outcome = 'current' | 'applied' | 'refused' | 'later';

async function bring(
  { memory, pool, region, log }: SyncDependencies,
  pace: Pace,
  profile: Profile,
  before: Applied | undefined,
): Promise<Outcome> {
  if (before?.rev === profile.rev) return 'current';
  try {
    // A revision that was read from this very pool is in it.
    const after = profile.pool === region ? appliedFrom(profile) : await applyProfile(pool, pace, profile, before);
    await memory.setApplied(profile.gid, after);
    return profile.pool === region ? 'current' : 'applied';
  } catch (error) {
    log.warn('profile not applied', { gid: profile.gid, ...errorFields(error) });
    // One user whom the pool refuses must not hold up the others.
    return error instanceof PoolError && !error.transient ? 'refused' : 'later';
  }
}
