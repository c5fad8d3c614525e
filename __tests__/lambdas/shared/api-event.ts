/** What a test sends to a handler behind an HTTP API (payload format 2.0). */
export interface ApiEventOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is; anything else as JSON with its content type. */
  readonly body?: unknown;
  /** Signed by this ARN, as a route with IAM authorization tells. */
  readonly arn?: string;
  /** Found by a Lambda authorizer. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly requestId?: string;
}

/** An event as API Gateway sends it. */
export function apiEvent(method: string, path: string, options: ApiEventOptions = {}): unknown {
  const { query, headers = {}, body, arn, claims, requestId = 'Jx1_Zg-abc=' } = options;
  const json = body !== undefined && typeof body !== 'string';
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      stage: '$default',
      requestId,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'jest' },
      ...(arn === undefined && claims === undefined
        ? {}
        : {
            authorizer: {
              ...(arn === undefined ? {} : { iam: { userArn: arn } }),
              ...(claims === undefined ? {} : { lambda: claims }),
            },
          }),
    },
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
    isBase64Encoded: false,
  };
}
