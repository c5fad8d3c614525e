import fc from 'fast-check';
import { digestIn, digestOf, excessOf } from '../../../cli/review/digest';
import type { Json } from '../../../cli/review/json';
import type { Digest, DigestEntry } from '../../../cli/review/model';
import { planJson, type RawChange, raw, review } from './plans';

const digest = (...changes: RawChange[]): Digest => digestOf(review({ plans: { foundation: planJson(changes) } }));
const update = (name: string, before: Json, after: Json, more: Json = {}): RawChange =>
  raw(`aws_a.${name}`, ['update'], before, after, more);
const excess = (plan: Digest, approved: Digest): string[] =>
  excessOf(plan, approved).map(({ address, what, paths }) => `${address} ${what} ${paths.join()}`.trim());

const entry: fc.Arbitrary<DigestEntry> = fc.record({
  address: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  actions: fc.constantFrom(['create'], ['update'], ['delete', 'create']),
  replacePaths: fc.subarray(['x', 'y']),
  paths: fc.subarray(['p=1', 'p=2', 'q.r="s"']),
  unknown: fc.subarray(['z']),
});
const entries = fc.uniqueArray(entry, { selector: ({ address }) => address });
const of = (list: readonly DigestEntry[]): Digest => ({ schemaVersion: 1, stacks: { foundation: list } });

test('a digest is within itself and within itself plus more, never within itself less one', () => {
  fc.assert(
    fc.property(entries, fc.nat(), (list, pick) => {
      expect(excessOf(of(list), of(list))).toEqual([]);
      if (list.length === 0) return;
      const less = list.filter((_, index) => index !== pick % list.length);
      expect(excessOf(of(less), of(list))).toEqual([]);
      expect(excessOf(of(list), of(less))).toHaveLength(1);
      expect(excessOf(of(list), { schemaVersion: 1, stacks: {} })).toHaveLength(list.length);
    }),
  );
});

test('a value, a path or an action that was not approved is more', () => {
  const approved = digest(update('a', { n: 1, name: 'x' }, { n: 2, name: 'x' }));
  expect(excess(digest(update('a', { n: 1, name: 'x' }, { n: 2, name: 'x' })), approved)).toEqual([]);
  expect(excess(digest(update('a', { n: 1 }, { n: 3 })), approved)).toEqual(['aws_a.a other values were approved n=3']);
  expect(excess(digest(update('a', { n: 1, name: 'x' }, { n: 2, name: 'y' })), approved)).toEqual([
    'aws_a.a other values were approved name="y"',
  ]);
  expect(excess(digest(raw('aws_a.a', ['delete'], { n: 1 }, null)), approved)).toEqual([
    'aws_a.a delete where update was approved',
  ]);
  expect(excess(digest(update('b', { n: 1 }, { n: 2 })), approved)).toEqual(['aws_a.b update was not approved at all']);
});

test('what was not known when it was approved may get any value, and nothing else may', () => {
  const approved = digest(
    update('a', { arn: 'x', n: 1 }, { n: 2 }, { after_unknown: { arn: true } }),
    raw('aws_a.b', ['create'], null, { rule: [{ n: 1 }] }, { after_unknown: { rule: [{ id: true }] } }),
  );
  const known = digest(
    update('a', { arn: 'x', n: 1 }, { arn: 'y', n: 2 }),
    raw('aws_a.b', ['create'], null, { rule: [{ n: 1, id: 'i' }] }),
  );
  expect(excess(known, approved)).toEqual([]);
  expect(excess(digest(raw('aws_a.b', ['create'], null, { rule: [{ n: 2, id: 'i' }] })), approved)).toEqual([
    'aws_a.b other values were approved rule[0].n=2',
  ]);
});

test('noise, no-ops, data, order and time are not in it', () => {
  const real = update('a', { n: 1 }, { n: 2 });
  const noise = [
    update('b', { tags_all: { a: '1' } }, { tags_all: { a: '2' } }),
    update('c', { l: ['b', 'a'] }, { l: ['a', 'b'] }),
    raw('aws_a.d', ['no-op'], { n: 1 }, { n: 1 }),
    raw('data.aws_a.e', ['read'], null, { n: 1 }, { mode: 'data' }),
  ];
  const plan = planJson([...noise, real], { timestamp: '2027-01-01T00:00:00Z' });
  expect(digestOf(review({ plans: { foundation: plan } }))).toEqual(digest(real));
  expect(digest(real).stacks.foundation).toEqual([
    { address: 'aws_a.a', actions: ['update'], replacePaths: [], paths: ['n=2'], unknown: [] },
  ]);
});

test('a digest is read from its file, or from a review, and nothing else is', () => {
  const one = digest(update('a', { n: 1 }, { n: 2 }));
  expect(digestIn('f', JSON.parse(JSON.stringify(one)))).toEqual(one);
  expect(digestIn('f', JSON.parse(JSON.stringify({ findings: [], digest: one })))).toEqual(one);
  expect(() => digestIn('f', { stacks: [] })).toThrow(
    'f: holds no digest of version 1. Write it with the review that is approved: npm run review -- --format json=FILE.',
  );
});
