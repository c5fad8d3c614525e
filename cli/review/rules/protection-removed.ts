import type { Change, ChangedPath, Draft, Review, Rule } from '../model';
import { byAttribute } from './by-attribute';
import { about, fromTo, inRegion, leavingWith, nameOf, unlessExpected } from './draft';
import { goesWithParent } from './subjects';

interface Protection {
  readonly attribute: RegExp;
  readonly isRemoved: (path: ChangedPath) => boolean;
  readonly what: string;
}

const isOff = ({ before, after }: ChangedPath): boolean => before === true && after === false;
const isOn = ({ before, after }: ChangedPath): boolean => before === false && after === true;
const isLess = ({ before, after }: ChangedPath): boolean =>
  typeof before === 'number' && typeof after === 'number' && after < before;
const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';
const isGone = ({ before, after, kind, hidden }: ChangedPath): boolean =>
  hidden === undefined && kind !== 'unknown' && !isEmpty(before) && before !== false && isEmpty(after);

/** What keeps an object or its contents from being lost, by attribute. */
const PROTECTIONS: readonly Protection[] = [
  {
    attribute: /(^|\.)(deletion_protection|deletion_protection_enabled|enable_deletion_protection)$/,
    isRemoved: isOff,
    what: 'deletion protection is switched off',
  },
  { attribute: /^skip_final_snapshot$/, isRemoved: isOn, what: 'no final snapshot is taken any more' },
  { attribute: /^force_destroy$/, isRemoved: isOn, what: 'it may be destroyed with all that is in it' },
  {
    attribute: /^versioning_configuration\.status$/,
    isRemoved: ({ before, after }) => before === 'Enabled' && after !== 'Enabled',
    what: 'versions are no longer kept',
  },
  { attribute: /^versioning\.enabled$/, isRemoved: isOff, what: 'versions are no longer kept' },
  {
    attribute: /(^|\.)(storage_encrypted|encrypted|at_rest_encryption_enabled)$/,
    isRemoved: isOff,
    what: 'it is no longer encrypted',
  },
  {
    attribute: /(^|\.)(kms_key_id|kms_master_key_id|kms_key_arn|kms_key)$/,
    isRemoved: isGone,
    what: "it loses the platform's key",
  },
  { attribute: /^server_side_encryption\.enabled$/, isRemoved: isOff, what: "it loses the platform's key" },
  { attribute: /^recovery_window_in_days$/, isRemoved: isLess, what: 'it can be brought back for fewer days' },
  { attribute: /^enable_key_rotation$/, isRemoved: isOff, what: 'the key is no longer rotated' },
  {
    attribute: /(^|\.)object_lock_enabled$/,
    isRemoved: (path) => isOff(path) || isGone(path),
    what: 'the object lock is given up',
  },
  {
    attribute: /(^|\.)default_retention\.(days|years)$/,
    isRemoved: (path) => isLess(path) || isGone(path),
    what: 'objects are locked for less time',
  },
];
const protectionsOf = byAttribute(PROTECTIONS);

/** Objects that protect another one: without them it is open. */
const PARENTS: Readonly<Record<string, string>> = {
  aws_backup_vault_lock_configuration: 'The lock of the vault',
  aws_s3_bucket_object_lock_configuration: 'The object lock of the bucket',
  aws_s3_bucket_server_side_encryption_configuration: 'The encryption of the bucket',
  aws_s3_bucket_versioning: 'The versioning of the bucket',
};

export const protectionRemoved: Rule = {
  id: 'protection-removed',
  severity: 'critical',
  title: 'A protection is removed',
  suppressible: true,
  doc: {
    what: 'Deletion protection, the final snapshot, versioning, encryption, a key, a recovery window, rotation, an object lock or `prevent_destroy` is taken away, or the object that held it. A note where the config releases the database, or its Region leaves.',
    why: 'The next mistake is then one that cannot be undone. Terraform shows it as one changed flag.',
    fix: 'Keep it. Where an object is to go, lift its protection in a change of its own, and say why.',
    example:
      '`deletion_protection` goes from true to false, or `aws_s3_bucket_versioning` is destroyed while its bucket stays. Protection being switched on is no finding.',
  },
  run: (review) => [...review.changes.flatMap((change) => removedBy(review, change)), ...lifecyclesGone(review)],
};

function removedBy(review: Review, change: Change): Draft[] {
  const parent = PARENTS[change.type];
  if (change.kind === 'destroy' && parent !== undefined && !goesWithParent(review, change))
    return [finding(review, change, `${parent} (${nameOf(change)})${inRegion(change.region)} is destroyed.`, [])];
  if (change.kind !== 'update') return [];
  const found = change.changed.flatMap((path) => {
    const protection = protectionsOf(path.attribute).find(({ isRemoved }) => isRemoved(path));
    return protection ? [{ path, protection }] : [];
  });
  if (found.length === 0) return [];
  const texts = [...new Set(found.map(({ protection, path }) => `${protection.what} (${path.text}${fromTo(path)})`))];
  return [
    finding(
      review,
      change,
      `${nameOf(change)}${inRegion(change.region)}: ${texts.join('; ')}.`,
      found.map(({ path }) => path),
    ),
  ];
}

const finding = (review: Review, change: Change, what: string, paths: readonly ChangedPath[]): Draft =>
  unlessExpected(
    about(
      change,
      {
        what,
        why: 'The next mistake, or the next plan, can then lose what it kept.',
        fix: 'Keep it. If the object is to go, do this in a change of its own, with the reason.',
      },
      { paths },
    ),
    change.expected ?? releaseOf(review, change),
  );

/** The word of the config that a former writer, or a Region, is let go. */
function releaseOf(review: Review, change: Change): string | undefined {
  const { type, stack, address, region } = change;
  const leaving = leavingWith(review, change);
  if (leaving !== undefined) return `${leaving} is leaving`;
  if (type !== 'aws_db_instance' && type !== 'aws_rds_cluster') return undefined;
  const instance = review.after.databases.find((each) => each.stack === stack && each.address === address);
  return instance?.declared === 'released' ? `the config releases the former writer in ${region}` : undefined;
}

/** The plan does not hold `prevent_destroy` ("JSON Output Format"): only two synths tell. */
function lifecyclesGone({ base, head, ...review }: Review): Draft[] {
  if (!base) return [];
  return [...base.stacks].flatMap(([stack, { resources }]) => {
    const now = head.stacks.get(stack);
    if (!now) return [];
    return [...resources.values()].flatMap((was): Draft[] => {
      const is = now.resources.get(was.address);
      if (!was.preventDestroy || !is || is.preventDestroy) return [];
      const region = review.changeAt(stack, was.address)?.region ?? was.region ?? 'global';
      const leaves = review.regionState(region) === 'leaving' ? `${region} is leaving` : undefined;
      return [
        unlessExpected(
          {
            stack,
            region,
            address: was.address,
            what: `${was.address}${inRegion(region)} loses its prevent_destroy.`,
            why: 'Nothing in Terraform stops a plan that destroys it from then on, and no plan shows this change.',
            fix: 'Keep `preventDestroy`. If the object is to go, take it out in a change of its own.',
            paths: ['lifecycle.prevent_destroy'],
          },
          leaves,
        ),
      ];
    });
  });
}
