/** A table for a terminal: names to the left, numbers to the right, the last column as long as it is. `total` goes below a rule. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  total?: readonly string[],
): string[] {
  const all = [header, ...rows, ...(total ? [total] : [])];
  const last = header.length - 1;
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        if (column === last) return cell;
        return column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
      })
      .join('  ')
      .trimEnd();
  const rule = '-'.repeat(
    widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0) + (header[last]?.length ?? 0),
  );
  return [line(header), rule, ...rows.map(line), ...(total ? [rule, line(total)] : [])];
}
