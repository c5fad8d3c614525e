import { Busy, ConditionFailed, NOT_SENT, Unavailable, Unclear } from '../failures';

/** Errors after which nothing was written and the same request may succeed ("Error handling with DynamoDB"). */
const BUSY: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TooManyRequestsException',
  // A replica of a strongly consistent global table lost a race against another.
  'ReplicatedWriteConflictException',
  // The item is in a running transaction.
  'TransactionConflictException',
]);

interface Answer {
  readonly httpStatusCode?: number;
  readonly attempts?: number;
}

/**
 * What a failed call means for who asked.
 * @param changes whether the call writes: then an answer that did not come leaves it open what happened
 */
export function failureOf(error: unknown, changes: boolean): Error {
  if (!(error instanceof Error)) return new Unclear(String(error));
  const { attempts = 1, httpStatusCode } = answerOf(error);
  const text = `${error.name}: ${error.message}`;
  if (error.name === 'ConditionalCheckFailedException') return new ConditionFailed(text);
  if (!changes) return BUSY.has(error.name) ? new Busy(text) : new Unavailable(text);
  // Only the last of several attempts is known; one before may have been carried out.
  if (attempts > 1) return new Unclear(text);
  if (BUSY.has(error.name)) return new Busy(text);
  const refused = httpStatusCode !== undefined && httpStatusCode >= 400 && httpStatusCode < 500;
  return refused || NOT_SENT.has(codeOf(error)) ? new Unavailable(text) : new Unclear(text);
}

/** Runs it; a failure becomes one of the ports' own. */
export async function asPort<T>(changes: boolean, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw failureOf(error, changes);
  }
}

export function answerOf(error: Error): Answer {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return {};
  const { $metadata } = error;
  return {
    ...('httpStatusCode' in $metadata &&
      typeof $metadata.httpStatusCode === 'number' && { httpStatusCode: $metadata.httpStatusCode }),
    ...('attempts' in $metadata && typeof $metadata.attempts === 'number' && { attempts: $metadata.attempts }),
  };
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');
