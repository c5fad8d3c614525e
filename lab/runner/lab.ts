import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Faults, putExpected, type SimulatedProvider, startProvider, typesIn } from '../provider';
import { totalOf } from './changes';
import { terraformEnvironment, type VariableValue } from './environment';
import { chosenStacks, readManifest, type SynthesizedStack } from './manifest';
import { callCounts, type LabEvent, type LabRun, type Mode } from './results';
import { Slots } from './slots';
import { stateText, typesInState } from './stack-folder';
import { type RunningStack, startStack } from './stack-run';
import { type TerraformVersion, terraformVersion } from './terraform';

export interface LabOptions {
  /** Folder for the simulated AWS and the stacks' states, kept between runs and between labs. It is made where there is none. */
  readonly workDir: string;
  /** Work folder of another lab, not in use, to begin with a copy of. @default - what `workDir` holds */
  readonly from?: string;
  /** Terraform processes at a time. @default 2 */
  readonly jobs?: number;
  /** Account that the credentials belong to. @default - the one that the provider blocks allow */
  readonly account?: string;
  /** Terraform's program. @default terraform */
  readonly terraform?: string;
}

export interface RunOptions {
  /** Folder that cdktf synthesized into. It is only read. */
  readonly out: string;
  readonly mode: Mode;
  /** Names of the stacks to run; what they depend on is taken as applied. @default - all */
  readonly only?: readonly string[];
  /** What goes wrong during this run, and this run only. @default nothing */
  readonly faults?: Faults;
  /** Input variables; one that a stack does not declare is ignored there. @default {} */
  readonly variables?: Readonly<Record<string, VariableValue>>;
  /** More arguments for `terraform plan`, the second one included: `-refresh=false`, `-target=...`. @default [] */
  readonly planArgs?: readonly string[];
  /** Folder for each stack's plan as `terraform show -json` has it, `<stack>.json`, and its log, `<stack>.log.jsonl`. @default - not kept */
  readonly save?: string;
  /** Once aborted, what Terraform is doing is done to its end and nothing more is begun. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: LabEvent) => void;
}

/**
 * A simulated AWS with real Terraform in front of it, for one run or for a whole story:
 *
 * ```ts
 * const lab = await openLab({ workDir });
 * await lab.run({ out: platformOut, mode: 'apply' });
 * const { passed, calls } = await lab.run({ out: evacuatedOut, mode: 'apply', faults: { dead: ['eu-west-1'] } });
 * await lab.close();
 * ```
 */
export class Lab {
  #busy = false;

  private constructor(
    private readonly options: LabOptions,
    readonly terraform: TerraformVersion,
    /** The simulated AWS: to look into, or to change behind Terraform's back. */
    readonly provider: SimulatedProvider,
  ) {}

  static async open(options: LabOptions): Promise<Lab> {
    const { workDir, from } = options;
    if (from !== undefined) cpSync(from, workDir, { recursive: true });
    mkdirSync(path.join(workDir, STACKS), { recursive: true });
    const terraform = await terraformVersion(terraformEnvironment(''), options.terraform);
    const provider = await startProvider({
      dir: path.join(workDir, 'aws'),
      types: [],
      ...(options.account !== undefined && { account: options.account }),
    });
    for (const dir of statesIn(workDir)) provider.offer(typesInState(dir), path.basename(dir), stateText(dir));
    return new Lab(options, terraform, provider);
  }

  /** Runs the stacks in dependency order, those that do not wait for one another side by side. One run at a time. */
  async run(options: RunOptions): Promise<LabRun> {
    if (this.#busy) throw new Error('Lab.run: another run has not ended. Await it first.');
    this.#busy = true;
    try {
      return await this.#run(options);
    } finally {
      this.provider.setFaults({});
      this.#busy = false;
    }
  }

  /** Folder with a stack's configuration, state and last plan. */
  folderOf(stack: string): string {
    return path.join(this.options.workDir, STACKS, stack);
  }

  async close(): Promise<void> {
    await this.provider.stop();
  }

  async #run({
    out,
    mode,
    only,
    faults = {},
    variables,
    planArgs = [],
    save,
    signal,
    onEvent = () => {},
  }: RunOptions): Promise<LabRun> {
    const began = performance.now();
    const { provider } = this;
    const all = readManifest(out);
    const stacks = chosenStacks(all, only);
    putExpected(provider.world, all.map(contentOf));
    provider.setFaults(faults);
    provider.clearCalls();

    const slots = new Slots(this.options.jobs ?? 2);
    const running = new Map<string, RunningStack>();
    for (const [place, stack] of stacks.entries()) {
      const attachment = await provider.attach(stack.name);
      const refusal = notOffered(provider, stack);
      running.set(
        stack.name,
        startStack({
          stack,
          place,
          dir: this.folderOf(stack.name),
          mode,
          env: terraformEnvironment(attachment.reattach, variables),
          planArgs,
          save,
          slots,
          calls: () => attachment.calls(),
          signal,
          terraform: this.options.terraform,
          refusal,
          ready: () => (mode === 'apply' ? firstFailed(stack, running) : Promise.resolve(undefined)),
          onEvent,
        }),
      );
    }
    const runs = await Promise.all([...running.values()].map(({ finished }) => finished));
    return {
      mode,
      passed: runs.every(({ outcome }) => outcome === 'passed'),
      stacks: runs,
      planned: totalOf(runs.flatMap(({ planned }) => planned ?? [])),
      calls: callCounts(provider.calls()),
      seconds: (performance.now() - began) / 1000,
      stack: (name) => {
        const run = runs.find(({ stack }) => stack === name);
        if (!run)
          throw new Error(`No stack "${name}" was run. There are ${runs.map(({ stack }) => stack).join(', ')}.`);
        return run;
      },
    };
  }
}

const STACKS = 'stacks';

/** Waits for what the stack depends on, as far as it is in the run. */
export async function firstFailed(
  { dependencies }: SynthesizedStack,
  running: ReadonlyMap<string, RunningStack>,
): Promise<string | undefined> {
  for (const name of dependencies) if ((await running.get(name)?.applied) === false) return name;
  return undefined;
}

/** Why a stack cannot be simulated, where it has a type that nothing describes; the others can be all the same. */
function notOffered(provider: SimulatedProvider, { name, file }: SynthesizedStack): string | undefined {
  try {
    provider.offer(typesIn(contentOf({ file })), name, readFileSync(file, 'utf8'));
    return undefined;
  } catch (error) {
    return `The simulated AWS cannot run this stack. ${error instanceof Error ? error.message : String(error)}`;
  }
}

const contentOf = ({ file }: Pick<SynthesizedStack, 'file'>): unknown => JSON.parse(readFileSync(file, 'utf8'));

function statesIn(workDir: string): string[] {
  const stacks = path.join(workDir, STACKS);
  return existsSync(stacks) ? readdirSync(stacks).map((name) => path.join(stacks, name)) : [];
}

export const openLab = (options: LabOptions): Promise<Lab> => Lab.open(options);

/** Opens a lab for one run. */
export async function runLab(options: LabOptions & RunOptions): Promise<LabRun> {
  const lab = await openLab(options);
  try {
    return await lab.run(options);
  } finally {
    await lab.close();
  }
}
