import { type Profile, printOf } from '../shared/users';

/** What the own pool was last given of a user, or was last seen to hold. It says nothing of the person themselves. */
export interface Applied {
  readonly rev: string;
  /** Tells the attributes apart. */
  readonly print: string;
  readonly enabled: boolean;
  readonly groups: readonly string[];
}

/** How far the run has come. */
export interface Progress {
  /** `updatedAt` up to which every change is in the pool. */
  readonly watermark: string;
  /** Milliseconds since 1970 at which the last run began that read every profile, whatever its age. */
  readonly fullAt: number;
}

/** How far the pass over the whole pool has come. */
export interface Pass {
  /** Milliseconds since 1970 at which it began. */
  readonly startedAt: number;
  /** The pool's own mark of the page that it goes on with; absent once it has ended. */
  readonly next?: string;
}

/**
 * What this Region remembers of its own pool, so that it need not ask. Kept in the Region's own plain table `fence`, under
 * `SYNC#users`: it concerns no other Region. Lost, everything is applied once more, which is harmless.
 */
export interface MemoryOfPool {
  progress(): Promise<Progress | undefined>;
  setProgress(progress: Progress): Promise<void>;
  pass(): Promise<Pass | undefined>;
  setPass(pass: Pass): Promise<void>;
  applied(gid: string): Promise<Applied | undefined>;
  setApplied(gid: string, applied: Applied): Promise<void>;
}

export const appliedFrom = ({ gid, rev, attributes, enabled, groups }: Profile): Applied => ({
  rev,
  print: printOf(gid, attributes),
  enabled,
  groups,
});
