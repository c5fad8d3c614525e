import * as z from 'zod/mini';
import { PENDING_MS } from '../shared/content';
import { ConditionFailed, RegisterUnavailable, Unavailable, Unclear } from '../shared/failures';
import { errorFields, type Log } from '../shared/log';
import type { MetricSink } from '../shared/metrics';
import type { Clock } from '../shared/ports';
import type { Region, Scope } from '../shared/record';
import type { Register } from '../shared/register';
import { type RoutingEnvironment, scopeOf } from '../shared/routing-environment';
import { parse } from '../shared/validation';
import { compareEpoch, compareObjects, keyAt, orphansAfter, type Replica } from './compare';
import { type Planned, planOf, UnknownEpoch } from './plan';
import {
  type EpochReport,
  isEqual,
  MOST_NAMED,
  type ReconcileRun,
  type ReconcileRuns,
  SAMPLE,
  type Sample,
} from './run';

export interface ReconcileDependencies {
  readonly environment: RoutingEnvironment;
  readonly register: Register;
  readonly runs: ReconcileRuns;
  readonly replicaIn: (region: Region) => Replica;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MetricSink;
}

/** What the function answers to whoever waits for it; the run itself is kept. */
export interface ReconcileAnswer {
  readonly state: ReconcileRun['state'] | 'ignored';
}

const event = z.strictObject({
  app: z.string(),
  zone: z.exactOptional(z.string()),
  id: z.string().check(z.minLength(1), z.maxLength(64)),
});

/** A run stops this long before its container does. */
const RESERVE_MS = 60_000;
const TRIES = 4;
/** How many objects a run names. */
const MOST_OBJECTS = 100;

/** Makes the function that compares this Region with each of the others. Asked again, it goes on where the run stopped. */
export function createReconcile(
  dependencies: ReconcileDependencies,
): (input: unknown, context?: unknown) => Promise<ReconcileAnswer> {
  const { environment, runs, log, clock } = dependencies;
  return async (input, context) => {
    const { app, zone, id } = parse(event, input, 'event');
    const { scope, layout } = scopeOf(environment, app, zone, 'event.zone');
    const run = await runs.read(scope);
    // An event may be delivered twice, and a run may have been replaced since ("Asynchronous invocation").
    if (run === undefined || run.id !== id || run.state !== 'running') return { state: 'ignored' };
    const untilMs = clock.monotonicMs() + remainingMs(context) - RESERVE_MS;
    const peers = layout.regions.filter((region) => region !== environment.region);
    const runner = new Runner(dependencies, scope, peers, untilMs, run);
    try {
      return { state: await runner.finish() };
    } catch (error) {
      if (error instanceof ConditionFailed) return { state: 'ignored' };
      log.error('reconcile failed', { app, run: id, ...errorFields(error) });
      return { state: await runner.fail(error) };
    }
  };
}

/** One comparison: what this Region and another one hold of one writer's epoch. */
interface Unit extends Pick<Planned, 'epoch' | 'wr'> {
  readonly with: Region;
}

class Runner {
  constructor(
    private readonly dependencies: ReconcileDependencies,
    private readonly scope: Scope,
    private readonly peers: readonly Region[],
    private readonly untilMs: number,
    private run: ReconcileRun,
  ) {}

  /** @throws ConditionFailed where another runner has taken the run over */
  public async finish(): Promise<ReconcileRun['state']> {
    const { register, clock } = this.dependencies;
    const plan = this.run.plan ?? (await planOf(register, this.scope, this.run.request.epochs));
    await this.keep({ plan });
    for (const planned of plan) {
      if (clock.monotonicMs() >= this.untilMs) {
        await this.keep({ state: 'paused' });
        return 'paused';
      }
      // All other Regions at once: nobody may write while the last epoch is compared, however many Regions there are.
      const found = await Promise.all(this.unitsOf(planned).map((unit) => this.compare(unit)));
      for (const keep of found) await keep();
    }
    if (this.run.request.objects && !(await this.findOrphans(plan))) return 'paused';
    await this.keep({ state: 'done' });
    this.tell();
    return 'done';
  }

  /** Ends the run with what went wrong. */
  public async fail(error: unknown): Promise<ReconcileRun['state']> {
    const why = reasonOf(error);
    await this.keep({ state: 'failed', error: why }).catch(() => undefined);
    return 'failed';
  }

  /** What is left to compare of an epoch: nothing that a report has, nor any Region that does not answer. */
  private unitsOf({ epoch, wr }: Planned): readonly Unit[] {
    const reported = (peer: Region): boolean =>
      this.run.epochs.some((entry) => entry.epoch === epoch && entry.wr === wr && entry.with === peer);
    return this.peers
      .filter((peer) => !reported(peer) && !this.run.unreachable.includes(peer))
      .map((peer) => ({ epoch, wr, with: peer }));
  }

  /** @returns what keeps the outcome: one after the other, as each change of the run rests on the one before */
  private async compare({ epoch, wr, with: peer }: Unit): Promise<() => Promise<void>> {
    const { environment, replicaIn } = this.dependencies;
    const [here, there] = [replicaIn(environment.region), replicaIn(peer)];
    const origin = { writer: wr, epoch };
    try {
      const [report, objects] = await Promise.all([
        this.patiently(() => compareEpoch(here, there, origin)),
        this.run.request.objects ? this.patiently(() => compareObjects(here, there, origin)) : undefined,
      ]);
      return () => this.keepReport(report, objects);
    } catch (error) {
      if (!(error instanceof Unavailable || error instanceof Unclear)) throw error;
      this.dependencies.log.warn('a Region does not answer', { with: peer, epoch, ...errorFields(error) });
      return () => this.keep({ unreachable: [...this.run.unreachable, peer] });
    }
  }

  private keepReport(
    report: EpochReport,
    objects: Awaited<ReturnType<typeof compareObjects>> | undefined,
  ): Promise<void> {
    const { compared, count, missing } = this.run.objects;
    return this.keep({
      epochs: [...this.run.epochs, trimmed(report, this.run.epochs)],
      objects:
        objects === undefined
          ? this.run.objects
          : {
              ...this.run.objects,
              compared: compared + objects.compared,
              count: count + objects.missing.length,
              missing: [...missing, ...objects.missing].slice(0, MOST_OBJECTS),
            },
    });
  }

  /** Page after page of the own bucket, from the oldest epoch on. @returns false where the time ran out */
  private async findOrphans(plan: readonly Planned[]): Promise<boolean> {
    const { clock, environment, replicaIn } = this.dependencies;
    const here = replicaIn(environment.region);
    const sinceMs = Math.min(...plan.map((planned) => planned.sinceMs), clock.wallMs());
    let after: string | undefined = this.run.objects.listedTo ?? keyAt(sinceMs - PENDING_MS);
    while (after !== undefined) {
      if (clock.monotonicMs() >= this.untilMs) {
        await this.keep({ state: 'paused' });
        return false;
      }
      const from: string = after;
      const page = await this.patiently(() => orphansAfter(here, from));
      const { listedTo: _, orphans, ...rest } = this.run.objects;
      await this.keep({
        objects: {
          ...rest,
          orphans: {
            count: orphans.count + page.orphans.length,
            first: [...orphans.first, ...page.orphans].slice(0, SAMPLE),
          },
          ...(page.next === undefined ? {} : { listedTo: page.next }),
        },
      });
      after = page.next;
    }
    return true;
  }

  /** A store may be throttled for a while: that is no reason to call its Region unreachable. */
  private async patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await ask();
      } catch (error) {
        if (tried === TRIES || !(error instanceof Unavailable || error instanceof Unclear)) throw error;
        await this.dependencies.clock.sleep(200 * 2 ** tried);
      }
    }
  }

  private async keep(change: Partial<ReconcileRun>): Promise<void> {
    const next = {
      ...this.run,
      ...change,
      updatedMs: this.dependencies.clock.wallMs(),
      revision: this.run.revision + 1,
    };
    await this.dependencies.runs.write(this.scope, next);
    this.run = next;
  }

  private tell(): void {
    const { log, metrics } = this.dependencies;
    const { app } = this.scope;
    const { epochs, objects, unreachable } = this.run;
    const missing = epochs.reduce((sum, entry) => sum + entry.onlyHere.count + entry.onlyThere.count, objects.count);
    const conflicts = epochs.reduce((sum, entry) => sum + entry.conflicts.count, 0);
    metrics.add('ReconcileMissing', missing, app);
    metrics.add('ReconcileConflicts', conflicts, app);
    log.info('reconciled', { app, run: this.run.id, equal: isEqual(this.run), missing, conflicts, unreachable });
  }
}

/** Why a run failed, in words that may be shown. */
function reasonOf(error: unknown): string {
  if (error instanceof UnknownEpoch) return error.message;
  if (error instanceof RegisterUnavailable) return 'the register did not answer';
  if (error instanceof Unavailable || error instanceof Unclear)
    return "this Region's own tables or bucket did not answer";
  return 'an unexpected error, which the log has';
}

/** The report, without its keys where the run names enough already: the counts say it too. */
function trimmed(report: EpochReport, before: readonly EpochReport[]): EpochReport {
  const named = before
    .flatMap(({ onlyHere, onlyThere, conflicts }) => [onlyHere, onlyThere, conflicts])
    .reduce((sum, { first }) => sum + first.length, 0);
  if (named < MOST_NAMED) return report;
  const bare = ({ count }: Sample): Sample => ({ count, first: [] });
  const { onlyHere, onlyThere, conflicts } = report;
  return { ...report, onlyHere: bare(onlyHere), onlyThere: bare(onlyThere), conflicts: bare(conflicts) };
}

/** What Lambda says is left of the function's time; a plenty where nobody says. */
function remainingMs(context: unknown): number {
  if (typeof context !== 'object' || context === null || !('getRemainingTimeInMillis' in context)) return 900_000;
  const left: unknown =
    typeof context.getRemainingTimeInMillis === 'function' ? context.getRemainingTimeInMillis() : undefined;
  return typeof left === 'number' ? left : 900_000;
}
