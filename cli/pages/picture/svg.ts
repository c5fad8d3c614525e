import { coordinate, html, type Markup } from '../../drill/html-markup';
import {
  type Box,
  type Connection,
  type Drawing,
  type Look,
  type Point,
  type TextLine,
  TONES,
  type Tone,
} from './drawing';

const SOLID = '';
const DASHED = '5 4';

/** It has a ground of its own, so one set of colours serves light and dark pages. */
const GROUND = '#ffffff';
const LOOKS: Readonly<Record<Look, { fill: string; stroke: string; dash: string; radius: number }>> = {
  panel: { fill: '#f8fafc', stroke: '#94a3b8', dash: SOLID, radius: 8 },
  clients: { fill: '#f1f5f9', stroke: '#475569', dash: SOLID, radius: 16 },
  front: { fill: '#faf5ff', stroke: '#9333ea', dash: SOLID, radius: 8 },
  region: { fill: '#eff6ff', stroke: '#2563eb', dash: SOLID, radius: 10 },
  gone: { fill: '#f8fafc', stroke: '#94a3b8', dash: DASHED, radius: 10 },
  part: { fill: GROUND, stroke: '#2563eb', dash: SOLID, radius: 6 },
  vpc: { fill: '#f8fafc', stroke: '#64748b', dash: SOLID, radius: 6 },
  cell: { fill: GROUND, stroke: '#cbd5e1', dash: SOLID, radius: 3 },
  busy: { fill: '#dbeafe', stroke: '#2563eb', dash: SOLID, radius: 3 },
  data: { fill: '#f0fdf4', stroke: '#16a34a', dash: SOLID, radius: 6 },
};
const INK: Readonly<Record<Tone, string>> = { title: '#0f172a', strong: '#0f172a', text: '#0f172a', faint: '#475569' };
const STROKES: Readonly<Record<Connection['kind'], string>> = { traffic: '#9333ea', network: '#64748b' };
const HEAD = 7;

/** The drawing as a picture of its own. The same drawing has the same bytes. */
export function svgOf({ title, description, width, height, texts, boxes, connections }: Drawing): string {
  const panels = boxes.filter(isPanel);
  const { text } =
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${coordinate(width)} ${coordinate(height)}" font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" role="img" aria-labelledby="title description">
  <title id="title">${title}</title>
  <desc id="description">${description}</desc>
  <rect width="${coordinate(width)}" height="${coordinate(height)}" rx="10" fill="${GROUND}"/>
${texts.map(textMarkup)}${panels.map((box) => boxMarkup({ ...box, boxes: [] }, 1))}${connections.map(connectionMarkup)}${[
  ...panels.flatMap((panel) => panel.boxes),
  ...boxes.filter((box) => !isPanel(box)),
].map((box) => boxMarkup(box, 1))}</svg>
`;
  return text;
}

/** A panel lies under the lines, whose ends the boxes on it hide. */
const isPanel = ({ look }: Box): boolean => look === 'panel';

function boxMarkup({ id, look, x, y, width, height, texts, boxes }: Box, depth: number): Markup {
  const { fill, stroke, dash, radius } = LOOKS[look];
  const indent = '  '.repeat(depth);
  return html`${indent}<g id="${id}">
${indent}  <rect x="${coordinate(x)}" y="${coordinate(y)}" width="${coordinate(width)}" height="${coordinate(height)}" rx="${radius}" fill="${fill}" stroke="${stroke}"${dashed(dash)}/>
${texts.map(textMarkup)}${boxes.map((box) => boxMarkup(box, depth + 1))}${indent}</g>
`;
}

const dashed = (dash: string): Markup | undefined => (dash === SOLID ? undefined : html` stroke-dasharray="${dash}"`);

function textMarkup({ x, y, text, tone, anchor }: TextLine): Markup {
  const { size, bold } = TONES[tone];
  const place = anchor === 'start' ? undefined : html` text-anchor="${anchor}"`;
  const weight = bold ? html` font-weight="600"` : undefined;
  return html`    <text x="${coordinate(x)}" y="${coordinate(y)}" font-size="${size}"${weight}${place} fill="${INK[tone]}">${text}</text>
`;
}

function connectionMarkup({ id, points, kind, broken, label }: Connection): Markup {
  const path = points.map(({ x, y }) => `${coordinate(x)} ${coordinate(y)}`).join('L');
  const stroke = STROKES[kind];
  const head = kind === 'traffic' ? html`<path d="${headAt(points)}" fill="${stroke}"/>` : undefined;
  return html`  <g id="${id}"><path d="M${path}" fill="none" stroke="${stroke}" stroke-width="1.5"${dashed(broken ? DASHED : SOLID)}/>${head}</g>
${label && textMarkup(label)}`;
}

/** The tip of an arrow that comes from above. */
function headAt(points: readonly Point[]): string {
  const { x, y } = points.at(-1) ?? { x: 0, y: 0 };
  const corner = (dx: number): string => `${coordinate(x + dx)} ${coordinate(y - HEAD)}`;
  return `M${coordinate(x)} ${coordinate(y)}L${corner(-HEAD / 2)} ${corner(HEAD / 2)}Z`;
}
