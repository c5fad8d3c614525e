import { Busy, ConditionFailed, EpochMismatch, RegisterUnavailable, Unavailable, Unclear } from './failures';
import type { Clock, FenceTable, HistoryPage, Random, RegisterStore } from './ports';
import {
  type HistoryEntry,
  historyOf,
  initialRecord,
  type Person,
  type Region,
  type RoutingLayout,
  type Scope,
  type StateRecord,
  scopeName,
  withoutPerson,
} from './record';

export interface RegisterProps {
  readonly store: RegisterStore;
  /** The register's Regions, nearest first; at least one. */
  readonly endpoints: readonly Region[];
  /** What the configuration says of a scope. */
  readonly layoutOf: (scope: Scope) => RoutingLayout;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * Scopes with a zone: the zone's own fence tables, own Region first. Who asked and why is kept there.
   * @default - none: such a scope keeps neither
   */
  readonly zoneTables?: (scope: Scope) => readonly FenceTable[];
}

/** A strongly consistent read. */
export interface Reading {
  /** Epoch 0 of the layout where there is no item. */
  readonly record: StateRecord;
  /** Monotonic clock before the request that was answered was sent: a lease counts from here. */
  readonly sentMs: number;
  /** Wall clock at the same moment. */
  readonly sentWallMs: number;
}

/** An endpoint that failed is asked last for so long. */
const AVOID_MS = 30_000;
/** How often a change is sent before it is given up. */
const ATTEMPTS = 6;
const BACKOFF_MS = 50;

/** The one record of each scope, linearizable, behind three endpoints of which two must live. */
export class Register {
  readonly #props: RegisterProps;
  readonly #failedAt = new Map<Region, number>();
  /** By scope, the last epoch whose history item is known to exist. */
  readonly #kept = new Map<string, number>();

  constructor(props: RegisterProps) {
    if (props.endpoints.length === 0) throw new Error('Register: no endpoint. Name the Regions of the control table.');
    this.#props = props;
  }

  /** The record as of now, or later. @throws RegisterUnavailable */
  async read(scope: Scope): Promise<Reading> {
    const { clock, store, layoutOf } = this.#props;
    return this.#anywhere(`read the state of ${scopeName(scope)}`, async (endpoint) => {
      const sentMs = clock.monotonicMs();
      const sentWallMs = clock.wallMs();
      const record = (await store.read(endpoint, scope)) ?? initialRecord(layoutOf(scope));
      return { record, sentMs, sentWallMs };
    });
  }

  /**
   * Replaces `current` by `next`, whose epoch is one more. It is tried again, with the same `tid`, until it is certain:
   * either it happened (once), or it did not.
   * @param person who asked and why: kept in the record, or in the zone's own tables where the scope has a zone
   * @param storedEpoch what the register holds, where that is not `current`: 0 where `current` is only known from the fences
   * @returns the record as committed
   * @throws EpochMismatch another change came first, RegisterUnavailable (`unclear` where it may still happen)
   */
  async change(
    scope: Scope,
    current: StateRecord,
    next: StateRecord,
    person: Person = {},
    storedEpoch: number = current.epoch,
  ): Promise<StateRecord> {
    const { clock, random, store } = this.#props;
    const record = await this.#withPerson(scope, next, person);
    await this.keep(scope, current);
    let unclear = false;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const [endpoint] = this.#order();
      if (endpoint === undefined) break;
      try {
        await store.write(endpoint, scope, storedEpoch, record);
        return record;
      } catch (error) {
        if (error instanceof Unavailable) {
          if (!(error instanceof Busy)) this.#avoid(endpoint);
          await clock.sleep(BACKOFF_MS * 2 ** Math.min(attempt, 3) + random.below(BACKOFF_MS));
          continue;
        }
        if (error instanceof Unclear) {
          unclear = true;
          this.#avoid(endpoint);
        } else if (!(error instanceof ConditionFailed)) throw error;
      }
      // A failed condition may be our own doing: the client sends a request again that got no answer.
      if (await this.#happened(scope, current, record, storedEpoch)) return record;
    }
    throw new RegisterUnavailable(
      `The register took no change of ${scopeName(scope)} in ${ATTEMPTS} attempts. Ask again with expectedEpoch ${current.epoch}.`,
      unclear,
    );
  }

  /** Makes sure that the record's history item exists. Whoever is about to change a record does it, and every reader of history. @throws RegisterUnavailable */
  async keep(scope: Scope, record: StateRecord): Promise<void> {
    if (record.epoch === 0 || (this.#kept.get(scopeName(scope)) ?? 0) >= record.epoch) return;
    await this.#anywhere(`write the history of ${scopeName(scope)}`, (endpoint) =>
      this.#props.store.putHistory(endpoint, scope, historyOf(record)),
    );
    this.#kept.set(scopeName(scope), record.epoch);
  }

  /** Committed epochs, newest first, without a gap. @throws RegisterUnavailable */
  async history(scope: Scope, page: HistoryPage): Promise<readonly HistoryEntry[]> {
    const { record } = await this.read(scope);
    await this.keep(scope, record);
    const entries = await this.#anywhere(`read the history of ${scopeName(scope)}`, (endpoint) =>
      this.#props.store.history(endpoint, scope, page),
    );
    return Promise.all(entries.map(async (entry) => ({ ...entry, ...(await this.#personOf(scope, entry)) })));
  }

  /** The id of this deployment in telemetry, made once. @throws RegisterUnavailable */
  async deployment(scope: Scope): Promise<string> {
    const candidate = this.#props.random.uuid();
    return this.#anywhere(`read the deployment's id`, (endpoint) =>
      this.#props.store.deployment(endpoint, scope, candidate),
    );
  }

  /** @throws EpochMismatch, RegisterUnavailable */
  async #happened(scope: Scope, current: StateRecord, next: StateRecord, storedEpoch: number): Promise<boolean> {
    try {
      const { record } = await this.read(scope);
      if (record.tid === next.tid) return true;
      if (record.epoch === storedEpoch && (storedEpoch !== current.epoch || record.tid === current.tid)) return false;
      if (record.epoch > next.epoch) {
        // Whoever went on from ours wrote its history item before.
        const [entry] = await this.#anywhere(`read the history of ${scopeName(scope)}`, (endpoint) =>
          this.#props.store.history(endpoint, scope, { beforeEpoch: next.epoch + 1, limit: 1 }),
        );
        if (entry?.tid === next.tid) return true;
      }
      throw new EpochMismatch(current.epoch, record);
    } catch (error) {
      if (error instanceof RegisterUnavailable) throw new RegisterUnavailable(error.message, true);
      throw error;
    }
  }

  async #withPerson(scope: Scope, next: StateRecord, person: Person): Promise<StateRecord> {
    if (scope.zone === undefined) return { ...next, change: { ...next.change, ...person } };
    const tables = this.#props.zoneTables?.(scope) ?? [];
    // Before the change: a proposer that dies after it must not take the name along. One table will do, as a dead Region of
    // the zone must not hold the move up; and none is no reason not to change.
    await Promise.any(tables.map((table) => table.putPerson(scope, next.epoch, next.tid, person))).catch(
      () => undefined,
    );
    return withoutPerson(next);
  }

  async #personOf(scope: Scope, { epoch, tid }: HistoryEntry): Promise<Person> {
    if (scope.zone === undefined) return {};
    for (const table of this.#props.zoneTables?.(scope) ?? []) {
      const person = await table.readPerson(scope, epoch, tid).catch(() => undefined);
      if (person !== undefined) return person;
    }
    return {};
  }

  /** Endpoints that work first, then by distance. */
  #order(): readonly Region[] {
    const { clock, endpoints } = this.#props;
    const now = clock.monotonicMs();
    const avoided = (endpoint: Region): boolean => now - (this.#failedAt.get(endpoint) ?? -AVOID_MS) < AVOID_MS;
    const failed = endpoints.filter(avoided);
    const oldestFirst = (one: Region, other: Region): number =>
      (this.#failedAt.get(one) ?? 0) - (this.#failedAt.get(other) ?? 0);
    return [...endpoints.filter((endpoint) => !avoided(endpoint)), ...failed.sort(oldestFirst)];
  }

  #avoid(endpoint: Region): void {
    this.#failedAt.set(endpoint, this.#props.clock.monotonicMs());
  }

  /** Asks one endpoint after the other. Only for what may be asked twice. */
  async #anywhere<T>(what: string, ask: (endpoint: Region) => Promise<T>): Promise<T> {
    const failures: string[] = [];
    for (const endpoint of this.#order()) {
      try {
        return await ask(endpoint);
      } catch (error) {
        if (!(error instanceof Unavailable || error instanceof Unclear)) throw error;
        this.#avoid(endpoint);
        failures.push(`${endpoint}: ${error.message}`);
      }
    }
    throw new RegisterUnavailable(`The register did not answer: could not ${what} (${failures.join('; ')}).`);
  }
}
