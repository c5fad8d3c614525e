import type { Call } from '../provider';
import type { Change, Counts } from './changes';

/**
 * How far each stack goes. `apply`: validate, plan, apply, and a second plan that must be empty.
 * `plan-destroy`: what destroying everything would do.
 */
export type Mode = 'validate' | 'plan' | 'apply' | 'plan-destroy';
export const MODES: readonly Mode[] = ['validate', 'plan', 'apply', 'plan-destroy'];

/** Calls to each Region; `global` for services without Regions. A Region that was not called is not there. */
export type CallCounts = Readonly<Record<string, number>>;

/** What became of one stack. */
export interface StackRun {
  readonly stack: string;
  /** `not tried`: a stack that it depends on has failed. */
  readonly outcome: 'passed' | 'failed' | 'not tried';
  /** Terraform's own words in full, or why it was not tried. */
  readonly error?: string;
  /** What the plan counts; not there where no plan was made. */
  readonly planned?: Counts;
  /** What the plan does to objects. */
  readonly changes: readonly Change[];
  /** Outputs to which the plan gives another value. */
  readonly outputChanges: readonly string[];
  /** Whether the plan had nothing to do, also to outputs. */
  readonly empty?: boolean;
  /** Whether all that was planned was done. */
  readonly applied: boolean;
  /** Whether a plan after the apply is empty. */
  readonly settled?: boolean;
  /** What the second plan would still change. */
  readonly unsettled: readonly Change[];
  /** Calls to AWS of all its steps. */
  readonly calls: CallCounts;
  readonly callList: readonly Call[];
  /** Time in its Terraform processes. Several stacks run at once, so the sum is more than the run's. */
  readonly seconds: number;
  /** Its work folder: configuration, state, and the plan as `plan.json` where it was not empty. */
  readonly dir: string;
}

/** What became of all stacks. */
export interface LabRun {
  readonly mode: Mode;
  /** Whether every stack that was asked for passed. */
  readonly passed: boolean;
  /** In dependency order. */
  readonly stacks: readonly StackRun[];
  /** All plans together. */
  readonly planned: Counts;
  /** Calls of all stacks together. */
  readonly calls: CallCounts;
  /** From the start of the first step to the end of the last. */
  readonly seconds: number;
  /** The run of one stack. @throws where there is none of that name */
  stack(name: string): StackRun;
}

/** Something that just happened in a run. */
export type LabEvent =
  | { readonly type: 'started'; readonly stack: string }
  | { readonly type: 'planned'; readonly stack: string; readonly planned: Counts }
  | { readonly type: 'applied'; readonly stack: string }
  | { readonly type: 'finished'; readonly stack: string; readonly run: StackRun };

export function callCounts(calls: readonly Call[]): CallCounts {
  const counts: Record<string, number> = {};
  for (const { region } of calls) counts[region] = (counts[region] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
