/** A type in cty's own JSON notation, as the plugin protocol sends it. */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | readonly ['list' | 'set' | 'map', Type]
  | readonly ['object', ObjectType];
export interface ObjectType {
  readonly [name: string]: Type;
}

export interface Attribute {
  readonly type: Type;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  /** Sent in configurations only: never planned, never kept. */
  readonly writeOnly: boolean;
}

export interface NestedBlock {
  readonly nesting: 'single' | 'list' | 'set';
  readonly block: Block;
  readonly minItems: number;
  /** 0: no limit that the bindings tell of. */
  readonly maxItems: number;
}

/** What may be written in a resource, a data source, a provider, or a block of one. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

export type Kind = 'resource' | 'data' | 'provider';

/** The type of a whole block's value. */
export function objectType(block: Block): Type {
  const fields: Record<string, Type> = {};
  for (const [name, { type }] of Object.entries(block.attributes)) fields[name] = type;
  for (const [name, nested] of Object.entries(block.blocks)) {
    const inner = objectType(nested.block);
    fields[name] = nested.nesting === 'single' ? inner : [nested.nesting, inner];
  }
  return ['object', fields];
}
