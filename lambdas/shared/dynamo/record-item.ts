import type { LeaseItem } from '../ports';
import {
  APP_STATES,
  type Change,
  type HistoryEntry,
  isAppState,
  type Person,
  type Placement,
  type StateRecord,
} from '../record';

/**
 * Reads what is stored. An item that is not what this layer writes stops the caller with its key: guessing who may
 * write would be worse than not writing.
 */
export class Stored {
  constructor(
    private readonly item: Readonly<Record<string, unknown>>,
    private readonly where: string,
  ) {}

  static from(value: unknown, where: string): Stored {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Error(`${where}: found ${JSON.stringify(value)}, expected a map. Restore the item.`);
    return new Stored({ ...value }, where);
  }

  number(name: string): number {
    const value = this.item[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : this.#wrong(name, 'a number');
  }

  text(name: string): string {
    const value = this.item[name];
    return typeof value === 'string' ? value : this.#wrong(name, 'a string');
  }

  boolean(name: string): boolean {
    const value = this.item[name];
    return typeof value === 'boolean' ? value : this.#wrong(name, 'a boolean');
  }

  texts(name: string): readonly string[] {
    const value = this.item[name];
    if (!Array.isArray(value)) return this.#wrong(name, 'a list of strings');
    return value.map((entry: unknown) => (typeof entry === 'string' ? entry : this.#wrong(name, 'a list of strings')));
  }

  map(name: string): Stored {
    return Stored.from(this.item[name], `${this.where}.${name}`);
  }

  maps(name: string): readonly Stored[] {
    const value = this.item[name];
    if (!Array.isArray(value)) return this.#wrong(name, 'a list of maps');
    return value.map((entry: unknown, index) => Stored.from(entry, `${this.where}.${name}[${index}]`));
  }

  has(name: string): boolean {
    return this.item[name] !== undefined;
  }

  placement(): Placement {
    const state = this.text('state');
    if (!isAppState(state)) return this.#wrong('state', APP_STATES.map((known) => `"${known}"`).join(', '));
    return { epoch: this.number('epoch'), state, writers: this.texts('writers') };
  }

  person(): Person {
    return {
      ...(this.has('actor') && { actor: this.text('actor') }),
      ...(this.has('actorVerified') && { actorVerified: this.boolean('actorVerified') }),
      ...(this.has('reason') && { reason: this.text('reason') }),
    };
  }

  change(): Change {
    return {
      ...this.person(),
      from: this.map('from').placement(),
      confirmed: this.texts('confirmed'),
      waitedMs: this.number('waitedMs'),
      tookMs: this.number('tookMs'),
    };
  }

  record(): StateRecord {
    return {
      ...this.placement(),
      serving: this.text('serving'),
      primary: this.text('primary'),
      drain: this.maps('drain').map((entry) => ({ region: entry.text('region'), sinceMs: entry.number('sinceMs') })),
      tid: this.text('tid'),
      at: this.number('at'),
      by: this.text('by'),
      change: this.map('change').change(),
    };
  }

  historyEntry(): HistoryEntry {
    const to = this.map('to');
    const { state, writers } = new Stored({ ...to.item, epoch: this.number('epoch') }, to.where).placement();
    return {
      ...this.change(),
      epoch: this.number('epoch'),
      to: { state, writers, serving: to.text('serving'), primary: to.text('primary') },
      tid: this.text('tid'),
      at: this.number('at'),
      by: this.text('by'),
    };
  }

  leaseItem(): LeaseItem {
    return {
      epoch: this.number('epoch'),
      untilMs: this.number('untilMs'),
      asOfMs: this.number('asOfMs'),
      by: this.text('by'),
      record: this.map('record').record(),
    };
  }

  #wrong(name: string, allowed: string): never {
    throw new Error(
      `${this.where}.${name}: found ${JSON.stringify(this.item[name])}, expected ${allowed}. Restore the item.`,
    );
  }
}
