import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSynth } from '../inputs/synth-folder';
import { asInputError } from '../inputs/text';
import { type PlannedStack, planStacks } from '../planning';
import { InputError } from '../problems';
import { check } from './check';
import { outIn } from './inputs';
import { type Option, type Options, optionLines, parseOptions, UsageError } from './options';
import { redact } from './redact';
import type { Io, Verb } from './verb';

/** What the review of the plans is given as it is. */
const PASSED_ON = ['out', 'base-out', 'fail-on', 'format', 'previous', 'config'] as const;

const OPTIONS = {
  out: { value: 'DIR', help: 'what was synthesized; default: CDKTF_OUTDIR, else cdktf.out' },
  'base-out': { value: 'DIR', help: 'what the merge base synthesized: what the change means is known with it' },
  to: { value: 'DIR', help: 'keep what a review needs of the plans, without what may be secret: for --plans' },
  'no-review': { help: 'plan only; needs --to' },
  jobs: { value: 'NUMBER', help: 'stacks that are planned at a time; default: 4' },
  terraform: { value: 'PROGRAM', help: 'default: terraform, from the PATH' },
  'fail-on': { value: 'SEVERITY', help: 'as for check' },
  format: { value: 'NAME[=FILE],...', help: 'as for check', many: true },
  previous: { value: 'FILE', help: 'as for check' },
  config: { value: 'FILE', help: 'as for check' },
} as const satisfies Record<string, Option>;

/** Plans the stacks where it runs, and reviews them. */
export const plan: Verb = {
  name: 'plan',
  help: 'plan all stacks with Terraform, and review them',
  usage: () =>
    [
      'usage: npm run review -- plan [STACK...] [options]',
      '',
      ...optionLines(OPTIONS),
      '',
      "Terraform runs in the stacks' folders, with the credentials and the TF_* variables that are set here. Stacks with a",
      'variable plan_only are planned with it, so no secret is opened; where a lock file is, it is not changed. The plans',
      'themselves hold values in clear, and are deleted.',
      '',
      'Exit codes: 0 nothing at or above the severity, with --no-review: planned, as far as it could be; 1 findings; 2 not',
      'reviewable, or Terraform is not there.',
    ].join('\n'),
  run: runPlan,
};

async function runPlan(args: readonly string[], io: Io): Promise<number> {
  const options = parseOptions(args, OPTIONS);
  const to = options.one('to');
  if (options.has('no-review') && to === undefined) throw new UsageError('--no-review needs --to DIR: where to write.');
  const jobs = jobsIn(options.one('jobs'));
  const out = outIn(options);
  const stacks = stacksIn(out, options.rest);
  const program = options.one('terraform');
  const stop = new AbortController();
  // Terraform gets the signal too, and ends by itself; what it wrote is deleted below.
  const interrupted = (): void => stop.abort();
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  const folder = mkdtempSync(path.join(tmpdir(), 'plans-'));
  try {
    const width = Math.max(...stacks.map(({ length }) => length));
    await planStacks(stacks, {
      out,
      to: folder,
      jobs,
      ...(program !== undefined && { program }),
      signal: stop.signal,
      onPlanned: (planned) => io.err(`${progress(planned, width)}\n`),
    });
    if (stop.signal.aborted) throw new InputError([{ file: '', message: 'Interrupted: nothing was reviewed.' }]);
    const projected = path.join(folder, 'projected');
    await redact.run(['--plans', ...filesIn(folder), '--out', out, '--to', projected], { ...io, out: () => {} });
    if (to !== undefined) copied(projected, to);
    return options.has('no-review') ? 0 : await check.run(['--plans', projected, ...passedOn(options)], io);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

function jobsIn(text = '4'): number {
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new UsageError(`--jobs: ${JSON.stringify(text)} is no number of stacks, such as 4.`);
  return jobs;
}

/** Those that are named, else all. @throws UsageError */
function stacksIn(out: string, named: readonly string[]): readonly string[] {
  const known = readSynth(out).manifest.stacks.map(({ name }) => name);
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`No stack is called ${JSON.stringify(unknown)}. There are ${known.join(', ')}.`);
  return named.length > 0 ? [...new Set(named)] : known;
}

const progress = ({ stack, outcome, seconds }: PlannedStack, width: number): string =>
  `${stack.padEnd(width)}  ${outcome} (${seconds.toFixed(1)} s)`;

const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.jsonl?$/.test(name))
    .map((name) => path.join(folder, name));

function copied(from: string, to: string): void {
  try {
    mkdirSync(to, { recursive: true });
    cpSync(from, to, { recursive: true });
  } catch (error) {
    throw asInputError(to, error);
  }
}

const passedOn = (options: Options<keyof typeof OPTIONS>): string[] =>
  PASSED_ON.flatMap((name) => options.all(name).flatMap((value) => [`--${name}`, value]));
