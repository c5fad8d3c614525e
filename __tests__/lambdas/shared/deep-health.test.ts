import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalHealth, type Probe } from '../../../lambdas/shared/deep-health';
import type { Clock } from '../../../lambdas/shared/ports';
import { databaseProbe, objectsProbe, tableProbe } from '../../../lambdas/shared/probes';
import { ControlWorld } from './control-world';

let nowMs = 0;
const clock: Clock = { wallMs: () => nowMs, monotonicMs: () => nowMs, sleep: async () => undefined };
const probe = (name: string, run: Probe['run'], severity: 'degraded' | 'failing' = 'failing'): Probe => ({
  name,
  severity: () => severity,
  run,
});
const fine = async () => ({});
const broken = () => Promise.reject(new Error('refused'));
const health = (probes: readonly Probe[], probeMs = 30) =>
  new LocalHealth({ region: 'eu-west-1', probes, clock, probeMs, firstProbeMs: probeMs, cacheMs: 5000 });

beforeEach(() => {
  nowMs = 1000;
});

test.each([
  ['ok', [probe('table', fine), probe('objects', fine)]],
  ['degraded', [probe('table', fine), probe('cache', broken, 'degraded')]],
  ['failing', [probe('table', broken), probe('cache', broken, 'degraded')]],
] as const)('%s', async (status, probes) => expect((await health(probes).check('eu-west-1')).status).toBe(status));

test('a probe that hangs is given up, and the others are still told', async () => {
  const startedMs = performance.now();
  const report = await health([probe('table', () => new Promise(() => undefined)), probe('objects', fine)]).check(
    'eu-west-1',
  );
  expect(performance.now() - startedMs).toBeLessThan(300);
  expect(report).toEqual({
    status: 'failing',
    region: 'eu-west-1',
    checks: {
      table: { status: 'failing', ms: 0, error: 'No answer within 30 ms.' },
      objects: { status: 'ok', ms: 0 },
    },
  });
});

test('what is not configured stands in no report', async () =>
  expect(Object.keys((await health([probe('table', fine)]).check('eu-west-1')).checks)).toEqual(['table']));

test('however many ask, there is one run in five seconds', async () => {
  let runs = 0;
  const counted = health([
    probe('table', async () => {
      runs += 1;
      return {};
    }),
  ]);
  await Promise.all(Array.from({ length: 20 }, () => counted.check('eu-west-1')));
  nowMs += 4999;
  await counted.check('eu-west-1');
  expect(runs).toBe(1);
  nowMs += 1;
  await counted.check('eu-west-1');
  expect(runs).toBe(2);
});

test('a new container may take longer, and a failure is looked at again after a second', async () => {
  let tookMs = 60;
  const slow = probe('table', () => new Promise((resolve) => setTimeout(() => resolve({}), tookMs)));
  const fresh = new LocalHealth({ region: 'eu-west-1', probes: [slow], clock, probeMs: 20, firstProbeMs: 2000 });
  const status = async () => (await fresh.check('eu-west-1')).status;
  expect(await status()).toBe('ok');
  nowMs += 5000;
  expect(await status()).toBe('failing');
  tookMs = 0;
  nowMs += 999;
  expect(await status()).toBe('failing');
  nowMs += 1;
  expect(await status()).toBe('ok');
});

test('of another Region it knows nothing, and asks nobody', async () =>
  expect(await health([probe('table', fine)]).check('us-east-1')).toEqual({
    status: 'failing',
    region: 'us-east-1',
    checks: {},
  }));

describe('the probes, over HTTP', () => {
  let server: Server;
  let seen: { method: string | undefined; url: string | undefined; body: string }[];
  let answer: { status: number; body: string };
  let variables: Record<string, string>;
  const read = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    return text;
  };

  beforeEach(async () => {
    seen = [];
    answer = { status: 200, body: '' };
    server = createServer((request, response) => {
      void read(request).then((body) => {
        seen.push({ method: request.method, url: request.url, body });
        if (answer.status > 0) response.writeHead(answer.status).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    variables = {
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_ENDPOINT_URL_S3: url,
      AWS_ENDPOINT_URL_RDS: url,
    };
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const check = async (...probes: Probe[]) => (await health(probes, 300).check('eu-west-1')).checks;
  const instance = (status: string, source = '') =>
    `<DBInstance>${source}<DBInstanceStatus>${status}</DBInstanceStatus></DBInstance>`;
  const REPLICA = '<ReadReplicaSourceDBInstanceIdentifier>arn:aws:rds:x</ReadReplicaSourceDBInstanceIdentifier>';

  test('the table: one read of a fence item', async () => {
    const table = new ControlWorld().fence('eu-west-1');
    const read = jest.spyOn(table, 'readShard');
    expect((await check(tableProbe(table, { app: 'orders' }))).table?.status).toBe('ok');
    expect(read).toHaveBeenCalledWith({ app: 'orders' }, 0);
  });

  test('the bucket: HeadBucket', async () => {
    const { objects } = await check(objectsProbe('photos', 'eu-west-1', variables));
    expect(objects?.status).toBe('ok');
    expect(seen).toEqual([{ method: 'HEAD', url: '/photos', body: '' }]);
  });

  test.each([403, 404, 503])('the bucket answers %i: failing', async (status) => {
    answer.status = status;
    const { objects } = await check(objectsProbe('photos', 'eu-west-1', variables));
    expect(objects).toMatchObject({ status: 'failing', error: `HeadBucket: ${status}` });
  });

  test.each([
    ['available', '', { status: 'ok', role: 'writer' }],
    ['backing-up', REPLICA, { status: 'ok', role: 'replica' }],
    ['stopped', '', { status: 'failing', error: 'orders-main is stopped' }],
    ['rebooting', REPLICA, { status: 'failing', error: 'orders-main is rebooting' }],
  ])('the database is %s: %#', async (status, source, expected) => {
    answer.body = instance(status, source);
    const { database } = await check(databaseProbe(['orders-main'], 'eu-west-1', variables));
    expect(database).toMatchObject(expected);
    expect(seen[0]?.body).toBe('Action=DescribeDBInstances&Version=2014-10-31&DBInstanceIdentifier=orders-main');
  });

  test('a database that is not there is failing', async () => {
    answer.status = 404;
    expect((await check(databaseProbe(['x'], 'eu-west-1', variables))).database?.status).toBe('failing');
  });

  test.each([0, 503])('RDS itself does not answer (%i): degraded, and the role is not known', async (status) => {
    answer.status = status;
    const { database } = await check(databaseProbe(['x'], 'eu-west-1', variables));
    expect(database?.status).toBe('degraded');
    expect(database?.role).toBeUndefined();
  });
});
