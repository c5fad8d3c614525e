import * as z from 'zod/mini';
import type { Control } from './control';
import { within } from './deadline';
import { Unavailable, Unclear } from './failures';
import { errorFields } from './log';
import { PROBLEMS, Problem, type ProblemCode } from './problem';
import type { Region, Scope, StateRecord } from './record';
import { routingProblem } from './routing-problem';
import { answered, TakeoverHealth } from './takeover-health';
import { type MoveOptions, type MoveResult, moveWriter, OpensElsewhere } from './transition';
import { answerEnvelope, type MoveSummary, moveSummary, type PlacementView, type UpdaterEvent } from './updater-event';

/** A move that somebody asked for. */
export interface MoveCommand {
  readonly scope: Scope;
  readonly options: MoveOptions;
  /** The updater that passed it on, if one did. */
  readonly forwardedFrom?: Region;
}

/**
 * Moves the writer, here or by the updater of the Region that is to write, as each Region is checked and opened by itself.
 * @throws Problem `invalid-request`, `illegal-transition`, `epoch-mismatch`, `target-not-ready`, `register-unavailable`, `conflict`, `unavailable`
 */
export async function move(control: Control, command: MoveCommand): Promise<MoveSummary> {
  const { scope } = command;
  try {
    const options = await withTarget(control, command);
    try {
      return await here(control, scope, options);
    } catch (error) {
      if (!(error instanceof OpensElsewhere)) throw error;
      return await elsewhere(control, { ...command, options }, error);
    }
  } catch (error) {
    const problem = routingProblem(error);
    // Told apart from what its caller asked wrongly: an alarm watches it, whichever function was asked.
    if (!(problem instanceof Problem) || problem.status >= 500) control.metrics.add('MoveFailed', 1, scope.app);
    throw problem;
  }
}

/** Who is asked to fail over without a target means himself, unless he is the primary: then the only other Region, if there is only one. */
async function withTarget(control: Control, { scope, options }: MoveCommand): Promise<MoveOptions> {
  const { region, register, layoutOf } = control;
  const { pattern, regions } = layoutOf(scope);
  const free = options.state === 'failover' && options.target === undefined && options.without === undefined;
  if (!free || pattern === 'active-active' || !regions.includes(region)) return options;
  const { record } = await register.read(scope);
  return record.primary === region ? options : { ...options, target: region };
}

async function here(control: Control, scope: Scope, options: MoveOptions): Promise<MoveSummary> {
  const { environment, register, fences, timing, clock, random, layoutOf } = control;
  const health = takeoverHealth(control, scope);
  const { region, fenceShards: shards } = environment;
  const deps = { region, register, fences, shards, timing, clock, random, health, layoutOf };
  const result = await moveWriter(deps, scope, options);
  await afterwards(control, scope, result);
  return summaryOf(result);
}

/** Asks another Region's health, or the own one, as a move to it needs it. */
export function takeoverHealth({ region, health, updaters, environment }: Control, scope: Scope): TakeoverHealth {
  return new TakeoverHealth({ region, local: health, updaters, event: eventOf(environment.controlTable, scope) });
}

function eventOf(table: string, { app, zone }: Scope): Pick<UpdaterEvent, 'AppId' | 'TableName' | 'Zone'> {
  return { AppId: app, TableName: table, ...(zone === undefined ? {} : { Zone: zone }) };
}

/** What follows a commit and can't undo it: none of it may fail the answer. */
async function afterwards(control: Control, scope: Scope, { changed, dryRun, to }: MoveResult): Promise<void> {
  if (dryRun) return;
  const { log, metrics, region, register, telemetry, clock } = control;
  if (changed) {
    metrics.add('StateUpdated', 1, scope.app);
    log.info('state changed', { app: scope.app, zone: scope.zone, ...placementOf(to), by: to.by, tid: to.tid });
  }
  await Promise.all([
    // A Region told to write opens its fence now, and not at its first write: its health is asked before anyone is sent to it.
    to.writers.includes(region) || changed ? learn(control, scope) : undefined,
    changed ? tellWriters(control, scope, to) : undefined,
    changed ? telemetry?.(to.state, () => register.deployment(scope), clock.wallMs()) : undefined,
  ]);
}

/** The own Region reads the register, keeps what it says, and opens or closes its fence accordingly. Never rejects. */
export async function learn({ lease, log, region }: Control, scope: Scope): Promise<void> {
  try {
    await lease.refresh(scope);
  } catch (error) {
    log.warn('the own Region could not learn the new state', { region, app: scope.app, ...errorFields(error) });
  }
}

const TELL_MS = 2000;

/** Pattern active-active: other Regions begin to write as well. One that cannot be told learns it at its first write. */
async function tellWriters(control: Control, scope: Scope, { writers }: StateRecord): Promise<void> {
  const { environment, region, updaters } = control;
  const event = { ...eventOf(environment.controlTable, scope), CheckOnly: true };
  const others = writers.filter((writer) => writer !== region);
  await Promise.allSettled(others.map((writer) => within(TELL_MS, () => updaters.invoke(writer, event))));
}

async function elsewhere(
  control: Control,
  command: MoveCommand,
  { region, record }: OpensElsewhere,
): Promise<MoveSummary> {
  const { scope, forwardedFrom } = command;
  if (forwardedFrom !== undefined)
    throw new Problem(
      'conflict',
      `The state changed while ${forwardedFrom} passed this on: now ${region} is to write. Ask again.`,
      known(record),
    );
  const report = await takeoverHealth(control, scope).check(region);
  if (!answered(report))
    throw new Problem('target-not-ready', `The updater of ${region} does not answer, so it cannot take over.`, {
      ...known(record),
      health: [report],
    });
  return forward(control, command, region);
}

/** Asks another function's updater to make the move, and answers what it answers. */
export async function forward(control: Control, command: MoveCommand, to: Region): Promise<MoveSummary> {
  const { environment, region, updaters } = control;
  const { state, target, without, expectedEpoch, reason, actor, dryRun, skipChecks } = command.options;
  const event: UpdaterEvent = {
    ...eventOf(environment.controlTable, command.scope),
    NewState: state,
    ...(target === undefined ? {} : { TargetRegion: target }),
    ...(without === undefined ? {} : { WithoutRegion: without }),
    ...(expectedEpoch === undefined ? {} : { ExpectedEpoch: expectedEpoch }),
    ...(reason === undefined ? {} : { Reason: reason }),
    ...(actor === undefined ? {} : { Actor: actor }),
    ...(dryRun === undefined ? {} : { DryRun: dryRun }),
    ...(skipChecks === undefined ? {} : { SkipChecks: skipChecks }),
    ForwardedFrom: region,
  };
  let answer: unknown;
  try {
    answer = await updaters.invoke(to, { ...event });
  } catch (error) {
    if (error instanceof Unclear)
      throw new Problem(
        'unavailable',
        `The updater of ${to} has not answered yet. It may still be at work: read the state.`,
      );
    if (error instanceof Unavailable)
      throw new Problem('unavailable', `The updater of ${to} does not answer. Nothing was changed.`);
    throw error;
  }
  const moved = moveSummary.safeParse(answer);
  if (moved.success) return moved.data;
  throw problemFrom(answer, to);
}

/** The problem that another updater answered, passed on under its own code. */
function problemFrom(answer: unknown, from: Region): Problem {
  const envelope = answerEnvelope.safeParse(answer);
  const body: unknown = envelope.success ? jsonOf(envelope.data.body) : undefined;
  const problem = problemShape.safeParse(body);
  if (!problem.success || !isCode(problem.data.code))
    return new Problem('unavailable', `The updater of ${from} answered what is no answer of an updater.`);
  const { code, detail, ...details } = problem.data;
  return new Problem(code, detail, details);
}

const problemShape = z.object({
  code: z.string(),
  detail: z.string(),
  state: z.exactOptional(z.string()),
  epoch: z.exactOptional(z.int()),
  writers: z.exactOptional(z.array(z.string())),
  legal: z.exactOptional(z.array(z.string())),
  health: z.exactOptional(z.unknown()),
});

function isCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a problem says of the state. */
function known({ state, epoch, writers }: StateRecord): Pick<PlacementView, 'state' | 'epoch' | 'writers'> {
  return { state, epoch, writers };
}

function placementOf({ epoch, state, writers, serving, primary }: StateRecord): PlacementView {
  return { epoch, state, writers, serving, primary };
}

function summaryOf({ changed, dryRun, from, to, steps, confirmed, waitedMs, tookMs, health }: MoveResult): MoveSummary {
  return {
    changed,
    dryRun,
    from: placementOf(from),
    to: placementOf(to),
    steps: steps.map((step) => ({ kind: step.kind, state: step.to.state, writers: step.to.writers })),
    confirmed,
    waitedMs,
    tookMs: Math.round(tookMs),
    ...(health === undefined ? {} : { health }),
  };
}
