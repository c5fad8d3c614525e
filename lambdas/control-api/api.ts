import type { Control } from '../shared/control';
import { within } from '../shared/deadline';
import { type ApiResult, createApi } from '../shared/http';
import { routingProblem } from '../shared/routing-problem';
import { publicRoutes, type UserPoolClient } from './public';
import { type ReconcileProps, reconcileRoutes } from './reconcile';
import { type Endpoints, stateRoutes } from './state';

export interface ControlApiOptions {
  /** Origins that browsers may call from. */
  readonly allowedOrigins: readonly string[];
  /** Each Region's API, as far as it is known by name. */
  readonly endpoints: Endpoints;
  /** This Region's user pool; nothing where the platform has none. */
  readonly userPool: UserPoolClient | undefined;
  /** Nothing where the platform has no content to compare. */
  readonly reconcile: ReconcileProps | undefined;
}

/** For all that is no move: the register's three endpoints in turn, twice. */
const DEADLINE_MS = 8000;
const SETTLE_MS = 1000;

/** Makes the handler of the control API: the state, its moves and its history, for people and for browsers. */
export function createControlApi(
  control: Control,
  options: ControlApiOptions,
): (event: unknown, context?: unknown) => Promise<ApiResult> {
  const { region, log, lease } = control;
  const { allowedOrigins, endpoints, userPool, reconcile } = options;
  const api = createApi({
    region,
    allowedOrigins,
    log,
    deadlineMs: DEADLINE_MS,
    translate: routingProblem,
    routes: [
      ...stateRoutes(control, endpoints),
      ...publicRoutes(control, endpoints, userPool),
      ...reconcileRoutes(control, reconcile),
    ],
  });
  return async (event, context) => {
    const answer = await api(event, context);
    await within(SETTLE_MS, () => lease.settled()).catch(() => undefined);
    return answer;
  };
}
