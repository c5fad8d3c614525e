import { createServer, type IncomingHttpHeaders, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AwsRequest, awsRequest, errorAnswer, type HttpRequest } from './aws-request';
import { mendsFor } from './mends';

/** One request that Terraform or the provider sent to the emulator. */
export interface ApiCall extends AwsRequest {
  /** Which stack sent it. */
  readonly stack: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** HTTP status that the emulator answered with. */
  readonly status: number;
}

/** Code of the error that the gateway answers with where the emulator cannot do what it is asked. */
export const GAP = 'NotInTheEmulator';
/** Code of the error for a Region that is dead in this run. */
export const DEAD = 'RegionIsDead';

export interface GatewayOptions {
  /** Address of the emulator. */
  readonly endpoint: URL;
  readonly emulator: { readonly kind: string; readonly name: string };
}

/**
 * What stands between the provider and the emulator. It sees each request's service, operation and Region, which is how calls
 * are counted; it lets Regions die; where the emulator crashes or does not know an operation, it says so in an error that is
 * not tried again; and it does what the emulator leaves undone (`mends.ts`).
 */
export class Gateway {
  readonly #servers = new Map<string, Promise<Server>>();
  #calls: ApiCall[] = [];
  #dead: ReadonlySet<string> = new Set();
  readonly #mended = new Set<string>();

  constructor(private readonly options: GatewayOptions) {}

  /** An address for one stack: what comes in there is this stack's. */
  async addressFor(stack: string): Promise<string> {
    const listening = this.#servers.get(stack) ?? this.#listen(stack);
    this.#servers.set(stack, listening);
    return `http://127.0.0.1:${((await listening).address() as AddressInfo).port}`;
  }

  /** Requests since the start or the last clearing, in their order. */
  calls(): readonly ApiCall[] {
    return [...this.#calls];
  }

  /** What was done in the emulator's stead, in words. */
  mended(): string[] {
    return [...this.#mended].sort();
  }

  /** Begins a run of its own. */
  begin(dead: readonly string[]): void {
    this.#calls = [];
    this.#mended.clear();
    this.#dead = new Set(dead);
  }

  async close(): Promise<void> {
    for (const listening of this.#servers.values()) {
      const server = await listening;
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
    this.#servers.clear();
  }

  #listen(stack: string): Promise<Server> {
    const server = createServer((incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', () => outgoing.destroy());
      incoming.on('end', () => {
        const { method = 'GET', url = '/', headers } = incoming;
        void this.#answer(stack, { method, url, headers, body: Buffer.concat(parts) }, outgoing);
      });
    });
    return new Promise((resolve, reject) => {
      server.on('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(server));
    });
  }

  async #answer(stack: string, http: HttpRequest, outgoing: ServerResponse): Promise<void> {
    const asked = awsRequest(http);
    const log = (status: number): void => {
      if (asked) this.#calls.push({ ...asked, stack, at: Date.now(), status });
    };
    if (asked && this.#dead.has(asked.region)) {
      log(0);
      return refuse(outgoing, asked, DEAD, `${asked.region} answers nothing in this run.`);
    }
    try {
      const answer = asked ? await this.#mendedAnswer(asked, http) : await forward(this.options.endpoint, http);
      log(answer.status);
      if (asked && isGap(answer)) return refuse(outgoing, asked, GAP, this.#gap(asked, answer));
      outgoing.writeHead(answer.status, answer.headers);
      outgoing.end(answer.body);
    } catch (error) {
      log(0);
      if (asked) refuse(outgoing, asked, 'EmulatorUnreachable', String(error));
      else outgoing.destroy();
    }
  }

  async #mendedAnswer(asked: AwsRequest, http: HttpRequest): Promise<Answer> {
    const { endpoint, emulator } = this.options;
    const mends = mendsFor(emulator.kind, asked);
    const send = (again: HttpRequest): Promise<Answer> => forward(endpoint, again);
    const sent = mends.reduce((request, mend) => mend.request?.(request) ?? request, http);
    let answer = await send(sent);
    for (const mend of mends) {
      const better = (await mend.answer?.(asked, sent, answer, send)) ?? answer;
      if (better !== answer || sent !== http) this.#mended.add(`${asked.service}:${asked.action}: ${mend.why}`);
      answer = better;
    }
    return answer;
  }

  #gap({ service, action }: AwsRequest, { status }: Answer): string {
    return `${this.options.emulator.name} has no working ${service}:${action} (HTTP ${status}).`;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An operation that is not there, or a crash: an error of AWS's own has a code that says what is wrong. */
function isGap({ status, headers, body }: Answer): boolean {
  if (status === 501) return true;
  const said = body.toString('utf8', 0, 2_000);
  if (status >= 500) return !/SlowDown|ServiceUnavailable/.test(said);
  return (
    status >= 400 && (headers['content-type'] ?? '').startsWith('text/html') && /<!doctype html|<title>/i.test(said)
  );
}

function refuse(outgoing: ServerResponse, { protocol }: AwsRequest, code: string, message: string): void {
  const { headers, body } = errorAnswer(protocol, code, message);
  outgoing.writeHead(400, headers);
  outgoing.end(body);
}

/** Headers of one connection, not of the message ("Hop-by-hop headers"), and the length, which is counted anew. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding']);

/** Sends a request on to the emulator. */
export function forward(endpoint: URL, { method, url, headers, body }: HttpRequest): Promise<Answer> {
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name)));
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(url, endpoint),
      { method, headers: { ...(own as IncomingHttpHeaders), 'content-length': String(body.length) } },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const { statusCode = 502, headers: answered } = incoming;
          const kept = Object.entries(answered).filter(([name]) => !OWN_HEADERS.has(name) || method === 'HEAD');
          resolve({ status: statusCode, headers: Object.fromEntries(kept), body: Buffer.concat(parts) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
