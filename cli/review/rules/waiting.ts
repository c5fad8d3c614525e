import type { Diagnostic, Review, StackPlan } from '../model';

const errorsOf = ({ diagnostics }: StackPlan): Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error');

/**
 * The stacks whose creates a stack waits for, where that is all that is wrong with it: it looks up by name what is not there
 * yet. Nothing where its plan is good, or something else is wrong.
 */
export function awaited(review: Review, plan: StackPlan): readonly StackPlan[] {
  if (plan.status !== 'log' && plan.status !== 'errored') return [];
  const errors = errorsOf(plan);
  if (!errors.some(isLookup)) return [];
  // Where nothing is there yet, what else fails follows from what was not found.
  if (!errors.every(isLookup) && !isNew(review, plan)) return [];
  return before(review, plan.stack).filter((earlier) =>
    earlier.changes.some(({ kind, region }) => isMade(kind) && isNear(plan, region)),
  );
}

const isNew = ({ base }: Review, { stack, status, changes }: StackPlan): boolean =>
  base
    ? !base.stacks.has(stack)
    : status === 'errored' && changes.every(({ mode, kind }) => mode === 'data' || kind === 'create');

/** What is looked up is not there; or there are none of it, where a list is looked up and its condition says how many. */
const isLookup = ({ kind, address }: Diagnostic): boolean =>
  (kind === 'not-found' || kind === 'precondition') && /(^|\.)data\./.test(address ?? '');

const isMade = (kind: string): boolean => kind === 'create' || kind === 'replace' || kind === 'replace-forget';

/** What has no Region can be looked up from all. */
const isNear = ({ region: own }: StackPlan, region: string): boolean =>
  own === null || region === own || region === 'global';

/** The stacks that it depends on, by the manifest, in any number of steps. */
function before({ head, stack }: Review, name: string): StackPlan[] {
  const dependencies = new Map(head.manifest.stacks.map((each) => [each.name, each.dependsOn]));
  const found = new Set<string>();
  const visit = (of: string): void => {
    for (const each of dependencies.get(of) ?? []) {
      if (found.has(each)) continue;
      found.add(each);
      visit(each);
    }
  };
  visit(name);
  return [...found].sort().flatMap((each) => stack(each) ?? []);
}
