import { type Block, type Entry, entriesIn, type Kind, refersTo, type StackJson, withEntries } from './stack-json';

/** Something of a stack that is not put to the emulator. */
export interface LeftOut {
  /** Address, or `output.x`. */
  readonly address: string;
  readonly type: string;
  /** Argument without which it goes; all of it is left out where there is none. */
  readonly argument?: string;
  readonly why: string;
  /** Address of what it needs, where it is left out for that alone. */
  readonly needs?: string;
}

/** What to leave out: whole types, arguments of types, single objects. */
export interface Omission {
  readonly type: string;
  /** @default all of it */
  readonly argument?: string;
  /** @default every object of the type */
  readonly address?: string;
  /** @default resources and data sources alike */
  readonly kind?: Kind;
  /** Arguments that it must have, with these values. @default - whatever it has */
  readonly where?: Block;
  readonly why: string;
}

/**
 * The stack without what is to be left out, and without what cannot be had without it: whoever takes a value from something
 * that is left out goes too, and so on. An order (`depends_on`, `replace_triggered_by`) is only forgotten.
 */
export function leaveOut(
  stack: StackJson,
  omissions: readonly Omission[],
): { readonly stack: StackJson; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = [];
  let kept: Entry[] = [];
  for (const entry of entriesIn(stack)) {
    const meant = omissions.filter((omission) => isMeant(omission, entry));
    const whole = meant.find(({ argument }) => argument === undefined);
    if (whole) {
      leftOut.push({ address: entry.address, type: entry.type, why: whole.why });
      continue;
    }
    const block = { ...entry.block };
    for (const { argument = '', why } of meant) {
      if (isNothing(block[argument])) continue;
      delete block[argument];
      leftOut.push({ address: entry.address, type: entry.type, argument, why });
    }
    kept.push({ ...entry, block });
  }

  const gone = leftOut.filter(({ argument }) => argument === undefined).map(({ address }) => address);
  const outputs = { ...stack.output };
  for (const address of gone) {
    // `gone` grows while it is gone through: what needs something that is left out is left out itself.
    const needs = (value: unknown): boolean => refersTo(value, address);
    const lost = kept.filter(({ block }) => needs(withoutOrder(block)));
    for (const { address: other, type } of lost) {
      leftOut.push({ address: other, type, why: `needs ${address}`, needs: address });
      gone.push(other);
    }
    kept = kept.filter((entry) => !lost.includes(entry));
    for (const [name, output] of Object.entries(outputs)) {
      if (!needs(output)) continue;
      leftOut.push({ address: `output.${name}`, type: 'output', why: `needs ${address}`, needs: address });
      delete outputs[name];
    }
  }
  if (gone.length === 0) return { stack: withEntries(stack, kept), leftOut };

  const imports = (stack.import ?? []).filter(({ to }) => !gone.includes(String(to)));
  const { output: _output, import: _import, ...rest } = stack;
  return {
    stack: withEntries(
      {
        ...rest,
        ...(Object.keys(outputs).length > 0 && { output: outputs }),
        ...(imports.length > 0 && { import: imports }),
      },
      kept.map((entry) => ({ ...entry, block: forgetOrder(entry.block, gone) })),
    ),
    leftOut,
  };
}

const isMeant = ({ type, address, kind, where = {} }: Omission, entry: Entry): boolean =>
  type === entry.type &&
  (address === undefined || address === entry.address) &&
  (kind === undefined || kind === entry.kind) &&
  Object.entries(where).every(([argument, value]) => entry.block[argument] === value);

/** Has Terraform forget, and not destroy, what was begun and is left out from here on. */
export function forgetting(stack: StackJson, addresses: readonly string[]): StackJson {
  const managed = addresses.filter((address) => !/^(data|ephemeral|output)\./.test(address));
  if (managed.length === 0) return stack;
  const removed = managed.map((from) => ({ from, lifecycle: { destroy: false } }));
  return { ...stack, removed: [...(stack.removed ?? []), ...removed] };
}

const isNothing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

function withoutOrder(block: Block): Block {
  const { depends_on: _order, lifecycle: _lifecycle, ...rest } = block;
  return rest;
}

function forgetOrder(block: Block, gone: readonly string[]): Block {
  const { depends_on: order, lifecycle, ...rest } = block;
  const { replace_triggered_by: triggers, ...life } = (lifecycle ?? {}) as { readonly replace_triggered_by?: unknown };
  return {
    ...rest,
    ...list('depends_on', order, gone),
    ...(lifecycle !== undefined && { lifecycle: { ...life, ...list('replace_triggered_by', triggers, gone) } }),
  };
}

function list(name: string, value: unknown, gone: readonly string[]): Block {
  if (!Array.isArray(value)) return value === undefined ? {} : { [name]: value };
  const kept = value.filter((item) => !gone.some((address) => refersTo(item, address)));
  return kept.length > 0 ? { [name]: kept } : {};
}
