import { ConditionFailed, FenceClosed } from '../../lambdas/shared/failures';
import type {
  Condition,
  ContentPage,
  ContentQuery,
  FencedTransaction,
  FenceShard,
  HistoryPage,
  Item,
  ItemKey,
  LeaseItem,
  Value,
  WriteOperation,
} from '../../lambdas/shared/ports';
import { type HistoryEntry, type Person, type Scope, type StateRecord, scopeKey } from '../../lambdas/shared/record';

/** Only while told so. */
export interface Checks {
  /** Whether a store judges what a write depends on. Off, a model shows what that check is worth. @default true */
  readonly conditions?: boolean;
}

/** What the table `control` holds and how it answers; one linearizable table, whichever endpoint is asked. */
export class RegisterCells {
  readonly #records = new Map<string, StateRecord>();
  readonly #history = new Map<string, Map<number, HistoryEntry>>();
  readonly #deployments = new Map<string, string>();

  constructor(private readonly checks: Checks = {}) {}

  read(scope: Scope): StateRecord | undefined {
    return this.#records.get(scopeKey(scope));
  }

  write(scope: Scope, expectedEpoch: number, record: StateRecord): void {
    const stored = this.read(scope)?.epoch ?? 0;
    if (this.checks.conditions !== false && stored !== expectedEpoch)
      throw new ConditionFailed(`Epoch is ${stored}, not ${expectedEpoch}.`);
    this.#records.set(scopeKey(scope), record);
  }

  putHistory(scope: Scope, entry: HistoryEntry): void {
    const entries = this.#entries(scope);
    if (!entries.has(entry.epoch)) entries.set(entry.epoch, entry);
  }

  history(scope: Scope, { beforeEpoch = Number.POSITIVE_INFINITY, limit }: HistoryPage): readonly HistoryEntry[] {
    const before = [...this.#entries(scope).values()].filter(({ epoch }) => epoch < beforeEpoch);
    return before.sort((one, other) => other.epoch - one.epoch).slice(0, limit);
  }

  deployment(scope: Scope, candidate: string): string {
    const kept = this.#deployments.get(scopeKey(scope)) ?? candidate;
    this.#deployments.set(scopeKey(scope), kept);
    return kept;
  }

  #entries(scope: Scope): Map<number, HistoryEntry> {
    const entries = this.#history.get(scopeKey(scope)) ?? new Map<number, HistoryEntry>();
    this.#history.set(scopeKey(scope), entries);
    return entries;
  }
}

/** What a Region's table `fence` holds and how it answers. */
export class FenceCells {
  readonly #leases = new Map<string, LeaseItem>();
  readonly #shards = new Map<string, FenceShard>();
  readonly #persons = new Map<string, Person>();

  readLease(scope: Scope): LeaseItem | undefined {
    return this.#leases.get(scopeKey(scope));
  }

  writeLease(scope: Scope, item: LeaseItem): void {
    const stored = this.readLease(scope);
    const later =
      stored === undefined || item.epoch > stored.epoch || (item.epoch === stored.epoch && item.asOfMs > stored.asOfMs);
    if (later) this.#leases.set(scopeKey(scope), item);
  }

  readShard(scope: Scope, shard: number): FenceShard | undefined {
    return this.#shards.get(`${scopeKey(scope)}/${shard}`);
  }

  setShard(scope: Scope, shard: number, to: FenceShard): void {
    const stored = this.readShard(scope, shard);
    if (stored === undefined || stored.epoch < to.epoch) this.#shards.set(`${scopeKey(scope)}/${shard}`, to);
  }

  putPerson(scope: Scope, epoch: number, tid: string, person: Person): void {
    this.#persons.set(`${scopeKey(scope)}/${epoch}/${tid}`, person);
  }

  readPerson(scope: Scope, epoch: number, tid: string): Person | undefined {
    return this.#persons.get(`${scopeKey(scope)}/${epoch}/${tid}`);
  }
}

/** What a Region's table `content` holds and how it answers. */
export class ContentCells {
  readonly #items = new Map<string, Item & ItemKey>();

  constructor(
    private readonly fence: FenceCells,
    private readonly checks: Checks = {},
  ) {}

  get items(): readonly (Item & ItemKey)[] {
    return [...this.#items.values()];
  }

  transact({ fence: { scope, shard, epoch }, operations }: FencedTransaction): void {
    const stored = this.fence.readShard(scope, shard);
    const open = stored !== undefined && stored.epoch === epoch && stored.open;
    if (this.checks.conditions !== false && !open)
      throw new FenceClosed(`Shard ${shard} is ${JSON.stringify(stored)}, not open for epoch ${epoch}.`);
    for (const [index, operation] of operations.entries()) {
      const condition = operation.condition ?? {};
      if (!holds(this.#items.get(addressOf(keyOf(operation))), condition))
        throw new ConditionFailed(`Operation ${index}: ${JSON.stringify(condition)} does not hold.`, index);
    }
    for (const operation of operations) this.#apply(operation);
  }

  get(key: ItemKey): Item | undefined {
    return this.#items.get(addressOf(key));
  }

  query(query: ContentQuery): ContentPage {
    const { index = { partition: 'pk', sort: 'sk' }, partition, prefix = '', from = '', limit } = query;
    const sign = query.order === 'descending' ? -1 : 1;
    const place = (item: Item): string => `${String(item[index.sort])}\0${String(item.pk)}\0${String(item.sk)}`;
    const compare = (one: Item, other: Item): number => {
      const [left, right] = [place(one), place(other)];
      return left === right ? 0 : left < right ? -sign : sign;
    };
    const matching = this.items
      .filter((item) => {
        const sort = item[index.sort];
        return (
          item[index.partition] === partition && typeof sort === 'string' && sort.startsWith(prefix) && sort >= from
        );
      })
      .sort(compare);
    const { after } = query;
    const rest = after === undefined ? matching : matching.filter((item) => compare(item, after) > 0);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    if (rest.length <= limit || last === undefined) return { items };
    const names = new Set(['pk', 'sk', index.partition, index.sort]);
    return { items, next: Object.fromEntries(Object.entries(last).filter(([name]) => names.has(name))) };
  }

  #apply(operation: WriteOperation): void {
    const address = addressOf(keyOf(operation));
    if (operation.kind === 'put') this.#items.set(address, operation.item);
    if (operation.kind === 'delete') this.#items.delete(address);
    if (operation.kind !== 'update') return;
    const kept = Object.entries({ ...this.#items.get(address), ...operation.set }).filter(
      ([name]) => !operation.remove?.includes(name),
    );
    this.#items.set(address, { ...Object.fromEntries(kept), ...operation.key });
  }
}

export const keyOf = (operation: WriteOperation): ItemKey =>
  operation.kind === 'put' ? { pk: operation.item.pk, sk: operation.item.sk } : operation.key;

const addressOf = ({ pk, sk }: ItemKey): string => `${pk}\0${sk}`;

function holds(item: Item | undefined, { exists, equals = {} }: Condition): boolean {
  if (exists !== undefined && exists !== (item !== undefined)) return false;
  return Object.entries(equals).every(([name, value]) => item !== undefined && isEqual(item[name], value));
}

function isEqual(one: Value | undefined, other: Value): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    left.length === right.size &&
    left.every(([name, value]) => {
      const opposite: Value | undefined = right.get(name);
      return opposite !== undefined && isEqual(value, opposite);
    })
  );
}
