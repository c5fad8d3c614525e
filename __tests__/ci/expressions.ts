/** A value in a workflow's expression. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Names (`needs`, `github`, ...) with their values, and functions. */
export interface Context {
  readonly names: { readonly [name: string]: Value };
  readonly functions: { readonly [name: string]: (...args: Value[]) => Value };
}

/**
 * Evaluates the part of GitHub's expressions that the workflows use ("Evaluate expressions in workflows and actions"): literals,
 * paths, calls, `!`, comparisons, `&&`, `||`. It refuses all else.
 * @throws naming the expression
 */
export function evaluated(source: string, context: Context): Value {
  const reader = new Reader(source, context);
  const value = reader.either();
  reader.end();
  return value();
}

/** Replaces each `${{ }}`. One that stands alone keeps its type. */
export function filledIn(text: string, context: Context): Value {
  const alone = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text)?.[1];
  if (alone !== undefined) return evaluated(alone, context);
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_all, inner: string) => textOf(evaluated(inner, context)));
}

export const textOf = (value: Value): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

export const isTrue = (value: Value): boolean => value !== null && value !== '' && value !== 0 && value !== false;

const TOKEN = /\s*('(?:[^']|'')*'|[A-Za-z_][\w-]*|\d+|==|!=|&&|\|\||[!()[\].,<>])/y;

/** Values of two kinds are compared as numbers, and texts without their case ("Operators"). */
function equal(a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase();
  return typeof a === typeof b && a !== null && b !== null ? a === b : numberOf(a) === numberOf(b);
}

const numberOf = (value: Value): number =>
  value === null ? 0 : typeof value === 'object' ? Number.NaN : Number(value);

/** `&&` and `||` look at their second side only where it counts. */
type Lazy = () => Value;

const COMPARISONS: readonly (readonly [string, (a: Value, b: Value) => boolean])[] = [
  ['==', equal],
  ['!=', (a, b) => !equal(a, b)],
  ['>', (a, b) => Number(a) > Number(b)],
];

class Reader {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(
    private readonly source: string,
    private readonly context: Context,
  ) {
    const text = source.trim();
    for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
      const [, token] = TOKEN.exec(text) ?? [];
      if (token === undefined) throw this.error('is not understood');
      this.#tokens.push(token);
    }
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.error(`goes on with ${this.#tokens[this.#at]}`);
  }

  either(): Lazy {
    const first = this.both();
    if (!this.take('||')) return first;
    const rest = this.either();
    return () => {
      const value = first();
      return isTrue(value) ? value : rest();
    };
  }

  private both(): Lazy {
    const first = this.comparison();
    if (!this.take('&&')) return first;
    const rest = this.both();
    return () => {
      const value = first();
      return isTrue(value) ? rest() : value;
    };
  }

  private comparison(): Lazy {
    const first = this.operand();
    for (const [sign, compare] of COMPARISONS)
      if (this.take(sign)) {
        const other = this.operand();
        return () => compare(first(), other());
      }
    return first;
  }

  private operand(): Lazy {
    if (this.take('!')) {
      const value = this.operand();
      return () => !isTrue(value());
    }
    if (this.take('(')) {
      const value = this.either();
      this.need(')');
      return this.path(value);
    }
    const token = this.#tokens[this.#at++] ?? '';
    if (token.startsWith("'")) return () => token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return () => Number(token);
    if (token === 'true' || token === 'false') return () => token === 'true';
    if (this.take('(')) return this.path(this.call(token));
    if (!Object.hasOwn(this.context.names, token)) throw this.error(`names ${token}, which is not known`);
    return this.path(() => this.context.names[token] ?? null);
  }

  private call(name: string): Lazy {
    const call = this.context.functions[name];
    if (!call) throw this.error(`calls ${name}, which is not known`);
    const args: Lazy[] = [];
    while (!this.take(')')) {
      args.push(this.either());
      this.take(',');
    }
    return () => call(...args.map((arg) => arg()));
  }

  /** What is not there is null, as GitHub has it. */
  private path(start: Lazy): Lazy {
    let value = start;
    for (;;) {
      const key = this.key();
      if (!key) return value;
      const whole = value;
      value = () => {
        const from = whole();
        return typeof from === 'object' && from !== null
          ? ((from as Record<string, Value>)[textOf(key())] ?? null)
          : null;
      };
    }
  }

  private key(): Lazy | undefined {
    if (this.take('.')) {
      const name = this.#tokens[this.#at++] ?? '';
      return () => name;
    }
    if (!this.take('[')) return undefined;
    const index = this.either();
    this.need(']');
    return index;
  }

  private take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  private need(token: string): void {
    if (!this.take(token)) throw this.error(`lacks ${token}`);
  }

  private error(what: string): Error {
    return new Error(`The expression "${this.source.trim()}" ${what}.`);
  }
}
