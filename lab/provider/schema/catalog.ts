import { factsOf } from '../facts';
import { recoverSchema } from './recover';
import type { Attribute, Block, Kind, NestedBlock } from './types';

const recovered = new Map<string, Block>();

/** The schema of a type, with what the bindings don't tell: sensitive attributes, and limits other than one. */
export function schemaOf(kind: Kind, type: string): Block {
  const key = `${kind}:${type}`;
  const known = recovered.get(key);
  if (known) return known;
  const block =
    kind === 'provider'
      ? recoverSchema(kind, type)
      : withFacts(recoverSchema(kind, type), kind === 'data' ? `data.${type}` : type);
  recovered.set(key, block);
  return block;
}

function withFacts(block: Block, subject: string): Block {
  const { sensitive = [], items = [] } = factsOf(subject) ?? {};
  const marked = sensitive.reduce(
    (all, path) => changed(all, path.split('.'), { attribute: (one) => ({ ...one, sensitive: true }) }),
    block,
  );
  return items.reduce((all, { path, min, max }) => {
    // The least number is only asked for where the block is required at all.
    const limited = (one: NestedBlock) => ({
      ...one,
      minItems: one.minItems && Math.max(one.minItems, min),
      maxItems: max || one.maxItems,
    });
    return changed(all, path.split('.'), { nested: limited });
  }, marked);
}

interface Change {
  readonly attribute?: (attribute: Attribute) => Attribute;
  readonly nested?: (nested: NestedBlock) => NestedBlock;
}

/** A copy with one attribute or block changed; the same block where the path leads to none. */
function changed(block: Block, [name = '', ...rest]: readonly string[], change: Change): Block {
  const attribute = block.attributes[name];
  const nested = block.blocks[name];
  if (attribute && rest.length === 0 && change.attribute)
    return { ...block, attributes: { ...block.attributes, [name]: change.attribute(attribute) } };
  if (!nested) return block;
  const next =
    rest.length === 0 ? (change.nested?.(nested) ?? nested) : { ...nested, block: changed(nested.block, rest, change) };
  return { ...block, blocks: { ...block.blocks, [name]: next } };
}
