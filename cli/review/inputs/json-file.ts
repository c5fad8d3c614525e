import { inputError } from '../problems';

/** What a text that should be one JSON document is instead. */
type Flaw =
  | { readonly kind: 'truncated'; readonly at: number }
  | { readonly kind: 'more'; readonly at: number }
  | { readonly kind: 'no-json'; readonly at: number };

/**
 * The JSON document in a text.
 * @param mend ends the message: the command that writes the file
 * @throws InputError that says what the text is instead, and where
 */
export function jsonIn(file: string, text: string, mend: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') throw inputError(file, `is empty. The command that wrote it failed: ${mend}`);
    const flaw = flawIn(text);
    const offset = Buffer.byteLength(text.slice(0, flaw.at));
    if (flaw.kind === 'truncated')
      throw inputError(file, `is cut off: its JSON does not end (byte ${offset}). Write it again: ${mend}`);
    if (flaw.kind === 'more')
      throw inputError(
        file,
        `holds several JSON documents (the second begins at byte ${offset}). Write each stack's plan to a file of its own: ${mend}`,
      );
    const reason = error instanceof SyntaxError && offset > 0 ? ` after byte ${offset}` : '';
    throw inputError(file, `is not JSON${reason}. Write it with: ${mend}`);
  }
}

/** Whether a text is JSON documents in lines, as `terraform plan -json` writes them. */
export function isJsonLines(text: string): boolean {
  const end = text.indexOf('\n');
  if (end < 0) return false;
  try {
    JSON.parse(text.slice(0, end));
    return text.slice(end).trim() !== '';
  } catch {
    return false;
  }
}

/** Where the first document ends. Only asked of texts that do not parse. */
function flawIn(text: string): Flaw {
  const start = text.search(/\S/);
  if (text[start] !== '{' && text[start] !== '[') return { kind: 'no-json', at: 0 };
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      if (at < 0) return { kind: 'truncated', at: text.length };
    } else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > 0) continue;
    const rest = text.slice(at + 1).search(/\S/);
    return rest >= 0 && isBegin(text[at + 1 + rest]) ? { kind: 'more', at: at + 1 + rest } : { kind: 'no-json', at: 0 };
  }
  return { kind: 'truncated', at: text.length };
}

const isBegin = (character: string | undefined): boolean => character === '{' || character === '[';

/** Index of the quote that ends a string, -1 where none does. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}
