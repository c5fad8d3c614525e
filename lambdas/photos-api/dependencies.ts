import type { Log } from '../shared/log';
import type { ContentStore, ObjectStore } from '../shared/ports';
import type { Writes } from './writes';

/** All that the routes of photos, comments and users ask of the world. */
export interface PhotosDependencies {
  /** The Region that answers. */
  readonly region: string;
  /** The own Region's table `content`. */
  readonly content: ContentStore;
  /** The own Region's bucket. */
  readonly objects: ObjectStore;
  readonly writes: Writes;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** At least 10 random bytes. */
  readonly entropy: () => Uint8Array;
  readonly allowedOrigins: readonly string[];
  readonly log: Log;
}
