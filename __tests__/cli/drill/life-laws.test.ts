import { dataOutlives } from '../../../cli/drill/laws/data';
import { endsLike, fails } from '../../../cli/drill/laws/interrupted';
import type { Law, Seen } from '../../../cli/drill/laws/law';
import { destroysOnlyIn, givesDataUp, liftsProtection, onlyMarkGoes, stopsWith } from '../../../cli/drill/laws/leaving';
import {
  adoptsExactly,
  adoptsUnchanged,
  forgetsExactly,
  nothingLeftIn,
  ownStackUnchanged,
  untouched,
} from '../../../cli/drill/laws/lives';
import { call, change, run, seen, stored } from './seen';

/** A law, what it is held against, and what it says of that; nothing where it holds. */
type Case = readonly [what: string, law: Law, seen: Seen, says: string | undefined];

const TABLE = 'aws_dynamodb_table.table-sessions-us-east-1_table';
const EU_KEY = 'aws_kms_replica_key.key_eu-west-1';
const planned = (stack: string, ...changes: ReturnType<typeof change>[]): Seen => seen([run(stack, { changes })]);

const euBucket = stored('aws_s3_bucket', 'eu-west-1', { bucket: 'b', id: 'b' });
const writer = stored('aws_db_instance', 'us-east-1', { identifier: 'db', id: 'db', deletion_protection: true });
const replica = stored('aws_db_instance', 'eu-west-1', { identifier: 'db', id: 'db', replicate_source_db: 'arn' });
const table = (...regions: string[]) =>
  stored('aws_dynamodb_table', 'us-east-1', {
    name: 't',
    id: 't',
    replica: regions.map((region_name) => ({ region_name })),
  });
const worlds = (
  before: Seen['before']['objects'],
  after: Seen['after']['objects'],
  calls = [call('Read', 'us-east-1')],
): Seen =>
  seen([run('foundation', { callList: calls })], {
    before: { objects: before, states: {} },
    after: { objects: after, states: {} },
  });
const states = (addresses: readonly (readonly [address: string, alias: string])[]): Seen['before'] => ({
  objects: [],
  states: {
    foundation: addresses.map(([address, alias]) => ({
      address,
      type: address.split('.')[0] ?? '',
      alias,
      attributes: {},
    })),
  },
});
const evacuation = (...changes: ReturnType<typeof change>[]): Seen => ({
  ...planned('foundation', ...changes),
  before: states([
    [EU_KEY, 'euw1'],
    [TABLE, 'use1'],
    ['aws_iam_role.x', 'use1'],
  ]),
});

const CASES: readonly Case[] = [
  [
    'all that is there, and the table',
    forgetsExactly('eu-west-1'),
    evacuation(change(`forget ${EU_KEY}`), change(`forget ${TABLE}`)),
    undefined,
  ],
  [
    'too little',
    forgetsExactly('eu-west-1'),
    evacuation(change(`forget ${TABLE}`)),
    `forgets what is eu-west-1's: foundation did not forget ${EU_KEY}`,
  ],
  [
    'too much',
    forgetsExactly('eu-west-1'),
    evacuation(change(`forget ${EU_KEY}`), change(`forget ${TABLE}`), change('forget aws_iam_role.x')),
    "forgets what is eu-west-1's: foundation forgot aws_iam_role.x, which is not eu-west-1's",
  ],
  [
    'adopted too little',
    adoptsExactly('eu-west-1', [{ stack: 'foundation', address: EU_KEY }]),
    planned('foundation'),
    `adopts what is eu-west-1's: foundation did not adopt ${EU_KEY}`,
  ],
  [
    'adopted and changed',
    adoptsUnchanged('eu-west-1'),
    planned('foundation', { ...change(`import ${EU_KEY} eu-west-1`), actions: ['update'] }),
    `adopts without a change: foundation would import and update ${EU_KEY} in eu-west-1`,
  ],
  [
    'its own stack',
    ownStackUnchanged('eu-west-1'),
    planned('region-eu-west-1', change('update aws_x.y eu-west-1')),
    'own stack unchanged: region-eu-west-1 would update aws_x.y in eu-west-1',
  ],
  [
    'an object that is gone',
    untouched('eu-west-1'),
    worlds([euBucket], []),
    'eu-west-1 untouched: aws_s3_bucket b (eu-west-1, b) is gone from eu-west-1',
  ],
  [
    'an object that was changed',
    untouched('eu-west-1'),
    worlds([euBucket], [{ ...euBucket, state: { ...euBucket.state, tags: {} } }]),
    'eu-west-1 untouched: aws_s3_bucket b (eu-west-1, b) was changed in eu-west-1',
  ],
  [
    'an object that is left',
    nothingLeftIn('eu-west-1'),
    worlds([], [euBucket]),
    'nothing left in eu-west-1: aws_s3_bucket b still stands',
  ],
  [
    "a table's copy that is left",
    nothingLeftIn('eu-west-1'),
    worlds([], [table('eu-west-1')]),
    'nothing left in eu-west-1: aws_dynamodb_table t still has a replica there',
  ],
  ['data that stays', dataOutlives(), worlds([euBucket, writer], [euBucket, writer]), undefined],
  [
    'a bucket that is gone',
    dataOutlives(),
    worlds([euBucket], [], [call('Delete', 'eu-west-1', { type: 'aws_s3_bucket', name: 'b' })]),
    'law 4, data outlives compute: foundation deleted aws_s3_bucket b in eu-west-1',
  ],
  ['a bucket that is given up', dataOutlives('eu-west-1'), worlds([euBucket], []), undefined],
  [
    'a writer that was rebuilt',
    dataOutlives(),
    worlds(
      [writer],
      [writer],
      [
        call('Delete', 'us-east-1', { type: 'aws_db_instance', name: 'db' }),
        call('Create', 'us-east-1', { type: 'aws_db_instance', name: 'db' }),
      ],
    ),
    'law 4, data outlives compute: foundation deleted aws_db_instance db in us-east-1',
  ],
  [
    'a writer whose deletion was refused',
    dataOutlives(),
    worlds([writer], [writer], [call('Delete', 'us-east-1', { type: 'aws_db_instance', name: 'db' })]),
    undefined,
  ],
  ['a replica that is rebuilt', dataOutlives(), worlds([replica], []), undefined],
  [
    "a table's copy that is gone",
    dataOutlives(),
    worlds([table('eu-west-1', 'ap-southeast-2')], [table('ap-southeast-2')]),
    'law 4, data outlives compute: the copy of aws_dynamodb_table t is gone from eu-west-1',
  ],
  [
    'a Region that leaves, emptied',
    liftsProtection('eu-west-1'),
    planned('region-eu-west-1', change('delete aws_x.y eu-west-1')),
    undefined,
  ],
  [
    'a Region that leaves, data destroyed too early',
    liftsProtection('eu-west-1'),
    planned('foundation', change('delete aws_s3_bucket.b eu-west-1')),
    'lifts the protection only: foundation would delete aws_s3_bucket.b in eu-west-1',
  ],
  [
    'destroyed elsewhere',
    destroysOnlyIn('eu-west-1'),
    planned('foundation', change('delete aws_s3_bucket.b us-east-1')),
    'destroys only in eu-west-1: foundation would delete aws_s3_bucket.b in us-east-1',
  ],
  [
    'a mark that goes',
    onlyMarkGoes('eu-west-1'),
    planned('foundation', change('delete aws_ssm_parameter.leaving-eu-west-1 us-east-1')),
    undefined,
  ],
  [
    'more than a mark goes',
    onlyMarkGoes('eu-west-1'),
    planned('foundation', change('delete aws_ssm_parameter.other us-east-1')),
    'nothing is left but a mark: foundation would delete aws_ssm_parameter.other in us-east-1',
  ],
  [
    'data that is still there',
    givesDataUp('eu-west-1'),
    worlds([euBucket], [euBucket]),
    'the data in eu-west-1 goes: aws_s3_bucket b still has it in eu-west-1',
  ],
  [
    'went through',
    stopsWith('foundation', 'eu-west-1', /protected/),
    seen([run('foundation')]),
    'stops, as it should: foundation went through, in eu-west-1',
  ],
  [
    'another failure',
    stopsWith('foundation', 'eu-west-1', /protected/),
    seen([run('foundation', { outcome: 'failed', error: 'Error: else' })]),
    'stops, as it should: foundation failed for another reason, in eu-west-1: Error: else',
  ],
  [
    'nothing failed',
    fails,
    seen([run('foundation')]),
    'the apply fails half-way: every stack passed, though something was to go wrong',
  ],
  [
    'another end',
    endsLike({ objects: [euBucket], states: {} }),
    worlds([], []),
    `ends as one that did not fail: AWS's aws_s3_bucket "b" in eu-west-1 is missing`,
  ],
];

test.each(CASES)('%s', (_what, law, held, says) => expect(law.broken(held)).toBe(says));

test('what is managed in us-east-1 for all Regions is no part of it', () => {
  const topic = stored('aws_sns_topic', 'us-east-1', { id: 'topic', arn: 'topic' });
  const world = (alias: string): Seen => ({
    ...seen([]),
    after: {
      objects: [topic],
      states: { global: [{ address: 'aws_sns_topic.t', type: 'aws_sns_topic', alias, attributes: { id: 'topic' } }] },
    },
  });
  expect(nothingLeftIn('us-east-1').broken(world('edge'))).toBeUndefined();
  expect(nothingLeftIn('us-east-1').broken(world('use1'))).toBe(
    'nothing left in us-east-1: aws_sns_topic topic still stands',
  );
});

test('an end is the same with other addresses and another status of a certificate, and not with another range', () => {
  const ended = (ip: string, status: string, cidr: string): Seen['after'] => ({
    objects: [],
    states: {
      foundation: [
        {
          address: 'aws_eip.a',
          type: 'aws_eip',
          attributes: {
            id: 'eipalloc-0123456789abcdef0',
            public_ip: ip,
            public_dns: `ec2-${ip}.compute.amazonaws.com`,
          },
        },
        { address: 'aws_acm_certificate.c', type: 'aws_acm_certificate', attributes: { id: 'c', status } },
        { address: 'aws_ssm_parameter.p', type: 'aws_ssm_parameter', attributes: { id: 'p', value: `${ip} ${cidr}` } },
      ],
    },
  });
  const holds = (after: Seen['after']) =>
    endsLike(ended('203.0.113.7', 'PENDING_VALIDATION', '10.1.0.0/16')).broken({ ...seen([]), after });
  expect(holds(ended('198.51.100.9', 'ISSUED', '10.1.0.0/16'))).toBeUndefined();
  expect(holds(ended('198.51.100.9', 'ISSUED', '10.2.0.0/16'))).toBe(
    'ends as one that did not fail: foundation aws_ssm_parameter.p has another value',
  );
});

test('an end is the same with other ids, as long as what refers to what is the same', () => {
  const ended = (subnet: string, refers: string): Seen['after'] => ({
    objects: [],
    states: {
      'region-eu-west-1': [
        { address: 'aws_subnet.a', type: 'aws_subnet', attributes: { id: subnet } },
        {
          address: 'aws_instance.b',
          type: 'aws_instance',
          attributes: { id: 'i-00000000000000001', subnet_id: refers },
        },
      ],
    },
  });
  const expected = ended('subnet-0123456789abcdef0', 'subnet-0123456789abcdef0');
  const holds = (after: Seen['after']) => endsLike(expected).broken({ ...seen([]), after });
  expect(holds(ended('subnet-0fedcba9876543210', 'subnet-0fedcba9876543210'))).toBeUndefined();
  expect(holds(ended('subnet-0fedcba9876543210', 'subnet-0aaaaaaaaaaaaaaaa'))).toBe(
    'ends as one that did not fail: region-eu-west-1 aws_instance.b has another subnet_id',
  );
});

test.each([
  ['58204113-9a3c-4b1e-8f00-0123456789ab', '0a1b2c3d-9a3c-4b1e-8f00-012345678901', undefined],
  ['111122223333', '444455556666', 'ends as one that did not fail: foundation terraform_data.x has another id'],
])('of %s and %s a made-up id is no difference, an account is one', (was, is, says) => {
  const ended = (id: string): Seen['after'] => ({
    objects: [],
    states: { foundation: [{ address: 'terraform_data.x', type: 'terraform_data', attributes: { id } }] },
  });
  expect(endsLike(ended(was)).broken({ ...seen([]), after: ended(is) })).toBe(says);
});
