import { parseArgs } from 'node:util';
import { isRegionName, REGION_NAMES, type RegionName } from '../../config/catalog';
import { nearest } from '../../config/problems';
import { UsageError } from '../../lab/usage-error';
import { columns } from '../columns';

export { columns, UsageError };

/** An option of the command line; each takes a value. */
export interface Option {
  /** What the value is called in the usage: `FILE`. */
  readonly value: string;
  readonly help: string;
}

/** A command line taken apart. */
export interface CommandLine<Name extends string> {
  /** What is no option, in its order. */
  readonly words: readonly string[];
  readonly values: { readonly [name in Name]?: string };
  /** Whether only the usage is asked for. */
  readonly help: boolean;
}

/** @throws UsageError where an option is not known, or has no value */
export function readCommandLine<Name extends string>(
  args: readonly string[],
  known: Readonly<Record<Name, Option>>,
): CommandLine<Name> {
  const names = Object.keys(known).filter((name): name is Name => Object.hasOwn(known, name));
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' as const }]),
    ['help', { type: 'boolean' as const, short: 'h' }],
  ]);
  // Tokens, so that an unknown option can be named with the nearest known one.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const words: string[] = [];
  let help = false;
  const values: { [name in Name]?: string } = {};
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.name === 'help') {
      help = true;
      continue;
    }
    const name = names.find((each) => each === token.name);
    if (!name) throw new UsageError(`${token.rawName} is not an option.${hint(token.name, names, '--')}`);
    if (!token.value) throw new UsageError(`${token.rawName} needs a value.`);
    values[name] = token.value;
  }
  return { words, values, help };
}

/** @throws UsageError */
export function regionOf(option: string, name: string | undefined): RegionName | undefined {
  if (name === undefined || isRegionName(name)) return name;
  throw new UsageError(
    `--${option}: ${JSON.stringify(name)} is not a Region in the catalog.${hint(name, REGION_NAMES)}`,
  );
}

/** ` Nearest: promote.`, or nothing. */
export function hint(word: string, known: readonly string[], prefix = ''): string {
  const near = nearest(word, known);
  return near ? ` Nearest: ${prefix}${near}.` : '';
}
