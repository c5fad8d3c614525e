/** A Region's name, as in `eu-west-1`. The layer never guesses from its form. */
export type Region = string;

/** The states of an application, in the order in which the documents name them. */
export const APP_STATES = ['active', 'fenced', 'failover'] as const;

/**
 * `active`: the primary writes. `fenced`: nobody does. `failover`: one Region that is not the primary does
 * (pattern active-active: some of the Regions only).
 */
export type AppState = (typeof APP_STATES)[number];

export const isAppState = (value: unknown): value is AppState => APP_STATES.some((state) => state === value);

/** What has one writer: an application, or (pattern data-residency) an application's zone. */
export interface Scope {
  readonly app: string;
  /** Pattern data-residency only, as in `eu`. */
  readonly zone?: string;
}

/** `orders`, or `orders@eu`: how a scope is named to people and in keys. */
export const scopeName = ({ app, zone }: Scope): string => (zone === undefined ? app : `${app}@${zone}`);

/** Partition key of everything that the layer keeps of a scope. */
export const scopeKey = (scope: Scope): string => `APP#${scopeName(scope)}`;

export type Pattern = 'active-passive' | 'active-active' | 'data-residency';

/** What the configuration says of a scope. It names the writer only as long as nobody has ever moved it. */
export interface RoutingLayout {
  readonly pattern: Pattern;
  /** Regions that may write for the scope, at least one; for a zone, the zone's own. */
  readonly regions: readonly Region[];
  /** Who writes before the first transition, one of `regions`. */
  readonly primary: Region;
}

/** A Region that wrote in an earlier epoch and may still hold a lease of it. */
export interface Draining {
  readonly region: Region;
  /** When it lost the right to write: wall clock of the proposer, for people only. Nothing is computed from it. */
  readonly sinceMs: number;
}

/** State and writers of one epoch. */
export interface Placement {
  readonly epoch: number;
  readonly state: AppState;
  readonly writers: readonly Region[];
}

/** Who asked, and why: personal data, so it is kept inside the zone where a scope has one. */
export interface Person {
  /** Who asked for the change, as far as is known. */
  readonly actor?: string;
  /** True where AWS authenticated `actor` (a signed request); false where it is what the caller said. */
  readonly actorVerified?: boolean;
  readonly reason?: string;
}

/** How a record came to be; with the record itself it is all that its history item holds. */
export interface Change extends Person {
  readonly from: Placement;
  /** Regions whose fences answered that they are closed. */
  readonly confirmed: readonly Region[];
  /** Waited for the leases of Regions that did not answer. */
  readonly waitedMs: number;
  /** From the start of the operator's request to this change being sent. */
  readonly tookMs: number;
}

/** The one item that says which Region may write. */
export interface StateRecord extends Placement {
  /** Where reads go. While `fenced`, as it was before. */
  readonly serving: Region;
  readonly primary: Region;
  readonly drain: readonly Draining[];
  /** Id of the change, chosen by its proposer: how it finds out, after an unclear answer, whether it won. */
  readonly tid: string;
  /** Wall clock of the proposer, for people only. */
  readonly at: number;
  /** Region that proposed it. */
  readonly by: Region;
  readonly change: Change;
}

/** A committed epoch, as history keeps it. */
export interface HistoryEntry extends Change {
  readonly epoch: number;
  readonly to: Pick<StateRecord, 'state' | 'writers' | 'serving' | 'primary'>;
  readonly tid: string;
  readonly at: number;
  readonly by: Region;
}

/** The history item of a record: it can be made from the record alone, so whoever finds it missing can mend it. */
export function historyOf(record: StateRecord): HistoryEntry {
  const { epoch, state, writers, serving, primary, tid, at, by, change } = record;
  return { ...change, epoch, to: { state, writers, serving, primary }, tid, at, by };
}

/** The id of epoch 0, which nobody proposed. */
const NOBODY = 'initial';

/**
 * Where no item exists, the scope is in epoch 0, `active`. Terraform writes no state, so no apply can reset one.
 * In pattern active-active every Region writes from the start.
 */
export function initialRecord({ pattern, regions, primary }: RoutingLayout): StateRecord {
  const writers = pattern === 'active-active' ? [...regions].sort() : [primary];
  return {
    epoch: 0,
    state: 'active',
    writers,
    serving: primary,
    primary,
    drain: [],
    tid: NOBODY,
    at: 0,
    by: primary,
    change: { from: { epoch: 0, state: 'active', writers }, confirmed: [], waitedMs: 0, tookMs: 0 },
  };
}

/** Without who asked and why. */
export function withoutPerson(record: StateRecord): StateRecord {
  const { actor: _actor, actorVerified: _verified, reason: _reason, ...change } = record.change;
  return { ...record, change };
}
