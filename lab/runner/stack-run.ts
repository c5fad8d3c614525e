import type { Counts } from './changes';
import { LabError } from './errors';
import { callCounts, type StackRun } from './results';
import { prepareFolder, Seen } from './stack-folder';
import { NotTried, notSettled, type Progress, type StackJob, Steps } from './steps';

/** A stack on its way. */
export interface RunningStack {
  /** Whether the stacks that depend on it may begin: once it is applied, before its second plan. */
  readonly applied: Promise<boolean>;
  readonly finished: Promise<StackRun>;
}

/** Which commands a stack goes through. */
export type Course = (steps: Steps) => Promise<void>;

/** Takes one stack as far as the mode says. Nothing is thrown: a failure is a result. */
export function startStack(job: StackJob, course: Course = simulatedCourse): RunningStack {
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
  const finished = course(new Steps(job, run, () => release(true)))
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
      run.callList = job.calls();
      run.calls = callCounts(run.callList);
      job.onEvent({ type: 'finished', stack: run.stack, run });
      return run;
    });
  return { applied, finished };
}

/** With the simulated AWS: what Terraform has looked at before is not looked at again, as most of its time goes into starts. */
async function simulatedCourse(steps: Steps): Promise<void> {
  const { stack, dir, mode, planArgs, refusal } = steps.job;
  if (refusal !== undefined) throw new LabError(refusal);
  prepareFolder(stack, dir);
  const seen = new Seen(dir);
  if (!seen.initialized) {
    await steps.command('validate', ['init', '-no-color', '-input=false']);
    seen.markInitialized();
  }
  if (mode === 'validate' || (mode === 'apply' && !seen.validated)) {
    await steps.command('validate', ['validate', '-no-color']);
    seen.markValidated();
  }
  if (mode === 'validate') return;

  await steps.ready();
  const destroy = mode === 'plan-destroy' ? ['-destroy'] : [];
  const plan = await steps.plan('plan', 'plan', [...destroy, ...planArgs]);
  steps.run.empty = plan === 'empty';
  if (mode !== 'apply' || plan === 'empty') {
    await steps.look(plan);
    steps.run.applied = mode === 'apply';
    if (mode === 'apply') steps.run.settled = true;
    return;
  }
  await steps.apply(plan);
  const unsettled = await steps.secondPlan(planArgs);
  if (unsettled) throw new LabError(notSettled(unsettled));
}

/** `2 to add, 1 to change`. */
export function countsText(counts: Counts): string {
  const parts = Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} to ${what}`] : []));
  return parts.join(', ') || 'nothing to do';
}
