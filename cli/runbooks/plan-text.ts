import type { Change, Counts, LabRun, StackRun } from '../../lab/runner';

const COUNTS = ['add', 'change', 'replace', 'destroy', 'forget', 'import'] as const satisfies (keyof Counts)[];

/** More changes than these in one stack are only counted: a tag is a change of everything. */
const MOST_LINES = 6;

/** What a run planned, as a runbook shows it: the counts of each stack, what is changed in place or replaced, and who was called. */
export function planText(run: LabRun): string {
  const width = Math.max(...run.stacks.map(({ stack }) => stack.length), STACK.length);
  const line = (name: string, cells: readonly (string | number)[]): string =>
    [name.padEnd(width), ...cells.map((cell, index) => String(cell).padStart(COUNTS[index]?.length ?? 0))].join('  ');
  const row = ({ stack, planned }: StackRun): string => {
    if (!planned) throw new Error(`planText: ${stack} has no plan. Show only runs in which every stack was planned.`);
    return line(
      stack,
      COUNTS.map((count) => planned[count]),
    );
  };
  const head = line(STACK, COUNTS);
  const rule = '-'.repeat(head.length);
  const changes = run.stacks.flatMap(changeLines);
  return [
    head,
    rule,
    ...run.stacks.map(row),
    rule,
    line(
      run.stacks.length === 1 ? '1 stack' : `${run.stacks.length} stacks`,
      COUNTS.map((count) => run.planned[count]),
    ),
    ...(changes.length > 0 ? ['', ...changes] : []),
    '',
    `Called: ${Object.keys(run.calls).sort().join(', ')}`,
  ].join('\n');
}

const STACK = 'stack';

function changeLines({ stack, changes }: StackRun): string[] {
  const lines = changes
    .flatMap((change) => {
      const verb = verbOf(change);
      return verb === undefined ? [] : [`  ${verb.padEnd('replace'.length)}  ${change.address}`];
    })
    .sort();
  if (lines.length === 0) return [];
  return [`${stack}:`, ...(lines.length > MOST_LINES ? [`  change   ${lines.length} objects`] : lines)];
}

/** What is made, destroyed, forgotten or adopted is in the counts. */
function verbOf({ actions }: Change): string | undefined {
  if (actions.includes('create') && actions.includes('delete')) return 'replace';
  return actions.includes('update') ? 'change' : undefined;
}
