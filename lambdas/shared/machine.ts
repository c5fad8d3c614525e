import type { AppState, Change, Draining, Region, RoutingLayout, StateRecord } from './record';

/** What an operator asks for. */
export interface MoveRequest {
  readonly state: AppState;
  /**
   * Who shall write. `failover`: the Region to move to, by default the only one there is to choose. `active`: by default
   * the primary (failing back); the Region that writes now, while it is not the primary, becomes it ("promote").
   * `fenced` takes none.
   */
  readonly target?: Region;
  /** Pattern active-active, `failover` only, instead of `target`: the Region to take out; the others go on writing. */
  readonly without?: Region;
}

/**
 * `fence`: nobody writes any more. `open`: the Regions named write again. `promote`: the writer becomes the primary, and
 * never stops writing. `writers` (active-active only): the set of writers grows or shrinks.
 */
export type StepKind = 'fence' | 'open' | 'promote' | 'writers';

/** One committed change of the record: its epoch is one more. */
export interface Step {
  readonly kind: StepKind;
  readonly to: Pick<StateRecord, 'state' | 'writers' | 'serving' | 'primary'>;
  /** True where every draining Region must be confirmed closed, or waited out, before. */
  readonly waits: boolean;
}

/** What a request comes to. */
export type Decision =
  /** It is so already: nothing is written. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'steps'; readonly steps: readonly [Step, ...Step[]] }
  /** `legal` are the requests that would change something from here. */
  | { readonly kind: 'illegal'; readonly reason: string; readonly legal: readonly MoveRequest[] }
  /** No Region of the scope, or none named where there is a choice. */
  | { readonly kind: 'bad-target'; readonly target: Region | undefined; readonly allowed: readonly Region[] };

/** Which steps lead from the record to what is asked for. Pure. */
export function decide(record: StateRecord, request: MoveRequest, layout: RoutingLayout): Decision {
  const named = request.target ?? request.without;
  if (named !== undefined && !layout.regions.includes(named))
    return { kind: 'bad-target', target: named, allowed: [...layout.regions].sort() };
  const decision = judge(record, request, layout);
  return typeof decision === 'string'
    ? { kind: 'illegal', reason: decision, legal: legalMoves(record, layout) }
    : decision;
}

/** Every request that would change something, `fenced` first. */
export function legalMoves(record: StateRecord, layout: RoutingLayout): readonly MoveRequest[] {
  const regions = [...layout.regions].sort();
  const requests: MoveRequest[] = [
    { state: 'fenced' },
    { state: 'active' },
    ...regions.map((target) => ({ state: 'active', target }) as const),
    ...regions.map((target) => ({ state: 'failover', target }) as const),
    ...regions.map((without) => ({ state: 'failover', without }) as const),
  ];
  const seen = new Set<string>();
  return requests.filter((request) => {
    const decision = judge(record, request, layout);
    if (typeof decision === 'string' || decision.kind !== 'steps') return false;
    const outcome = JSON.stringify([request.state, decision.steps]);
    return seen.has(outcome) ? false : seen.add(outcome) !== undefined;
  });
}

/** @returns why it is illegal, or what it comes to */
function judge(record: StateRecord, request: MoveRequest, layout: RoutingLayout): Decision | string {
  if (request.state === 'fenced') {
    if (request.target !== undefined || request.without !== undefined)
      return '"fenced" takes no Region: nobody writes.';
    return record.state === 'fenced' ? UNCHANGED : stepsOf(fenceOf(record));
  }
  return layout.pattern === 'active-active' ? manyWriters(record, request, layout) : oneWriter(record, request, layout);
}

const UNCHANGED = { kind: 'unchanged' } as const;

const stepsOf = (first: Step, ...rest: Step[]): Decision => ({ kind: 'steps', steps: [first, ...rest] });

const fenceOf = ({ serving, primary }: StateRecord): Step => ({
  kind: 'fence',
  to: { state: 'fenced', writers: [], serving, primary },
  waits: false,
});

/** Patterns active-passive and data-residency: between two writers always lies `fenced`. */
function oneWriter(record: StateRecord, request: MoveRequest, layout: RoutingLayout): Decision | string {
  if (request.without !== undefined) return '"without" is for pattern active-active: here one Region writes.';
  const { primary } = record;
  const others = layout.regions.filter((region) => region !== primary).sort();
  const only = others.length === 1 ? others[0] : undefined;
  const target = request.target ?? (request.state === 'active' ? primary : only);
  if (target === undefined || !layout.regions.includes(target)) {
    if (request.state === 'failover' && others.length === 0) return `${primary} is the only Region: none to move to.`;
    return { kind: 'bad-target', target, allowed: others };
  }
  const writes = record.writers.length === 1 && record.writers[0] === target;
  if (request.state === 'active' && target !== primary)
    return writes && record.state === 'failover'
      ? stepsOf({ kind: 'promote', to: { ...placed(record, 'active', target), primary: target }, waits: false })
      : `"active" means that the primary, ${primary}, writes. To change the primary fail over to ${target}, then make it active.`;
  if (request.state === 'failover' && target === primary)
    return `${primary} is the primary: it writes in state "active".`;
  if (writes && record.state === request.state) return UNCHANGED;
  const open: Step = { kind: 'open', to: placed(record, request.state, target), waits: true };
  return record.state === 'fenced' ? stepsOf(open) : stepsOf(fenceOf(record), open);
}

const placed = ({ primary }: StateRecord, state: AppState, writer: Region): Step['to'] => ({
  state,
  writers: [writer],
  serving: writer,
  primary,
});

/** Pattern active-active: one step, as two writers are no conflict there. */
function manyWriters(record: StateRecord, request: MoveRequest, layout: RoutingLayout): Decision | string {
  const all = [...layout.regions].sort();
  if (request.state === 'active' && request.without !== undefined)
    return '"active" means that every Region writes. To take one out ask for "failover".';
  if (request.state === 'failover' && request.target !== undefined && request.without !== undefined)
    return 'Name "target" (who alone writes) or "without" (who is taken out), not both.';
  if (request.state === 'failover' && request.target === undefined && request.without === undefined)
    return { kind: 'bad-target', target: undefined, allowed: all };

  const before = record.state === 'fenced' ? all : record.writers;
  const writers =
    request.state === 'active'
      ? all
      : request.target !== undefined
        ? [request.target]
        : before.filter((region) => region !== request.without);
  if (writers.length === 0) return `${request.without} is the only writer. To stop it ask for "fenced".`;
  const state =
    writers.length === all.length && all.every((region) => writers.includes(region)) ? 'active' : 'failover';
  const primary = request.state === 'active' ? (request.target ?? record.primary) : record.primary;
  const serving = [record.serving, primary].find((region) => writers.includes(region)) ?? writers[0] ?? primary;
  const same = record.state === state && record.primary === primary && sameSet(record.writers, writers);
  if (same) return UNCHANGED;
  return stepsOf({
    kind: record.state === 'fenced' ? 'open' : 'writers',
    to: { state, writers, serving, primary },
    waits: false,
  });
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((entry) => other.includes(entry));

/** What a proposer adds to a step. */
export type Proposal = Pick<StateRecord, 'tid' | 'at' | 'by'> & Omit<Change, 'from'>;

/** The record after the step. */
export function apply(record: StateRecord, step: Step, proposal: Proposal): StateRecord {
  const { tid, at, by, ...change } = proposal;
  const { epoch, state, writers } = record;
  return {
    ...step.to,
    epoch: epoch + 1,
    drain: step.waits ? [] : drainAfter(record, step.to.writers, at),
    tid,
    at,
    by,
    change: { ...change, from: { epoch, state, writers } },
  };
}

/** Whoever wrote, or was draining, and does not write now. */
function drainAfter(record: StateRecord, writers: readonly Region[], sinceMs: number): readonly Draining[] {
  const before = new Set(record.drain.map(({ region }) => region));
  const leaving = record.writers.filter((region) => !before.has(region)).map((region) => ({ region, sinceMs }));
  return [...record.drain, ...leaving].filter(({ region }) => !writers.includes(region));
}

/** Regions that do not write now and will after the steps: they must be able to. */
export function opened(record: StateRecord, steps: readonly Step[]): readonly Region[] {
  const last = steps.at(-1);
  return (last?.to.writers ?? []).filter((region) => !record.writers.includes(region));
}

/** `active`, `failover to eu-west-1`: a request in words. */
export function describeMove({ state, target, without }: MoveRequest): string {
  if (target !== undefined) return state === 'active' ? `active in ${target}` : `${state} to ${target}`;
  return without === undefined ? state : `${state} without ${without}`;
}
