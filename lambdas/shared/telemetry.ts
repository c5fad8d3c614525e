import { within } from './deadline';
import { errorFields, type Log } from './log';

/** Where usage data goes, if anywhere. */
export interface TelemetryOptions {
  /** The owner's own endpoint. Nothing leaves the account without one. */
  readonly endpoint: string | undefined;
  /** `SEND_METRICS`: `No`, in any case, turns it off. @default on, where there is an endpoint */
  readonly sendMetrics: string | undefined;
  readonly solution: string;
  readonly version: string;
  readonly log: Log;
}

/** Tells the endpoint that the state changed. Settles within the limit and never rejects. */
export type SendStateUpdated = (state: string, uuid: () => Promise<string>, nowMs: number) => Promise<void>;

const LIMIT_MS = 1000;

/** Makes the sender; nothing at all where telemetry is off, so that no id is made for it either. */
export function createTelemetry(options: TelemetryOptions): SendStateUpdated | undefined {
  const { endpoint, sendMetrics, log, solution, version } = options;
  if (endpoint === undefined || sendMetrics?.trim().toLowerCase() === 'no') return undefined;
  return async (state, uuid, nowMs) => {
    try {
      // All of it: the id's own read as much as the request.
      await within(LIMIT_MS, async (signal) => {
        const body = {
          Solution: solution,
          Version: version,
          UUID: await uuid(),
          TimeStamp: timeStamp(nowMs),
          Data: { EventName: 'STATE_UPDATED', EventValue: state },
        };
        const answer = await fetch(endpoint, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          redirect: 'error',
          signal,
        });
        // Without this the connection stays open until the body is read.
        await answer.body?.cancel();
        if (!answer.ok) throw new Error(`The telemetry endpoint answered ${answer.status}.`);
      });
    } catch (error) {
      log.warn('telemetry not sent', errorFields(error));
    }
  };
}

/** `YYYY-MM-DD HH:mm:ss.S` in UTC: tenths of a second, the form that the receiving side parses. */
function timeStamp(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 21)}`;
}
