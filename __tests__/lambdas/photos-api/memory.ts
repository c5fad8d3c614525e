import { createHash } from 'node:crypto';
import { ConditionFailed, FenceClosed, LeaseSpent, Unavailable } from '../../../lambdas/shared/failures';
import type {
  Clock,
  Condition,
  ContentPage,
  ContentQuery,
  ContentStore,
  FencedTransaction,
  FenceShard,
  FenceTable,
  Item,
  ItemKey,
  LeaseItem,
  ObjectFacts,
  ObjectStore,
  RegisterStore,
  UploadTerms,
  Value,
  WriteOperation,
} from '../../../lambdas/shared/ports';
import { type HistoryEntry, type Scope, type StateRecord, scopeKey } from '../../../lambdas/shared/record';

/** A clock that only a test moves. */
export class ManualClock implements Clock {
  constructor(public nowMs: number) {}
  public wallMs = (): number => this.nowMs;
  public monotonicMs = (): number => this.nowMs;
  public sleep = async (ms: number): Promise<void> => {
    this.nowMs += ms;
  };
}

/** The register as one linearizable map, whichever endpoint is asked. */
export class MemoryRegister implements RegisterStore {
  public readonly records = new Map<string, StateRecord>();
  /** Whether it answers at all. */
  public up = true;
  public reads = 0;

  public async read(_endpoint: string, scope: Scope): Promise<StateRecord | undefined> {
    this.reads += 1;
    if (!this.up) throw new Unavailable('cut off');
    return this.records.get(scopeKey(scope));
  }
  public async write(_: string, scope: Scope, expectedEpoch: number, record: StateRecord): Promise<void> {
    if ((this.records.get(scopeKey(scope))?.epoch ?? 0) !== expectedEpoch) throw new ConditionFailed('epoch');
    this.records.set(scopeKey(scope), record);
  }
  public async putHistory(): Promise<void> {}
  public async history(): Promise<readonly HistoryEntry[]> {
    return [];
  }
  public async deployment(_: string, __: Scope, candidate: string): Promise<string> {
    return candidate;
  }
}

export class MemoryFence implements FenceTable {
  public readonly leases = new Map<string, LeaseItem>();
  public readonly shards = new Map<string, FenceShard>();

  public async readLease(scope: Scope): Promise<LeaseItem | undefined> {
    return this.leases.get(scopeKey(scope));
  }
  public async writeLease(scope: Scope, item: LeaseItem): Promise<void> {
    this.leases.set(scopeKey(scope), item);
  }
  public async readShard(scope: Scope, shard: number): Promise<FenceShard | undefined> {
    return this.shards.get(`${scopeKey(scope)}/${shard}`);
  }
  public async setShard(scope: Scope, shard: number, to: FenceShard): Promise<void> {
    const key = `${scopeKey(scope)}/${shard}`;
    if ((this.shards.get(key)?.epoch ?? -1) < to.epoch) this.shards.set(key, to);
  }
  public async putPerson(): Promise<void> {}
  public async readPerson(): Promise<undefined> {
    return undefined;
  }
}

const PAGE_BYTES = 1024 * 1024;

/** The table `content`, with the conditions, indexes and page limit that DynamoDB has. */
export class MemoryContent implements ContentStore {
  public readonly items = new Map<string, Item & ItemKey>();
  /** Transactions that were let through. */
  public transactions = 0;

  constructor(private readonly fence: MemoryFence) {}

  public put(item: Item & ItemKey): void {
    this.items.set(keyOf(item), structuredClone(item));
  }

  /** Everything, as one text: to see that nothing changed. */
  public picture(): string {
    return JSON.stringify([...this.items.entries()].sort());
  }

  public async transact({ fence, operations, mayBeSent }: FencedTransaction): Promise<void> {
    if (!mayBeSent()) throw new LeaseSpent('spent');
    const shard = await this.fence.readShard(fence.scope, fence.shard);
    if (shard?.open !== true || shard.epoch !== fence.epoch) throw new FenceClosed('closed');
    for (const [index, operation] of operations.entries()) {
      const stored = this.items.get(keyOf(operation.kind === 'put' ? operation.item : operation.key));
      if (!holds(operation.condition, stored)) throw new ConditionFailed('condition', index);
    }
    this.transactions += 1;
    for (const operation of operations) this.apply(operation);
  }

  public async get(key: ItemKey): Promise<Item | undefined> {
    const item = this.items.get(keyOf(key));
    return item === undefined ? undefined : structuredClone(item);
  }

  public async query(query: ContentQuery): Promise<ContentPage> {
    const { partition, sort } = query.index ?? { partition: 'pk', sort: 'sk' };
    const sign = query.order === 'descending' ? -1 : 1;
    const after = query.after?.[sort];
    const matching = [...this.items.values()]
      .filter((item) => item[partition] === query.partition && typeof item[sort] === 'string')
      .filter((item) => query.prefix === undefined || String(item[sort]).startsWith(query.prefix))
      .filter((item) => query.from === undefined || String(item[sort]) >= query.from)
      .sort((a, b) => sign * compare(String(a[sort]), String(b[sort])))
      .filter((item) => after === undefined || sign * compare(String(item[sort]), String(after)) > 0);
    const items: (Item & ItemKey)[] = [];
    let bytes = 0;
    for (const item of matching) {
      if (items.length === query.limit || bytes >= PAGE_BYTES) break;
      items.push(structuredClone(item));
      bytes += JSON.stringify(item).length;
    }
    const last = items.at(-1);
    // As DynamoDB does, a page that is full says that more may follow, even where nothing does.
    const more = last !== undefined && (items.length < matching.length || items.length === query.limit);
    return more
      ? { items, next: { pk: last.pk, sk: last.sk, ...pick(last, partition), ...pick(last, sort) } }
      : { items };
  }

  private apply(operation: WriteOperation): void {
    if (operation.kind === 'put') this.put(operation.item);
    else if (operation.kind === 'delete') this.items.delete(keyOf(operation.key));
    else if (operation.kind === 'update') {
      const { key, set, remove = [] } = operation;
      const item = { ...this.items.get(keyOf(key)), ...set, ...key };
      this.put({ ...Object.fromEntries(Object.entries(item).filter(([name]) => !remove.includes(name))), ...key });
    }
  }
}

function pick(item: Item, name: string): Item {
  const value = item[name];
  return value === undefined ? {} : { [name]: value };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const keyOf = ({ pk, sk }: ItemKey): string => `${pk}|${sk}`;

function holds(condition: Condition | undefined, stored: Item | undefined): boolean {
  if (condition?.exists !== undefined && condition.exists !== (stored !== undefined)) return false;
  return Object.entries(condition?.equals ?? {}).every(([name, value]) => same(stored?.[name], value));
}

const same = (a: Value | undefined, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A bucket that takes an upload only under the terms that its address was signed for. */
export class MemoryObjects implements ObjectStore {
  public readonly objects = new Map<string, ObjectFacts>();
  public readonly terms = new Map<string, UploadTerms>();

  /** What a client does with a signed address. @returns whether the bucket took it */
  public upload(url: string, body: Buffer, contentType: string): boolean {
    const terms = this.terms.get(url);
    const sha256 = createHash('sha256').update(body).digest('base64');
    if (terms === undefined || this.objects.has(terms.key)) return false;
    if (terms.sha256 !== sha256 || terms.sizeBytes !== body.length || terms.contentType !== contentType) return false;
    this.objects.set(terms.key, { sizeBytes: body.length, contentType, sha256 });
    return true;
  }

  public async presignPut(terms: UploadTerms): Promise<{ url: string; headers: Record<string, string> }> {
    const url = `https://bucket.s3.amazonaws.com/${terms.key}?X-Amz-Signature=PLANTED-SIGNATURE-${this.terms.size}`;
    this.terms.set(url, terms);
    return { url, headers: { 'content-type': terms.contentType } };
  }
  public async presignGet(key: string): Promise<string> {
    return `https://bucket.s3.amazonaws.com/${key}?X-Amz-Signature=PLANTED-SIGNATURE`;
  }
  public async head(key: string): Promise<ObjectFacts | undefined> {
    return this.objects.get(key);
  }
  public async copy(from: string, to: string): Promise<void> {
    const facts = this.objects.get(from);
    if (facts === undefined) throw new Unavailable(`no ${from}`);
    this.objects.set(to, facts);
  }
  public async list(): Promise<{ keys: readonly string[] }> {
    return { keys: [...this.objects.keys()].sort() };
  }
}
