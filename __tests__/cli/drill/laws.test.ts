import type { Law, Seen } from '../../../cli/drill/laws/law';
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
import { call, change, run, seen } from './seen';

/** A law, what it is held against, and what it says of that; nothing where it holds. */
type Case = readonly [what: string, law: Law, seen: Seen, says: string | undefined];

const RULES = 'aws_s3_bucket_replication_configuration.replication-objects_rules';
const planned = (stack: string, ...changes: ReturnType<typeof change>[]): Seen => seen([run(stack, { changes })]);

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
  [
    'a call for what it answers for all',
    notCalled('us-east-1', ['foundation']),
    seen([run('foundation', { callList: [call('Read', 'us-east-1')] })]),
    undefined,
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
];

test.each(CASES)('%s', (_what, law, held, says) => expect(law.broken(held)).toBe(says));
