import { CATALOG, isRegionName } from '../../config/catalog';
import {
  BOX,
  type Curve,
  curveBetween,
  headOf,
  type Lane,
  type Layout,
  type Place,
  type Point,
  ringOf,
} from './html-layout';
import { coordinate, counted, html, type Markup } from './html-markup';
import type { DrillStep, PlatformMap } from './result';

type Edge = PlatformMap['edges'][number];

/** What an edge is called on the page, in the order in which kinds are listed. */
const KINDS: Readonly<Record<Exclude<Edge['kind'], 'gateway-peering' | 'vpc-peering'>, string>> = {
  's3-replication': 'objects',
  'dynamodb-replica': 'tables',
  'rds-replica': 'databases',
  'secret-replica': 'secrets',
  'kms-replica': 'keys',
  'state-replication': 'Terraform states',
};

/** A platform as it stood during some steps that follow one another. */
export interface Scene {
  readonly map: PlatformMap;
  /** Regions that answer nothing. */
  readonly dead: readonly string[];
  /** Numbers of the steps, from 1. */
  readonly first: number;
  readonly last: number;
}

/** A scene for each time that the platform or what is dead in it changes. */
export function scenesOf(steps: readonly DrillStep[]): Scene[] {
  const scenes: Scene[] = [];
  for (const [index, { map, dead = [] }] of steps.entries()) {
    if (!map) continue;
    const last = scenes.at(-1);
    const looks = JSON.stringify([map, dead]);
    if (last && JSON.stringify([last.map, last.dead]) === looks)
      scenes[scenes.length - 1] = { ...last, last: index + 1 };
    else scenes.push({ map, dead, first: index + 1, last: index + 1 });
  }
  return scenes;
}

/** The drawing of a scene, and below it in words what is copied. @param id of the drawing, once in a page */
export function figureOf({ map, dead, first, last }: Scene, id: string): Markup {
  const steps = first === last ? `Step ${first}` : `Steps ${first} to ${last}`;
  return html`<figure>${drawing(map, dead, id, steps)}<figcaption><strong>${steps}.</strong> ${mapText(map)}</figcaption></figure>`;
}

/** What the lines and boxes of the drawings mean. */
export const LEGEND: Markup = html`<ul class="legend">
<li>${sample(html`<line class="copy" x1="0" y1="6" x2="34" y2="6"/>`)}copies, both ways</li>
<li>${sample(html`<line class="copy" x1="0" y1="6" x2="27" y2="6"/><path class="copy-head" d="M34 6 26 2 26 10Z"/>`)}copies, one way</li>
<li>${sample(html`<line class="database" x1="0" y1="6" x2="25" y2="6"/><path class="database-head" d="M34 6 24 1 24 11Z"/>`)}database, writer to replica</li>
<li>${sample(html`<line class="network" x1="1" y1="6" x2="33" y2="6"/>`)}networks joined</li>
<li>${sample(html`<circle class="served" cx="17" cy="6" r="4"/>`)}the front door leads there</li>
<li>${sample(html`<line class="copy broken" x1="0" y1="6" x2="34" y2="6"/>`)}to or from a dead Region</li>
<li>${sample(html`<g class="writer"><rect class="box" x="2" y="1.5" width="30" height="9" rx="2"/></g>`)}the writer's Region</li>
<li>${sample(html`<g class="gone"><rect class="box" x="2" y="1" width="30" height="10" rx="2"/></g>`)}dead or evacuated</li>
</ul>`;

function sample(lines: Markup): Markup {
  return html`<svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true">${lines}</svg>`;
}

function drawing(map: PlatformMap, dead: readonly string[], id: string, steps: string): Markup {
  const regions = [...map.regions].sort((a, b) => slotOf(a.name) - slotOf(b.name));
  const layout = ringOf(Math.max(1, regions.length));
  const places = new Map(
    regions.flatMap(({ name }, index) => (layout.places[index] ? [[name, layout.places[index]]] : [])),
  );
  const lines = connectionsOf(map).flatMap((connection) => {
    const from = places.get(connection.from);
    const to = places.get(connection.to);
    const isBroken = [connection.from, connection.to].some((region) => dead.includes(region));
    return from && to ? [lineOf(layout, from, to, connection, isBroken)] : [];
  });
  const boxes = regions.flatMap(({ name, state }) => {
    const place = places.get(name);
    return place ? [boxOf(place, name, map, rolesOf(map, name, state, dead), dead.includes(name))] : [];
  });
  const words = regions.map(({ name, state }) => {
    const roles = rolesOf(map, name, state, dead);
    return roles.length > 0 ? `${name} (${roles.join(', ')})` : name;
  });
  return html`<svg viewBox="0 0 ${coordinate(layout.width)} ${coordinate(layout.height)}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${steps}: ${counted(regions.length, 'Region')}</title>
<desc id="${id}-desc">${words.join(', ')}. ${mapText(map)}</desc>
${lines}${boxes}</svg>`;
}

const slotOf = (name: string): number => (isRegionName(name) ? CATALOG[name].slot : Number.MAX_SAFE_INTEGER);

/** What a Region is, in words: nothing where it is one of several active ones. */
function rolesOf(map: PlatformMap, name: string, state: string, dead: readonly string[]): string[] {
  return [
    ...(dead.includes(name) ? ['dead'] : []),
    ...(state === 'active' ? [] : [state]),
    ...(name === map.home ? ['home'] : []),
    ...(name === map.writer ? ['writer'] : []),
  ];
}

/** All that is copied between two Regions, drawn as one line; a database's replica is another. */
interface Connection {
  readonly lane: Lane;
  readonly from: string;
  readonly to: string;
  readonly bothWays: boolean;
}

function connectionsOf({ edges }: PlatformMap): Connection[] {
  const arrows = new Map<string, { lane: Lane; from: string; to: string }>();
  for (const { kind, from, to } of edges) {
    const lane = laneOf(kind);
    arrows.set(`${lane} ${from} ${to}`, { lane, from, to });
  }
  return [...arrows.values()]
    .map((arrow) => ({
      ...arrow,
      // A peering is one thing for both ways.
      bothWays: arrow.lane === 'network' || arrows.has(`${arrow.lane} ${arrow.to} ${arrow.from}`),
    }))
    .filter(({ lane, bothWays, from, to }) => lane === 'network' || !bothWays || from < to)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const laneOf = (kind: Edge['kind']): Lane => {
  if (kind === 'rds-replica') return 'database';
  return kind === 'gateway-peering' || kind === 'vpc-peering' ? 'network' : 'copy';
};

/** Databases last: they are drawn over the others. */
const keyOf = ({ lane, from, to }: Connection): string => `${LANE_ORDER.indexOf(lane)} ${from} ${to}`;
const LANE_ORDER: readonly Lane[] = ['network', 'copy', 'database'];

function lineOf(layout: Layout, from: Place, to: Place, { lane, bothWays }: Connection, isBroken: boolean): Markup {
  const curve = curveBetween(layout, from, to, lane);
  const head = bothWays ? undefined : headMarkup(curve, lane);
  return html`<path class="${lane}${isBroken ? ' broken' : ''}" d="${pathOf(curve)}"/>${head}\n`;
}

const pointText = ({ x, y }: Point): string => `${coordinate(x)} ${coordinate(y)}`;

const pathOf = ({ from, control, to }: Curve): string => `M${pointText(from)}Q${pointText(control)} ${pointText(to)}`;

function headMarkup(curve: Curve, lane: Lane): Markup {
  const corners = headOf(curve, lane === 'copy' ? 8 : 11).map(pointText);
  return html`<path class="${lane}-head" d="M${corners.join('L')}Z"/>`;
}

function boxOf(
  { x, y }: Place,
  name: string,
  { writer, front }: PlatformMap,
  roles: readonly string[],
  isDead: boolean,
): Markup {
  const isWriter = name === writer;
  const isGone = isDead || roles.includes('evacuated');
  const left = x - BOX.width / 2;
  const top = y - BOX.height / 2;
  const names = ['region', ...(isWriter ? ['writer'] : []), ...(isGone ? ['gone'] : [])].join(' ');
  const cross = html`<path class="cross" d="M${coordinate(left + 5)} ${coordinate(top + 5)}l8 8m0-8l-8 8"/>`;
  const role = html`<text class="role" x="${coordinate(x)}" y="${coordinate(y + 14)}">${roles.join(', ')}</text>`;
  const served = html`<circle class="served" cx="${coordinate(left + BOX.width - 9)}" cy="${coordinate(top + 9)}" r="4"/>`;
  return html`<g class="${names}"><rect class="box" x="${coordinate(left)}" y="${coordinate(top)}" width="${BOX.width}" height="${BOX.height}" rx="6"/>${isGone ? cross : undefined}<text x="${coordinate(x)}" y="${coordinate(y + (roles.length > 0 ? -2 : 4))}">${name}</text>${roles.length > 0 ? role : undefined}${front?.regions.includes(name) ? served : undefined}</g>\n`;
}

/** What the drawing shows, in words. */
const mapText = (map: PlatformMap): string =>
  [copiesText(map), networksText(map), frontText(map)].filter(Boolean).join(' ');

/** `objects 6, databases 2`: pairs of Regions by what is copied between them. */
function copiesText({ edges }: PlatformMap): string {
  const parts = Object.entries(KINDS).flatMap(([kind, name]) => {
    const count = edges.filter((edge) => edge.kind === kind).length;
    return count > 0 ? [`${name} ${count}`] : [];
  });
  return parts.length > 0 ? `Copies: ${parts.join(', ')}.` : 'Nothing is copied.';
}

/** `Networks joined: 3 pairs.`, or nothing. */
function networksText({ edges }: PlatformMap): string {
  const count = edges.filter(({ kind }) => laneOf(kind) === 'network').length;
  return count > 0 ? `Networks joined: ${counted(count, 'pair')}.` : '';
}

const FRONTS = { dns: 'DNS', accelerator: 'an accelerator', cdn: 'CloudFront' } as const;

/** `Front door: api.orders.example.com by DNS, to us-east-1 and eu-west-1.`, or nothing. */
const frontText = ({ front }: PlatformMap): string =>
  front ? `Front door: ${front.host} by ${FRONTS[front.kind]}, to ${front.regions.join(', ')}.` : '';
