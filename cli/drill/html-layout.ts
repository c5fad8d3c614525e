/** Size of a Region's box, in the drawing's units: pixels on a phone of 360. */
export const BOX = { width: 122, height: 44 } as const;
/** From the middle to the middle of a box at the side. */
const SIDE = 110;
/** From row to row. */
const ROW = 74;
const MARGIN = 4;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box's middle, and where edges end: at the side that looks to the middle of the ring. */
export interface Place extends Point {
  readonly side: 'left' | 'right' | 'top' | 'bottom';
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly places: readonly Place[];
}

/**
 * A ring, clockwise from the top, that stays as narrow as a phone: two columns, with one box above them where the number
 * is odd, and one above and one below where it is even. Nothing lies within the ring but edges.
 */
export function ringOf(count: number): Layout {
  const width = 2 * SIDE + BOX.width + 2 * MARGIN;
  const middle = width / 2;
  const at = (row: number): number => MARGIN + BOX.height / 2 + row * ROW;
  const heightOf = (rows: number): number => 2 * MARGIN + BOX.height + (rows - 1) * ROW;
  if (count === 2) {
    return {
      width,
      height: heightOf(1),
      places: [
        { x: middle - SIDE, y: at(0), side: 'left' },
        { x: middle + SIDE, y: at(0), side: 'right' },
      ],
    };
  }
  const perSide = Math.ceil(count / 2) - 1;
  const isEven = count % 2 === 0;
  const rows = perSide + (isEven ? 2 : 1);
  const column = (side: 'left' | 'right'): Place[] =>
    Array.from({ length: perSide }, (_, index) => ({
      x: middle + (side === 'left' ? -SIDE : SIDE),
      y: at(index + 1),
      side,
    }));
  const places: Place[] = [
    { x: middle, y: at(0), side: 'top' },
    ...column('right'),
    ...(isEven ? [{ x: middle, y: at(rows - 1), side: 'bottom' } as const] : []),
    ...column('left').reverse(),
  ];
  return { width, height: heightOf(rows), places };
}

/** Lanes of the kinds of edges, so that one does not hide the other. */
export type Lane = 'copy' | 'network' | 'database';

/** How far beside a box's middle a lane begins, and how far it is bent to the middle of the ring. */
const LANES: Readonly<Record<Lane, { readonly offset: number; readonly pull: number }>> = {
  copy: { offset: -7, pull: 0.55 },
  network: { offset: 0, pull: 0.68 },
  database: { offset: 7, pull: 0.8 },
};

export interface Curve {
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
}

/** From one box to another through the inside of the ring: bent to its middle, so that it passes beside the boxes between. */
export function curveBetween(layout: Layout, one: Place, other: Place, lane: Lane): Curve {
  const { offset, pull } = LANES[lane];
  const from = anchorOf(one, offset);
  const to = anchorOf(other, offset);
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  return {
    from,
    to,
    control: {
      x: middle.x + (layout.width / 2 - middle.x) * pull,
      y: middle.y + (layout.height / 2 - middle.y) * pull * 0.4,
    },
  };
}

function anchorOf({ x, y, side }: Place, offset: number): Point {
  switch (side) {
    case 'left':
      return { x: x + BOX.width / 2, y: y + offset };
    case 'right':
      return { x: x - BOX.width / 2, y: y + offset };
    case 'top':
      return { x: x + offset * 2, y: y + BOX.height / 2 };
    case 'bottom':
      return { x: x + offset * 2, y: y - BOX.height / 2 };
  }
}

/** A triangle at the curve's end, in its direction. */
export function headOf({ control, to }: Curve, size: number): readonly [Point, Point, Point] {
  const length = Math.hypot(to.x - control.x, to.y - control.y) || 1;
  const along = { x: (to.x - control.x) / length, y: (to.y - control.y) / length };
  const back = { x: to.x - along.x * size, y: to.y - along.y * size };
  const half = size / 2;
  return [
    to,
    { x: back.x - along.y * half, y: back.y + along.x * half },
    { x: back.x + along.y * half, y: back.y - along.x * half },
  ];
}
