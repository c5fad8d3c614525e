/** What ends the command before it has done what it was asked for. Its message is for the operator. */
export class SwitchError extends Error {
  override name = 'SwitchError';
}

/**
 * `credentials`: there are none, wherever one asks. `refused`: an answer that another endpoint would give as well.
 * `unavailable`: no answer, or none that tells anything: another endpoint may do better.
 */
export type FailureKind = 'credentials' | 'refused' | 'unavailable';

/** Why an attempt failed. */
export interface Failure {
  readonly kind: FailureKind;
  /** `ConflictException`. */
  readonly name: string;
  /** The name and what came with it, on one line. */
  readonly text: string;
  /** ARNs of the safety rules that the answer names. */
  readonly rules: readonly string[];
}

/** Errors of the credential chain itself: no request was sent. */
const CREDENTIAL_ERRORS = ['CredentialsProviderError', 'TokenProviderError', 'ProviderError'];

/** Told by a 4xx status, and passing: of the second kind every endpoint has its own allowance. */
const PASSING_STATUS = [408, 429];

/** What the SDK puts before an error of the network. */
const WRAPPER = /^AWS SDK error wrapper for (Error: )?/;

const RULE_ARN = /arn:[\w-]+:route53-recovery-control::\d*:[\w/-]*safetyrule\/[\w-]+/g;

/** What the SDK calls an error answer that is not in AWS's form: something on the way gave it, a proxy. */
const NOT_FROM_AWS = ['Unknown', 'UnknownError'];

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: 'unavailable', name: 'Error', text: String(error), rules: [] };
  if (NOT_FROM_AWS.includes(error.name)) {
    const text = `HTTP ${statusOf(error) ?? 'error'}, not in the form of AWS: is there a proxy on the way?`;
    return { kind: 'unavailable', name: error.name, text, rules: [] };
  }
  const { name } = error;
  const message = error.message.replace(/\s+/g, ' ').replace(WRAPPER, '').trim();
  return {
    kind: kindOf(error),
    name,
    text: message === '' || message === name ? name : name === 'Error' ? message : `${name}: ${message}`,
    rules: [...new Set(`${message} ${textIn(error, 'resourceId')}`.match(RULE_ARN) ?? [])],
  };
}

function kindOf(error: Error): FailureKind {
  if (CREDENTIAL_ERRORS.includes(error.name)) return 'credentials';
  const status = statusOf(error);
  const isAnswer = status !== undefined && status >= 400 && status < 500;
  return isAnswer && !PASSING_STATUS.includes(status) && !/throttl|toomanyrequests/i.test(error.name)
    ? 'refused'
    : 'unavailable';
}

/** The HTTP status of an answer, as the SDK's errors carry it. */
function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return undefined;
  const { $metadata: metadata } = error;
  return 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined;
}

function textIn(error: object, key: string): string {
  const value = Object.entries(error).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : '';
}
