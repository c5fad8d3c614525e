import { isObject, type ObjectValue, Unknown, type Value } from '../protocol/value';
import type { Block, Type } from '../schema/types';
import { mapBlocks } from './elements';

/** Gives a value to an attribute that AWS decides; `undefined` where a plain one of its type will do. */
export type Make = (path: string, element: ObjectValue) => Value | undefined;

/** The object after an apply: every unknown has become a value. */
export function settled(block: Block, planned: ObjectValue, make: Make, prefix = ''): ObjectValue {
  const state: Record<string, Value> = { ...planned };
  for (const [name, { type }] of Object.entries(block.attributes))
    if (state[name] instanceof Unknown) state[name] = make(prefix + name, planned) ?? plainValue(type);
    else state[name] = knownOnly(type, state[name] ?? null);
  for (const [name, nested] of Object.entries(block.blocks)) {
    if (state[name] instanceof Unknown) state[name] = nested.nesting === 'single' ? null : [];
    state[name] = mapBlocks(nested, state[name], (element) =>
      settled(nested.block, element, make, `${prefix}${name}.`),
    );
  }
  return state;
}

/** What an attribute holds when nothing more is known of it than its type. */
export function plainValue(type: Type): Value {
  if (type === 'string') return '';
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  const [collection, inner] = type;
  if (collection === 'object')
    return Object.fromEntries(Object.entries(inner).map(([name, field]) => [name, plainValue(field)]));
  return collection === 'map' ? {} : [];
}

function knownOnly(type: Type, value: Value): Value {
  if (value instanceof Unknown) return plainValue(type);
  if (typeof type === 'string' || value === null) return value;
  const [collection, inner] = type;
  if (collection === 'object')
    return isObject(value)
      ? Object.fromEntries(Object.entries(inner).map(([name, field]) => [name, knownOnly(field, value[name] ?? null)]))
      : value;
  if (collection === 'map')
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, knownOnly(inner, item)]))
      : value;
  return Array.isArray(value) ? (value as Value[]).map((item) => knownOnly(inner, item)) : value;
}

/** A value with exactly the attributes of the schema, those that are missing being null or empty. */
export function shaped(block: Block, values: ObjectValue): ObjectValue {
  const attributes = Object.keys(block.attributes).map((name) => [name, values[name] ?? null] as const);
  const blocks = Object.entries(block.blocks).map(([name, nested]) => {
    const value = values[name] ?? (nested.nesting === 'single' ? null : []);
    return [name, mapBlocks(nested, value, (element) => shaped(nested.block, element))] as const;
  });
  return Object.fromEntries([...attributes, ...blocks]);
}
