import { canonical, compare, isObject, type Json, objectOf } from './json';
import type { SynthesizedPlatform } from './model';

/** A stack that has to be planned, and why. */
export interface AffectedStack {
  readonly stack: string;
  /** Null where it works in several. */
  readonly region: string | null;
  /** `changed`, `new` or `gone` by its own bytes; `looks-up`: it looks up by name what a changed stack makes. */
  readonly reason: 'changed' | 'new' | 'gone' | 'looks-up';
  /** Stacks whose change is the reason of `looks-up`. */
  readonly because?: readonly string[];
}

/**
 * Compares what is synthesized, which is exact: the same input gives the same bytes.
 * @param bodyOf a stack's `cdk.tf.json`, of head or of base
 * @returns in the order in which they are applied
 */
export function affectedStacks(
  head: SynthesizedPlatform,
  base: SynthesizedPlatform,
  bodyOf: (side: 'head' | 'base', stack: string) => Json,
): AffectedStack[] {
  const own = head.manifest.stacks.flatMap(({ name, region }): AffectedStack[] => {
    const before = base.stacks.get(name);
    if (before?.hash === head.stacks.get(name)?.hash) return [];
    return [{ stack: name, region, reason: before ? 'changed' : 'new' }];
  });
  const changed = new Set(own.map(({ stack }) => stack));
  const namesBy = new Map<string, ReadonlySet<string>>();
  for (const stack of changed)
    namesBy.set(stack, changedNames(bodyOf('head', stack), base.stacks.has(stack) ? bodyOf('base', stack) : {}));
  const lookups = head.manifest.stacks.flatMap(({ name, region }): AffectedStack[] => {
    if (changed.has(name)) return [];
    const wanted = textsIn(objectOf(bodyOf('head', name).data));
    const because = [...namesBy]
      .filter(([, names]) => [...names].some((each) => wanted.has(each)))
      .map(([stack]) => stack);
    return because.length === 0 ? [] : [{ stack: name, region, reason: 'looks-up', because: because.sort(compare) }];
  });
  const gone = base.manifest.stacks
    .filter(({ name }) => !head.stacks.has(name))
    .map(({ name, region }): AffectedStack => ({ stack: name, region, reason: 'gone' }));
  const order = new Map(
    [...base.manifest.stacks, ...head.manifest.stacks].map(({ name, order: place }) => [name, place]),
  );
  return [...own, ...lookups, ...gone].sort(
    (a, b) => (order.get(a.stack) ?? 0) - (order.get(b.stack) ?? 0) || compare(a.stack, b.stack),
  );
}

/** Arguments by which a resource is looked up. */
const NAMES = [
  'name',
  'bucket',
  'identifier',
  'function_name',
  'domain_name',
  'db_instance_identifier',
  'cluster_identifier',
  'alias',
  'path',
];

/** Names of the resources that differ: of what is new, what is gone, and what changes. */
function changedNames(head: Json, base: Json): Set<string> {
  const [is, was] = [resourcesIn(head), resourcesIn(base)];
  const names = new Set<string>();
  for (const address of new Set([...is.keys(), ...was.keys()])) {
    const [after, before] = [is.get(address), was.get(address)];
    if (canonical(after) === canonical(before)) continue;
    for (const body of [after, before])
      for (const name of NAMES) {
        const value = body?.[name];
        // What is computed is the same text for many.
        if (typeof value === 'string' && value.length > 2 && !value.includes('${')) names.add(value);
      }
  }
  return names;
}

const resourcesIn = (stack: Json): Map<string, Json> =>
  new Map(
    Object.entries(objectOf(stack.resource)).flatMap(([type, named]) =>
      Object.entries(objectOf(named)).map(([id, body]): [string, Json] => [`${type}.${id}`, objectOf(body)]),
    ),
  );

/** Every text in a value. */
function textsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (Array.isArray(value) || isObject(value)) for (const part of Object.values(value)) textsIn(part, found);
  return found;
}
