import type { HistoryEntry, Person, Region, Scope, StateRecord } from './record';

/**
 * All that the routing layer asks of the world. Its logic sees nothing else, so the same code runs over DynamoDB, over
 * an emulator and in the model, where time, loss and death are simulated.
 *
 * Every method rejects with a class of `failures.ts`; each says with which. Only a stored item that this layer did not
 * write stops the caller with a plain `Error` that names it.
 */

/** Time. Only rates are trusted across Regions; a wall clock is compared only within one Region. */
export interface Clock {
  /** Unix time in milliseconds. */
  wallMs(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
}

export interface Random {
  uuid(): string;
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
}

/** Which page of history: newest first. */
export interface HistoryPage {
  /** Only epochs below this one. @default - from the newest */
  readonly beforeEpoch?: number;
  /** 1 to 100. */
  readonly limit: number;
}

/**
 * The table `control`, asked at one of its three Regions. It is linearizable: a read or a condition sees every write
 * that was answered before it was sent, at whichever Region ("DynamoDB global tables: multi-Region strong consistency").
 */
export interface RegisterStore {
  /** Strongly consistent. @throws Unavailable */
  read(endpoint: Region, scope: Scope): Promise<StateRecord | undefined>;
  /**
   * Replaces the record if the stored epoch is `expectedEpoch`; no item counts as epoch 0.
   * @throws ConditionFailed it is not, Busy nothing was written and it may be asked again, Unavailable nothing was
   * written, Unclear it may be written, now or later
   */
  write(endpoint: Region, scope: Scope, expectedEpoch: number, record: StateRecord): Promise<void>;
  /** Puts the epoch's history item unless there is one. @throws Busy, Unavailable, Unclear */
  putHistory(endpoint: Region, scope: Scope, entry: HistoryEntry): Promise<void>;
  /** Strongly consistent, newest first. @throws Unavailable */
  history(endpoint: Region, scope: Scope, page: HistoryPage): Promise<readonly HistoryEntry[]>;
  /** The deployment's id for telemetry: `candidate` if there is none yet. @throws Busy, Unavailable, Unclear */
  deployment(endpoint: Region, scope: Scope, candidate: string): Promise<string>;
}

/** What a Region knows of a scope: the last record that one of its processes read strongly, and the lease it got. */
export interface LeaseItem {
  readonly epoch: number;
  /** The Region may write until then, wall clock of the process that wrote it; 0 where the record does not name it. */
  readonly untilMs: number;
  /** Wall clock of that process before it sent the read. */
  readonly asOfMs: number;
  /** Id of that process, for people. */
  readonly by: string;
  readonly record: StateRecord;
}

export interface FenceShard {
  readonly epoch: number;
  readonly open: boolean;
}

/** The table `fence` of one Region. It holds nothing of other Regions. All reads are strongly consistent. */
export interface FenceTable {
  /** @throws Unavailable */
  readLease(scope: Scope): Promise<LeaseItem | undefined>;
  /** Unless a later one is stored (by epoch, then by `asOfMs`): then nothing happens. @throws Busy, Unavailable, Unclear */
  writeLease(scope: Scope, item: LeaseItem): Promise<void>;
  /** No item means closed. @throws Unavailable */
  readShard(scope: Scope, shard: number): Promise<FenceShard | undefined>;
  /**
   * `SET epoch, open IF stored epoch < epoch`; no item counts as lower. Where a later or equal epoch is stored nothing
   * happens: that is a success, the fence has been moved on already. @throws Busy, Unavailable, Unclear
   */
  setShard(scope: Scope, shard: number, to: FenceShard): Promise<void>;
  /** Who asked for a change, and why; only for scopes with a zone, before the change is tried. @throws Busy, Unavailable, Unclear */
  putPerson(scope: Scope, epoch: number, tid: string, person: Person): Promise<void>;
  /** @throws Unavailable */
  readPerson(scope: Scope, epoch: number, tid: string): Promise<Person | undefined>;
}

/** The fence tables, by Region. Another Region's is asked directly, at its own endpoint. */
export interface FenceTables {
  in(region: Region): FenceTable;
}

/** A value of an item, as DynamoDB's document form has it. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

export type Item = Readonly<Record<string, Value>>;

/** Primary key of the table `content`. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** What must hold of the stored item; all parts together. */
export interface Condition {
  /** True: the item exists; false: it does not. @default - either */
  readonly exists?: boolean;
  /** These attributes have these values. @default - none */
  readonly equals?: Readonly<Record<string, Value>>;
}

/** One data item's change. At most 99 in a transaction, no key twice ("TransactWriteItems"). */
export type WriteOperation =
  | { readonly kind: 'put'; readonly item: Item & ItemKey; readonly condition?: Condition }
  | {
      readonly kind: 'update';
      readonly key: ItemKey;
      readonly set: Item;
      /** Attributes to take away. @default - none */
      readonly remove?: readonly string[];
      readonly condition?: Condition;
    }
  | { readonly kind: 'delete'; readonly key: ItemKey; readonly condition?: Condition }
  | { readonly kind: 'check'; readonly key: ItemKey; readonly condition: Condition };

/** Writes that happen together, or not at all, and only behind an open fence. */
export interface FencedTransaction {
  /** `ConditionCheck`: this shard of the own Region's fence is open for exactly this epoch. */
  readonly fence: { readonly scope: Scope; readonly shard: number; readonly epoch: number };
  readonly operations: readonly WriteOperation[];
  /** The SDK's ClientRequestToken, at most 36 characters: repeated attempts of one call count once. */
  readonly token: string;
  /** Asked before every attempt is sent, after all that may take time before it; false stops the call with LeaseSpent. */
  readonly mayBeSent: () => boolean;
  /** After so long the call is given up (Unclear). */
  readonly limitMs: number;
}

/** One page of a query over the table or one of its indexes. */
export interface ContentQuery {
  /** @default - the table itself */
  readonly index?: { readonly name: string; readonly partition: string; readonly sort: string };
  /** Value of the partition key. */
  readonly partition: string;
  /** Sort keys that begin so. Not together with `from`. @default - all */
  readonly prefix?: string;
  /** Sort keys from this one on (inclusive). @default - all */
  readonly from?: string;
  /** @default 'ascending' */
  readonly order?: 'ascending' | 'descending';
  readonly limit: number;
  /** As a former page gave it. @default - the beginning */
  readonly after?: Item;
  /** Not with an index. @default false */
  readonly strong?: boolean;
}

export interface ContentPage {
  readonly items: readonly Item[];
  /** What to ask for as `after`; absent on the last page. A page may be empty and not be the last. */
  readonly next?: Item;
}

/** The table `content` of one Region. */
export interface ContentStore {
  /**
   * @throws FenceClosed, ConditionFailed (with the operation's index), TransactionConflict: nothing was written, another
   * shard may do; LeaseSpent; Busy, Unavailable: nothing was written; Unclear: it may be written
   */
  transact(transaction: FencedTransaction): Promise<void>;
  /** @throws Unavailable */
  get(key: ItemKey, options?: { readonly strong?: boolean }): Promise<Item | undefined>;
  /** @throws Unavailable */
  query(query: ContentQuery): Promise<ContentPage>;
}

export interface ContentStores {
  in(region: Region): ContentStore;
}

export interface ObjectFacts {
  readonly sizeBytes: number;
  readonly contentType?: string;
  /** Base64, where the object was stored with one. */
  readonly sha256?: string;
}

export interface UploadTerms {
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Base64. */
  readonly sha256: string;
  /** At most 120. */
  readonly expiresSeconds: number;
}

/** One Region's bucket. */
export interface ObjectStore {
  /** Signs length, type, checksum and `If-None-Match: *`. It touches nothing, and cannot be recalled. */
  presignPut(terms: UploadTerms): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>;
  presignGet(key: string, expiresSeconds: number): Promise<string>;
  /** @throws Unavailable */
  head(key: string): Promise<ObjectFacts | undefined>;
  /** @throws Unavailable, Unclear */
  copy(from: string, to: string): Promise<void>;
  /** At most 1000 keys a page, in order. @throws Unavailable */
  list(prefix: string, after?: string): Promise<{ readonly keys: readonly string[]; readonly next?: string }>;
}

/** Another Region's `AppStateUpdater`. */
export interface UpdaterInvoker {
  /** Its answer, whatever it is. @throws Unavailable, Unclear */
  invoke(region: Region, event: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly region: Region;
  /** By dependency. One that is not configured is absent. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
}

export interface HealthCheck {
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly ms: number;
  /** Databases: whether this Region's may be written. */
  readonly role?: 'writer' | 'replica';
  readonly error?: string;
}

/** Whether a Region could take the writing over. Never rejects: a Region that does not answer is `failing`. */
export interface DeepHealth {
  check(region: Region): Promise<HealthReport>;
}
