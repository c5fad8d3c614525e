import { LabError } from '../runner/errors';

/** What came back over HTTP. */
export interface ClientAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown;
}

export interface ClientRequest {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds after which the client gives up. @default 2000 */
  readonly timeoutMs?: number;
}

/** Nothing came back. */
export class NoAnswer extends LabError {
  override name = 'NoAnswer';
}

/** One request of a client, which waits so long and no longer. @throws NoAnswer */
export async function request(
  address: string | undefined,
  path: string,
  asked: ClientRequest = {},
): Promise<ClientAnswer> {
  const { method = 'GET', body, headers = {}, timeoutMs = 2_000 } = asked;
  if (address === undefined) throw new NoAnswer('Nothing listens there.');
  try {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: parsed(text) };
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    throw new NoAnswer(cause instanceof Error ? `${message}: ${cause.message}` : message);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
