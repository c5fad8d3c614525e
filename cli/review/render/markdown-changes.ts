import type { Change, ChangedPath, ChangeGroup, ReviewResult, Value } from '../model';
import { counted } from './counts-text';
import { folded } from './markdown-findings';
import { code, prose, shortened } from './safe-text';

/** How much of the changes is said: values, paths, one line a group, or a number. */
export type Extent = 'values' | 'paths' | 'lines' | 'count';

/** Longest value that is shown, in characters. */
const MAX_VALUE = 120;
/** Paths of one group; what is beyond them is counted. */
const MAX_PATHS = 12;

const VERBS: Readonly<Record<ChangeGroup['kind'], string>> = {
  'no-op': 'unchanged',
  read: 'read',
  create: 'create',
  update: 'change',
  replace: 'replace',
  'replace-forget': 'replace, leaving the old one',
  destroy: 'destroy',
  forget: 'forget',
  unknown: 'unknown action on',
};

const shown = (value: Value | undefined): string =>
  code(value === undefined ? '(none)' : shortened(JSON.stringify(value) ?? '', MAX_VALUE));

function pathText({ text, kind, before, after, hidden }: ChangedPath, extent: Extent): string {
  const name = code(shortened(text, MAX_VALUE));
  if (kind === 'unknown') return `${name}: known after the apply`;
  if (extent !== 'values' || hidden || (before === undefined && after === undefined)) return `${name}: ${kind}`;
  return `${name}: ${shown(before)} to ${shown(after)}`;
}

/** Regions of a group: all by name, or how many. */
const placesText = ({ regions }: ChangeGroup): string =>
  regions.length > 4 ? `same in ${regions.length} Regions` : regions.map(prose).join(', ');

function groupText(group: ChangeGroup, extent: Extent): string {
  const [first] = group.members;
  const verb = VERBS[group.kind];
  const marks = [
    ...(first?.importing ? ['adopted'] : []),
    ...(first?.previousAddress ? [`moved from ${code(first.previousAddress)}`] : []),
    ...(first?.deposed ? [`deposed ${code(first.deposed)}`] : []),
    ...(first?.expected ? [`expected: ${prose(first.expected)}`] : []),
  ];
  const head = `- ${verb} ${code(shortened(group.address, 200))} (${placesText(group)})${marks.length > 0 ? `, ${marks.join(', ')}` : ''}`;
  if (extent === 'lines' || !first) return head;
  const causes = first.replacePaths.map((path) => `  - because of ${code(path)}`);
  const paths = first.changed.slice(0, MAX_PATHS).map((path) => `  - ${pathText(path, extent)}`);
  const more = first.changed.length - paths.length;
  return [head, ...causes, ...paths, ...(more > 0 ? [`  - and ${counted(more, 'more path')}`] : [])].join('\n');
}

/** Every listed change, by column of the matrix. The same change in several Regions is one line. */
export function changesText({ groups, matrix }: ReviewResult, extent: Extent): string {
  return matrix.columns
    .flatMap((column) => {
      const those = groups.filter((group) => group.column === column);
      if (those.length === 0) return [];
      const title = `${column}: ${counted(those.length, 'kind of change', 'kinds of change')}`;
      return [
        extent === 'count'
          ? `${prose(title)}, left out here.`
          : folded(title, those.map((group) => groupText(group, extent)).join('\n')),
      ];
    })
    .join('\n\n');
}

/** What others read that changes. */
export function outputsText({ outputs }: ReviewResult): string {
  const changed = outputs.filter(({ kind }) => kind !== 'no-op');
  if (changed.length === 0) return '';
  const lines = changed.map(({ stack, name, kind, sensitive, unknownAfter }) => {
    const marks = [...(sensitive ? ['sensitive'] : []), ...(unknownAfter ? ['known after the apply'] : [])];
    return `- ${kind} ${code(name)} (${prose(stack)})${marks.length > 0 ? `, ${marks.join(', ')}` : ''}`;
  });
  return folded(counted(changed.length, 'changed output'), lines.join('\n'));
}

/** What somebody changed by hand. */
export const driftText = ({ drift }: ReviewResult): string =>
  drift.length === 0
    ? ''
    : folded(counted(drift.length, 'object that drifted', 'objects that drifted'), drift.map(driftLine).join('\n'));

const driftLine = ({ address, stack, changed }: Change): string =>
  `- ${code(shortened(address, 200))} (${prose(stack)})${
    changed.length > 0
      ? `: ${changed
          .slice(0, MAX_PATHS)
          .map(({ text }) => code(text))
          .join(', ')}`
      : ''
  }`;

const NOISE = {
  tags: 'tags alone',
  'unknown-only': 'values that follow from others',
  order: 'order alone',
  'json-text': "JSON's spaces alone",
} as const;

/** What is not listed, so that its sum can be checked. */
export function noiseText({ noise }: ReviewResult): string {
  const parts = (Object.keys(NOISE) as (keyof typeof NOISE)[])
    .filter((kind) => noise[kind] > 0)
    .map((kind) => `${noise[kind]} of ${NOISE[kind]}`);
  return parts.length === 0 ? '' : `Not listed: ${prose(parts.join(', '))}.`;
}
