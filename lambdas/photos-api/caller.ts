import type { ApiRequest } from '../shared/http';
import { Problem } from '../shared/problem';

/** The signed-in user, as the authorizer found them out. Nothing here comes from the request's own body or query. */
export interface Caller {
  readonly gid: string;
  /** From the token, where it has one. */
  readonly name: string | undefined;
}

/**
 * The caller of a request, or `unauthorized`. API Gateway keeps an authorizer's yes for minutes, whatever becomes of the
 * token meanwhile, so its end is looked at again here.
 */
export function callerOf(request: Pick<ApiRequest, 'claims'>, nowMs: number): Caller {
  const { gid, expiresAt, name } = request.claims;
  // API Gateway hands numbers on as numbers or as text, depending on the payload's format.
  const endsAt = typeof expiresAt === 'string' ? Number(expiresAt) : expiresAt;
  if (typeof gid !== 'string' || gid === '' || typeof endsAt !== 'number' || !Number.isFinite(endsAt))
    throw new Problem('unauthorized', 'Sign in, and send the token as `authorization: Bearer <token>`.');
  if (nowMs / 1000 > endsAt + SKEW_SECONDS)
    throw new Problem('unauthorized', 'The token has expired. Refresh it, and repeat the request.');
  return { gid, name: typeof name === 'string' && name !== '' ? name : undefined };
}

/** Seconds by which clocks may differ, as in the authorizer. */
const SKEW_SECONDS = 30;
