import fc from 'fast-check';
import { createHealth } from '../../../lambdas/health/api';
import { Unavailable } from '../../../lambdas/shared/failures';
import type { HealthReport } from '../../../lambdas/shared/ports';
import { apiEvent } from '../shared/api-event';
import { ControlWorld, type WorldOptions } from '../shared/control-world';

const FAILOVER = { AppId: 'orders', TableName: 'orders-prod-control', NewState: 'failover' };
const REGISTER = ['us-east-1', 'us-east-2', 'us-west-2'];
const ARN = 'arn:aws:sts::111122223333:assumed-role/viewer/ann';
type Handler = ReturnType<typeof createHealth>;

const start = (options: WorldOptions = {}) => {
  const world = new ControlWorld(options);
  const handlers = new Map<string, Handler>(
    world.regions.map((region) => [region, createHealth(world.control(region))]),
  );
  const get = async (region: string, path: string, more: Parameters<typeof apiEvent>[2] = {}) => {
    const handler = handlers.get(region);
    if (handler === undefined) throw new Error(region);
    const answer = await handler(apiEvent('GET', path, more));
    return { ...answer, body: JSON.parse(answer.body) };
  };
  const route = async (region: string) => (await get(region, '/v1/health/route')).statusCode;
  return { world, get, route };
};
const failing = (region: string): HealthReport => ({
  status: 'failing',
  region,
  checks: { table: { status: 'failing', ms: 500, error: 'No answer within 500 ms.' } },
});

describe('live', () => {
  test('says so and touches nothing, even with everything dead', async () => {
    const { world, get } = start();
    for (const region of [...world.regions, ...REGISTER]) world.dead.add(region);
    const { statusCode, body, headers } = await get('us-east-1', '/v1/health/live');
    expect({ statusCode, body }).toEqual({ statusCode: 200, body: { status: 'ok' } });
    expect(headers['cache-control']).toBe('no-store');
    expect(world.register.reads).toBe(0);
  });

  test('answers without the prefix as well', async () =>
    expect((await start().get('us-east-1', '/health/live')).statusCode).toBe(200));
});

describe('deep and details', () => {
  test('deep tells the status and not what fails', async () => {
    const { world, get } = start();
    expect(await get('us-east-1', '/v1/health/deep')).toMatchObject({ statusCode: 200, body: { status: 'ok' } });
    world.health.set('us-east-1', failing('us-east-1'));
    const { statusCode, body } = await get('us-east-1', '/v1/health/deep');
    expect({ statusCode, body }).toEqual({ statusCode: 503, body: { status: 'failing' } });
  });

  test('degraded still takes traffic', async () => {
    const { world, get, route } = start();
    world.health.set('us-east-1', { ...failing('us-east-1'), status: 'degraded' });
    expect(await get('us-east-1', '/v1/health/deep')).toMatchObject({ statusCode: 200, body: { status: 'degraded' } });
    expect(await route('us-east-1')).toBe(200);
  });

  test('details tell all of it, to who has signed', async () => {
    const { world, get } = start();
    world.health.set('us-east-1', failing('us-east-1'));
    expect(await get('us-east-1', '/v1/health/details', { arn: ARN })).toMatchObject({
      statusCode: 503,
      body: failing('us-east-1'),
    });
    expect(await get('us-east-1', '/v1/health/details')).toMatchObject({
      statusCode: 401,
      body: { code: 'unauthorized' },
    });
  });
});

describe('route', () => {
  test('the Region that serves is green, the others red, before anybody has ever moved anything', async () => {
    const { route } = start();
    expect([await route('us-east-1'), await route('eu-west-1')]).toEqual([200, 503]);
  });

  test('it follows a move at once: the new one opens its fence in the move, the old one sees its own closed', async () => {
    const { world, route, get } = start();
    await route('us-east-1');
    await route('eu-west-1');
    await world.update('eu-west-1', FAILOVER);
    world.clock.pass(2000);
    expect([await route('us-east-1'), await route('eu-west-1')]).toEqual([503, 200]);
    expect((await get('us-east-1', '/v1/health/route')).headers['x-meridian-epoch']).toBe('2');
  });

  test('while fenced, reads go on where they went', async () => {
    const { world, route } = start();
    await world.update('us-east-1', { ...FAILOVER, NewState: 'fenced' });
    expect([await route('us-east-1'), await route('eu-west-1')]).toEqual([200, 503]);
  });

  test('what fails in the Region takes it out', async () => {
    const { world, route } = start();
    world.health.set('us-east-1', failing('us-east-1'));
    expect(await route('us-east-1')).toBe(503);
  });

  test('a Region that serves and cannot ask the register is red after 30 s', async () => {
    const { world, route } = start({ environment: { controlRegions: ['us-east-2', 'us-west-2', 'us-west-1'] } });
    expect(await route('us-east-1')).toBe(200);
    for (const endpoint of ['us-east-2', 'us-west-2', 'us-west-1']) world.dead.add(endpoint);
    world.clock.pass(29_000);
    expect(await route('us-east-1')).toBe(200);
    world.clock.pass(2000);
    expect(await route('us-east-1')).toBe(503);
  });

  test('a primary that was dead while it was replaced comes back red, though its own fence was never closed', async () => {
    const { world, route } = start();
    expect(await route('us-east-1')).toBe(200);
    world.dead.add('us-east-1');
    await world.update('eu-west-1', FAILOVER);
    world.dead.delete('us-east-1');
    world.clock.pass(10_000);
    expect(await route('us-east-1')).toBe(503);
    expect([...world.fence('us-east-1').shards.values()]).toEqual(Array(4).fill({ epoch: 2, open: false }));
  });

  test('a Region that is to write, and whose updater died after the commit, opens its fence at its next health call', async () => {
    const { world, route } = start();
    const died = new ControlWorld();
    await died.update('eu-west-1', FAILOVER);
    const record = died.record();
    if (record === undefined) throw new Error('no record');
    world.register.records.set('APP#orders', record);
    expect(await route('eu-west-1')).toBe(200);
    expect([...world.fence('eu-west-1').shards.values()]).toEqual(Array(4).fill({ epoch: 2, open: true }));
  });

  test('a Region that does not serve asks the register once and never again', async () => {
    const { world, route } = start();
    await route('eu-west-1');
    const before = world.register.reads;
    for (let i = 0; i < 20; i += 1) {
      world.clock.pass(60_000);
      await route('eu-west-1');
    }
    expect(world.register.reads).toBe(before);
  });

  test('many checkers are one question', async () => {
    const { world, route } = start();
    const reads = jest.spyOn(world.fence('us-east-1'), 'readShard');
    await Promise.all(Array.from({ length: 30 }, () => route('us-east-1')));
    expect(reads).toHaveBeenCalledTimes(1);
    world.clock.pass(2001);
    await route('us-east-1');
    expect(reads).toHaveBeenCalledTimes(2);
  });

  test('active-active: every writer is green', async () => {
    const { world, route } = start({ environment: { pattern: 'active-active' } });
    expect([await route('us-east-1'), await route('eu-west-1')]).toEqual([200, 200]);
    await world.update('us-east-1', { ...FAILOVER, WithoutRegion: 'eu-west-1' });
    world.clock.pass(2001);
    expect([await route('us-east-1'), await route('eu-west-1')]).toEqual([200, 503]);
  });

  test('of an application that there is not: 404, and not kept', async () => {
    const { get } = start();
    expect(await get('us-east-1', '/v1/health/route', { query: { app: 'shop' } })).toMatchObject({
      statusCode: 404,
      body: { code: 'unknown-app' },
    });
    expect(await get('us-east-1', '/v1/health/route', { query: { ap: 'x' } })).toMatchObject({ statusCode: 400 });
  });

  test('the fence table does not answer: red, and soon', async () => {
    const { world, get } = start();
    world.dead.add('us-east-1');
    expect(await get('us-east-1', '/v1/health/route')).toMatchObject({
      statusCode: 503,
      body: { code: 'unavailable' },
    });
  });
});

test('a dependency that never answers: 503 within the limit', async () => {
  const { world, get } = start();
  jest.spyOn(world.fence('us-east-1'), 'readShard').mockImplementation(() => new Promise(() => undefined));
  const startedMs = performance.now();
  expect(await get('us-east-1', '/v1/health/route')).toMatchObject({ statusCode: 503, body: { code: 'unavailable' } });
  expect(performance.now() - startedMs).toBeLessThan(1900);
});

test('the age of the view is measured where the Region serves, and not too often', async () => {
  const { world, route } = start();
  for (let i = 0; i < 4; i += 1) {
    await route('us-east-1');
    await route('eu-west-1');
    world.clock.pass(5000);
  }
  const ages = world.metrics.filter(([name]) => name === 'RegisterAge');
  expect(ages).toEqual([['RegisterAge', 0, 'orders']]);
  expect(world.metrics.filter(([name]) => name === 'DeepHealthFailing')).toHaveLength(2);
  for (const endpoint of REGISTER) world.dead.add(endpoint);
  world.dead.delete('us-east-1');
  world.clock.pass(70_000);
  jest.spyOn(world.register, 'read').mockRejectedValue(new Unavailable('cut'));
  expect(await route('us-east-1')).toBe(503);
  expect(world.metrics.filter(([name]) => name === 'RegisterAge').at(-1)?.[1]).toBeGreaterThan(60);
  expect(world.metrics).toContainEqual(['LeaseRenewFailed', 1, 'orders']);
});

test('whatever the event, a well-formed answer', () => {
  const { world } = start();
  const handler = createHealth(world.control('us-east-1'));
  const paths = ['/health/live', '/v1/health/deep', '/v1/health/details', '/v1/health/route', '/x'];
  return fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.anything(),
        fc
          .tuple(
            fc.constantFrom('GET', 'POST', 'HEAD'),
            fc.constantFrom(...paths),
            fc.dictionary(fc.string(), fc.string()),
          )
          .map(([method, path, query]) => apiEvent(method, path, { query })),
      ),
      async (event) => {
        const { statusCode, body } = await handler(event);
        expect([200, 400, 401, 404, 405, 503]).toContain(statusCode);
        expect(() => JSON.parse(body)).not.toThrow();
      },
    ),
  );
});
