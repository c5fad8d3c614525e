import type { PlatformConfig } from '../../config/schema';

/** Longest line that an object or a list is written on. */
const LINE_WIDTH = 110;

/** The config as one would write it, one key to a line where it is long. */
export const configText = (config: PlatformConfig): string[] => written(config, 0, true).split('\n');

/** Lines that are in one config and not in the other, `- ` or `+ ` in front, in the order of the file. */
export function configDiff(before: PlatformConfig, after: PlatformConfig): string[] {
  const [old, now] = [configText(before), configText(after)];
  const common = longestCommon(old, now);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [left, right] = [old[i], now[j]];
    if (left !== undefined && left === right) {
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || common(i + 1, j) >= common(i, j + 1))) {
      lines.push(`- ${left}`);
      i += 1;
    } else {
      lines.push(`+ ${right}`);
      j += 1;
    }
  }
  return lines;
}

/** How many lines from `i` and from `j` on are the same in the same order. */
function longestCommon(old: readonly string[], now: readonly string[]): (i: number, j: number) => number {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row) row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}

function written(value: unknown, depth: number, isRoot = false): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  const items = Object.entries(value).filter(([, item]) => item !== undefined);
  if (items.length === 0) return isList ? '[]' : '{}';
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const item = ([key, each]: [string, unknown], to: number): string =>
    isList ? written(each, to) : `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : `'${key}'`}: ${written(each, to)}`;
  const inner = items.map((each) => item(each, depth + 1)).join(', ');
  const line = isList ? `[${inner}]` : `{ ${inner} }`;
  if (!isRoot && !line.includes('\n') && line.length + 2 * depth < LINE_WIDTH) return line;
  const indent = '  '.repeat(depth + 1);
  return [open, ...items.map((each) => `${indent}${item(each, depth + 1)},`), `${'  '.repeat(depth)}${close}`].join(
    '\n',
  );
}
