import { compare } from './json';
import {
  type Change,
  type Counts,
  GLOBAL,
  type Matrix,
  type MatrixRow,
  type Place,
  type Review,
  UNKNOWN,
} from './model';
import { isChanging } from './siblings';

export const NO_COUNTS: Counts = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0, import: 0, unknown: 0 };

type Running = { -readonly [Key in keyof Counts]: Counts[Key] };

/** Adds one change to the counts. */
function count(counts: Running, { kind, importing }: Change): void {
  if (importing) counts.import++;
  if (kind === 'replace-forget') {
    counts.create++;
    counts.forget++;
  } else if (kind !== 'no-op' && kind !== 'read') counts[kind]++;
}

const plus = (a: Counts, b: Counts): Counts => ({
  create: a.create + b.create,
  update: a.update + b.update,
  replace: a.replace + b.replace,
  destroy: a.destroy + b.destroy,
  forget: a.forget + b.forget,
  import: a.import + b.import,
  unknown: a.unknown + b.unknown,
});

/** Changes by kind. No-ops and data count nothing. */
export function countsIn(changes: readonly Change[]): Counts {
  const counts = { ...NO_COUNTS };
  for (const change of changes) if (change.mode === 'managed' && isChanging(change)) count(counts, change);
  return counts;
}

/** Regions by stacks. Every change is in exactly one cell. */
export function matrixOf({ changes, stacks, head }: Review): Matrix {
  const cells = new Map<Place, Map<string, Running>>();
  for (const change of changes) {
    const row = cells.get(change.region) ?? new Map<string, Running>();
    if (row.size === 0) cells.set(change.region, row);
    const cell = row.get(change.column);
    if (cell) count(cell, change);
    else {
      const fresh = { ...NO_COUNTS };
      count(fresh, change);
      row.set(change.column, fresh);
    }
  }
  const listed = head.manifest.regions.map(({ name }) => name);
  const gone = [...cells.keys()].filter(
    (region) => !listed.includes(region) && region !== GLOBAL && region !== UNKNOWN,
  );
  const states = new Map(head.manifest.regions.map(({ name, state }) => [name, state]));
  const rows = [...listed, ...gone.sort(compare), GLOBAL, ...(cells.has(UNKNOWN) ? [UNKNOWN] : [])].map(
    (region): MatrixRow => {
      const row = cells.get(region) ?? new Map<string, Running>();
      const state = states.get(region) ?? (region === GLOBAL || region === UNKNOWN ? undefined : 'gone');
      return {
        region,
        ...(state !== undefined && { state }),
        cells: Object.fromEntries([...row].sort(([a], [b]) => compare(a, b))),
        total: [...row.values()].reduce<Counts>(plus, NO_COUNTS),
      };
    },
  );
  const columns = [...new Set(stacks.map(({ column }) => column))];
  return { columns, rows, total: rows.reduce((sum, { total }) => plus(sum, total), NO_COUNTS) };
}
