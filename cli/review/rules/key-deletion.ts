import type { Change, ChangedPath, Draft, Review, Rule } from '../model';
import { isKeyType } from '../types';
import { about, fateOf, fromTo, inRegion, isActive, isLost, nameOf, unlessExpected } from './draft';

function keyFinding(review: Review, change: Change): Draft | undefined {
  if (isLost(change)) return ends(change, `${nameOf(change)}${inRegion(change.region)} is ${fateOf(change)}.`);
  if (change.kind === 'forget' && isActive(review, change.region))
    return ends(change, `${nameOf(change)} is forgotten, and ${change.region} is active.`);
  const off = change.changed.find(
    ({ attribute, before, after }) =>
      (attribute === 'enabled' || attribute === 'is_enabled') && before === true && after === false,
  );
  if (off) return ends(change, `${nameOf(change)}${inRegion(change.region)} is disabled.`, [off]);
  const shorter = change.changed.find(
    ({ attribute, before, after }) =>
      attribute === 'deletion_window_in_days' &&
      typeof before === 'number' &&
      typeof after === 'number' &&
      after < before,
  );
  if (shorter)
    return ends(
      change,
      `${nameOf(change)}${inRegion(change.region)}: its deletion window goes${fromTo(shorter)} days.`,
      [shorter],
    );
  return undefined;
}

const ends = (change: Change, what: string, paths: readonly ChangedPath[] = []): Draft =>
  about(
    change,
    {
      what,
      why: 'Without its key nothing that is encrypted with it can be read, in this Region or, for a primary, when its replicas are to be changed. The window is all the time there is to notice.',
      fix: 'Keep the key, enabled, with its window of 30 days. A Region goes by `evacuated` or `leaving`, never by its key.',
    },
    { paths },
  );

/** "Deleting AWS KMS keys": a key that is scheduled for deletion cannot be used from that moment on. */
export const keyDeletion: Rule = {
  id: 'key-deletion',
  severity: 'critical',
  title: 'A key goes',
  suppressible: true,
  doc: {
    what: 'A KMS key or a replica of one is destroyed, replaced or disabled, forgotten while its Region is active, or gets a shorter deletion window.',
    why: 'A key that is scheduled for deletion cannot be used from that moment on: buckets, tables, databases and secrets that it encrypts are closed with it.',
    fix: 'Keep it. Where a Region leaves for good, `leaving` releases its replica last.',
    example:
      '`aws_kms_replica_key.key_eu-west-1` is destroyed. Another description of it is no finding; nor is one that is forgotten with its evacuated Region.',
  },
  run: (review) =>
    review.changes.flatMap((change) => {
      if (!isKeyType(change.type)) return [];
      const draft = keyFinding(review, change);
      return draft ? [unlessExpected(draft, change.expected)] : [];
    }),
};
