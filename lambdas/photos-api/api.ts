import { within } from '../shared/deadline';
import { type ApiResult, createApi } from '../shared/http';
import { commentRoutes } from './comments';
import type { PhotosDependencies } from './dependencies';
import { meRoutes } from './me';
import { photoRoutes } from './photos';

/** Milliseconds for a user's request; the function itself has six seconds. */
const DEADLINE_MS = 4500;
/** Milliseconds for which an answer waits for a renewal that runs beside it. */
const SETTLE_MS = 300;
const EPOCH_HEADER = 'x-meridian-epoch';

/** Makes the API of photos, comments and users. */
export function createPhotosApi(
  dependencies: PhotosDependencies,
): (event: unknown, context?: unknown) => Promise<ApiResult> {
  const { region, allowedOrigins, log, writes } = dependencies;
  const api = createApi({
    region,
    allowedOrigins,
    log,
    deadlineMs: DEADLINE_MS,
    routes: [...photoRoutes(dependencies), ...commentRoutes(dependencies), ...meRoutes(dependencies)],
    lastEpoch: () => writes.lastEpoch(),
  });
  return async (event, context) => {
    const learning = writes.learnEpoch();
    const result = await api(event, context);
    // Lambda freezes what still runs when the answer is out; nobody should wait long for it, as leases end by the clock.
    await within(SETTLE_MS, () => Promise.all([learning, writes.settled()])).catch(() => undefined);
    const epoch = writes.lastEpoch();
    if (epoch !== undefined && result.headers[EPOCH_HEADER] === 'unknown') result.headers[EPOCH_HEADER] = String(epoch);
    return result;
  };
}
