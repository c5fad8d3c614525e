/** A block's arguments in Terraform's JSON syntax. */
export type Block = Readonly<Record<string, unknown>>;
/** Blocks by type and name. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** A synthesized stack (`cdk.tf.json`), as far as the engine reads it. */
export interface StackJson {
  readonly terraform?: {
    readonly backend?: Readonly<Record<string, Block>>;
    readonly required_providers?: Readonly<Record<string, Block>>;
    readonly [setting: string]: unknown;
  };
  readonly provider?: Readonly<Record<string, readonly Block[]>>;
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly ephemeral?: Blocks;
  readonly output?: Readonly<Record<string, Block>>;
  readonly removed?: readonly Block[];
  readonly import?: readonly Block[];
  readonly [section: string]: unknown;
}

export const KINDS = ['resource', 'data', 'ephemeral'] as const;
export type Kind = (typeof KINDS)[number];

/** One object, data source or ephemeral resource of a stack. */
export interface Entry {
  readonly kind: Kind;
  readonly type: string;
  readonly name: string;
  /** As expressions refer to it: `aws_x.y`, `data.aws_x.y`, `ephemeral.aws_x.y`. */
  readonly address: string;
  readonly block: Block;
}

export function entriesIn(stack: StackJson): Entry[] {
  return KINDS.flatMap((kind) =>
    Object.entries(stack[kind] ?? {}).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => ({
        kind,
        type,
        name,
        address: `${kind === 'resource' ? '' : `${kind}.`}${type}.${name}`,
        block,
      })),
    ),
  );
}

/** The stack with these entries, and no others. */
export function withEntries(stack: StackJson, entries: readonly Entry[]): StackJson {
  const sections = KINDS.map((kind) => {
    const blocks: Record<string, Record<string, Block>> = {};
    for (const { type, name, block } of entries.filter((entry) => entry.kind === kind)) {
      blocks[type] ??= {};
      blocks[type][name] = block;
    }
    return [kind, blocks] as const;
  });
  const { resource: _resource, data: _data, ephemeral: _ephemeral, ...rest } = stack;
  return { ...rest, ...Object.fromEntries(sections.filter(([, blocks]) => Object.keys(blocks).length > 0)) };
}

/** Whether an expression anywhere in a value refers to an address. */
export function refersTo(value: unknown, address: string): boolean {
  if (typeof value === 'string') return mentions(value, address);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((inner) => refersTo(inner, address));
}

function mentions(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1))
    if (!/[\w.-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + address.length] ?? '')) return true;
  return false;
}
