import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stackJson } from './inputs/stack-text';
import { isObject } from './json';
import { runTerraform } from './terraform';

export interface PlanningOptions {
  /** What was synthesized. The stacks are initialized and planned there, as cdktf does. */
  readonly out: string;
  /** Folder for `<stack>.json` and `<stack>.log.jsonl`. They hold secrets in clear, as does the saved plan beside them. */
  readonly to: string;
  /** Stacks that are planned at a time. */
  readonly jobs: number;
  /** @default terraform, from the PATH */
  readonly program?: string;
  /** Once aborted, nothing more is begun. */
  readonly signal?: AbortSignal;
  readonly onPlanned?: (planned: PlannedStack) => void;
}

/** How the planning of a stack ended. */
export interface PlannedStack {
  readonly stack: string;
  /** `failed`: what Terraform said is in its log, and of an errored plan there may be a part. */
  readonly outcome: 'planned' | 'failed';
  readonly seconds: number;
}

/**
 * Plans stacks side by side, without opening a secret. One that fails stops no other: the review says what that means.
 * @returns as the stacks are named
 * @throws InputError where there is no Terraform
 */
export async function planStacks(stacks: readonly string[], options: PlanningOptions): Promise<PlannedStack[]> {
  const planned = new Map<string, PlannedStack>();
  const waiting = [...stacks];
  // A cache of providers is not made for two that fill it ("CLI Configuration", plugin_cache_dir).
  let initialized: Promise<unknown> = Promise.resolve();
  const init = (stack: string): Promise<number> => {
    const own = initialized.then(() => initialize(stack, options));
    initialized = own.catch(() => undefined);
    return own;
  };
  const worker = async (): Promise<void> => {
    for (let stack = waiting.shift(); stack !== undefined && !options.signal?.aborted; stack = waiting.shift()) {
      const began = performance.now();
      const good = (await init(stack)) === 0 && !options.signal?.aborted && (await plan(stack, options));
      const result: PlannedStack = {
        stack,
        outcome: good ? 'planned' : 'failed',
        seconds: (performance.now() - began) / 1000,
      };
      planned.set(stack, result);
      options.onPlanned?.(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, stacks.length) }, worker));
  return stacks.flatMap((stack) => planned.get(stack) ?? []);
}

const folderOf = ({ out }: PlanningOptions, stack: string): string => path.join(out, 'stacks', stack);
const logOf = ({ to }: PlanningOptions, stack: string): string => path.join(path.resolve(to), `${stack}.log.jsonl`);

function initialize(stack: string, options: PlanningOptions): Promise<number> {
  const folder = folderOf(options, stack);
  const locked = existsSync(path.join(folder, '.terraform.lock.hcl'));
  return run(
    ['init', '-json', '-input=false', ...(locked ? ['-lockfile=readonly'] : [])],
    logOf(options, stack),
    stack,
    options,
  );
}

/** @returns whether there is a whole plan */
async function plan(stack: string, options: PlanningOptions): Promise<boolean> {
  const { out, to } = options;
  const saved = path.join(path.resolve(to), `${stack}.plan`);
  const json = stackJson(out, stack);
  const planOnly = isObject(json.variable) && isObject(json.variable.plan_only);
  const status = await run(
    ['plan', '-json', '-input=false', ...(planOnly ? ['-var=plan_only=true'] : []), `-out=${saved}`],
    logOf(options, stack),
    stack,
    options,
  );
  // Terraform saves an errored plan too, with the changes that it got to.
  if (!existsSync(saved)) return false;
  const file = path.join(path.resolve(to), `${stack}.json`);
  writeFileSync(file, '', { mode: 0o600 });
  return (await run(['show', '-json', saved], file, stack, options)) === 0 && status === 0;
}

const run = (args: readonly string[], stdout: string, stack: string, options: PlanningOptions): Promise<number> =>
  runTerraform({
    folder: folderOf(options, stack),
    args,
    stdout,
    ...(options.program !== undefined && { program: options.program }),
  });
