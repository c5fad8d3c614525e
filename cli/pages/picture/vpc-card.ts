import type { RegionName } from '../../../config/catalog';
import type { Platform } from '../../../config/platform';
import { type Tier, tierCidr } from '../../../modules/network/subnet-plan';
import { type Box, bottomOf, type CardPlace, card, fitted, type Saying, stacked } from './drawing';
import { serviceName } from './service-text';

const PAD = 9;
const GAP = 3;
const CELL = 19;
const LABEL = 54;

/** A Region's VPC: its tiers by zone, what stands in them, and its ways out. */
export function vpcCard(id: string, { x, y, width }: CardPlace, platform: Platform, region: RegionName): Box {
  const { network } = platform;
  const cidr = platform.cidrOf(region);
  const inside = width - 2 * PAD;
  const heading = card(`${id}/heading`, 'vpc', { x, y, width }, [['strong', `VPC ${cidr}`]]);
  const grid = { x: x + PAD, width: inside, zones: platform.zonesIn(region) };
  const tiers = TIERS.filter((tier) => tier !== 'transit' || network.backbone === 'transit-gateway');
  const rows = stacked(
    bottomOf(heading) - 4,
    5,
    tiers.map(
      (tier) => (top) => tierRow(`${id}/${tier}`, { ...grid, y: top }, cidr, tier, barsOf(platform, region, tier)),
    ),
  );
  const notes = card(`${id}/notes`, 'vpc', { x, y: bottomOf(rows.at(-1) ?? heading), width }, notesOf(platform));
  return {
    id,
    look: 'vpc',
    x,
    y,
    width,
    height: bottomOf(notes) - y,
    texts: [...heading.texts, ...rows.flatMap(({ texts }) => texts), ...notes.texts],
    boxes: rows.flatMap(({ boxes }) => boxes),
  };
}

const TIERS: readonly Tier[] = ['public', 'private', 'isolated', 'transit'];

/** What stands in a tier: over all its zones, or one text for each of them. */
type Bar = string | readonly string[];

function barsOf(platform: Platform, region: RegionName, tier: Tier): Bar[] {
  const { network, ingress, databases } = platform;
  const zones = platform.zonesIn(region);
  const behindBalancer = ingress?.delegated === true && ingress.entry === 'alb';
  switch (tier) {
    case 'public':
      return [
        ...(behindBalancer ? ['Application Load Balancer'] : []),
        ...(network.nat === 'regional' ? ['NAT, spread over the zones'] : []),
        ...(network.nat === 'per-az' ? [Array.from({ length: zones }, () => 'NAT')] : []),
        ...(network.nat === 'single' ? [Array.from({ length: zones }, (_, zone) => (zone === 0 ? 'NAT' : ''))] : []),
      ];
    case 'private':
      return ingress && behindBalancer ? [serviceName(ingress)] : [];
    case 'isolated':
      return [...databases.keys()].map((name) => `${name}: ${platform.databaseRole(name, region)}`);
    case 'transit':
      return ['attachment to the hub'];
  }
}

function notesOf({ network }: Platform): Saying[] {
  return [
    ...(network.nat === 'none' ? [['faint', 'No way out to the internet'] as const] : []),
    ...(network.stableEgressIps ? [['faint', 'Outgoing addresses outlive the network'] as const] : []),
    ['faint', `Endpoints: ${['S3', 'DynamoDB', ...network.interfaceEndpoints].join(', ')}`],
    ...(network.ipv6 ? [['faint', 'IPv6 beside IPv4'] as const] : []),
    ...(network.flowLogs === 's3' ? [['faint', 'Flow logs to S3'] as const] : []),
  ];
}

/** A tier: its ranges by zone, and below each other what stands in it. */
function tierRow(
  id: string,
  { x, y, width, zones }: CardPlace & { readonly zones: number },
  cidr: string,
  tier: Tier,
  bars: readonly Bar[],
): Box {
  const first = x + LABEL;
  const room = width - LABEL;
  const each = (room - GAP * (zones - 1)) / zones;
  const ranges = Array.from({ length: zones }, (_, zone) => tailOf(cidr, tierCidr(cidr, tier, zone)));
  const boxes = [ranges, ...bars].flatMap((bar, row) => {
    const top = y + row * (CELL + GAP);
    const look = row === 0 ? 'cell' : 'busy';
    if (typeof bar === 'string') return [cell(`${id}/${row}`, look, { x: first, y: top, width: room }, bar)];
    return bar.flatMap((text, zone) =>
      text === ''
        ? []
        : [cell(`${id}/${row}-${zone}`, look, { x: first + zone * (each + GAP), y: top, width: each }, text)],
    );
  });
  return {
    id,
    look: 'vpc',
    x,
    y,
    width,
    height: (1 + bars.length) * (CELL + GAP) - GAP,
    texts: [{ x, y: y + 13.5, text: tier, tone: 'faint', anchor: 'start' }],
    boxes,
  };
}

const cell = (id: string, look: 'cell' | 'busy', place: CardPlace, text: string): Box => ({
  id,
  look,
  ...place,
  height: CELL,
  texts: [
    {
      x: place.x + place.width / 2,
      y: place.y + 13.5,
      text: fitted(text, place.width - 4, 'faint'),
      tone: 'faint',
      anchor: 'middle',
    },
  ],
  boxes: [],
});

/** `.160.0/22` of `10.10.160.0/22`: what the VPC's own range does not say. */
const tailOf = (cidr: string, range: string): string => range.slice(cidr.split('.').slice(0, 2).join('.').length);
