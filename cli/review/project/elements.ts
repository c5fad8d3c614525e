import { canonical, isObject } from '../json';
import type { Segment } from '../model';

/** An element of a list before, after, or both, and how it is called in a path. */
export interface Pair {
  readonly segment: Segment;
  readonly before: unknown;
  readonly after: unknown;
  /** What is known after the apply in it. */
  readonly unknown: unknown;
}

/** Paired elements of two lists. */
export interface Pairs {
  readonly pairs: readonly Pair[];
  /** The same elements in another order. */
  readonly reordered: boolean;
}

/** What tells the elements of a set of blocks apart, the best first. */
const KEYS = [
  'region_name',
  'id',
  'name',
  'key',
  'sid',
  'Sid',
  'cidr_block',
  'region',
  'attribute_name',
  'path_pattern',
];
/** Lists whose order means something. The first member of an origin group is the one that is asked. */
const isOrdered = (name: string): boolean =>
  name.startsWith('ordered_') || name === 'default_action' || name === 'action' || name === 'member';

/**
 * Pairs the elements of a list with those that they were: by key where each has one, else equal ones first and the rest in
 * their order. Terraform's JSON does not tell a set from a list.
 * @param mayName whether a key may stand in a path
 */
export function pairsOf(
  name: string,
  before: readonly unknown[],
  after: readonly unknown[],
  unknown: readonly unknown[],
  mayName: (name: string, key: string) => boolean,
): Pairs {
  if (isOrdered(name)) return byPlace(before, after, unknown);
  const blocks = [...before, ...after].every(isObject);
  if (blocks && Math.max(before.length, after.length, unknown.length) <= 1) return byPlace(before, after, unknown);
  const key = blocks ? KEYS.find((candidate) => isKey(candidate, before, after, mayName)) : undefined;
  const { pairs, reordered } =
    key === undefined ? byValue(name, before, after, unknown, mayName) : byKey(key, before, after, unknown);
  // Elements that are not even counted yet.
  const later = unknown.slice(after.length).map((part, index) => ({
    segment: after.length + index,
    before: undefined,
    after: undefined,
    unknown: part,
  }));
  return { pairs: [...pairs, ...later], reordered };
}

function byPlace(before: readonly unknown[], after: readonly unknown[], unknown: readonly unknown[]): Pairs {
  const pairs = Array.from({ length: Math.max(before.length, after.length, unknown.length) }, (_, index) => ({
    segment: index,
    before: before[index],
    after: after[index],
    unknown: unknown[index],
  }));
  return { pairs, reordered: false };
}

const keyOf = (element: unknown, key: string): unknown => (isObject(element) ? element[key] : undefined);

function isKey(
  key: string,
  before: readonly unknown[],
  after: readonly unknown[],
  mayName: (name: string, key: string) => boolean,
): boolean {
  for (const list of [before, after]) {
    const seen = new Set<string>();
    for (const element of list) {
      const value = keyOf(element, key);
      if (typeof value !== 'string' || value === '' || seen.has(value) || !mayName(key, value)) return false;
      seen.add(value);
    }
  }
  return true;
}

function byKey(key: string, before: readonly unknown[], after: readonly unknown[], unknown: readonly unknown[]): Pairs {
  const was = new Map(before.map((element) => [String(keyOf(element, key)), element]));
  const pairs: Pair[] = [];
  const order: string[] = [];
  after.forEach((element, index) => {
    const value = String(keyOf(element, key));
    pairs.push({ segment: { key: value }, before: was.get(value), after: element, unknown: unknown[index] });
    if (was.delete(value)) order.push(value);
  });
  for (const [value, element] of was)
    pairs.push({ segment: { key: value }, before: element, after: undefined, unknown: undefined });
  const stayed = new Set(order);
  const orderBefore = before.map((element) => String(keyOf(element, key))).filter((value) => stayed.has(value));
  return { pairs, reordered: orderBefore.join('\n') !== order.join('\n') };
}

function byValue(
  name: string,
  before: readonly unknown[],
  after: readonly unknown[],
  unknown: readonly unknown[],
  mayName: (name: string, key: string) => boolean,
): Pairs {
  const left = new Map<string, number[]>();
  before.forEach((element, index) => {
    const text = canonical(element);
    const places = left.get(text);
    if (places) places.push(index);
    else left.set(text, [index]);
  });
  let reordered = false;
  const fresh: number[] = [];
  after.forEach((element, index) => {
    const from = left.get(canonical(element))?.shift();
    if (from === undefined || unknown[index] === true) fresh.push(index);
    else if (from !== index) reordered = true;
  });
  const gone = [...left.values()].flat().sort((a, b) => a - b);
  const scalars = [...before, ...after].every((element) => typeof element === 'string');
  if (scalars) {
    const named = (text: unknown, index: number): Segment =>
      typeof text === 'string' && mayName(name, text) ? { key: text } : index;
    return {
      pairs: [
        ...gone.map((index) => ({
          segment: named(before[index], index),
          before: before[index],
          after: undefined,
          unknown: undefined,
        })),
        ...fresh.map((index) => ({
          segment: named(after[index], index),
          before: undefined,
          after: after[index],
          unknown: unknown[index],
        })),
      ],
      reordered: reordered && gone.length === 0 && fresh.length === 0,
    };
  }
  const pairs = Array.from({ length: Math.max(gone.length, fresh.length) }, (_, place): Pair => {
    const [from, to] = [gone[place], fresh[place]];
    return {
      segment: to ?? from ?? place,
      before: from === undefined ? undefined : before[from],
      after: to === undefined ? undefined : after[to],
      unknown: to === undefined ? undefined : unknown[to],
    };
  });
  return { pairs, reordered: reordered && pairs.length === 0 };
}
