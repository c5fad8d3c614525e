import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VERBS } from '../../cli/review/verbs';
import { parsePlatform } from '../../config/parse';
import { type Job, jobsOf, mapOf, workflowText } from './workflow-rules';
import { readYaml, type YamlMap } from './workflow-yaml';

const ROOT = path.join(__dirname, '../..');
const FOLDER = 'examples/ci/github/workflows';
const NAMES = ['plan', 'deploy', 'apply-stack', 'drift'] as const;

const workflow = (name: string): YamlMap => readYaml(workflowText(`${FOLDER}/${name}.yml`));
const jobs = (name: string): Job[] => jobsOf(workflow(name));
const all = NAMES.flatMap((name) => jobs(name).map((job) => ({ workflow: name, job })));
const rightsOf = ({ settings }: Job): YamlMap => mapOf(settings.permissions);
const usesOf = ({ steps }: Job, action: string): YamlMap[] =>
  steps.filter(({ uses }) => typeof uses === 'string' && uses.startsWith(`${action}@`)).map((step) => mapOf(step.with));
/** Places of a text in the steps, in their order. */
const placesOf = ({ steps }: Job, ...texts: string[]): number[] =>
  texts.map((text) => steps.findIndex(({ run, uses }) => `${String(run ?? '')}${String(uses ?? '')}`.includes(text)));

const namesOf = (list: readonly { workflow: string; job: Job }[]): string[] =>
  list.map(({ workflow: file, job }) => `${file}/${job.name}`);

test('no job that synthesizes may ask for credentials or write', () => {
  const synthesizing = all.filter(({ job }) => /npm run synth/.test(job.commands));
  expect(namesOf(synthesizing)).toEqual(['plan/synth', 'plan/affected', 'deploy/synth', 'drift/synth']);
  for (const { job } of synthesizing) expect(rightsOf(job)).toEqual({ contents: 'read' });
});

test('who may ask for credentials, who may write, and no job both', () => {
  const may = (right: string) => namesOf(all.filter(({ job }) => rightsOf(job)[right] === 'write'));
  expect(may('id-token').filter((name) => !name.includes('/wave-'))).toEqual([
    'plan/plan',
    'deploy/review',
    'apply-stack/apply',
    'drift/plan',
  ]);
  expect(may('pull-requests')).toEqual(['plan/review']);
  expect(may('issues')).toEqual(['drift/report']);
  for (const right of ['contents', 'actions', 'packages', 'checks', 'statuses', 'deployments'])
    expect(may(right)).toEqual([]);
});

test('of a pull request, only what has nothing runs its code', () => {
  const own = jobs('plan').filter((job) => usesOf(job, 'actions/checkout').some(({ ref }) => ref === undefined));
  expect(own.map(({ name }) => name)).toEqual(['synth', 'affected']);
  const [, affected] = own;
  expect(affected?.commands.trim()).toMatch(/^git checkout --quiet --detach HEAD\^1\s+npm ci/);
  for (const job of jobs('plan').filter(({ name }) => !['synth', 'affected'].includes(name)))
    expect(usesOf(job, 'actions/checkout').map(({ ref }) => ref)).toEqual([
      '${{ github.event.pull_request.base.sha }}',
    ]);
});

test('a fork and Dependabot get no credentials, and no check turns green by being skipped', () => {
  const byName = new Map(jobs('plan').map((job) => [job.name, job.settings]));
  expect(mapOf(byName.get('affected')?.outputs).trusted).toMatch(
    /head\.repo\.full_name == github\.repository && .*dependabot/,
  );
  expect(byName.get('plan')?.if).toContain("needs.affected.outputs.trusted == 'true'");
  expect(byName.get('review')?.if).toBe('${{ !cancelled() }}');
});

test('what leaves a job is synthesized or projected; plans with values stay', () => {
  const paths = all.flatMap(({ job }) => usesOf(job, 'actions/upload-artifact').map((inputs) => String(inputs.path)));
  expect(new Set(paths)).toEqual(new Set(['synth', 'base-synth', 'plans', 'review.json']));
  for (const { job } of all)
    for (const inputs of usesOf(job, 'actions/upload-artifact'))
      if (String(inputs.path).endsWith('synth')) expect(inputs['include-hidden-files']).toBe('true');
  // What is called plans is what the verb writes, without what may be secret.
  for (const { job } of all.filter(({ job: each }) =>
    usesOf(each, 'actions/upload-artifact').some(({ path: file }) => file === 'plans'),
  ))
    expect(job.commands).toContain(' --to plans --no-review');
});

test.each([
  ['plan', 'plan'],
  ['deploy', 'review'],
  ['apply-stack', 'apply'],
  ['drift', 'plan'],
])('%s/%s looks at a stack before there are credentials', (file, name) => {
  const job = jobs(file).find((each) => each.name === name);
  const places = job ? placesOf(job, 'review -- preflight', 'configure-aws-credentials', ' plan ') : [];
  expect(places.every((place) => place > 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(job?.settings.environment).toBe(name === 'apply' ? '${{ inputs.environment }}' : environments().plan);
});

test('a stack is applied from the plan that was compared, and looked at afterwards', () => {
  const [job] = jobs('apply-stack');
  const places = job
    ? placesOf(
        job,
        'plan -json',
        'review -- compare',
        'apply -input=false "$RUNNER_TEMP/plans/plan"',
        '-detailed-exitcode',
      )
    : [];
  expect(places.every((place) => place > 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(job?.commands).toContain('--for-apply');
  expect(mapOf(job?.settings.concurrency)).toEqual({
    group: 'apply-${{ inputs.stack }}',
    'cancel-in-progress': 'false',
  });
});

test('waves go one after another, as many as the script lays out', () => {
  const waves = jobs('deploy').filter(({ name }) => name.startsWith('wave-'));
  const script = readFileSync(path.join(ROOT, 'examples/ci/github/scripts/waves.mjs'), 'utf8');
  expect(waves).toHaveLength(Number(/const JOBS = (\d+)/.exec(script)?.[1]));
  for (const [index, { name, settings }] of waves.entries()) {
    expect(name).toBe(`wave-${index + 1}`);
    expect(settings.needs).toEqual(index === 0 ? 'review' : ['review', `wave-${index}`]);
    expect(settings.if).toContain(`[${index}].count > 0`);
    expect(settings.strategy).toEqual({
      'fail-fast': 'false',
      matrix: `\${{ fromJSON(needs.review.outputs.waves)[${index}].matrix }}`,
    });
    // Whoever approves a wave is not asked again for each batch of it.
    expect(mapOf(settings.strategy)['max-parallel']).toBeUndefined();
  }
  expect(mapOf(workflow('deploy').concurrency)['cancel-in-progress']).toBe('false');
  expect(mapOf(workflow('plan').concurrency)).toEqual({
    group: 'plan-${{ github.event.pull_request.number }}',
    'cancel-in-progress': 'true',
  });
});

/** What the config makes roles for, where it says no more than the repository. */
function environments(): {
  readonly plan: string;
  readonly foundation: string;
  readonly regions: readonly string[];
  readonly global: string;
} {
  const parsed = parsePlatform({
    name: 'orders',
    environment: 'prod',
    account: '111122223333',
    regions: ['us-east-1'],
    ci: { github: { repository: 'acme/orders' } },
  });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { github } = parsed.platform.ci;
  if (!github) throw new Error('The config asks for roles, and has none.');
  return { plan: github.planEnvironment, ...github.deployEnvironments };
}

describe('the waves', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'waves-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  const COUNTS = { create: 0, update: 1, replace: 0, destroy: 0, forget: 0, import: 0, unknown: 0 };
  const stack = (name: string, status = 'planned', counts = COUNTS) => ({ stack: name, status, counts });
  const wave = (...stacks: string[]) => ({
    matrix: { include: stacks.map((name) => ({ stack: name, region: /^region-(.*)/.exec(name)?.[1] ?? null })) },
  });

  function files(waves: object[], stacks: object[]): string[] {
    return Object.entries({ waves: { waves }, review: { stacks, outputs: [] } }).map(([name, json]) => {
      const file = path.join(dir, `${name}.json`);
      writeFileSync(file, JSON.stringify(json));
      return file;
    });
  }
  const script = (name: string, ...args: string[]) =>
    spawnSync(process.execPath, [path.join(ROOT, 'examples/ci', name), ...args], { encoding: 'utf8' });

  const WAVES = [
    wave('bootstrap'),
    wave('foundation'),
    wave('region-a'),
    wave('region-b', 'region-c'),
    wave('region-d'),
    wave('region-e'),
    wave('global'),
  ];
  const STACKS = WAVES.flatMap(({ matrix }) => matrix.include.map((entry) => stack(entry.stack)));

  test('each stack has the environment whose role may apply it', () => {
    const { stdout } = script('github/scripts/waves.mjs', ...files(WAVES, STACKS));
    const [laid = '', later] = stdout.split('\n');
    const jobsOfWaves: { count: number; matrix: { include: { stack: string; environment: string }[] } }[] = JSON.parse(
      laid.replace('waves=', ''),
    );
    const { foundation, regions, global } = environments();
    expect(jobsOfWaves.map(({ count }) => count)).toEqual([1, 1, 1, 2, 1, 1, 1, 0, 0]);
    expect(
      Object.fromEntries(
        jobsOfWaves.flatMap(({ matrix }) => matrix.include.map((entry) => [entry.stack, entry.environment])),
      ),
    ).toEqual({
      bootstrap: foundation,
      foundation,
      'region-a': regions[0],
      'region-b': regions[1],
      'region-c': regions[1],
      'region-d': regions[2],
      'region-e': regions[2],
      global,
    });
    expect(later).toBe('later=');
  });

  test('nobody approves what does nothing, and what cannot be planned yet waits for another run', () => {
    const idle = { ...COUNTS, update: 0 };
    const { stdout } = script(
      'github/scripts/waves.mjs',
      ...files(
        [wave('foundation'), wave('region-a'), wave('region-b')],
        [stack('foundation', 'planned', idle), stack('region-a'), stack('region-b', 'log', idle)],
      ),
    );
    expect(stdout).toMatch(
      /^waves=\[\{"count":1,"matrix":\{"include":\[\{"stack":"region-a","region":"a","environment":"canary"\}\]\}\},\{"count":0/,
    );
    expect(stdout).toMatch(/\nlater=region-b\n$/);
  });

  test('more waves than jobs are an error, not a wave less', () => {
    const many = Array.from({ length: 10 }, (_, index) => `region-${index}`);
    const { status, stderr } = script(
      'github/scripts/waves.mjs',
      ...files(
        many.map((name) => wave(name)),
        many.map((name) => stack(name)),
      ),
    );
    expect(status).not.toBe(0);
    expect(stderr).toContain('There are 10 waves, and deploy.yml has jobs for 9.');
  });

  describe('GitLab', () => {
    interface GitLabJob {
      readonly stage: string;
      readonly when?: string;
      readonly resource_group?: string;
      readonly environment?: { readonly name: string };
      readonly id_tokens?: object;
      readonly needs?: readonly { readonly job: string }[];
      readonly script: readonly string[];
      readonly artifacts?: { readonly paths?: readonly string[] };
    }
    const jobsIn = (text: string): Map<string, GitLabJob> =>
      new Map(Object.entries(JSON.parse(text) as Record<string, GitLabJob>).filter(([, value]) => 'script' in value));

    test('a wave is begun by hand and waits for the one before; one apply of a stack at a time', () => {
      const applied = jobsIn(script('gitlab/child-pipeline.mjs', 'deploy', ...files(WAVES, STACKS)).stdout);
      expect([...applied.keys()]).toEqual(STACKS.map(({ stack: name }) => `apply ${name}`));
      for (const [name, job] of applied) {
        expect(job).toMatchObject({
          when: 'manual',
          resource_group: name.replace('apply ', ''),
          id_tokens: expect.anything(),
        });
        expect(job.script.findIndex((line) => line.includes(' compare '))).toBeLessThan(
          job.script.findIndex((line) => line.includes(' apply ')),
        );
        expect(job.script.some((line) => line.includes('npm run synth'))).toBe(false);
      }
      expect(applied.get('apply region-d')?.needs?.map(({ job }) => job)).toEqual([
        'synth',
        'review',
        'apply region-b',
        'apply region-c',
      ]);
      expect(applied.get('apply region-e')?.environment?.name).toBe('wave-3');
      expect(applied.get('apply global')?.environment?.name).toBe('global');
    });

    test('what a merge request concerns is planned with the code of its base, and projections alone leave the jobs', () => {
      const file = path.join(dir, 'affected.json');
      writeFileSync(
        file,
        JSON.stringify([
          { stack: 'region-a', reason: 'changed' },
          { stack: 'region-z', reason: 'gone' },
        ]),
      );
      const planned = jobsIn(script('gitlab/child-pipeline.mjs', 'plan', file).stdout);
      expect([...planned.keys()]).toEqual(['plan region-a', 'review']);
      expect(planned.get('plan region-a')?.artifacts?.paths).toEqual(['plans/']);
      expect(planned.get('review')?.id_tokens).toBeUndefined();
      for (const { script: lines } of planned.values())
        expect(lines.slice(0, 2)).toEqual(['git worktree add --quiet --detach base "$BASE_SHA"', 'cd base']);
    });

    test('only what plans or applies has a token', () => {
      const pipeline = workflowText('examples/ci/gitlab/.gitlab-ci.yml');
      const parts = pipeline.split(/\n(?=[a-z]+:\n)/);
      expect(parts.filter((part) => part.includes('id_tokens:')).map((part) => part.split(':')[0])).toEqual(['review']);
    });
  });
});

/** Every command of the review in the examples, with its options. */
const COMMANDS = [
  ...NAMES.map((name) => workflowText(`${FOLDER}/${name}.yml`)),
  workflowText('examples/ci/gitlab/.gitlab-ci.yml'),
  readFileSync(path.join(ROOT, 'examples/ci/gitlab/child-pipeline.mjs'), 'utf8').replaceAll(
    '${review}',
    'npm run --silent review --',
  ),
]
  .flatMap((text) => text.replaceAll('\\\n', ' ').split('\n'))
  .flatMap((line) => /npm run (?:--silent )?review -- (.*)$/.exec(line)?.[1] ?? []);

test('the commands are such that the review has them', () => {
  expect(COMMANDS.length).toBeGreaterThan(20);
  for (const command of COMMANDS) {
    const named = VERBS.find(({ name }) => command.startsWith(`${name} `));
    const verb = named ?? VERBS[0];
    const options = [...command.matchAll(/ ?(--[a-z-]+)(?= |$)/g)].map(([, option]) => option);
    for (const option of options) expect(verb?.usage()).toContain(`${option}`);
  }
  expect(new Set(COMMANDS.map((command) => /^[a-z]+/.exec(command)?.[0] ?? 'check'))).toEqual(
    new Set(['check', 'plan', 'affected', 'preflight', 'compare', 'waves', 'drift']),
  );
});
