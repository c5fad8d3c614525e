import { errorFields, type Log } from '../shared/log';
import type { NightlyResult } from './nightly';
import type { SyncResult } from './sync';

/** The three things that a schedule asks for, each of which may fail without the others. */
export interface ProfileApplyDependencies {
  readonly announceKeys: () => Promise<unknown>;
  readonly syncProfiles: () => Promise<SyncResult>;
  readonly nightlyPass: () => Promise<NightlyResult>;
  readonly log: Log;
}

/** What a run did, for whoever invokes it by hand. */
export interface ProfileApplyResult {
  readonly profiles: SyncResult;
  readonly nightly: NightlyResult;
}

/**
 * Makes the scheduled function. Whatever the event, it announces the pool's keys, applies what changed, and looks over the
 * whole pool where that is due.
 *
 * @throws Error once everything was tried, where something failed: that is what the function's error alarm counts
 */
export function createProfileApply(
  dependencies: ProfileApplyDependencies,
): (event: unknown) => Promise<ProfileApplyResult> {
  const { announceKeys, syncProfiles, nightlyPass, log } = dependencies;
  return async () => {
    const failed: string[] = [];
    const tried = async <T>(part: string, work: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await work();
      } catch (error) {
        failed.push(part);
        log.error('part of the run failed', { part, ...errorFields(error) });
        return undefined;
      }
    };
    const [, profiles] = await Promise.all([tried('keys', announceKeys), tried('profiles', syncProfiles)]);
    // After the profiles: what was just written to the pool is not to be taken for a change in it.
    const nightly = await tried('pool', nightlyPass);
    if (profiles === undefined || nightly === undefined || failed.length > 0)
      throw new Error(`Not done: ${failed.join(', ')}. The log says why.`);
    log.info('profiles applied', { ...profiles });
    return { profiles, nightly };
  };
}
