import { Problem } from './problem';

/** A request as the routes see it, whatever API Gateway or a load balancer wrapped around it. */
export interface ApiRequest {
  readonly method: string;
  /** Path without the stage, still encoded. */
  readonly path: string;
  /** Values of the route's `{placeholders}`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The query's last value of each name, decoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Id of this request: API Gateway's, or Lambda's behind a load balancer. */
  readonly requestId: string;
  /** ARN that signed the request, on routes with IAM authorization. It cannot be forged by the caller. */
  readonly callerArn: string | undefined;
  /** What a Lambda authorizer found out about the caller; empty on other routes. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Aborted when the route's time is over. */
  readonly signal: AbortSignal;
  /** A header's value; the name in lower case. */
  header(name: string): string | undefined;
  /** The body, parsed; nothing where none was sent. Refuses what is not JSON, is too large or says it is another type. */
  json(): unknown;
}

/** What calls the function over HTTP: an HTTP API (payload format 2.0), a REST API (Lambda proxy integration), a load balancer. */
export type EventShape = 'http-api' | 'rest-api' | 'load-balancer';

/** The parts of an event that no route has been found for yet. */
export type IncomingRequest = Omit<ApiRequest, 'params' | 'signal' | 'json'> & {
  readonly shape: EventShape;
  /** Whether headers came with all their values, and are to be answered so: a target group's own setting. */
  readonly multiValue: boolean;
  readonly body: string | undefined;
};

/**
 * Reads an event; nothing where it is of none of the three shapes ("Create AWS Lambda proxy integrations for HTTP APIs in API Gateway",
 * "Lambda proxy integrations in API Gateway", "Use Lambda functions as targets of an Application Load Balancer"). Which shape it is is told by
 * `requestContext`, which the caller of an API cannot write to.
 */
export function readEvent(event: unknown, context: unknown): IncomingRequest | undefined {
  const requestContext = recordAt(event, 'requestContext');
  const http = recordAt(requestContext, 'http');
  const shape: EventShape =
    http !== undefined ? 'http-api' : recordAt(requestContext, 'elb') !== undefined ? 'load-balancer' : 'rest-api';
  const method = textAt(http ?? event, http === undefined ? 'httpMethod' : 'method');
  const path = pathOf(shape, event, requestContext);
  if (method === undefined || path === undefined) return undefined;

  const multiValue = recordAt(event, 'headers') === undefined && recordAt(event, 'multiValueHeaders') !== undefined;
  const headers = new Map(
    lastValues(event, 'headers', 'multiValueHeaders').map(([name, value]) => [name.toLowerCase(), value]),
  );
  const query = lastValues(event, 'queryStringParameters', 'multiValueQueryStringParameters');
  const body = textAt(event, 'body');
  return {
    shape,
    multiValue,
    method: method.toUpperCase(),
    path,
    // A load balancer hands the query on as it came.
    query: Object.fromEntries(
      shape === 'load-balancer' ? query.map(([name, value]) => [decodeQuery(name), decodeQuery(value)]) : query,
    ),
    requestId: requestIdOf(event, context),
    ...callerOf(shape, requestContext),
    header: (name) => headers.get(name),
    body: body === undefined || body === '' ? undefined : decode(body, valueAt(event, 'isBase64Encoded') === true),
  };
}

/** The request's id: API Gateway's, else Lambda's. Anything that could not stand in a header is replaced. */
export function requestIdOf(event: unknown, context: unknown): string {
  const id = textAt(recordAt(event, 'requestContext'), 'requestId') ?? textAt(context, 'awsRequestId');
  return id !== undefined && /^[\w=.:+/-]{1,128}$/.test(id) ? id : 'unknown';
}

/** Path without the stage: only an HTTP API's own field has it, a REST API's `path` does not. */
function pathOf(shape: EventShape, event: unknown, requestContext: unknown): string | undefined {
  if (shape !== 'http-api') return textAt(event, 'path');
  const path = textAt(event, 'rawPath') ?? textAt(recordAt(requestContext, 'http'), 'path');
  return path === undefined ? undefined : withoutStage(path, textAt(requestContext, 'stage'));
}

/** Who API Gateway found the caller to be. A load balancer looks at nobody. */
function callerOf(shape: EventShape, requestContext: unknown): Pick<ApiRequest, 'callerArn' | 'claims'> {
  if (shape === 'load-balancer') return { callerArn: undefined, claims: {} };
  const authorizer = recordAt(requestContext, 'authorizer');
  return shape === 'http-api'
    ? { callerArn: textAt(recordAt(authorizer, 'iam'), 'userArn'), claims: recordAt(authorizer, 'lambda') ?? {} }
    : { callerArn: textAt(recordAt(requestContext, 'identity'), 'userArn'), claims: authorizer ?? {} };
}

/** The last value of each name, from the field that holds one each, else from the one that holds them all. */
function lastValues(event: unknown, single: string, multiple: string): [string, string][] {
  const one = recordAt(event, single);
  if (one !== undefined) return texts(one);
  return texts(
    Object.fromEntries(
      Object.entries(recordAt(event, multiple) ?? {}).map(([name, values]) => [
        name,
        Array.isArray(values) ? values.at(-1) : undefined,
      ]),
    ),
  );
}

/** What is not valid percent encoding is taken as it stands: the route's own check refuses it. */
function decodeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Parses a body, within `limitBytes`. */
export function readJson(incoming: IncomingRequest, limitBytes: number): unknown {
  const { body } = incoming;
  if (body === undefined) return undefined;
  const bytes = Buffer.byteLength(body);
  if (bytes > limitBytes)
    throw new Problem('payload-too-large', `The body has ${bytes} bytes; at most ${limitBytes} are taken.`);
  const type = incoming.header('content-type');
  if (type === undefined || !/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type.trim()))
    throw new Problem('unsupported-media-type', 'Send the body as content-type: application/json.');
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own message quotes the body, which may hold what nobody should read in an answer or a log.
    throw new Problem('invalid-request', 'The body is not JSON.', {
      errors: [{ path: 'body', allowed: 'JSON (RFC 8259)', fix: 'Correct its syntax.' }],
    });
  }
}

function decode(body: string, base64: boolean): string {
  return base64 ? Buffer.from(body, 'base64').toString('utf8') : body;
}

/** A stage that is not `$default` stands before the path in `rawPath`. */
function withoutStage(path: string, stage: string | undefined): string {
  if (stage === undefined || stage === '$default') return path;
  return path === `/${stage}` || path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) || '/' : path;
}

function texts(record: Readonly<Record<string, unknown>> | undefined): [string, string][] {
  return Object.entries(record ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

function valueAt(from: unknown, key: string): unknown {
  return isRecord(from) ? Object.getOwnPropertyDescriptor(from, key)?.value : undefined;
}

function textAt(from: unknown, key: string): string | undefined {
  const value = valueAt(from, key);
  return typeof value === 'string' ? value : undefined;
}

function recordAt(from: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  const value = valueAt(from, key);
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
