import { LocalHealth, type Probe } from '../shared/deep-health';
import { type ApiResult, createApi, type Route } from '../shared/http';
import type { Log } from '../shared/log';
import type { Clock } from '../shared/ports';

export interface ServiceOptions {
  /** Region that answers. */
  readonly region: string;
  /** Of the service, as it tells it. */
  readonly version: string;
  readonly log: Log;
  readonly clock: Clock;
  /** What the service cannot work without, in its own Region: a check that asks another one takes both out of DNS. @default - nothing */
  readonly probes?: readonly Probe[];
}

/** Route 53 waits two seconds for an answer, once connected ("How Amazon Route 53 determines whether a health check is healthy"). */
const DEADLINE_MS = 1500;

/** Makes the handler of the example service, in whose place one puts one's own. It keeps nothing between two requests. */
export function createService(options: ServiceOptions): (event: unknown, context?: unknown) => Promise<ApiResult> {
  const { region, version, log, clock, probes = [] } = options;
  const health = new LocalHealth({ region, clock, probes });
  const told = () => ({ status: 200, body: { region, version } });
  const routes: readonly Route[] = [
    { method: 'GET', path: '/', run: told },
    // Where CloudFront reads from buckets it sends on only what begins with /api/, as it is.
    { method: 'GET', path: '/api/region', run: told },
    { method: 'GET', path: '/health/live', run: () => ({ status: 200, body: { status: 'ok', region } }) },
    {
      // Whether this Region can serve. Front doors ask it; it says nothing that anybody could use.
      method: 'GET',
      path: '/health',
      run: async () => {
        const { status } = await health.check(region);
        return { status: status === 'failing' ? 503 : 200, body: { status, region } };
      },
    },
  ];
  return createApi({
    region,
    routes,
    prefix: '',
    allowedOrigins: [],
    log,
    deadlineMs: DEADLINE_MS,
    // Checkers in eight places ask every ten seconds: their requests would be most of the log.
    logSuccess: false,
  });
}
