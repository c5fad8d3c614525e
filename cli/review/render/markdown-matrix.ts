import type { Matrix } from '../model';
import { changesIn, countsText } from './counts-text';
import { code, prose } from './safe-text';

/** Regions by stacks. Rows in which nothing happens are one line below it; without any change there is no table. */
export function matrixText({ columns, rows, total }: Matrix): string {
  if (changesIn(total) === 0) return '';
  const used = columns.filter((column) => rows.some(({ cells }) => cells[column]));
  const busy = rows.filter((row) => changesIn(row.total) > 0);
  const calm = rows.filter((row) => changesIn(row.total) === 0).map(({ region }) => prose(region));
  // One column is its own sum.
  const sums = used.length > 1;
  const line = (cells: readonly string[], sum: string): string => `| ${(sums ? [...cells, sum] : cells).join(' | ')} |`;
  return [
    line(['', ...used.map(prose)], 'all'),
    line(['---', ...used.map(() => '---:')], '---:'),
    ...busy.map(({ region, state, cells, total: all }) =>
      line(
        [
          state === undefined || state === 'active' ? prose(region) : `${prose(region)} (${prose(state)})`,
          ...used.map((column) => (cells[column] ? cell(countsText(cells[column])) : '')),
        ],
        cell(countsText(all)),
      ),
    ),
    ...(busy.length > 1
      ? [
          line(
            ['all', ...used.map((column) => cell(sumOf(busy.map(({ cells }) => cells[column]))))],
            cell(countsText(total)),
          ),
        ]
      : []),
    ...(calm.length > 0 ? ['', `No change: ${calm.join(', ')}.`] : []),
    '',
    '`+` created, `~` changed in place, `±` replaced, `-` destroyed; `forget`: left alone and dropped from state; `import`: adopted.',
  ].join('\n');
}

const cell = (text: string): string => (text === '' ? '' : code(text));

type Cell = Matrix['rows'][number]['cells'][string] | undefined;

const sumOf = (cells: readonly Cell[]): string => {
  const sum: Record<string, number> = {
    create: 0,
    update: 0,
    replace: 0,
    destroy: 0,
    forget: 0,
    import: 0,
    unknown: 0,
  };
  for (const counts of cells)
    for (const [kind, count] of Object.entries(counts ?? {})) sum[kind] = (sum[kind] ?? 0) + count;
  const { create = 0, update = 0, replace = 0, destroy = 0, forget = 0, unknown = 0 } = sum;
  return countsText({ create, update, replace, destroy, forget, import: sum.import ?? 0, unknown });
};
