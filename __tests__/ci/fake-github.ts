import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A comment or an issue. */
export interface Entry {
  readonly id: number;
  readonly number: number;
  readonly user: { readonly login: string };
  title?: string;
  body: string;
  state: string;
}

export const BOT = 'github-actions[bot]';
/** "body is too long (maximum is 65536 characters)" */
const LONGEST = 65_536;

/** GitHub's comments and issues, as far as the workflows' scripts use them. */
export class FakeGitHub {
  readonly comments: Entry[] = [];
  readonly issues: Entry[] = [];
  /** `POST /issues`, in their order; reading is not listed. */
  readonly writes: string[] = [];
  /** Regions whose health was asked for, as if this were the platform. */
  readonly healthChecks: string[] = [];
  /** Characters that a body may have. */
  longest = LONGEST;
  #server: Server | undefined;
  #next = 1;

  /** @returns its address, for GITHUB_API_URL */
  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      void textOf(request).then((text) => {
        const { status, body } = this.answer(request, text);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  add(list: Entry[], entry: Partial<Entry> & { readonly body: string }): Entry {
    const id = this.#next++;
    const added = { id, number: id, user: { login: BOT }, state: 'open', ...entry };
    list.push(added);
    return added;
  }

  private answer({ method = '', url = '', headers }: IncomingMessage, text: string): { status: number; body: unknown } {
    const health = /^\/health\/(.*)/.exec(url)?.[1];
    if (health !== undefined) {
      this.healthChecks.push(health);
      return { status: 200, body: {} };
    }
    if (headers.authorization !== 'Bearer a-token') return { status: 401, body: { message: 'Bad credentials' } };
    const { pathname, searchParams } = new URL(url, 'http://github');
    const path = pathname.replace(/^\/repos\/acme\/orders/, '');
    const list = /^\/issues(\/comments\/\d+|\/\d+\/comments)$/.test(path) ? this.comments : this.issues;
    if (method === 'GET') {
      const [page, size] = [Number(searchParams.get('page')), Number(searchParams.get('per_page'))];
      const state = searchParams.get('state');
      const fitting = list.filter((entry) => state === null || entry.state === state);
      return { status: 200, body: fitting.slice((page - 1) * size, page * size) };
    }
    const change: Partial<Entry> = JSON.parse(text);
    if ((change.body ?? '').length > this.longest)
      return { status: 422, body: { message: 'Validation Failed', errors: ['body is too long'] } };
    this.writes.push(`${method} ${path}`);
    if (method === 'POST') return { status: 201, body: this.add(list, { body: '', ...change }) };
    const id = Number(/(\d+)$/.exec(path)?.[1]);
    const entry = list.find((each) => each.id === id);
    if (!entry) return { status: 404, body: { message: 'Not Found' } };
    return { status: 200, body: Object.assign(entry, change) };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
