import { asksForList, list, parseArguments, usage } from '../../../../cli/drill/arguments';
import { DRILL_REGIONS } from '../../../../cli/drill/routing/arguments';
import { ROUTING_SCENARIOS } from '../../../../cli/drill/routing/scenarios';
import { REGISTER_REGIONS } from '../../../../config/routing';

test('without options: three Regions, the second takes over', () =>
  expect(parseArguments(['kill-writer'], {}).routing).toEqual({
    scenario: 'kill-writer',
    regions: ['us-east-1', 'eu-west-1', 'ap-northeast-1'],
    primary: 'us-east-1',
    target: 'eu-west-1',
    rate: 10,
    leaseSeconds: 6,
  }));

test('with all of them', () => {
  const args = [
    'failback',
    '--regions',
    '5',
    '--target',
    'sa-east-1',
    '--rate',
    '3',
    '--lease',
    '5',
    '--json',
    'x.json',
  ];
  const { routing, json } = parseArguments(args, {});
  expect(routing).toMatchObject({ scenario: 'failback', target: 'sa-east-1', rate: 3, leaseSeconds: 5 });
  expect(routing?.regions).toHaveLength(5);
  expect(json).toBe('x.json');
});

test.each<[string, readonly string[], string]>([
  [
    'a target outside the Regions',
    ['kill-writer', '--regions', '2', '--target', 'sa-east-1'],
    '--target: sa-east-1 cannot take over from us-east-1. With 2 Regions there is eu-west-1.',
  ],
  [
    'the writer as the target',
    ['planned-move', '--target', 'us-east-1'],
    '--target: us-east-1 cannot take over from us-east-1. With 3 Regions there are eu-west-1 and ap-northeast-1.',
  ],
  [
    'an unknown Region',
    ['kill-writer', '--target', 'eu-west-11'],
    '--target: "eu-west-11" is not a Region in the catalog. Nearest: eu-west-1.',
  ],
  ['too few Regions', ['kill-writer', '--regions', '1'], '--regions: "1" is not a whole number from 2 to 6.'],
  ['too many Regions', ['kill-writer', '--regions', '7'], '--regions: "7" is not a whole number from 2 to 6.'],
  ['half a write', ['kill-writer', '--rate', '0.5'], '--rate: "0.5" is not a whole number from 1 to 50.'],
  ['too short a lease', ['kill-writer', '--lease', '4'], '--lease: "4" is not a whole number from 5 to 60.'],
  [
    'an option of the other scenarios',
    ['kill-writer', '--html', 'x'],
    '--html says nothing to kill-writer. Leave it out.',
  ],
  [
    'an option of these scenarios for another',
    ['promote', '--rate', '3'],
    '--rate says nothing to promote. Leave it out.',
  ],
])('%s is an error of its own', (_what, args, message) =>
  expect(() => parseArguments(args, {})).toThrow(expect.objectContaining({ name: 'UsageError', message })),
);

test('every scenario that is named is played, and the other way round', () => {
  const named = ['kill-writer', 'isolate-writer', 'planned-move', 'failback'];
  expect(ROUTING_SCENARIOS.map(({ name }) => name)).toEqual(named);
  for (const name of named) {
    expect(list()).toMatch(new RegExp(`^${name} +\\w`, 'm'));
    expect(usage()).toMatch(new RegExp(`^ {2}${name} +\\w`, 'm'));
  }
  expect(asksForList(['list'])).toBe(true);
  expect(asksForList(['kill-writer'])).toBe(false);
});

test('the Regions of a drill are some of the register’s and some that are not', () => {
  const inside = DRILL_REGIONS.filter((region) => REGISTER_REGIONS.us.some((member) => member === region));
  expect(inside).toEqual(['us-east-1', 'us-west-2']);
});
