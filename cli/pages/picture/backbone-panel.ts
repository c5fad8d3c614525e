import type { RegionName } from '../../../config/catalog';
import type { Platform } from '../../../config/platform';
import { unorderedPairs } from '../../../config/topology';
import { type Box, bottomOf, type Connection, card, middleOf, type Point } from './drawing';

const HUB_WIDTH = 178;
const HUB_HEIGHT = 45;
const PAD = 16;

export interface BackbonePanel {
  readonly panel: Box;
  readonly connections: readonly Connection[];
}

/** The Regions' networks on a ring, and a line for each two that are joined; none where there is no backbone. */
export function backbonePanel(
  platform: Platform,
  frame: { x: number; y: number; width: number },
): BackbonePanel | undefined {
  const { network, joinedRegions, evacuatedRegions } = platform;
  if (network.backbone === 'none' && network.privateZone === undefined) return undefined;
  const regions = joinedRegions.length > 1 ? joinedRegions : [];
  const heading = card('backbone', 'panel', frame, [
    ...(regions.length > 0 ? [['strong', NAMES[network.backbone]] as const] : []),
    ...(network.privateZone === undefined
      ? []
      : [['text', `Private zone ${network.privateZone}, which every VPC sees`] as const]),
  ]);
  const middles = ringOf(regions.length, { ...frame, y: bottomOf(heading) });
  const hubs = regions.map((region, index): Box => {
    const middle = middles[index] ?? frame;
    const place = {
      x: middle.x - HUB_WIDTH / 2,
      y: middle.y - HUB_HEIGHT / 2,
      width: HUB_WIDTH,
      anchor: 'middle',
    } as const;
    const isGone = evacuatedRegions.includes(region);
    return card(`hub-${region}`, isGone ? 'gone' : 'part', place, [
      ['strong', region],
      ['text', platform.cidrOf(region)],
    ]);
  });
  const placeOf = (region: RegionName): Point => {
    const hub = hubs[regions.indexOf(region)];
    return hub ? { x: middleOf(hub), y: hub.y + hub.height / 2 } : frame;
  };
  const bottom = Math.max(bottomOf(heading), ...hubs.map((hub) => bottomOf(hub) + PAD));
  return {
    panel: { ...heading, height: bottom - frame.y, boxes: hubs },
    connections: unorderedPairs(regions).map(([a, b]) => ({
      id: `peering-${a}-${b}`,
      kind: 'network',
      broken: evacuatedRegions.includes(a) || evacuatedRegions.includes(b),
      points: [placeOf(a), placeOf(b)],
    })),
  };
}

const NAMES: Readonly<Record<Platform['network']['backbone'], string>> = {
  none: '',
  peering: 'Backbone: VPC peerings, every two Regions',
  'transit-gateway': 'Backbone: a transit gateway in each Region, every two of them peered',
};

/** Middles of as many boxes, clockwise from the top, so that no line between two of them crosses a third one. */
function ringOf(count: number, { x, y, width }: { x: number; y: number; width: number }): Point[] {
  const middle = x + width / 2;
  const top = y + HUB_HEIGHT / 2 + 4;
  if (count === 2) return [-1, 1].map((side) => ({ x: middle + side * 220, y: top }));
  const radius = { x: width / 2 - HUB_WIDTH / 2 - PAD - 40, y: 38 * Math.max(2, Math.ceil(count / 2)) };
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2;
    return { x: middle + radius.x * Math.cos(angle), y: top + radius.y * (1 + Math.sin(angle)) };
  });
}
