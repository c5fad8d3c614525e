import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { createControlApi } from '../../lambdas/control-api/api';
import { createHealth } from '../../lambdas/health/api';
import { Unavailable } from '../../lambdas/shared/failures';
import { createTelemetry } from '../../lambdas/shared/telemetry';
import { apiEvent } from './shared/api-event';
import { SILENT } from './shared/captured-log';
import { ControlWorld, type WorldOptions } from './shared/control-world';

/**
 * What was wrong with AWS's Multi-Region Application Architecture, each with a test that would fail on it: the part of the control functions. What
 * concerns photos, comments and users stands in `original-flaws-user.test.ts`; what concerns time and partitions, in the model.
 */
const TABLE = 'orders-prod-control';
const EVENT = { AppId: 'orders', TableName: TABLE, NewState: 'failover' };
const ARN = 'arn:aws:sts::111122223333:assumed-role/operator/ann';
const FIVE = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'sa-east-1', 'ca-central-1'];
const REGISTER = ['us-east-1', 'us-east-2', 'us-west-2'];

const apiOf = (world: ControlWorld, region: string, allowedOrigins: readonly string[] = []) =>
  createControlApi(world.control(region), {
    allowedOrigins,
    endpoints: new Map(),
    userPool: undefined,
    reconcile: undefined,
  });
const bodyOf = (answer: { readonly body: string }) => JSON.parse(answer.body);

describe("the original's five cases of a manual invocation", () => {
  test('a valid event answers 200, in the same words', async () => {
    const answer = await new ControlWorld().update('eu-west-1', EVENT);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe(JSON.stringify("Successfully updated application state to 'failover'"));
  });

  test.each([
    ['TableName empty', { ...EVENT, TableName: '' }, 'TableName was not found in the event payload'],
    ['AppId null', { ...EVENT, AppId: null }, 'AppId was not found in the event payload'],
    ['NewState empty', { ...EVENT, NewState: '' }, 'NewState was not found in the event payload'],
    [
      'NewState unknown',
      { ...EVENT, NewState: 'foo-bar' },
      'foo-bar is not a valid state. Accepted values are: ["active","fenced","failover"]',
    ],
  ])('%s throws, in the same words', async (_, event, message) => {
    const world = new ControlWorld();
    // The original's own tests only looked at the message where something was thrown: nothing thrown passed too.
    await expect(world.update('eu-west-1', event)).rejects.toThrow(new Error(message));
    expect(world.register.writes).toBe(0);
  });
});

describe('any state could follow any state', () => {
  const reach: Readonly<Record<string, readonly string[]>> = { active: [], fenced: ['fenced'], failover: ['failover'] };

  test.each([
    ['active', 'active', undefined, 200],
    ['active', 'fenced', undefined, 200],
    ['active', 'failover', 'eu-west-1', 200],
    ['active', 'failover', 'us-east-1', 409],
    ['active', 'active', 'eu-west-1', 409],
    ['fenced', 'active', undefined, 200],
    ['fenced', 'fenced', undefined, 200],
    ['fenced', 'failover', 'eu-west-1', 200],
    ['fenced', 'failover', 'us-east-1', 409],
    ['fenced', 'active', 'eu-west-1', 409],
    ['failover', 'active', undefined, 200],
    ['failover', 'active', 'eu-west-1', 200],
    ['failover', 'fenced', undefined, 200],
    ['failover', 'failover', 'eu-west-1', 200],
    ['failover', 'failover', 'us-east-1', 409],
  ])('from %s to %s (%s): %i', async (from, state, target, status) => {
    const world = new ControlWorld();
    for (const NewState of reach[from] ?? []) await world.update('eu-west-1', { ...EVENT, NewState });
    const before = world.record();
    const answer = await world.update('eu-west-1', {
      ...EVENT,
      NewState: state,
      ...(target === undefined ? {} : { TargetRegion: target }),
    });
    expect(answer.statusCode).toBe(status);
    if (status !== 200) expect(world.record()).toEqual(before);
    else expect(world.record()?.state ?? 'active').toBe(state);
  });

  test('between two writers there is always a moment without any', async () => {
    const world = new ControlWorld({ regions: FIVE });
    for (const region of [...FIVE.slice(1), 'eu-west-1'])
      await world.update(region, { ...EVENT, TargetRegion: region });
    const entries = (world.register.entries.get('APP#orders') ?? []).sort((one, other) => one.epoch - other.epoch);
    let writers = ['us-east-1'];
    for (const { to } of entries) {
      expect(writers.length === 0 || to.writers.length === 0 || writers.join() === to.writers.join()).toBe(true);
      writers = [...to.writers];
    }
    expect(entries).toHaveLength(10);
  });
});

test('two operators overwrote each other: one wins, the other gets 409 epoch-mismatch, and the history holds one of them', async () => {
  const world = new ControlWorld({ regions: FIVE });
  const put = async (region: string) => {
    const body = { state: 'failover', reason: region, expectedEpoch: 0 };
    return bodyOf(await apiOf(world, region)(apiEvent('PUT', '/v1/state/orders', { arn: ARN, body })));
  };
  const answers = await Promise.all([put('eu-west-1'), put('sa-east-1')]);
  const won = answers.filter(({ changed }) => changed === true);
  const lost = answers.filter(({ code }) => code === 'epoch-mismatch');
  expect([won.length, lost.length]).toEqual([1, 1]);
  expect(world.record()?.writers).toEqual(won[0].to.writers);
  expect(new Set(world.register.entries.get('APP#orders')?.map(({ reason }) => reason)).size).toBe(1);
});

test('a primary that was cut off went on saying "active": it is red within 30 s, and does not come back on its own word', async () => {
  const world = new ControlWorld({ environment: { controlRegions: ['eu-west-1', 'eu-west-2', 'eu-west-3'] } });
  const health = createHealth(world.control('us-east-1'));
  const green = async (): Promise<boolean> => (await health(apiEvent('GET', '/v1/health/route'))).statusCode === 200;
  expect(await green()).toBe(true);
  // Cut off, not dead: it still reads its own tables.
  const cut = jest.spyOn(world.register, 'read').mockRejectedValue(new Unavailable('cut'));
  world.clock.pass(31_000);
  expect(await green()).toBe(false);
  cut.mockRestore();
  await world.update('eu-west-1', EVENT);
  world.clock.pass(2001);
  expect(await green()).toBe(false);
});

describe('there were exactly two Regions', () => {
  test.each([2, 3, 5])('of %i, each can be the writer, asked of itself or of any other', async (count) => {
    const regions = FIVE.slice(0, count);
    for (const target of regions.slice(1))
      for (const asked of regions) {
        const world = new ControlWorld({ regions });
        expect(await world.update(asked, { ...EVENT, TargetRegion: target })).toMatchObject({
          statusCode: 200,
          writers: [target],
        });
        expect(await world.update(asked, { ...EVENT, NewState: 'active' })).toMatchObject({ writers: ['us-east-1'] });
      }
  });
});

describe('creating the stack set the state', () => {
  test('an event of CloudFormation is refused, with its states that are none', async () => {
    const world = new ControlWorld();
    await world.update('eu-west-1', EVENT);
    const before = world.contents();
    for (const RequestType of ['Create', 'Update', 'Delete']) {
      const event = {
        StackId: 'arn:aws:cloudformation:x',
        RequestType,
        ResponseURL: 'http://x',
        ResourceProperties: { ...EVENT, NewState: 'new-state' },
      };
      await expect(world.update('eu-west-1', event)).rejects.toThrow('CloudFormation');
      await expect(world.update('eu-west-1', { ...event, ...EVENT })).rejects.toThrow('CloudFormation');
    }
    expect(world.contents()).toBe(before);
  });

  test('a container that starts anew finds the state, and does not make one', async () => {
    const world = new ControlWorld();
    await world.update('eu-west-1', EVENT);
    const writes = world.register.writes;
    for (const region of world.regions) {
      await createHealth(world.control(region))(apiEvent('GET', '/v1/health/route'));
      const answer = await apiOf(
        world,
        region,
      )(apiEvent('GET', '/v1/state/orders', { arn: ARN, query: { consistency: 'strong' } }));
      expect(bodyOf(answer)).toMatchObject({ state: 'failover', epoch: 2 });
    }
    expect(world.register.writes).toBe(writes);
  });
});

test('values were pasted into JSON: quotes, newlines and control characters come back equal', () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), async (reason) => {
      const world = new ControlWorld();
      const api = apiOf(world, 'eu-west-1');
      const answer = await api(apiEvent('PUT', '/v1/state/orders', { arn: ARN, body: { state: 'fenced', reason } }));
      expect(answer.statusCode).toBe(200);
      const history = await api(apiEvent('GET', '/v1/state/orders/history', { arn: ARN }));
      expect(bodyOf(history).items[0].reason).toBe(JSON.parse(JSON.stringify(reason)));
    }),
    { numRuns: 60 },
  ));

test('without the one user pool nobody could even read the state: reading and moving need none', async () => {
  const world = new ControlWorld();
  const api = apiOf(world, 'eu-west-1');
  expect((await api(apiEvent('GET', '/v1/app/orders/state'))).statusCode).toBe(200);
  expect(await world.update('eu-west-1', EVENT)).toMatchObject({ statusCode: 200 });
});

test('with both Regions down it crashed: with the register gone there is a problem to show, and the state that is known', async () => {
  const world = new ControlWorld();
  const api = apiOf(world, 'eu-west-1');
  await api(apiEvent('GET', '/v1/app/orders/state'));
  for (const endpoint of REGISTER) world.dead.add(endpoint);
  world.clock.pass(60_000);
  expect(bodyOf(await api(apiEvent('GET', '/v1/app/orders/state')))).toMatchObject({ state: 'active', epoch: 0 });
  const strong = await api(apiEvent('GET', '/v1/state/orders', { arn: ARN, query: { consistency: 'strong' } }));
  expect(bodyOf(strong)).toMatchObject({ status: 503, code: 'register-unavailable', region: 'eu-west-1' });
});

test('an unknown application was an empty object: it is 404', async () => {
  const answer = await apiOf(new ControlWorld(), 'eu-west-1')(apiEvent('GET', '/state/nothing', { arn: ARN }));
  expect([answer.statusCode, bodyOf(answer).code]).toEqual([404, 'unknown-app']);
});

test('the metric was awaited: a telemetry endpoint that never answers costs at most 1.1 s, and changes nothing', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const telemetry = createTelemetry({ endpoint, sendMetrics: 'Yes', solution: 'meridian', version: '1', log: SILENT });
  if (telemetry === undefined) throw new Error('telemetry is off');
  const took = async (options: WorldOptions): Promise<number> => {
    const world = new ControlWorld(options);
    const startedMs = performance.now();
    expect(await world.update('eu-west-1', EVENT)).toMatchObject({ statusCode: 200, changed: true, epoch: 2 });
    expect(world.metrics).toContainEqual(['StateUpdated', 1, 'orders']);
    return performance.now() - startedMs;
  };
  const without = await took({});
  const extra = (await took({ telemetry })) - without;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(extra).toBeGreaterThan(900);
  expect(extra).toBeLessThan(1100);
});

describe('there was no history, actor, reason or dry run', () => {
  test('the history holds every committed epoch, whoever died after the commit', async () => {
    const world = new ControlWorld({ regions: FIVE });
    for (const [index, region] of ['us-east-1', 'eu-west-1', 'us-east-1', 'eu-west-1'].entries()) {
      await world.update(region, { ...EVENT, NewState: index % 2 === 0 ? 'fenced' : 'failover' });
      // As if it had died before it wrote the last entry.
      const { epoch } = world.record() ?? { epoch: 0 };
      const entries = world.register.entries.get('APP#orders') ?? [];
      world.register.entries.set(
        'APP#orders',
        entries.filter((entry) => entry.epoch !== epoch),
      );
    }
    const answer = await apiOf(world, 'sa-east-1')(apiEvent('GET', '/v1/state/orders/history', { arn: ARN }));
    const epochs = bodyOf(answer).items.map(({ epoch }: { epoch: number }) => epoch);
    expect(epochs).toEqual([4, 3, 2, 1]);
    expect(world.record()?.epoch).toBe(4);
  });

  test('who signed is who did it, whatever the body says', async () => {
    const world = new ControlWorld();
    const api = apiOf(world, 'eu-west-1');
    const claimed = await api(
      apiEvent('PUT', '/v1/state/orders', { arn: ARN, body: { state: 'fenced', reason: 'x', actor: 'root' } }),
    );
    expect(claimed.statusCode).toBe(400);
    await api(apiEvent('PUT', '/v1/state/orders', { arn: ARN, body: { state: 'fenced', reason: 'x' } }));
    expect(world.record()?.change).toMatchObject({ actor: ARN, actorVerified: true, reason: 'x' });
  });

  test.each(['fenced', 'failover', 'active'])('a dry run of %s changes no byte in any table', async (state) => {
    const world = new ControlWorld();
    await world.update('us-east-1', { ...EVENT, NewState: 'fenced' });
    const before = world.contents();
    for (const region of world.regions) {
      expect((await world.update(region, { ...EVENT, NewState: state, DryRun: true })).statusCode).toBe(200);
    }
    expect(world.contents()).toBe(before);
  });
});

describe('CORS was for everybody, and errors had none', () => {
  const ORIGIN = 'https://app.example.com';
  test.each([
    [200, '/v1/app/orders/state'],
    [400, '/v1/app/orders/state?'],
    [401, '/v1/state/orders'],
    [404, '/v1/app/nothing/state'],
  ])('%i has the header for a listed origin only', async (status, path) => {
    const query = path.endsWith('?') ? { zone: 'x' } : {};
    const api = apiOf(new ControlWorld(), 'eu-west-1', [ORIGIN]);
    const ask = (origin: string) => api(apiEvent('GET', path.replace('?', ''), { headers: { origin }, query }));
    const answer = await ask(ORIGIN);
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([status, ORIGIN]);
    const other = await ask('https://other.example.com');
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });
});
