import * as z from 'zod/mini';
import type { Control } from '../shared/control';
import { within } from '../shared/deadline';
import { type ApiResponse, type ApiResult, createApi, type Route } from '../shared/http';
import type { MetricName } from '../shared/metrics';
import type { HealthReport } from '../shared/ports';
import { Problem } from '../shared/problem';
import { scopeOf } from '../shared/routing-environment';
import { routingProblem } from '../shared/routing-problem';
import { parse } from '../shared/validation';
import { servingOf } from './serving';

/** For everything that a check may wait for: Route 53 wants the answer within two seconds of connecting. */
const DEADLINE_MS = 1500;
/** An answer of `route` is good for so long: there are many more checkers than containers. */
const ROUTE_CACHE_MS = 2000;
/** A container writes a metric no more often than this. */
const METRIC_MS = 30_000;
/** A renewal that outlived its request may take so long of the container's time before it is frozen. */
const SETTLE_MS = 300;

const noQuery = z.strictObject({});
const appQuery = z.strictObject({ app: z.exactOptional(z.string()), zone: z.exactOptional(z.string()) });

/**
 * Makes the handler of the health endpoints. `details` says what fails and where, so it needs an ARN that API Gateway has authenticated; the others are
 * for checkers, which have none, and say nothing that anybody could use.
 */
export function createHealth(control: Control): (event: unknown, context?: unknown) => Promise<ApiResult> {
  const { region, log, lease, health } = control;
  const seen: { epoch?: number } = {};
  const measure = sparingly(control);
  const ask = routeCheck(control, measure, seen);
  const deep = async (): Promise<HealthReport> => {
    const report = await health.check(region);
    measure('DeepHealthFailing', report.status === 'failing' ? 1 : 0);
    return report;
  };
  const routes: readonly Route[] = [
    { method: 'GET', path: '/health/live', bare: true, run: () => ({ status: 200, body: { status: 'ok' } }) },
    {
      method: 'GET',
      path: '/health/deep',
      bare: true,
      run: async ({ query }) => {
        parse(noQuery, query, 'query');
        const report = await deep();
        return { status: statusOf(report), body: { status: report.status } };
      },
    },
    {
      method: 'GET',
      path: '/health/details',
      bare: true,
      run: async ({ callerArn, query }) => {
        if (callerArn === undefined) throw new Problem('unauthorized', 'Sign the request (AWS_IAM).');
        parse(noQuery, query, 'query');
        const report = await deep();
        return { status: statusOf(report), body: report };
      },
    },
    {
      method: 'GET',
      path: '/health/route',
      bare: true,
      run: ({ query }) => {
        const { app = control.environment.apps[0] ?? '', zone } = parse(appQuery, query, 'query');
        return ask(app, zone, deep);
      },
    },
  ];
  const api = createApi({
    region,
    routes,
    allowedOrigins: [],
    log,
    deadlineMs: DEADLINE_MS,
    logSuccess: false,
    translate: routingProblem,
    lastEpoch: () => seen.epoch,
  });
  return async (event, context) => {
    const answer = await api(event, context);
    await within(SETTLE_MS, () => lease.settled()).catch(() => undefined);
    return answer;
  };
}

const statusOf = ({ status }: HealthReport): number => (status === 'failing' ? 503 : 200);

type Measure = (name: MetricName, value: number, app?: string) => void;

/** Metrics that are written now and then: health is asked far more often than its values change. */
function sparingly({ metrics, clock }: Control): Measure {
  const writtenMs = new Map<string, number>();
  return (name, value, app) => {
    const key = `${name}/${app ?? ''}`;
    if (clock.monotonicMs() - (writtenMs.get(key) ?? Number.NEGATIVE_INFINITY) < METRIC_MS) return;
    writtenMs.set(key, clock.monotonicMs());
    metrics.add(name, value, app);
  };
}

type RouteCheck = (app: string, zone: string | undefined, deep: () => Promise<HealthReport>) => Promise<ApiResponse>;

/** 200 where people are to be sent here: this Region serves, and nothing that it needs is failing. */
function routeCheck(control: Control, measure: Measure, seen: { epoch?: number }): RouteCheck {
  const { region, lease, fences, clock, environment, timing } = control;
  const { pattern } = environment;
  const fence = fences.in(region);
  const cache = new Map<string, { readonly atMs: number; readonly answer: Promise<ApiResponse> }>();

  const answer: RouteCheck = async (app, zone, deep) => {
    const { scope } = scopeOf(environment, app, zone);
    const props = { region, pattern, lease, fence, clock, leaseMs: timing.leaseMs };
    const [{ named, serves, view, ageMs }, report] = await Promise.all([servingOf(props, scope), deep()]);
    // Not of the others: they ask nobody, so their view is old by design.
    if (named && ageMs !== undefined) measure('RegisterAge', ageMs / 1000, app);
    const epoch = view?.record.epoch;
    if (epoch !== undefined) seen.epoch = epoch;
    const takes = serves && report.status !== 'failing';
    const status = takes ? 'serving' : serves ? 'failing' : 'not-serving';
    return { status: takes ? 200 : 503, body: { status }, ...(epoch === undefined ? {} : { epoch }) };
  };

  return (app, zone, deep) => {
    const key = `${app}@${zone ?? ''}`;
    const cached = cache.get(key);
    if (cached !== undefined && clock.monotonicMs() - cached.atMs < ROUTE_CACHE_MS) return cached.answer;
    // A caller's own names are no keys of the cache until they are known to be right.
    scopeOf(environment, app, zone);
    const entry = { atMs: clock.monotonicMs(), answer: answer(app, zone, deep) };
    cache.set(key, entry);
    entry.answer.catch(() => cache.delete(key));
    return entry.answer;
  };
}
