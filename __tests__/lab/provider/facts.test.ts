import { readFileSync } from 'node:fs';
import path from 'node:path';
import { factsOf, parseFacts } from '../../../lab/provider/facts';
import { validated } from '../../../lab/provider/plan/validate';
import { type ObjectValue, UNKNOWN } from '../../../lab/provider/protocol/value';
import { Direct } from './session';

const table = readFileSync(path.join(__dirname, '../../../lab/provider/facts.txt'), 'utf8');
const lines = table.split('\n').filter((line) => /^(data\.)?aws_/.test(line));

test('every line of the table is understood, and there is one a type', () => {
  for (const line of lines) expect(() => parseFacts(line)).not.toThrow();
  const types = lines.map((line) => line.split(' ')[0]);
  expect(new Set(types).size).toBe(types.length);
  expect(types.length).toBeGreaterThan(600);
});

test('a default that is left out has the type of its attribute', async () => {
  const aws = new Direct();
  const { planned } = await aws.plan('aws_lb_target_group', null, {
    name: 't',
    port: 80,
    protocol: 'HTTP',
    vpc_id: 'v',
  });
  expect([planned.deregistration_delay, planned.target_type]).toEqual(['300', 'instance']);
});

test('a line tells what replaces, what is secret, the defaults, the limits and which arguments go together', () => {
  expect(parseFacts('aws_x !a !b.c ~d ?r e=true f.g="x\\u0020y" h#3-64 i><j,k l&m one(n,o) some(p,q)')).toEqual({
    replaces: ['a', 'b.c'],
    sensitive: ['d'],
    filled: ['r'],
    defaults: [
      ['e', true],
      ['f.g', 'x y'],
    ],
    items: [{ path: 'h', min: 3, max: 64 }],
    rules: [
      { kind: 'conflicts', argument: 'i', others: ['j', 'k'] },
      { kind: 'needs', argument: 'l', others: ['m'] },
      { kind: 'one', arguments: ['n', 'o'] },
      { kind: 'some', arguments: ['p', 'q'] },
    ],
  });
  expect(() => parseFacts('aws_x what')).toThrow(new Error('facts.txt: "what" is not understood (aws_x).'));
});

test('a type that the table does not know has no facts', () => {
  expect(factsOf('aws_brand_new')).toBeUndefined();
});

test.each<[what: string, type: string, config: ObjectValue, said: string[]]>([
  [
    'two that exclude each other',
    'aws_sns_topic',
    { name: 'a', name_prefix: 'b' },
    ['"name": conflicts with name_prefix', '"name_prefix": conflicts with name'],
  ],
  ['one of which may yet be null', 'aws_sns_topic', { name: 'a', name_prefix: UNKNOWN }, []],
  [
    'none of those of which one is needed',
    'aws_lb',
    {},
    ['"subnet_mapping": one of `subnet_mapping,subnets` must be specified'],
  ],
  [
    'two of those of which one is needed',
    'aws_lb',
    { subnets: ['a'], subnet_mapping: [{}] },
    [
      '"subnet_mapping": only one of `subnet_mapping,subnets` can be specified, but `subnet_mapping,subnets` were specified.',
    ],
  ],
  ['one of those, the other an empty list', 'aws_lb', { subnets: ['a'], subnet_mapping: [] }, []],
  [
    'a write-only value without its version',
    'aws_db_instance',
    { password_wo: 'x' },
    ['"password_wo": all of `password_wo,password_wo_version` must be specified'],
  ],
  [
    'a replica with a user of its own',
    'aws_db_instance',
    { replicate_source_db: 'x', username: 'y' },
    ['"username": conflicts with replicate_source_db'],
  ],
  ['a type without rules', 'aws_brand_new', { a: 1 }, []],
])('of %s', (_, type, config, said) => {
  expect(validated(type, config).map(({ detail }) => detail)).toEqual(said);
});
