import { isRegionName, regionFacts } from '../../config/catalog';
import { textTable } from '../../lab/text-table';
import type { CostLine, Estimate } from './estimate';
import { PRICES_OF } from './prices';

/** The estimate as it is printed: service by Region, then what each sum is made of, then what is not in it. */
export function costsReport({ lines, byUse, unpriced, unknown }: Estimate): string {
  const total = sumOf(lines);
  return [
    `A month costs about $${total.toFixed(0)} before it is used: an estimate at list prices of ${PRICES_OF}, without usage, taxes and discounts.`,
    '',
    ...byService(lines),
    '',
    'Made of',
    ...parts(lines).map((line) => `  ${line}`),
    '',
    ...notCounted(byUse, unpriced, unknown),
    ...caveats(lines),
    '',
  ].join('\n');
}

/** Services from the dearest down; places in the order of their sums. */
function byService(lines: readonly CostLine[]): string[] {
  const places = biggestFirst(lines, ({ place }) => place);
  const row = (name: string, of: readonly CostLine[]): string[] => [
    name,
    ...places.map(([place]) => cell(sumOf(of.filter((line) => line.place === place)))),
    money(sumOf(of)),
    '',
  ];
  return textTable(
    ['US$ a month', ...places.map(([place]) => placeName(place)), 'all', ''],
    biggestFirst(lines, ({ price }) => price.service).map(([service, of]) => row(service, of)),
    row('all', lines),
  );
}

/** Every price that is asked for, with how often, from the dearest down. */
function parts(lines: readonly CostLine[]): string[] {
  const rows = biggestFirst(lines, ({ price }) => price.what).flatMap(([what, of]) => {
    const [first] = of;
    if (first === undefined) return [];
    const { usd, per, seen } = first.price;
    return [
      [
        what,
        `${rounded(of.reduce((sum, { count }) => sum + count, 0))} x`,
        `$${rounded(usd)} per ${per}`,
        money(sumOf(of)),
        seen === undefined ? 'price not checked' : '',
      ],
    ];
  });
  return textTable(['what', 'how many', 'price', 'US$ a month', ''], rows);
}

function notCounted(byUse: readonly string[], unpriced: readonly string[], unknown: readonly string[]): string[] {
  return [
    ...(byUse.length > 0 ? [`By use only, so not counted: ${byUse.join(', ')}.`] : []),
    'Nor is: traffic between zones and Regions and to the internet, backups, storage that grows, load on what is counted, custom metrics.',
    ...(unpriced.length > 0 ? [`Without a price in cli/costs, so not counted: ${unpriced.join(', ')}.`] : []),
    ...(unknown.length > 0
      ? [`Not looked at yet, so not counted: ${unknown.join(', ')}. Put them into cli/costs/types.ts.`]
      : []),
  ];
}

function caveats(lines: readonly CostLine[]): string[] {
  const elsewhere = lines.filter(({ price, place }) => price.everywhere !== true && place !== 'us-east-1');
  const regions = [...new Set(elsewhere.map(({ place }) => place))].filter(isRegionName).sort();
  const partitions = new Set(regions.map((region) => regionFacts(region).partition));
  return [
    ...(regions.length > 0
      ? [
          `Prices are us-east-1's. Not looked up for ${regions.join(', ')}: many Regions ask 5 to 30 % more, some (such as sa-east-1) up to twice as much.`,
        ]
      : []),
    ...(partitions.has('aws-cn')
      ? ["China's prices are in CNY and of their own: take this as an order of magnitude."]
      : []),
  ];
}

function biggestFirst(
  lines: readonly CostLine[],
  keyOf: (line: CostLine) => string,
): (readonly [string, readonly CostLine[]])[] {
  const groups = new Map<string, CostLine[]>();
  for (const line of lines) groups.set(keyOf(line), [...(groups.get(keyOf(line)) ?? []), line]);
  return [...groups].sort(([a, ofA], [b, ofB]) => sumOf(ofB) - sumOf(ofA) || (a < b ? -1 : 1));
}

const sumOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);
const money = (usd: number): string => usd.toFixed(2);
const cell = (usd: number): string => (usd === 0 ? '-' : money(usd));
const rounded = (number: number): string => String(Number(number.toPrecision(6)));
const placeName = (place: string): string => (isRegionName(place) ? regionFacts(place).code : place);
