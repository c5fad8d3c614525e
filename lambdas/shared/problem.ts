/** One rule that an input breaks; a refusal lists every one of them at once. */
export interface InputError {
  /** Where: `body.target`, `query.limit`, `event.NewState`. */
  readonly path: string;
  /** What was found, shortened; absent when nothing was. */
  readonly value?: unknown;
  /** What would be accepted. */
  readonly allowed: string;
  /** What to do. */
  readonly fix: string;
}

interface Kind {
  readonly status: number;
  readonly title: string;
  /** Sent as `Retry-After`. Only where trying again, unchanged, can work. */
  readonly retryAfterSeconds?: number;
}

/** Every code that a caller can meet. A code is a contract: clients branch on it, so none is ever renamed. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'The request is not signed in' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'unknown-app': { status: 404, title: 'The application is not known here' },
  'method-not-allowed': { status: 405, title: 'The address does not take this method' },
  conflict: { status: 409, title: 'The item was changed by someone else' },
  'not-writer': { status: 409, title: 'This Region does not write for the application' },
  'illegal-transition': { status: 409, title: 'The state cannot be reached from the present one' },
  'epoch-mismatch': { status: 409, title: 'The state was changed by someone else' },
  'object-missing': { status: 409, title: 'The object was not uploaded' },
  'checksum-mismatch': { status: 409, title: 'The object is not the one that was announced' },
  'precondition-failed': { status: 412, title: 'The item is not at the revision named' },
  'target-not-ready': { status: 412, title: 'The target Region cannot take over' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is not JSON' },
  'idempotency-mismatch': { status: 422, title: 'The Idempotency-Key was used with another body' },
  'precondition-required': { status: 428, title: 'A header that protects against lost updates is missing' },
  'too-many-requests': { status: 429, title: 'Too many requests', retryAfterSeconds: 1 },
  internal: { status: 500, title: 'Something failed here' },
  unavailable: { status: 503, title: 'Something that this needs does not answer', retryAfterSeconds: 1 },
  fenced: { status: 503, title: 'The application is read-only at present', retryAfterSeconds: 5 },
  'no-lease': { status: 503, title: 'This Region could not renew its right to write', retryAfterSeconds: 1 },
  'register-unavailable': { status: 503, title: 'The record of who may write cannot be read', retryAfterSeconds: 2 },
} as const satisfies Readonly<Record<string, Kind>>;

/** What a client branches on. */
export type ProblemCode = keyof typeof PROBLEMS;

/** Members that a problem may carry beside the standard ones (RFC 9457, "Extension Members"). */
export interface ProblemDetails {
  /** State of the application as the answering Region knows it. */
  readonly state?: string;
  /** Epoch of that state. */
  readonly epoch?: number;
  /** Regions that may write in that epoch. */
  readonly writers?: readonly string[];
  /** Where to send the write instead. */
  readonly writerUrl?: string;
  /** Milliseconds after which the same request may succeed. @default the code's own, where it has one */
  readonly retryAfterMs?: number;
  /** Broken rules, of `invalid-request`. */
  readonly errors?: readonly InputError[];
  /** Next steps that would be accepted, of `illegal-transition`. */
  readonly legal?: readonly string[];
  /** The target's own health, of `target-not-ready`. */
  readonly health?: unknown;
}

/** A refusal with a code: thrown by the plain functions, answered by the router. `detail` is shown to the caller. */
export class Problem extends Error {
  public readonly code: ProblemCode;
  public readonly details: ProblemDetails;
  /** Headers of the answer besides the usual ones, such as `allow`. */
  public readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: string,
    details: ProblemDetails = {},
    options: { readonly cause?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.details = details;
    this.headers = options.headers ?? {};
  }

  /** HTTP status of the code. */
  public get status(): number {
    return PROBLEMS[this.code].status;
  }

  /** Milliseconds after which the same request may succeed; nothing where it never will. */
  public get retryAfterMs(): number | undefined {
    if (this.details.retryAfterMs !== undefined) return this.details.retryAfterMs;
    const kind: Kind = PROBLEMS[this.code];
    return kind.retryAfterSeconds === undefined ? undefined : kind.retryAfterSeconds * 1000;
  }
}

/** Media type of every refusal (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The body of a refusal. Members without a value are left out. */
export interface ProblemBody extends ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Names this one occurrence: the request's id. */
  readonly instance: string;
  readonly code: ProblemCode;
  /** Region that answers. */
  readonly region: string;
}

/** Writes a problem down as its JSON body. */
export function problemBody(problem: Problem, region: string, requestId: string): ProblemBody {
  const { retryAfterMs } = problem;
  return {
    type: `urn:meridian:problem:${problem.code}`,
    title: PROBLEMS[problem.code].title,
    status: problem.status,
    detail: problem.message,
    instance: `urn:meridian:request:${requestId}`,
    code: problem.code,
    region,
    ...problem.details,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** One refusal for any number of broken rules. */
export function invalidRequest(errors: readonly InputError[]): Problem {
  const [first] = errors;
  const detail =
    first === undefined
      ? 'The request is not valid.'
      : `${first.path}: allowed is ${first.allowed}. ${first.fix}${errors.length > 1 ? ` (${errors.length} problems in all, see errors.)` : ''}`;
  return new Problem('invalid-request', detail, { errors });
}
