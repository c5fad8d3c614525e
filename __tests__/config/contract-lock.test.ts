import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Contract, ContractEntry } from '../../config/contract';
import { CONTRACT_LOCK_FILE, contractLock, contractLockSchema, contractProblems } from '../../config/contract-lock';

const COMMITTED = contractLockSchema.parse(
  JSON.parse(readFileSync(join(__dirname, '../..', CONTRACT_LOCK_FILE), 'utf8')),
);

test('nothing that was committed is broken, and what is new is in a new version', () =>
  expect(contractProblems(COMMITTED)).toEqual([]));

const entry = (over: Partial<ContractEntry> = {}): ContractEntry => ({
  type: 'String',
  since: '1.0',
  description: 'It.',
  ...over,
});

const contract = (
  version: readonly [major: number, minor: number],
  region: Readonly<Record<string, ContractEntry>>,
): Contract => ({ major: version[0], minor: version[1], outputs: { foundation: {}, region, global: {} } });

const where = { text: 'with a database', holds: () => true };
const deprecated = { since: '1.3', use: 'vpc_name' } as const;
const problems = (before: Contract, after: Contract): string[] =>
  contractProblems(contractLock(before), contractLock(after));

const BEFORE = contract([1, 2], { vpc_id: entry(), key_arn: entry() });
const BOTH = { vpc_id: entry(), key_arn: entry() };

describe('without a new version', () => {
  test.each<[string, Readonly<Record<string, ContractEntry>>, string[]]>([
    ['the same', BOTH, []],
    ['in another order', { key_arn: entry(), vpc_id: entry() }, []],
    ['in other words', { ...BOTH, key_arn: entry({ description: 'The ARN.' }) }, []],
    [
      'one less',
      { vpc_id: entry() },
      [
        'region key_arn is gone and was never deprecated. Put it back with `deprecated`, and commit that first.',
        'region key_arn is gone. Raise `major` to 2, or put it back.',
      ],
    ],
    [
      'a list for a text',
      { ...BOTH, key_arn: entry({ type: 'StringList' }) },
      ['region key_arn was a String and is a StringList. Give the new one another name, or raise `major` to 2.'],
    ],
    [
      'another parameter',
      { ...BOTH, key_arn: entry({ parameter: 'key' }) },
      [
        'region key_arn was the parameter region/key_arn and is key. Give the new one another name, or raise `major` to 2.',
      ],
    ],
    [
      'on fewer platforms',
      { ...BOTH, key_arn: entry({ where }) },
      [
        'region key_arn was there on every platform and is on platforms with a database. Give the new one another name, or raise `major` to 2.',
      ],
    ],
    [
      'said to be younger',
      { ...BOTH, key_arn: entry({ since: '1.2' }) },
      ['region key_arn came in 1.0. Write that in `since`.'],
    ],
    [
      'one more',
      { ...BOTH, vpc_name: entry({ since: '1.2' }) },
      ['region vpc_name is new. Raise `minor` to 3 and write 1.3 in its `since`.'],
    ],
    [
      'one deprecated',
      { ...BOTH, vpc_id: entry({ deprecated: { since: '1.2', use: 'vpc_name' } }) },
      ['region vpc_id is newly deprecated. Raise `minor` to 3 and write 1.3 in its `deprecated.since`.'],
    ],
  ])('%s', (_case, region, expected) => expect(problems(BEFORE, contract([1, 2], region))).toEqual(expected));
});

describe('in a new minor version', () => {
  test('something new, and something deprecated', () =>
    expect(
      problems(BEFORE, contract([1, 3], { ...BOTH, vpc_id: entry({ deprecated }), vpc_name: entry({ since: '1.3' }) })),
    ).toEqual([]));

  test('something new that says another version', () =>
    expect(problems(BEFORE, contract([1, 3], { ...BOTH, vpc_name: entry({ since: '1.2' }) }))).toEqual([
      'region vpc_name is new in 1.3. Write that in its `since`.',
    ]));

  test('on more platforms than before', () =>
    expect(problems(contract([1, 2], { vpc_id: entry({ where }) }), contract([1, 2], { vpc_id: entry() }))).toEqual(
      [],
    ));

  test('a deprecated one cannot go yet', () =>
    expect(problems(contract([1, 3], { vpc_id: entry({ deprecated }) }), contract([1, 4], {}))).toEqual([
      'region vpc_id is gone. Raise `major` to 2, or put it back.',
    ]));
});

describe('in a new major version', () => {
  test('one that was deprecated may go', () =>
    expect(problems(contract([1, 3], { vpc_id: entry({ deprecated }) }), contract([2, 0], {}))).toEqual([]));

  test('one that was not stays', () =>
    expect(problems(BEFORE, contract([2, 0], { vpc_id: entry() }))).toEqual([
      'region key_arn is gone and was never deprecated. Put it back with `deprecated`, and commit that first.',
    ]));

  test('a type may change', () =>
    expect(problems(BEFORE, contract([2, 0], { ...BOTH, key_arn: entry({ type: 'StringList' }) }))).toEqual([]));
});

test('a version never goes back', () =>
  expect(problems(BEFORE, contract([1, 1], BOTH))).toEqual([
    'The contract is 1.1, and 1.2 was committed. A version never goes back.',
  ]));

test('taking any one output out of the contract is refused, and adding it back is not', () =>
  fc.assert(
    fc.property(fc.constantFrom(...COMMITTED.outputs), (output) => {
      const without = { ...COMMITTED, outputs: COMMITTED.outputs.filter((other) => other !== output) };
      expect(contractProblems(COMMITTED, without).join()).toContain(`${output.stack} ${output.name} is gone.`);
      expect(contractProblems({ ...without, minor: COMMITTED.minor - 1 }, COMMITTED)).toEqual(
        output.since === `${COMMITTED.major}.${COMMITTED.minor}` ? [] : [expect.stringContaining('is new in')],
      );
    }),
  ));
