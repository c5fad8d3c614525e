import type { Change, ChangedPath, Rule, Severity } from '../model';
import type { byAttribute } from './by-attribute';
import { aboutUnlessExpected, fromTo, inRegion, nameOf } from './draft';

/** An attribute that promises something, and when it promises less. */
export interface Loss {
  readonly attribute: RegExp;
  readonly isWorse: (path: ChangedPath) => boolean;
  readonly what: string;
}

export const isLess = ({ before, after }: ChangedPath): boolean =>
  typeof before === 'number' && typeof after === 'number' && after < before;
export const isMore = ({ before, after }: ChangedPath): boolean =>
  typeof before === 'number' && typeof after === 'number' && after > before;
export const isOff = ({ before, after }: ChangedPath): boolean => before === true && after === false;
export const isOn = ({ before, after }: ChangedPath): boolean => before === false && after === true;

/** One finding for all that an update takes away; nothing where it takes nothing. */
export function lossesIn(
  change: Change,
  lossesOf: ReturnType<typeof byAttribute<Loss>>,
  { severity, ...texts }: { readonly why: string; readonly fix: string; readonly severity?: Severity },
): ReturnType<Rule['run']> {
  if (change.kind !== 'update') return [];
  const found = change.changed.flatMap((path) => {
    const loss = lossesOf(path.attribute).find(({ isWorse }) => isWorse(path));
    return loss ? [{ path, loss }] : [];
  });
  if (found.length === 0) return [];
  const said = [...new Set(found.map(({ path, loss }) => `${loss.what} (${path.text}${fromTo(path)})`))];
  return [
    aboutUnlessExpected(
      change,
      { what: `${nameOf(change)}${inRegion(change.region)}: ${said.join('; ')}.`, ...texts },
      { ...(severity && { severity }), paths: found.map(({ path }) => path) },
    ),
  ];
}
