import { type RegionName, regionFacts } from '../../../config/catalog';
import { regionHost, targetHost } from '../../../config/hosts';
import type { Ingress } from '../../../config/ingress';
import type { Platform, PlatformRegion } from '../../../config/platform';
import { type Box, bottomOf, type CardPlace, card, type Saying, stacked } from './drawing';
import { readOrder } from './reads';
import { entryName, serviceName } from './service-text';
import { vpcCard } from './vpc-card';

const PAD = 10;
const GAP = 8;

/** Why nothing is drawn in a Region. */
const ABSENT: Readonly<Partial<Record<PlatformRegion['state'], string>>> = {
  evacuated: 'Out of reach: nothing is planned here, no call is made, and its data is left as it is.',
  leaving: 'On its way out for good: nobody is sent here, and nothing is copied here.',
};

/** What stands in one Region, from the door to the data. */
export function regionBox(place: CardPlace, platform: Platform, { name, state }: PlatformRegion): Box {
  const id = `region-${name}`;
  const absent = ABSENT[state];
  const roles = [
    ...(name === platform.home ? ['home'] : []),
    ...(name === platform.writer ? ['writer'] : []),
    ...(state === 'active' ? [] : [state]),
  ];
  const heading: Saying[] = [
    ['title', name],
    ['faint', [regionFacts(name).title, ...roles].join(' · ')],
  ];
  if (absent !== undefined) return card(id, 'gone', place, [...heading, ['text', absent]]);

  const named = card(id, 'region', place, heading);
  const inside = { x: place.x + PAD, width: place.width - 2 * PAD };
  const boxes = stacked(bottomOf(named), GAP, [
    ...doorOf(platform, name).map(
      ([part, says]) =>
        (y: number) =>
          card(`${id}/${part}`, 'part', { ...inside, y }, says),
    ),
    (y) => vpcCard(`${id}/vpc`, { ...inside, y }, platform, name),
    ...dataOf(platform, name).map((says) => (y: number) => card(`${id}/data`, 'data', { ...inside, y }, says)),
  ]);
  return { ...named, height: bottomOf(boxes.at(-1) ?? named) + PAD - place.y, boxes };
}

/** Gate, entry and service, each with what is to be known of it. */
function doorOf({ ingress }: Platform, region: RegionName): [part: string, says: Saying[]][] {
  if (!ingress?.delegated) return [];
  const behindApi = ingress.entry !== 'alb';
  return [
    ['gate', gateOf(ingress, region)],
    [
      'entry',
      [
        ['strong', entryName(ingress)],
        ['text', targetHost(ingress.domain, region)],
        ...(ingress.hasRegionalAcl ? [['text', `web ACL, ${ingress.rateLimit} requests in 5 minutes`] as const] : []),
      ],
    ],
    ...(behindApi ? [['service', [['strong', serviceName(ingress)]]] as [string, Saying[]]] : []),
  ];
}

function gateOf({ domain, front, health, switch: takenOutBy }: Ingress, region: RegionName): Saying[] {
  const asked: Saying[] = [
    ['text', regionHost(domain, region)],
    ['text', `${health.path} every ${health.intervalSeconds} s, ${health.failureThreshold} failures`],
  ];
  if (front === 'accelerator') return [['strong', 'Health check, for alarms'], ...asked];
  return [
    ['strong', 'Gate'],
    ...asked,
    ...(takenOutBy === 'routing-control' ? [['text', 'and the switch of ARC is on'] as const] : []),
  ];
}

/** Tables and buckets of the Region; databases are drawn where they stand, in the VPC. */
function dataOf(platform: Platform, region: RegionName): Saying[][] {
  const { tables, buckets, ingress } = platform;
  const says: Saying[] = [
    ...[...tables].map(
      ([name, { consistency }]): Saying => [
        'text',
        `Table ${name}${consistency === 'strong' ? ', strongly consistent' : ''}`,
      ],
    ),
    ...[...buckets.keys()].map((name): Saying => {
      const order = name === ingress?.cdn.bucket ? readOrder(platform).indexOf(region) : -1;
      return ['text', `Bucket ${name}${READ[order] ?? ''}`];
    }),
  ];
  return says.length > 0 ? [[['strong', 'Data'], ...says]] : [];
}

const READ: readonly string[] = [', which CloudFront reads', ', read where that fails'];
