import type { Json } from '../../../../../cli/review/json';
import { manifest, type RawChange, raw, THREE } from '../../plans';
import { inStack } from '../case';

export const GLOBAL = 'global';
export const three = manifest(THREE);
/** The platform with its stack of what belongs to no Region. */
export const withGlobal = (states: Readonly<Record<string, string>> = THREE) => {
  const head = manifest(states);
  return { ...head, stacks: [...head.stacks, { name: GLOBAL, region: null, order: 2, dependsOn: ['foundation'] }] };
};
export const inGlobal = (changes: readonly RawChange[], head = withGlobal()) => inStack(GLOBAL, changes, { head });

export const gone = (address: string, before: Json): RawChange => raw(address, ['delete'], before, null);
export const kept = (address: string, values: Json): RawChange => raw(address, ['no-op'], values, values);
export const BACK = 'Put it back. If the Region is to go, say so with its state: `evacuated` or `leaving`.';
