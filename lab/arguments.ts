import { parseArgs } from 'node:util';
import { isRegionName, REGION_NAMES } from '../config/catalog';
import { listed, nearest } from '../config/problems';
import { type EngineArguments, engineArguments } from './engine-arguments';
import type { Faults } from './provider';
import { quoted, UsageError, wholeNumber } from './usage-error';

export { UsageError };

export const COMMANDS = ['apply', 'plan', 'validate', 'serve', 'deploy', 'destroy', 'help'] as const;
export type Command = (typeof COMMANDS)[number];

/** A command line that has been understood. */
export interface Arguments {
  readonly command: Command;
  /** Command that `help` is about. */
  readonly about?: Command;
  /** Config file. @default PLATFORM_CONFIG, else platform.config.ts */
  readonly config?: string;
  /** Work folder. @default .lab/<name>-<environment> */
  readonly work?: string;
  /** Whether to begin with an empty work folder. */
  readonly fresh: boolean;
  readonly only?: readonly string[];
  readonly jobs: number;
  readonly faults: Faults;
  readonly variables: Readonly<Record<string, string>>;
  /** More arguments for `terraform plan`. */
  readonly planArgs: readonly string[];
  /** Folder for each stack's plan and log. */
  readonly save?: string;
  /** File with changes that somebody makes by hand before the run. */
  readonly drift?: string;
  /** File for the result. */
  readonly json?: string;
  /** Synthesized folder that `serve` offers types for. */
  readonly out: string;
  readonly port: number;
  /** What the real provider is run with. @default - the simulated AWS */
  readonly engine?: EngineArguments;
}

interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What stands for the value in the usage. */
  readonly value?: string;
  readonly help: string;
  readonly commands: readonly Command[];
}

const RUNS = ['apply', 'plan', 'validate'] as const;
const CDKTF = ['deploy', 'destroy'] as const;

const OPTIONS = {
  config: {
    type: 'string',
    value: 'FILE',
    help: 'config; default: PLATFORM_CONFIG, else platform.config.ts',
    commands: [...RUNS, ...CDKTF],
  },
  work: {
    type: 'string',
    value: 'DIR',
    help: 'work folder, kept between runs; default: .lab/<name>-<environment>, for serve .lab/serve',
    commands: [...RUNS, ...CDKTF, 'serve'],
  },
  fresh: {
    type: 'boolean',
    help: 'begin with an empty work folder: nothing exists',
    commands: [...RUNS, 'deploy', 'serve'],
  },
  only: {
    type: 'string',
    value: 'STACK,...',
    help: 'these stacks; what they need is taken as applied',
    commands: RUNS,
  },
  jobs: { type: 'string', value: 'N', help: 'Terraform processes at a time; default: 2', commands: RUNS },
  var: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    help: 'an input variable, such as plan_only=true',
    commands: RUNS,
  },
  'plan-arg': {
    type: 'string',
    multiple: true,
    value: 'ARGUMENT',
    help: 'one more argument for terraform plan, such as --plan-arg=-target=ADDRESS',
    commands: RUNS,
  },
  save: {
    type: 'string',
    value: 'DIR',
    help: "write each stack's plan as JSON there, and its log",
    commands: RUNS,
  },
  drift: {
    type: 'string',
    value: 'FILE',
    help: 'JSON with what somebody changes by hand before the run',
    commands: RUNS,
  },
  json: { type: 'string', value: 'FILE', help: 'write the result as JSON as well', commands: RUNS },
  out: { type: 'string', value: 'DIR', help: 'synthesized folder; default: cdktf.out', commands: ['serve'] },
  port: { type: 'string', value: 'N', help: 'port on 127.0.0.1; default: any free one', commands: ['serve'] },
  dead: {
    type: 'string',
    value: 'REGION,...',
    help: 'Regions that answer nothing (global: services without Regions)',
    commands: [...RUNS, ...CDKTF, 'serve'],
  },
  'fail-create': {
    type: 'string',
    multiple: true,
    value: 'TYPE',
    help: 'a type that cannot be created; aws_x@REGION there only, aws_x#2 the second only',
    commands: [...RUNS, 'deploy', 'serve'],
  },
  'die-after': {
    type: 'string',
    value: 'REGION:N',
    help: 'a Region that dies after N changes in it',
    commands: [...RUNS, 'deploy', 'serve'],
  },
  slow: {
    type: 'string',
    multiple: true,
    value: 'REGION:MS',
    help: 'milliseconds that each call takes there',
    commands: [...RUNS, 'deploy', 'serve'],
  },
  engine: {
    type: 'string',
    value: 'ENGINE',
    help: 'simulated, or provider: the real AWS provider before an emulator; default: simulated',
    commands: RUNS,
  },
  endpoint: { type: 'string', value: 'URL', help: "provider: the emulator's address", commands: RUNS },
  'provider-mirror': {
    type: 'string',
    value: 'DIR',
    help: "provider: a filesystem mirror with the AWS provider; default: Terraform's registry",
    commands: RUNS,
  },
  'leave-out': { type: 'string', value: 'TYPE,...', help: 'provider: types that are not put to it', commands: RUNS },
  'stack-timeout': {
    type: 'string',
    value: 'SECONDS',
    help: 'provider: what a stack may take; what is not ready by then is left out; default: 300',
    commands: RUNS,
  },
  help: { type: 'boolean', help: 'this page', commands: COMMANDS },
} as const satisfies Record<string, Option>;
type OptionName = keyof typeof OPTIONS;

const optionsOf = (command: Command): [OptionName, Option][] =>
  (Object.entries(OPTIONS) as [OptionName, Option][]).filter(([, { commands }]) => commands.includes(command));

const SUMMARIES: Readonly<Record<Command, string>> = {
  apply: 'synthesize, then validate, plan, apply and plan again every stack',
  plan: 'synthesize, then plan every stack against what the work folder holds',
  validate: 'synthesize, then validate every stack',
  serve: 'start the simulated AWS, for terraform or cdktf by hand',
  deploy: "run cdktf deploy '*' against the simulated AWS (state.backend: 'local')",
  destroy: "run cdktf destroy '*' on what deploy made, and say what is protected",
  help: 'this page',
};

/** The page of a command, or of all. */
export function usage(command: Command = 'help'): string {
  if (command !== 'help') {
    const lines = optionsOf(command).map(([name, { value, help }]) => [`--${name}${value ? ` ${value}` : ''}`, help]);
    return [`usage: npm run lab -- ${command} [options]`, '', sentence(SUMMARIES[command]), '', ...columns(lines)].join(
      '\n',
    );
  }
  return [
    'usage: npm run lab -- <command> [options]',
    '',
    'Real Terraform on the synthesized stacks, with a simulated AWS behind it: no account, no network.',
    '',
    ...columns(COMMANDS.map((name) => [name, SUMMARIES[name]])),
    '',
    'npm run lab -- <command> --help lists its options. More in docs/lab.md.',
  ].join('\n');
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`);
}

/** @throws UsageError */
export function parseArguments(args: readonly string[]): Arguments {
  const [name = 'help', ...rest] = args;
  if (name === '--help' || name === '-h') return parseArguments(['help']);
  const command = COMMANDS.find((known) => known === name);
  if (!command)
    throw new UsageError(`${quoted(name)} is not a command.${hint(name, COMMANDS)} There are ${listed(COMMANDS)}.`);

  const values = optionValues(command, rest);
  if (values.help) return parseArguments(['help', command]);
  const { config, work, json } = values;
  const engine = engineArguments(values);
  const about = COMMANDS.find((known) => known === values.positionals[0]);
  return {
    command,
    ...(about !== undefined && { about }),
    ...(config !== undefined && { config }),
    ...(work !== undefined && { work }),
    ...(json !== undefined && { json }),
    ...(values.save !== undefined && { save: values.save }),
    ...(values.drift !== undefined && { drift: values.drift }),
    planArgs: values['plan-arg'] ?? [],
    ...(engine !== undefined && { engine }),
    ...(values.only !== undefined && { only: values.only.split(',') }),
    fresh: values.fresh ?? false,
    jobs: wholeNumber('--jobs', values.jobs ?? '2', 1, 64),
    faults: faultsOf(values),
    variables: Object.fromEntries((values.var ?? []).map(variable)),
    out: values.out ?? 'cdktf.out',
    port: wholeNumber('--port', values.port ?? '0', 0, 65_535),
  };
}

type Values = {
  -readonly [N in OptionName]?: (typeof OPTIONS)[N] extends { readonly type: 'boolean' }
    ? boolean
    : (typeof OPTIONS)[N] extends { readonly multiple: true }
      ? string[]
      : string;
};

function optionValues(command: Command, args: readonly string[]): Values & { readonly positionals: readonly string[] } {
  const options = Object.fromEntries(
    optionsOf(command).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  // Tokens, so that an unknown option can be named with the nearest known one.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional' && command !== 'help')
      throw new UsageError(`${quoted(token.value)} is not expected.`);
    if (token.kind !== 'option') continue;
    const known = options[token.name];
    if (!known)
      throw new UsageError(
        `${token.rawName} is not an option of ${command}.${hint(token.name, Object.keys(options), '--')} npm run lab -- ${command} --help lists them.`,
      );
    if (known.type === 'string' && (token.value === undefined || token.value === ''))
      throw new UsageError(`${token.rawName} needs a value.`);
    if (known.type === 'boolean' && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value.`);
  }
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  return { ...(values as Values), positionals };
}

function faultsOf(values: Values): Faults {
  const dead = values.dead?.split(',').map((region) => knownRegion('--dead', region));
  const [dying, calls] = values['die-after'] === undefined ? [] : regionAndNumber('--die-after', values['die-after']);
  const slow = (values.slow ?? []).map((value) => regionAndNumber('--slow', value));
  const failCreate = values['fail-create'] ?? [];
  for (const rule of failCreate)
    if (!/^aws_\w+(@[a-z0-9-]+)?(#[1-9]\d*)?$/.test(rule))
      throw new UsageError(
        `--fail-create: ${quoted(rule)} is not understood. Write aws_x, aws_x@REGION, aws_x#2 or aws_x@REGION#2.`,
      );
  return {
    ...(dead && { dead }),
    ...(failCreate.length > 0 && { failCreate }),
    ...(dying !== undefined && calls !== undefined && { dieAfter: { region: dying, calls } }),
    ...(slow.length > 0 && { slow: Object.fromEntries(slow) }),
  };
}

function knownRegion(option: string, name: string): string {
  if (name === 'global' || isRegionName(name)) return name;
  throw new UsageError(`${option}: ${quoted(name)} is not a Region in the catalog.${hint(name, REGION_NAMES)}`);
}

function regionAndNumber(option: string, value: string): [region: string, number: number] {
  const [region = '', number = ''] = value.split(':');
  return [knownRegion(option, region), wholeNumber(option, number, 0, 1_000_000)];
}

function variable(text: string): [name: string, value: string] {
  const [, name, value] = /^([A-Za-z_][\w-]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`--var: ${quoted(text)} is not NAME=VALUE.`);
  return [name, value];
}

function hint(word: string, known: readonly string[], prefix = ''): string {
  const near = nearest(word, known);
  return near ? ` Nearest: ${prefix}${near}.` : '';
}
