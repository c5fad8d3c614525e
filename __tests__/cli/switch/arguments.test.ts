import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments, UsageError, usage } from '../../../cli/switch/arguments';

const RULE = 'arn:aws:route53-recovery-control::111122223333:controlpanel/p1/safetyrule/r1';
const words = (line: string): string[] => line.split(' ').filter(Boolean);

test('only shows without a change', () =>
  expect(parseArguments([])).toEqual({ help: false, changes: new Map(), override: [], timeoutSeconds: 60 }));

test.each<[string, [string, string][]]>([
  ['--region us-east-1 --off', [['us-east-1', 'Off']]],
  [
    '--region us-east-1 --off --region eu-west-1 --on',
    [
      ['us-east-1', 'Off'],
      ['eu-west-1', 'On'],
    ],
  ],
  [
    '--move us-east-1:eu-west-1',
    [
      ['us-east-1', 'Off'],
      ['eu-west-1', 'On'],
    ],
  ],
  [
    '--region=ap-southeast-2 --on --move us-east-1:eu-west-1',
    [
      ['ap-southeast-2', 'On'],
      ['us-east-1', 'Off'],
      ['eu-west-1', 'On'],
    ],
  ],
])('"%s" sets what each --on or --off follows', (line, changes) =>
  expect([...parseArguments(words(line)).changes]).toEqual(changes),
);

test('takes what else can be said', () =>
  expect(
    parseArguments(words(`--region us-east-1 --off --override ${RULE} --from eu-west-1 --config a.json --timeout 5`)),
  ).toEqual({
    help: false,
    changes: new Map([['us-east-1', 'Off']]),
    override: [RULE],
    from: 'eu-west-1',
    config: 'a.json',
    timeoutSeconds: 5,
  }));

test.each([
  ['--on', '--on: no --region before it. Name the Region first.'],
  ['--region us-east-1', '--region us-east-1: neither --on nor --off follows it. Add one.'],
  ['--region us-east-1 --region eu-west-1 --on', '--region us-east-1: neither --on nor --off follows it. Add one.'],
  ['--region us-east-1 --on --off', '--off: no --region before it. Name the Region first.'],
  ['--region us-east-1 --on --region us-east-1 --off', 'us-east-1 is set twice. Leave one out.'],
  ['--move us-east-1:us-east-1', 'us-east-1 is set twice. Leave one out.'],
  ['--move us-east-1', '--move: "us-east-1" is not two Regions. Write FROM:TO, such as us-east-1:eu-west-1.'],
  ['--region eu-west-11 --on', '--region: "eu-west-11" is not a Region in the catalog. Nearest: "eu-west-1".'],
  ['--from mars', '--from: "mars" is not a Region in the catalog.'],
  [
    '--show --region us-east-1 --on',
    '--show: changes are given as well, whose states are shown anyway. Leave --show out.',
  ],
  [`--override ${RULE}`, '--override: nothing is changed. Add --region REGION --on or --off.'],
  ['--override rule', '--override: "rule" is not the ARN of a safety rule. npm run switch shows those there are.'],
  ['--timeout 0', '--timeout: "0" is not a whole number from 1 to 600.'],
  ['--timeout 5 --timeout 6', '--timeout is given twice. Leave one out.'],
  ['--config', '--config needs a value: FILE.'],
  ['--on=yes', '--on takes no value. Leave "yes" out.'],
  ['--regoin us-east-1', '--regoin is not an option. Nearest: --region.'],
  [
    '--of',
    '--of is not an option. There are --region, --on, --off, --move, --show, --override, --from, --config, --timeout and --help.',
  ],
  [
    'us-east-1',
    '"us-east-1" belongs to no option. Allowed: --region, --on, --off, --move, --show, --override, --from, --config, --timeout and --help.',
  ],
])('refuses "%s"', (line, message) => expect(() => parseArguments(words(line))).toThrow(new UsageError(message)));

test('the help names every option', () => {
  expect(parseArguments(['--help']).help).toBe(true);
  for (const name of ['region', 'on', 'off', 'move', 'show', 'override', 'from', 'config', 'timeout'])
    expect(usage()).toMatch(new RegExp(`^ {2}--${name}\\b`, 'm'));
});

test('package.json runs it', () =>
  expect(JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')).scripts.switch).toBe(
    'node --require tsx/cjs cli/switch.ts',
  ));
