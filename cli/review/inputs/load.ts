import type { LoadedStack } from '../assembly';
import type { SynthesizedPlatform } from '../model';
import { collected, InputError, inputError } from '../problems';
import { locate, type PlanArguments } from './locate';
import { readLog } from './log-file';
import { readPlan } from './plan-file';
import { type KnownStacks, readSynth } from './synth-folder';

/** Folders of the synths, and the plans. */
export interface LoadArguments extends PlanArguments {
  readonly out: string;
  readonly baseOut?: string;
}

/** All that was read. */
export interface Loaded {
  readonly head: SynthesizedPlatform;
  readonly base?: SynthesizedPlatform;
  readonly loaded: ReadonlyMap<string, LoadedStack>;
}

/**
 * Reads synths and plans, one file at a time: each is parsed, projected and dropped.
 * @throws InputError with all that is wrong
 */
export function load({ out, baseOut, plans, stacks }: LoadArguments): Loaded {
  const read: KnownStacks = new Map();
  const [head, base] = collected(baseOut === undefined ? [out] : [out, baseOut], (folder) => readSynth(folder, read));
  if (!head) throw inputError(out, 'holds no synthesized platform.');
  if (base && (base.manifest.name !== head.manifest.name || base.manifest.environment !== head.manifest.environment))
    throw inputError(
      baseOut ?? '',
      `is of ${base.manifest.name}/${base.manifest.environment}, not of ${head.manifest.name}/${head.manifest.environment}. Synthesize the merge base of the same config.`,
    );
  const known = [...new Set([head, base].flatMap((each) => each?.manifest.stacks.map(({ name }) => name) ?? []))];
  const nothingToPlan = base !== undefined && isAlike(head, base);
  const files = locate({ plans, stacks }, known, nothingToPlan);
  if (files.length === 0 && !nothingToPlan)
    throw new InputError([{ file: '', message: 'No plans are named. Name them: --plans DIR.' }]);
  const entries = collected(files, ({ stack, plan, log }): [string, LoadedStack] => [
    stack,
    {
      ...(plan !== undefined && { plan: readPlan(plan) }),
      ...(log !== undefined && { diagnostics: readLog(log) }),
    },
  ]);
  return { head, ...(base && { base }), loaded: new Map(entries) };
}

/** Whether both synthesize the same stacks, byte for byte. */
const isAlike = (head: SynthesizedPlatform, base: SynthesizedPlatform): boolean =>
  head.stacks.size === base.stacks.size &&
  [...head.stacks].every(([name, { hash }]) => base.stacks.get(name)?.hash === hash);
