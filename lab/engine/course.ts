import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LabError } from '../runner';
import { countsOf } from '../runner/changes';
import { copyStack } from '../runner/stack-folder';
import type { Course } from '../runner/stack-run';
import { notSettled, type Steps, type Unsettled } from '../runner/steps';
import { TerraformError } from '../runner/terraform';
import { adapted, STATE_FILE } from './adapt';
import { NOT_KEPT } from './emulators';
import { failuresIn, gapIn, type TerraformFailure, unfinishedIn } from './failures';
import type { ProviderSchema } from './known-arguments';
import type { LeftOut, Omission } from './leave-out';
import type { ProviderVersion } from './mirror';
import type { Findings } from './results';
import { entriesIn, type StackJson } from './stack-json';

export interface CourseSetting {
  /** The emulator's name in the tables of what each one cannot do. */
  readonly emulator: string;
  /** Where this stack's requests go. */
  readonly address: string;
  readonly provider: ProviderVersion;
  readonly schema: ProviderSchema | undefined;
  /** Types that the person wants left out. */
  readonly omissions: readonly Omission[];
  /** How long the stack may take, in Terraform. */
  readonly timeoutSeconds: number;
  /** Whether the bucket of its state is there. */
  readonly bucketExists: (bucket: string, region: string) => Promise<boolean>;
  /** Filled as the stack goes along. */
  readonly findings: Findings;
  /** Names of objects that some stack left out: who looks for one does not find it. */
  readonly lost: Set<string>;
}

/** How often a stack is tried again without what the emulator could not do. */
const ROUNDS = 3;

/** Takes a stack through the real provider: bootstrap with its state in a file first, then in the bucket that it has made. */
export const engineCourse =
  (setting: CourseSetting): Course =>
  (steps) =>
    new EngineCourse(steps, setting).all();

class EngineCourse {
  readonly #original: StackJson;
  #omissions: Omission[];
  #begun: string[] = [];
  #state: 'as configured' | 'local' = 'as configured';
  #spentBefore = 0;
  #deadline: AbortSignal | undefined;

  constructor(
    private readonly steps: Steps,
    private readonly setting: CourseSetting,
  ) {
    this.#original = JSON.parse(readFileSync(steps.job.stack.file, 'utf8')) as StackJson;
    this.#omissions = [...setting.omissions];
    steps.limit = () => this.#limit();
  }

  async all(): Promise<void> {
    const { steps } = this;
    const { mode, stack, dir } = steps.job;
    copyStack(stack, dir);
    this.#write();
    if (mode === 'validate') {
      await this.#init('-backend=false');
      await steps.command('validate', ['validate', '-no-color']);
      return;
    }
    await steps.ready();
    const movesIn = await this.#makesItsOwnBucket();
    if (movesIn) this.#state = 'local';
    this.#write();
    await this.#init();
    await this.#withoutGaps(() => this.#planAndApply());
    if (mode !== 'apply') return;
    if (movesIn) {
      this.#state = 'as configured';
      this.#write();
      await this.#init();
    }
    await this.#settle();
  }

  /** Its state is to be in a bucket that is one of its own objects, and does not exist yet. */
  async #makesItsOwnBucket(): Promise<boolean> {
    const { bucket, region } = this.#original.terraform?.backend?.s3 ?? {};
    const own = entriesIn(this.#original).some(
      ({ type, block }) => type === 'aws_s3_bucket' && block.bucket === bucket && bucket !== undefined,
    );
    return own && !(await this.setting.bucketExists(String(bucket), String(region)));
  }

  #write(): void {
    const { provider, schema, emulator, address, findings, lost } = this.setting;
    const { stack, leftOut, unknown } = adapted(this.#original, {
      emulator,
      address,
      state: this.#state,
      ...(!provider.fits && provider.version !== undefined && { version: provider.version }),
      ...(schema && { schema }),
      omissions: this.#omissions,
      begun: this.#begun,
    });
    writeFileSync(path.join(this.steps.job.dir, 'cdk.tf.json'), JSON.stringify(stack, null, 2));
    findings.leftOut = leftOut;
    findings.unknown = unknown;
    for (const name of namesOf(this.#original, leftOut)) lost.add(name);
  }

  /** The backend is made known anew each time: the way to it has another port in every run. */
  async #init(...args: readonly string[]): Promise<void> {
    const { dir } = this.steps.job;
    rmSync(path.join(dir, '.terraform', 'terraform.tfstate'), { force: true });
    // Once bootstrap's state is to be in its bucket, what the file holds moves there; then the file is empty.
    const moves =
      args.length === 0 && this.#state === 'as configured' && this.#original.terraform?.backend?.s3 && holdsState(dir);
    await this.steps.command('plan', ['init', '-no-color', '-input=false', ...(moves ? ['-force-copy'] : []), ...args]);
  }

  async #planAndApply(): Promise<void> {
    const { steps } = this;
    const { mode, planArgs } = steps.job;
    const destroy = mode === 'plan-destroy' ? ['-destroy'] : [];
    const plan = await steps.plan('plan', 'plan', [...destroy, ...planArgs]);
    steps.run.empty ??= plan === 'empty';
    if (mode === 'apply' && plan !== 'empty') return steps.apply(plan);
    await steps.look(plan);
    steps.run.applied = mode === 'apply';
  }

  /** Does it again without what the emulator turns out not to be able to do. */
  async #withoutGaps(act: () => Promise<void>): Promise<void> {
    const { run } = this.steps;
    let first: Pick<typeof run, 'changes' | 'outputChanges'> | undefined;
    for (let round = 1; ; round += 1) {
      try {
        await act();
        break;
      } catch (error) {
        first ??= { changes: run.changes, outputChanges: run.outputChanges };
        const { gaps, real } = this.#judged(error);
        this.#omissions.push(...gaps);
        this.#begun.push(...gaps.flatMap(({ address }) => address ?? []));
        this.#write();
        if (real !== undefined) throw new LabError(real);
        if (gaps.length === 0 || round === ROUNDS) throw error;
        this.#spentBefore = run.seconds;
      }
    }
    if (!first) return;
    // The later rounds planned what was left to do; the first one knew it all, and more than could be done.
    const out = new Set(this.setting.findings.leftOut.map(({ address, argument }) => (argument ? '' : address)));
    run.changes = first.changes.filter(({ address }) => !out.has(address));
    run.outputChanges = first.outputChanges.filter((name) => !out.has(`output.${name}`));
    run.planned = countsOf(run.changes);
  }

  /** Tells what the emulator cannot do from what really failed. */
  #judged(error: unknown): { readonly gaps: readonly Omission[]; readonly real?: string } {
    if (!(error instanceof TerraformError) || this.steps.job.signal?.aborted) throw error;
    const { stdout, stderr } = error.finished;
    const timedOut = this.#deadline?.aborted === true;
    const { timeoutSeconds } = this.setting;
    const gaps: Omission[] = timedOut
      ? unfinishedIn(stdout).map((address) => omission(address, `not ready within ${timeoutSeconds} s`))
      : [];
    const real: string[] = [];
    for (const failure of failuresIn(stderr)) {
      const { address, text } = failure;
      if (timedOut && isHalt(failure)) continue;
      const why = gapIn(failure) ?? this.#consequence(failure);
      if (why === undefined || address === undefined) real.push(text);
      else if (!gaps.some((gap) => gap.address === address)) gaps.push(omission(address, why));
    }
    if (real.length > 0) return { gaps, real: real.join('\n\n') };
    if (gaps.length > 0) return { gaps };
    return {
      gaps,
      real: timedOut ? `terraform ${error.command} did not end within ${timeoutSeconds} s.` : error.message,
    };
  }

  #consequence({ text }: TerraformFailure): string | undefined {
    const name = [...this.setting.lost].find((lost) => text.includes(lost));
    return name === undefined ? undefined : `it looks for ${name}, which was left out`;
  }

  async #settle(): Promise<void> {
    const { run, job } = this.steps;
    const unsettled = await this.steps.secondPlan(job.planArgs);
    if (!unsettled) return;
    const { drift, rest } = this.#sorted(unsettled);
    this.setting.findings.drift = drift;
    if (rest.changes.length > 0 || rest.outputs.length > 0) throw new LabError(notSettled(rest));
    run.settled = true;
    run.unsettled = [];
  }

  #sorted({ changes, outputs }: Unsettled): { readonly drift: Findings['drift']; readonly rest: Unsettled } {
    const known = (change: Unsettled['changes'][number]) =>
      NOT_KEPT.find(
        ({ emulator, type, arguments: names }) =>
          emulator === this.setting.emulator &&
          type === change.type &&
          change.actions.join() === 'update' &&
          change.changed.every((name) => names.includes(name)),
      );
    return {
      drift: changes.flatMap((change) => {
        const why = known(change)?.why;
        return why === undefined
          ? []
          : [{ address: change.address, type: change.type, arguments: change.changed, why }];
      }),
      rest: { changes: changes.filter((change) => !known(change)), outputs },
    };
  }

  #limit(): AbortSignal {
    const { run, job } = this.steps;
    const left = this.setting.timeoutSeconds - (run.seconds - this.#spentBefore);
    this.#deadline = AbortSignal.timeout(Math.max(1, Math.round(left * 1000)));
    return job.signal ? AbortSignal.any([this.#deadline, job.signal]) : this.#deadline;
  }
}

function holdsState(dir: string): boolean {
  const file = path.join(dir, STATE_FILE);
  return existsSync(file) && statSync(file).size > 0;
}

const omission = (address: string, why: string): Omission => ({
  type: address.replace(/^(data|ephemeral)\./, '').replace(/\..*$/s, ''),
  address,
  why,
});

/** What Terraform says of a command that was ended, and the provider of what it was waiting for. */
const isHalt = ({ text }: TerraformFailure): boolean =>
  /execution halted|context canceled|operation was canceled|Plugin did not respond|request canceled/i.test(text);

const NAMES = ['name', 'bucket', 'identifier', 'function_name', 'cluster_identifier', 'domain_name'];

function namesOf(stack: StackJson, leftOut: readonly LeftOut[]): string[] {
  const gone = new Set(leftOut.filter(({ argument }) => argument === undefined).map(({ address }) => address));
  return entriesIn(stack)
    .filter(({ address, kind }) => kind === 'resource' && gone.has(address))
    .flatMap(({ block }) => NAMES.flatMap((name) => (typeof block[name] === 'string' ? [block[name]] : [])))
    .filter((name) => !name.includes('${'));
}
