import { canonical, compare, isNothing, isObject, isSame, type Json, listOf, objectOf } from '../json';
import type { ChangedPath, Segment, Value } from '../model';
import { pairsOf } from './elements';
import { fits, holdsTrue, type Mask, maskAt, maskOfElements } from './masks';
import { parsed } from './policy';
import { type Projector, TooDeep } from './projector';
import { isRegion, type Visibility, visibilityOf } from './visible';

/** What is different between two values of an object. */
export interface Difference {
  /** Sorted by text. */
  readonly changed: readonly ChangedPath[];
  /** Lists that hold the same in another order. */
  readonly reordered: boolean;
  /** JSON that says the same in other words. */
  readonly reworded: boolean;
}

const DEEPEST = 100;

/** A place in a value. */
interface Place {
  readonly path: readonly Segment[];
  readonly text: string;
  readonly attribute: string;
  /** Name of the attribute that it is in: that of the list for its elements. */
  readonly name: string;
  readonly mask: Mask;
  readonly visibility: Visibility;
  /** Within a map, whose keys are anybody's. */
  readonly inMap: boolean;
}

/**
 * Compares what an object was with what it becomes.
 * @param unknown Terraform's `after_unknown`
 * @param mask covers what is sensitive before or after
 * @param differing keys of all parts that are not equal, where they are known
 */
export function differenceOf(
  before: unknown,
  after: unknown,
  unknown: unknown,
  mask: Mask,
  projector: Projector,
  differing?: readonly string[],
): Difference {
  const walk = new Walk(projector);
  const root: Place = { path: [], text: '', attribute: '', name: '', mask, visibility: 'shape', inMap: false };
  if (fits(mask, before ?? after)) {
    if (differing) walk.parts(objectOf(before), objectOf(after), objectOf(unknown), differing, root);
    else walk.objects(before, after, unknown, root);
  }
  if (walk.changed.length > 1)
    walk.changed.sort((a, b) => compare(a.text, b.text) || compare(canonical(a), canonical(b)));
  return { changed: walk.changed, reordered: walk.reordered, reworded: walk.reworded };
}

class Walk {
  readonly changed: ChangedPath[] = [];
  reordered = false;
  reworded = false;

  constructor(private readonly projector: Projector) {}

  /** The parts that are known not to be the same, and those that are known after the apply. */
  parts(was: Json, is: Json, later: Json, differing: readonly string[], at: Place): void {
    for (const key of differing) this.child(own(was, key), own(is, key), own(later, key), key, at);
    for (const key in later)
      if (holdsTrue(later[key]) && !differing.includes(key))
        this.child(own(was, key), own(is, key), later[key], key, at);
  }

  objects(before: unknown, after: unknown, unknown: unknown, at: Place): void {
    const was = objectOf(before);
    const is = objectOf(after);
    const later = objectOf(unknown);
    // Most attributes stay: they are looked at without anything being made.
    for (const key in is) {
      const part = is[key];
      if (was[key] !== part || later[key] !== undefined) this.child(own(was, key), part, own(later, key), key, at);
    }
    for (const key in was) if (!Object.hasOwn(is, key)) this.child(was[key], undefined, own(later, key), key, at);
    for (const key in later)
      if (!Object.hasOwn(is, key) && !Object.hasOwn(was, key)) this.child(undefined, undefined, later[key], key, at);
  }

  private child(before: unknown, after: unknown, unknown: unknown, key: string, at: Place): void {
    if (holdsTrue(unknown) || !isSame(before, after))
      this.values(before, after, unknown, child(at, key, this.projector));
  }

  private values(before: unknown, after: unknown, unknown: unknown, at: Place): void {
    if (at.path.length > DEEPEST) throw new TooDeep('nested too deep');
    if (unknown === true) this.add('unknown', before, undefined, at);
    else if (!holdsTrue(unknown) && isSame(before, after)) return;
    else if (at.mask === true || !fits(at.mask, after) || !fits(at.mask, before))
      this.whole(before, after, unknown, at);
    else if (isList(before, after, unknown)) this.lists(listOf(before), listOf(after), listOf(unknown), at);
    else if (isMap(before, after, unknown)) this.objects(before, after, unknown, at);
    else if (typeof before === 'string' && typeof after === 'string') this.texts(before, after, at);
    else this.whole(before, after, unknown, at);
  }

  private lists(before: readonly unknown[], after: readonly unknown[], unknown: readonly unknown[], at: Place): void {
    const elements = maskOfElements(at.mask);
    const mayName = (name: string, key: string): boolean => {
      const visibility = at.visibility === 'never' ? 'never' : at.inMap ? 'shape' : visibilityOf(name);
      const mask = name === at.name ? elements : maskAt(elements, name);
      return this.projector.value(key, mask, visibility === 'policy' ? 'never' : visibility) !== undefined;
    };
    const { pairs, reordered } = pairsOf(at.name, before, after, unknown, mayName);
    this.reordered ||= reordered;
    const single = Math.max(before.length, after.length, unknown.length) <= 1 && [...before, ...after].every(isObject);
    for (const { segment, ...pair } of pairs)
      this.element(pair.before, pair.after, pair.unknown, element(at, segment, single));
  }

  /** A block that comes or goes is one path; what is in it is part of its value. */
  private element(before: unknown, after: unknown, unknown: unknown, at: Place): void {
    const fresh = before === undefined && isObject(after);
    const gone = after === undefined && isObject(before) && !holdsTrue(unknown);
    if (fresh || gone) this.whole(before, after, unknown, at);
    else if (isObject(before) && isObject(after) && at.mask !== true && fits(at.mask, before)) {
      this.objects(before, after, unknown, at);
    } else this.values(before, after, unknown, at);
  }

  private texts(before: string, after: string, at: Place): void {
    const [was, is] = [parsed(before), parsed(after)];
    const [old, next] =
      at.visibility === 'policy' && !at.inMap ? [this.projector.policy(before), this.projector.policy(after)] : [];
    if (was !== undefined && is !== undefined && canonical(was) === canonical(is)) this.reworded = true;
    else if (old === undefined || next === undefined) this.whole(before, after, undefined, at);
    else if (canonical(old) === canonical(next)) this.reworded = true;
    else this.documents(old, next, at);
  }

  /** Policies that may be shown: so may every part of them. */
  private documents(before: Value | undefined, after: Value | undefined, at: Place): void {
    if (isSame(before, after)) return;
    if (isObject(before) && isObject(after)) {
      for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
        this.documents(partOf(before, key), partOf(after, key), step(at, key));
    } else if (Array.isArray(before) && Array.isArray(after)) {
      const { pairs } = pairsOf(at.name, before, after, [], () => true);
      for (const { segment, ...pair } of pairs)
        this.documents(asValue(pair.before), asValue(pair.after), element(at, segment, false));
    } else {
      this.changed.push({
        path: at.path,
        text: at.text,
        attribute: at.attribute,
        kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      });
    }
  }

  private whole(before: unknown, after: unknown, unknown: unknown, at: Place): void {
    // A block may have nothing in it, and say by being there what is done.
    const isBlockGone = isObject(before) && after === undefined && !holdsTrue(unknown);
    const kind = isBlockGone
      ? 'removed'
      : isNothing(before)
        ? holdsTrue(unknown) && isNothing(after)
          ? 'unknown'
          : 'added'
        : isNothing(after)
          ? 'removed'
          : 'changed';
    this.add(kind, before, after, at);
  }

  private add(kind: ChangedPath['kind'], before: unknown, after: unknown, at: Place): void {
    const sensitive = at.mask === true || !fits(at.mask, before) || !fits(at.mask, after);
    const [was, is] = sensitive ? [undefined, undefined] : [this.shown(before, at), this.shown(after, at)];
    const left = (before !== undefined && was === undefined) || (after !== undefined && is === undefined);
    const changed: { -readonly [Key in keyof ChangedPath]: ChangedPath[Key] } = {
      path: at.path,
      text: at.text,
      attribute: at.attribute,
      kind,
    };
    if (was !== undefined) changed.before = was;
    if (is !== undefined) changed.after = is;
    if (sensitive) changed.hidden = 'sensitive';
    else if (left) {
      changed.hidden = 'unlisted';
      const regions = named(before, after);
      if (regions) changed.named = regions;
    }
    this.changed.push(changed);
  }

  private shown(raw: unknown, at: Place): Value | undefined {
    if (raw === undefined) return undefined;
    if (at.visibility === 'never') return undefined;
    const last = at.path[at.path.length - 1];
    if (typeof last !== 'string' && isObject(raw) && !at.inMap) return this.projector.object(raw, at.mask);
    return this.projector.value(raw, at.mask, at.visibility);
  }
}

/** Regions that one of two texts names and the other does not. */
function named(before: unknown, after: unknown): ChangedPath['named'] {
  const [was, is] = [regionsIn(before), regionsIn(after)];
  if (was.size === 0 && is.size === 0) return undefined;
  const added = [...is].filter((region) => !was.has(region)).sort();
  const removed = [...was].filter((region) => !is.has(region)).sort();
  return added.length + removed.length > 0 ? { added, removed } : undefined;
}

const NONE: ReadonlySet<string> = new Set();

const regionsIn = (value: unknown): ReadonlySet<string> => {
  const found = typeof value === 'string' ? value.match(/\b[a-z]{2}(?:-[a-z]+)+-\d\b/g) : null;
  return found ? new Set(found.filter(isRegion)) : NONE;
};

/** Not what every object inherits, as keys of a map may have any name. */
const own = (object: Json, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

const isList = (...values: readonly unknown[]): boolean =>
  values.some(Array.isArray) && values.every((value) => isNothing(value) || value === false || Array.isArray(value));

const isMap = (...values: readonly unknown[]): boolean =>
  values.some(isObject) && values.every((value) => isNothing(value) || value === false || isObject(value));

const partOf = (value: { readonly [key: string]: unknown }, key: string): Value | undefined =>
  Object.hasOwn(value, key) ? asValue(value[key]) : undefined;

/** Parts of what has been projected are projected values. */
function asValue(part: unknown): Value | undefined {
  if (Array.isArray(part)) return part.flatMap((item) => asValue(item) ?? []);
  if (isObject(part))
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, asValue(each) ?? null]));
  return typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean' || part === null
    ? part
    : undefined;
}

/** Part of an object by its key. */
function child(at: Place, key: string, projector: Projector): Place {
  const last = at.path[at.path.length - 1];
  // An object right under an attribute is a map; blocks are elements of lists.
  const inMap = at.inMap || typeof last === 'string';
  const own = visibilityOf(key);
  const visibility = at.visibility === 'never' || own === 'never' ? 'never' : inMap ? 'shape' : own;
  const shown = projector.isKey(key) ? key : '(not shown)';
  return below(at, shown, key, maskAt(at.mask, key), visibility, inMap);
}

const step = (at: Place, key: string): Place => below(at, key, key, at.mask, at.visibility, at.inMap);

function below(at: Place, key: string, name: string, mask: Mask, visibility: Visibility, inMap: boolean): Place {
  const label = /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
  const path = at.path.length === 0 ? [key] : [...at.path, key];
  return at.text === '' && at.attribute === ''
    ? { path, text: label, attribute: label, name, mask, visibility, inMap }
    : { path, text: under(at.text, label), attribute: under(at.attribute, label), name, mask, visibility, inMap };
}

const under = (text: string, label: string): string => (text === '' ? label : `${text}.${label}`);

/** An element of a list; a block that can be there only once is called by its attribute alone. */
function element(at: Place, segment: Segment, single: boolean): Place {
  const label = typeof segment === 'object' ? segment.key : String(segment);
  return {
    ...at,
    path: [...at.path, segment],
    text: single ? at.text : `${at.text}[${label}]`,
    mask: maskOfElements(at.mask),
  };
}
