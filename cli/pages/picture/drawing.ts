/** What a box is drawn as: its colours say what kind of thing it is. */
export type Look = 'panel' | 'clients' | 'front' | 'region' | 'gone' | 'part' | 'vpc' | 'cell' | 'busy' | 'data';
export type Tone = 'title' | 'strong' | 'text' | 'faint';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Frame extends Point {
  readonly width: number;
  readonly height: number;
}

/** One line of text; `y` is its baseline. */
export interface TextLine extends Point {
  readonly text: string;
  readonly tone: Tone;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** A box with what stands in it. Boxes beside each other never overlap, those in a box never leave it. */
export interface Box extends Frame {
  /** What it stands for, once in a drawing: `region-eu-west-1/vpc`. */
  readonly id: string;
  readonly look: Look;
  readonly texts: readonly TextLine[];
  readonly boxes: readonly Box[];
}

/** A line from thing to thing, straight from point to point. */
export interface Connection {
  readonly id: string;
  readonly points: readonly Point[];
  /** `traffic` ends in an arrow; `network` goes both ways. */
  readonly kind: 'traffic' | 'network';
  /** Whether an end of it is out of reach. */
  readonly broken: boolean;
  readonly label?: TextLine | undefined;
}

export interface Drawing {
  readonly title: string;
  /** The drawing in words, for those who do not see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly TextLine[];
  readonly boxes: readonly Box[];
  readonly connections: readonly Connection[];
}

/** Size of each tone's letters, and what a line of it takes, in pixels at full size. */
export const TONES: Readonly<Record<Tone, { readonly size: number; readonly line: number; readonly bold: boolean }>> = {
  title: { size: 15, line: 21, bold: true },
  strong: { size: 12.5, line: 18, bold: true },
  text: { size: 12, line: 17, bold: false },
  faint: { size: 11, line: 15, bold: false },
};

const PAD = 9;

/**
 * Widths of letters in parts of the size, by the widest of the usual sans-serif faces, as nobody knows which one a reader
 * has.
 */
function letterWidth(letter: string): number {
  if (/[ijl|!.,:;'()[\]]/.test(letter)) return 0.34;
  if (/[frt/ -]/.test(letter)) return 0.42;
  if (/[mwMW@%…]/.test(letter)) return 0.96;
  if (/[A-Z_]/.test(letter)) return 0.7;
  return 0.62;
}

/** Most that a text takes, in pixels. */
export const textWidth = (text: string, tone: Tone): number =>
  [...text].reduce((sum, letter) => sum + letterWidth(letter), 0) * TONES[tone].size * (TONES[tone].bold ? 1.06 : 1);

/** The text, or as much of its beginning and its end as there is room for. */
export function fitted(text: string, width: number, tone: Tone): string {
  if (textWidth(text, tone) <= width) return text;
  const letters = [...text];
  for (let kept = letters.length - 1; kept > 1; kept--) {
    const shorter = `${letters.slice(0, Math.ceil(kept / 2)).join('')}…${letters.slice(letters.length - Math.floor(kept / 2)).join('')}`;
    if (textWidth(shorter, tone) <= width) return shorter;
  }
  return '…';
}

/** The text in lines that have room, broken between words; a word that has none is shortened. */
export function wrapped(text: string, width: number, tone: Tone): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(longer, tone) <= width) lines[lines.length - 1] = longer;
    else lines.push(fitted(word, width, tone));
  }
  return lines;
}

/** What a card says: each entry on as many lines as it takes. */
export type Saying = readonly [tone: Tone, text: string];

export interface CardPlace extends Point {
  readonly width: number;
  readonly anchor?: 'start' | 'middle';
}

/** A box as high as what it says. */
export function card(
  id: string,
  look: Look,
  { x, y, width, anchor = 'start' }: CardPlace,
  says: readonly Saying[],
): Box {
  const texts: TextLine[] = [];
  let bottom = y + PAD - 3;
  for (const [tone, saying] of says) {
    for (const text of wrapped(saying, width - 2 * PAD, tone)) {
      const { line } = TONES[tone];
      const left = anchor === 'start' ? x + PAD : x + width / 2;
      texts.push({ x: left, y: bottom + line - 4.5, text, tone, anchor });
      bottom += line;
    }
  }
  return { id, look, x, y, width, height: bottom + PAD - 3 - y, texts, boxes: [] };
}

/** Boxes one below the other. @param makers each told where it stands */
export function stacked(y: number, gap: number, makers: readonly ((y: number) => Box)[]): Box[] {
  const boxes: Box[] = [];
  for (const make of makers) {
    const last = boxes.at(-1);
    boxes.push(make(last ? bottomOf(last) + gap : y));
  }
  return boxes;
}

export const bottomOf = ({ y, height }: Frame): number => y + height;
export const middleOf = ({ x, width }: Frame): number => x + width / 2;
