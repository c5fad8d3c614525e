import { Logger } from '@aws-lambda-powertools/logger';

/** Facts beside a log line's sentence: ids, Regions, epochs, durations; never a body, a token, an e-mail or a signed URL. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON line per call, with the service's name and the X-Ray trace id. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const HIDDEN = '[redacted]';

/** Keys whose value is never written, whoever puts it into a line. An actor's ARN ends in a session name, which is often an e-mail. */
const HIDDEN_KEYS =
  /^(authorization|cookie|set-cookie|password|passphrase|secret\w*|\w*secret|\w*token|x-amz-security-token|credentials?|e-?mail|phone(_?number)?|actor|reason|caller(arn)?|body|\w*url|idempotency-?key)$/i;

/** What is hidden inside any text: the messages of AWS's own errors quote ARNs, keys and addresses. */
const HIDDEN_TEXTS: readonly RegExp[] = [
  /\beyJ[\w-]{5,}\.[\w-]+(\.[\w-]*)?/g, // a JSON Web Token
  /\bBearer\s+[^\s"']+/gi,
  /\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, // an access key id ("IAM identifiers")
  /(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"']+/gi, // the secret parts of a signed URL
  /[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, // an e-mail
];

/** Hides what must not be read in a log; used on every key and value of every line. */
export function redact(key: string, value: unknown): unknown {
  if (value !== undefined && value !== null && HIDDEN_KEYS.test(key)) return HIDDEN;
  return typeof value === 'string' ? redactText(value) : value;
}

function redactText(text: string): string {
  return HIDDEN_TEXTS.reduce((rest, pattern) => rest.replace(pattern, HIDDEN), text);
}

/** How a function is called in its lines and metrics: `POWERTOOLS_SERVICE_NAME`, which alarms name too, or what it calls itself. */
export function serviceName(own: string): string {
  const given = process.env.POWERTOOLS_SERVICE_NAME?.trim();
  return given === undefined || given === '' ? own : given;
}

/** Makes the log of one function. The level is `POWERTOOLS_LOG_LEVEL`, or INFO. */
export function createLog(service: string, persistent: LogFields = {}): Log {
  const logger = new Logger({
    serviceName: serviceName(service),
    jsonReplacerFn: redact,
    persistentKeys: { ...persistent },
  });
  return {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
    error: (message, fields) => logger.error(message, { ...fields }),
  };
}

/** What a log line says of an error: its name, message and where it was thrown; not its other properties, which may quote a request. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: { name: typeof error, message: 'not an Error' } };
  const { cause } = error;
  return {
    error: {
      name: error.name,
      message: error.message,
      stack: error.stack?.split('\n').slice(1, 6).join('\n'),
      ...(cause instanceof Error ? { cause: { name: cause.name, message: cause.message } } : {}),
    },
  };
}
