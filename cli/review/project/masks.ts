import { isObject } from '../json';

/**
 * What Terraform says of a value's parts: `true` where a part is sensitive, or where it is known after the apply. It follows
 * the value's shape but for lists: one mask for all elements, so that it fits whatever the list's order.
 */
export type Mask = true | ObjectMask | undefined;
interface ObjectMask {
  readonly keys: ReadonlyMap<string, Mask>;
  /** Of every element, where the value is a list. */
  readonly element: Mask;
}

/**
 * The parts that any of several masks covers. A value that was sensitive before or is after is sensitive in both. A list in
 * which one element is covered is covered as a whole.
 */
export function maskOf(...raw: readonly unknown[]): Mask {
  let mask: Mask;
  for (const each of raw) mask = union(mask, read(each));
  return mask;
}

/** Mask of a part by its key. */
export const maskAt = (mask: Mask, key: string): Mask => (mask === true ? true : mask?.keys.get(key));

/** Mask of a list's elements. */
export const maskOfElements = (mask: Mask): Mask => (mask === true ? true : mask?.element);

/** Whether a mask that covers parts has the shape of a value; one that has not says that something is covered, and not what. */
export function fits(mask: Mask, raw: unknown): boolean {
  if (mask === undefined || raw === null || raw === undefined) return true;
  if (mask === true || typeof raw !== 'object') return false;
  return Array.isArray(raw) ? mask.keys.size === 0 : mask.element === undefined;
}

/** Whether anything in a raw mask is true. */
export function holdsTrue(raw: unknown): boolean {
  if (typeof raw !== 'object' || raw === null) return raw === true;
  if (Array.isArray(raw)) {
    for (const item of raw) if (holdsTrue(item)) return true;
    return false;
  }
  for (const key in raw) if (holdsTrue((raw as Record<string, unknown>)[key])) return true;
  return false;
}

function read(raw: unknown): Mask {
  if (raw === true) return true;
  // Most masks are deep and all false: a look is cheaper than a copy.
  if (!holdsTrue(raw)) return undefined;
  if (Array.isArray(raw)) {
    const element = maskOf(...raw);
    return element === true ? true : { keys: new Map(), element };
  }
  if (!isObject(raw)) return undefined;
  const keys = new Map<string, Mask>();
  for (const key of Object.keys(raw)) {
    const mask = read(raw[key]);
    if (mask !== undefined) keys.set(key, mask);
  }
  return { keys, element: undefined };
}

function union(a: Mask, b: Mask): Mask {
  if (a === true || b === true) return true;
  if (a === undefined || b === undefined) return a ?? b;
  const keys = new Map(a.keys);
  for (const [key, mask] of b.keys) keys.set(key, union(keys.get(key), mask));
  return { keys, element: union(a.element, b.element) };
}
