import type { Change, ChangedPath, ChangeGroup, ReviewResult } from '../model';
import type { Renderer } from './renderer';

/** The review for programs: `ReviewResult`, with changes in short. The digest in it is what `compare` takes. */
export const json: Renderer = {
  format: 'json',
  help: 'everything, for programs',
  into: 'file',
  render: (result) => new Map([['review.json', `${JSON.stringify(reviewJson(result))}\n`]]),
};

/** What is written of a review. Whole values of objects are not: what changes is. */
export const reviewJson = ({ groups, drift, ...rest }: ReviewResult) => ({
  ...rest,
  changes: groups.map(groupJson),
  drift: drift.map((change) => changeJson(change)),
});

/** Changes that are the same: what they are, once, and where. */
const groupJson = ({ members: [first, ...others], column, regions }: ChangeGroup) =>
  first &&
  changeJson(first, {
    column,
    regions,
    alsoAt: others.map(({ stack, address, region, deposed }) => ({ stack, address, region, deposed })),
  });

/** What a group says besides its first change. */
interface GroupJson {
  readonly column: string;
  readonly regions: readonly string[];
  readonly alsoAt: readonly object[];
}

/** What is undefined is not written. */
const changeJson = (change: Change, group?: GroupJson) => ({
  column: group?.column,
  regions: group?.regions,
  stack: change.stack,
  address: change.address,
  type: change.type,
  kind: change.kind,
  actions: change.actions,
  region: change.region,
  evidence: change.evidence,
  touchedRegions: change.touchedRegions,
  importing: change.importing,
  replacePaths: change.replacePaths,
  changed: change.changed.map(pathJson),
  deposed: change.deposed,
  previousAddress: change.previousAddress,
  reason: change.reason,
  expected: change.expected,
  noise: change.noise,
  constructPath: change.constructPath,
  alsoAt: group?.alsoAt,
});

const pathJson = ({ text, kind, before, after, hidden }: ChangedPath) => ({ path: text, kind, before, after, hidden });
