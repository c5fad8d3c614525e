import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Attachment } from '../provider';
import { type Change, type Counts, changesIn, countsOf, NOTHING, outputChangesIn, type PlanJson } from './changes';
import { LabError } from './errors';
import type { SynthesizedStack } from './manifest';
import { callCounts, type LabEvent, type Mode, type StackRun } from './results';
import type { Slots } from './slots';
import { prepareFolder, Seen } from './stack-folder';
import { type Finished, TerraformError, terraform } from './terraform';

/** What stands in another stack's way goes first: its plan and its apply. What nothing waits for fills the gaps. */
const URGENCY = { apply: 3, plan: 2, show: 1, secondPlan: 1, validate: 0 } as const;
type Step = keyof typeof URGENCY;

export interface StackJob {
  readonly stack: SynthesizedStack;
  /** Its place in dependency order, from 0. */
  readonly place: number;
  /** Work folder of this stack. */
  readonly dir: string;
  readonly mode: Mode;
  readonly env: NodeJS.ProcessEnv;
  readonly planArgs: readonly string[];
  readonly slots: Slots;
  /** Its own way to the provider. */
  readonly attachment: Attachment;
  readonly terraform: string | undefined;
  /** Settles when the stacks that it depends on are applied; gives the name of one that failed. */
  readonly ready: () => Promise<string | undefined>;
  /** Once aborted, no more commands are begun. */
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: LabEvent) => void;
}

/** A stack on its way. */
export interface RunningStack {
  /** Whether the stacks that depend on it may begin: once it is applied, before its second plan. */
  readonly applied: Promise<boolean>;
  readonly finished: Promise<StackRun>;
}

type Progress = { -readonly [K in keyof StackRun]: StackRun[K] };

/** Takes one stack as far as the mode says. Nothing is thrown: a failure is a result. */
export function startStack(job: StackJob): RunningStack {
  const run: Progress = {
    stack: job.stack.name,
    outcome: 'passed',
    changes: [],
    outputChanges: [],
    applied: false,
    unsettled: [],
    calls: {},
    callList: [],
    seconds: 0,
    dir: job.dir,
  };
  let release: (applied: boolean) => void = () => {};
  const applied = new Promise<boolean>((resolve) => {
    release = resolve;
  });
  const finished = new Steps(job, run, () => release(true))
    .all()
    .catch((error: unknown) => {
      run.outcome = error instanceof NotTried ? 'not tried' : 'failed';
      run.error =
        error instanceof LabError
          ? error.message
          : error instanceof Error
            ? (error.stack ?? error.message)
            : String(error);
    })
    .then((): StackRun => {
      release(run.outcome === 'passed');
      run.callList = job.attachment.calls();
      run.calls = callCounts(run.callList);
      job.onEvent({ type: 'finished', stack: run.stack, run });
      return run;
    });
  return { applied, finished };
}

class NotTried extends LabError {}

class Steps {
  constructor(
    private readonly job: StackJob,
    private readonly run: Progress,
    private readonly release: () => void,
  ) {}

  async all(): Promise<void> {
    const { stack, dir, mode, ready, onEvent, planArgs } = this.job;
    prepareFolder(stack, dir);
    const seen = new Seen(dir);
    if (!seen.initialized) {
      await this.command('validate', ['init', '-no-color', '-input=false']);
      seen.markInitialized();
    }
    if (mode === 'validate' || (mode === 'apply' && !seen.validated)) {
      await this.command('validate', ['validate', '-no-color']);
      seen.markValidated();
    }
    if (mode === 'validate') return;

    const failed = await ready();
    if (failed !== undefined) throw new NotTried(`Not tried: it depends on ${failed}, which failed.`);
    onEvent({ type: 'started', stack: stack.name });
    const destroy = mode === 'plan-destroy' ? ['-destroy'] : [];
    const plan = await this.plan('plan', 'plan', [...destroy, ...planArgs]);
    this.run.empty = plan === 'empty';
    if (mode !== 'apply' || plan === 'empty') {
      await this.look(plan);
      this.run.applied = mode === 'apply';
      if (mode === 'apply') this.run.settled = true;
      return;
    }
    await this.apply(plan);
    const second = await this.plan('secondPlan', 'second-plan', planArgs);
    this.run.settled = second === 'empty';
    if (second === 'empty') return;
    const json = await this.show(second);
    this.run.unsettled = changesIn(json);
    throw new LabError(notSettled(this.run.unsettled, outputChangesIn(json)));
  }

  /** Applies a plan, and meanwhile reads what is in it. */
  private async apply(plan: string): Promise<void> {
    const looking = this.look(plan);
    const applying = this.command('apply', ['apply', '-no-color', '-input=false', plan]).then(() => {
      this.run.applied = true;
      this.release();
    });
    const outcomes = await Promise.allSettled([looking, applying]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    this.job.onEvent({ type: 'applied', stack: this.run.stack });
  }

  /** @returns the plan's file in the stack's folder, or that nothing is to do */
  private async plan(step: Step, name: string, args: readonly string[]): Promise<string | 'empty'> {
    const file = `${name}.bin`;
    const { status } = await this.command(
      step,
      ['plan', '-no-color', '-input=false', '-detailed-exitcode', `-out=${file}`, ...args],
      [0, 2],
    );
    return status === 0 ? 'empty' : file;
  }

  private async look(plan: string): Promise<void> {
    const { run, job } = this;
    run.planned = NOTHING;
    if (plan !== 'empty') {
      const json = await this.show(plan);
      run.changes = changesIn(json);
      run.outputChanges = outputChangesIn(json);
      run.planned = countsOf(run.changes);
    }
    job.onEvent({ type: 'planned', stack: run.stack, planned: run.planned });
  }

  private async show(plan: string): Promise<PlanJson> {
    const { stdout } = await this.command('show', ['show', '-json', plan]);
    writeFileSync(path.join(this.job.dir, plan.replace(/bin$/, 'json')), stdout);
    return JSON.parse(stdout) as PlanJson;
  }

  private async command(step: Step, args: readonly string[], good: readonly number[] = [0]): Promise<Finished> {
    const { slots, place, dir, env, signal, terraform: binary } = this.job;
    // Among equal steps the stack that comes first goes first: others wait for it.
    const finished = await slots.run(URGENCY[step] - place / 1000, () => {
      if (signal?.aborted) throw new LabError(`Interrupted before terraform ${args[0]}.`);
      return terraform(dir, args, env, binary);
    });
    this.run.seconds += finished.seconds;
    if (!good.includes(finished.status)) throw new TerraformError(args[0] ?? '', finished);
    return finished;
  }
}

function notSettled(changes: readonly Change[], outputs: readonly string[]): string {
  const lines = [
    ...changes.map(
      ({ actions, address, changed }) =>
        `  ${actions.join(' and ')} ${address}${changed.length > 0 ? ` (${changed.join(', ')})` : ''}`,
    ),
    ...outputs.map((name) => `  output ${name}`),
  ];
  return ['A second plan right after the apply is not empty:', ...lines].join('\n');
}

/** `2 to add, 1 to change`. */
export function countsText(counts: Counts): string {
  const parts = Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} to ${what}`] : []));
  return parts.join(', ') || 'nothing to do';
}
