import { type Counts, countsText, type LabEvent, type LabRun, type StackRun } from './runner';
import { textTable } from './text-table';

/** One line about what just happened, as long as there is something to say. */
export function progressLine(event: LabEvent, width: number): string | undefined {
  const line = (text: string): string => `${event.stack.padEnd(width)}  ${text}`;
  switch (event.type) {
    case 'started':
      return undefined;
    case 'planned':
      return line(countsText(event.planned));
    case 'applied':
      return line('applied');
    case 'finished':
      return line(
        event.run.outcome === 'passed' ? `passed (${event.run.seconds.toFixed(1)} s in Terraform)` : event.run.outcome,
      );
  }
}

const COUNTS = ['add', 'change', 'replace', 'destroy', 'forget', 'import'] as const satisfies (keyof Counts)[];

/** A row for each stack, the sums, and every error in full. */
export function report(run: LabRun): string {
  const header = ['stack', ...COUNTS, 'second plan', 'seconds', 'calls'];
  const rows = run.stacks.map((stack) => [
    stack.stack,
    ...cells(stack.planned),
    secondPlan(stack),
    stack.outcome === 'not tried' ? '-' : stack.seconds.toFixed(1),
    callsText(stack.calls),
  ]);
  const total = [
    run.stacks.length === 1 ? '1 stack' : `${run.stacks.length} stacks`,
    ...cells(run.planned),
    '',
    run.seconds.toFixed(1),
    callsText(run.calls),
  ];
  const errors = run.stacks.flatMap(({ stack, error }) => (error === undefined ? [] : ['', `${stack}:`, error]));
  return [...textTable(header, rows, total), ...errors].join('\n');
}

const cells = (counts?: Counts): string[] => COUNTS.map((count) => (counts ? String(counts[count]) : '-'));

function secondPlan({ settled }: StackRun): string {
  if (settled === undefined) return '-';
  return settled ? 'empty' : 'NOT EMPTY';
}

const callsText = (calls: StackRun['calls']): string =>
  Object.entries(calls)
    .map(([region, count]) => `${region} ${count}`)
    .join(', ') || 'none';

/** The result for machines: everything but the objects' values, of which some are sensitive. */
export function resultJson({ mode, passed, seconds, planned, calls, stacks }: LabRun): string {
  const plain = {
    mode,
    passed,
    seconds,
    planned,
    calls,
    stacks: stacks.map(({ callList: _callList, changes, unsettled, dir: _dir, ...stack }) => ({
      ...stack,
      changes: changes.map(withoutValues),
      unsettled: unsettled.map(withoutValues),
    })),
  };
  return `${JSON.stringify(plain, null, 2)}\n`;
}

const withoutValues = ({ before: _before, after: _after, ...change }: StackRun['changes'][number]) => change;
