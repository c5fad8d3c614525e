import { COMMANDS, parseArguments, UsageError, usage } from '../../lab/arguments';

test('a command alone has its defaults', () =>
  expect(parseArguments(['apply'])).toEqual({
    command: 'apply',
    fresh: false,
    jobs: 2,
    faults: {},
    planArgs: [],
    variables: {},
    out: 'cdktf.out',
    port: 0,
  }));

test('every option of a run', () =>
  expect(
    parseArguments([
      'apply',
      '--config=c.json',
      ...['--work', 'w', '--fresh', '--only', 'foundation,region-eu-west-1', '--jobs', '4', '--json', 'r.json'],
      ...['--dead', 'eu-west-1,global', '--fail-create', 'aws_kms_key@us-east-1#2', '--fail-create', 'aws_s3_bucket'],
      ...['--plan-arg=-refresh=false', '--plan-arg=-target=aws_x.y', '--save', 'plans', '--drift', 'd.json'],
      ...['--die-after', 'us-east-1:3', '--slow', 'sa-east-1:250', '--var', 'plan_only=true', '--var', 'a=b=c'],
    ]),
  ).toEqual({
    command: 'apply',
    config: 'c.json',
    work: 'w',
    fresh: true,
    only: ['foundation', 'region-eu-west-1'],
    jobs: 4,
    json: 'r.json',
    planArgs: ['-refresh=false', '-target=aws_x.y'],
    save: 'plans',
    drift: 'd.json',
    faults: {
      dead: ['eu-west-1', 'global'],
      failCreate: ['aws_kms_key@us-east-1#2', 'aws_s3_bucket'],
      dieAfter: { region: 'us-east-1', calls: 3 },
      slow: { 'sa-east-1': 250 },
    },
    variables: { plan_only: 'true', a: 'b=c' },
    out: 'cdktf.out',
    port: 0,
  }));

test.each([
  [['aply'], `"aply" is not a command. Nearest: apply. There are ${COMMANDS.slice(0, -1).join(', ')} and help.`],
  [
    ['apply', '--cnofig', 'x'],
    '--cnofig is not an option of apply. Nearest: --config. npm run lab -- apply --help lists them.',
  ],
  [['serve', '--only', 'x'], '--only is not an option of serve. npm run lab -- serve --help lists them.'],
  [['apply', 'foundation'], '"foundation" is not expected.'],
  [['apply', '--config'], '--config needs a value.'],
  [['apply', '--dead='], '--dead needs a value.'],
  [['apply', '--fresh=yes'], '--fresh takes no value.'],
  [['apply', '--dead', 'eu-wst-1'], '--dead: "eu-wst-1" is not a Region in the catalog. Nearest: eu-west-1.'],
  [['apply', '--jobs', '0'], '--jobs: "0" is not a whole number from 1 to 64.'],
  [['apply', '--jobs', '1e1'], '--jobs: "1e1" is not a whole number from 1 to 64.'],
  [['serve', '--port', '65536'], '--port: "65536" is not a whole number from 0 to 65535.'],
  [['apply', '--die-after', 'us-east-1'], '--die-after: "" is not a whole number from 0 to 1000000.'],
  [['apply', '--var', 'plan_only'], '--var: "plan_only" is not NAME=VALUE.'],
  [
    ['apply', '--fail-create', 'kms'],
    '--fail-create: "kms" is not understood. Write aws_x, aws_x@REGION, aws_x#2 or aws_x@REGION#2.',
  ],
])('%j is refused', (args, message) => {
  expect(() => parseArguments(args)).toThrow(new UsageError(message));
});

test('help, of all or of one command', () => {
  for (const args of [[], ['--help'], ['help']]) expect(parseArguments(args)).toMatchObject({ command: 'help' });
  expect(parseArguments(['apply', '--help'])).toMatchObject({ command: 'help', about: 'apply' });
  for (const command of COMMANDS) expect(usage()).toContain(`  ${command} `);
  expect(usage('serve')).toContain('--port N');
  expect(usage('serve')).not.toContain('--only');
});
