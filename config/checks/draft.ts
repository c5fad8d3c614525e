import type { RegionName } from '../catalog';
import { nearest, type Problem } from '../problems';
import type { CompleteConfig, DataFate, RegionState } from '../schema';

/**
 * What is left of a config when all that the schema refused is taken out of it: the checks say what else is wrong, so
 * that every problem comes at once. They judge only what is there.
 */
export interface Draft {
  readonly config: Partial<CompleteConfig>;
  /** Whether a value was there that the schema refused. */
  readonly refused: (path: readonly PropertyKey[]) => boolean;
  /** Entries of `regions` that name no Region, as they were written: each may be meant to be the one that is missed. */
  readonly unreadRegions: readonly (string | undefined)[];
}

/** An entry of `regions` as it may be in a draft; one that was refused is a gap. */
export type RegionEntry =
  | RegionName
  | {
      readonly name?: RegionName | undefined;
      readonly state?: RegionState | undefined;
      readonly data?: DataFate | undefined;
    };

export interface Entry {
  readonly name: RegionName;
  readonly state: RegionState;
  readonly data: DataFate | undefined;
  /** `regions[2]`. */
  readonly path: string;
}

export type Check = (config: Partial<CompleteConfig>, entries: readonly Entry[], draft: Draft) => Problem[];

type IngressConfig = NonNullable<CompleteConfig['ingress']>;

/** A check of the front door, where there is one. */
export const ofIngress =
  (check: (ingress: Partial<IngressConfig>, entries: readonly Entry[], draft: Draft) => Problem[]): Check =>
  (_config, entries, draft) =>
    draft.config.ingress ? check(draft.config.ingress, entries, draft) : [];

export const namesOf = (entries: readonly Entry[]): RegionName[] => [...new Set(entries.map(({ name }) => name))];

/** Whether the Region is surely not in the list: no entry is it, and none that can't be read may be meant to be it. */
export const isAbsent = (region: string, entries: readonly Entry[], { unreadRegions }: Draft): boolean =>
  entries.length > 0 &&
  !entries.some(({ name }) => name === region) &&
  !unreadRegions.some((name) => name === undefined || nearest(name, [region]));

/** The home Region and where it is written; `undefined` where that can't be read. */
export function homeOf(config: Partial<CompleteConfig>, entries: readonly Entry[], { refused }: Draft) {
  if (config.home) return { region: config.home, path: 'home' };
  const first = entries[0];
  return first?.path === 'regions[0]' && !refused(['home']) ? { region: first.name, path: first.path } : undefined;
}

export const writerOf = (
  config: Partial<CompleteConfig>,
  entries: readonly Entry[],
  draft: Draft,
): RegionName | undefined =>
  draft.refused(['writer']) ? undefined : (config.writer ?? homeOf(config, entries, draft)?.region);
