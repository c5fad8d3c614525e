import type { Counts } from '../model';

/** Signs of a cell, in its order. `±` is a replacement. */
const SIGNS: readonly (readonly [keyof Counts, string])[] = [
  ['create', '+'],
  ['update', '~'],
  ['replace', '±'],
  ['destroy', '-'],
  ['forget', 'forget '],
  ['import', 'import '],
  ['unknown', 'unknown '],
];

/** `+4 ~1 forget 4`; empty where nothing happens. */
export const countsText = (counts: Counts): string =>
  SIGNS.flatMap(([kind, sign]) => (counts[kind] > 0 ? [`${sign}${counts[kind]}`] : [])).join(' ');

/** How many objects something happens to. An import that also changes is counted once. */
export const changesIn = ({ create, update, replace, destroy, forget, import: imported, unknown }: Counts): number =>
  Math.max(create + update + replace + destroy + forget + unknown, imported);

/** `1 finding`, `3 findings`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
