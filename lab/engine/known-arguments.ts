import { type Block, type Entry, entriesIn, type Kind, type StackJson, withEntries } from './stack-json';

/** A block in the answer of `terraform providers schema -json`. */
interface BlockSchema {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: BlockSchema }>>;
}
type TypeSchemas = Readonly<Record<string, { readonly block: BlockSchema }>>;

/** What a provider knows, in Terraform's words. */
export interface ProviderSchema {
  readonly provider: { readonly block: BlockSchema };
  readonly resource_schemas?: TypeSchemas;
  readonly data_source_schemas?: TypeSchemas;
  readonly ephemeral_resource_schemas?: TypeSchemas;
}

/** Something that a stack uses and the provider does not know. */
export interface Unknown {
  readonly type: string;
  /** `replica.consistency_mode`; the whole type where there is none. */
  readonly argument?: string;
  readonly address: string;
}

const SCHEMAS = {
  resource: 'resource_schemas',
  data: 'data_source_schemas',
  ephemeral: 'ephemeral_resource_schemas',
} as const satisfies Record<Kind, string>;
/** Arguments that Terraform itself understands in every block ("Meta-Arguments"). */
const META = new Set([
  '//',
  'provider',
  'depends_on',
  'lifecycle',
  'count',
  'for_each',
  'provisioner',
  'connection',
  'dynamic',
  'alias',
]);

/** The stack with nothing that a provider does not know; types that it does not know at all are only listed. */
export function withKnownArguments(
  stack: StackJson,
  schema: ProviderSchema,
): { readonly stack: StackJson; readonly unknown: readonly Unknown[] } {
  const unknown: Unknown[] = [];
  const entries = entriesIn(stack).map((entry): Entry => {
    if (!entry.type.startsWith('aws_')) return entry;
    const known = schema[SCHEMAS[entry.kind]]?.[entry.type];
    const { type, address } = entry;
    if (!known) {
      unknown.push({ type, address });
      return entry;
    }
    const found = (argument: string): void => void unknown.push({ type, argument, address });
    return { ...entry, block: knownPart(entry.block, known.block, found) };
  });
  const providers = (stack.provider?.aws ?? []).map((block) =>
    knownPart(block, schema.provider.block, (argument) =>
      unknown.push({ type: 'provider', argument, address: `provider.aws.${String(block.alias)}` }),
    ),
  );
  return { stack: { ...withEntries(stack, entries), provider: { ...stack.provider, aws: providers } }, unknown };
}

function knownPart(block: Block, schema: BlockSchema, found: (path: string) => void, prefix = ''): Block {
  return Object.fromEntries(
    Object.entries(block).flatMap(([name, value]) => {
      if (prefix === '' && META.has(name)) return [[name, value]];
      const path = `${prefix}${name}`;
      const nested = schema.block_types?.[name]?.block;
      if (nested) return [[name, eachBlock(value, (inner) => knownPart(inner, nested, found, `${path}.`))]];
      if (name in (schema.attributes ?? {})) return [[name, value]];
      found(path);
      return [];
    }),
  );
}

/** JSON may hold one block, or a list of them. */
function eachBlock(value: unknown, change: (block: Block) => Block): unknown {
  if (Array.isArray(value)) return value.map((inner) => eachBlock(inner, change));
  return typeof value === 'object' && value !== null ? change(value as Block) : value;
}
