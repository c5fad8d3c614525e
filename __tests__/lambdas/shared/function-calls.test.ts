import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ObjectHeads } from '../../../lambdas/reconcile/object-heads';
import { Unavailable, Unclear } from '../../../lambdas/shared/failures';
import { FunctionCalls, updatersBy } from '../../../lambdas/shared/function-calls';

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let server: Server;
let url: string;
let seen: { method?: string | undefined; path?: string | undefined; type?: unknown; body: string }[];
let answer: Answer | 'hang' | 'cut';

beforeEach(async () => {
  seen = [];
  answer = { status: 200, body: '{}' };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      seen.push({ method: request.method, path: request.url, type: request.headers['x-amz-invocation-type'], body });
      if (answer === 'cut') request.socket.destroy();
      else if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const variables = (more: Record<string, string> = {}) => ({
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_ENDPOINT_URL_LAMBDA: url,
  AWS_ENDPOINT_URL_S3: url,
  ...more,
});
/** Short where it is to run out, and long where the machine may be busy. */
const limitMs = (): number => (answer === 'hang' ? 200 : 5000);
const calls = (more?: Record<string, string>) => new FunctionCalls({ variables: variables(more), limitMs: limitMs() });

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const once = createServer();
  await new Promise<void>((resolve) => once.listen(0, '127.0.0.1', resolve));
  const { port } = once.address() as AddressInfo;
  await new Promise((resolve) => once.close(resolve));
  return port;
}

describe('functions', () => {
  test('an updater is asked by name, and its answer passed on', async () => {
    answer = { status: 200, body: '{"statusCode":200}' };
    const updaters = updatersBy(calls(), 'orders-prod-state-updater');
    expect(await updaters.invoke('eu-west-1', { AppId: 'orders' })).toEqual({ statusCode: 200 });
    expect(seen).toEqual([
      {
        method: 'POST',
        path: '/2015-03-31/functions/orders-prod-state-updater/invocations',
        type: 'RequestResponse',
        body: '{"AppId":"orders"}',
      },
    ]);
  });

  test('one that is only started gets the event', async () => {
    answer = { status: 202, body: '' };
    await calls().start('eu-west-1', 'f', { id: 'x' });
    expect(seen[0]?.type).toBe('Event');
  });

  test.each<[string, typeof answer, typeof Unavailable | typeof Unclear]>([
    ['no right to call it', { status: 403 }, Unavailable],
    ['no such function', { status: 404 }, Unavailable],
    ['too many at a time', { status: 429 }, Unavailable],
    ['Lambda fails', { status: 500 }, Unclear],
    ['it never answers', 'hang', Unclear],
    ['the connection breaks', 'cut', Unclear],
    ['it answers no JSON', { status: 200, body: '<html>' }, Unclear],
  ])('%s', async (_, given, failure) => {
    answer = given;
    await expect(calls().ask('eu-west-1', 'f', {})).rejects.toBeInstanceOf(failure);
    expect(seen.length).toBeLessThanOrEqual(1);
  });
});

test('a Region where nobody listens: nothing was started', async () => {
  const gone = { AWS_ENDPOINT_URL_LAMBDA_eu_west_1: `http://127.0.0.1:${await closedPort()}` };
  await expect(calls(gone).ask('eu-west-1', 'f', {})).rejects.toBeInstanceOf(Unavailable);
});

describe('objects', () => {
  const heads = () =>
    new ObjectHeads({ bucket: 'photos', region: 'eu-west-1', variables: variables(), limitMs: limitMs() });

  test('size and checksum come from a HEAD', async () => {
    answer = { status: 200, headers: { 'content-length': '5', 'x-amz-checksum-sha256': 'AAAA' } };
    expect(await heads().head('photos/1')).toEqual({ sizeBytes: 5, sha256: 'AAAA' });
    expect(seen[0]).toMatchObject({ method: 'HEAD', path: '/photos/photos/1' });
  });

  test('an object that is not there is none', async () => {
    answer = { status: 404 };
    expect(await heads().head('photos/1')).toBeUndefined();
  });

  test.each<typeof answer>([{ status: 403 }, { status: 503 }, 'hang', 'cut'])(
    'no answer proves nothing: %j',
    async (given) => {
      answer = given;
      await expect(heads().head('photos/1')).rejects.toBeInstanceOf(Unavailable);
    },
  );

  test('a page of keys, and where to go on', async () => {
    const page = (more: boolean) =>
      `<ListBucketResult><IsTruncated>${more}</IsTruncated><Contents><Key>photos/1</Key></Contents><Contents><Key>photos/2</Key></Contents></ListBucketResult>`;
    answer = { status: 200, body: page(true) };
    expect(await heads().list('photos/', 'photos/0')).toEqual({ keys: ['photos/1', 'photos/2'], next: 'photos/2' });
    answer = { status: 200, body: page(false) };
    expect(await heads().list('photos/')).toEqual({ keys: ['photos/1', 'photos/2'] });
    expect(seen.map(({ path }) => path)).toEqual([
      '/photos?list-type=2&prefix=photos%2F&start-after=photos%2F0',
      '/photos?list-type=2&prefix=photos%2F',
    ]);
    answer = { status: 403 };
    await expect(heads().list('photos/')).rejects.toBeInstanceOf(Unavailable);
  });
});
