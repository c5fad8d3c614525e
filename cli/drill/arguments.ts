import { parseArgs } from 'node:util';
import { isRegionName, REGION_NAMES, type RegionName } from '../../config/catalog';
import { DEFAULT_CONFIG_FILE } from '../../config/load';
import { listed, nearest } from '../../config/problems';
import { SCENARIOS } from './scenarios';

/** A command line that says nothing that can be done. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Plays every scenario. */
export const ALL = 'all';
const NAMES: readonly string[] = [...SCENARIOS.map(({ name }) => name), ALL];

/** A command line that has been understood. */
export interface Arguments {
  /** Name of a scenario, or `all`; nothing for the usage. */
  readonly scenario?: string;
  readonly config: string;
  readonly region?: RegionName;
  readonly to?: RegionName;
  /** File for the result. */
  readonly json?: string;
  /** File for the page. */
  readonly html?: string;
  /** Folder for states and plans, to be kept. */
  readonly keep?: string;
}

interface Option {
  readonly value: string;
  readonly help: string;
}

const OPTIONS = {
  config: { value: 'FILE', help: `config; default: PLATFORM_CONFIG, else ${DEFAULT_CONFIG_FILE}` },
  region: { value: 'REGION', help: 'the Region that it happens to; default: one that fits' },
  to: { value: 'REGION', help: 'the Region that takes over as the writer; default: the first other one' },
  json: { value: 'FILE', help: 'write the result as JSON as well' },
  html: { value: 'FILE', help: 'write the result as a page as well' },
  keep: { value: 'DIR', help: 'keep states and plans in this folder, which must be new or empty' },
} as const satisfies Record<string, Option>;
type OptionName = keyof typeof OPTIONS;

export function usage(): string {
  const scenarios = [...SCENARIOS.map(({ name, help }) => [name, help]), [ALL, 'every scenario that fits the config']];
  const options = Object.entries(OPTIONS).map(([name, { value, help }]) => [`--${name} ${value}`, help]);
  return [
    'usage: npm run drill -- <scenario> [options]',
    '',
    'Rehearses what happens to a Region, with real Terraform and a simulated AWS: no account, no network.',
    '',
    ...columns(scenarios),
    '',
    ...columns(options),
    '',
    'Exit codes: 0 if every law held; 1 if one did not, or the config is wrong; 2 if the command line says nothing that can be done.',
  ].join('\n');
}

/** @throws UsageError */
export function parseArguments(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Arguments {
  const { scenario, values } = understood(args);
  const config = values.config ?? (env.PLATFORM_CONFIG || DEFAULT_CONFIG_FILE);
  if (scenario === undefined) return { config };
  const [region, to] = [regionOf('region', values.region), regionOf('to', values.to)];
  if (scenario === ALL && (region !== undefined || to !== undefined))
    throw new UsageError(
      `--${region === undefined ? 'to' : 'region'} says nothing to ${ALL}: each scenario chooses its Regions. Name one scenario.`,
    );
  const takes = SCENARIOS.find(({ name }) => name === scenario)?.takes ?? [];
  for (const [name, value] of [
    ['region', region],
    ['to', to],
  ] as const)
    if (value !== undefined && !takes.includes(name))
      throw new UsageError(`--${name} says nothing to ${scenario}. Leave it out.`);
  const { json, html, keep } = values;
  return {
    scenario,
    config,
    ...(region !== undefined && { region }),
    ...(to !== undefined && { to }),
    ...(json !== undefined && { json }),
    ...(html !== undefined && { html }),
    ...(keep !== undefined && { keep }),
  };
}

interface Understood {
  readonly scenario?: string;
  readonly values: Readonly<Partial<Record<OptionName, string>>>;
}

function understood(args: readonly string[]): Understood {
  const options = Object.fromEntries([
    ...Object.keys(OPTIONS).map((name) => [name, { type: 'string' as const }]),
    ['help', { type: 'boolean' as const, short: 'h' }],
  ]);
  // Tokens, so that an unknown option can be named with the nearest known one.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const names: string[] = [];
  const values: Partial<Record<OptionName, string>> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') names.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.name === 'help') return { values: {} };
    const known = Object.keys(OPTIONS).find((name): name is OptionName => name === token.name);
    if (!known)
      throw new UsageError(`${token.rawName} is not an option.${hint(token.name, Object.keys(OPTIONS), '--')}`);
    if (!token.value) throw new UsageError(`${token.rawName} needs a value.`);
    values[known] = token.value;
  }
  const [scenario, second] = names;
  if (scenario === undefined) throw new UsageError(`No scenario is named. There are ${listed(NAMES)}.`);
  if (!NAMES.includes(scenario))
    throw new UsageError(
      `${JSON.stringify(scenario)} is not a scenario.${hint(scenario, NAMES)} There are ${listed(NAMES)}.`,
    );
  if (second !== undefined) throw new UsageError(`${JSON.stringify(second)} is not expected.`);
  return { scenario, values };
}

function regionOf(option: string, name: string | undefined): RegionName | undefined {
  if (name === undefined || isRegionName(name)) return name;
  throw new UsageError(
    `--${option}: ${JSON.stringify(name)} is not a Region in the catalog.${hint(name, REGION_NAMES)}`,
  );
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`);
}

function hint(word: string, known: readonly string[], prefix = ''): string {
  const near = nearest(word, known);
  return near ? ` Nearest: ${prefix}${near}.` : '';
}
