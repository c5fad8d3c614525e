import { dataOutlives } from '../../../cli/drill/laws/data';
import { endsLike, fails } from '../../../cli/drill/laws/interrupted';
import type { Law, Seen } from '../../../cli/drill/laws/law';
import { destroysOnlyIn, givesDataUp, liftsProtection, stopsWith } from '../../../cli/drill/laws/leaving';
import {
  adoptsExactly,
  adoptsUnchanged,
  forgetsExactly,
  nothingLeftIn,
  ownStackUnchanged,
  untouched,
} from '../../../cli/drill/laws/lives';
import {
  changesInPlace,
  changesSomething,
  createsOnlyIn,
  destroysNothing,
  everyEdge,
  onlyEdges,
  passes,
  planIsEmpty,
  settles,
} from '../../../cli/drill/laws/plans';
import { islands, notCalled } from '../../../cli/drill/laws/reach';
import { platformOf } from '../../synth';
import { call, change, run, seen, stored } from './seen';

/** A law, what it is held against, and what it says of that; nothing where it holds. */
type Case = readonly [what: string, law: Law, seen: Seen, says: string | undefined];

const TABLE = 'aws_dynamodb_table.table-sessions_table';
const RULES = 'aws_s3_bucket_replication_configuration.replication-objects_rules';
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
  ['its own Region', islands, seen([run('region-eu-west-1', { calls: { 'eu-west-1': 9 } })]), undefined],
  [
    'another Region',
    islands,
    seen([run('region-eu-west-1', { calls: { 'eu-west-1': 9, 'us-east-1': 3 } })]),
    'law 2, islands: region-eu-west-1 called us-east-1 (3 calls)',
  ],
  [
    'a global service',
    islands,
    seen([run('region-eu-west-1', { calls: { global: 1 } })]),
    'law 2, islands: region-eu-west-1 called a service without Regions (1 call)',
  ],
  ['a shared stack', islands, seen([run('foundation', { calls: { global: 1, 'us-east-1': 3 } })]), undefined],
  [
    'calls elsewhere',
    notCalled('eu-west-1'),
    seen([run('foundation', { callList: [call('Read', 'us-east-1')] })]),
    undefined,
  ],
  [
    'a call there',
    notCalled('eu-west-1'),
    seen([run('foundation', { callList: [call('Read', 'eu-west-1', { type: 'aws_x' })] })]),
    'no call to eu-west-1: foundation called eu-west-1 (1 call, the first: Read aws_x)',
  ],
  [
    'a call through its provider',
    notCalled('eu-west-1'),
    seen([run('foundation', { callList: [call('Read', 'global', { via: 'eu-west-1' })] })]),
    'no call to eu-west-1: foundation called eu-west-1 (1 call, the first: Read)',
  ],
  ['all passed', passes, seen([run('foundation')]), undefined],
  [
    'one failed',
    passes,
    seen([
      run('foundation', { outcome: 'failed', error: 'terraform plan ended with 1.\n\n╷\n│ Error: no such host\n' }),
    ]),
    'every stack passes: foundation failed: Error: no such host',
  ],
  [
    'one not tried',
    passes,
    seen([
      run('region-eu-west-1', { outcome: 'not tried', error: 'Not tried: it depends on foundation, which failed.' }),
    ]),
    'every stack passes: region-eu-west-1 was not tried: it depends on foundation, which failed.',
  ],
  [
    'a second plan',
    settles,
    seen([run('foundation', { settled: false, unsettled: [change('update aws_x.y eu-west-1')] })]),
    'second plan empty: foundation would still update aws_x.y in eu-west-1',
  ],
  ['nothing to do', planIsEmpty, seen([run('foundation')]), undefined],
  [
    'something to do',
    planIsEmpty,
    planned('region-eu-west-1', change('update aws_x.y eu-west-1')),
    'empty plan: region-eu-west-1 would update aws_x.y in eu-west-1',
  ],
  [
    'an output',
    planIsEmpty,
    seen([run('foundation', { empty: false, outputChanges: ['key_arn'] })]),
    'empty plan: foundation would change the output key_arn',
  ],
  ['nothing done', changesSomething, seen([run('foundation')]), 'a real change applies: foundation changed nothing'],
  [
    'a replacement',
    changesInPlace,
    planned('foundation', change('replace aws_x.y eu-west-1')),
    'only changes in place: foundation would replace aws_x.y in eu-west-1',
  ],
  [
    'a deletion',
    destroysNothing,
    planned('foundation', change('delete aws_x.y eu-west-1')),
    'destroys nothing: foundation would delete aws_x.y in eu-west-1',
  ],
  ['an edge', onlyEdges('eu-west-1'), planned('region-us-east-1', change(`update ${RULES} us-east-1`)), undefined],
  [
    'no edge',
    onlyEdges('eu-west-1'),
    planned('region-us-east-1', change('update aws_vpc.network_vpc us-east-1')),
    'law 6, only its edges: region-us-east-1 would update aws_vpc.network_vpc in us-east-1, which is no edge of eu-west-1',
  ],
  [
    'an edge taken down',
    onlyEdges('eu-west-1'),
    planned('region-us-east-1', change(`delete ${RULES} us-east-1`)),
    `law 6, only its edges: region-us-east-1 would delete ${RULES} in us-east-1: an edge of eu-west-1 is changed in place`,
  ],
  [
    'the last edge taken down',
    onlyEdges('eu-west-1'),
    seen([run('region-us-east-1', { changes: [change(`delete ${RULES} us-east-1`)] })], {
      platform: platformOf({ regions: ['us-east-1'] }),
      previous: platformOf({ regions: ['us-east-1', 'eu-west-1'] }),
    }),
    undefined,
  ],
  [
    'an edge that is not made',
    everyEdge('eu-west-1'),
    {
      ...seen([run('region-us-east-1')]),
      before: { objects: [], states: { 'region-us-east-1': [{ address: RULES, type: '', attributes: {} }] } },
    },
    `each edge once: region-us-east-1 leaves ${RULES} as it was: no s3-replication from us-east-1 to eu-west-1`,
  ],
  [
    'made elsewhere',
    createsOnlyIn('eu-west-1'),
    planned('foundation', change('create aws_x.y us-east-1')),
    'creates only in eu-west-1: foundation would create aws_x.y in us-east-1',
  ],
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
    adoptsUnchanged,
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
