import { parseArgs } from 'node:util';
import { listed, nearest } from '../../../config/problems';
import { UsageError } from '../../../lab/usage-error';
import { columns } from '../../columns';

export { columns, UsageError };

/** An option of a verb. */
export interface Option {
  /** Name of its value in the usage; nothing for a switch. */
  readonly value?: string;
  readonly help: string;
  /** It may be given more than once. */
  readonly many?: boolean;
}

/** Values of options: a switch that is given has an empty text. */
export interface Options<Name extends string> {
  readonly has: (name: Name) => boolean;
  /** The one value, or nothing. */
  readonly one: (name: Name) => string | undefined;
  readonly all: (name: Name) => readonly string[];
  /** What belongs to no option, in its order. */
  readonly rest: readonly string[];
}

/** @throws UsageError with the nearest option that there is */
export function parseOptions<Name extends string>(
  args: readonly string[],
  options: Readonly<Record<Name, Option>>,
): Options<Name> {
  const names = Object.keys(options).filter((name): name is Name => Object.hasOwn(options, name));
  const config = Object.fromEntries(
    names.map((name) => [
      name,
      { type: options[name].value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<Name, string[]>();
  const rest: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value);
    if (token.kind !== 'option') continue;
    const name = names.find((each) => each === token.name);
    if (name === undefined) throw new UsageError(`${token.rawName} is not an option.${hint(token.name, names)}`);
    const { value, many } = options[name];
    if (value !== undefined && !token.value) throw new UsageError(`${token.rawName} needs a value: ${value}.`);
    if (value === undefined && token.value !== undefined)
      throw new UsageError(`${token.rawName} takes no value. Leave ${JSON.stringify(token.value)} out.`);
    const known = values.get(name) ?? [];
    if (known.length > 0 && many !== true) throw new UsageError(`${token.rawName} is given twice. Leave one out.`);
    values.set(name, [...known, token.value ?? '']);
  }
  return {
    has: (name) => values.has(name),
    one: (name) => values.get(name)?.[0],
    all: (name) => values.get(name) ?? [],
    rest,
  };
}

function hint(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  return near === undefined ? ` There are ${listed(names.map((name) => `--${name}`))}.` : ` Nearest: --${near}.`;
}

/** Lines of a usage: options with what they do. */
export function optionLines(options: Readonly<Record<string, Option>>): string[] {
  return columns(
    Object.entries(options).map(([name, { value, help }]) => [
      `--${name}${value === undefined ? '' : ` ${value}`}`,
      help,
    ]),
  );
}
