import fc from 'fast-check';
import { TransactionConflict } from '../../../lambdas/shared/failures';
import { createLog } from '../../../lambdas/shared/log';
import { createMetrics } from '../../../lambdas/shared/metrics';
import { apiEvent } from '../shared/api-event';
import { captureStreams } from '../shared/captured-log';
import { ANA, key, START_MS, termsOf, twoRegions } from './world';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];
const PATHS = [
  '/v1/photos',
  '/v1/photos/01ARYZ6S410000000000000000',
  '/v1/photos/x/complete',
  '/v1/photos/%00/comments',
  '/v1/me',
  '/',
  '',
];

test('answers any event well-formed: a status, the usual headers, and a problem where it refuses', async () => {
  const { home, other } = twoRegions();
  const shaped = fc
    .record({
      method: fc.constantFrom(...METHODS),
      path: fc.oneof(fc.constantFrom(...PATHS), fc.webPath()),
      body: fc.oneof(
        fc.anything(),
        fc.json(),
        fc.constant(termsOf(Buffer.from('x'))),
        fc.record({ message: fc.anything() }),
      ),
      query: fc.dictionary(fc.constantFrom('limit', 'cursor', 'order', 'x'), fc.string()),
      headers: fc.dictionary(fc.constantFrom('idempotency-key', 'if-match', 'content-type', 'origin'), fc.string()),
      claims: fc.oneof(
        fc.constant({ gid: ANA, expiresAt: START_MS / 1000 + 60 }),
        fc.record({ gid: fc.anything(), expiresAt: fc.anything() }),
      ),
    })
    .map(({ method, path, body, ...rest }) => {
      try {
        return apiEvent(method, path, { body, ...rest });
      } catch {
        return apiEvent(method, path, rest); // a body that is no JSON
      }
    });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), shaped), fc.boolean(), async (event, here) => {
      const answer = await (here ? home : other).send(event);
      expect(Number.isInteger(answer.status)).toBe(true);
      expect(answer.status).not.toBe(500);
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-request-id': expect.stringMatching(/^[\w=.:+/-]{1,128}$/),
        'x-meridian-region': here ? 'us-east-1' : 'eu-west-1',
        'x-meridian-epoch': expect.any(String),
      });
      if (answer.status >= 400) {
        expect(answer.headers['content-type']).toBe('application/problem+json');
        expect(answer.body).toMatchObject({
          status: answer.status,
          code: expect.any(String),
          title: expect.any(String),
        });
      }
    }),
    { numRuns: 250 },
  );
});

describe('without a user', () => {
  test.each([
    [undefined],
    [{}],
    [{ gid: ANA }],
    [{ gid: ANA, expiresAt: 'soon' }],
    [{ gid: '', expiresAt: START_MS / 1000 + 60 }],
    [{ gid: [ANA], expiresAt: START_MS / 1000 + 60 }],
    [{ gid: ANA, expiresAt: START_MS / 1000 - 31 }],
  ])('%j: every route answers 401', async (claims) => {
    const { home } = twoRegions();
    const id = await home.photo();
    const before = home.content.picture();
    const routes: [string, string, object?][] = [
      ['GET', '/v1/photos'],
      ['POST', '/v1/photos', termsOf(Buffer.from('x'))],
      ['POST', `/v1/photos/${id}/complete`],
      ['GET', `/v1/photos/${id}`],
      ['DELETE', `/v1/photos/${id}`],
      ['GET', `/v1/photos/${id}/comments`],
      ['POST', `/v1/photos/${id}/comments`, { message: 'x' }],
      ['GET', '/v1/me'],
      ['PUT', '/v1/me', { name: 'x' }],
    ];
    for (const [method, path, body] of routes) {
      const headers = { ...key(), 'if-match': '0' };
      const event = apiEvent(method, path, { headers, ...(body ? { body } : {}), ...(claims ? { claims } : {}) });
      const answer = await home.send(event);
      expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 401, 'unauthorized']);
    }
    expect(home.content.picture()).toBe(before);
  });
});

test('a token’s end may come as text', async () => {
  const { home } = twoRegions();
  const claims = { gid: ANA, expiresAt: String(START_MS / 1000 + 60) };
  expect((await home.call('GET', '/v1/me', { claims })).status).toBe(200);
});

test('nothing of a person, a body, a token or a signed address is in the log', async () => {
  const captured = captureStreams();
  try {
    const { home, other } = twoRegions({ log: createLog('photos-api'), metrics: createMetrics('photos-api') });
    const planted = {
      alt: 'PLANTED-ALT',
      message: 'PLANTED-MESSAGE ana@example.com',
      name: 'PLANTED-NAME',
      token: 'eyJhbGciOiJSUzI1NiJ9.eyJQTEFOVEVEIjoxfQ.UExBTlRFRA',
      key: 'PLANTED-KEY',
    };
    const headers = { ...key(planted.key), authorization: `Bearer ${planted.token}`, 'if-match': 'PLANTED-REV' };
    const picture = Buffer.from('PLANTED-PICTURE');
    for (const region of [home, other]) {
      const id = region === home ? await home.photo() : '01ARYZ6S410000000000000000';
      await region.call('POST', '/v1/photos', { headers, body: termsOf(picture, planted.alt) });
      await region.call('GET', '/v1/photos', { headers });
      await region.call('POST', `/v1/photos/${id}/comments`, { headers, body: { message: planted.message } });
      await region.call('POST', `/v1/photos/${id}/comments`, { headers, body: `{"message": "${planted.message}` });
      await region.call('PUT', '/v1/me', { headers, body: { name: planted.name } });
      await region.call('PUT', '/v1/me', { headers: { 'if-match': '0' }, body: { name: planted.name } });
    }
    // What the stores themselves say may quote a request.
    home.content.transact = () =>
      Promise.reject(
        new Error(`ValidationException: ana@example.com https://b.s3.amazonaws.com/x?X-Amz-Signature=PLANTED`),
      );
    const failed = await home.call('POST', '/v1/photos', { headers: key(), body: termsOf(picture, planted.alt) });
    expect([failed.status, failed.body.detail]).toEqual([
      500,
      'An unexpected error; the log has it under the request id.',
    ]);

    const log = captured.lines.join('\n');
    expect(captured.lines.length).toBeGreaterThan(12);
    for (const secret of ['PLANTED', 'ana@example.com', planted.token, ANA]) expect(log).not.toContain(secret);
  } finally {
    captured.restore();
  }
});

describe('the header x-meridian-epoch', () => {
  test('says what this Region last learnt, on reads too', async () => {
    const { home, other, move } = twoRegions();
    expect((await other.call('GET', '/v1/photos')).headers['x-meridian-epoch']).toBe('unknown');
    await home.photo();
    expect((await home.call('GET', '/v1/photos')).headers['x-meridian-epoch']).toBe('0');
    move('failover', ['eu-west-1']);
    await other.call('PUT', '/v1/me', { headers: { 'if-match': '0' }, body: { name: 'x' } });
    expect((await other.call('GET', '/v1/photos')).headers['x-meridian-epoch']).toBe('1');
  });
});

test('a refusal is the latest that a Region has heard', async () => {
  const { home, move } = twoRegions();
  await home.photo();
  move('fenced', []);
  expect((await home.call('GET', '/v1/photos')).headers['x-meridian-epoch']).toBe('0');
  const refused = await home.call('PUT', '/v1/me', { headers: { 'if-match': '0' }, body: { name: 'x' } });
  expect(refused.headers['x-meridian-epoch']).toBe('1');
  expect((await home.call('GET', '/v1/photos')).headers['x-meridian-epoch']).toBe('1');
});

test('counts the writes that met another on their shard, under the application', async () => {
  const counted: unknown[] = [];
  const { home } = twoRegions({ metrics: { add: (...line) => void counted.push(line) } });
  const transact = home.content.transact.bind(home.content);
  home.content.transact = async () => {
    home.content.transact = transact;
    throw new TransactionConflict('busy');
  };
  const body = termsOf(Buffer.from('x'));
  expect(await home.call('POST', '/v1/photos', { headers: key(), body })).toMatchObject({ status: 201 });
  expect(counted).toEqual([['FenceShardConflict', 1, 'orders']]);
});

test('counts the refusals of a Region that may be the writer and cannot prove it, and no others', async () => {
  const counted: string[] = [];
  const { home, other, register, move, clock } = twoRegions({ metrics: { add: (name) => void counted.push(name) } });
  const send = (region: typeof home) =>
    region.call('POST', '/v1/photos', { headers: key(), body: termsOf(Buffer.from('x')) });
  expect((await send(other)).body.code).toBe('not-writer');
  move('fenced', []);
  expect((await send(home)).body.code).toBe('fenced');
  expect(counted).toEqual([]);
  register.up = false;
  clock.nowMs += 60_000;
  expect((await send(home)).body.code).toBe('no-lease');
  expect(counted).toContain('FencedWriteRefused');
});
