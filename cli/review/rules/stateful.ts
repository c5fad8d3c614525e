import type { Change, Draft, Review, Rule, Severity } from '../model';
import { isKeyType, isStatefulType } from '../types';
import { about, aboutUnlessExpected, causeOf, inRegion, nameOf, unlessExpected } from './draft';

/** Data that a change takes away, apart from keys, which have a rule of their own. */
function dataIn(review: Review, kinds: readonly Change['kind'][]): Change[] {
  return review.changes.filter(
    (change) => kinds.includes(change.kind) && !isKeyType(change.type) && holdsData(review, change),
  );
}

const holdsData = (review: Review, { stack, address, type, before }: Change): boolean =>
  isStatefulType(type, before?.type) || review.isStateful(stack, address);

const deleted = (review: Review, change: Change, is: 'destroyed' | 'replaced'): Draft =>
  unlessExpected(
    told(change, is),
    change.expected ??
      (isCopy(change) && review.regionState(change.region) === 'leaving' ? `${change.region} is leaving` : undefined),
  );

const told = (change: Change, is: 'destroyed' | 'replaced'): Draft =>
  about(
    change,
    {
      what: `${nameOf(change)}${inRegion(change.region)} is ${is}${causeOf(change)}.`,
      why: `What ${change.type} holds goes with it${change.deposed === undefined ? '' : '; it is what an interrupted replacement left behind'}.`,
      fix:
        is === 'replaced'
          ? 'Change it in place, or make the new one beside it and move the data first. If this is meant, lift its protection in a change of its own.'
          : 'If it is meant to go, lift its protection in a change of its own, after a backup. If not, put it back into the config.',
    },
    severityOf(change),
  );

/** A deposed object was to go already; a replica is made anew from its writer, which costs its copy and not the data. */
function severityOf(change: Change): { readonly severity: Severity } | undefined {
  if (change.deposed !== undefined) return { severity: 'medium' };
  return isCopy(change) ? { severity: 'high' } : undefined;
}

function isCopy({ before }: Change): boolean {
  const source = before?.replicate_source_db ?? before?.replication_source_identifier;
  return typeof source === 'string' && source !== '';
}

export const statefulDestroyed: Rule = {
  id: 'stateful-destroyed',
  severity: 'critical',
  title: 'Data is destroyed',
  suppressible: true,
  doc: {
    what: 'An object that holds data (a database, a table, a bucket, a secret, a log group) is destroyed. A deposed one is medium; a leaving Region makes it an expected note.',
    why: 'No later apply brings the data back.',
    fix: 'Take what deletes it out of the change, or let it go step by step: protection off, backup, then the deletion, each in a change of its own.',
    example:
      'A bucket is taken out of `buckets`: `aws_s3_bucket.bucket-objects-eu-west-1_bucket` is destroyed. A route table that is destroyed is not a finding.',
  },
  run: (review) => dataIn(review, ['destroy']).map((change) => deleted(review, change, 'destroyed')),
};

export const statefulReplaced: Rule = {
  id: 'stateful-replaced',
  severity: 'critical',
  title: 'Data is replaced',
  suppressible: true,
  doc: {
    what: 'An object that holds data is destroyed and made anew. A replica of a database is high, as its writer still has the data; one that a promotion makes anew is an expected note.',
    why: 'The new one is empty.',
    fix: 'See which argument cannot change in place: it is named. Keep its value, or make a second object and move the data.',
    example:
      'The `hashKey` of a table changes: `aws_dynamodb_table` is replaced, because `hash_key` cannot change in place. Another `billing_mode` is an update, and no finding.',
  },
  run: (review) => dataIn(review, ['replace']).map((change) => deleted(review, change, 'replaced')),
};

export const statefulForgotten: Rule = {
  id: 'stateful-forgotten',
  severity: 'info',
  title: 'Data leaves Terraform',
  suppressible: true,
  doc: {
    what: 'Terraform forgets an object that holds data: it stays as it is, and no plan sees it any more.',
    why: 'Terraform prints no count for it. Evacuating a Region does this; `returning` adopts it again.',
    fix: 'Nothing, while the Region is evacuated.',
    example:
      'eu-west-1 is evacuated: its bucket and its key are forgotten. A bucket policy that is forgotten is not listed.',
  },
  run: (review) =>
    dataIn(review, ['forget', 'replace-forget']).map((change) =>
      aboutUnlessExpected(change, {
        what: `${nameOf(change)}${inRegion(change.region)} is forgotten: it stays, and no plan sees it any more.`,
        why: 'Terraform neither changes nor protects what it has forgotten, and does not count it in its summary.',
        fix: "Bring it back with the Region's state `returning`.",
      }),
    ),
};
