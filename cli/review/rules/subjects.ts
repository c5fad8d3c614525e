import type { Change, Review } from '../model';

/** Types that others belong to. */
const PARENT_TYPES = new Set([
  'aws_backup_plan',
  'aws_backup_vault',
  'aws_db_instance',
  'aws_dynamodb_table',
  'aws_iam_policy',
  'aws_iam_role',
  'aws_iam_user',
  'aws_kms_key',
  'aws_kms_replica_key',
  'aws_lambda_function',
  'aws_s3_bucket',
  'aws_secretsmanager_secret',
  'aws_sns_topic',
  'aws_sqs_queue',
]);

/** Arguments by which an object names the one that it belongs to. */
const BELONGS = [
  'bucket',
  'table_name',
  'secret_arn',
  'secret_id',
  'role',
  'user',
  'policy_arn',
  'key_id',
  'function_name',
  'queue_url',
  'arn',
  'backup_vault_name',
  'plan_id',
  'source_db_instance_arn',
];
/** What an object is named by. */
const NAMES = ['id', 'arn', 'name', 'bucket', 'key_id', 'function_name'];

/** `aws_s3` of a bucket and of all that belongs to one. */
const serviceOf = (type: string): string => /^aws_[a-z0-9]+/.exec(type)?.[0] ?? type;

/** Names of the objects that others belong to and that are destroyed. Made once for a review. */
const known = new WeakMap<Review, ReadonlySet<string>>();

function destroyedParents(review: Review): ReadonlySet<string> {
  const before = known.get(review);
  if (before) return before;
  const destroyed = new Set<string>();
  for (const { kind, before: values, type, region } of review.changes) {
    if (kind !== 'destroy' || !values || !PARENT_TYPES.has(type)) continue;
    for (const key of NAMES) {
      const name = values[key];
      if (typeof name === 'string') destroyed.add(`${serviceOf(type)} ${region} ${name}`);
    }
  }
  known.set(review, destroyed);
  return destroyed;
}

/** Whether what an object belongs to is destroyed in the same run: then the finding is about that one. */
export function goesWithParent(review: Review, { type, region, before }: Change): boolean {
  const destroyed = destroyedParents(review);
  if (destroyed.size === 0 || !before || PARENT_TYPES.has(type)) return false;
  return BELONGS.some((key) => {
    const name = before[key];
    return typeof name === 'string' && destroyed.has(`${serviceOf(type)} ${region} ${name}`);
  });
}
