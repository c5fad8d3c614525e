import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '../../engine/aws-request';

/** An event of payload format 2.0 ("Create AWS Lambda proxy integrations for HTTP APIs in API Gateway"). */
export type ApiEvent = Readonly<Record<string, unknown>> & {
  readonly requestContext: Readonly<Record<string, unknown>>;
};

/** Media types that are handed on as text; all else as base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|.*\+json))/;

/** @param authorizer - what is known of the caller */
export function apiEvent(
  request: HttpRequest,
  routeKey: string,
  pathParameters: Readonly<Record<string, string>>,
  authorizer: Readonly<Record<string, unknown>> | undefined,
): ApiEvent {
  const { pathname, search, searchParams } = new URL(request.url, 'http://api');
  const headers = headersIn(request);
  const { method, body } = request;
  const isText = TEXT.test(headers['content-type'] ?? 'text/plain');
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers,
    // Several values of one name are joined by a comma.
    ...(search.length > 1 && {
      queryStringParameters: Object.fromEntries(
        [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name).join(',')]),
      ),
    }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      accountId: '111122223333',
      apiId: 'lab',
      domainName: headers.host ?? '',
      domainPrefix: 'lab',
      ...(authorizer && { authorizer }),
      http: {
        method,
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** What a Lambda authorizer is asked, format 2.0 ("Control access to HTTP APIs with AWS Lambda authorizers"). */
export function authorizerEvent(event: ApiEvent, token: string): Readonly<Record<string, unknown>> {
  const { isBase64Encoded: _encoded, body: _body, ...rest } = event;
  return {
    ...rest,
    type: 'REQUEST',
    routeArn: 'arn:aws:execute-api:lab:111122223333:lab/$default',
    identitySource: [token],
  };
}

/** Names in lower case, one text each. */
export function headersIn({ headers }: HttpRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(',')]],
    ),
  );
}
