import { UsageError } from '../../lab/usage-error';
import { isProtection, PROTECTIONS, type Protection } from './protections';

/** Which rules the simulated Regions follow. */
export const PROTOCOLS = {
  shipped: 'the code of lambdas/shared, over a linearizable register',
  replicated: 'the same code over an eventually consistent table: it must fail',
  original: 'a state row in an eventually consistent table that only browsers look at: it must fail',
} as const;

export type Protocol = keyof typeof PROTOCOLS;

export interface Arguments {
  readonly help: boolean;
  readonly runs: number;
  /** @default - another every time; it is printed */
  readonly seed?: number;
  /** @default - 2 to 5, at random */
  readonly regions?: number;
  readonly without: readonly Protection[];
  readonly protocol: Protocol;
}

export { UsageError };

export const usage = (): string =>
  [
    'npm run model -- [--runs 2000] [--seed N] [--regions 2-5] [--without <protection>]... [--protocol <protocol>]',
    '',
    'Plays random schedules of partitions, deaths, drifting clocks and concurrent operators against the routing layer, and',
    'judges each. Exit code 0: no invariant was broken; 1: one was, and the least schedule that breaks it is shown.',
    '',
    'Protections that can be switched off, to see what each is for:',
    ...Object.entries(PROTECTIONS).map(([name, text]) => `  ${name.padEnd(12)}${text}`),
    'Protocols:',
    ...Object.entries(PROTOCOLS).map(([name, text]) => `  ${name.padEnd(12)}${text}`),
  ].join('\n');

/** @throws UsageError */
export function parseArguments(args: readonly string[]): Arguments {
  const without: Protection[] = [];
  let [help, runs, protocol]: [boolean, number, Protocol] = [false, 2000, 'shipped'];
  let seed: number | undefined;
  let regions: number | undefined;
  for (let index = 0; index < args.length; index += 1) {
    const name = args[index];
    if (name === '--help') {
      help = true;
      continue;
    }
    index += 1;
    const value = args[index];
    if (name === '--runs') runs = whole(name, value, 1, 10_000_000);
    else if (name === '--seed') seed = whole(name, value, -2_147_483_648, 2_147_483_647);
    else if (name === '--regions') regions = whole(name, value, 2, 5);
    else if (name === '--without') without.push(...protections(value));
    else if (name === '--protocol') protocol = protocolOf(value);
    else
      throw new UsageError(
        `Unknown option ${name}. Allowed: --runs, --seed, --regions, --without, --protocol, --help.`,
      );
  }
  if (protocol === 'original' && without.length > 0)
    throw new UsageError(
      '--without: the protocol "original" has no protection that could be switched off. Leave it out.',
    );
  return {
    help,
    runs,
    without,
    protocol,
    ...(seed !== undefined && { seed }),
    ...(regions !== undefined && { regions }),
  };
}

function whole(name: string, value: string | undefined, least: number, most: number): number {
  const number = Number(value);
  if (value === undefined || value.trim() === '' || !Number.isInteger(number) || number < least || number > most)
    throw new UsageError(
      `${name}: found ${value === undefined ? 'nothing' : `"${value}"`}, allowed is a whole number from ${least} to ${most}.`,
    );
  return number;
}

function protections(value = ''): readonly Protection[] {
  return value.split(',').map((name) => {
    if (!isProtection(name))
      throw new UsageError(`--without: found "${name}", allowed are ${Object.keys(PROTECTIONS).join(', ')}.`);
    return name;
  });
}

function protocolOf(value = ''): Protocol {
  const found = Object.keys(PROTOCOLS).find((name) => name === value);
  if (found === 'shipped' || found === 'replicated' || found === 'original') return found;
  throw new UsageError(`--protocol: found "${value}", allowed are ${Object.keys(PROTOCOLS).join(', ')}.`);
}
