import { isList, isObject, type ObjectValue, same, type Value } from '../protocol/value';
import type { Block, NestedBlock } from '../schema/types';

/** The same block in another version of a value: a list's by position, a set's by what was written in it. */
export function counterpart(
  nested: NestedBlock,
  others: Value | undefined,
  index: number,
  element: ObjectValue,
): ObjectValue | null {
  if (nested.nesting === 'single') return isObject(others) ? others : null;
  const candidates = isList(others) ? others : [];
  if (nested.nesting === 'list') return isObject(candidates[index]) ? candidates[index] : null;
  return closest(
    nested.block,
    candidates.filter(isObject).filter((other) => written(nested.block, other, element)),
    element,
  );
}

/** Of elements alike in what must be written, the one that shares most of what may be. */
function closest(block: Block, candidates: readonly ObjectValue[], element: ObjectValue): ObjectValue | null {
  const open = Object.entries(block.attributes).flatMap(([name, { computed, optional }]) =>
    computed && optional ? [name] : [],
  );
  const shared = (other: ObjectValue) => open.filter((name) => same(other[name], element[name])).length;
  return candidates.reduce<ObjectValue | null>(
    (best, other) => (best && shared(best) >= shared(other) ? best : other),
    null,
  );
}

/** Whether two elements of a set hold the same in everything that isn't computed. */
function written(block: Block, a: ObjectValue, b: ObjectValue): boolean {
  const attributes = Object.entries(block.attributes).every(
    ([name, { computed }]) => computed || same(a[name], b[name]),
  );
  return attributes && Object.entries(block.blocks).every(([name, nested]) => sameBlocks(nested, a[name], b[name]));
}

function sameBlocks(nested: NestedBlock, a: Value | undefined, b: Value | undefined): boolean {
  if (nested.nesting === 'single')
    return isObject(a) && isObject(b) ? written(nested.block, a, b) : isObject(a) === isObject(b);
  const [some, others] = [Array.isArray(a) ? (a as Value[]) : [], Array.isArray(b) ? (b as Value[]) : []];
  return (
    some.length === others.length &&
    some.every((element, index) => isObject(element) && counterpart(nested, others, index, element) !== null)
  );
}

/** Maps each block of a nested value, in the shape that its nesting has. Null and unknown stay as they are. */
export function mapBlocks(
  nested: NestedBlock,
  value: Value | undefined,
  change: (element: ObjectValue, index: number) => ObjectValue,
): Value {
  if (nested.nesting === 'single') return isObject(value) ? change(value, 0) : (value ?? null);
  if (!Array.isArray(value)) return value ?? null;
  return (value as readonly Value[]).map((element, index) => (isObject(element) ? change(element, index) : element));
}
