import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from '../../../lab/regions/client';
import { fieldsIn } from '../../../lab/regions/json';
import { RegionProcess } from '../../../lab/regions/runtime/region-process';
import { CALLER_HEADER, type FunctionSpec } from '../../../lab/regions/runtime/spec';
import type { ApiRoute } from '../../../modules/ingress/routes';

const BUNDLES = {
  'photos-api': `
    const name = process.env.ECHO_NAME;
    let calls = 0;
    exports.handler = async (event, context) => {
      calls += 1;
      const count = calls;
      await new Promise((resolve) => setTimeout(resolve, Number(event.queryStringParameters?.wait ?? 0)));
      return { statusCode: 200, headers: { 'x-calls': String(count) },
        body: JSON.stringify({ event, name, left: context.getRemainingTimeInMillis(), fn: context.functionName }) };
    };`,
  reconcile: 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 5000));',
  health: "exports.handler = () => { throw new TypeError('this is broken'); };",
  'control-api': 'exports.handler = () => undefined;',
  'profile-apply':
    "exports.handler = () => ({ statusCode: 201, isBase64Encoded: true, body: Buffer.from([0, 255]).toString('base64') });",
  authorizer: `
    exports.handler = ({ identitySource: [token], type, version }) => {
      if (token === 'Bearer fails') throw new Error('no directory');
      return { isAuthorized: token === 'Bearer good', context: { gid: 'someone', type, version } };
    };`,
};
const ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/iam/{part}', function: 'photos-api', access: 'iam' },
  { method: 'POST', path: '/users/{id}/things', function: 'photos-api', access: 'user' },
  { method: 'GET', path: '/slow', function: 'reconcile', access: 'open' },
  { method: 'GET', path: '/broken', function: 'health', access: 'open' },
  { method: 'GET', path: '/wordless', function: 'control-api', access: 'open' },
  { method: 'GET', path: '/binary', function: 'profile-apply', access: 'open' },
  { method: 'GET', path: '/open', function: 'photos-api', access: 'open' },
];

const dir = mkdtempSync(path.join(tmpdir(), 'runtime-'));
const functions = Object.entries(BUNDLES).map(([what, code]): FunctionSpec => {
  const file = path.join(dir, `${what}.js`);
  writeFileSync(file, code);
  const environment = { ECHO_NAME: `variable of ${what}` };
  return { what, name: `p-${what}`, file, environment, timeoutMs: 200, containers: what === 'photos-api' ? 2 : 1 };
});
const region = new RegionProcess(
  { region: 'eu-west-1', account: '111122223333', functions, routes: ROUTES },
  { AWS_REGION: 'eu-west-1' },
);

beforeAll(() => region.start(), 30_000);
afterAll(async () => {
  await region.kill();
  rmSync(dir, { recursive: true });
});

const call = (url: string, asked: Parameters<typeof request>[2] = {}) => request(region.address, url, asked);
/** The event that the echo was given. */
const eventOf = (body: unknown) => fieldsIn(fieldsIn(body).event);

test('a function gets an event of format 2.0: query, path parameters, headers in lower case, the body as text', async () => {
  const { status, body } = await call('/users/a%20b/things?x=1&x=2&y=%C3%BC', {
    method: 'POST',
    headers: { authorization: 'Bearer good', 'X-Some': 'Thing' },
    body: { a: 'ü' },
  });
  expect(status).toBe(200);
  expect(eventOf(body)).toMatchObject({
    version: '2.0',
    routeKey: 'POST /users/{id}/things',
    rawPath: '/users/a%20b/things',
    rawQueryString: 'x=1&x=2&y=%C3%BC',
    queryStringParameters: { x: '1,2', y: 'ü' },
    pathParameters: { id: 'a%20b' },
    headers: { 'x-some': 'Thing', 'content-type': 'application/json' },
    body: '{"a":"ü"}',
    isBase64Encoded: false,
    requestContext: {
      http: { method: 'POST', path: '/users/a%20b/things' },
      authorizer: { lambda: { gid: 'someone', type: 'REQUEST', version: '2.0' } },
    },
  });
});

test('variables of its own, and its name and time left in the context', async () => {
  const { body } = await call('/open');
  expect(fieldsIn(body)).toMatchObject({ name: 'variable of photos-api', fn: 'p-photos-api' });
  expect(fieldsIn(body).left).toBeLessThanOrEqual(200);
});

test('containers have a memory each, and calls at the same time go to different ones', async () => {
  const two = async (): Promise<number[]> => {
    const answers = await Promise.all([call('/open?wait=60'), call('/open?wait=60')]);
    return answers.map(({ headers }) => Number(headers['x-calls'])).sort((a, b) => a - b);
  };
  const before = await two();
  expect(await two()).toEqual(before.map((count) => count + 1));
});

test.each<[string, string, object, number, string]>([
  ['no such route', '/nothing', {}, 404, 'Not Found'],
  ['another method', '/broken', { method: 'POST' }, 404, 'Not Found'],
  ['IAM without a caller', '/iam/x', {}, 403, 'Forbidden'],
  ['no token', '/users/1/things', { method: 'POST' }, 401, 'Unauthorized'],
  ['a bad token', '/users/1/things', { method: 'POST', headers: { authorization: 'Bearer bad' } }, 403, 'Forbidden'],
  [
    'an authorizer that fails',
    '/users/1/things',
    { method: 'POST', headers: { authorization: 'Bearer fails' } },
    500,
    'Internal Server Error',
  ],
  ['a function that throws', '/broken', {}, 500, 'Internal Server Error'],
  ['a function that answers nothing', '/wordless', {}, 500, 'Internal Server Error'],
  ['a function that takes too long', '/slow', {}, 503, 'Service Unavailable'],
])('%s is answered as API Gateway does', async (_what, url, asked, status, message) => {
  expect(await call(url, asked)).toMatchObject({ status, body: { message } });
});

test('IAM: the ARN of the caller is handed on; a preflight needs none', async () => {
  const { body } = await call('/iam/a', { headers: { [CALLER_HEADER]: 'arn:aws:iam::1:role/x' } });
  expect(eventOf(body)).toMatchObject({
    pathParameters: { part: 'a' },
    requestContext: { authorizer: { iam: { userArn: 'arn:aws:iam::1:role/x' } } },
  });
  expect((await call('/iam/a', { method: 'OPTIONS' })).status).toBe(200);
});

test('a binary answer arrives as it was', async () => {
  const answer = await fetch(`${region.address}/binary`);
  expect([answer.status, [...new Uint8Array(await answer.arrayBuffer())]]).toEqual([201, [0, 255]]);
});

describe('Invoke', () => {
  const invoke = (name: string, headers: Record<string, string> = {}) =>
    call(`/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, { method: 'POST', body: { n: 1 }, headers });

  test('by name and by ARN: the answer is what the function returns', async () => {
    for (const name of ['p-photos-api', 'arn:aws:lambda:eu-west-1:111122223333:function:p-photos-api']) {
      const { status, body } = await invoke(name);
      expect([status, eventOf(JSON.parse(String(fieldsIn(body).body)))]).toEqual([200, { n: 1 }]);
    }
  });

  test('without waiting for it', async () => {
    expect((await invoke('p-reconcile', { 'x-amz-invocation-type': 'Event' })).status).toBe(202);
  });

  test('an error of the function is an answer with a header', async () => {
    expect(await invoke('p-health')).toMatchObject({
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: { errorType: 'TypeError', errorMessage: 'this is broken' },
    });
    expect(await invoke('p-reconcile')).toMatchObject({ body: { errorType: 'Sandbox.Timedout' } });
    expect((await invoke('p-nothing')).status).toBe(404);
  });
});

test('a Region that is killed says nothing more, and starts anew with an empty memory', async () => {
  await region.kill();
  await expect(call('/open')).rejects.toThrow(expect.objectContaining({ name: 'NoAnswer' }));
  await region.start();
  expect((await call('/open')).headers['x-calls']).toBe('1');
});

test('a Region that does not start says why', async () => {
  const file = path.join(dir, 'wrong.js');
  writeFileSync(file, "throw new Error('Environment variable X: missing');");
  const spec = { what: 'wrong', name: 'wrong', file, environment: {}, timeoutMs: 1, containers: 1 };
  const wrong = new RegionProcess({ region: 'eu-west-2', account: '1', functions: [spec], routes: [] }, {});
  await expect(wrong.start()).rejects.toThrow(
    /^The functions of eu-west-2 did not start: [\s\S]*Environment variable X: missing/,
  );
});
