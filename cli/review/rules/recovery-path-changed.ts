import type { Change, Review, Rule } from '../model';
import { classOf } from '../types';
import { about, causeOf, fateOf, inRegion, isLost, leavingWith, nameOf, touchesExisting } from './draft';
import { isEntrance } from './front-lost';

/** The drill that goes the way on which a type is needed. */
const drillOf = (type: string): string => {
  if (/^aws_(db|rds)_/.test(type)) return 'promote';
  return /replication|_kms_/.test(type) ? 'evacuate-return' : 'region-outage';
};

/** Whether nothing else tells of it: what holds data, copies it, or lets clients in, has rules of its own for its end. */
const isUnforeseen = (review: Review, change: Change): boolean =>
  touchesExisting(change) &&
  change.expected === undefined &&
  leavingWith(review, change) === undefined &&
  !(
    isLost(change) &&
    (classOf(change.type) === 'stateful' ||
      change.type === 'aws_s3_bucket_replication_configuration' ||
      isEntrance(change))
  );

export const recoveryPathChanged: Rule = {
  id: 'recovery-path-changed',
  severity: 'high',
  title: 'The way out of a disaster is changed',
  suppressible: true,
  doc: {
    what: 'Something that taking over from a lost Region needs, by the manifest, is changed, replaced, destroyed or forgotten, and the change of the config does not ask for it.',
    why: 'It is used once a year, in the worst hour: a fault in it is found then.',
    fix: 'Run the drill that goes this way again, on the changed platform, before it is applied.',
    example:
      'The replica of a database gets another parameter group. Something of the serving path alone, or tags, is no finding.',
  },
  run: (review) =>
    review.changes
      .filter((change) => review.isRecovery(change.stack, change.address) && isUnforeseen(review, change))
      .map((change) =>
        about(
          change,
          {
            what: `${nameOf(change)}${inRegion(change.region)}, which taking over needs, is ${fateOf(change)}${causeOf(change)}.`,
            why: 'A fault in it is found in the hour in which it is needed.',
            fix: `Rehearse it first: \`npm run drill -- ${drillOf(change.type)}\`.`,
          },
          { paths: change.changed },
        ),
      ),
};
