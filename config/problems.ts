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

function report(file: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const width = Math.min(32, Math.max(...problems.map(({ path }) => path.length)));
  const lines = problems.map(({ path, message }) => `  ${path.padEnd(width)}${path ? '  ' : ''}${message}`);
  return [`${file}: ${count}. Nothing was written.`, ...lines].join('\n');
}

/** `['regions', 2, 'name']` as `regions[2].name`; a key that is no identifier is quoted. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = String(part);
    if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text ? `${text}.${key}` : key;
  }, '');

/** A value as it is shown in a message: JSON, cut after 60 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'bigint' || typeof value === 'function' ? String(value) : JSON.stringify(value);
  if (text === undefined) return String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;

/** The candidate nearest to `word`, if it is near enough to be what was meant: at most a third of its letters differ. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
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
