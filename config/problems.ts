/** One thing that is wrong with a config. */
export interface Problem {
  /** Where: `regions[2]`, `databases.main.engine`; empty for the file as a whole. */
  readonly path: string;
  /** What was found, what is allowed, and the fix. */
  readonly message: string;
}

/** Thrown with every problem of a config at once. Its message is for the person who edits the file; it needs no stack trace. */
export class ConfigError extends Error {
  constructor(
    /** The file, as the user named it. */
    readonly file: string,
    readonly problems: readonly Problem[],
  ) {
    super(report(file, problems));
    this.name = 'ConfigError';
  }
}

/** Widest column of paths; a longer path has a line to itself. */
const PATH_WIDTH = 40;

function report(file: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const fitting = problems.map(({ path }) => path.length).filter((length) => length <= PATH_WIDTH);
  const width = Math.max(0, ...fitting);
  const lines = problems.map(({ path, message }) => {
    if (path === '') return `  ${message}`;
    return path.length <= width
      ? `  ${path.padEnd(width)}  ${message}`
      : `  ${path}\n  ${' '.repeat(width)}  ${message}`;
  });
  return [`${file}: ${count}. Nothing was written.`, ...lines].join('\n');
}

/** Longest key that is shown whole in a path. */
const KEY_LENGTH = 60;

/** `['regions', 2, 'name']` as `regions[2].name`; a key that is no identifier is quoted. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = cut(String(part), KEY_LENGTH);
    if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text ? `${text}.${key}` : key;
  }, '');

/** A value as it is shown in a message: JSON, cut after 60 characters. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value, 60));
  if (typeof value === 'object' && value !== null) return cut(JSON.stringify(value, jsonable), 60);
  return String(value);
}

/** What JSON cannot say is said as text. */
const jsonable = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' || typeof value === 'symbol' || Number.isNaN(value) ? String(value) : value;

const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 3)}...` : text;

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;

/** The candidate nearest to `word`, if it is near enough to be what was meant: at most a third of its letters differ, or it is the beginning. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    // A length alone tells that too many letters differ; a word may be as long as a file.
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate ?? candidates.find((candidate) => word.length > 2 && candidate.startsWith(word));
}

/** Letters to insert, delete or change to make `b` of `a` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
