import { createService } from '../../../lambdas/service/api';
import type { Probe } from '../../../lambdas/shared/deep-health';
import { SYSTEM_CLOCK } from '../../../lambdas/shared/system-clock';
import { captureStreams, SILENT } from '../shared/captured-log';
import { eventOf, SHAPES } from '../shared/event-shapes';

const probe = (run: Probe['run'], severity: 'degraded' | 'failing' = 'failing'): Probe => ({
  name: 'table',
  severity: () => severity,
  run,
});
const service = (...probes: Probe[]) =>
  createService({ region: 'eu-west-1', version: '1.2.3', log: SILENT, clock: SYSTEM_CLOCK, probes });
const dead = probe(() => Promise.reject(new Error('refused by 10.0.0.7')));

describe.each(SHAPES)('behind %s', (shape) => {
  const get = (path: string, method = 'GET', handler = service()) => handler(eventOf(shape, method, path));

  test.each([
    ['/', { region: 'eu-west-1', version: '1.2.3' }],
    ['/api/region', { region: 'eu-west-1', version: '1.2.3' }],
    ['/health', { status: 'ok', region: 'eu-west-1' }],
    ['/health/live', { status: 'ok', region: 'eu-west-1' }],
  ])('%s answers with the Region, and is kept by nobody', async (path, body) => {
    const answer = await get(path);
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([200, body]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-meridian-region': 'eu-west-1' });
  });

  test.each([
    ['GET', '/orders', 404, 'not-found'],
    ['GET', '/health/', 404, 'not-found'],
    ['GET', '/v1/health', 404, 'not-found'],
    ['POST', '/', 405, 'method-not-allowed'],
    ['DELETE', '/health', 405, 'method-not-allowed'],
  ])('%s %s is refused with %i', async (method, path, status, code) => {
    const answer = await get(path, method);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status, code, region: 'eu-west-1' });
  });
});

describe('with something that it needs', () => {
  const health = (...probes: Probe[]) => service(...probes)(eventOf('http-api', 'GET', '/health'));

  test('a Region that cannot serve says so and no more, and its process is alive all the same', async () => {
    const handler = service(dead);
    const answer = await handler(eventOf('http-api', 'GET', '/health'));
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([503, { status: 'failing', region: 'eu-west-1' }]);
    expect((await handler(eventOf('http-api', 'GET', '/health/live'))).statusCode).toBe(200);
  });

  test('one that works, or that it can do without, is no reason to leave', async () => {
    expect((await health(probe(async () => ({})))).statusCode).toBe(200);
    expect((await health(probe(() => Promise.reject(new Error('slow')), 'degraded'))).statusCode).toBe(200);
  });

  test('one that hangs is answered for before a checker gives up', async () => {
    const startedMs = performance.now();
    expect((await health(probe(() => new Promise(() => undefined)))).statusCode).toBe(503);
    expect(performance.now() - startedMs).toBeLessThan(1800);
  });

  test('is asked once for many checkers', async () => {
    let asked = 0;
    const handler = service(
      probe(async () => {
        asked += 1;
        return {};
      }),
    );
    for (let check = 0; check < 20; check++) await handler(eventOf('http-api', 'GET', '/health'));
    expect(asked).toBe(1);
  });
});

test('the shipped handler writes nothing that a caller sent', async () => {
  Object.assign(process.env, { AWS_REGION: 'eu-west-1' });
  const { handler } = jest.requireActual<typeof import('../../../lambdas/service/handler')>(
    '../../../lambdas/service/handler',
  );
  const log = captureStreams();
  const planted = 'planted-7781';
  for (const shape of SHAPES)
    await handler(
      eventOf(shape, 'POST', `/${planted}`, {
        headers: { authorization: `Bearer ${planted}`, cookie: planted },
        query: { q: planted },
        body: { secret: planted },
      }),
    );
  log.restore();
  expect(log.lines).toHaveLength(3);
  expect(log.lines.join('\n')).not.toMatch(/planted|192\.0\.2\.1|targetgroup/);
});
