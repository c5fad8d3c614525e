import type { Control } from '../shared/control';
import { errorFields } from '../shared/log';
import { learn, move, takeoverHealth } from '../shared/move';
import type { HealthReport } from '../shared/ports';
import { Problem, problemBody } from '../shared/problem';
import type { Scope } from '../shared/record';
import { scopeOf } from '../shared/routing-environment';
import type { MoveOptions } from '../shared/transition';
import type { MoveSummary } from '../shared/updater-event';
import { type CheckedEvent, parseEvent } from './event';

/** A move that was taken, or that found nothing to do. `statusCode` and `body` are those of AWS's Multi-Region Application Architecture. */
export interface Moved extends MoveSummary {
  readonly statusCode: 200;
  /** A sentence, as JSON. */
  readonly body: string;
  readonly state: string;
  readonly epoch: number;
  readonly writers: readonly string[];
}

/** A refusal: the function itself succeeds, as `aws lambda invoke` exits with 0 either way and a caller looks at `statusCode`. */
export interface Refused {
  readonly statusCode: number;
  /** `application/problem+json`. */
  readonly body: string;
}

/** The answer to `CheckOnly`. */
export interface Checked {
  readonly statusCode: 200;
  readonly body: string;
  readonly health: HealthReport;
}

/**
 * Makes `AppStateUpdater`. Its handler throws for an event that is not valid, before anything is read, and for nothing else.
 * @returns the handler
 */
export function createStateUpdater(
  control: Control,
): (event: unknown, context?: unknown) => Promise<Moved | Refused | Checked> {
  const { environment, region, log, lease } = control;
  const known = { apps: environment.apps, table: environment.controlTable };
  return async (event, context) => {
    const parsed = parseEvent(event, known);
    try {
      const { scope } = scopeOf(environment, parsed.AppId, parsed.Zone, 'event.Zone');
      return parsed.NewState === undefined
        ? await check(control, scope, parsed.DryRun === true)
        : moved(await move(control, { scope, options: optionsOf(parsed, parsed.NewState), ...originOf(parsed) }));
    } catch (error) {
      return refused(error, control, requestIdOf(context));
    } finally {
      // A renewal beside it would be frozen with the container, and its answer found stale later.
      await lease.settled();
      log.info('updater answered', { app: parsed.AppId, zone: parsed.Zone, state: parsed.NewState, region });
    }
  };
}

/** Whoever asks after a change sends no `DryRun`: what this Region believes is old then. */
async function check(control: Control, scope: Scope, dryRun: boolean): Promise<Checked> {
  const [health] = await Promise.all([
    takeoverHealth(control, scope).check(control.region),
    dryRun ? undefined : learn(control, scope),
  ]);
  return { statusCode: 200, body: JSON.stringify({ status: health.status }), health };
}

function optionsOf(event: CheckedEvent, state: MoveOptions['state']): MoveOptions {
  const { TargetRegion, WithoutRegion, ExpectedEpoch, Reason, Actor, DryRun, SkipChecks } = event;
  return {
    state,
    ...(TargetRegion === undefined ? {} : { target: TargetRegion }),
    ...(WithoutRegion === undefined ? {} : { without: WithoutRegion }),
    ...(ExpectedEpoch === undefined ? {} : { expectedEpoch: ExpectedEpoch }),
    ...(Reason === undefined ? {} : { reason: Reason }),
    ...(Actor === undefined ? {} : { actor: Actor, actorVerified: false }),
    ...(DryRun === undefined ? {} : { dryRun: DryRun }),
    ...(SkipChecks === undefined ? {} : { skipChecks: SkipChecks }),
  };
}

function originOf({ ForwardedFrom }: CheckedEvent): { readonly forwardedFrom?: string } {
  return ForwardedFrom === undefined ? {} : { forwardedFrom: ForwardedFrom };
}

function moved(summary: MoveSummary): Moved {
  const { epoch, state, writers } = summary.to;
  return { statusCode: 200, body: JSON.stringify(sentenceOf(summary)), ...summary, state, epoch, writers };
}

function sentenceOf({ changed, dryRun, to }: MoveSummary): string {
  if (changed) return `Successfully updated application state to '${to.state}'`;
  return dryRun ? `Nothing changed: this was a dry run of '${to.state}'` : `Application state is '${to.state}' already`;
}

function refused(error: unknown, { region, log }: Control, requestId: string): Refused {
  const problem =
    error instanceof Problem
      ? error
      : new Problem('internal', 'An unexpected error; the log has it under the request id.', {}, { cause: error });
  const line = { requestId, code: problem.code, ...errorFields(error) };
  if (problem.status >= 500) log.error('move failed', line);
  else log.warn('move refused', line);
  return { statusCode: problem.status, body: JSON.stringify(problemBody(problem, region, requestId)) };
}

function requestIdOf(context: unknown): string {
  const id =
    typeof context === 'object' && context !== null && 'awsRequestId' in context ? context.awsRequestId : undefined;
  return typeof id === 'string' ? id : 'unknown';
}
