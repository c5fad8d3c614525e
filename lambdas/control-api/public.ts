import * as z from 'zod/mini';
import type { Control } from '../shared/control';
import type { ApiRequest, ApiResponse, Route } from '../shared/http';
import { Problem } from '../shared/problem';
import { scopeName } from '../shared/record';
import { parse } from '../shared/validation';
import { zoneQuery } from './inputs';
import { type Endpoints, localView, scopeIn, stateOf } from './state';

/** What a browser must know of this Region's user pool before anybody signs in. Its ids are random, so no other stack can know them. */
export interface UserPoolClient {
  readonly poolId: string;
  readonly clientId: string;
  /** Host of the sign-in pages. @default - the pool has none */
  readonly signInHost?: string;
}

/** For browsers and what stands between: everybody gets the same answer, so it may be kept for a moment. */
const CACHE_MS = 1000;
const CACHED = { 'cache-control': `public, max-age=${CACHE_MS / 1000}` };

/** The routes that need no identity. */
export function publicRoutes(
  control: Control,
  endpoints: Endpoints,
  pool: UserPoolClient | undefined,
): readonly Route[] {
  return [
    { method: 'GET', path: '/app/{appId}/state', run: publicState(control, endpoints) },
    { method: 'GET', path: '/client', run: (request) => client(control, pool, request) },
  ];
}

/** Answered from this Region's own table, once a second for everybody: strangers cannot make it ask for more. */
function publicState(control: Control, endpoints: Endpoints): (request: ApiRequest) => Promise<ApiResponse> {
  const { clock, region } = control;
  const cache = new Map<string, { readonly atMs: number; readonly answer: Promise<ApiResponse> }>();
  return (request) => {
    const { zone } = parse(zoneQuery, request.query, 'query');
    const scope = scopeIn(control, request, zone);
    const key = scopeName(scope);
    const cached = cache.get(key);
    if (cached !== undefined && clock.monotonicMs() - cached.atMs < CACHE_MS) return cached.answer;
    const answer = localView(control, scope).then((view) => ({
      status: 200,
      body: { ...stateOf(view, endpoints), region },
      epoch: view.record.epoch,
      headers: CACHED,
    }));
    cache.set(key, { atMs: clock.monotonicMs(), answer });
    answer.catch(() => cache.delete(key));
    return answer;
  };
}

function client({ region }: Control, pool: UserPoolClient | undefined, { query }: ApiRequest): ApiResponse {
  parse(z.strictObject({}), query, 'query');
  if (pool === undefined) throw new Problem('not-found', 'This platform has no user pools.');
  const { clientId, poolId, signInHost } = pool;
  return {
    status: 200,
    // The issuer's form: "Verifying JSON web tokens" of Amazon Cognito.
    body: {
      region,
      clientId,
      issuer: `https://cognito-idp.${region}.amazonaws.com/${poolId}`,
      ...(signInHost === undefined ? {} : { signInHost }),
    },
    headers: CACHED,
  };
}
