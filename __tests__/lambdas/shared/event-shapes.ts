import type { EventShape } from '../../../lambdas/shared/http-event';
import { type ApiEventOptions, apiEvent } from './api-event';

/** The event of the same request as each caller of a function sends it. */
export const SHAPES: readonly EventShape[] = ['http-api', 'rest-api', 'load-balancer'];

export function eventOf(shape: EventShape, method: string, path: string, options: ApiEventOptions = {}): unknown {
  if (shape === 'http-api') return apiEvent(method, path, options);
  return shape === 'rest-api' ? restEvent(method, path, options) : balancerEvent(method, path, options);
}

/** As a REST API with Lambda proxy integration sends it. */
export function restEvent(method: string, path: string, options: ApiEventOptions = {}): unknown {
  const { query, arn, claims, requestId = 'a1b2-c3' } = options;
  const { headers, body } = sent(options);
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: many(headers),
    queryStringParameters: query ?? null,
    multiValueQueryStringParameters: query === undefined ? null : many(query),
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      resourcePath: '/{proxy+}',
      httpMethod: method,
      path: `/live${path}`,
      stage: 'live',
      requestId,
      identity: { sourceIp: '192.0.2.1', userAgent: 'jest', userArn: arn ?? null },
      ...(claims === undefined ? {} : { authorizer: claims }),
    },
    body,
    isBase64Encoded: false,
  };
}

/** As a load balancer sends it: the query as the client wrote it. @param multiValue the target group's own setting */
export function balancerEvent(
  method: string,
  path: string,
  options: ApiEventOptions = {},
  multiValue = false,
): unknown {
  const { headers, body } = sent(options);
  const query = Object.fromEntries(
    Object.entries(options.query ?? {}).map((pair) => pair.map(encodeURIComponent) as [string, string]),
  );
  return {
    requestContext: {
      elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/orders-prod-entry/6d0e' },
    },
    httpMethod: method,
    path,
    ...(multiValue
      ? { multiValueHeaders: many(headers), multiValueQueryStringParameters: many(query) }
      : { headers, queryStringParameters: query }),
    body: body ?? '',
    isBase64Encoded: false,
  };
}

function sent({ headers = {}, body }: ApiEventOptions): { headers: Record<string, string>; body: string | null } {
  const json = body !== undefined && typeof body !== 'string';
  return {
    headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...headers },
    body: body === undefined ? null : json ? JSON.stringify(body) : String(body),
  };
}

const many = (values: Readonly<Record<string, string>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, ['an earlier one', value]]));
