import type { Control } from '../shared/control';
import { cursorOf, positionIn } from '../shared/cursor';
import type { ApiRequest, ApiResponse, Route } from '../shared/http';
import type { View } from '../shared/lease';
import { learn, move } from '../shared/move';
import { invalidRequest, Problem } from '../shared/problem';
import { type HistoryEntry, type Scope, scopeName } from '../shared/record';
import { scopeOf } from '../shared/routing-environment';
import { waitMs } from '../shared/timing';
import { parse } from '../shared/validation';
import { historyQuery, moveBody, stateQuery, zoneQuery } from './inputs';

const HISTORY_LIMIT = 50;
/** Besides the wait for leases, a move may take so long. */
const MOVE_MS = 15_000;

/** Where each Region's API answers, as far as it is known by name. */
export type Endpoints = ReadonlyMap<string, string>;

/** The routes of operators and viewers. Which of the two a caller is, IAM has decided by the route's ARN. */
export function stateRoutes(control: Control, endpoints: Endpoints): readonly Route[] {
  return [
    { method: 'GET', path: '/state/{appId}', bare: true, run: (request) => getState(control, endpoints, request) },
    {
      method: 'PUT',
      path: '/state/{appId}',
      bare: true,
      // API Gateway stops waiting after 30 s, but the function goes on; stopping here would freeze a move half-way.
      deadlineMs: waitMs(control.timing) + MOVE_MS,
      run: (request) => putState(control, request),
    },
    { method: 'GET', path: '/state/{appId}/history', run: (request) => getHistory(control, request) },
  ];
}

/** The ARN that signed the request. API Gateway checks it; that it is there is checked here too, so that a route deployed open by mistake serves nobody. */
export function signer({ callerArn }: ApiRequest): string {
  if (callerArn === undefined) throw new Problem('unauthorized', 'Sign the request (AWS_IAM).');
  return callerArn;
}

/** The scope that a request names. */
export function scopeIn({ environment }: Control, request: ApiRequest, zone: string | undefined): Scope {
  return scopeOf(environment, request.params.appId ?? '', zone).scope;
}

/** Epoch that this Region knows, for answers that rest on none. */
export async function knownEpoch({ lease }: Control, scope: Scope): Promise<{ readonly epoch?: number }> {
  const view = await lease.view(scope).catch(() => undefined);
  return view === undefined ? {} : { epoch: view.record.epoch };
}

async function getState(control: Control, endpoints: Endpoints, request: ApiRequest): Promise<ApiResponse> {
  signer(request);
  const { consistency = 'local', zone } = parse(stateQuery, request.query, 'query');
  const scope = scopeIn(control, request, zone);
  const view = consistency === 'strong' ? await strongView(control, scope) : await localView(control, scope);
  return { status: 200, body: stateOf(view, endpoints), epoch: view.record.epoch };
}

/** What this Region knows; the register is asked only where it has never known anything. */
export async function localView({ lease }: Control, scope: Scope): Promise<View> {
  return (await lease.view(scope)) ?? (await lease.refresh(scope));
}

/** The register's own word, of after the request began. What it says is kept: who asks has a reason to doubt what the Region believes. */
async function strongView(control: Control, scope: Scope): Promise<View> {
  const { record, sentWallMs } = await control.register.read(scope);
  const known = await control.lease.view(scope).catch(() => undefined);
  if (known === undefined || known.record.epoch < record.epoch) await learn(control, scope);
  return { record, asOfMs: sentWallMs };
}

/** The state as everybody may see it: nothing of who moved it, or why. */
export function stateOf({ record, asOfMs }: View, endpoints: Endpoints): Readonly<Record<string, unknown>> {
  const { state, epoch, writers, serving, primary, at } = record;
  return {
    state,
    epoch,
    writers,
    serving,
    primary,
    // Epoch 0 has always been.
    ...(epoch === 0 ? {} : { since: new Date(at).toISOString() }),
    asOf: new Date(asOfMs).toISOString(),
    endpoints: Object.fromEntries(endpoints),
  };
}

async function putState(control: Control, request: ApiRequest): Promise<ApiResponse> {
  const actor = signer(request);
  const { zone } = parse(zoneQuery, request.query, 'query');
  const body = parse(moveBody, request.json(), 'body');
  const scope = scopeIn(control, request, zone);
  const summary = await move(control, { scope, options: { ...body, actor, actorVerified: true } });
  return { status: 200, body: summary, epoch: summary.dryRun ? summary.from.epoch : summary.to.epoch };
}

async function getHistory(control: Control, request: ApiRequest): Promise<ApiResponse> {
  signer(request);
  const { limit: limitText, cursor, zone } = parse(historyQuery, request.query, 'query');
  const scope = scopeIn(control, request, zone);
  const limit = limitText === undefined ? HISTORY_LIMIT : Number(limitText);
  const list = `history/${scopeName(scope)}`;
  const position = positionIn(cursor, list);
  const entries = await control.register.history(scope, {
    limit,
    ...(position === undefined ? {} : { beforeEpoch: epochIn(position) }),
  });
  const last = entries.at(-1);
  const more = last !== undefined && entries.length === limit && last.epoch > 1;
  return {
    status: 200,
    ...(await knownEpoch(control, scope)),
    body: { items: entries.map(entryOf), ...(more ? { next: cursorOf(list, String(last.epoch)) } : {}) },
  };
}

function epochIn(position: string): number {
  const epoch = Number(position);
  if (Number.isSafeInteger(epoch)) return epoch;
  throw invalidRequest([
    { path: 'query.cursor', allowed: 'the `next` of an earlier page', fix: 'Leave it out to begin anew.' },
  ]);
}

/** A committed epoch, its time as a date. */
function entryOf({ at, ...rest }: HistoryEntry): Readonly<Record<string, unknown>> {
  return { ...rest, at: new Date(at).toISOString() };
}
