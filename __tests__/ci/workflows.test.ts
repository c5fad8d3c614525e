import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { jobsOf, mapOf, problemsOf, workflowFiles, workflowText } from './workflow-rules';
import { readYaml } from './workflow-yaml';

const ROOT = join(__dirname, '../..');

test.each(workflowFiles())('%s keeps the rules', (file) => expect(problemsOf(workflowText(file))).toEqual([]));

test('Meridian’s own are among them', () =>
  expect(workflowFiles()).toEqual(
    expect.arrayContaining(['.github/workflows/ci.yml', '.github/workflows/workflows.yml']),
  ));

describe('ci', () => {
  const jobs = new Map(jobsOf(readYaml(workflowText('.github/workflows/ci.yml'))).map((job) => [job.name, job]));
  const matrixOf = (job: string) => mapOf(mapOf(jobs.get(job)?.settings.strategy).matrix);

  test('tests on every Node that is supported', () => expect(matrixOf('test').node).toEqual(['20', '22', '24']));

  test('applies every example', () =>
    expect(matrixOf('examples').example).toEqual([
      'platform.config.ts',
      ...readdirSync(join(ROOT, 'examples'))
        .map((name) => `examples/${name}/platform.config.ts`)
        .filter((file) => existsSync(join(ROOT, file)))
        .sort(),
    ]));

  test('does what decides whether a change lands', () =>
    expect([...jobs.values()].map(({ commands }) => commands).join('\n')).toMatch(
      /npm run typecheck.*npm run lint.*npm run docs -- --check.*npm test/s,
    ));

  test('none of its jobs can ask for credentials or write', () => {
    for (const { settings } of jobs.values()) expect(settings.permissions).toEqual({ contents: 'read' });
  });
});

const GOOD = `name: good
on:
  pull_request:
permissions: {}
concurrency:
  group: good
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - run: npm ci --ignore-scripts
      - run: npm run synth
`;

test('a good workflow has no problem', () => expect(problemsOf(GOOD)).toEqual([]));

test.each<[string, string, string, string[]]>([
  [
    'a tag',
    '@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
    '@v7',
    ['uses actions/checkout@v7: not a commit of 40 hex digits with its version in a comment'],
  ],
  [
    'a commit without its version',
    ' # v7.0.1',
    '',
    [
      'uses actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1: not a commit of 40 hex digits with its version in a comment',
    ],
  ],
  ['rights for all jobs', 'permissions: {}', 'permissions:\n  contents: read', ['top level: `permissions` is not {}']],
  [
    'a job without rights of its own',
    '    permissions:\n      contents: read\n',
    '',
    ['one: has no `permissions` of its own'],
  ],
  [
    'every right',
    '    permissions:\n      contents: read\n',
    '    permissions: write-all\n',
    ['one: has the permissions write-all. Name them one by one'],
  ],
  ['all secrets', '    timeout', '    secrets: inherit\n    timeout', ['one: hands on all secrets']],
  ['no end', '    timeout-minutes: 5\n', '', ['one: has no `timeout-minutes`']],
  ['no group', 'concurrency:\n  group: good\n', '', ['one: is in no `concurrency` group']],
  [
    'an image that moves',
    'ubuntu-24.04',
    'ubuntu-latest',
    ['one: runs on "ubuntu-latest", not on an image of one version'],
  ],
  [
    'a title in a script',
    'run: npm run synth',
    'run: echo "${{ github.event.pull_request.title }}"',
    ['one: puts an expression into a script: ${{ github.event.pull_request.title }}. Take it from `env`'],
  ],
  [
    'a title in a long script',
    'run: npm run synth',
    'run: |\n          echo a\n          echo ${{ github.head_ref }}',
    ['one: puts an expression into a script: ${{ github.head_ref }}. Take it from `env`'],
  ],
  [
    'a token in the folder',
    'persist-credentials: false',
    'fetch-depth: 0',
    ['one: checks out and leaves its token in the folder'],
  ],
  [
    'rights for anybody',
    '  pull_request:',
    '  pull_request_target:',
    ['top level: runs on pull_request_target, with rights, for anybody'],
  ],
  [
    'synth beside credentials',
    'contents: read',
    'id-token: write',
    ['one: synthesizes a pull request and may ask for credentials'],
  ],
  [
    'scripts of packages beside credentials',
    'contents: read\n    steps:',
    'id-token: write\n    steps:\n      - run: npm ci',
    [
      'one: synthesizes a pull request and may ask for credentials',
      'one: installs packages with their scripts, in a workflow that holds tokens',
    ],
  ],
])('%s is a problem', (_case, from, to, problems) => {
  expect(GOOD).toContain(from);
  expect(problemsOf(GOOD.replace(from, to))).toEqual(problems);
});

describe('the reader of workflows', () => {
  test('reads what they are written in', () =>
    expect(
      readYaml(`# a comment
on: push # another
"quoted key": 'it #1'
list: [a, "b"]
empty: []
none:
steps:
- name: x
  run: |
    one

      two # not a comment
  with: {}
- plain
folded: >-
  a
  b
url: https://example.com/#x
`),
    ).toEqual({
      on: 'push',
      'quoted key': 'it #1',
      list: ['a', 'b'],
      empty: [],
      none: '',
      steps: [{ name: 'x', run: 'one\n\n  two # not a comment', with: {} }, 'plain'],
      folded: 'a b',
      url: 'https://example.com/#x',
    }));

  test.each([
    ['a: {b: c}', 'line 1: "a: {b: c}" is written in a way that this reader does not know.'],
    ['a: &x b', 'line 1: "a: &x b" is written in a way that this reader does not know.'],
    ['a: [b, [c]]', 'line 1: "a: [b, [c]]" is no list in one line.'],
    ['a: b\na: c', 'line 2: "a: c" has the key a a second time.'],
    ['a:\n\t- b', 'line 2: a tab.'],
    ['a: b\n  c: d', 'line 2: "c: d" is not where it belongs.'],
    ['a:\n  b\n', 'line 2: "b" is neither a key nor an element of a list.'],
    ['- a', 'line 1: a workflow is a mapping.'],
  ])('refuses what it does not know: %j', (text, message) => expect(() => readYaml(text)).toThrow(new Error(message)));
});

test('the versions of tools are where Renovate looks for them', () => {
  const { customManagers } = JSON.parse(workflowText('.github/renovate.json')) as {
    customManagers: readonly { readonly matchStrings: readonly string[] }[];
  };
  const [pattern = ''] = customManagers.flatMap(({ matchStrings }) => matchStrings);
  const found = [...workflowText('.github/workflows/workflows.yml').matchAll(new RegExp(pattern, 'g'))];
  expect(found.map(({ groups }) => ({ ...groups }))).toEqual([
    { datasource: 'go', depName: 'github.com/rhysd/actionlint', currentValue: expect.stringMatching(/^v\d/) },
    { datasource: 'pypi', depName: 'zizmor', currentValue: expect.stringMatching(/^\d/) },
  ]);
});
