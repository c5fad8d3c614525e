import { type Problem, pathText } from '../problems';
import { ACCOUNT_CHECKS } from './account';
import { DATA_CHECKS } from './data';
import type { Draft, Entry, RegionEntry } from './draft';
import { REGIONS_CHECKS } from './regions';

export { OWN_TAGS } from './account';
export { MAX_MESH_BUCKETS } from './data';
export type { Draft } from './draft';

/** Everything that is wrong with the draft beyond its shape. */
export function problemsOf(draft: Draft): Problem[] {
  const entries = (draft.config.regions ?? []).flatMap((entry: RegionEntry | undefined, index): Entry[] => {
    const {
      name,
      state = 'active',
      data,
    }: Exclude<RegionEntry, string> = typeof entry === 'string' ? { name: entry } : (entry ?? {});
    return name ? [{ name, state, data, path: pathText(['regions', index]) }] : [];
  });
  return [...ACCOUNT_CHECKS, ...REGIONS_CHECKS, ...DATA_CHECKS].flatMap((check) => check(draft.config, entries, draft));
}
