import { textTable } from '../../../lab/text-table';
import type { ChangeGroup, Finding, ReviewResult } from '../model';
import { changesIn, counted, countsText } from './counts-text';
import type { Renderer } from './renderer';
import { visible } from './safe-text';
import { verdictText } from './verdict-text';

/** Groups of changes that a terminal shows; `--format markdown` has them all. */
const MAX_GROUPS = 40;

const matrixLines = ({ matrix }: ReviewResult): string[] => {
  const busy = matrix.rows.filter(({ total }) => changesIn(total) > 0);
  const columns = matrix.columns.filter((column) => busy.some(({ cells }) => cells[column]));
  if (busy.length === 0) return [];
  return [
    ...textTable(
      ['', ...columns, 'all'],
      busy.map(({ region, state, cells, total }) => [
        state === undefined || state === 'active' ? region : `${region} (${state})`,
        ...columns.map((column) => (cells[column] ? countsText(cells[column]) : '')),
        countsText(total),
      ]),
    ),
    '',
  ];
};

const findingLines = ({ severity, rule, stack, region, address, what, why, fix }: Finding): string[] => [
  `${severity.toUpperCase()} ${rule}  ${[address, stack, region].filter((part) => part !== '').join('  ')}`,
  `  ${what} ${why}`,
  `  Fix: ${fix}`,
  '',
];

const groupLine = ({ kind, address, regions, members: [first] }: ChangeGroup): string =>
  `  ${kind} ${address} (${regions.length > 4 ? `${regions.length} Regions` : regions.join(', ')})${first?.expected ? `, expected: ${first.expected}` : ''}`;

/** The review for a terminal. */
export function reviewText(result: ReviewResult): string {
  const { groups, findings, suppressed, notes, stacks } = result;
  const said = stacks.flatMap(({ stack, diagnostics }) =>
    diagnostics.filter(({ severity }) => severity === 'error').map(({ summary }) => `${stack}: ${summary}`),
  );
  return [
    verdictText(result),
    '',
    ...matrixLines(result),
    ...(said.length > 0 ? [...said, ''] : []),
    ...findings.flatMap(findingLines),
    ...(groups.length > 0 ? ['Changes:', ...groups.slice(0, MAX_GROUPS).map(groupLine)] : []),
    ...(groups.length > MAX_GROUPS ? [`  and ${counted(groups.length - MAX_GROUPS, 'more', 'more')}`] : []),
    ...(suppressed.length > 0 ? [`${counted(suppressed.length, 'finding')} suppressed.`] : []),
    ...notes,
  ]
    .map((line) => line.split('\n').map(visible).join('\n'))
    .join('\n')
    .replace(/\n*$/, '\n');
}

export const text: Renderer = {
  format: 'text',
  help: 'for a terminal',
  into: 'file',
  render: (result) => new Map([['review.txt', reviewText(result)]]),
};
