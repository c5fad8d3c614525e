/** JSON of unknown shape, read without believing anything. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): Json => (isObject(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The texts among the items of a list. */
export const textsOf = (value: unknown): string[] => listOf(value).filter((item) => typeof item === 'string');

/** Entries by key, so that the order in a file does not matter. */
export const sortedEntries = (value: unknown): [string, unknown][] =>
  Object.entries(objectOf(value)).sort(([a], [b]) => compare(a, b));

/** By UTF-16 code unit: the same on every machine, whatever its locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** JSON with the keys of every object in order: equal values give equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${parts.join(',')}}`;
}

/** Whether a value is nothing: the provider reads null, an empty list and an empty map where either was written. */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value !== 'object') return false;
  for (const _ in value) return false;
  return true;
}

/** Whether two values are the same, nothing and nothing included. Makes nothing, as it is asked of every attribute. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return isNothing(a) && isNothing(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return isNothing(a) && isNothing(b);
    for (let index = 0; index < a.length; index++) if (!isSame(a[index], b[index])) return false;
    return true;
  }
  const [left, right] = [a as Json, b as Json];
  for (const key in left) if (!isSame(left[key], Object.hasOwn(right, key) ? right[key] : undefined)) return false;
  for (const key in right) if (!Object.hasOwn(left, key) && !isNothing(right[key])) return false;
  return true;
}

/** Whether two values are equal in every part, the order of keys aside. */
export function isIdentical(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!isIdentical(a[index], b[index])) return false;
    return true;
  }
  const [left, right] = [a as Json, b as Json];
  let keys = 0;
  for (const key in left) {
    keys++;
    if (left[key] === right[key]) continue;
    if (!Object.hasOwn(right, key) || !isIdentical(left[key], right[key])) return false;
  }
  for (const _ in right) keys--;
  return keys === 0;
}
