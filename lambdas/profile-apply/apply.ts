import { isGid, type Profile, printOf } from '../shared/users';
import { type Applied, appliedFrom } from './memory-of-pool';
import type { Pace } from './pace';
import { PoolError, type UserPool } from './user-pool';

/** Brings one user's copy in the pool to a profile's revision, with as few calls as can be. @throws PoolError */
export async function applyProfile(
  pool: UserPool,
  pace: Pace,
  profile: Profile,
  before: Applied | undefined,
): Promise<Applied> {
  const { gid, attributes, enabled, groups } = profile;
  const after = appliedFrom(profile);
  const call = async (work: () => Promise<void>): Promise<void> => {
    await pace.next();
    await work();
  };

  if (before === undefined) {
    let created = true;
    try {
      await call(() => pool.create(gid, attributes));
    } catch (error) {
      if (!(error instanceof PoolError) || error.code !== 'UsernameExistsException') throw error;
      created = false;
      await call(() => pool.update(gid, attributes));
    }
    // A new copy is enabled; of one that was found there, nothing is known.
    if (!created || !enabled) await call(() => pool.setEnabled(gid, enabled));
    for (const group of groups) await call(() => pool.addToGroup(gid, group));
    return after;
  }
  if (before.print !== printOf(gid, attributes)) await call(() => pool.update(gid, attributes));
  if (before.enabled !== enabled) await call(() => pool.setEnabled(gid, enabled));
  for (const group of groups.filter((name) => !before.groups.includes(name)))
    await call(() => pool.addToGroup(gid, group));
  for (const group of before.groups.filter((name) => !groups.includes(name)))
    await call(() => pool.removeFromGroup(gid, group));
  return after;
}

/** Whether a profile has a copy in every pool: users of a SAML or OIDC provider come by themselves, and a copy needs an address for its code. */
export const hasCopies = ({ gid, attributes }: Profile): boolean => isGid(gid) && attributes.email !== undefined;
