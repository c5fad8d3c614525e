import { TimedOut, within } from './deadline';
import { NOT_SENT, Unavailable, Unclear } from './failures';
import type { UpdaterInvoker } from './ports';
import type { Region } from './record';
import { endpointOf } from './service-endpoint';
import { lambdaCredentials, signedFetch } from './signed-fetch';

export interface FunctionCallsProps {
  /** Environment of the process: credentials, and endpoints that stand in for AWS. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Milliseconds after which an answer is no longer waited for. */
  readonly limitMs: number;
}

/** `fetch` has an error of its own for a connection that never stood. */
const NEVER_TAKEN: ReadonlySet<string> = new Set([...NOT_SENT, 'UND_ERR_CONNECT_TIMEOUT']);

/** Calls of Lambda functions by name ("Invoke", AWS Lambda API reference). A call is made once: asked twice, a function would begin twice. */
export class FunctionCalls {
  constructor(private readonly props: FunctionCallsProps) {}

  /** Waits for the answer. @throws Unavailable nothing was started, Unclear it may be at work */
  public async ask(region: Region, name: string, event: unknown): Promise<unknown> {
    const answer = await this.post(region, name, event, 'RequestResponse');
    try {
      return JSON.parse(answer);
    } catch (error) {
      throw new Unclear(`${name} in ${region} answered what is no JSON.`, { cause: error });
    }
  }

  /** Only hands the event over. @throws Unavailable nothing was started, Unclear it may be */
  public async start(region: Region, name: string, event: unknown): Promise<void> {
    await this.post(region, name, event, 'Event');
  }

  private async post(region: Region, name: string, event: unknown, type: 'RequestResponse' | 'Event'): Promise<string> {
    const { variables, limitMs } = this.props;
    const send = async (signal: AbortSignal): Promise<{ readonly status: number; readonly text: string }> => {
      const answer = await signedFetch(
        {
          service: 'lambda',
          region,
          method: 'POST',
          endpoint: endpointOf('lambda', region, variables).url,
          path: `/2015-03-31/functions/${name}/invocations`,
          headers: { 'content-type': 'application/json', 'x-amz-invocation-type': type },
          body: JSON.stringify(event),
          signal,
        },
        lambdaCredentials(variables),
        Date.now(),
      );
      return { status: answer.status, text: await answer.text() };
    };
    const { status, text } = await within(limitMs, send).catch((error: unknown) => {
      throw failureOf(error, `${name} in ${region}`);
    });
    if (status >= 200 && status < 300) return text;
    const message = `${name} in ${region}: Lambda answered ${status}.`;
    // 4xx: refused before it ran (no such function, no right to call it, too many at a time).
    throw status < 500 ? new Unavailable(message) : new Unclear(message);
  }
}

/** The updaters of all Regions: they have the same name everywhere. */
export function updatersBy(calls: FunctionCalls, name: string): UpdaterInvoker {
  return { invoke: (region, event) => calls.ask(region, name, event) };
}

function failureOf(error: unknown, what: string): Error {
  if (error instanceof TimedOut) return new Unclear(`${what}: ${error.message}`, { cause: error });
  const code = codeOf(error);
  const text = `${what}: ${code ?? 'the connection broke'}`;
  return code !== undefined && NEVER_TAKEN.has(code)
    ? new Unavailable(text, { cause: error })
    : new Unclear(text, { cause: error });
}

/** `fetch` keeps the connection's own error in `cause`. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}
