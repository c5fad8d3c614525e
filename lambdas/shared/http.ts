import { STATUS_CODES } from 'node:http';
import { TimedOut, within } from './deadline';
import { type ApiRequest, type IncomingRequest, readEvent, readJson, requestIdOf } from './http-event';
import { errorFields, type Log } from './log';
import { PROBLEM_MEDIA_TYPE, Problem, type ProblemCode, problemBody } from './problem';

export type { ApiRequest } from './http-event';

/** What a route answers. The router adds the headers that every answer has. */
export interface ApiResponse {
  readonly status: number;
  /** Written as JSON; left out for an answer without a body. */
  readonly body?: unknown;
  /** Epoch that the answer rests on, for `x-meridian-epoch`. @default the last one that this container saw */
  readonly epoch?: number;
  /** More headers, names in lower case. They win over the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One address and method. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without the prefix, placeholders in braces: `/photos/{id}/comments`. */
  readonly path: string;
  /** Whether the route is also served without the prefix. @default false */
  readonly bare?: boolean;
  /** Milliseconds after which the caller gets 503, whatever the route still waits for. @default that of the API */
  readonly deadlineMs?: number;
  run(request: ApiRequest): ApiResponse | Promise<ApiResponse>;
}

/** What an API is made of. */
export interface ApiOptions {
  /** Region that answers. */
  readonly region: string;
  readonly routes: readonly Route[];
  /** Origins that browsers may call from, exactly as they send them; none gets a CORS header otherwise. */
  readonly allowedOrigins: readonly string[];
  readonly log: Log;
  /** @default '/v1' */
  readonly prefix?: string;
  /** Last epoch that this container saw, if any: for answers that rest on none of their own. */
  readonly lastEpoch?: () => number | undefined;
  /** @default 4500, below the six seconds that the functions of users are given */
  readonly deadlineMs?: number;
  /** Largest body taken. @default 16384 */
  readonly maxBodyBytes?: number;
  /** Turns what a route throws into a {@link Problem}, where it is one in disguise. @default - what is no problem is `internal` */
  readonly translate?: (error: unknown) => unknown;
  /** Whether answers below 400 are logged too. @default true */
  readonly logSuccess?: boolean;
}

/** An answer in the form that the caller of the function takes. */
export interface ApiResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded: false;
  /** For a load balancer alone: a REST API takes an answer with a field that it does not know for a failure, and sends 502. */
  readonly statusDescription?: string;
  /** For a target group that is set to send and take all values of a header: there the other field is not read. */
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
}

const DEADLINE_MS = 4500;
const MAX_BODY_BYTES = 16_384;
const EXPOSED = 'x-request-id,x-meridian-region,x-meridian-epoch,idempotent-replay,etag,retry-after';
const ACCEPTED = 'authorization,content-type,idempotency-key,if-match,x-amz-date,x-amz-security-token';

/** Refusals that a client meets while the application is read-only. */
const READ_ONLY: ReadonlySet<ProblemCode> = new Set(['fenced', 'no-lease']);

/** Makes the handler of an API, whichever of the three event shapes it gets: finds the route, runs it, and answers every failure as `application/problem+json`. It never throws. */
export function createApi(options: ApiOptions): (event: unknown, context?: unknown) => Promise<ApiResult> {
  const { region, log, allowedOrigins, prefix = '/v1' } = options;
  const routes = options.routes.map((route) => compile(route, prefix));

  return async (event, context) => {
    const startedMs = performance.now();
    const requestId = requestIdOf(event, context);
    const incoming = readEvent(event, context);
    const found = incoming === undefined ? undefined : find(routes, incoming);

    let result: ApiResult;
    let code: string | undefined;
    try {
      const response = await answer(options, incoming, found);
      result = write(response, options, requestId, response.body === undefined ? '' : JSON.stringify(response.body));
    } catch (error) {
      const problem = asProblem(options.translate?.(error) ?? error);
      code = problem.code;
      // A read-only application is no fault: its refusals are counted, and told with the request.
      if (problem.status >= 500 && !READ_ONLY.has(problem.code))
        log.error('request failed', { requestId, code, ...errorFields(error) });
      result = refuse(problem, options, requestId);
    }

    Object.assign(result.headers, cors(incoming?.header('origin'), allowedOrigins, found?.methods));
    if (result.statusCode >= 400 || options.logSuccess !== false)
      // The template, never the path: the path holds ids of users.
      log.info('request', {
        requestId,
        region,
        method: incoming?.method,
        route: found?.route?.path,
        status: result.statusCode,
        code,
        tookMs: Math.round(performance.now() - startedMs),
      });
    return incoming?.shape === 'load-balancer' ? forLoadBalancer(result, incoming.multiValue) : result;
  };
}

/** What a load balancer reads besides ("Use Lambda functions as targets of an Application Load Balancer"). */
function forLoadBalancer(result: ApiResult, multiValue: boolean): ApiResult {
  const { statusCode, headers } = result;
  return {
    ...result,
    statusDescription: `${statusCode} ${STATUS_CODES[statusCode] ?? 'Status'}`,
    ...(multiValue && {
      multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    }),
  };
}

interface CompiledRoute {
  readonly route: Route;
  readonly patterns: readonly (readonly string[])[];
}

interface Found {
  readonly route: Route | undefined;
  readonly params: Readonly<Record<string, string>>;
  /** Methods that the address takes. */
  readonly methods: readonly string[];
}

function compile(route: Route, prefix: string): CompiledRoute {
  const paths = route.bare === true ? [`${prefix}${route.path}`, route.path] : [`${prefix}${route.path}`];
  return { route, patterns: paths.map((path) => path.split('/').slice(1)) };
}

function find(routes: readonly CompiledRoute[], { path, method }: IncomingRequest): Found | undefined {
  const segments = path.split('/').slice(1);
  const matches = routes.flatMap(({ route, patterns }) =>
    patterns.flatMap((pattern) => {
      const params = match(pattern, segments);
      return params === undefined ? [] : [{ route, params }];
    }),
  );
  if (matches.length === 0) return undefined;
  const hit = matches.find(({ route }) => route.method === method);
  return { route: hit?.route, params: hit?.params ?? {}, methods: matches.map(({ route }) => route.method) };
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
    } else {
      const value = decodeSegment(segment);
      if (value === '') return undefined;
      params[part.slice(1, -1)] = value;
    }
  }
  return params;
}

/** A segment that is not valid percent encoding is taken as it stands: the route's own check of its ids refuses it. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function answer(
  options: ApiOptions,
  incoming: IncomingRequest | undefined,
  found: Found | undefined,
): Promise<ApiResponse> {
  if (incoming === undefined)
    throw new Problem('invalid-request', 'This is not a request of an HTTP API, a REST API or a load balancer.', {
      errors: [
        {
          path: 'event',
          allowed: 'an event of payload format 2.0, of a Lambda proxy integration or of a target group',
          fix: 'Call it through the API.',
        },
      ],
    });
  if (found === undefined) throw new Problem('not-found', 'No such address.');
  if (incoming.method === 'OPTIONS') return { status: 204 };
  const { route, params, methods } = found;
  if (route === undefined) {
    const allow = [...new Set(methods)].sort().join(', ');
    throw new Problem('method-not-allowed', `Allowed here: ${allow}.`, {}, { headers: { allow } });
  }
  const limitBytes = options.maxBodyBytes ?? MAX_BODY_BYTES;
  const deadlineMs = route.deadlineMs ?? options.deadlineMs ?? DEADLINE_MS;
  return within(deadlineMs, async (signal) =>
    route.run({ ...incoming, params, signal, json: () => readJson(incoming, limitBytes) }),
  );
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TimedOut) return new Problem('unavailable', error.message, {}, { cause: error });
  return new Problem('internal', 'An unexpected error; the log has it under the request id.', {}, { cause: error });
}

function refuse(problem: Problem, options: ApiOptions, requestId: string): ApiResult {
  const { retryAfterMs } = problem;
  const { epoch } = problem.details;
  const headers = {
    'content-type': PROBLEM_MEDIA_TYPE,
    ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
    ...problem.headers,
  };
  const body = JSON.stringify(problemBody(problem, options.region, requestId));
  return write(
    { status: problem.status, headers, ...(epoch === undefined ? {} : { epoch }) },
    options,
    requestId,
    body,
  );
}

function write(response: ApiResponse, options: ApiOptions, requestId: string, body: string): ApiResult {
  const epoch = response.epoch ?? options.lastEpoch?.();
  return {
    statusCode: response.status,
    headers: {
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      'x-meridian-region': options.region,
      'x-meridian-epoch': epoch === undefined ? 'unknown' : String(epoch),
      ...response.headers,
    },
    body,
    isBase64Encoded: false,
  };
}

function cors(
  origin: string | undefined,
  allowed: readonly string[],
  methods: readonly string[] | undefined,
): Record<string, string> {
  if (allowed.length === 0) return {};
  // Without it a cache between could give one origin's answer to another.
  const vary = { vary: 'Origin' };
  if (origin === undefined || !allowed.includes(origin)) return vary;
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED,
    'access-control-allow-headers': ACCEPTED,
    ...(methods === undefined ? {} : { 'access-control-allow-methods': [...new Set(methods)].sort().join(',') }),
    'access-control-max-age': '600',
  };
}
