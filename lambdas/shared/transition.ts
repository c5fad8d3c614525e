import { EpochMismatch, RegisterUnavailable } from './failures';
import { closeFence } from './fence';
import { lastKnown } from './last-known';
import { apply, type Decision, decide, describeMove, type MoveRequest, opened, type Step } from './machine';
import type { Clock, DeepHealth, FenceTables, HealthReport, Random } from './ports';
import type { Person, Placement, Region, RoutingLayout, Scope, StateRecord } from './record';
import type { Register } from './register';
import { type Timing, waitMs } from './timing';

export interface MoveDeps {
  /** The own Region: of a single writer, only the Region that is to write opens itself. */
  readonly region: Region;
  readonly register: Register;
  /** Every Region's, each asked at its own endpoint. */
  readonly fences: FenceTables;
  readonly shards: number;
  readonly timing: Timing;
  readonly clock: Clock;
  readonly random: Random;
  readonly health: DeepHealth;
  readonly layoutOf: (scope: Scope) => RoutingLayout;
}

export interface MoveOptions extends MoveRequest, Person {
  /** Refuse if the record is of another epoch. @default - any */
  readonly expectedEpoch?: number;
  /** Read, check, and change nothing. @default false */
  readonly dryRun?: boolean;
  /** Do not ask for the target's deep health: for the day on which the check itself is what fails. @default false */
  readonly skipChecks?: boolean;
}

export interface MoveResult {
  readonly changed: boolean;
  readonly dryRun: boolean;
  readonly from: StateRecord;
  /** As committed; of a dry run, as it would be (its `tid` and times mean nothing). */
  readonly to: StateRecord;
  readonly steps: readonly Step[];
  /** Regions whose fences answered that they are closed. */
  readonly confirmed: readonly Region[];
  /** Waited for leases of Regions that did not answer; of a dry run, the most that it may come to. */
  readonly waitedMs: number;
  readonly tookMs: number;
  /** Deep health of the Regions that were opened; absent where none was, or none was asked for. */
  readonly health?: readonly HealthReport[];
}

/** Legal from nowhere, or not from here; nothing was changed. */
export class IllegalTransition extends Error {
  public override readonly name = 'IllegalTransition';
  constructor(
    public readonly record: StateRecord,
    public readonly request: MoveRequest,
    reason: string,
    public readonly legal: readonly MoveRequest[],
  ) {
    super(`From ${placementText(record)} to ${describeMove(request)} is not possible: ${reason}`);
  }
}

/** No Region of the scope, or none named where there is a choice; nothing was changed. */
export class BadTarget extends Error {
  public override readonly name = 'BadTarget';
  constructor(
    public readonly target: Region | undefined,
    public readonly allowed: readonly Region[],
  ) {
    super(
      target === undefined
        ? `Which Region? Name one of ${allowed.join(', ')}.`
        : `"${target}" is not a Region to move to. Name one of ${allowed.join(', ')}.`,
    );
  }
}

/** A Region that was to write cannot; nothing was changed. */
export class TargetNotReady extends Error {
  public override readonly name = 'TargetNotReady';
  constructor(
    public readonly record: StateRecord,
    public readonly reports: readonly HealthReport[],
  ) {
    super(
      `${reports.map(({ region }) => region).join(', ')} cannot take the writing over: its deep health is failing.`,
    );
  }
}

/** The Region to be opened must do it itself, as only it can check itself; nothing was changed. Ask its updater. */
export class OpensElsewhere extends Error {
  public override readonly name = 'OpensElsewhere';
  constructor(
    public readonly region: Region,
    public readonly record: StateRecord,
  ) {
    super(`${region} is to write: its own updater must do this.`);
  }
}

/** One try at a Region's fence may take so long before the next begins. */
const CLOSE_MS = 1000;
const CLOSE_PAUSE_MS = 250;
/** So long a Region has to say what it remembers, where the register holds nothing. */
const REMEMBER_MS = 800;

/**
 * Moves the writer: fences the old ones, makes sure that none can write any more, and opens the new one. The whole of
 * it, or the part of it that the request names.
 * @throws IllegalTransition, BadTarget, OpensElsewhere, TargetNotReady - nothing was changed; EpochMismatch,
 * RegisterUnavailable - `committed` holds the epochs that were committed before (none: nothing was changed)
 */
export async function moveWriter(deps: MoveDeps, scope: Scope, options: MoveOptions): Promise<MoveResult> {
  const { clock, register } = deps;
  const startedMs = clock.monotonicMs();
  // Beside the read, so that the first move of all is not held up by a Region that is out.
  const remembered = lastKnown(deps, scope, deps.layoutOf(scope), REMEMBER_MS);
  const { record: stored } = await register.read(scope);
  const knownMs = clock.monotonicMs();
  const known = stored.epoch === 0 ? await remembered : undefined;
  const from = known ?? stored;
  if (options.expectedEpoch !== undefined && options.expectedEpoch !== from.epoch)
    throw new EpochMismatch(options.expectedEpoch, from);
  const steps = stepsOf(from, options, decide(from, options, deps.layoutOf(scope)));
  const health = await checked(deps, scope, from, steps, options);
  const outcome = { dryRun: options.dryRun === true, from, steps, ...(health.length > 0 && { health }) };
  if (steps.length === 0)
    return {
      ...outcome,
      changed: false,
      to: from,
      confirmed: [],
      waitedMs: 0,
      tookMs: clock.monotonicMs() - startedMs,
    };
  if (options.dryRun === true) return { ...outcome, ...rehearsed(deps, from, steps, startedMs) };

  const move = new Move(deps, scope, personOf(options), startedMs, from, knownMs, stored.epoch);
  for (const step of steps) await move.take(step);
  await move.finish();
  const { record: to, confirmed, waitedMs } = move;
  return { ...outcome, changed: true, to, confirmed, waitedMs, tookMs: clock.monotonicMs() - startedMs };
}

function stepsOf(record: StateRecord, request: MoveRequest, decision: Decision): readonly Step[] {
  if (decision.kind === 'bad-target') throw new BadTarget(decision.target, decision.allowed);
  if (decision.kind === 'illegal') throw new IllegalTransition(record, request, decision.reason, decision.legal);
  return decision.kind === 'unchanged' ? [] : decision.steps;
}

/** @throws OpensElsewhere, TargetNotReady */
async function checked(
  deps: MoveDeps,
  scope: Scope,
  record: StateRecord,
  steps: readonly Step[],
  { skipChecks }: MoveOptions,
): Promise<readonly HealthReport[]> {
  const targets = opened(record, steps);
  const [target] = targets;
  const single = deps.layoutOf(scope).pattern !== 'active-active';
  if (single && target !== undefined && target !== deps.region) throw new OpensElsewhere(target, record);
  if (skipChecks === true) return [];
  const reports = await Promise.all(targets.map((region) => deps.health.check(region)));
  const failing = reports.filter(({ status }) => status === 'failing');
  if (failing.length > 0) throw new TargetNotReady(record, failing);
  return reports;
}

function rehearsed(deps: MoveDeps, from: StateRecord, steps: readonly Step[], startedMs: number) {
  const { clock, region, timing } = deps;
  const proposal = { tid: 'dry-run', at: clock.wallMs(), by: region, confirmed: [], waitedMs: 0, tookMs: 0 };
  let to = from;
  let waits = false;
  for (const step of steps) {
    waits ||= step.waits && to.drain.length > 0;
    to = apply(to, step, proposal);
  }
  return {
    changed: false,
    to,
    confirmed: [],
    waitedMs: waits ? waitMs(timing) : 0,
    tookMs: clock.monotonicMs() - startedMs,
  };
}

const personOf = ({ actor, actorVerified, reason }: Person): Person => ({
  ...(actor !== undefined && { actor }),
  ...(actorVerified !== undefined && { actorVerified }),
  ...(reason !== undefined && { reason }),
});

const placementText = ({ state, writers }: Placement): string =>
  writers.length === 0 ? state : `${state} (${writers.join(', ')} writing)`;

/** A change under way: the record as far as it has come. */
class Move {
  readonly #deps: MoveDeps;
  readonly #scope: Scope;
  readonly #person: Person;
  readonly #startedMs: number;
  readonly #committed: number[] = [];
  /** No lease of a draining Region began after this moment. */
  #knownMs: number;
  #kept: Promise<unknown> = Promise.resolve();
  /** What the register holds; less than the record's own where it was lost and is empty. */
  #storedEpoch: number;
  #confirmed = new Set<Region>();
  public waitedMs = 0;

  constructor(
    deps: MoveDeps,
    scope: Scope,
    person: Person,
    startedMs: number,
    public record: StateRecord,
    knownMs: number,
    storedEpoch: number,
  ) {
    this.#storedEpoch = storedEpoch;
    this.#deps = deps;
    this.#scope = scope;
    this.#person = person;
    this.#startedMs = startedMs;
    this.#knownMs = knownMs;
  }

  get confirmed(): readonly Region[] {
    return [...this.#confirmed].sort();
  }

  /** @throws EpochMismatch, RegisterUnavailable */
  async take(step: Step): Promise<void> {
    const { clock, random, region, register } = this.#deps;
    if (step.waits) await this.#drained();
    const next = apply(this.record, step, {
      tid: random.uuid(),
      at: clock.wallMs(),
      by: region,
      confirmed: this.confirmed,
      waitedMs: this.waitedMs,
      tookMs: Math.round(clock.monotonicMs() - this.#startedMs),
    });
    try {
      this.record = await register.change(this.#scope, this.record, next, this.#person, this.#storedEpoch);
    } catch (error) {
      throw this.#withCommitted(error);
    }
    this.#storedEpoch = this.record.epoch;
    this.#knownMs = clock.monotonicMs();
    this.#committed.push(this.record.epoch);
    // Beside what follows: nothing depends on it, as whoever changes or reads next mends it.
    this.#kept = register.keep(this.#scope, this.record).catch(() => undefined);
  }

  /** Closes what is left open, and ends what runs beside. */
  async finish(): Promise<void> {
    await Promise.all([this.#closeOnce(this.#open(), CLOSE_MS), this.#kept]);
  }

  /** Regions that may still write in an earlier epoch. */
  #open(): readonly Region[] {
    return this.record.drain.map(({ region }) => region).filter((region) => !this.#confirmed.has(region));
  }

  /** Until every draining Region is confirmed closed, or its leases have ended, whichever is first. */
  async #drained(): Promise<void> {
    const { clock, timing } = this.#deps;
    const untilMs = this.#knownMs + waitMs(timing);
    const sinceMs = clock.monotonicMs();
    for (;;) {
      const leftMs = untilMs - clock.monotonicMs();
      if (this.#open().length === 0 || leftMs <= 0) break;
      await this.#closeOnce(this.#open(), Math.min(CLOSE_MS, leftMs));
      if (this.#open().length === 0) break;
      await clock.sleep(Math.max(0, Math.min(CLOSE_PAUSE_MS, untilMs - clock.monotonicMs())));
    }
    if (this.#open().length > 0) this.waitedMs += Math.round(clock.monotonicMs() - sinceMs);
  }

  async #closeOnce(regions: readonly Region[], limitMs: number): Promise<void> {
    if (regions.length === 0) return;
    const { clock, fences, shards } = this.#deps;
    const { epoch } = this.record;
    const closing = regions.map(async (region) => {
      try {
        await closeFence(fences.in(region), shards, this.#scope, epoch);
        this.#confirmed.add(region);
      } catch {
        // Not confirmed, so it is waited for: whatever the reason is, it changes nothing.
      }
    });
    await Promise.race([Promise.all(closing), clock.sleep(limitMs)]);
  }

  #withCommitted(error: unknown): unknown {
    if (error instanceof EpochMismatch) return new EpochMismatch(error.expectedEpoch, error.record, this.#committed);
    if (error instanceof RegisterUnavailable)
      return new RegisterUnavailable(error.message, error.unclear, this.#committed);
    return error;
  }
}
