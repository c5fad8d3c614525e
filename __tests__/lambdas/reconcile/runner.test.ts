import fc from 'fast-check';
import { createControlApi } from '../../../lambdas/control-api/api';
import type { ReconcileEvent } from '../../../lambdas/reconcile/run';
import { Unavailable } from '../../../lambdas/shared/failures';
import { apiEvent } from '../shared/api-event';
import { ControlWorld } from '../shared/control-world';
import { ARN, EU, item, MemoryRuns, start, US } from './reconcile-world';

test('asked: 202; while it runs: 202; then the report', async () => {
  const { call, started, reconcile, of } = await start();
  of(US).content.put(item('PHOTO#1', 'C#1', US, 0));
  expect(await call('GET')).toMatchObject({ status: 404 });
  expect(await call('POST')).toMatchObject({ status: 202, body: { state: 'running', equal: false } });
  expect(await call('GET')).toMatchObject({ status: 202, epoch: '2', body: { state: 'running' } });
  expect(started).toEqual([{ app: 'orders', id: expect.any(String) }]);
  expect(await reconcile(started[0])).toEqual({ state: 'done' });
  expect(await call('GET')).toMatchObject({
    status: 200,
    body: {
      state: 'done',
      equal: false,
      plan: [
        { epoch: 2, wr: EU, sinceMs: expect.any(Number) },
        { epoch: 0, wr: US, sinceMs: 0 },
      ],
      epochs: [
        { epoch: 2, wr: EU, with: US, compared: 0, onlyHere: { count: 0 }, onlyThere: { count: 0 } },
        {
          epoch: 0,
          wr: US,
          with: US,
          compared: 1,
          onlyHere: { count: 0 },
          onlyThere: { count: 1, first: ['PHOTO#1 C#1'] },
        },
      ],
      objects: { compared: 0, count: 0, missing: [] },
      unreachable: [],
    },
  });
});

test('asking twice starts one run', async () => {
  const { call, started } = await start();
  const [first, second] = [await call('POST'), await call('POST')];
  expect(first.body.id).toBe(second.body.id);
  expect(started).toHaveLength(1);
});

test('a Region that does not answer is named, nothing is proven, and the others are compared', async () => {
  const { of, run } = await start([US, EU, 'ap-southeast-2']);
  jest.spyOn(of(US).content, 'query').mockRejectedValue(new Unavailable('cut'));
  const report = await run();
  expect(report).toMatchObject({ state: 'done', equal: false, unreachable: [US] });
  expect(report.epochs.map((entry: { with: string }) => entry.with)).toEqual(['ap-southeast-2', 'ap-southeast-2']);
});

test('a store that fails now and then is asked again', async () => {
  const { of, run } = await start();
  jest.spyOn(of(US).content, 'query').mockRejectedValueOnce(new Unavailable('throttled'));
  expect(await run()).toMatchObject({ state: 'done', equal: true, unreachable: [] });
});

test('time runs out: it pauses, and goes on where it was', async () => {
  const { call, run, of, started, reconcile } = await start();
  of(EU).content.put(item('PHOTO#1', 'C#1', EU, 2));
  const short = { getRemainingTimeInMillis: () => 59_000 };
  expect(await run(undefined, short)).toMatchObject({ state: 'paused', equal: false, epochs: [] });
  expect(await call('POST', { epochs: [7] })).toMatchObject({ status: 202, body: { state: 'running' } });
  expect(started.map(({ id }) => id)).toEqual([started[0]?.id, started[0]?.id]);
  await reconcile(started[1]);
  expect((await call('GET')).body).toMatchObject({ state: 'done', epochs: [{ epoch: 2 }, { epoch: 0 }] });
});

test('a run whose container died is taken up by the next request, with what it had', async () => {
  const { world, call, started, runs, reconcile } = await start();
  await call('POST');
  const { id } = (await call('GET')).body;
  world.clock.pass(121_000);
  expect(await call('POST')).toMatchObject({ status: 202, body: { id } });
  expect(started).toHaveLength(2);
  await reconcile(started[1]);
  // The first container wakes up: it finds that it is not its run any more.
  const done = JSON.stringify([...runs.runs]);
  expect(await reconcile(started[0])).toEqual({ state: 'ignored' });
  expect(JSON.stringify([...runs.runs])).toBe(done);
});

test('two runners of one run: one of them stops', async () => {
  const { call, started, reconcile } = await start();
  await call('POST');
  const states = (await Promise.all([reconcile(started[0]), reconcile(started[0])])).map(({ state }) => state).sort();
  expect(states).toEqual(['done', 'ignored']);
});

test('the register does not answer: the run has failed, and says why', async () => {
  const { world, run, call } = await start();
  for (const endpoint of [US, 'us-east-2', 'us-west-2']) world.dead.add(endpoint);
  expect(await run()).toMatchObject({ state: 'failed', error: 'the register did not answer', equal: false });
  for (const endpoint of [US, 'us-east-2', 'us-west-2']) world.dead.delete(endpoint);
  expect(await call('POST')).toMatchObject({ status: 202, body: { state: 'running' } });
});

test('an epoch that never was proves nothing', async () => {
  const { run } = await start();
  expect(await run({ epochs: [3] })).toMatchObject({
    state: 'failed',
    equal: false,
    error: 'there is no epoch 3: the latest is 2',
  });
});

test('a bucket of the own Region that does not answer: the run has failed, and says so', async () => {
  const { run, of } = await start();
  jest.spyOn(of(EU).objects, 'list').mockRejectedValue(new Unavailable('LIST in eu-west-1: no answer'));
  expect(await run()).toMatchObject({
    state: 'failed',
    equal: false,
    error: "this Region's own tables or bucket did not answer",
  });
});

test('a run that cannot be started is none: asking again starts it', async () => {
  const world = new ControlWorld();
  const runs = new MemoryRuns();
  const begin = jest.fn(async (_: ReconcileEvent) => undefined).mockRejectedValueOnce(new Unavailable('throttled'));
  const api = createControlApi(world.control(EU), {
    allowedOrigins: [],
    endpoints: new Map(),
    userPool: undefined,
    reconcile: { runs, start: begin },
  });
  const post = async () => (await api(apiEvent('POST', '/v1/reconcile/orders', { arn: ARN }))).statusCode;
  expect([await post(), await post(), await post()]).toEqual([503, 202, 202]);
  expect(begin).toHaveBeenCalledTimes(2);
});

test.each([
  { epochs: [] },
  { epochs: [-1] },
  { epochs: ['1'] },
  { epochs: Array(51).fill(1) },
  { object: true },
  [],
  'x',
])('a body that is not valid starts nothing: %#', async (body) => {
  const { call, started } = await start();
  expect([400, 415]).toContain((await call('POST', body)).status);
  expect(started).toEqual([]);
});

test('a platform without content has nothing to compare', async () => {
  const world = new ControlWorld();
  const api = createControlApi(world.control(EU), {
    allowedOrigins: [],
    endpoints: new Map(),
    userPool: undefined,
    reconcile: undefined,
  });
  expect((await api(apiEvent('POST', '/v1/reconcile/orders', { arn: ARN }))).statusCode).toBe(404);
});

test('whatever the event, the function answers or refuses it as invalid', async () => {
  const { reconcile, runs } = await start();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.anything(),
        fc.record(
          { app: fc.constantFrom('orders', 'x'), id: fc.string(), zone: fc.string() },
          { requiredKeys: ['app', 'id'] },
        ),
      ),
      async (event) => {
        const outcome = await reconcile(event).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'Problem' });
        else expect(outcome).toEqual({ state: 'ignored' });
        expect(runs.runs.size).toBe(0);
      },
    ),
  );
});
