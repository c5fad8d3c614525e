import fc from 'fast-check';
import { createLog, errorFields } from '../../../lambdas/shared/log';
import { createMetrics } from '../../../lambdas/shared/metrics';
import { type CapturedLog, captureStreams } from './captured-log';

let captured: CapturedLog;
beforeEach(() => {
  captured = captureStreams();
});
afterEach(() => {
  captured.restore();
  delete process.env._X_AMZN_TRACE_ID;
});

test('a line is JSON with the sentence, the facts, the service and the trace id', () => {
  process.env._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1';
  createLog('updater', { region: 'eu-west-1' }).warn('lease lost', { epoch: 4 });
  expect(captured.lines).toHaveLength(1);
  expect(JSON.parse(captured.lines[0] ?? '')).toMatchObject({
    level: 'WARN',
    message: 'lease lost',
    service: 'updater',
    region: 'eu-west-1',
    epoch: 4,
    xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793',
  });
});

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
const SECRETS: Readonly<Record<string, string>> = {
  password: 'hunter2hunter2',
  token: JWT,
  email: 'ann.lee+x@mail.example.co.uk',
  key: 'AKIAIOSFODNN7EXAMPLE',
  signature: 'X-Amz-Signature=9f86d081884c7d659a2feaa0c55ad015',
};

test('no secret is written, by key', () => {
  createLog('x').error('failed', {
    password: SECRETS.password,
    accessToken: 'opaque-value-1',
    authorization: 'Basic opaque-value-2',
    reason: 'opaque-value-3',
    actor: 'opaque-value-4',
    nested: [{ uploadUrl: 'https://opaque-value-5' }],
    body: { deep: 'opaque-value-6' },
  });
  expect(captured.lines.join()).not.toMatch(/hunter2|opaque-value/);
});

test('no secret is written, whatever text it stands in', () =>
  fc.assert(
    fc.property(
      fc.constantFrom('token', 'email', 'key', 'signature'),
      fc.constantFrom('message', 'field', 'error', 'cause'),
      fc.constantFrom(' ', '"', "'", ',', '\n', '=', '(', '<'),
      (kind, place, edge) => {
        captured.lines.length = 0;
        const secret = SECRETS[kind] ?? '';
        const text = `before${edge}${secret}${edge === '(' ? ')' : edge}after`;
        const log = createLog('x');
        if (place === 'message') log.info(text);
        else if (place === 'field') log.info('line', { where: { any: [text] } });
        else if (place === 'error') log.error('line', errorFields(new Error(text)));
        else log.error('line', errorFields(new Error('x', { cause: new Error(text) })));
        expect(captured.lines).toHaveLength(1);
        const hidden = kind === 'signature' ? '9f86d081884c7d659a2feaa0c55ad015' : secret;
        expect(captured.lines.join()).not.toContain(hidden);
        expect(captured.lines.join()).toContain('[redacted]');
      },
    ),
  ));

test('what is not an Error is not written at all', () =>
  expect(errorFields('hunter2')).toEqual({ error: { name: 'string', message: 'not an Error' } }));

test('a metric is one line of the embedded metric format', () => {
  createMetrics('updater').add('StateUpdated', 1, 'orders');
  expect(captured.lines).toHaveLength(1);
  const line = JSON.parse(captured.lines[0] ?? '');
  expect(line).toMatchObject({ app: 'orders', service: 'updater', StateUpdated: 1 });
  expect(line._aws.CloudWatchMetrics).toEqual([
    { Namespace: 'Meridian', Dimensions: [['service', 'app']], Metrics: [{ Name: 'StateUpdated', Unit: 'Count' }] },
  ]);
});

test('each value is a line of its own, so one metric never takes the other one with it', () => {
  const metrics = createMetrics('health');
  metrics.add('RegisterAge', 2.5, 'orders');
  metrics.add('DeepHealthFailing', 0);
  expect(captured.lines.map((line) => Object.keys(JSON.parse(line)).sort())).toEqual([
    ['RegisterAge', '_aws', 'app', 'service'],
    ['DeepHealthFailing', '_aws', 'service'],
  ]);
});
