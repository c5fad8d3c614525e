import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml, type Yaml, type YamlMap } from './workflow-yaml';

const ROOT = join(__dirname, '../..');

/** Folders with workflows: Meridian's own, and those that users copy. */
export const WORKFLOW_FOLDERS = ['.github/workflows', 'examples/ci/github'] as const;

/** Every workflow file there is, by its path from the root. */
export const workflowFiles = (): string[] =>
  WORKFLOW_FOLDERS.filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1)),
    )
    .sort();

export const workflowText = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A job of a workflow. */
export interface Job {
  readonly name: string;
  readonly settings: YamlMap;
  readonly steps: readonly YamlMap[];
  /** What it runs, all steps together. */
  readonly commands: string;
}

export const mapOf = (value: Yaml | undefined): YamlMap =>
  typeof value === 'object' && !Array.isArray(value) ? (value as YamlMap) : {};

const listOf = (value: Yaml | undefined): readonly Yaml[] => (Array.isArray(value) ? value : []);

/** The jobs of a workflow. */
export const jobsOf = (workflow: YamlMap): Job[] =>
  Object.entries(mapOf(workflow.jobs)).map(([name, value]) => {
    const settings = mapOf(value);
    const steps = listOf(settings.steps).map(mapOf);
    return { name, settings, steps, commands: steps.map(({ run }) => (typeof run === 'string' ? run : '')).join('\n') };
  });

/** What a workflow does against the rules that hold for each; empty for a good one. */
export function problemsOf(text: string): string[] {
  const workflow = readYaml(text);
  const triggers =
    typeof workflow.on === 'string'
      ? [workflow.on]
      : Array.isArray(workflow.on)
        ? workflow.on
        : Object.keys(mapOf(workflow.on));
  const jobs = jobsOf(workflow);
  const holdsTokens = jobs.some(({ settings }) => mapOf(settings.permissions)['id-token'] === 'write');
  return [
    ...pins(text),
    ...(isEmptyMap(workflow.permissions) ? [] : ['top level: `permissions` is not {}']),
    ...(triggers.includes('pull_request_target')
      ? ['top level: runs on pull_request_target, with rights, for anybody']
      : []),
    ...(jobs.length > 0 ? [] : ['top level: has no jobs']),
    ...jobs.flatMap((job) =>
      [
        ...rights(job),
        ...limits(job, workflow),
        ...steps(job),
        ...tokens(job, triggers),
        ...(holdsTokens && /npm (ci|install)(?!.*--ignore-scripts)/.test(job.commands)
          ? ['installs packages with their scripts, in a workflow that holds tokens']
          : []),
      ].map((problem) => `${job.name}: ${problem}`),
    ),
  ];
}

const isEmptyMap = (value: Yaml | undefined): boolean =>
  typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;

/** By a commit, with the version beside it: a tag can be moved ("Secure use reference"). */
const pins = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => /^\s*(?:- )?uses:\s*(.*)$/.exec(line)?.[1])
    .filter((uses) => uses !== undefined)
    .filter((uses) => !/^\.\/\S+$/.test(uses) && !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+){0,2}$/.test(uses))
    .map((uses) => `uses ${uses}: not a commit of 40 hex digits with its version in a comment`);

/** Rights of its own, by name: none are left over from the workflow, whose are {}. */
function rights({ settings }: Job): string[] {
  const { permissions } = settings;
  if (permissions === undefined) return ['has no `permissions` of its own'];
  if (typeof permissions === 'string') return [`has the permissions ${permissions}. Name them one by one`];
  return settings.secrets === 'inherit' ? ['hands on all secrets'] : [];
}

function limits({ settings }: Job, { concurrency, on }: YamlMap): string[] {
  const called = typeof settings.uses === 'string';
  const runner = settings['runs-on'];
  return [
    ...(called || /^\d+$/.test(String(settings['timeout-minutes'] ?? '')) ? [] : ['has no `timeout-minutes`']),
    // What is called runs in the group of its caller, unless it has its own.
    ...(concurrency || settings.concurrency || 'workflow_call' in mapOf(on) ? [] : ['is in no `concurrency` group']),
    ...(called || (typeof runner === 'string' && /^ubuntu-\d\d\.\d\d$/.test(runner))
      ? []
      : [`runs on ${JSON.stringify(runner)}, not on an image of one version`]),
  ];
}

function steps({ steps }: Job): string[] {
  return steps.flatMap((step): string[] => {
    const uses = typeof step.uses === 'string' ? step.uses : '';
    const inputs = mapOf(step.with);
    const script = [step.run, inputs.script].find((value) => typeof value === 'string' && value.includes('${{'));
    return [
      // A value that is put into a script is run with it; as a variable it is only read.
      ...(script === undefined
        ? []
        : [`puts an expression into a script: ${/\$\{\{.*?\}\}/.exec(String(script))?.[0]}. Take it from \`env\``]),
      ...(uses.startsWith('actions/checkout@') && inputs['persist-credentials'] !== 'false'
        ? ['checks out and leaves its token in the folder']
        : []),
      ...(uses.startsWith('hashicorp/setup-terraform@') && inputs.terraform_wrapper !== 'false'
        ? ['wraps terraform, so that its output is not its own']
        : []),
    ];
  });
}

/** Synth runs what a pull request says; a job that can ask for credentials must not. */
const tokens = ({ settings, commands }: Job, triggers: readonly Yaml[]): string[] =>
  triggers.includes('pull_request') &&
  mapOf(settings.permissions)['id-token'] === 'write' &&
  /\bnpm run synth\b|\bcdktf (synth|diff|deploy)\b/.test(commands)
    ? ['synthesizes a pull request and may ask for credentials']
    : [];
