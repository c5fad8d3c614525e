import { parseArgs } from 'node:util';
import { isRegionName, REGION_NAMES, type RegionName } from '../../config/catalog';
import { listed, nearest } from '../../config/problems';
import { quoted, UsageError, wholeNumber } from '../../lab/usage-error';
import { columns } from '../columns';

export { UsageError };

/** State of a routing control, as its API writes it. */
export type ControlState = 'On' | 'Off';

export interface Arguments {
  readonly help: boolean;
  /** @default - PLATFORM_CONFIG, else platform.config.ts */
  readonly config?: string;
  /** Region whose parameter is asked for first. @default - the platform's own order */
  readonly from?: RegionName;
  /** What each Region's control is set to, all at once; empty: the states are only shown. */
  readonly changes: ReadonlyMap<RegionName, ControlState>;
  /** ARNs of safety rules that do not count this once. */
  readonly override: readonly string[];
  readonly timeoutSeconds: number;
}

const DEFAULT_TIMEOUT_SECONDS = 60;

/** Name of each option, what stands for its value, and what it does. */
const OPTIONS = {
  region: { value: 'REGION', help: 'whose control the next --on or --off sets; may be repeated' },
  on: { value: undefined, help: 'let traffic flow to it' },
  off: { value: undefined, help: 'let none' },
  move: { value: 'FROM:TO', help: 'short for --region FROM --off --region TO --on' },
  show: { value: undefined, help: 'the states as they are; so too without any change' },
  override: { value: 'ARN', help: 'a safety rule that does not count this once; may be repeated' },
  from: { value: 'REGION', help: 'where the addresses are read first; the other Regions are tried after it' },
  config: { value: 'FILE', help: 'default: PLATFORM_CONFIG, else platform.config.ts' },
  timeout: { value: 'SECONDS', help: `for everything together; default: ${DEFAULT_TIMEOUT_SECONDS}` },
  help: { value: undefined, help: 'this' },
} as const;
type OptionName = keyof typeof OPTIONS;

export const usage = (): string =>
  [
    'npm run switch -- [--region REGION --on|--off]... [options]',
    '',
    'Sets the routing controls of a platform, all changes in one transaction, and reads them back. It needs neither Terraform',
    "nor any control plane: the cluster's five endpoints are tried until one answers.",
    '',
    ...columns(
      Object.entries(OPTIONS).map(([name, { value, help }]) => [
        `--${name}${value === undefined ? '' : ` ${value}`}`,
        help,
      ]),
    ),
    '',
    'Exit code 0: done; 1: refused, or nobody answered; 2: the command line or the config is wrong.',
  ].join('\n');

/** @throws UsageError */
export function parseArguments(args: readonly string[]): Arguments {
  const changes = new Map<RegionName, ControlState>();
  const override: string[] = [];
  const given = new Map<'from' | 'config' | 'timeout', string>();
  let [help, show] = [false, false];
  let open: RegionName | undefined;
  const set = (region: RegionName, state: ControlState): void => {
    if (changes.has(region)) throw new UsageError(`${region} is set twice. Leave one out.`);
    changes.set(region, state);
  };
  const close = (): void => {
    if (open !== undefined) throw new UsageError(`--region ${open}: neither --on nor --off follows it. Add one.`);
  };
  for (const { name, value } of optionsIn(args)) {
    if (name === 'help') help = true;
    else if (name === 'show') show = true;
    else if (name === 'override') override.push(ruleIn(value));
    else if (name === 'region') {
      close();
      open = regionIn('--region', value);
    } else if (name === 'on' || name === 'off') {
      if (open === undefined) throw new UsageError(`--${name}: no --region before it. Name the Region first.`);
      set(open, name === 'on' ? 'On' : 'Off');
      open = undefined;
    } else if (name === 'move') {
      close();
      const [from, to] = moveIn(value);
      set(from, 'Off');
      set(to, 'On');
    } else if (given.has(name)) throw new UsageError(`--${name} is given twice. Leave one out.`);
    else given.set(name, value);
  }
  close();
  if (show && changes.size > 0)
    throw new UsageError('--show: changes are given as well, whose states are shown anyway. Leave --show out.');
  if (override.length > 0 && changes.size === 0)
    throw new UsageError('--override: nothing is changed. Add --region REGION --on or --off.');
  const [config, from, timeout] = [given.get('config'), given.get('from'), given.get('timeout')];
  return {
    help,
    changes,
    override,
    timeoutSeconds: timeout === undefined ? DEFAULT_TIMEOUT_SECONDS : wholeNumber('--timeout', timeout, 1, 600),
    ...(config !== undefined && { config }),
    ...(from !== undefined && { from: regionIn('--from', from) }),
  };
}

/** Options in their order, each with its value where it takes one. */
function optionsIn(args: readonly string[]): { readonly name: OptionName; readonly value: string }[] {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(OPTIONS).map(([name, { value }]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token) => {
    if (token.kind === 'positional')
      throw new UsageError(`${quoted(token.value)} belongs to no option. Allowed: ${listed(NAMES.map(dashed))}.`);
    if (token.kind !== 'option') return [];
    const { name, value } = token;
    if (!isOption(name)) throw new UsageError(unknownOption(token.rawName, name));
    if (OPTIONS[name].value === undefined) {
      if (value !== undefined)
        throw new UsageError(`${dashed(name)} takes no value. Leave ${JSON.stringify(value)} out.`);
      return [{ name, value: '' }];
    }
    if (!value) throw new UsageError(`${dashed(name)} needs a value: ${OPTIONS[name].value}.`);
    return [{ name, value }];
  });
}

const NAMES = Object.keys(OPTIONS);
const isOption = (name: string): name is OptionName => Object.hasOwn(OPTIONS, name);
const dashed = (name: string): string => `--${name}`;

function unknownOption(written: string, name: string): string {
  // Of a word as short as these two the nearest may be the opposite of what was meant.
  const near = name.length > 'off'.length ? nearest(name, NAMES) : undefined;
  return `${written} is not an option.${near === undefined ? ` There are ${listed(NAMES.map(dashed))}.` : ` Nearest: --${near}.`}`;
}

function regionIn(option: string, text: string): RegionName {
  if (isRegionName(text)) return text;
  const near = nearest(text, REGION_NAMES);
  throw new UsageError(
    `${option}: ${quoted(text)} is not a Region in the catalog.${near === undefined ? '' : ` Nearest: ${quoted(near)}.`}`,
  );
}

function moveIn(text: string): readonly [RegionName, RegionName] {
  const [from = '', to, ...more] = text.split(':');
  if (to === undefined || more.length > 0)
    throw new UsageError(`--move: ${quoted(text)} is not two Regions. Write FROM:TO, such as us-east-1:eu-west-1.`);
  return [regionIn('--move', from), regionIn('--move', to)];
}

function ruleIn(text: string): string {
  if (/^arn:[\w-]+:route53-recovery-control:.*safetyrule\//.test(text)) return text;
  throw new UsageError(
    `--override: ${quoted(text)} is not the ARN of a safety rule. npm run switch shows those there are.`,
  );
}
