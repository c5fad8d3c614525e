import fc from 'fast-check';
import { createApi, type Route } from '../../../lambdas/shared/http';
import { Problem } from '../../../lambdas/shared/problem';
import { apiEvent } from './api-event';
import { SILENT } from './captured-log';

const ORIGIN = 'https://app.example.com';
const routes: readonly Route[] = [
  { method: 'GET', path: '/things/{id}', bare: true, run: ({ params }) => ({ status: 200, body: params, epoch: 7 }) },
  { method: 'POST', path: '/things', run: (request) => ({ status: 201, body: { got: request.json() ?? null } }) },
  { method: 'GET', path: '/fenced', run: () => Promise.reject(new Problem('fenced', 'Read-only.', { epoch: 9 })) },
  {
    method: 'GET',
    path: '/broken',
    run: () => {
      throw new Error('secret detail');
    },
  },
  { method: 'GET', path: '/hangs', deadlineMs: 30, run: () => new Promise(() => undefined) },
  { method: 'GET', path: '/who', run: ({ callerArn, claims }) => ({ status: 200, body: { callerArn, claims } }) },
];
const options = { region: 'eu-west-1', routes, allowedOrigins: [ORIGIN], log: SILENT };
const api = createApi(options);
const bodyOf = (result: { body: string }): unknown => JSON.parse(result.body);

test('every answer names the request, the Region and the epoch, and may not be stored', async () => {
  const { statusCode, headers, body } = await api(apiEvent('GET', '/v1/things/a%20b', { requestId: 'abc=' }));
  expect({ statusCode, body }).toEqual({ statusCode: 200, body: '{"id":"a b"}' });
  expect(headers).toEqual({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': 'abc=',
    'x-meridian-region': 'eu-west-1',
    'x-meridian-epoch': '7',
    vary: 'Origin',
  });
});

test('a bare route answers without the prefix too, another does not', async () => {
  expect((await api(apiEvent('GET', '/things/a'))).statusCode).toBe(200);
  expect((await api(apiEvent('GET', '/who'))).statusCode).toBe(404);
});

test('a stage before the path is taken off', async () => {
  const event = { rawPath: '/live/v1/who', requestContext: { stage: 'live', http: { method: 'GET' } } };
  expect((await api(event)).statusCode).toBe(200);
});

test('a refusal is a problem with its code, the epoch, and when to try again', async () => {
  const { statusCode, headers, body } = await api(apiEvent('GET', '/v1/fenced', { requestId: 'r1' }));
  expect(statusCode).toBe(503);
  expect(headers).toMatchObject({
    'content-type': 'application/problem+json',
    'retry-after': '5',
    'x-meridian-epoch': '9',
  });
  expect(JSON.parse(body)).toEqual({
    type: 'urn:meridian:problem:fenced',
    title: 'The application is read-only at present',
    status: 503,
    detail: 'Read-only.',
    instance: 'urn:meridian:request:r1',
    code: 'fenced',
    region: 'eu-west-1',
    epoch: 9,
    retryAfterMs: 5000,
  });
});

test('an unexpected error says nothing of itself to the caller', async () => {
  const result = await api(apiEvent('GET', '/v1/broken'));
  expect(result.statusCode).toBe(500);
  expect(result.body).not.toContain('secret detail');
  expect(bodyOf(result)).toMatchObject({ code: 'internal', status: 500 });
});

test('a route that never answers is answered for when its time is over', async () => {
  const startedMs = performance.now();
  const result = await api(apiEvent('GET', '/v1/hangs'));
  expect(performance.now() - startedMs).toBeLessThan(500);
  expect(bodyOf(result)).toMatchObject({ status: 503, code: 'unavailable', detail: 'No answer within 30 ms.' });
});

describe('CORS', () => {
  const origin = (value: string): Record<string, string> => ({ origin: value });

  test.each([200, 404, 405, 415, 500, 503])('a listed origin is named on an answer %i', async (status) => {
    const events: Record<number, unknown> = {
      200: apiEvent('GET', '/v1/things/a', { headers: origin(ORIGIN) }),
      404: apiEvent('GET', '/nowhere', { headers: origin(ORIGIN) }),
      405: apiEvent('DELETE', '/v1/things/a', { headers: origin(ORIGIN) }),
      415: apiEvent('POST', '/v1/things', { headers: origin(ORIGIN), body: 'x' }),
      500: apiEvent('GET', '/v1/broken', { headers: origin(ORIGIN) }),
      503: apiEvent('GET', '/v1/fenced', { headers: origin(ORIGIN) }),
    };
    const { statusCode, headers } = await api(events[status]);
    expect(statusCode).toBe(status);
    expect(headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(headers.vary).toBe('Origin');
  });

  test.each(['https://evil.example.com', 'https://app.example.com.evil.com', 'null', '*', ''])(
    'the origin %p, which is not listed, gets no header of CORS',
    async (other) => {
      const { headers } = await api(apiEvent('GET', '/v1/things/a', { headers: origin(other) }));
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  );

  test('a preflight of a known address answers its methods', async () => {
    const { statusCode, headers, body } = await api(apiEvent('OPTIONS', '/v1/things', { headers: origin(ORIGIN) }));
    expect({ statusCode, body }).toEqual({ statusCode: 204, body: '' });
    expect(headers['access-control-allow-methods']).toBe('POST');
  });

  test('no origin listed: no header of CORS at all', async () => {
    const closed = createApi({ ...options, allowedOrigins: [] });
    const { headers } = await closed(apiEvent('GET', '/v1/things/a', { headers: origin(ORIGIN) }));
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control') || name === 'vary')).toEqual([]);
  });
});

describe('bodies', () => {
  const post = (more: Parameters<typeof apiEvent>[2]) => api(apiEvent('POST', '/v1/things', more));

  test('JSON comes back equal, whatever it holds', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const { body } = await post({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } });
        expect(bodyOf({ body })).toEqual({ got: JSON.parse(JSON.stringify(value)) });
      }),
      { numRuns: 50 },
    ));

  test('base64 is read as what it encodes', async () => {
    const event = apiEvent('POST', '/v1/things', { headers: { 'Content-Type': 'application/json; charset=utf-8' } });
    const encoded = Object.assign({}, event, {
      body: Buffer.from('{"a":1}').toString('base64'),
      isBase64Encoded: true,
    });
    expect(bodyOf(await api(encoded))).toEqual({ got: { a: 1 } });
  });

  test('16 KiB is taken, one byte more is not', async () => {
    const sized = (bytes: number) => post({ body: { a: 'x'.repeat(bytes - 8) } });
    expect((await sized(16_384)).statusCode).toBe(201);
    expect(bodyOf(await sized(16_385))).toMatchObject({
      status: 413,
      code: 'payload-too-large',
      detail: 'The body has 16385 bytes; at most 16384 are taken.',
    });
  });

  test('a refusal of bad JSON does not repeat it', async () => {
    const result = await post({ body: '{"password":"hunter2"', headers: { 'content-type': 'application/json' } });
    expect(bodyOf(result)).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(result.body).not.toContain('hunter2');
  });
});

test('another method of a known address: 405 with what it takes', async () => {
  const result = await api(apiEvent('PUT', '/v1/things'));
  expect(bodyOf(result)).toMatchObject({ status: 405, code: 'method-not-allowed' });
  expect(result.headers.allow).toBe('POST');
});

test('the ARN and the claims come from the authorizer only', async () => {
  const arn = 'arn:aws:sts::111122223333:assumed-role/operator/ann';
  expect(bodyOf(await api(apiEvent('GET', '/v1/who', { arn, claims: { gid: 'g' } })))).toEqual({
    callerArn: arn,
    claims: { gid: 'g' },
  });
  expect(bodyOf(await api(apiEvent('GET', '/v1/who', { headers: { userarn: arn } })))).toEqual({ claims: {} });
});

test('whatever the event is, the answer is well formed', () =>
  fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.anything(),
        fc.record(
          {
            rawPath: fc.oneof(fc.webPath(), fc.constantFrom('/v1/things/%', '/v1/things', '/v1/%2e%2e/x')),
            headers: fc.dictionary(fc.string(), fc.anything()),
            body: fc.anything(),
            isBase64Encoded: fc.anything(),
            queryStringParameters: fc.anything(),
            requestContext: fc.record({
              http: fc.record({ method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'get', '') }),
              requestId: fc.oneof(fc.string(), fc.constant('a\r\nset-cookie: x')),
              authorizer: fc.anything(),
            }),
          },
          { requiredKeys: [] },
        ),
      ),
      async (event) => {
        const { statusCode, headers, body, isBase64Encoded } = await api(event);
        expect(statusCode).toBeGreaterThanOrEqual(200);
        expect(statusCode).toBeLessThan(500);
        expect(isBase64Encoded).toBe(false);
        for (const value of Object.values(headers)) expect(value).toMatch(/^[^\r\n]*$/);
        expect(headers['x-meridian-region']).toBe('eu-west-1');
        if (body !== '') expect(() => JSON.parse(body)).not.toThrow();
        if (statusCode >= 400) expect(headers['content-type']).toBe('application/problem+json');
      },
    ),
    { numRuns: 300 },
  ));
