import { parseArguments, UsageError, usage } from '../../../cli/model/arguments';
import { PROTECTIONS } from '../../../cli/model/protections';

test('plays 2,000 schedules of the shipped code by default', () =>
  expect(parseArguments([])).toEqual({ help: false, runs: 2000, without: [], protocol: 'shipped' }));

test('takes what can be chosen', () =>
  expect(
    parseArguments(
      '--runs 50000 --seed -3 --regions 5 --without fence,wait --without lease --protocol replicated'.split(' '),
    ),
  ).toEqual({
    help: false,
    runs: 50_000,
    seed: -3,
    regions: 5,
    without: ['fence', 'wait', 'lease'],
    protocol: 'replicated',
  }));

test.each([
  ['--runs', '--runs: found nothing, allowed is a whole number from 1 to 10000000.'],
  ['--runs 0', '--runs: found "0", allowed is a whole number from 1 to 10000000.'],
  ['--runs 1.5', '--runs: found "1.5", allowed is a whole number from 1 to 10000000.'],
  ['--regions 6', '--regions: found "6", allowed is a whole number from 2 to 5.'],
  ['--without luck', '--without: found "luck", allowed are fence, lease, wait, a1, compare.'],
  ['--without toString', '--without: found "toString", allowed are fence, lease, wait, a1, compare.'],
  ['--protocol raft', '--protocol: found "raft", allowed are shipped, replicated, original.'],
  [
    '--protocol original --without fence',
    '--without: the protocol "original" has no protection that could be switched off. Leave it out.',
  ],
  ['--fast', 'Unknown option --fast. Allowed: --runs, --seed, --regions, --without, --protocol, --help.'],
])('refuses "%s"', (line, message) => expect(() => parseArguments(line.split(' '))).toThrow(new UsageError(message)));

test('the help names every protection', () => {
  expect(parseArguments(['--help']).help).toBe(true);
  for (const name of Object.keys(PROTECTIONS)) expect(usage()).toContain(name);
});
