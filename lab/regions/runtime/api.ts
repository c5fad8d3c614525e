import type { ApiRoute, RouteAccess } from '../../../modules/ingress/routes';
import type { HttpRequest } from '../../engine/aws-request';
import { apiEvent, authorizerEvent, headersIn } from './api-event';
import { type Containers, FunctionFailed } from './containers';
import { CALLER_HEADER } from './spec';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** API Gateway's own answers ("Gateway responses"; those of an HTTP API cannot be changed). */
const said = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/**
 * A Region's HTTP API: finds the route, has the caller authorized, hands the request to a function as an event. IAM is not
 * emulated: whoever names an ARN in a header is believed.
 */
export class HttpApi {
  readonly #routes: readonly { readonly route: ApiRoute; readonly parts: readonly string[] }[];

  constructor(
    routes: readonly ApiRoute[],
    private readonly functions: ReadonlyMap<string, Containers>,
  ) {
    this.#routes = routes.map((route) => ({ route, parts: route.path.split('/').slice(1) }));
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const found = this.#find(request);
    if (!found) return said(404, 'Not Found');
    const { route, parameters } = found;
    const target = this.functions.get(route.function);
    if (!target) return said(500, 'Internal Server Error');
    const routeKey = `${route.method} ${route.path}`;
    // A preflight is not authorized: a browser sends it without a token.
    const access = request.method === 'OPTIONS' ? 'open' : route.access;
    const authorized = await this.#authorize(access, request, routeKey, parameters);
    if ('status' in authorized) return authorized;
    return answerOf(target, apiEvent(request, routeKey, parameters, authorized.authorizer));
  }

  async #authorize(
    access: RouteAccess,
    request: HttpRequest,
    routeKey: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer | { readonly authorizer?: Readonly<Record<string, unknown>> }> {
    if (access === 'open') return {};
    const headers = headersIn(request);
    if (access === 'iam') {
      const arn = headers[CALLER_HEADER];
      return arn === undefined
        ? said(403, 'Forbidden')
        : { authorizer: { iam: { userArn: arn, accountId: '111122223333' } } };
    }
    const token = headers.authorization;
    if (token === undefined) return said(401, 'Unauthorized');
    const event = authorizerEvent(apiEvent(request, routeKey, parameters, undefined), token);
    try {
      const decision = await this.functions.get('authorizer')?.invoke(event);
      if (typeof decision !== 'object' || decision === null || !('isAuthorized' in decision))
        return said(500, 'Internal Server Error');
      if (decision.isAuthorized !== true) return said(403, 'Forbidden');
      return { authorizer: { lambda: 'context' in decision ? decision.context : {} } };
    } catch (error) {
      if (!(error instanceof FunctionFailed)) throw error;
      return said(500, 'Internal Server Error');
    }
  }

  #find({
    method,
    url,
  }: HttpRequest): { readonly route: ApiRoute; readonly parameters: Record<string, string> } | undefined {
    const segments = new URL(url, 'http://api').pathname.split('/').slice(1);
    for (const { route, parts } of this.#routes) {
      if (route.method !== method && method !== 'OPTIONS') continue;
      const parameters = matched(parts, segments);
      if (parameters) return { route, parameters };
    }
    return undefined;
  }
}

function matched(parts: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (segments.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) parameters[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return parameters;
}

async function answerOf(target: Containers, event: object): Promise<HttpAnswer> {
  try {
    const result = await target.invoke(event);
    if (typeof result !== 'object' || result === null || !('statusCode' in result))
      return said(500, 'Internal Server Error');
    const body = 'body' in result && typeof result.body === 'string' ? result.body : '';
    const base64 = 'isBase64Encoded' in result && result.isBase64Encoded === true;
    const headers =
      'headers' in result && typeof result.headers === 'object' ? Object.entries(result.headers ?? {}) : [];
    return {
      status: Number(result.statusCode),
      headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
      body: base64 ? Buffer.from(body, 'base64') : body,
    };
  } catch (error) {
    if (!(error instanceof FunctionFailed)) throw error;
    return error.type === 'Sandbox.Timedout' ? said(503, 'Service Unavailable') : said(500, 'Internal Server Error');
  }
}
