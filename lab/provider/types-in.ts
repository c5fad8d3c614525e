/**
 * The AWS types that a synthesized stack (a parsed `cdk.tf.json`) needs from a provider, sorted: of its resources and
 * data sources, and of what it imports, moves or only forgets (`removed` blocks name objects that are in no resource block).
 */
export function typesIn(synthesized: unknown): string[] {
  const types = new Set<string>();
  for (const type of Object.keys(fields(fields(synthesized).resource))) add(types, 'resource', type);
  for (const type of Object.keys(fields(fields(synthesized).data))) add(types, 'data', type);
  for (const block of blocks(fields(synthesized).import)) add(types, 'resource', typeOf(fields(block).to));
  for (const block of blocks(fields(synthesized).removed)) add(types, 'resource', typeOf(fields(block).from));
  for (const block of blocks(fields(synthesized).moved)) {
    add(types, 'resource', typeOf(fields(block).from));
    add(types, 'resource', typeOf(fields(block).to));
  }
  return [...types].sort();
}

function add(types: Set<string>, kind: 'resource' | 'data', type: string): void {
  if (type.startsWith('aws_')) types.add(`${kind}:${type}`);
}

/** Type in an address, which may be an expression, in a module or have an index: `${module.m.aws_x.y["z"]}`. */
function typeOf(address: unknown): string {
  return /(?:^|[.{])(aws_\w+)\./.exec(typeof address === 'string' ? address : '')?.[1] ?? '';
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

const blocks = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
