import fc from 'fast-check';
import { createApi } from '../../../lambdas/shared/http';
import { type EventShape, type IncomingRequest, readEvent } from '../../../lambdas/shared/http-event';
import { SILENT } from './captured-log';
import { balancerEvent, eventOf, restEvent, SHAPES } from './event-shapes';

const ARN = 'arn:aws:sts::111122223333:assumed-role/operator/ann';

const read = (event: unknown): IncomingRequest => {
  const incoming = readEvent(event, { awsRequestId: 'lambda-1' });
  if (incoming === undefined) throw new Error('not read');
  return incoming;
};

const api = createApi({
  region: 'eu-west-1',
  allowedOrigins: [],
  log: SILENT,
  routes: [
    { method: 'GET', path: '/who', run: ({ callerArn, claims }) => ({ status: 200, body: { callerArn, claims } }) },
    {
      method: 'POST',
      path: '/echo/{id}',
      run: (request) => ({
        status: 201,
        body: { id: request.params.id, query: request.query, header: request.header('x-a'), sent: request.json() },
      }),
    },
  ],
});

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const anyRequest = fc.record({
  id: word,
  query: fc.dictionary(word, word, { maxKeys: 4 }),
  header: fc.string({ maxLength: 12 }),
  body: fc.record({ value: fc.jsonValue() }),
});

test('the same request is answered alike, whoever hands it on', () =>
  fc.assert(
    fc.asyncProperty(anyRequest, async ({ id, query, header, body }) => {
      const answers = await Promise.all(
        SHAPES.map(async (shape) => {
          const path = `/v1/echo/${encodeURIComponent(id)}`;
          const { statusCode, body: text } = await api(
            eventOf(shape, 'POST', path, { query, headers: { 'X-A': header }, body }),
          );
          return { statusCode, body: JSON.parse(text) };
        }),
      );
      const expected = { statusCode: 201, body: { id, query, header, sent: JSON.parse(JSON.stringify(body)) } };
      expect(answers).toEqual([expected, expected, expected]);
    }),
    { numRuns: 100 },
  ));

test.each<[EventShape, object]>([
  ['http-api', { callerArn: ARN, claims: { gid: 'g' } }],
  ['rest-api', { callerArn: ARN, claims: { gid: 'g' } }],
  ['load-balancer', { claims: {} }],
])('the caller as %s knows it', async (shape, expected) => {
  const { body } = await api(eventOf(shape, 'GET', '/v1/who', { arn: ARN, claims: { gid: 'g' } }));
  expect(JSON.parse(body)).toEqual(expected);
});

test.each(SHAPES)('%s: nobody becomes another by what a client can write', async (shape) => {
  const forged = { userarn: ARN, authorizer: ARN, 'x-amzn-caller': ARN };
  const { body } = await api(eventOf(shape, 'GET', '/v1/who', { headers: forged, query: forged }));
  expect(JSON.parse(body)).toEqual({ claims: {} });
});

test('a load balancer’s event that has an identity all the same gives nobody its rights', () => {
  const event = Object.assign({}, balancerEvent('GET', '/v1/who'), {
    requestContext: { elb: {}, identity: { userArn: ARN }, authorizer: { iam: { userArn: ARN } } },
  });
  expect(read(event)).toMatchObject({ callerArn: undefined, claims: {} });
});

test('a REST API’s path is taken as it is: it has no stage to take off', () =>
  expect(read(restEvent('GET', '/live/who')).path).toBe('/live/who'));

test('a REST API’s own test, which sends fields that are null, is read', () =>
  expect(read({ httpMethod: 'GET', path: '/', headers: null, queryStringParameters: null })).toMatchObject({
    shape: 'rest-api',
    method: 'GET',
    path: '/',
    query: {},
    body: undefined,
    requestId: 'lambda-1',
  }));

describe('a load balancer', () => {
  test('hands the query on as it was written, and what is no encoding stands', () => {
    const event = Object.assign({}, balancerEvent('GET', '/'), {
      queryStringParameters: { 'a%20b': 'c+d%2B', bad: '%E0%A4%A' },
    });
    expect(read(event).query).toEqual({ 'a b': 'c d+', bad: '%E0%A4%A' });
  });

  test('may be set to send all values of a header: the last counts, and the answer has them so too', async () => {
    const event = balancerEvent('GET', '/v1/who', { headers: { 'x-a': 'b' }, query: { q: 'r' } }, true);
    const incoming = read(event);
    expect([incoming.header('x-a'), incoming.query]).toEqual(['b', { q: 'r' }]);
    const { headers, multiValueHeaders } = await api(event);
    expect(multiValueHeaders).toEqual(
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    );
    expect(multiValueHeaders?.['content-type']).toEqual(['application/json']);
  });

  test('is told the status in words, and no more than it reads', async () => {
    expect(Object.keys(await api(balancerEvent('GET', '/v1/who'))).sort()).toEqual([
      'body',
      'headers',
      'isBase64Encoded',
      'statusCode',
      'statusDescription',
    ]);
    expect((await api(balancerEvent('GET', '/v1/who'))).statusDescription).toBe('200 OK');
    expect((await api(balancerEvent('GET', '/nowhere'))).statusDescription).toBe('404 Not Found');
    expect((await api(balancerEvent('PUT', '/v1/who'))).statusDescription).toBe('405 Method Not Allowed');
  });
});

// "Malformed Lambda proxy response": one field more, and the client gets 502.
test.each(['http-api', 'rest-api'] as const)('%s gets the four fields that it knows', async (shape) =>
  expect(Object.keys(await api(eventOf(shape, 'GET', '/v1/who'))).sort()).toEqual([
    'body',
    'headers',
    'isBase64Encoded',
    'statusCode',
  ]),
);

test('whatever an event of a REST API or a load balancer holds, the answer is well formed', () => {
  const values = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()), fc.anything()));
  const event = fc.record(
    {
      httpMethod: fc.oneof(fc.constantFrom('GET', 'POST', 'OPTIONS', ''), fc.anything()),
      path: fc.oneof(fc.webPath(), fc.constantFrom('/v1/echo/%', '/v1/who', '//', ''), fc.anything()),
      headers: fc.option(values),
      multiValueHeaders: fc.option(values),
      queryStringParameters: fc.option(values),
      multiValueQueryStringParameters: fc.option(values),
      body: fc.oneof(fc.string(), fc.anything()),
      isBase64Encoded: fc.anything(),
      requestContext: fc.record(
        {
          elb: fc.oneof(fc.object(), fc.anything()),
          identity: fc.anything(),
          authorizer: fc.anything(),
          requestId: fc.oneof(fc.string(), fc.constant('a\r\nset-cookie: x')),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['httpMethod', 'path'] },
  );
  return fc.assert(
    fc.asyncProperty(event, async (any) => {
      const { statusCode, headers, body, isBase64Encoded } = await api(any);
      expect(statusCode).toBeGreaterThanOrEqual(200);
      expect(statusCode).toBeLessThan(500);
      expect(isBase64Encoded).toBe(false);
      for (const value of Object.values(headers)) expect(value).toMatch(/^[^\r\n]*$/);
      if (body !== '') expect(() => JSON.parse(body)).not.toThrow();
      if (statusCode >= 400) expect(headers['content-type']).toBe('application/problem+json');
    }),
    { numRuns: 300 },
  );
});
