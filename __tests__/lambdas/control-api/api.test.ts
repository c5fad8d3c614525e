import fc from 'fast-check';
import { createControlApi } from '../../../lambdas/control-api/api';
import { apiEvent } from '../shared/api-event';
import { ControlWorld } from '../shared/control-world';
import { ARN, FAILOVER, OPTIONS, ORIGIN, start } from './api-world';

describe('without an identity', () => {
  test.each([
    ['GET', '/v1/state/orders'],
    ['GET', '/state/orders'],
    ['PUT', '/v1/state/orders'],
    ['GET', '/v1/state/orders/history'],
    ['POST', '/v1/reconcile/orders'],
    ['GET', '/v1/reconcile/orders'],
  ])('%s %s is refused, even where the route was deployed open', async (method, path) => {
    const world = new ControlWorld();
    const before = world.contents();
    const answer = await createControlApi(
      world.control('eu-west-1'),
      OPTIONS,
    )(apiEvent(method, path, { body: FAILOVER }));
    expect(JSON.parse(answer.body)).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(world.contents()).toBe(before);
  });

  test('a browser gets the state, for a second, and neither history nor persons', async () => {
    const { world, call, put } = start();
    await put('eu-west-1', FAILOVER);
    const handler = createControlApi(world.control('eu-west-1'), OPTIONS);
    const lease = jest.spyOn(world.fence('eu-west-1'), 'readLease');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        handler(apiEvent('GET', '/v1/app/orders/state', { headers: { origin: ORIGIN } })),
      ),
    );
    expect(lease).toHaveBeenCalledTimes(1);
    const [answer] = answers;
    expect(answer?.headers).toMatchObject({
      'cache-control': 'public, max-age=1',
      'access-control-allow-origin': ORIGIN,
    });
    expect(Object.keys(JSON.parse(answer?.body ?? '{}')).sort()).toEqual([
      'asOf',
      'endpoints',
      'epoch',
      'primary',
      'region',
      'serving',
      'since',
      'state',
      'writers',
    ]);
    expect(answer?.body).not.toContain('ann');
    expect((await call('eu-west-1', 'GET', '/v1/app/orders/history')).statusCode).toBe(404);
  });

  test('and what it needs to sign in', async () => {
    expect((await start().call('eu-west-1', 'GET', '/v1/client')).body).toEqual({
      region: 'eu-west-1',
      clientId: 'client1',
      issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc',
    });
    expect(await start({}, { userPool: undefined }).call('eu-west-1', 'GET', '/v1/client')).toMatchObject({
      statusCode: 404,
    });
  });
});

test('whatever comes, a well-formed answer; and what is refused changes nothing', () =>
  fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.anything(),
        fc
          .record({
            method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE'),
            path: fc.constantFrom(
              '/v1/state/orders',
              '/state/orders',
              '/v1/state/orders/history',
              '/v1/reconcile/orders',
              '/v1/app/x/state',
              '/v1/state/%00',
              '/v1/client',
            ),
            body: fc.oneof(fc.string(), fc.jsonValue(), fc.constant(FAILOVER), fc.constant('x'.repeat(20_000))),
            query: fc.dictionary(fc.constantFrom('zone', 'limit', 'cursor', 'consistency', 'q'), fc.string()),
            arn: fc.constantFrom(ARN, undefined),
          })
          .map(({ method, path, arn, ...rest }) =>
            apiEvent(method, path, { ...rest, ...(arn === undefined ? {} : { arn }) }),
          ),
      ),
      async (event) => {
        const world = new ControlWorld();
        const { statusCode, body, headers } = await createControlApi(world.control('eu-west-1'), OPTIONS)(event);
        expect([200, 400, 401, 404, 405, 409, 412, 413, 415]).toContain(statusCode);
        expect(() => JSON.parse(body)).not.toThrow();
        expect(headers['x-meridian-region']).toBe('eu-west-1');
        if (statusCode >= 400) expect(world.register.writes).toBe(0);
      },
    ),
    { numRuns: 200 },
  ));
