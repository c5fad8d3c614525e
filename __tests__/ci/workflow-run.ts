import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type Context, evaluated, filledIn, isTrue, textOf, type Value } from './expressions';
import { type Job, jobsOf, mapOf } from './workflow-rules';
import { readYaml, type Yaml, type YamlMap } from './workflow-yaml';

/** Where a workflow runs, and what it runs with. */
export interface Runner {
  /** Folder of `.github/workflows`. */
  readonly workflows: string;
  /** Scratch, and the artifacts. */
  readonly dir: string;
  /** Of every step. */
  readonly env: NodeJS.ProcessEnv;
  /** `github`, `vars`, `inputs`, ... */
  readonly names: Context['names'];
  /** Fills a job's folder as actions/checkout does. */
  readonly checkout: (workspace: string, inputs: YamlMap) => void;
  /** Of what outlives jobs, such as state: before its steps, and after them. */
  readonly before?: (workspace: string) => void;
  readonly after?: (workspace: string) => void;
}

export interface JobRun {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: { readonly [name: string]: Value };
  /** Everything that its steps said. */
  readonly log: string;
  readonly summary: string;
}

/** Result of each job by name; of a matrix, of each part by `name/part`, and of it all by its name. */
export type Results = ReadonlyMap<string, JobRun>;

const SKIPPED: JobRun = { result: 'skipped', outputs: {}, log: '', summary: '' };

/** Runs a workflow's jobs in their order, with their own commands, one after another. */
export async function runWorkflow(
  runner: Runner,
  file: string,
  { only, from = new Map() }: { readonly only?: readonly string[]; readonly from?: Results } = {},
): Promise<Results> {
  const workflow = readYaml(readFileSync(path.join(runner.workflows, file), 'utf8'));
  const results = new Map(from);
  for (const job of jobsOf(workflow)) {
    if (only && !only.includes(job.name)) continue;
    const needs = needed(job.settings.needs);
    const above = ancestors(job, workflow);
    const failed = above.some((name) => results.get(name)?.result === 'failure');
    const context = contextOf(runner, {
      failed,
      names: {
        needs: Object.fromEntries(
          needs.map((name) => {
            const { result, outputs } = results.get(name) ?? SKIPPED;
            return [name, { result, outputs }];
          }),
        ),
      },
    });
    const ready = needs.every((name) => results.get(name)?.result === 'success');
    if (!holds(job.settings.if, context, ready)) {
      results.set(job.name, SKIPPED);
      continue;
    }
    const parts = partsOf(job.settings.strategy, context);
    const runs: JobRun[] = [];
    for (const part of parts) {
      const run = await runPart(runner, job, { ...context, names: { ...context.names, matrix: part ?? {} } });
      runs.push(run);
      const name = part && (Object.values(part)[0] ?? '');
      if (part) results.set(`${job.name}/${textOf(name ?? '')}`, run);
    }
    results.set(job.name, {
      result: runs.some(({ result }) => result === 'failure') ? 'failure' : 'success',
      outputs: runs[0]?.outputs ?? {},
      log: runs.map(({ log }) => log).join(''),
      summary: runs.map(({ summary }) => summary).join(''),
    });
  }
  return results;
}

const needed = (needs: Yaml | undefined): string[] =>
  (Array.isArray(needs) ? needs : needs === undefined ? [] : [needs]).map(String);

function ancestors(job: Job, workflow: YamlMap): string[] {
  const jobs = mapOf(workflow.jobs);
  const all = new Set<string>();
  const visit = (settings: YamlMap): void => {
    for (const name of needed(settings.needs)) {
      all.add(name);
      visit(mapOf(jobs[name]));
    }
  };
  visit(job.settings);
  return [...all];
}

/** A condition without a status function also asks that all has gone well. */
function holds(condition: Yaml | undefined, context: Context, ready: boolean): boolean {
  if (typeof condition !== 'string') return ready;
  const source = /^\$\{\{(.*)\}\}$/s.exec(condition)?.[1] ?? condition;
  const asks = /\b(failure|cancelled|always)\(\)/.test(source);
  return (asks || ready) && isTrue(evaluated(source, context));
}

const contextOf = (
  { names }: Runner,
  { failed, names: more }: { readonly failed: boolean; readonly names: Context['names'] },
): Context => ({
  names: { ...names, ...more },
  functions: {
    fromJSON: (text = '') => JSON.parse(textOf(text)) as Value,
    failure: () => failed,
    cancelled: () => false,
  },
});

/** Each part of a matrix; one without a matrix is one part. */
function partsOf(strategy: Yaml | undefined, context: Context): (Readonly<Record<string, Value>> | undefined)[] {
  const { matrix } = mapOf(strategy);
  if (matrix === undefined) return [undefined];
  const filled = (value: Yaml): Value => (typeof value === 'string' ? filledIn(value, context) : (value as Value));
  const whole = typeof matrix === 'string' ? filled(matrix) : matrix;
  const { include, ...axes } = whole as { include?: readonly Readonly<Record<string, Value>>[] } & YamlMap;
  if (include) return [...include];
  const [[axis = '', values = ''] = []] = Object.entries(axes);
  return (filled(values) as readonly Value[]).map((value) => ({ [axis]: value }));
}

async function runPart(runner: Runner, job: Job, context: Context): Promise<JobRun> {
  const { settings } = job;
  if (typeof settings.uses === 'string') {
    const inputs = filledMap(settings.with, context);
    const called = await runWorkflow({ ...runner, names: { ...runner.names, inputs } }, path.basename(settings.uses));
    const [run] = called.values();
    if (!run) throw new Error(`${settings.uses} has no jobs.`);
    return run;
  }
  const workspace = mkdtempSync(path.join(runner.dir, `${job.name}-`));
  const temp = mkdtempSync(path.join(runner.dir, 'temp-'));
  runner.before?.(workspace);
  const state = { failed: false, log: '', steps: {} as Record<string, Value> };
  const summary = path.join(temp, 'summary.md');
  writeFileSync(summary, '');
  const jobEnv = filledMap(settings.env, context);
  for (const [index, step] of job.steps.entries()) {
    const names = { ...context.names, env: jobEnv, steps: state.steps, runner: { temp } };
    const own: Context = { names, functions: { ...context.functions, failure: () => state.failed } };
    if (!holds(step.if, own, !state.failed)) continue;
    if (typeof step.uses === 'string') {
      state.failed ||= !act(runner, step.uses, filledMap(step.with, own), workspace);
      continue;
    }
    const output = path.join(temp, `output-${index}`);
    writeFileSync(output, '');
    const { code, said } = await shell(String(step.run), workspace, {
      ...runner.env,
      ...asEnvironment(jobEnv),
      ...asEnvironment(filledMap(step.env, own)),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp,
    });
    state.log += said;
    state.failed ||= code !== 0;
    if (typeof step.id === 'string') state.steps[step.id] = { outputs: outputsIn(readFileSync(output, 'utf8')) };
  }
  runner.after?.(workspace);
  const outputs = filledMap(settings.outputs, { ...context, names: { ...context.names, steps: state.steps } });
  return {
    result: state.failed ? 'failure' : 'success',
    outputs: texts(outputs),
    log: state.log,
    summary: readFileSync(summary, 'utf8'),
  };
}

const filledMap = (map: Yaml | undefined, context: Context): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(mapOf(map)).map(([key, value]) => [
      key,
      typeof value === 'string' ? filledIn(value, context) : textOf(value as Value),
    ]),
  );

/** Outputs of a job are texts. */
const texts = (map: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, textOf(value)]));

const asEnvironment = (map: Record<string, Value>): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, textOf(value)]));

const outputsIn = (text: string): Record<string, Value> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );

/** As a runner does: `bash -e -o pipefail`. */
function shell(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ code: number; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', command], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, said }));
  });
}

/** What an action does to the job's folder. @returns whether it went well */
function act({ dir, checkout }: Runner, uses: string, inputs: Record<string, Value>, workspace: string): boolean {
  const [action = ''] = uses.split('@');
  const artifact = (name: string): string => path.join(dir, 'artifacts', name);
  const target = path.join(workspace, textOf(inputs.path ?? ''));
  switch (action) {
    case 'actions/checkout':
      checkout(workspace, inputs as YamlMap);
      return true;
    case 'actions/setup-node':
    case 'hashicorp/setup-terraform':
    case 'aws-actions/configure-aws-credentials':
      return true;
    case 'actions/upload-artifact':
      return upload(target, artifact(textOf(inputs.name ?? '')), inputs['include-hidden-files'] === 'true');
    case 'actions/download-artifact': {
      const pattern = inputs.pattern === undefined ? undefined : textOf(inputs.pattern).replace('*', '');
      const names =
        pattern === undefined
          ? [textOf(inputs.name ?? '')]
          : artifactsOf(dir).filter((name) => name.startsWith(pattern));
      if (!names.every((name) => existsSync(artifact(name)))) return false;
      for (const name of names) cpSync(artifact(name), target, { recursive: true });
      return true;
    }
    default:
      throw new Error(`${action} is not an action that the dry run knows.`);
  }
}

const artifactsOf = (dir: string): string[] => {
  const folder = path.join(dir, 'artifacts');
  return existsSync(folder) ? readdirSync(folder) : [];
};

/** The contents of a folder, or a file by its name. Hidden files only where they are asked for. */
function upload(source: string, artifact: string, hidden: boolean): boolean {
  if (!existsSync(source)) return false;
  rmSync(artifact, { recursive: true, force: true });
  mkdirSync(artifact, { recursive: true });
  if (statSync(source).isDirectory())
    cpSync(source, artifact, { recursive: true, filter: (file) => hidden || !path.basename(file).startsWith('.') });
  else cpSync(source, path.join(artifact, path.basename(source)));
  return true;
}
