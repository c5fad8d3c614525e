import type { CloudFrontRequest } from 'aws-lambda';
import fc from 'fast-check';
import type { EdgeData } from '../../../lambdas/edge-jurisdiction/edge-data';
import { place } from '../../../lambdas/edge-jurisdiction/place';

const DATA: EdgeData = {
  field: 'jurisdiction',
  hosts: { eu: 'api-eu.orders.example.com', us: 'api-us.orders.example.com' },
};

const request = (
  body: string | undefined,
  more: { headers?: Record<string, string>; encoding?: 'text' | 'base64'; truncated?: boolean } = {},
): CloudFrontRequest => {
  const { headers = {}, encoding = 'base64', truncated = false } = more;
  return {
    clientIp: '192.0.2.7',
    method: 'POST',
    uri: '/api/orders',
    querystring: 'a=1',
    headers: Object.fromEntries(
      Object.entries({ 'content-type': 'application/json', host: 'api.orders.example.com', ...headers }).map(
        ([key, value]) => [key, [{ key, value }]],
      ),
    ),
    origin: {
      custom: {
        customHeaders: {},
        domainName: 'api.orders.example.com',
        keepaliveTimeout: 5,
        path: '',
        port: 443,
        protocol: 'https',
        readTimeout: 30,
        sslProtocols: ['TLSv1.2'],
      },
    },
    ...(body !== undefined && {
      body: {
        action: 'read-only',
        data: encoding === 'base64' ? Buffer.from(body).toString('base64') : body,
        encoding,
        inputTruncated: truncated,
      },
    }),
  };
};

/** Host that a request goes to, or the status and the reason of a refusal. */
const outcome = (sent: CloudFrontRequest): string => {
  const result = place(sent, DATA);
  if (!result) throw new Error('nothing came back');
  if ('status' in result) {
    const { detail } = JSON.parse(result.body ?? '{}') as { detail: string };
    return `${result.status}: ${detail}`;
  }
  return 'origin' in result ? String(result.origin?.custom?.domainName) : 'no origin';
};

const HERE = 'api.orders.example.com';

test('a body that names a jurisdiction is sent there, under the name that the API there knows', () => {
  const sent = request('{"jurisdiction":"eu","total":3}');
  expect(place(sent, DATA)).toEqual({
    ...sent,
    headers: { ...sent.headers, host: [{ key: 'Host', value: 'api-eu.orders.example.com' }] },
    origin: { custom: { ...sent.origin?.custom, domainName: 'api-eu.orders.example.com' } },
  });
});

test.each<[string, CloudFrontRequest, string]>([
  ['as text', request('{"jurisdiction":"us"}', { encoding: 'text' }), 'api-us.orders.example.com'],
  [
    'once, whatever stands deeper',
    request('{"list":[{"jurisdiction":"us"}],"jurisdiction":"eu","order":{"jurisdiction":"us"}}'),
    'api-eu.orders.example.com',
  ],
  ['with spaces', request(' {\n "jurisdiction"\t: "us" } '), 'api-us.orders.example.com'],
  ['written with escapes', request('{"jurisdict\\u0069on":"us"}'), 'api-us.orders.example.com'],
  [
    'in a type of its own',
    request('{"jurisdiction":"eu"}', { headers: { 'content-type': 'Application/vnd.orders+JSON; charset=utf-8' } }),
    'api-eu.orders.example.com',
  ],
  [
    'identity is no encoding',
    request('{"jurisdiction":"eu"}', { headers: { 'content-encoding': 'Identity' } }),
    'api-eu.orders.example.com',
  ],
])('reads it %s', (_how, sent, host) => expect(outcome(sent)).toBe(host));

test.each<[string, CloudFrontRequest]>([
  ['no body', request(undefined)],
  ['an empty one', request('')],
  ['another type', request('jurisdiction=eu', { headers: { 'content-type': 'application/x-www-form-urlencoded' } })],
  ['a type that only looks like it', request('{}', { headers: { 'content-type': 'application/jsonp' } })],
  ['no such field', request('{"total":3}')],
  ['the field deeper', request('{"order":{"jurisdiction":"eu"},"list":["jurisdiction",{"jurisdiction":"us"}]}')],
  ['the name as a value', request('{"field":"jurisdiction"}')],
  ['a list', request('["jurisdiction"]')],
  ['a text', request('"jurisdiction"')],
  ['null', request('null')],
])('%s is left to Route 53, unchanged', (_what, sent) => expect(place(sent, DATA)).toBe(sent));

test.each<[string, CloudFrontRequest, string]>([
  ['a jurisdiction that is none', request('{"jurisdiction":"cn"}'), '400: jurisdiction is none of eu, us.'],
  ['one in other letters', request('{"jurisdiction":"EU"}'), '400: jurisdiction is none of eu, us.'],
  ['what every object has', request('{"jurisdiction":"constructor"}'), '400: jurisdiction is none of eu, us.'],
  ['null', request('{"jurisdiction":null}'), '400: jurisdiction is none of eu, us.'],
  ['a list', request('{"jurisdiction":["eu"]}'), '400: jurisdiction is none of eu, us.'],
  ['two of them', request('{"jurisdiction":"eu","jurisdiction":"us"}'), '400: The body names jurisdiction 2 times.'],
  [
    'two, one with escapes',
    request('{"jurisdiction":"eu","\\u006aurisdiction":"us"}'),
    '400: The body names jurisdiction 2 times.',
  ],
  ['no JSON', request('{"jurisdiction":"eu"'), '400: The body is not JSON.'],
  ['a part of one', request('{"jurisdiction":"eu"}', { truncated: true }), '413: Send a body of 1 MB at most.'],
  [
    'a packed one',
    request('{}', { headers: { 'content-encoding': 'gzip' } }),
    '415: Send the body without content-encoding.',
  ],
])('refuses %s', (_what, sent, refusal) => expect(outcome(sent)).toBe(refusal));

test('refuses bytes that are no text', () => {
  const sent = request('x');
  if (sent.body) sent.body.data = Buffer.from([0x7b, 0xff, 0x7d]).toString('base64');
  expect(outcome(sent)).toBe('400: The body is not UTF-8.');
});

test('a refusal is a problem that nobody keeps', () =>
  expect(place(request('{'), DATA)).toEqual({
    status: '400',
    statusDescription: 'Bad Request',
    headers: {
      'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
      'content-type': [{ key: 'Content-Type', value: 'application/problem+json' }],
    },
    body: '{"type":"about:blank","title":"Bad Request","status":400,"detail":"The body is not JSON."}',
  }));

test('fails where it stands before a bucket: that is not for it to change', () => {
  const { origin: _, ...sent } = request('{"jurisdiction":"eu"}');
  expect(() => place(sent, DATA)).toThrow(
    new Error('The behaviour has no custom origin. Associate the function with that of the API alone.'),
  );
});

const KEYS = ['jurisdiction', 'a', '"', '\\', '{', ':', '__proto__'];

test('any JSON goes where its own field says, or nowhere: never elsewhere', () =>
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), fc.jsonValue()),
      fc.option(fc.oneof(fc.constantFrom('eu', 'us', 'EU', '', 'toString'), fc.jsonValue()), { nil: undefined }),
      fc.constantFrom(undefined, 2, '\t'),
      (other, fields, named, indent) => {
        const { jurisdiction: _, ...rest } = fields;
        const body = named === undefined ? { ...rest, other } : { ...rest, jurisdiction: named, other };
        const expected =
          named === undefined
            ? HERE
            : named === 'eu' || named === 'us'
              ? `api-${named}.orders.example.com`
              : '400: jurisdiction is none of eu, us.';
        expect(outcome(request(JSON.stringify(body, null, indent)))).toBe(expected);
      },
    ),
    { numRuns: 1000 },
  ));

test('any text is answered, without an error', () =>
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n', 'eu', '"jurisdiction"') })),
      (text) => {
        expect(outcome(request(text))).toMatch(/^(api(-eu|-us)?\.orders\.example\.com|400: .+)$/);
      },
    ),
    { numRuns: 1000 },
  ));
