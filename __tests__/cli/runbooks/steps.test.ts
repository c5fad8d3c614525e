import { actionsOfCommand } from '../../../cli/runbooks/commands';
import { readPages } from '../../../cli/runbooks/pages';
import { FAILOVER_PAGES, plannedActions, type Step, stepProblems, stepsOf } from '../../../cli/runbooks/steps';
import { type ActionName, forbiddenIn, isActionName } from '../../../config/control-planes';

const failovers = readPages().filter(({ file }) => FAILOVER_PAGES.some((name) => name === file));

describe('the runbooks of a failover', () => {
  test('are all there', () => expect(failovers.map(({ file }) => file).sort()).toEqual([...FAILOVER_PAGES].sort()));

  test.each(failovers)('$file declares what each step needs, and its commands take nothing else', (page) => {
    expect(stepsOf(page).length).toBeGreaterThan(1);
    expect(stepProblems(page)).toEqual([]);
  });

  test.each(failovers)('$file has no step that needs a forbidden control plane', (page) => {
    const needed = stepsOf(page).flatMap(({ needs }) => needs.filter(isActionName));
    expect(needed.length).toBeGreaterThan(0);
    expect(forbiddenIn(needed)).toEqual([]);
  });

  test.each(failovers)('$file shows plans that change nothing but what its steps need', (page) => {
    const needed = stepsOf(page).flatMap(({ needs }) => needs);
    for (const [type, actions] of plannedActions(page)) {
      // A type without an answer is one that nobody has looked at: add it to config/control-planes.ts.
      expect([type, actions]).not.toEqual([type, undefined]);
      expect([type, forbiddenIn(actions ?? [])]).toEqual([type, []]);
      expect([type, (actions ?? []).filter((action) => !needed.includes(action))]).toEqual([type, []]);
    }
  });

  test('show the plan of a promotion', () => {
    const promote = failovers.find(({ file }) => file === 'promote.md') ?? { file: '', text: '' };
    expect(Object.fromEntries(plannedActions(promote))).toEqual({
      aws_db_instance: ['promote-replica'],
      aws_ssm_parameter: ['change-region'],
      terraform_data: [],
    });
  });
});

describe('a page', () => {
  const page = (commands: string, check = '') => ({
    file: 'page.md',
    text: `# Page\n\n## Commands\n\n${commands}\n\n## What the plan shows\n\n## Check on AWS\n\n${check}\n\n## Go back\n\nx`,
  });
  const block = (...lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n');

  test('is read step by step', () =>
    expect(
      stepsOf(
        page(
          [
            '1. <!-- needs: nothing --> Tell people.',
            '2. <!-- needs: change-region, observe --> Deploy it: so.',
            '',
            '   ```sh',
            '   deploy region-eu-west-1 \\',
            '     --more',
            '   ```',
          ].join('\n'),
          `<!-- needs: observe -->\n${block('# It is there.', 'aws rds describe-db-instances')}`,
        ),
      ),
    ).toEqual<Step[]>([
      { section: 'Commands', needs: ['nothing'], title: 'Tell people', commands: [] },
      {
        section: 'Commands',
        needs: ['change-region', 'observe'],
        title: 'Deploy it',
        commands: ['deploy region-eu-west-1  --more'],
      },
      {
        section: 'Check on AWS',
        needs: ['observe'],
        title: 'It is there',
        commands: ['# It is there.', 'aws rds describe-db-instances'],
      },
    ]));

  test.each([
    [
      'a block that declares nothing',
      page(block('deploy region-eu-west-1')),
      ['page.md, Commands: "```sh" does not say what it needs. Add <!-- needs: ... -->.'],
    ],
    [
      'a second block under one declaration',
      page('', `<!-- needs: observe -->\n${block('aws rds describe-x')}\n\n${block('aws rds describe-y')}`),
      ['page.md, Check on AWS: "```sh" does not say what it needs. Add <!-- needs: ... -->.'],
    ],
    [
      'a numbered step that declares nothing',
      page('1. <!-- needs: nothing --> Tell people.\n2. Deploy.'),
      ['page.md, Commands: "2. Deploy." does not say what it needs. Add <!-- needs: ... -->.'],
    ],
    [
      'a command that takes more than is declared',
      page(`<!-- needs: change-region -->\n${block("npx cdktf deploy '*'")}`),
      [
        'page.md, "`npx cdktf deploy \'*\'`": "npx cdktf deploy \'*\'" takes change-shared. Add it to what the step needs.',
      ],
    ],
    [
      'an action that there is not',
      page(`<!-- needs: change-regoin -->\n${block('alias x=y')}`),
      ['page.md, "``": "change-regoin" is no action. Take one of config/control-planes.ts, or "nothing".'],
    ],
    [
      'a command that nobody has looked at',
      page(`<!-- needs: observe -->\n${block('curl https://example.com')}`),
      [
        'page.md, "`curl https://example.com`": "curl https://example.com" is not known. Add it to cli/runbooks/commands.ts.',
      ],
    ],
  ])('with %s is told', (_what, text, problems) => expect(stepProblems(text)).toEqual(problems));
});

test.each<[string, ActionName[] | undefined]>([
  ['deploy region-eu-west-1', ['change-region']],
  ['deploy region-eu-west-1 region-us-east-1', ['change-region']],
  ['deploy region-eu-west-1 foundation', ['change-shared']],
  ['npx cdktf deploy foundation', ['change-shared']],
  ["npx cdktf deploy '*'", ['change-shared']],
  ['npx cdktf deploy region-eu-west-1', ['change-region']],
  ['npx cdktf deploy', ['change-shared']],
  ['npm run switch -- --show', ['observe', 'set-routing-control']],
  ['npm run synth', []],
  ['npm run docs', undefined],
  ['aws rds describe-db-instances', ['observe']],
  ['aws rds promote-read-replica --x', ['promote-replica']],
  ['aws rds delete-db-instance', undefined],
  ['aws route53 list-hosted-zones', ['change-dns']],
  ['aws iam get-role', ['change-iam']],
  ['aws s3api put-bucket-replication', ['change-bucket']],
  ['aws constructor get-x', ['observe']],
  ['# a comment', []],
  ['--query x', []],
])('"%s" takes %s', (line, actions) => expect(actionsOfCommand(line)).toEqual(actions));
