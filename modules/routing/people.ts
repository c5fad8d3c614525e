import { type ApiRoute, invokedAs, routesOf, type Served } from '../ingress/routes';
import type { PolicyStatement } from '../security/policy-document';

export interface PeoplesReach {
  /** ARN of every API of the account, in any Region: an API's id is random, so it can't be named before it is there. */
  readonly apis: string;
  /** The state updater of any Region. */
  readonly updaters: string;
  readonly served: Served;
}

/** Whoever may move the writer: all signed routes, and the updater itself, which works where the API does not. */
export function operatorStatements({ apis, updaters, served }: PeoplesReach): PolicyStatement[] {
  return [
    {
      sid: 'CallControlRoutes',
      actions: ['execute-api:Invoke'],
      resources: invoked(apis, signed(served)),
    },
    { sid: 'MoveTheWriterDirectly', actions: ['lambda:InvokeFunction'], resources: [updaters] },
  ];
}

/** Whoever may look on: what reads the state and the health, and starts nothing. */
export function viewerStatements({ apis, served }: PeoplesReach): PolicyStatement[] {
  const reading = signed(served).filter(({ method, path }) => method === 'GET' && !path.includes('/reconcile/'));
  return [{ sid: 'ReadState', actions: ['execute-api:Invoke'], resources: invoked(apis, reading) }];
}

const signed = (served: Served): ApiRoute[] => routesOf(served).filter(({ access }) => access === 'iam');

const invoked = (apis: string, routes: readonly ApiRoute[]): string[] =>
  routes.map((route) => `${apis}${invokedAs(route)}`).sort();
