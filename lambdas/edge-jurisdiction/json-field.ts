import { isRecord } from './edge-data';

/** What a body says of a field. */
export type FieldReading =
  /** It has no such field, or nothing that could have one. */
  | { readonly found: 'nothing' }
  | { readonly found: 'value'; readonly value: unknown }
  /** It is no JSON, or names the field twice, of which another reader might take the other one. */
  | { readonly found: 'broken'; readonly why: string };

/** Reads one field of the object that a JSON text is. */
export function jsonField(text: string, field: string): FieldReading {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { found: 'broken', why: 'The body is not JSON.' };
  }
  if (!isRecord(body) || !Object.hasOwn(body, field)) return { found: 'nothing' };
  const times = ownKeys(text).filter((key) => key === field).length;
  return times === 1
    ? { found: 'value', value: body[field] }
    : { found: 'broken', why: `The body names ${field} ${times} times.` };
}

/** The keys of the object that a JSON text is, as often as they stand there; of valid text alone. */
function ownKeys(text: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && text[afterSpace(text, end + 1)] === ':')
        keys.push(String(JSON.parse(text.slice(at, end + 1))));
      at = end;
    }
  }
  return keys;
}

/** Index of the first character from an index on that is no white space of JSON. */
function afterSpace(text: string, from: number): number {
  let at = from;
  while (' \t\n\r'.includes(text[at] ?? '-')) at += 1;
  return at;
}

/** Index of the quotation mark that ends the string which begins at an index. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
