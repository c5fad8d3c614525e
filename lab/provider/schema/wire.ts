import type { WireBlock, WireSchema } from '../protocol/messages';
import type { Block, NestedBlock } from './types';

const NESTING = { single: 'SINGLE', list: 'LIST', set: 'SET' } as const;

/** A schema as the protocol sends it. Versions are not in the bindings: all are 0, so no state needs an upgrade. */
export function wireSchema(block: Block): WireSchema {
  return { version: 0, block: wireBlock(block) };
}

export function wireSchemas(schemas: Iterable<readonly [string, Block]>): Record<string, WireSchema> {
  return Object.fromEntries([...schemas].map(([type, block]) => [type, wireSchema(block)]));
}

function wireBlock(block: Block): WireBlock {
  return {
    attributes: Object.entries(block.attributes).map(
      ([name, { type, required, optional, computed, sensitive, writeOnly }]) => ({
        name,
        type: Buffer.from(JSON.stringify(type)),
        required,
        optional,
        computed,
        sensitive,
        write_only: writeOnly,
      }),
    ),
    block_types: Object.entries(block.blocks).map(([name, nested]) => wireNestedBlock(name, nested)),
  };
}

function wireNestedBlock(
  name: string,
  { nesting, block, minItems, maxItems }: NestedBlock,
): WireBlock['block_types'][number] {
  return {
    type_name: name,
    block: wireBlock(block),
    nesting: NESTING[nesting],
    min_items: minItems,
    max_items: maxItems,
  };
}
