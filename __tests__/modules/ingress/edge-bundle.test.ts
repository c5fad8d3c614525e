import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { jurisdictionBundle } from '../../../modules/ingress/edge-bundle';

const ROOT = join(__dirname, '..', '..', '..');
const HOSTS: [string, string][] = [
  ['eu', 'api-eu.orders.example.com'],
  ['us', 'api-us.orders.example.com'],
];
const bundle = jurisdictionBundle(ROOT, { field: 'jurisdiction', hosts: new Map(HOSTS) });

test('the same data in any order give the same bytes, others give others', () => {
  expect(jurisdictionBundle(ROOT, { field: 'jurisdiction', hosts: new Map([...HOSTS].reverse()) })).toEqual(bundle);
  const { sourceCodeHash } = jurisdictionBundle(ROOT, { field: 'place', hosts: new Map(HOSTS) });
  expect(sourceCodeHash).not.toBe(bundle.sourceCodeHash);
});

test('is small, as it is loaded at every edge', () => expect(bundle.zip.length).toBeLessThan(10_000));

test('runs as it is packed: with its data, without an environment', async () => {
  const module = { exports: {} as { handler?: (event: unknown) => Promise<unknown> } };
  runInNewContext(Buffer.from(bundle.code).toString(), { module, exports: module.exports, Buffer, TextDecoder });
  const request = {
    headers: { 'content-type': [{ value: 'application/json' }] },
    origin: { custom: { domainName: 'api.orders.example.com' } },
    body: { data: '{"jurisdiction":"us"}', encoding: 'text', inputTruncated: false, action: 'read-only' },
  };
  expect(await module.exports.handler?.({ Records: [{ cf: { request } }] })).toMatchObject({
    origin: { custom: { domainName: 'api-us.orders.example.com' } },
  });
  await expect(module.exports.handler?.({ Records: [] })).rejects.toThrow('The event has no record.');
});

test.each<[string, Parameters<typeof jurisdictionBundle>[1], string]>([
  ['no field', { field: '', hosts: new Map(HOSTS) }, 'jurisdictionBundle: field is empty. Name the field of a body.'],
  [
    'no hosts',
    { field: 'j', hosts: new Map() },
    'jurisdictionBundle: hosts is empty. Name the API of each jurisdiction.',
  ],
])('refuses %s', (_what, data, message) => expect(() => jurisdictionBundle(ROOT, data)).toThrow(new Error(message)));
