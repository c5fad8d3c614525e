/**
 * Holds items, so that one write at a time is under way on each. Plain writes are waited for; nobody but replication waits
 * for a transaction: to meet one is a conflict, as in DynamoDB ("Transaction conflict handling in DynamoDB").
 */
export class ItemLocks {
  readonly #transactions = new Set<string>();
  readonly #plain = new Map<string, Promise<void>>();

  /** Whether a transaction holds it. */
  inTransaction(item: string): boolean {
    return this.#transactions.has(item);
  }

  /** One write after the other. Whoever may not meet a transaction asks `inTransaction` first; replication waits for its end. */
  async one<T>(item: string, write: () => Promise<T>): Promise<T> {
    while (this.#transactions.has(item) || this.#plain.has(item)) await (this.#plain.get(item) ?? tick());
    const result = write();
    const ended = result.then(noop, noop);
    this.#plain.set(item, ended);
    try {
      return await result;
    } finally {
      this.#plain.delete(item);
    }
  }

  /** All of them or none. @returns those that are taken, in which case none is held, or nothing and what was done */
  async all<T>(
    items: readonly string[],
    write: () => Promise<T>,
  ): Promise<{ readonly taken: ReadonlySet<string> } | { readonly done: T }> {
    const taken = new Set(items.filter((item) => this.#transactions.has(item)));
    if (taken.size > 0) return { taken };
    while (items.some((item) => this.#plain.has(item))) await Promise.all(items.map((item) => this.#plain.get(item)));
    if (items.some((item) => this.#transactions.has(item))) return this.all(items, write);
    for (const item of items) this.#transactions.add(item);
    try {
      return { done: await write() };
    } finally {
      for (const item of items) this.#transactions.delete(item);
    }
  }
}

const noop = (): void => {};
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
