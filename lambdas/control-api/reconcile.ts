import {
  isEqual,
  NO_OBJECTS,
  type ReconcileEvent,
  type ReconcileRun,
  type ReconcileRuns,
  STALLED_MS,
} from '../reconcile/run';
import type { Control } from '../shared/control';
import { ConditionFailed } from '../shared/failures';
import type { ApiRequest, ApiResponse, Route } from '../shared/http';
import { errorFields } from '../shared/log';
import { Problem } from '../shared/problem';
import type { Scope } from '../shared/record';
import { parse } from '../shared/validation';
import { reconcileBody, zoneQuery } from './inputs';
import { knownEpoch, scopeIn, signer } from './state';

export interface ReconcileProps {
  readonly runs: ReconcileRuns;
  /** Starts the reconcile function without waiting for it. @throws Unavailable, Unclear */
  readonly start: (event: ReconcileEvent) => Promise<void>;
}

/** The routes that compare two Regions. Without a table of content there is nothing to compare. */
export function reconcileRoutes(control: Control, props: ReconcileProps | undefined): readonly Route[] {
  return [
    { method: 'POST', path: '/reconcile/{appId}', run: (request) => post(control, props, request) },
    { method: 'GET', path: '/reconcile/{appId}', run: (request) => get(control, props, request) },
  ];
}

/** Starts a run, or goes on with the one that there is: asking twice starts nothing twice. */
async function post(control: Control, props: ReconcileProps | undefined, request: ApiRequest): Promise<ApiResponse> {
  signer(request);
  const { zone } = parse(zoneQuery, request.query, 'query');
  const { epochs, objects = true } = parse(reconcileBody, request.json() ?? {}, 'body');
  const scope = scopeIn(control, request, zone);
  const { runs, start } = available(props);
  const { clock, random, log } = control;
  const nowMs = clock.wallMs();
  const found = await runs.read(scope);
  if (found?.state === 'running' && nowMs - found.updatedMs < STALLED_MS) return accepted(control, scope, found);

  const resumed = found?.state === 'running' || found?.state === 'paused';
  const run: ReconcileRun = resumed
    ? { ...found, state: 'running', updatedMs: nowMs, revision: found.revision + 1, unreachable: [] }
    : {
        id: random.uuid(),
        state: 'running',
        request: { objects, ...(epochs === undefined ? {} : { epochs }) },
        startedMs: nowMs,
        updatedMs: nowMs,
        revision: found === undefined ? 0 : found.revision + 1,
        epochs: [],
        objects: NO_OBJECTS,
        unreachable: [],
      };
  try {
    await runs.write(scope, run);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    throw new Problem('conflict', 'Another request has just started a run. Read it.', {}, { cause: error });
  }
  const event = { app: scope.app, id: run.id, ...(scope.zone === undefined ? {} : { zone: scope.zone }) };
  try {
    await start(event);
  } catch (error) {
    log.error('reconcile not started', { app: scope.app, run: run.id, ...errorFields(error) });
    await runs.write(scope, { ...run, state: 'paused', revision: run.revision + 1 });
    throw new Problem('unavailable', 'The run could not be started. Ask again.', {}, { cause: error });
  }
  return accepted(control, scope, run);
}

async function get(control: Control, props: ReconcileProps | undefined, request: ApiRequest): Promise<ApiResponse> {
  signer(request);
  const { zone } = parse(zoneQuery, request.query, 'query');
  const scope = scopeIn(control, request, zone);
  const run = await available(props).runs.read(scope);
  if (run === undefined) throw new Problem('not-found', 'Nothing has been compared here yet: POST to this address.');
  if (run.state === 'running') return accepted(control, scope, run);
  return { status: 200, body: reportOf(run), ...(await knownEpoch(control, scope)) };
}

function available(props: ReconcileProps | undefined): ReconcileProps {
  if (props === undefined) throw new Problem('not-found', 'This platform has no content that could be compared.');
  return props;
}

async function accepted(control: Control, scope: Scope, run: ReconcileRun): Promise<ApiResponse> {
  return { status: 202, body: reportOf(run), headers: { 'retry-after': '5' }, ...(await knownEpoch(control, scope)) };
}

function reportOf(run: ReconcileRun): Readonly<Record<string, unknown>> {
  const { id, state, startedMs, updatedMs, epochs, objects, unreachable, plan, error } = run;
  return {
    id,
    state,
    equal: isEqual(run),
    startedAt: new Date(startedMs).toISOString(),
    updatedAt: new Date(updatedMs).toISOString(),
    ...(plan === undefined ? {} : { plan }),
    epochs,
    objects,
    unreachable,
    ...(error === undefined ? {} : { error }),
  };
}
