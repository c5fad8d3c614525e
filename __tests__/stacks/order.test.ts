import fc from 'fast-check';
import type { RegionName } from '../../config/catalog';
import type { PlatformConfig } from '../../config/schema';
import { synthAnew, synthPlatform } from '../synth';
import { RICH, RUNS, regionLists } from './region-lists';

/** The same entries in another order. */
const reversed = <T extends object>(record: T): T => Object.fromEntries(Object.entries(record).reverse()) as T;

test('the order of lists and keys changes no byte, where home is named', () =>
  fc.assert(
    fc.property(
      regionLists({ max: 4 }).chain(({ regions, home, writer }) =>
        fc.record({
          one: fc.constant({ ...RICH, regions, home, writer }),
          other: fc
            .shuffledSubarray(regions, { minLength: regions.length })
            .map((shuffled) => reversed({ home, writer, ...reversed(RICH), regions: shuffled })),
        }),
      ),
      ({ one, other }) => expect(synthPlatform(other).files).toEqual(synthPlatform(one).files),
    ),
    RUNS,
  ));

test('also of keys and lists within an object', () => {
  const main = RICH.databases.main;
  const config = (turn: <T>(value: T) => T): Partial<PlatformConfig> => ({
    tags: turn({ team: 'orders', cost: '42' }),
    databases: {
      main: turn({
        ...main,
        clientCidrs: ['10.1.0.0/19', '10.2.0.0/19'],
        former: turn({ 'eu-west-1': 'keep', 'ap-southeast-2': 'keep' }),
      }),
    },
  });
  const turned = <T>(value: T): T =>
    (Array.isArray(value) ? value.toReversed() : typeof value === 'object' && value ? reversed(value) : value) as T;
  expect(synthPlatform(config(turned)).files).toEqual(synthPlatform(config((value) => value)).files);
});

test('the same config makes the same bytes again', () =>
  fc.assert(
    fc.property(regionLists({ max: 4 }), (list) => {
      expect(synthAnew({ ...RICH, ...list }).files).toEqual(synthAnew({ ...RICH, ...list }).files);
    }),
    RUNS,
  ));

test('without a home, and then without a writer, the first Region of the list is it', () => {
  const regions: RegionName[] = ['eu-west-1', 'us-east-1'];
  expect(synthPlatform({ home: undefined, regions }).files).toEqual(
    synthPlatform({ home: 'eu-west-1', writer: 'eu-west-1', regions }).files,
  );
});

describe('deploy order', () => {
  test('bootstrap, foundation, the Region of the writer, then the others, which do not wait for each other', () =>
    expect(synthPlatform({ writer: 'eu-west-1' }).dependencies).toEqual({
      bootstrap: [],
      foundation: ['bootstrap'],
      'region-eu-west-1': ['foundation'],
      'region-us-east-1': ['foundation', 'region-eu-west-1'],
      'region-ap-southeast-2': ['foundation', 'region-eu-west-1'],
    }));

  test('without databases no Region waits for another', () =>
    expect(synthPlatform({ databases: {} }).dependencies).toEqual({
      bootstrap: [],
      foundation: ['bootstrap'],
      'region-us-east-1': ['foundation'],
      'region-eu-west-1': ['foundation'],
      'region-ap-southeast-2': ['foundation'],
    }));

  test('a Region that is evacuated is waited for by nobody, and one that returns waits for no other Region', () =>
    expect(
      synthPlatform({
        regions: [
          'us-east-1',
          { name: 'eu-west-1', state: 'evacuated' },
          { name: 'ap-southeast-2', state: 'returning' },
        ],
      }).dependencies,
    ).toEqual({
      bootstrap: [],
      foundation: ['bootstrap'],
      'region-us-east-1': ['foundation'],
      'region-ap-southeast-2': ['foundation'],
    }));
});
