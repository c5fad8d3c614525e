import type { FunctionName } from '../routing/functions';

/** Who may call a route: roles that IAM lets (`iam`), users with a token of any Region's pool (`user`), everybody (`open`). */
export type RouteAccess = 'iam' | 'user' | 'open';

/** One route of a Region's API. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its parameters in braces: `/v1/photos/{id}`. */
  readonly path: string;
  readonly access: RouteAccess;
  readonly function: FunctionName;
}

/** What the platform has, as far as it has routes. */
export interface Served {
  /** User pools, and with them data that can be compared. */
  readonly identity: boolean;
  readonly photos: boolean;
}

/** The routes of a platform. The state is also where it always was, without a version. */
export function routesOf({ identity, photos }: Served): ApiRoute[] {
  return [...CONTROL, ...HEALTH, ...(identity ? IDENTITY : []), ...(photos ? PHOTOS : [])];
}

/** What stands between clients and a Region: one of two kinds of APIs, or a load balancer. */
export type EntryKind = 'http-api' | 'rest-api' | 'alb';

/** Which API of a Region has which routes. */
export interface DividedRoutes {
  /** On the Region's own name, never behind the front door: who moves the writer picks a Region that lives. */
  readonly control: readonly ApiRoute[];
  /** Behind the front door. */
  readonly entry: readonly ApiRoute[];
}

/**
 * Divides the routes between the control API and the entry. Whatever the entry, it has the two checks that a front door
 * may ask; the control API keeps them, as Regions and people ask it too. An HTTP API as entry also takes all that is for people.
 * @param entry nothing where the platform has none: then all is on the control API
 */
export function divideRoutes(served: Served, entry: EntryKind | undefined): DividedRoutes {
  const all = routesOf(served);
  if (entry === undefined) return { control: all, entry: [] };
  const checks = all.filter(({ path }) => ENTRY_CHECKS.includes(path));
  if (entry !== 'http-api') return { control: all, entry: checks };
  const forPeople = (route: ApiRoute): boolean => route.access !== 'iam' && route.function !== 'health';
  return { control: all.filter((route) => !forPeople(route)), entry: [...checks, ...all.filter(forPeople)] };
}

/** `deep` and `details` are not among them: what they cost or tell is for those who know the Region's own name. */
const ENTRY_CHECKS: readonly string[] = ['/v1/health/live', '/v1/health/route'];

type Row = readonly [method: ApiRoute['method'], path: string, access: RouteAccess];

const rows = (name: FunctionName, ...list: readonly Row[]): readonly ApiRoute[] =>
  list.map(([method, path, access]) => ({ method, path, access, function: name }));

const CONTROL = rows(
  'control-api',
  ['GET', '/state/{appId}', 'iam'],
  ['PUT', '/state/{appId}', 'iam'],
  ['GET', '/v1/state/{appId}', 'iam'],
  ['PUT', '/v1/state/{appId}', 'iam'],
  ['GET', '/v1/state/{appId}/history', 'iam'],
  // A browser has no IAM identity, and must know where to go before anybody signs in.
  ['GET', '/v1/app/{appId}/state', 'open'],
);

const IDENTITY = rows(
  'control-api',
  ['GET', '/v1/client', 'open'],
  ['GET', '/v1/reconcile/{appId}', 'iam'],
  ['POST', '/v1/reconcile/{appId}', 'iam'],
);

const HEALTH = rows(
  'health',
  ['GET', '/v1/health/live', 'open'],
  ['GET', '/v1/health/deep', 'open'],
  ['GET', '/v1/health/route', 'open'],
  ['GET', '/v1/health/details', 'iam'],
);

const PHOTOS = rows(
  'photos-api',
  ['GET', '/v1/photos', 'user'],
  ['POST', '/v1/photos', 'user'],
  ['GET', '/v1/photos/{id}', 'user'],
  ['DELETE', '/v1/photos/{id}', 'user'],
  ['POST', '/v1/photos/{id}/complete', 'user'],
  ['GET', '/v1/photos/{id}/comments', 'user'],
  ['POST', '/v1/photos/{id}/comments', 'user'],
  ['GET', '/v1/me', 'user'],
  ['PUT', '/v1/me', 'user'],
);

/** `GET /v1/photos/{id}` as a part of an id: `get-v1-photos-id`. */
export const routeId = ({ method, path }: ApiRoute): string =>
  `${method}${path}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');

/**
 * End of the ARN under which a route is invoked, for IAM and for a function's permission: `/<stage>/GET/v1/photos/*`. In
 * both `*` also stands for further parts of a path ("Control access for invoking an API").
 */
export const invokedAs = ({ method, path }: Pick<ApiRoute, 'method' | 'path'>): string =>
  `/*/${method}${path.replaceAll(/\{\w+\}/g, '*')}`;
