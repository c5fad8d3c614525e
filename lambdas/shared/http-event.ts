import { Problem } from './problem';

/** A request as the routes see it, whatever API Gateway wrapped around it. */
export interface ApiRequest {
  readonly method: string;
  /** Path without the stage, still encoded. */
  readonly path: string;
  /** Values of the route's `{placeholders}`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The query's last value of each name, decoded. */
  readonly query: Readonly<Record<string, string>>;
  /** API Gateway's id of this request. */
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

/** The parts of an event that no route has been found for yet. */
export type IncomingRequest = Omit<ApiRequest, 'params' | 'signal' | 'json'> & { readonly body: string | undefined };

/** Reads an event of payload format 2.0 ("Create AWS Lambda proxy integrations for HTTP APIs in API Gateway"); nothing where it is none. */
export function readEvent(event: unknown, context: unknown): IncomingRequest | undefined {
  const requestContext = recordAt(event, 'requestContext');
  const http = recordAt(requestContext, 'http');
  const method = textAt(http, 'method');
  const rawPath = textAt(event, 'rawPath') ?? textAt(http, 'path');
  if (method === undefined || rawPath === undefined) return undefined;

  const headers = new Map(texts(recordAt(event, 'headers')).map(([name, value]) => [name.toLowerCase(), value]));
  const authorizer = recordAt(requestContext, 'authorizer');
  const body = textAt(event, 'body');
  return {
    method: method.toUpperCase(),
    path: withoutStage(rawPath, textAt(requestContext, 'stage')),
    query: Object.fromEntries(texts(recordAt(event, 'queryStringParameters'))),
    requestId: requestIdOf(event, context),
    callerArn: textAt(recordAt(authorizer, 'iam'), 'userArn'),
    claims: recordAt(authorizer, 'lambda') ?? {},
    header: (name) => headers.get(name),
    body: body === undefined || body === '' ? undefined : decode(body, valueAt(event, 'isBase64Encoded') === true),
  };
}

/** The request's id: API Gateway's, else Lambda's. Anything that could not stand in a header is replaced. */
export function requestIdOf(event: unknown, context: unknown): string {
  const id = textAt(recordAt(event, 'requestContext'), 'requestId') ?? textAt(context, 'awsRequestId');
  return id !== undefined && /^[\w=.:+/-]{1,128}$/.test(id) ? id : 'unknown';
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
