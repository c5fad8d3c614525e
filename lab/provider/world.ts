import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { identityOf, isCalled } from './identity';
import type { ObjectValue } from './protocol/value';

/** An object that exists in the simulated AWS. */
export interface Stored {
  readonly type: string;
  /** Its Region; `global` for an object of a service without Regions. */
  readonly region: string;
  /** Its attributes, as Terraform's state has them. */
  readonly state: ObjectValue;
}

/**
 * What exists, in every Region at once, and the values of the secrets. Both are kept in the folder between runs, in files
 * of their own: `secrets.jsonl` is the only place where a secret's value may be found.
 */
export class World {
  readonly #objects: Journal<Stored>;
  readonly #secrets: Journal<string>;
  readonly #byType = new Map<string, Map<string, Stored>>();
  #account: string | undefined;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#objects = new Journal(path.join(dir, 'objects.jsonl'));
    this.#secrets = new Journal(path.join(dir, 'secrets.jsonl'));
    for (const [key, stored] of this.#objects.entries()) this.#ofType(stored.type).set(key, stored);
  }

  /** Makes an object, or changes it. Tests may put something there that Terraform did not make; `global` is the Region of what has none. */
  put(type: string, region: string, state: ObjectValue): void {
    const stored = { type, region, state };
    const key = keyOf(stored);
    this.#ofType(type).set(key, stored);
    this.#objects.set(key, stored);
  }

  drop(type: string, region: string, state: ObjectValue): void {
    const key = keyOf({ type, region, state });
    this.#ofType(type).delete(key);
    this.#objects.delete(key);
  }

  /** The object whose state this is, or was. */
  get(type: string, region: string, state: ObjectValue): Stored | undefined {
    return this.#ofType(type).get(keyOf({ type, region, state }));
  }

  /** Every object of a type, or every object. */
  all(type?: string): readonly Stored[] {
    return type === undefined
      ? [...this.#byType.values()].flatMap((map) => [...map.values()])
      : [...this.#ofType(type).values()];
  }

  /** An object by id, ARN or name. */
  find(type: string, region: string, idOrName: string): Stored | undefined {
    for (const stored of this.#ofType(type).values())
      if (stored.region === region && isCalled(stored.state, idOrName)) return stored;
    return undefined;
  }

  secret(arn: string): string | undefined {
    return this.#secrets.get(arn);
  }

  putSecret(arn: string, value: string): void {
    this.#secrets.set(arn, value);
  }

  /** The account that providers were configured for, known to those that skip asking for it. */
  get account(): string | undefined {
    return this.#account;
  }

  rememberAccount(account: string): void {
    this.#account ??= account;
  }

  close(): void {
    this.#objects.close();
    this.#secrets.close();
  }

  #ofType(type: string): Map<string, Stored> {
    const known = this.#byType.get(type);
    if (known) return known;
    const map = new Map<string, Stored>();
    this.#byType.set(type, map);
    return map;
  }
}

const keyOf = ({ type, region, state }: Stored): string => `${type}|${region}|${identityOf(type, state)}`;

/** A map whose changes are appended to a file, one line each. */
class Journal<T> {
  readonly #values = new Map<string, T>();
  readonly #file: number;

  constructor(file: string) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    for (const line of lines) if (line) this.#replay(line);
    this.#file = openSync(file, 'a');
  }

  entries(): IterableIterator<[string, T]> {
    return this.#values.entries();
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: T): void {
    this.#values.set(key, value);
    writeSync(this.#file, `${JSON.stringify([key, value], plainNumbers)}\n`);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) writeSync(this.#file, `${JSON.stringify([key, null])}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }

  #replay(line: string): void {
    const [key, value] = JSON.parse(line) as [string, T | null];
    if (value === null) this.#values.delete(key);
    else this.#values.set(key, value);
  }
}

const plainNumbers = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
