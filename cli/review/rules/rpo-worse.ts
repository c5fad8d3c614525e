import type { Change, Review, Rule } from '../model';
import { byAttribute } from './by-attribute';
import { aboutUnlessExpected, inRegion, isActive, nameOf } from './draft';
import { isLess, isOff, type Loss, lossesIn } from './losses';
import { goesWithParent } from './subjects';

/** Attributes that say how much data a loss may cost, and when they say more. */
const LOSSES: readonly Loss[] = [
  {
    attribute: /(^|\.)point_in_time_recovery(\.enabled)?$/,
    isWorse: isOff,
    what: 'point-in-time recovery is switched off',
  },
  {
    attribute: /(^|\.)recovery_period_in_days$/,
    isWorse: isLess,
    what: 'point-in-time recovery reaches back less far',
  },
  { attribute: /^backup_retention_period$/, isWorse: isLess, what: 'backups are kept for fewer days' },
  {
    attribute: /^(snapshot_retention_limit|automated_snapshot_retention_period)$/,
    isWorse: isLess,
    what: 'snapshots are kept for fewer days',
  },
  { attribute: /^stream_enabled$/, isWorse: isOff, what: 'the stream is switched off' },
  {
    attribute: /(^|\.)consistency_mode$/,
    isWorse: ({ before, after }) => before === 'STRONG' && after !== 'STRONG',
    what: 'reads in other Regions may miss the last writes (strong to eventual consistency)',
  },
  {
    attribute: /(^|\.)noncurrent_version_expiration\.noncurrent_days$/,
    isWorse: isLess,
    what: 'replaced and deleted objects can be brought back for fewer days',
  },
];
const lossesOf = byAttribute(LOSSES);

/** Objects that are a copy themselves: without one there is none. */
const COPIES = new Set([
  'aws_backup_plan',
  'aws_backup_selection',
  'aws_db_instance_automated_backups_replication',
  'aws_s3_bucket_versioning',
]);

export const rpoWorse: Rule = {
  id: 'rpo-worse',
  severity: 'high',
  title: 'A loss would cost more data',
  suppressible: true,
  doc: {
    what: 'Point-in-time recovery, a stream, a backup plan or strong consistency is given up, or backups are kept for fewer days, in an active Region.',
    why: 'The RPO is what these promise together; nothing fails when one goes, until it is needed.',
    fix: 'Keep them. To shorten a retention on purpose, suppress this with the reason.',
    example: '`backup_retention_period` goes from 14 to 1. From 14 to 35 is no finding.',
  },
  run: (review) => review.changes.flatMap((change) => (isActive(review, change.region) ? worseIn(review, change) : [])),
};

function worseIn(review: Review, change: Change): ReturnType<Rule['run']> {
  if (change.kind === 'destroy' && COPIES.has(change.type) && !goesWithParent(review, change))
    return [
      aboutUnlessExpected(change, {
        what: `${nameOf(change)}${inRegion(change.region)} is destroyed.`,
        why: 'What it kept a copy of has none from then on.',
        fix: 'Keep it as long as there is something to copy.',
      }),
    ];
  return lossesIn(change, lossesOf, {
    why: 'A loss of the Region, or a mistake, would cost more data than before.',
    fix: 'Keep the former value, or suppress this with the objective that allows it.',
  });
}
