import { type Block, entriesOf, type SynthesizedStack } from './region-states';

/**
 * The stack with `removed` and `import` blocks for a home that moved: what stood in the old home is forgotten under its old
 * address, and what the new home has a copy of (secrets) is adopted under its new one. A global table stays out of the
 * stack while the old home is gone; the keys' primary stays where it is, and their replicas work without it.
 * @param former the same stack as it was before, every Region within reach
 * @param home provider of the new home: `aws.euw1`
 * @param formerHome provider of the old one; what stands elsewhere and is no longer needed is destroyed as always
 */
export function withMovedHome(
  stack: SynthesizedStack,
  former: SynthesizedStack,
  home: string,
  formerHome: string,
): SynthesizedStack {
  const now = entriesOf(stack.resource);
  const then = entriesOf(former.resource);
  const declaredNow = new Set(now.map(({ address }) => address));
  const declaredThen = new Set(then.map(({ address }) => address));
  const gone = then.filter(({ address, block }) => block.provider === formerHome && !declaredNow.has(address));
  const adopted = now.filter(({ address, type }) => !declaredThen.has(address) && type in IDS);
  const lookups = adopted.filter(({ type }) => IDS[type] === 'arn');
  return {
    ...stack,
    ...(lookups.length > 0 && {
      data: merged(
        stack.data,
        lookups.map(({ type, name, block }) => [type, name, { name: block.name, provider: home }]),
      ),
    }),
    removed: [
      ...(stack.removed ?? []),
      ...gone.map(({ address }) => ({ from: address, lifecycle: { destroy: false } })),
    ],
    import: [
      ...(stack.import ?? []),
      ...adopted.map(({ address, type, name, block }) => ({
        to: address,
        id: IDS[type] === 'arn' ? `\${data.${type}.${name}.arn}` : block.name,
      })),
    ],
  };
}

/** What the new home has of the old one's objects, and by what it is imported; an ARN is looked up there by name. */
const IDS: Readonly<Record<string, 'name' | 'arn'>> = { aws_dynamodb_table: 'name', aws_secretsmanager_secret: 'arn' };

function merged(
  data: SynthesizedStack['data'] = {},
  added: readonly (readonly [type: string, name: string, block: Block])[],
): NonNullable<SynthesizedStack['data']> {
  const result: Record<string, Record<string, Block>> = Object.fromEntries(
    Object.entries(data).map(([type, named]) => [type, { ...named }]),
  );
  for (const [type, name, block] of added) result[type] = { ...result[type], [name]: block };
  return result;
}
