import { type Problem, pathText } from '../problems';
import { CI_CHECKS } from './ci';
import { DATA_CHECKS } from './data';
import type { Draft, Entry, RegionEntry } from './draft';
import { INGRESS_CHECKS } from './ingress';
import { NETWORK_CHECKS } from './network';
import { PLATFORM_CHECKS } from './platform';
import { REGIONS_CHECKS } from './regions';
import { RESIDENCY_CHECKS } from './residency';
import { ROUTING_CHECKS } from './routing';

export { MAX_MESH_BUCKETS } from './data';
export type { Draft } from './draft';
export { OWN_TAGS } from './platform';

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
  return CHECKS.flatMap((check) => check(draft.config, entries, draft));
}

/** In the order in which their problems are told. */
const CHECKS = [
  ...PLATFORM_CHECKS,
  ...NETWORK_CHECKS,
  ...REGIONS_CHECKS,
  ...DATA_CHECKS,
  ...ROUTING_CHECKS,
  ...INGRESS_CHECKS,
  ...RESIDENCY_CHECKS,
  ...CI_CHECKS,
];
