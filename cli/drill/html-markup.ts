/** Text that is markup already; everything else is escaped where it is put into `html`. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = string | number | Markup | undefined | readonly Value[];

/** Markup with everything in `${}` escaped, but what is markup itself; lists are joined, `undefined` is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(strings.map((text, index) => text + textOf(values[index])).join(''));
}

function textOf(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return value === undefined ? '' : escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters that HTML knows none of: a colour in what a program printed begins with one. */
const CONTROL = /(?![\t\n])\p{Cc}/gu;

/** For text and for quoted attributes. */
const escaped = (text: string): string =>
  text.replace(CONTROL, '\ufffd').replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);

/** A coordinate: two digits after the point at most, so that the same input gives the same bytes everywhere. */
export const coordinate = (value: number): string => String(Math.round(value * 100) / 100);

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

export const secondsText = (seconds: number): string => `${seconds.toFixed(1)} s`;
