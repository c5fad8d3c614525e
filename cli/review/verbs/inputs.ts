import { type Loaded, load } from '../inputs/load';
import type { PlanArguments } from '../inputs/locate';
import { type Options, UsageError } from './options';

/** The synthesized head: `--out`, else where cdktf is told to write, else where it does. */
export const outIn = (options: Options<'out'>): string =>
  options.one('out') ?? (process.env.CDKTF_OUTDIR || 'cdktf.out');

/** The plans. What belongs to no option are more of them: --plans a.json b.json. @throws UsageError */
export const plansIn = (options: Options<'plans' | 'stack'>): PlanArguments => ({
  plans: [...options.all('plans'), ...options.rest],
  stacks: options.all('stack').map(stackFile),
});

/** Reads the plans and the synths that the options name. @throws UsageError, InputError */
export const loadGiven = (options: Options<'plans' | 'stack' | 'out'>, baseOut?: string): Loaded =>
  load({ ...plansIn(options), out: outIn(options), ...(baseOut !== undefined && { baseOut }) });

function stackFile(text: string): { stack: string; file: string } {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1)
    throw new UsageError(`--stack: ${JSON.stringify(text)} is not NAME=FILE, such as foundation=plan.json.`);
  return { stack: text.slice(0, at), file: text.slice(at + 1) };
}
