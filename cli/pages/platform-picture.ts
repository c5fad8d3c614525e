import type { Platform, PlatformRegion } from '../../config/platform';
import { counted } from '../drill/html-markup';
import { backbonePanel } from './picture/backbone-panel';
import { type Box, bottomOf, type Connection, card, type Drawing, middleOf, type Saying } from './picture/drawing';
import { frontBoxes, wayTo } from './picture/front-boxes';
import { regionBox } from './picture/region-box';
import { svgOf } from './picture/svg';

const WIDTH = 1000;
const MARGIN = 34;
const GAP = 18;
/** From what leads to a row of Regions to the row; labels stand there. */
const LEAD = 40;
const PER_ROW = 3;
/** A Region's box, where there are few of them. */
const WIDEST = 460;
/** Where the drawing begins, below its title. */
const TOP = 48;
/** Where the way to further rows goes down, left of all boxes. */
const TRUNK = 16;

/** The front door and the network of a platform, as a picture: from its config alone, the same for the same platform. */
export const platformPicture = (platform: Platform): string => svgOf(platformDrawing(platform));

/** What is in the picture, and where. */
export function platformDrawing(platform: Platform): Drawing {
  const { ingress } = platform;
  const title = `${platform.name} ${platform.environment}`;
  const front =
    ingress?.delegated === true
      ? frontBoxes(platform, ingress, { y: TOP, width: WIDTH })
      : { boxes: [], connections: [] };
  const gateway = front.boxes.at(-1);

  const regions = regionRows(platform, gateway);
  const connections: Connection[] = [...front.connections, ...regions.connections];
  const boxes: Box[] = [...front.boxes, ...regions.boxes];
  let bottom = Math.max(...regions.boxes.map(bottomOf));

  const backbone = backbonePanel(platform, { x: MARGIN, y: bottom + GAP, width: WIDTH - 2 * MARGIN });
  if (backbone) {
    boxes.push(backbone.panel);
    connections.push(...backbone.connections);
    bottom = bottomOf(backbone.panel);
  }
  const copies = copiesOf(platform);
  if (copies.length > 0) {
    const panel = card('copies', 'data', { x: MARGIN, y: bottom + GAP, width: WIDTH - 2 * MARGIN }, copies);
    boxes.push(panel);
    bottom = bottomOf(panel);
  }

  return {
    title: `${title}: front door and network`,
    description: descriptionOf(platform, connections),
    width: WIDTH,
    height: bottom + GAP,
    texts: [
      { x: MARGIN, y: 30, text: title, tone: 'title', anchor: 'start' },
      {
        x: WIDTH - MARGIN,
        y: 30,
        text: `${platform.pattern}, ${counted(platform.regions.length, 'Region')}`,
        tone: 'faint',
        anchor: 'end',
      },
    ],
    boxes,
    connections,
  };
}

/** The Regions in rows, and the way to each from what leads to them. */
function regionRows(platform: Platform, gateway: Box | undefined): { boxes: Box[]; connections: Connection[] } {
  const rows = rowsOf(platform.regions);
  const columns = Math.max(...rows.map((row) => row.length));
  const width = Math.min((WIDTH - 2 * MARGIN - GAP * (columns - 1)) / columns, WIDEST);
  const boxes: Box[] = [];
  const connections: Connection[] = [];
  let bottom = gateway ? bottomOf(gateway) : TOP - GAP;
  for (const [index, row] of rows.entries()) {
    const y = bottom + (gateway ? LEAD : GAP);
    const left = (WIDTH - row.length * width - GAP * (row.length - 1)) / 2;
    const made = row.map((region, column) =>
      regionBox({ x: left + column * (width + GAP), y, width }, platform, region),
    );
    const height = Math.max(...made.map((box) => box.height));
    boxes.push(...made.map((box) => (box.look === 'gone' ? box : { ...box, height })));
    if (gateway) connections.push(...waysTo(platform, gateway, row, made, index === 0));
    bottom = y + height;
  }
  return { boxes, connections };
}

/** A way from the gateway to each Region of a row that serves; to a further row it goes around the ones above. */
function waysTo(
  platform: Platform,
  gateway: Box,
  row: readonly PlatformRegion[],
  boxes: readonly Box[],
  isFirst: boolean,
): Connection[] {
  const start = { x: middleOf(gateway), y: bottomOf(gateway) };
  const turn = { x: start.x, y: start.y + LEAD / 2 };
  return row.flatMap(({ name }, index): Connection[] => {
    const box = boxes[index];
    if (!box || !platform.deployedRegions.includes(name)) return [];
    const x = middleOf(box);
    const bus = box.y - LEAD / 2;
    const around = isFirst
      ? []
      : [
          { x: TRUNK, y: turn.y },
          { x: TRUNK, y: bus },
        ];
    const label = wayTo(platform, name);
    return [
      {
        id: `way-to-${name}`,
        kind: 'traffic',
        broken: false,
        points: [start, turn, ...around, { x, y: bus }, { x, y: box.y }],
        label:
          label === undefined ? undefined : { x: x + 8, y: box.y - 6, text: label, tone: 'faint', anchor: 'start' },
      },
    ];
  });
}

/** As few rows as hold three Regions each, as even as they get. */
function rowsOf<T>(items: readonly T[]): T[][] {
  const rows = Math.ceil(items.length / PER_ROW);
  const perRow = Math.ceil(items.length / rows);
  return Array.from({ length: rows }, (_, row) => items.slice(row * perRow, (row + 1) * perRow));
}

/** What is copied between the Regions; nothing where there is one. */
function copiesOf({ activeRegions, buckets, tables, databases, writer }: Platform): Saying[] {
  if (activeRegions.length < 2) return [];
  const mesh = [...buckets].filter(([, { replication }]) => replication === 'mesh').map(([name]) => `bucket ${name}`);
  const both = [...mesh, ...[...tables.keys()].map((name) => `table ${name}`)];
  return [
    ...(both.length > 0
      ? [['strong', 'Copied from every active Region to every other'] as const, ['text', both.join(', ')] as const]
      : []),
    ...(databases.size > 0
      ? [
          ['strong', `Copied from ${writer} to the replicas`] as const,
          ['text', `database ${[...databases.keys()].join(', ')}`] as const,
        ]
      : []),
  ];
}

function descriptionOf(platform: Platform, connections: readonly Connection[]): string {
  const { regions, ingress, network } = platform;
  const peerings = connections.filter(({ kind }) => kind === 'network').length;
  return [
    ingress?.delegated
      ? `Clients reach ${ingress.domain} by ${FRONT_NAMES[ingress.front]}.`
      : 'There is no front door.',
    `Regions: ${regions.map(({ name, state }) => (state === 'active' ? name : `${name} (${state})`)).join(', ')}.`,
    `Home is ${platform.home}, the writer ${platform.writer}.`,
    network.backbone === 'none'
      ? 'No backbone joins their networks.'
      : `${counted(peerings, 'peering')} join their networks.`,
  ].join(' ');
}

const FRONT_NAMES = { dns: 'Route 53', accelerator: 'Global Accelerator', cdn: 'CloudFront' } as const;
