import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { controlPorts } from '../../lambdas/shared/control-ports';
import type { ApiResult } from '../../lambdas/shared/http';
import { VERSION } from '../../lambdas/shared/version';
import { apiEvent } from './shared/api-event';
import { captureStreams } from './shared/captured-log';

/** The shipped handlers, with their own clients and environment, against an AWS that takes every connection and never answers. */
const ARN = 'arn:aws:sts::111122223333:assumed-role/orders-prod-operator/ann.lee@example.com';
const PLANTED = {
  token: 'eyJhbGciOiJSUzI1NiJ9.eyJwbGFudGVkIjp0cnVlfQ.c2lnbmF0dXJl',
  reason: 'planted-reason-7781',
  body: 'planted-body-5512',
  query: 'planted-query-9930',
  header: 'planted-header-4417',
  key: 'PLANTEDSECRETACCESSKEY',
  session: 'planted-session-token-1199',
  email: 'ann.lee@example.com',
};

let server: Server;
let open: number;
beforeAll(async () => {
  open = 0;
  server = createServer(() => {
    open += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAPLANTEDACCESSKEY',
    AWS_SECRET_ACCESS_KEY: PLANTED.key,
    AWS_SESSION_TOKEN: PLANTED.session,
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_ENDPOINT_URL_LAMBDA: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ENDPOINT_URL_RDS: url,
    PLATFORM: 'orders',
    ENVIRONMENT: 'prod',
    ROUTING_APPS: 'orders',
    ROUTING_REGIONS: 'us-east-1,eu-west-1',
    ROUTING_PRIMARY: 'us-east-1',
    ROUTING_PATTERN: 'active-passive',
    CONTROL_TABLE: 'orders-prod-control',
    CONTROL_REGIONS: 'eu-west-1,eu-west-2,eu-west-3',
    FENCE_TABLE: 'orders-prod-fence',
    LEASE_SECONDS: '6',
    FENCE_SHARDS: '16',
    UPDATER_FUNCTION: 'orders-prod-state-updater',
    RECONCILE_FUNCTION: 'orders-prod-reconcile',
    CONTENT_TABLE: 'orders-prod-content',
    PHOTOS_BUCKET: 'orders-prod-photos',
    OBJECT_BUCKETS: '{"eu-west-1":"a","us-east-1":"b"}',
    DATABASES: 'orders-prod-main',
    ALLOWED_ORIGINS: 'https://app.example.com',
    TELEMETRY_ENDPOINT: url,
    API_URL_TEMPLATE: 'https://api.{region}.example.com',
  });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const timed = async <T>(work: Promise<T>): Promise<{ readonly value: T; readonly ms: number }> => {
  const startedMs = performance.now();
  const value = await work;
  return { value, ms: performance.now() - startedMs };
};
const codeOf = (result: ApiResult): unknown => JSON.parse(result.body).code;
const secretive = {
  headers: { authorization: `Bearer ${PLANTED.token}`, cookie: PLANTED.header, 'x-custom': PLANTED.header },
};

test('health: route answers in time, live at once; both say nothing of what a caller sent', async () => {
  const { handler } = jest.requireActual<typeof import('../../lambdas/health/handler')>('../../lambdas/health/handler');
  const log = captureStreams();
  const live = await timed(handler(apiEvent('GET', '/v1/health/live', secretive)));
  const route = await timed(handler(apiEvent('GET', '/v1/health/route', { ...secretive, query: { app: 'orders' } })));
  const bad = await handler(apiEvent('GET', '/v1/health/route', { query: { app: PLANTED.query } }));
  const details = await timed(handler(apiEvent('GET', '/v1/health/details', { arn: ARN })));
  log.restore();
  expect(live.value.statusCode).toBe(200);
  expect(live.ms).toBeLessThan(500);
  expect(route.value.statusCode).toBe(503);
  expect(route.ms).toBeLessThan(2500);
  expect(bad.statusCode).toBe(404);
  expect(details.ms).toBeLessThan(2500);
  expect(JSON.parse(details.value.body)).toMatchObject({
    status: 'failing',
    region: 'eu-west-1',
    checks: { table: { status: 'failing' }, objects: { status: 'failing' }, database: { status: 'degraded' } },
  });
  expectNothingPlanted(log.lines);
});

test('control API: a register that hangs is 503 in time', async () => {
  const { handler } = jest.requireActual<typeof import('../../lambdas/control-api/handler')>(
    '../../lambdas/control-api/handler',
  );
  const log = captureStreams();
  const get = await timed(
    handler(apiEvent('GET', '/v1/state/orders', { arn: ARN, ...secretive, query: { consistency: 'strong' } })),
  );
  const put = await timed(
    handler(
      apiEvent('PUT', '/v1/state/orders', {
        arn: ARN,
        body: { state: 'failover', reason: PLANTED.reason },
        ...secretive,
        headers: { ...secretive.headers, 'content-type': 'application/json' },
      }),
    ),
  );
  const bad = await handler(
    apiEvent('PUT', '/v1/state/orders', { arn: ARN, body: { state: PLANTED.body, password: PLANTED.body } }),
  );
  const broken = await handler(
    apiEvent('PUT', '/v1/state/orders', {
      arn: ARN,
      body: `{"x":"${PLANTED.body}"`,
      headers: { 'content-type': 'application/json' },
    }),
  );
  log.restore();
  expect([get.value.statusCode, codeOf(get.value)]).toEqual([503, 'register-unavailable']);
  expect([put.value.statusCode, codeOf(put.value)]).toEqual([503, 'register-unavailable']);
  // Three endpoints of 800 ms each, and room for a busy machine.
  expect(get.ms).toBeLessThan(5000);
  expect(put.ms).toBeLessThan(5000);
  expect([bad.statusCode, broken.statusCode]).toEqual([400, 400]);
  expectNothingPlanted(log.lines);
}, 20_000);

test('updater: a register that hangs is an answer of 503 in time', async () => {
  const { handler } = jest.requireActual<typeof import('../../lambdas/state-updater/handler')>(
    '../../lambdas/state-updater/handler',
  );
  const log = captureStreams();
  const event = {
    AppId: 'orders',
    TableName: 'orders-prod-control',
    NewState: 'failover',
    Reason: PLANTED.reason,
    Actor: PLANTED.email,
  };
  const { value, ms } = await timed(handler(event));
  await expect(handler({ ...event, NewState: 'gone', Reason: PLANTED.reason })).rejects.toThrow(
    'gone is not a valid state.',
  );
  log.restore();
  expect(value.statusCode).toBe(503);
  expect(JSON.parse(value.body)).toMatchObject({ code: 'register-unavailable', region: 'eu-west-1' });
  expect(ms).toBeLessThan(5000);
  expectNothingPlanted(log.lines);
}, 20_000);

test('reconcile: a table that hangs is an error in time', async () => {
  const { handler } = jest.requireActual<typeof import('../../lambdas/reconcile/handler')>(
    '../../lambdas/reconcile/handler',
  );
  const log = captureStreams();
  const { value, ms } = await timed(handler({ app: 'orders', id: 'x' }).catch((error: unknown) => error));
  log.restore();
  expect(value).toMatchObject({ name: 'Unavailable' });
  expect(ms).toBeLessThan(3000);
  expectNothingPlanted(log.lines);
});

function expectNothingPlanted(lines: readonly string[]): void {
  expect(open).toBeGreaterThan(0);
  const text = lines.join('\n');
  for (const secret of [...Object.values(PLANTED), 'AKIAPLANTEDACCESSKEY']) expect(text).not.toContain(secret);
}

test('a variable that is missing is named at the start', () => {
  const { CONTROL_TABLE: _, ...variables } = process.env;
  expect(() => controlPorts('health', variables)).toThrow(
    'Environment variable CONTROL_TABLE: missing; allowed is a text. Set it on the function.',
  );
});

test('telemetry tells the version of the project', () =>
  expect(VERSION).toBe(jest.requireActual<{ version: string }>('../../package.json').version));
