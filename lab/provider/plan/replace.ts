import { factsOf } from '../facts';
import { isList, isObject, type ObjectValue, same, type Value } from '../protocol/value';
import type { Block } from '../schema/types';
import { replacedByCode } from './conditions';

/**
 * Attributes whose change replaces a resource of a type that the table of facts does not know (one that is newer than
 * the table): what AWS lets nobody change on nearly anything.
 */
export const REPLACES_BY_DEFAULT = [
  'name',
  'name_prefix',
  'vpc_id',
  'subnet_id',
  'availability_zone',
  'kms_key_id',
  'type',
] as const;

/** Top-level attributes and blocks for whose change the resource is replaced. */
export function replacedFor(type: string, block: Block, prior: ObjectValue, planned: ObjectValue): string[] {
  const paths = [...(factsOf(type)?.replaces ?? REPLACES_BY_DEFAULT), 'region'];
  const changed = paths
    .map((path) => path.split('.'))
    .filter((path) => !same(leaves(prior, path), leaves(planned, path)));
  const names = new Set([...changed.map(([name = '']) => name), ...replacedByCode(type, prior, planned)]);
  return [...names].filter((name) => name in block.attributes || name in block.blocks);
}

/** Everything that a path leads to, through all blocks on the way. An empty string is no value. */
function leaves(value: Value | undefined, [name, ...rest]: readonly string[]): Value[] {
  if (isList(value)) return value.flatMap((element) => leaves(element, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return value === null || value === undefined || value === '' ? [] : [value];
  if (isObject(value)) return leaves(value[name], rest);
  return value === null || value === undefined ? [] : [value];
}
