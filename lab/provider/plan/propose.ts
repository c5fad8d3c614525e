import { hasUnknown, isAbsent, type ObjectValue, UNKNOWN, type Value } from '../protocol/value';
import type { Block, Type } from '../schema/types';
import { counterpart, mapBlocks } from './elements';

export interface Versions {
  /** Null for what is new. */
  readonly prior: ObjectValue | null;
  /** Terraform's own merge of prior state and configuration. */
  readonly proposed: ObjectValue;
  readonly config: ObjectValue | null;
}

/**
 * What an object will be: as configured; else as it was; else, where AWS decides, unknown. Write-only attributes are left
 * out of plans and state.
 */
export function plannedValue(block: Block, { prior, proposed, config }: Versions): ObjectValue {
  const planned: Record<string, Value> = { ...proposed };
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (attribute.writeOnly) planned[name] = null;
    else if (attribute.computed && isAbsent(config?.[name]))
      planned[name] = prior?.[name] === undefined ? UNKNOWN : prior[name];
    // As the provider's SDK does: how many elements a set has is not known before all of them are.
    else if (isSet(attribute.type) && hasUnknown(planned[name])) planned[name] = UNKNOWN;
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    planned[name] = mapBlocks(nested, proposed[name], (element, index) =>
      plannedValue(nested.block, {
        prior: counterpart(nested, prior?.[name], index, element),
        proposed: element,
        config: counterpart(nested, config?.[name], index, element),
      }),
    );
  }
  return planned;
}

const isSet = (type: Type): boolean => typeof type !== 'string' && type[0] === 'set';

/** What AWS fills where no such block is written: as it was, and not known for what is new. The schema does not tell these blocks. */
export function withFilled(planned: ObjectValue, { prior, config }: Versions, filled: readonly string[]): ObjectValue {
  const open = filled.filter((name) => name in planned && isNothing(config?.[name]));
  return { ...planned, ...Object.fromEntries(open.map((name) => [name, prior ? (prior[name] ?? null) : UNKNOWN])) };
}

const isNothing = (value: Value | undefined): boolean =>
  isAbsent(value) || (Array.isArray(value) && value.length === 0);

/**
 * Configuration and proposal with the provider's defaults (`enable_dns_support=true`) where nothing is configured. It comes
 * before the comparison with what was: that has them, and an element of a set is known by its content alone.
 */
export function withDefaults(block: Block, { prior, proposed, config }: Versions, defaults: Defaults): Versions {
  let [filled, configured] = [proposed, config ?? {}];
  for (const [path, fallback] of defaults) {
    const [name = '', ...rest] = path.split('.');
    const isOpen = rest.length > 0 ? name in block.blocks : name in block.attributes && isAbsent(configured[name]);
    if (!isOpen) continue;
    // Terraform proposes to keep what was, where AWS may decide: the default is stronger.
    const start = rest.length > 0 ? filled : { ...filled, [name]: null };
    filled = withDefault(block, start, [name, ...rest], fallback);
    configured = withDefault(block, configured, [name, ...rest], fallback);
  }
  return { prior, proposed: filled, config: configured };
}

/** Numbers that may be left out are text in the provider's schema ("nullable"), and its defaults are written as numbers. */
const typed = (fallback: Value, type: Type | undefined): Value =>
  type === 'string' && (typeof fallback === 'number' || typeof fallback === 'boolean') ? String(fallback) : fallback;

type Defaults = readonly (readonly [path: string, value: Value])[];

function withDefault(
  block: Block,
  value: ObjectValue,
  [name = '', ...rest]: readonly string[],
  fallback: Value,
): ObjectValue {
  if (rest.length === 0)
    return name in block.attributes && isAbsent(value[name])
      ? { ...value, [name]: typed(fallback, block.attributes[name]?.type) }
      : value;
  const nested = block.blocks[name];
  if (!nested) return value;
  return {
    ...value,
    [name]: mapBlocks(nested, value[name], (element) => withDefault(nested.block, element, rest, fallback)),
  };
}
