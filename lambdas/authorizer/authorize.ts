import { errorFields, type Log } from '../shared/log';
import type { TrustedPools } from '../shared/trusted-pools';
import { Issuers } from './issuers';
import { TokenRefused, verifyToken } from './token';

/** What API Gateway reads from a Lambda authorizer's simple response ("Control access to HTTP APIs with AWS Lambda authorizers"). */
export interface Decision {
  readonly isAuthorized: boolean;
  /** Reaches the function behind as `requestContext.authorizer.lambda`. */
  readonly context: Readonly<Record<string, string | number>>;
}

export interface AuthorizerDependencies {
  /** The own Region's replica of the directory. */
  readonly pools: TrustedPools;
  readonly nowMs: () => number;
  readonly log: Log;
  /** This Region's zone, in pattern data-residency. */
  readonly zone: string | undefined;
}

const REFUSED: Decision = { isAuthorized: false, context: {} };

/**
 * Makes the authorizer. It says no to every token it cannot vouch for, and throws only where the directory cannot be read
 * and nothing is in memory: API Gateway keeps an answer for the token's next calls, but not an error.
 *
 * Its yes may be kept longer than the token lives, so the token's end travels along and the function behind looks at it.
 */
export function createAuthorizer(dependencies: AuthorizerDependencies): (event: unknown) => Promise<Decision> {
  const { pools, nowMs, log, zone } = dependencies;
  const rules = { issuers: new Issuers(pools, nowMs), nowMs, zone };

  return async (event) => {
    const token = bearerOf(event);
    if (token === undefined) return REFUSED;
    try {
      const { gid, expiresAt, poolRegion, name } = await verifyToken(token, rules);
      const context = { gid, expiresAt, poolRegion, ...(name === undefined ? {} : { name }) };
      return { isAuthorized: true, context };
    } catch (error) {
      if (error instanceof TokenRefused) {
        log.info('token refused', { refusal: error.refusal });
        return REFUSED;
      }
      log.error('directory cannot be read', errorFields(error));
      throw new Error('The keys to check the token with cannot be read.', { cause: error });
    }
  };
}

/** The token of an `authorization` header, whatever case the header's name is in. */
function bearerOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('headers' in event)) return undefined;
  const { headers } = event;
  if (typeof headers !== 'object' || headers === null) return undefined;
  const values = Object.entries(headers).filter(([name]) => name.toLowerCase() === 'authorization');
  const [only] = values;
  // Two such headers are two answers to who is calling.
  if (values.length !== 1 || only === undefined || typeof only[1] !== 'string') return undefined;
  return /^Bearer +([\w.=-]+)$/i.exec(only[1].trim())?.[1];
}
