/** A value of a workflow, every scalar as text. */
export type Yaml = string | readonly Yaml[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: Yaml;
}

interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads the part of YAML that workflows are written in: mappings, lists, plain and quoted scalars, block scalars, and
 * lists and empty mappings in one line. It refuses all else, so that nothing is read as what it is not.
 * @throws naming the line
 */
export function readYaml(source: string): YamlMap {
  const reader = new Reader(source.split('\n'));
  const value = reader.block(0);
  reader.end();
  if (typeof value === 'string' || Array.isArray(value)) throw new Error('line 1: a workflow is a mapping.');
  return value as YamlMap;
}

class Reader {
  private at = 0;

  constructor(private readonly lines: readonly string[]) {}

  end(): void {
    const line = this.peek();
    if (line) throw this.error(line, 'is not where it belongs');
  }

  /** What stands at this indentation or deeper. */
  block(least: number): Yaml {
    const first = this.peek();
    if (!first || first.indent < least) return '';
    return first.text.startsWith('- ') ? this.list(first.indent) : this.mapping(first.indent);
  }

  private list(indent: number): Yaml[] {
    const items: Yaml[] = [];
    for (let line = this.peek(); line?.indent === indent && line.text.startsWith('- '); line = this.peek()) {
      const rest = line.text.slice(2);
      if (KEY.test(rest)) {
        items.push(this.mapping(indent + 2, { ...line, indent: indent + 2, text: rest }));
      } else {
        this.at = line.number;
        items.push(this.scalar(line, rest));
      }
    }
    return items;
  }

  /** @param begun its first entry, where that stands behind the dash of a list */
  private mapping(indent: number, begun?: Line): YamlMap {
    const entries = new Map<string, Yaml>();
    for (let line = begun ?? this.peek(); line?.indent === indent; line = this.peek()) {
      const [, quoted, plain, rest = ''] = KEY.exec(line.text) ?? [];
      const key = quoted ?? plain;
      if (key === undefined) throw this.error(line, 'is neither a key nor an element of a list');
      if (entries.has(key)) throw this.error(line, `has the key ${key} a second time`);
      this.at = line.number;
      entries.set(key, rest === '' ? this.under(indent) : this.scalar(line, rest));
    }
    return Object.fromEntries(entries);
  }

  /** A list may stand as deep as its key. */
  private under(indent: number): Yaml {
    const next = this.peek();
    if (next?.indent === indent && next.text.startsWith('- ')) return this.list(indent);
    return this.block(indent + 1);
  }

  private scalar(line: Line, text: string): Yaml {
    if (/^[|>][-+]?$/.test(text)) return this.literal(line.indent, text.startsWith('>') ? ' ' : '\n');
    if (text === '{}') return {};
    if (text.startsWith('[')) return this.flowList(line, text);
    const quoted = /^(["'])(.*)\1$/.exec(text);
    if (quoted) return quoted[2] ?? '';
    if (/^[{&*!|>"'%@`]/.test(text)) throw this.error(line, 'is written in a way that this reader does not know');
    return text;
  }

  private flowList(line: Line, text: string): string[] {
    const inner = /^\[([^[\]{}]*)\]$/.exec(text)?.[1];
    if (inner === undefined) throw this.error(line, 'is no list in one line');
    return inner === '' ? [] : inner.split(',').map((item) => item.trim().replace(/^(["'])(.*)\1$/, '$2'));
  }

  private literal(indent: number, joint: string): string {
    const kept: string[] = [];
    for (let text = this.lines[this.at]; text !== undefined; text = this.lines[++this.at]) {
      if (text.trim() !== '' && indentOf(text) <= indent) break;
      kept.push(text);
    }
    const depth = Math.min(...kept.filter((text) => text.trim() !== '').map(indentOf));
    return kept
      .map((text) => text.slice(depth))
      .join(joint)
      .trimEnd();
  }

  /** The next line that says something, without its comment. */
  private peek(): Line | undefined {
    for (let number = this.at; number < this.lines.length; number++) {
      const raw = this.lines[number] ?? '';
      if (raw.includes('\t')) throw new Error(`line ${number + 1}: a tab.`);
      const text = withoutComment(raw).trim();
      if (text !== '' && text !== '---') return { number: number + 1, indent: indentOf(raw), text };
    }
    return undefined;
  }

  private error({ number, text }: Line, what: string): Error {
    return new Error(`line ${number}: "${text}" ${what}.`);
  }
}

const KEY = /^(?:"([^"]+)"|([A-Za-z_][\w.-]*)):(?: +(.*))?$/;

const indentOf = (text: string): number => text.length - text.trimStart().length;

/** A comment begins with a hash after a space, outside quotes. */
function withoutComment(text: string): string {
  let quote = '';
  for (const [index, character] of [...text].entries()) {
    if (quote) quote = character === quote ? '' : quote;
    else if ((character === '"' || character === "'") && /[\s:[,-]/.test(text[index - 1] ?? ' ')) quote = character;
    else if (character === '#' && (index === 0 || text[index - 1] === ' ')) return text.slice(0, index);
  }
  return text;
}
