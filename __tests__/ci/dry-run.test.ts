import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import { markOf } from '../../cli/review/render/markdown-state';
import type { PlatformConfig } from '../../config';
import { makeDrift } from '../../lab/drift';
import { type Lab, openLab, synthesizeHere } from '../../lab/runner';
import { describeWithTerraform } from '../lab/provider/terraform';
import { FakeGitHub } from './fake-github';
import { type Results, type Runner, runWorkflow } from './workflow-run';

jest.setTimeout(600_000);

const ROOT = path.join(__dirname, '../..');
const BASE_SHA = '0000000000000000000000000000000000000001';

/** State in files beside the checkout: the simulated AWS has no S3 to keep it in. */
const BASE: PlatformConfig = {
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'eu-west-1'],
  buckets: { objects: {} },
  state: { backend: 'local' },
};
/** A bucket more: `foundation` makes it, the Regions copy it. */
const HEAD: PlatformConfig = { ...BASE, buckets: { objects: {}, archive: {} } };
/** A bucket less: its data would go with it. */
const WORSE: PlatformConfig = { ...BASE, buckets: {} };

const MARK = markOf({ platform: { name: 'orders', environment: 'prod', account: BASE.account } });

describeWithTerraform('the workflows, step by step', () => {
  const github = new FakeGitHub();
  let dir: string;
  let lab: Lab;
  let env: NodeJS.ProcessEnv;

  const at = (...names: string[]): string => path.join(dir, ...names);

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'dry-run-'));
    mkdirSync(at('states'));
    synthesizeHere(BASE, at('out'));
    lab = await openLab({ workDir: at('lab') });
    expect((await lab.run({ out: at('out'), mode: 'apply' })).passed).toBe(true);
    for (const stack of readdirSync(at('lab', 'stacks')))
      cpSync(at('lab', 'stacks', stack, 'terraform.tfstate'), at('states', `terraform.${stack}.tfstate`));
    for (const [name, config] of Object.entries({ base: BASE, head: HEAD, worse: WORSE }))
      commit(at('commits', name), config);
    programs(at('bin'), at('commits', 'base'));
    const clean = Object.entries(process.env).filter(([name]) => !/^(TF|AWS|GITHUB|PLATFORM|CDKTF)_|^npm_/.test(name));
    env = {
      ...Object.fromEntries(clean),
      PATH: `${at('bin')}:${process.env.PATH}`,
      TF_REATTACH_PROVIDERS: lab.provider.reattach,
      TF_CLI_CONFIG_FILE: devNull,
      CHECKPOINT_DISABLE: '1',
      GITHUB_API_URL: await github.start(),
      GITHUB_SERVER_URL: 'https://github.test',
      GITHUB_REPOSITORY: 'acme/orders',
      GITHUB_RUN_ID: '7',
    };
  });
  afterAll(async () => {
    await github.stop();
    await lab.close();
    rmSync(dir, { recursive: true });
  });

  /** @param head the commit that is checked out where no other is named */
  function runner(
    head: 'base' | 'head' | 'worse',
    { fork = false, inputs = {} }: { fork?: boolean; inputs?: Record<string, boolean> } = {},
  ): Runner {
    return {
      workflows: path.join(ROOT, 'examples/ci/github/workflows'),
      dir,
      env: { ...env, GITHUB_TOKEN: '' },
      names: {
        github: {
          repository: 'acme/orders',
          token: 'a-token',
          event: {
            before: BASE_SHA,
            pull_request: {
              number: 12,
              base: { sha: BASE_SHA },
              head: { repo: { full_name: fork ? 'mallory/orders' : 'acme/orders' } },
              user: { login: 'someone' },
            },
          },
        },
        vars: { SMOKE_URL: `${env.GITHUB_API_URL}/health/{region}` },
        inputs,
      },
      checkout: (workspace, { ref }) => copy(at('commits', ref === BASE_SHA ? 'base' : head), workspace),
      before: (workspace) => copy(at('states'), workspace),
      after: (workspace) => {
        for (const name of readdirSync(workspace).filter((each) => /^terraform\..*\.tfstate$/.test(each)))
          cpSync(path.join(workspace, name), at('states', name));
      },
    };
  }

  beforeEach(() => void github.writes.splice(0));

  const resultsOf = (results: Results): Record<string, string> =>
    Object.fromEntries([...results].map(([name, { result }]) => [name, result]));
  const ofJob = (results: Results, name: string) => {
    const run = results.get(name);
    if (!run) throw new Error(`${name} is no job that ran.`);
    return run;
  };

  let reviewed: Results;

  test('a pull request gets one comment of what it does, and nothing leaves a job that a review does not need', async () => {
    github.add(github.comments, { user: { login: 'mallory' }, body: `${MARK}\n\nAll is fine.\n` });
    reviewed = await runWorkflow(runner('head'), 'plan.yml');
    expect(resultsOf(reviewed)).toEqual({
      synth: 'success',
      affected: 'success',
      'plan/foundation': 'success',
      'plan/region-us-east-1': 'success',
      'plan/region-eu-west-1': 'success',
      plan: 'success',
      validate: 'skipped',
      review: 'success',
    });
    expect(github.writes).toEqual(['POST /issues/12/comments']);
    const [theirs, ours] = github.comments;
    expect(theirs?.body).toBe(`${MARK}\n\nAll is fine.\n`);
    expect(ours?.body).toMatch(/^<!-- meridian-review orders\/prod -->\n\n## orders prod: fine to go/);
    expect(ofJob(reviewed, 'review').summary).toContain('fine to go');
    for (const name of readdirSync(at('artifacts')).filter((each) => each.startsWith('plan-')))
      for (const file of readdirSync(at('artifacts', name)).filter((each) => each.endsWith('.json')))
        expect(JSON.parse(readFileSync(at('artifacts', name, file), 'utf8'))).toHaveProperty('meridianPlan');
  });

  test('the next push edits it, and one that GitHub finds too long is told in short', async () => {
    const before = github.comments[1]?.body ?? '';
    github.longest = before.length - 1;
    const results = await runWorkflow(runner('head'), 'plan.yml', { only: ['review'], from: reviewed });
    github.longest = 65_536;
    expect(ofJob(results, 'review').result).toBe('success');
    expect(github.writes).toEqual(['PATCH /issues/comments/2']);
    expect(github.comments).toHaveLength(2);
    const { body = '' } = github.comments[1] ?? {};
    expect(body.length).toBeLessThan(before.length);
    expect(body).toMatch(/^<!-- meridian-review orders\/prod -->\n\n## orders prod: fine to go/);
    expect(body).toContain('Nothing at or above high ');
    expect(body).toContain('[the summary](https://github.test/acme/orders/actions/runs/7)');
    expect(body).toMatch(/<!-- meridian-state [0-9a-f,]* -->/);
  });

  test('a job that did not plan fails the review, and the comment says so', async () => {
    const kept = at('artifacts', 'plan-foundation');
    rmSync(kept, { recursive: true });
    const failed = new Map(reviewed).set('plan', { result: 'failure', outputs: {}, log: '', summary: '' });
    const results = await runWorkflow(runner('head'), 'plan.yml', { only: ['review'], from: failed });
    expect(ofJob(results, 'review').result).toBe('failure');
    expect(ofJob(results, 'review').log).toContain('plan-missing');
    expect(github.comments[1]?.body).toContain(': cannot be reviewed\n');
    expect(github.writes.splice(0)).toEqual(['PATCH /issues/comments/2']);
  });

  test('a fork gets neither credentials nor a comment, and no green check', async () => {
    const affected = ofJob(reviewed, 'affected');
    const from = new Map([
      ['synth', ofJob(reviewed, 'synth')],
      ['affected', { ...affected, outputs: { ...affected.outputs, trusted: 'false' } }],
    ]);
    const results = await runWorkflow(runner('head', { fork: true }), 'plan.yml', { only: ['plan', 'review'], from });
    expect(resultsOf(results)).toMatchObject({ plan: 'skipped', review: 'failure' });
    expect(ofJob(results, 'review').log).toContain('push it to a branch of this repository');
    expect(github.writes).toEqual([]);
  });

  test('what should not be merged fails the check, and a deployment stops before the first wave', async () => {
    const results = await runWorkflow(runner('worse'), 'deploy.yml');
    expect(ofJob(results, 'review').result).toBe('failure');
    expect(ofJob(results, 'review').log).toMatch(/::error .*stateful-destroyed/);
    expect(ofJob(results, 'wave-1').result).toBe('skipped');
    expect(ofJob(results, 'wave-2').result).toBe('skipped');
  });

  let deployed: Results;

  test('a merge is planned anew, and its waves are laid out', async () => {
    deployed = await runWorkflow(runner('head'), 'deploy.yml', { only: ['synth', 'review'] });
    const { result, outputs } = ofJob(deployed, 'review');
    expect(result).toBe('success');
    const waves: { matrix: { include: { stack: string; environment: string; region: string }[] } }[] = JSON.parse(
      String(outputs.waves),
    );
    expect(waves.flatMap(({ matrix }) => matrix.include)).toEqual([
      { stack: 'foundation', region: '', environment: 'foundation' },
      { stack: 'region-eu-west-1', region: 'eu-west-1', environment: 'canary' },
      { stack: 'region-us-east-1', region: 'us-east-1', environment: 'wave-2' },
    ]);
    expect(outputs.later).toBe('');
  });

  test('a wave stops where the plan is more than was approved', async () => {
    const file = at('artifacts', 'approved', 'review.json');
    const approved = readFileSync(file, 'utf8');
    const review: { digest: { stacks: Record<string, unknown[]> } } = JSON.parse(approved);
    review.digest.stacks.foundation?.pop();
    writeFileSync(file, JSON.stringify(review));
    const states = readdirSync(at('states')).map((name) => readFileSync(at('states', name), 'utf8'));
    const results = await runWorkflow(runner('head'), 'deploy.yml', { only: ['wave-1', 'wave-2'], from: deployed });
    writeFileSync(file, approved);
    expect(resultsOf(results)).toMatchObject({ 'wave-1': 'failure', 'wave-2': 'skipped' });
    expect(ofJob(results, 'wave-1').log).toMatch(
      /Not what was approved\..*\n {2}foundation \S+: create was not approved at all/,
    );
    expect(readdirSync(at('states')).map((name) => readFileSync(at('states', name), 'utf8'))).toEqual(states);
  });

  test('as approved, every wave is applied, and a second plan of each is empty', async () => {
    const waves = Array.from({ length: 9 }, (_, index) => `wave-${index + 1}`);
    const results = await runWorkflow(runner('head'), 'deploy.yml', { only: [...waves, 'later'], from: deployed });
    expect(resultsOf(results)).toMatchObject({
      'wave-1': 'success',
      'wave-2': 'success',
      'wave-3': 'success',
      'wave-4': 'skipped',
      'wave-9': 'skipped',
      later: 'skipped',
    });
    for (const wave of ['wave-1', 'wave-2', 'wave-3']) {
      expect(ofJob(results, wave).log).toContain(': as approved.');
      expect(ofJob(results, wave).log).toContain('Apply complete!');
    }
    expect(github.healthChecks).toEqual(['eu-west-1', 'us-east-1']);
  });

  describe('drift', () => {
    const roles = () =>
      lab.provider.world.all('aws_iam_role').map(({ region, state }) => ({ region, name: String(state.name) }));

    test('nothing is told of what is as it was left', async () => {
      const results = await runWorkflow(runner('head'), 'drift.yml');
      expect(resultsOf(results)).toEqual({ synth: 'success', plan: 'success', report: 'success' });
      expect(ofJob(results, 'report').summary).toContain('No drift.');
      expect(github.writes).toEqual([]);
    });

    test('a change by hand opens one issue, which the next night does not open again, and which closes', async () => {
      const [role] = roles();
      if (!role) throw new Error('The platform has no role.');
      github.add(github.issues, { user: { login: 'mallory' }, body: '<!-- meridian-drift orders/prod -->\n' });
      makeDrift(lab.provider.world, [{ type: 'aws_iam_role', ...role, set: { max_session_duration: 7200 } }]);
      const first = await runWorkflow(runner('head'), 'drift.yml');
      expect(ofJob(first, 'report').result).toBe('success');
      expect(github.writes.splice(0)).toEqual(['POST /issues']);
      const ours = github.issues.at(-1);
      expect(ours).toMatchObject({ title: 'Drift in orders prod', state: 'open' });
      expect(ours?.body).toMatch(/\*\*high\*\* `aws_iam_role\.\S+`, foundation, global \(new\)/);

      await runWorkflow(runner('head'), 'drift.yml', { only: ['report'], from: first });
      expect(github.writes.splice(0)).toEqual([`PATCH /issues/${ours?.id}`]);
      expect(ours?.body).toContain('none is new');

      makeDrift(lab.provider.world, [{ type: 'aws_iam_role', ...role, set: { max_session_duration: 3600 } }]);
      await runWorkflow(runner('head'), 'drift.yml', { only: ['plan', 'report'], from: first });
      expect(github.writes.splice(0)).toEqual([`PATCH /issues/${ours?.id}`, `PATCH /issues/${ours?.id}`]);
      expect(ours).toMatchObject({ state: 'closed' });
      expect(ours?.body).toContain('1 gone');
    });
  });
});

const copy = (from: string, to: string): void => cpSync(from, to, { recursive: true, verbatimSymlinks: true });

/** What a checkout of a user's repository has. */
function commit(folder: string, config: object): void {
  mkdirSync(folder, { recursive: true });
  for (const name of [...readdirSync(ROOT).filter((each) => !/^\.|\.out$/.test(each)), '.terraform-version', '.nvmrc'])
    if (name !== 'platform.config.ts' && existsSync(path.join(ROOT, name)))
      symlinkSync(path.join(ROOT, name), path.join(folder, name));
  symlinkSync(path.join(ROOT, 'examples/ci/github'), path.join(folder, '.github'));
  writeFileSync(
    path.join(folder, 'platform.config.ts'),
    `import { definePlatform } from './config';\n\nexport default definePlatform(${JSON.stringify(config)});\n`,
  );
}

/** Packages are installed already, and the repository is a folder. */
function programs(bin: string, base: string): void {
  mkdirSync(bin);
  const program = (name: string, lines: readonly string[]): void =>
    writeFileSync(path.join(bin, name), `#!/bin/bash\n${lines.join('\n')}\n`, { mode: 0o755 });
  program('npm', ['if [ "$1" = ci ]; then exit 0; fi', 'PATH="${PATH#*:}" exec npm "$@"']);
  program('git', [
    'case "$1 $2" in',
    `  "checkout --quiet") cp '${base}/platform.config.ts' . ;;`,
    `  "cat-file -e") ;;`,
    `  "worktree add") cp -a '${base}' base ;;`,
    '  *) echo "git $*: not expected" >&2; exit 1 ;;',
    'esac',
  ]);
}
