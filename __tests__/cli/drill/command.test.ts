import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main } from '../../../cli/drill';
import { parseArguments } from '../../../cli/drill/arguments';
import { BASE } from '../../synth';

let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(console, 'error').mockImplementation((text: string) => said.push(text));
  jest.spyOn(console, 'log').mockImplementation((text: string) => said.push(text));
});
afterEach(() => jest.restoreAllMocks());

const SINGLE = 'examples/single-region/platform.config.ts';
const PASSIVE = 'examples/active-passive/platform.config.ts';

test.each<[string, readonly string[], RegExp]>([
  ['no scenario', [], /^No scenario is named\. There are region-outage, .* and all\./],
  ['an unknown scenario', ['promot'], /^"promot" is not a scenario\. Nearest: promote\./],
  ['two scenarios', ['promote', 'switch'], /^"switch" is not expected\./],
  ['an unknown option', ['promote', '--regoin', 'x'], /^--regoin is not an option\. Nearest: --region\./],
  ['an option without its value', ['promote', '--json'], /^--json needs a value\./],
  [
    'an unknown Region',
    ['promote', '--to', 'eu-west-11'],
    /^--to: "eu-west-11" is not a Region in the catalog\. Nearest: eu-west-1\./,
  ],
  [
    'an option that says nothing',
    ['add-region', '--to', 'eu-west-1'],
    /^--to says nothing to add-region\. Leave it out\./,
  ],
  [
    'a Region for all',
    ['all', '--region', 'eu-west-1'],
    /^--region says nothing to all: each scenario chooses its Regions\. Name one scenario\./,
  ],
  ['no such config', ['promote', '--config', 'nowhere.ts'], /^nowhere\.ts: 1 problem\./],
  [
    'a Region that is not in the list',
    ['region-outage', '--region', 'sa-east-1'],
    /^region-outage is not applicable: sa-east-1 is not in `regions` \(us-east-1, eu-west-1, ap-southeast-2\)\./,
  ],
  [
    'a Region that is in the list',
    ['add-region', '--region', 'eu-west-1'],
    /^add-region is not applicable: eu-west-1 is in `regions` already\./,
  ],
  [
    'the home Region, evacuated',
    ['evacuate-return', '--region', 'us-east-1'],
    /^evacuate-return is not applicable: us-east-1 is the home Region: it cannot be evacuated; drill home-loss instead\./,
  ],
  [
    'no Region to spare',
    ['evacuate-return', '--config', PASSIVE],
    /^evacuate-return is not applicable: each Region is home or the writer's: /,
  ],
  ['a single Region', ['promote', '--config', SINGLE], /^promote is not applicable: eu-central-1 is the only Region\./],
  [
    'the writer itself',
    ['switch', '--to', 'us-east-1'],
    /^switch is not applicable: us-east-1 is the writer already\. Choose another Region with --to\./,
  ],
  [
    'one that is not the writer',
    ['switch', '--region', 'eu-west-1'],
    /^switch is not applicable: eu-west-1 is not the writer, us-east-1 is\./,
  ],
  [
    'a folder that is in use',
    ['promote', '--keep', 'examples'],
    /^--keep: examples is not empty\. Name a new folder, or empty it\./,
  ],
])('%s is an error of its own', async (_what, args, says) => {
  expect(await main(args)).toBe(2);
  expect(said.join('\n')).toMatch(says);
});

test('a config that is wrong, or has no database, is told without a stack trace', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'drill-command-'));
  const file = path.join(dir, 'platform.json');
  writeFileSync(file, JSON.stringify({ ...BASE, account: '1' }));
  expect(await main(['promote', '--config', file])).toBe(2);
  writeFileSync(file, JSON.stringify({ ...BASE, databases: {} }));
  expect(await main(['promote', '--config', file])).toBe(2);
  rmSync(dir, { recursive: true });
  expect(said[0]).toMatch(/platform\.json: 1 problem\. Nothing was written\.\n {2}account /);
  expect(said[1]).toMatch(/^promote is not applicable: the platform has no database, so there is no writer to move\./);
});

test('--help lists the scenarios and the options', async () => {
  expect(await main(['--help'])).toBe(0);
  expect(said.join('\n')).toMatch(/^usage: npm run drill -- <scenario> \[options\]$/m);
  for (const name of ['region-outage', 'home-loss', 'all', '--config FILE', '--keep DIR'])
    expect(said.join('\n')).toContain(`  ${name}`);
});

test('the config is the one that is named, else PLATFORM_CONFIG, else the default', () => {
  const config = (args: string[], env = {}) => parseArguments(['all', ...args], env).config;
  expect(config(['--config', 'a.ts'], { PLATFORM_CONFIG: 'b.ts' })).toBe('a.ts');
  expect(config([], { PLATFORM_CONFIG: 'b.ts' })).toBe('b.ts');
  expect(config([])).toBe('platform.config.ts');
});
