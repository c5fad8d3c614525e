import { type Change, type Draft, GLOBAL, type Review, type Rule, type SiblingSet, UNKNOWN } from '../model';
import { about, fateOf, inRegion, isActive, isPublishedValue, listed, nameOf } from './draft';

export const regionStray: Rule = {
  id: 'region-stray',
  severity: 'high',
  title: "A Region's stack works elsewhere",
  suppressible: true,
  doc: {
    what: 'The stack of one Region changes an object of another Region, or of a service without Regions.',
    why: 'A `region-*` stack must plan and apply while every other Region is dead: one object elsewhere takes that away. IAM, Route 53 and CloudFront are changed from us-east-1.',
    fix: "Move the object to its own Region's stack, or to `foundation` or `global`.",
    example:
      "`region-eu-west-1` makes a parameter in us-east-1, or an IAM role. Naming another Region's bucket in a replication rule is no finding.",
  },
  run: (review) =>
    review.stacks.flatMap(({ region, changes }) =>
      region === null
        ? []
        : changes
            .filter((change) => isOfStackAndMoves(change) && isElsewhere(change, region))
            .map((change) =>
              about(change, {
                what: `${nameOf(change)} is ${fateOf(change)}${change.region === GLOBAL ? ', in a service without Regions' : inRegion(change.region)}, by the stack of ${region}.`,
                why: `With ${change.region === GLOBAL ? 'us-east-1' : change.region} out of reach, the stack of ${region} could neither be planned nor applied.`,
                fix: `Move it to ${change.region === GLOBAL ? '`foundation`' : `the stack of ${change.region}`}.`,
              }),
            ),
    ),
};

const isOfStackAndMoves = ({ mode, kind, type }: Change): boolean =>
  mode === 'managed' && kind !== 'no-op' && kind !== 'read' && type.startsWith('aws_');

const isElsewhere = ({ region }: Change, own: string): boolean => region !== UNKNOWN && region !== own;

export const regionUnknown: Rule = {
  id: 'region-unknown',
  severity: 'medium',
  title: 'Nothing tells the Region of a change',
  suppressible: true,
  doc: {
    what: 'Neither a value of the object, nor its provider, nor the base tells in which Region it is.',
    why: 'No default is assumed: a change in the wrong Region would look like one in the right one.',
    fix: 'Give the resource a provider whose Region is a constant, and review with `--base-out`.',
    example:
      'An object that is gone from the code, with no ARN and no base to ask. One whose provider is `aws.euw1` is no finding.',
  },
  run: ({ changes }) =>
    changes
      .filter(({ region }) => region === UNKNOWN)
      .map((change) =>
        about(change, {
          what: `${nameOf(change)} is ${fateOf(change)}, and nothing tells in which Region.`,
          why: 'It is in no row of the matrix, and the rules about Regions cannot judge it.',
          fix: 'Give its provider a constant Region; for what is gone from the code, review with --base-out.',
        }),
      ),
};

/** Fewer have no rest to differ from. */
const FEWEST = 3;

export const regionDiffers: Rule = {
  id: 'region-differs',
  severity: 'medium',
  title: 'One Region is changed otherwise than the rest',
  suppressible: true,
  doc: {
    what: 'The same object in three Regions or more: most are changed alike, and one or a few otherwise, or not at all.',
    why: 'Regions that differ fail over into something that nobody has tried.',
    fix: 'Make the change the same everywhere, or say why this Region is different.',
    example:
      'A parameter group changes in us-east-1 and ap-southeast-2, and not in eu-west-1. The replication rules of each Region, which name the others, are alike.',
  },
  run: (review) => review.siblings.flatMap((set) => oddOnes(review, set)),
};

function oddOnes(review: Review, set: SiblingSet): Draft[] {
  if (set.members.length < FEWEST) return [];
  if (set.groups.length === 0 || set.groups.some(({ members }) => members.some(isPublishedValue))) return [];
  const members = set.members.filter((change) => isActive(review, change.region));
  // What belongs to two Regions is there once for each pair.
  if (new Set(members.map(({ region }) => region)).size < members.length) return [];
  const isSuspect = ({ region, noise, expected, deposed }: Change): boolean =>
    noise === undefined && expected === undefined && deposed === undefined && isActive(review, region);
  const groups = set.groups.map(({ members: alike }) => alike.filter(isSuspect)).filter(({ length }) => length > 0);
  const changing = new Set(set.groups.flatMap(({ members: alike }) => alike));
  const unchanged = members.filter((change) => !changing.has(change));
  if (members.length < FEWEST || groups.length === 0) return [];
  const isMost = ({ length }: readonly Change[]): boolean => length * 2 > members.length;
  const most = [...groups, unchanged].find(isMost);
  if (!most) return [];
  const rest = listed(most.map(({ region }) => region).sort());
  const odd = [...groups.filter((group) => group !== most).flat(), ...(most === unchanged ? [] : unchanged)];
  return odd.map((change) =>
    about(
      change,
      {
        what: `${nameOf(change)}${inRegion(change.region)} is ${changing.has(change) ? fateOf(change) : 'not changed'}, and ${rest} ${most === unchanged ? 'are not' : changing.has(change) ? 'are changed otherwise' : 'are'}.`,
        why: 'Regions that differ fail over into something that nobody has tried.',
        fix: 'Make the change the same in every Region, or suppress this with the reason why it is not.',
      },
      { paths: change.changed },
    ),
  );
}
