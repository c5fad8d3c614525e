import { textTable } from '../../lab/text-table';
import { COUNTS, sumOf } from './counts';
import type { DrillResult, DrillStep } from './result';

/** `eu-west-1 55, global 2`. */
export const callsText = (calls: DrillStep['calls']): string =>
  Object.entries(calls)
    .map(([region, count]) => `${region} ${count}`)
    .join(', ') || 'none';

/** A row for each step, then every law that did not hold, with what Terraform said. */
export function report(result: DrillResult): string {
  const { scenario, platform, skipped, steps, notes = [], passed, seconds = 0 } = result;
  const title = `${scenario}${platform === undefined ? '' : ` on ${platform}`}`;
  if (skipped !== undefined) return `${title}: ${skipped}`;
  const header = ['step', 'stacks', ...COUNTS, 'seconds', 'result', 'calls'];
  const rows = steps.map((step) => [
    step.name,
    step.stacks.length === 0 ? '-' : String(step.stacks.length),
    ...cells(step),
    (step.seconds ?? 0).toFixed(1),
    step.passed ? 'pass' : 'FAIL',
    step.stacks.length === 0 ? '' : callsText(step.calls),
  ]);
  const end = `${scenario}: ${passed ? `every law held in ${steps.length} steps` : 'a law did not hold'} (${seconds.toFixed(1)} s)`;
  return [title, ...notes, '', ...textTable(header, rows), ...failures(steps), '', end].join('\n');
}

function cells({ stacks }: DrillStep): string[] {
  if (stacks.length === 0) return COUNTS.map(() => '-');
  const sum = sumOf(stacks);
  return COUNTS.map((key) => String(sum[key]));
}

const failures = (steps: readonly DrillStep[]): string[] =>
  steps
    .filter(({ passed }) => !passed)
    .flatMap(({ name, laws = [], stacks }) => [
      '',
      `FAIL  ${name}`,
      ...laws.flatMap(({ reason }) => (reason === undefined ? [] : [`  ${reason}`])),
      ...stacks.flatMap(({ stack, error }) =>
        error === undefined ? [] : ['', `  ${stack}:`, ...error.split('\n').map((line) => `    ${line}`.trimEnd())],
      ),
    ]);

/** One line for each scenario, once there are several. */
export const overview = (results: readonly DrillResult[]): string[] => {
  const width = Math.max(...results.map(({ scenario }) => scenario.length));
  return results.map(({ scenario, passed, skipped, seconds = 0 }) => {
    const end = skipped ?? `${passed ? 'pass' : 'FAIL'} (${seconds.toFixed(1)} s)`;
    return `${scenario.padEnd(width)}  ${end}`;
  });
};
