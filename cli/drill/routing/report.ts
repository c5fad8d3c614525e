import { textTable } from '../../../lab/text-table';
import type { Figure } from './figures';
import type { RoutingDrillResult } from './result';

/** What happened, then each figure beside its target. */
export function routingReport(result: RoutingDrillResult): string {
  const { scenario, summary, regions, leaseSeconds, rate, events, figures, writes, passed, seconds } = result;
  const missed = figures.filter((figure) => !figure.passed);
  const end = passed
    ? `every target met (${seconds.toFixed(1)} s)`
    : `${missed.length === 1 ? 'a target was' : `${missed.length} targets were`} missed: ${missed.map(({ name }) => name).join('; ')}`;
  return [
    `${scenario}: ${summary}`,
    `${regions.length} Regions (${regions.join(', ')}), lease ${leaseSeconds} s, ${rate} writes a second asked of each`,
    '',
    ...textTable(
      ['seconds', 'event'],
      events.map(({ at, text }) => [at.toFixed(2).padStart(7), text]),
    ),
    '',
    ...textTable(
      ['figure', 'found', 'target', 'result'],
      figures.map((figure) => [figure.name, valueText(figure), targetText(figure), resultText(figure)]),
    ),
    '',
    `writes: ${writes.tried} tried, ${writes.accepted} accepted, ${writes.refused} refused, ${writes.failed} without an answer`,
    `${scenario}: ${end}`,
  ].join('\n');
}

export function valueText({ value, unit }: Figure): string {
  if (unit === 'count') return String(value);
  return Number.isFinite(value) ? `${value.toFixed(2)} s` : 'never';
}

function targetText({ atMost, unit, note }: Figure): string {
  if (atMost === undefined) return note ?? '-';
  if (unit === 'count') return String(atMost);
  return `<= ${atMost.toFixed(1)} s`;
}

const resultText = ({ passed, atMost }: Figure): string => {
  if (!passed) return 'MISSED';
  return atMost === undefined ? '' : 'met';
};
