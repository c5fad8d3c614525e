import type { RegionName } from '../../../config/catalog';
import { listed } from '../../../config/problems';
import { wholeNumber } from '../../../lab/usage-error';
import { type Option, regionOf, UsageError } from '../options';

/** The scenarios of the routing layer. Kept apart from what plays them, which takes a while to load. */
export const ROUTING_NAMES = [
  { name: 'kill-writer', help: "the writer's Region dies while it writes; another takes over; it returns" },
  { name: 'isolate-writer', help: "the writer's Region is cut from the others, and runs on with its users" },
  { name: 'planned-move', help: 'the writer moves with every Region alive' },
  { name: 'failback', help: "the writer's Region dies, returns, catches up, and writes again" },
] as const;
export type RoutingName = (typeof ROUTING_NAMES)[number]['name'];

/** The first writes at first; a drill of N Regions takes the first N. They are far apart, and three lie outside the register's. */
export const DRILL_REGIONS: readonly RegionName[] = [
  'us-east-1',
  'eu-west-1',
  'ap-northeast-1',
  'us-west-2',
  'sa-east-1',
  'eu-central-1',
];

const LEAST_REGIONS = 2;
const LIMITS = {
  regions: { least: LEAST_REGIONS, most: DRILL_REGIONS.length, usual: 3 },
  rate: { least: 1, most: 50, usual: 10 },
  lease: { least: 5, most: 60, usual: 6 },
} as const;

export const ROUTING_OPTIONS = {
  regions: { value: 'N', help: `how many Regions, ${range('regions')}` },
  target: { value: 'REGION', help: 'the Region that takes over; default: the second one' },
  rate: { value: 'R', help: `writes a second that each Region is asked for, ${range('rate')}` },
  lease: { value: 'SECONDS', help: `how long the writer may write without the register, ${range('lease')}` },
  json: { value: 'FILE', help: 'write the result as JSON as well' },
} as const satisfies Record<string, Option>;

/** What a scenario of the routing layer is to be played with. */
export interface RoutingArguments {
  readonly scenario: RoutingName;
  readonly regions: readonly RegionName[];
  /** Writes at first. */
  readonly primary: RegionName;
  /** Takes over. */
  readonly target: RegionName;
  /** Writes a second that each Region is asked for. */
  readonly rate: number;
  readonly leaseSeconds: number;
}

/** @throws UsageError */
export function routingArguments(
  scenario: string,
  values: Readonly<Partial<Record<keyof typeof ROUTING_OPTIONS, string>>>,
): RoutingArguments {
  const found = ROUTING_NAMES.find(({ name }) => name === scenario);
  if (!found) throw new UsageError(`${scenario} is no scenario of the routing layer.`);
  const regions = DRILL_REGIONS.slice(0, numberOf('regions', values.regions));
  const [primary, ...others] = regions;
  const target = regionOf('target', values.target) ?? others[0];
  if (primary === undefined || target === undefined) throw new UsageError('A drill needs two Regions.');
  if (!others.includes(target))
    throw new UsageError(
      `--target: ${target} cannot take over from ${primary}. With ${regions.length} Regions there ${others.length === 1 ? 'is' : 'are'} ${listed(others)}.`,
    );
  const [rate, leaseSeconds] = [numberOf('rate', values.rate), numberOf('lease', values.lease)];
  return { scenario: found.name, regions, primary, target, rate, leaseSeconds };
}

function numberOf(name: keyof typeof LIMITS, text: string | undefined): number {
  const { least, most, usual } = LIMITS[name];
  if (text === undefined) return usual;
  return wholeNumber(`--${name}`, text, least, most);
}

function range(name: keyof typeof LIMITS): string {
  const { least, most, usual } = LIMITS[name];
  return `${least} to ${most}; default: ${usual}`;
}
