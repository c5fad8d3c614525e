import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Value } from './protocol/value';

/** What the provider's source says of a type and its schema does not. */
export interface Facts {
  /** Paths (`vpc_id`, `rule.id`) whose change replaces the resource. */
  readonly replaces: readonly string[];
  readonly sensitive: readonly string[];
  /** Blocks that AWS fills where none is written. */
  readonly filled: readonly string[];
  /** Values of what is left out. */
  readonly defaults: readonly (readonly [path: string, value: Value])[];
  /** How many blocks there may be of one kind, where it is neither one nor any number. 0: no limit. */
  readonly items: readonly { readonly path: string; readonly min: number; readonly max: number }[];
  /** Which arguments go together. */
  readonly rules: readonly Rule[];
}
export type Rule =
  | { readonly kind: 'conflicts' | 'needs'; readonly argument: string; readonly others: readonly string[] }
  | { readonly kind: 'one' | 'some'; readonly arguments: readonly string[] };

let lines: Map<string, string> | undefined;
const parsed = new Map<string, Facts>();

/** The facts of a resource (`aws_vpc`) or data source (`data.aws_vpc`); `undefined` where the table does not know it. */
export function factsOf(type: string): Facts | undefined {
  const known = parsed.get(type);
  if (known) return known;
  lines ??= readTable();
  const line = lines.get(type);
  if (line === undefined) return undefined;
  const facts = parseFacts(line);
  parsed.set(type, facts);
  return facts;
}

function readTable(): Map<string, string> {
  const text = readFileSync(path.join(__dirname, 'facts.txt'), 'utf8');
  const entries = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(entries.map((line) => [line.split(' ', 1)[0] ?? '', line]));
}

/** One line of the table; its notation is at the top of `facts.txt`. */
export function parseFacts(line: string): Facts {
  const replaces: string[] = [];
  const sensitive: string[] = [];
  const filled: string[] = [];
  const defaults: [string, Value][] = [];
  const items: { path: string; min: number; max: number }[] = [];
  const rules: Rule[] = [];
  for (const word of line.split(' ').slice(1)) {
    const [, at = '', mark = '', rest = ''] = /^([\w.]*)(!|~|\?|=|#|><|&|\()(.*)$/.exec(word) ?? [];
    if (mark === '!') replaces.push(rest);
    else if (mark === '~') sensitive.push(rest);
    else if (mark === '?') filled.push(rest);
    else if (mark === '=') defaults.push([at, JSON.parse(rest) as Value]);
    else if (mark === '#') items.push({ path: at, min: Number(rest.split('-')[0]), max: Number(rest.split('-')[1]) });
    else if (mark === '><') rules.push({ kind: 'conflicts', argument: at, others: rest.split(',') });
    else if (mark === '&') rules.push({ kind: 'needs', argument: at, others: rest.split(',') });
    else if (mark === '(' && (at === 'one' || at === 'some'))
      rules.push({ kind: at, arguments: rest.slice(0, -1).split(',') });
    else throw new Error(`facts.txt: "${word}" is not understood (${line.split(' ', 1)[0]}).`);
  }
  return { replaces, sensitive, filled, defaults, items, rules };
}
