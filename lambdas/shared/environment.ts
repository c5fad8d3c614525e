/** A variable of the function is missing or wrong: a mistake of the deployment, seen at the first cold start. */
export class EnvironmentError extends Error {
  constructor(name: string, found: string | undefined, allowed: string) {
    super(
      `Environment variable ${name}: ${found === undefined ? 'missing' : `found ${JSON.stringify(found)}`}; allowed is ${allowed}. Set it on the function.`,
    );
    this.name = 'EnvironmentError';
  }
}

/** Variables of a function, such as `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads variables, naming the one that is missing or wrong. */
export class Environment {
  constructor(private readonly variables: Variables) {}

  /** A text that must be there. */
  public text(name: string, allowed = 'a text'): string {
    const value = this.optional(name);
    if (value === undefined) throw new EnvironmentError(name, undefined, allowed);
    return value;
  }

  /** A text, or nothing where the variable is missing or empty: Terraform cannot leave one out by condition. */
  public optional(name: string): string | undefined {
    const value = this.variables[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  }

  /** A list of texts between commas; empty where the variable is. */
  public list(name: string): readonly string[] {
    return (this.optional(name) ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  }

  /** A list of at least one text. */
  public some(name: string): readonly [string, ...string[]] {
    const [first, ...rest] = this.list(name);
    if (first === undefined)
      throw new EnvironmentError(name, this.variables[name], 'texts between commas, at least one');
    return [first, ...rest];
  }

  /** A number within bounds, both included. */
  public number(name: string, min: number, max: number): number {
    const text = this.text(name, `a number from ${min} to ${max}`);
    const value = Number(text);
    if (!Number.isFinite(value) || value < min || value > max)
      throw new EnvironmentError(name, text, `a number from ${min} to ${max}`);
    return value;
  }

  /** One of the words listed. */
  public oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
    const text = this.text(name, `one of ${words.join(', ')}`);
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new EnvironmentError(name, text, `one of ${words.join(', ')}`);
    return word;
  }

  /** A JSON object of lists of texts, such as the zones of a platform; empty where the variable is. */
  public lists(name: string): ReadonlyMap<string, readonly string[]> {
    const allowed = 'a JSON object of lists of texts';
    return new Map(
      this.entries(name, allowed).map(([key, value]) => {
        if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string'))
          throw new EnvironmentError(name, this.variables[name], allowed);
        return [key, value.map(String)];
      }),
    );
  }

  /** A JSON object of texts, such as the bucket of each Region; empty where the variable is. */
  public texts(name: string): ReadonlyMap<string, string> {
    const allowed = 'a JSON object of texts';
    return new Map(
      this.entries(name, allowed).map(([key, value]) => {
        if (typeof value !== 'string') throw new EnvironmentError(name, this.variables[name], allowed);
        return [key, value];
      }),
    );
  }

  private entries(name: string, allowed: string): [string, unknown][] {
    const text = this.optional(name);
    if (text === undefined) return [];
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw new EnvironmentError(name, text, allowed);
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw new EnvironmentError(name, text, allowed);
    return Object.entries(parsed);
  }
}
