import type { RegionName } from '../../../config/catalog';
import { apiHost, appHost } from '../../../config/hosts';
import type { Ingress } from '../../../config/ingress';
import type { Platform } from '../../../config/platform';
import { type Box, bottomOf, type Connection, card, middleOf, type Saying } from './drawing';
import { readOrder } from './reads';

const GAP = 26;
const CLIENTS_WIDTH = 130;
const FRONT_WIDTH = 520;
const PAD = 10;

export interface FrontDrawing {
  readonly boxes: readonly Box[];
  readonly connections: readonly Connection[];
}

/** What clients meet before a Region, from the top down: each box leads to the next one, the last to the Regions. */
export function frontBoxes(platform: Platform, ingress: Ingress, place: { y: number; width: number }): FrontDrawing {
  const centred = (width: number) => ({ x: (place.width - width) / 2, width });
  const boxes: Box[] = [
    card('clients', 'clients', { ...centred(CLIENTS_WIDTH), y: place.y, anchor: 'middle' }, [['strong', 'Clients']]),
  ];
  const below = (): number => bottomOf(boxes.at(-1) ?? { x: 0, y: place.y, width: 0, height: 0 }) + GAP;
  const wide = centred(FRONT_WIDTH);
  if (ingress.front === 'cdn') boxes.push(cdnBox(platform, ingress, { ...wide, y: below() }));
  boxes.push(card('route-53', 'front', { ...wide, y: below(), anchor: 'middle' }, dnsSays(platform, ingress)));
  if (ingress.front === 'accelerator')
    boxes.push(card('accelerator', 'front', { ...wide, y: below(), anchor: 'middle' }, acceleratorSays(ingress)));
  const connections = boxes.slice(1).map((box, index): Connection => {
    const above = boxes[index] ?? box;
    const x = middleOf(above);
    return {
      id: `${above.id}-to-${box.id}`,
      kind: 'traffic',
      broken: false,
      points: [
        { x, y: bottomOf(above) },
        { x, y: box.y },
      ],
    };
  });
  return { boxes, connections };
}

/** CloudFront, its reads and its writes beside each other. */
function cdnBox(platform: Platform, ingress: Ingress, { x, y, width }: { x: number; y: number; width: number }): Box {
  const heading = card('cloudfront', 'front', { x, y, width, anchor: 'middle' }, [
    ['title', 'CloudFront'],
    ['text', appHost(ingress.domain)],
    ...(ingress.hasEdgeAcl ? [['faint', `web ACL, ${ingress.rateLimit} requests in 5 minutes`] as const] : []),
  ]);
  const [first, second] = readOrder(platform);
  const { bucket, regionByCountry, jurisdictionField } = ingress.cdn;
  const half = (width - 3 * PAD) / 2;
  const reads: Saying[] = [
    ['strong', 'Reads'],
    ['text', `bucket ${bucket} of ${first}`],
    ...(second === undefined ? [] : [['text', `where it fails, that of ${second}`] as const]),
    ...[...byRegion(regionByCountry)].map(
      ([region, countries]): Saying => ['text', `${countries.join(', ')}: first ${region}`],
    ),
  ];
  const writes: Saying[] = [
    ['strong', bucket === undefined ? 'Everything' : 'Writes, /api/*'],
    ['text', `to ${apiHost(ingress.domain)} alone, as no origin group takes a POST`],
    ...(jurisdictionField === undefined ? [] : [['text', `placed by the field ${jurisdictionField}`] as const]),
  ];
  const top = bottomOf(heading) + 2;
  const sides = [...(bucket === undefined ? [] : [['reads', reads] as const]), ['writes', writes] as const];
  const each = sides.length === 1 ? width - 2 * PAD : half;
  const boxes = sides.map(([part, says], index) =>
    card(`cloudfront/${part}`, 'part', { x: x + PAD + index * (each + PAD), y: top, width: each }, says),
  );
  const height = Math.max(...boxes.map((box) => box.height));
  return {
    ...heading,
    height: top + height + PAD - y,
    boxes: boxes.map((box) => ({ ...box, height })),
  };
}

function byRegion(regionByCountry: ReadonlyMap<string, RegionName>): Map<RegionName, string[]> {
  const countries = new Map<RegionName, string[]>();
  for (const [country, region] of regionByCountry) countries.set(region, [...(countries.get(region) ?? []), country]);
  return countries;
}

function dnsSays({ writer }: Platform, ingress: Ingress): Saying[] {
  const { domain, front, routing, jurisdictions } = ingress;
  const named: Saying[] = [
    ['title', 'Route 53'],
    ['text', apiHost(domain)],
  ];
  if (front === 'accelerator') return [...named, ['faint', "the accelerator's name, and nothing else"]];
  if (routing !== 'geolocation') return [...named, ['faint', CHOICES[routing](writer)]];
  return [
    ...named,
    ...[...jurisdictions].map(([name, { continents, countries, isDefault, regions }]): Saying => {
      const from = [...continents, ...countries, ...(isDefault ? ['all others'] : [])];
      return ['faint', `${name} (${from.join(', ')}): ${regions.join(', ')}`];
    }),
  ];
}

const CHOICES: Readonly<Record<Exclude<Ingress['routing'], 'geolocation'>, (writer: RegionName) => string>> = {
  latency: () => 'the nearest Region whose gate is open',
  priority: (writer) => `${writer} while its gate is open, else the others`,
  failover: (writer) => `${writer} while its gate is open, else the other one`,
  weighted: () => 'by shares, among the Regions whose gate is open',
};

const acceleratorSays = ({ clientAffinity }: Ingress): Saying[] => [
  ['title', 'Global Accelerator'],
  ['text', 'two addresses that never change'],
  ['faint', 'the nearest Region whose load balancer has healthy targets'],
  ...(clientAffinity === 'source-ip' ? [['faint', 'a client keeps its Region while that is healthy'] as const] : []),
];

/** What is said on the way to a Region. */
export function wayTo({ ingress, writer }: Platform, region: RegionName): string | undefined {
  if (!ingress || ingress.front === 'accelerator') return undefined;
  switch (ingress.routing) {
    case 'latency':
      return undefined;
    case 'priority':
    case 'failover':
      return region === writer ? 'first' : 'stands in';
    case 'weighted':
      return `share ${ingress.weights.get(region) ?? 0}`;
    case 'geolocation':
      return [...ingress.jurisdictions].find(([, { regions }]) => regions.includes(region))?.[0];
  }
}
