import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Call } from '../provider';
import { type Change, changesIn, countsOf, NOTHING, outputChangesIn, type PlanJson } from './changes';
import { LabError } from './errors';
import type { SynthesizedStack } from './manifest';
import { messagesIn } from './plan-log';
import type { LabEvent, Mode, StackRun } from './results';
import type { Slots } from './slots';
import { type Finished, TerraformError, terraform } from './terraform';

/** What stands in another stack's way goes first: its plan and its apply. What nothing waits for fills the gaps. */
const URGENCY = { apply: 3, plan: 2, show: 1, secondPlan: 1, validate: 0 } as const;
export type Step = keyof typeof URGENCY;

export interface StackJob {
  readonly stack: SynthesizedStack;
  /** Its place in dependency order, from 0. */
  readonly place: number;
  /** Work folder of this stack. */
  readonly dir: string;
  readonly mode: Mode;
  readonly env: NodeJS.ProcessEnv;
  readonly planArgs: readonly string[];
  /** Folder for its plan and the log of it. @default - they are not kept */
  readonly save?: string | undefined;
  readonly slots: Slots;
  /** The calls that it has made so far. */
  readonly calls: () => readonly Call[];
  readonly terraform: string | undefined;
  /** Settles when the stacks that it depends on are applied; gives the name of one that failed. */
  readonly ready: () => Promise<string | undefined>;
  /** Why it cannot be run at all. @default - it can */
  readonly refusal?: string | undefined;
  /** Once aborted, no more commands are begun. */
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: LabEvent) => void;
}

/** What is known of a stack's run so far. */
export type Progress = { -readonly [K in keyof StackRun]: StackRun[K] };

/** A stack that another one's failure stands in the way of. */
export class NotTried extends LabError {}

/** The commands that take a stack along, and what they tell about it. */
export class Steps {
  readonly #shown = new Map<string, PlanJson>();
  /** When a command that begins now is to be ended. @default - it goes on to its end, whatever happens */
  limit?: () => AbortSignal;

  constructor(
    readonly job: StackJob,
    readonly run: Progress,
    private readonly release: () => void,
  ) {}

  /** Waits for the stacks that it depends on. @throws NotTried where one failed */
  async ready(): Promise<void> {
    const failed = await this.job.ready();
    if (failed !== undefined) throw new NotTried(`Not tried: it depends on ${failed}, which failed.`);
    this.job.onEvent({ type: 'started', stack: this.run.stack });
  }

  /** Plans once more after an apply. @returns what that plan would still change, where it is not empty */
  async secondPlan(args: readonly string[]): Promise<Unsettled | undefined> {
    const second = await this.plan('secondPlan', 'second-plan', args);
    this.run.settled = second === 'empty';
    if (second === 'empty') return undefined;
    const json = await this.show(second);
    this.run.unsettled = changesIn(json);
    return { changes: this.run.unsettled, outputs: outputChangesIn(json) };
  }

  /** Applies a plan, and meanwhile reads what is in it. */
  async apply(plan: string): Promise<void> {
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
  async plan(step: Step, name: string, args: readonly string[]): Promise<string | 'empty'> {
    const file = `${name}.bin`;
    const { save } = this.job;
    if (step === 'plan' && save !== undefined) return this.savedPlan(file, save, args);
    const { status } = await this.command(
      step,
      ['plan', '-no-color', '-input=false', '-detailed-exitcode', `-out=${file}`, ...args],
      [0, 2],
    );
    return status === 0 ? 'empty' : file;
  }

  /** Plans with a log for machines, and keeps both as Terraform writes them: also what it had planned where it failed. */
  private async savedPlan(file: string, save: string, args: readonly string[]): Promise<string | 'empty'> {
    const finished = await this.command(
      'plan',
      ['plan', '-json', '-input=false', '-detailed-exitcode', `-out=${file}`, ...args],
      [0, 1, 2],
    );
    const { dir, stack } = this.job;
    mkdirSync(save, { recursive: true });
    writeFileSync(path.join(save, `${stack.name}.log.jsonl`), finished.stdout);
    if (existsSync(path.join(dir, file))) {
      await this.show(file);
      copyFileSync(path.join(dir, jsonOf(file)), path.join(save, `${stack.name}.json`));
    }
    if (finished.status === 1) throw new TerraformError('plan', { ...finished, stdout: messagesIn(finished.stdout) });
    return finished.status === 0 ? 'empty' : file;
  }

  async look(plan: string): Promise<void> {
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

  async show(plan: string): Promise<PlanJson> {
    const known = this.#shown.get(plan);
    if (known) return known;
    const { stdout } = await this.command('show', ['show', '-json', plan]);
    writeFileSync(path.join(this.job.dir, jsonOf(plan)), stdout);
    const json = JSON.parse(stdout) as PlanJson;
    this.#shown.set(plan, json);
    return json;
  }

  async command(step: Step, args: readonly string[], good: readonly number[] = [0]): Promise<Finished> {
    const { slots, place, dir, env, signal, terraform: binary } = this.job;
    // Among equal steps the stack that comes first goes first: others wait for it.
    const finished = await slots.run(URGENCY[step] - place / 1000, () => {
      if (signal?.aborted) throw new LabError(`Interrupted before terraform ${args[0]}.`);
      return terraform(dir, args, env, binary, this.limit?.());
    });
    this.run.seconds += finished.seconds;
    if (!good.includes(finished.status)) throw new TerraformError(args[0] ?? '', finished);
    return finished;
  }
}

const jsonOf = (plan: string): string => plan.replace(/bin$/, 'json');

/** What a second plan would still change. */
export interface Unsettled {
  readonly changes: readonly Change[];
  readonly outputs: readonly string[];
}

export function notSettled({ changes, outputs }: Unsettled): string {
  const lines = [
    ...changes.map(
      ({ actions, address, changed }) =>
        `  ${actions.join(' and ')} ${address}${changed.length > 0 ? ` (${changed.join(', ')})` : ''}`,
    ),
    ...outputs.map((name) => `  output ${name}`),
  ];
  return ['A second plan right after the apply is not empty:', ...lines].join('\n');
}
