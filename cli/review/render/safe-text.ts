/**
 * Text of a plan in Markdown that GitHub and GitLab render: whatever it holds, it makes no markup, no link, no mention, and
 * hides nothing.
 */

/** Control characters, and those that turn or hide what follows (Unicode "Bidirectional Algorithm", "Default Ignorable"). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** `\n`, or `\u202e`: what cannot be seen is spelt. */
const spelt = (character: string): string => {
  const point = character.codePointAt(0) ?? 0;
  const short = { 9: '\\t', 10: '\\n', 13: '\\r' }[point];
  return short ?? `\\u${point.toString(16).padStart(4, '0')}`;
};

/** On one line, with everything visible. */
export const visible = (text: string): string => text.replace(UNSEEN, spelt);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  // Mentions and issue numbers are looked for in what is rendered, where an entity is the character itself.
  '@': '@&#8203;',
  '#': '#&#8203;',
  // A bare address becomes a link at its colon.
  ':': '&#58;',
};

/** A sentence. What stands in a pair of backticks is code; nothing else in it is markup. */
export const prose = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : escaped(part)))
    .join('');

const escaped = (text: string): string =>
  visible(text)
    .replace(/[\\`*_{}[\]()~!$]/g, '\\$&')
    .replace(/[&<>|@#]|:(?=\/\/)/g, (character) => ENTITIES[character] ?? character)
    // GitHub links www. without a scheme.
    .replace(/\bwww\./gi, 'www&#46;');

/** In an HTML element, where Markdown is not read. */
export const htmlText = (text: string): string =>
  visible(text).replace(/[&<>@#]/g, (character) => ENTITIES[character] ?? character);

/** An address, a path or a value: a code span, in as many backticks as it needs, that also fits into a table. */
export function code(text: string): string {
  const shown = visible(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padded = /^`|`$|^ .* $/.test(shown) || shown.trim() === '' ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
}

/** At most so many characters, in the middle of which something is left out. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor((longest - 3) / 2);
  return `${text.slice(0, half)}...${text.slice(-half)}`;
}

/** How the text is sent. */
export const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');
