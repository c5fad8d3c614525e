import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTelemetry } from '../../../lambdas/shared/telemetry';
import { SILENT } from './captured-log';

let server: Server;
let endpoint: string;
let bodies: unknown[];
let mode: 'answer' | 'hang' | 'fail';

beforeEach(async () => {
  bodies = [];
  mode = 'answer';
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', () => {
      bodies.push(JSON.parse(text));
      if (mode !== 'hang') response.writeHead(mode === 'fail' ? 500 : 200).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  endpoint = `http://127.0.0.1:${port}/generic`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const make = (more: Partial<Parameters<typeof createTelemetry>[0]> = {}) =>
  createTelemetry({ endpoint, sendMetrics: undefined, solution: 'meridian', version: '1.2.3', log: SILENT, ...more });
const AT = Date.UTC(2026, 10, 20, 3, 4, 5, 678);

test('says that the state changed, and nothing of who or why', async () => {
  await make()?.('failover', async () => 'uuid-1', AT);
  expect(bodies).toEqual([
    {
      Solution: 'meridian',
      Version: '1.2.3',
      UUID: 'uuid-1',
      TimeStamp: '2026-11-20 03:04:05.6',
      Data: { EventName: 'STATE_UPDATED', EventValue: 'failover' },
    },
  ]);
});

test.each(['No', 'no', ' NO '])('SEND_METRICS=%p: there is no sender', (sendMetrics) =>
  expect(make({ sendMetrics })).toBeUndefined(),
);

test('no endpoint: there is no sender', () => expect(make({ endpoint: undefined })).toBeUndefined());

test('SEND_METRICS=Yes: there is one', () => expect(make({ sendMetrics: 'Yes' })).toBeDefined());

test.each(['hang', 'fail'] as const)(
  'an endpoint that does %s: settles within 1.1 s, without an error',
  async (how) => {
    mode = how;
    const startedMs = performance.now();
    await make()?.('fenced', async () => 'u', AT);
    expect(performance.now() - startedMs).toBeLessThan(1100);
    expect(bodies).toHaveLength(1);
  },
);

test('nobody listens, or the id cannot be read: no error either', async () => {
  await make({ endpoint: 'http://127.0.0.1:1/x' })?.('fenced', async () => 'u', AT);
  await make()?.('fenced', () => Promise.reject(new Error('no register')), AT);
  expect(bodies).toEqual([]);
});

test('an id that never comes does not hold the answer for longer than the limit', async () => {
  const startedMs = performance.now();
  await make()?.('fenced', () => new Promise(() => undefined), AT);
  expect(performance.now() - startedMs).toBeLessThan(1100);
});
