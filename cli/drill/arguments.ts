import type { RegionName } from '../../config/catalog';
import { DEFAULT_CONFIG_FILE } from '../../config/load';
import { listed } from '../../config/problems';
import { columns, hint, type Option, readCommandLine, regionOf, UsageError } from './options';
import { ROUTING_NAMES, ROUTING_OPTIONS, type RoutingArguments, routingArguments } from './routing/arguments';
import { SCENARIOS } from './scenarios';

export { UsageError } from './options';

/** Plays every scenario. */
export const ALL = 'all';
/** Names the scenarios. */
const LIST = 'list';
const NAMES: readonly string[] = [...SCENARIOS.map(({ name }) => name), ...ROUTING_NAMES.map(({ name }) => name), ALL];

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
  /** For a scenario of the routing layer: what it is to be played with. */
  readonly routing?: RoutingArguments;
}

const OPTIONS = {
  config: { value: 'FILE', help: `config; default: PLATFORM_CONFIG, else ${DEFAULT_CONFIG_FILE}` },
  region: { value: 'REGION', help: 'the Region that it happens to; default: one that fits' },
  to: { value: 'REGION', help: 'the Region that takes over as the writer; default: the first other one' },
  json: { value: 'FILE', help: 'write the result as JSON as well' },
  html: { value: 'FILE', help: 'write the result as a page as well' },
  keep: { value: 'DIR', help: 'keep states and plans in this folder, which must be new or empty' },
} as const satisfies Record<string, Option>;
const ALL_OPTIONS = { ...OPTIONS, ...ROUTING_OPTIONS };

export function usage(): string {
  const shown = (options: Readonly<Record<string, Option>>): string[] =>
    columns(Object.entries(options).map(([name, { value, help }]) => [`--${name} ${value}`, help]));
  const { json: _json, ...routing } = ROUTING_OPTIONS;
  return [
    'usage: npm run drill -- <scenario> [options]',
    '',
    'Rehearses what happens to a Region, with real Terraform and a simulated AWS: no account, no network.',
    '',
    ...columns(SCENARIO_ROWS),
    '',
    ...shown(OPTIONS),
    '',
    'Rehearses what happens to the writer, with the deployed functions in several Regions on this machine:',
    '',
    ...columns(ROUTING_ROWS),
    '',
    ...shown(routing),
    '',
    'Exit codes: 0 if every law held and every target was met; 1 if not, or the config is wrong; 2 if the command line says nothing that can be done.',
  ].join('\n');
}

const SCENARIO_ROWS = [
  ...SCENARIOS.map(({ name, help }) => [name, help]),
  [ALL, 'every scenario that fits the config'],
];
const ROUTING_ROWS = ROUTING_NAMES.map(({ name, help }) => [name, help]);

/** Every scenario, one a line. */
export const list = (): string =>
  columns([...SCENARIO_ROWS, ...ROUTING_ROWS])
    .map((line) => line.trim())
    .join('\n');

/** @throws UsageError */
export function parseArguments(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Arguments {
  const { words, values, help } = readCommandLine(args, ALL_OPTIONS);
  const config = values.config ?? (env.PLATFORM_CONFIG || DEFAULT_CONFIG_FILE);
  if (help) return { config };
  const scenario = scenarioIn(words);
  const ours = ROUTING_NAMES.some(({ name }) => name === scenario) ? ROUTING_OPTIONS : OPTIONS;
  for (const name of Object.keys(values))
    if (!Object.hasOwn(ours, name)) throw new UsageError(`--${name} says nothing to ${scenario}. Leave it out.`);
  const { json, html, keep } = values;
  if (ours === ROUTING_OPTIONS) {
    const routing = routingArguments(scenario, values);
    return { scenario, config, routing, ...(json !== undefined && { json }) };
  }
  const [region, to] = [regionOf('region', values.region), regionOf('to', values.to)];
  checkRegions(scenario, region, to);
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

/** Whether only the names are asked for. */
export const asksForList = (args: readonly string[]): boolean => args.length === 1 && args[0] === LIST;

function scenarioIn([scenario, second]: readonly string[]): string {
  if (scenario === undefined) throw new UsageError(`No scenario is named. There are ${listed(NAMES)}.`);
  if (!NAMES.includes(scenario))
    throw new UsageError(
      `${JSON.stringify(scenario)} is not a scenario.${hint(scenario, NAMES)} There are ${listed(NAMES)}.`,
    );
  if (second !== undefined) throw new UsageError(`${JSON.stringify(second)} is not expected.`);
  return scenario;
}

function checkRegions(scenario: string, region: RegionName | undefined, to: RegionName | undefined): void {
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
}
