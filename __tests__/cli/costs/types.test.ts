import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BY_USE, costClass, FREE, PRICED } from '../../../cli/costs/types';
import { type ConfigOverBase, synthPlatform } from '../../synth';

const ROOT = join(__dirname, '../../..');
const BINDINGS = join(ROOT, 'node_modules/@cdktf/provider-aws/lib');

/** Every type that a construct could make: what modules and stacks import of the bindings. */
const imported = ['modules', 'stacks']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(folder, f)),
  )
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [
    ...readFileSync(join(ROOT, file), 'utf8').matchAll(/@cdktf\/provider-aws\/lib\/(?!data-|provider\b)([a-z0-9-]+)/g),
  ])
  .map(([, binding = '']) => binding);

const typeOf = (binding: string): string =>
  /tfResourceType = "(\w+)"/.exec(readFileSync(join(BINDINGS, binding, 'index.js'), 'utf8'))?.[1] ?? binding;

test('every type that modules and stacks import has a class: free, by use or priced (else: cli/costs/types.ts)', () => {
  expect(imported.length).toBeGreaterThan(50);
  expect([...new Set(imported)].map(typeOf).filter((type) => costClass(type) === undefined)).toEqual([]);
});

test.each<[string, ConfigOverBase]>([
  ['the base', {}],
  ['one Region', { regions: ['us-east-1'] }],
  ['a routing layer with users', { tables: {}, routing: { photos: { bucket: 'objects' } }, identity: {} }],
  ['a front door', { network: { backbone: 'peering', flowLogs: 's3' }, ingress: { domain: 'orders.example.com' } }],
  ['a distribution', { ingress: { domain: 'orders.example.com', entry: 'rest-api', front: 'cdn' } }],
])('every type of %s has one', (_name, config) => {
  const { stacks } = synthPlatform(config);
  const types = [...new Set([...stacks.values()].flatMap((stack) => Object.keys(stack.counts)))];
  expect(types.length).toBeGreaterThan(20);
  expect(types.filter((type) => costClass(type) === undefined)).toEqual([]);
});

test('a type has one class only, and the bindings have it', () => {
  const types = [...FREE, ...Object.keys(BY_USE), ...Object.keys(PRICED)];
  expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
  expect([...FREE]).toEqual([...FREE].sort());
  const folders = types
    .filter((type) => type.startsWith('aws_'))
    .map((type) => type.slice('aws_'.length).replaceAll('_', '-'));
  expect(folders.filter((folder) => !existsSync(join(BINDINGS, folder)))).toEqual([]);
});

test('a type that nobody has looked at has none', () => {
  expect(costClass('aws_rds_cluster')).toBeUndefined();
  expect(costClass('toString')).toBeUndefined();
});
