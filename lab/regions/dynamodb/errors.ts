/** Why one operation of a transaction was not done ("TransactWriteItems", CancellationReasons). */
export interface CancellationReason {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'TransactionConflict' | 'ValidationError';
  readonly Message?: string;
  readonly Item?: object;
}

/** An error as DynamoDB's JSON protocol has it. */
export class DynamoError extends Error {
  override name = 'DynamoError';
  constructor(
    /** `ConditionalCheckFailedException`. */
    readonly code: string,
    message: string,
    /** Further fields of the answer. */
    readonly fields: Readonly<Record<string, unknown>> = {},
    readonly status = 400,
  ) {
    super(message);
  }
}

/** As "Error handling with DynamoDB" has it, prefix included: the SDK cuts it off. */
export const typeOf = (code: string): string => `com.amazonaws.dynamodb.v20120810#${code}`;

export const invalid = (message: string): DynamoError => new DynamoError('ValidationException', message);

/** An error of dynalite's, if it is one that DynamoDB would give. */
export function fromDynalite(error: unknown): unknown {
  if (!(error instanceof Error) || !('body' in error) || !('statusCode' in error)) return error;
  const { body, statusCode } = error;
  if (typeof body !== 'object' || body === null || typeof statusCode !== 'number') return error;
  const { __type: type = '', message, Message = message } = Object.fromEntries(Object.entries(body));
  return new DynamoError(String(type).replace(/^.*#/, ''), String(Message ?? error.message), {}, statusCode);
}

export function canceled(reasons: readonly CancellationReason[]): DynamoError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new DynamoError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}
