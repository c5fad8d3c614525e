import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { locate } from '../../../../cli/review/inputs/locate';

const dir = mkdtempSync(path.join(tmpdir(), 'review-'));
afterAll(() => rmSync(dir, { recursive: true }));
const at = (name: string): string => path.join(dir, name);
for (const name of ['a', 'a/foundation', 'b', 'empty']) mkdirSync(at(name));
for (const name of [
  'a/region-x.json',
  'a/region-x.log.jsonl',
  'a/foundation/plan.json.gz',
  'a/foundation/terraform.tfstate',
  'a/README.md',
  'b/region-x.json',
  'b/other.json',
])
  writeFileSync(at(name), '{}');
const KNOWN = ['foundation', 'region-x'];
const found = (plans: string[], stacks: { stack: string; file: string }[] = []) =>
  locate({ plans: plans.map(at), stacks }, KNOWN);

test('by the name of the file, or of its folder', () =>
  expect(found(['a'])).toEqual([
    { stack: 'foundation', plan: at('a/foundation/plan.json.gz') },
    { stack: 'region-x', plan: at('a/region-x.json'), log: at('a/region-x.log.jsonl') },
  ]));

test('files, and files of other names', () =>
  expect(found(['b/region-x.json'], [{ stack: 'foundation', file: '-' }])).toEqual([
    { stack: 'foundation', plan: '-' },
    { stack: 'region-x', plan: at('b/region-x.json') },
  ]));

test('the same file twice is one', () => expect(found(['b/region-x.json', 'b/region-x.json'])).toHaveLength(1));

test('all that is wrong at once: a second file, another stack, a folder with nothing in it', () =>
  expect(() => found(['a', 'b', 'empty'])).toThrow(
    [
      `${at('empty')}: has no plans: no <stack>.json or <stack>/plan.json. Make them: npm run review -- plan.`,
      `${at('b/other.json')}: is of no stack: head's manifest has no "other", but foundation and region-x. Call the file <stack>.json, or say which it is: --stack NAME=FILE`,
      `${at('b/region-x.json')}: is a second plan of region-x, besides ${at('a/region-x.json')}. Name one of them.`,
    ].join('\n'),
  ));

test('standard input needs a name', () =>
  expect(() => locate({ plans: ['-'], stacks: [] }, KNOWN)).toThrow(
    'standard input: has no name to tell its stack by. Say which it is: --stack NAME=-',
  ));
