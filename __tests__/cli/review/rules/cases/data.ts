import { keyDeletion } from '../../../../../cli/review/rules/key-deletion';
import { protectionRemoved } from '../../../../../cli/review/rules/protection-removed';
import { statefulDestroyed, statefulForgotten, statefulReplaced } from '../../../../../cli/review/rules/stateful';
import { manifest, raw, THREE } from '../../plans';
import { at, destroyed, inStack, type RuleCase, replaced, updated } from '../case';

const FOUNDATION = 'foundation';
const EVACUATED = { head: manifest({ ...THREE, 'eu-west-1': 'evacuated' }) };
const forgotten = (address: string, values: object = {}) =>
  raw(address, ['forget'], { region: 'eu-west-1', ...values }, null);

export const DATA_CASES: readonly RuleCase[] = [
  {
    rule: statefulDestroyed,
    fires: inStack(FOUNDATION, [destroyed('aws_s3_bucket.b')]),
    finds: [
      {
        ...at('aws_s3_bucket.b', FOUNDATION),
        what: 'aws_s3_bucket.b in eu-west-1 is destroyed.',
        why: 'What aws_s3_bucket holds goes with it.',
        fix: 'If it is meant to go, lift its protection in a change of its own, after a backup. If not, put it back into the config.',
      },
    ],
    near: inStack(FOUNDATION, [destroyed('aws_route_table.r')]),
  },
  {
    rule: statefulDestroyed,
    about: 'a deposed object',
    fires: inStack(FOUNDATION, [destroyed('aws_db_instance.d', {}, { deposed: 'abcd1234' })]),
    finds: [
      {
        ...at('aws_db_instance.d', FOUNDATION),
        deposed: 'abcd1234',
        severity: 'medium',
        what: 'aws_db_instance.d (deposed abcd1234) in eu-west-1 is destroyed.',
        why: 'What aws_db_instance holds goes with it; it is what an interrupted replacement left behind.',
        fix: 'If it is meant to go, lift its protection in a change of its own, after a backup. If not, put it back into the config.',
      },
    ],
    near: inStack(FOUNDATION, [destroyed('aws_ssm_parameter.p', { type: 'String' })]),
  },
  {
    rule: statefulReplaced,
    fires: inStack(FOUNDATION, [
      replaced('aws_dynamodb_table.t', { hash_key: 'pk' }, { hash_key: 'id' }, { replace_paths: [['hash_key']] }),
    ]),
    finds: [
      {
        ...at('aws_dynamodb_table.t', FOUNDATION),
        what: 'aws_dynamodb_table.t in eu-west-1 is replaced, because hash_key cannot change in place.',
        why: 'What aws_dynamodb_table holds goes with it.',
        fix: 'Change it in place, or make the new one beside it and move the data first. If this is meant, lift its protection in a change of its own.',
      },
    ],
    near: inStack(FOUNDATION, [updated('aws_dynamodb_table.t', { billing_mode: ['PROVISIONED', 'PAY_PER_REQUEST'] })]),
  },
  {
    rule: statefulForgotten,
    fires: inStack(FOUNDATION, [forgotten('aws_s3_bucket.b')], EVACUATED),
    finds: [
      {
        ...at('aws_s3_bucket.b', FOUNDATION),
        what: 'aws_s3_bucket.b in eu-west-1 is forgotten: it stays, and no plan sees it any more.',
        why: 'Terraform neither changes nor protects what it has forgotten, and does not count it in its summary.',
        fix: "Bring it back with the Region's state `returning`.",
      },
    ],
    near: inStack(FOUNDATION, [forgotten('aws_s3_bucket_policy.b')], EVACUATED),
  },
  {
    rule: protectionRemoved,
    fires: inStack('region-eu-west-1', [
      updated('aws_db_instance.d', { deletion_protection: [true, false], skip_final_snapshot: [false, true] }),
    ]),
    finds: [
      {
        ...at('aws_db_instance.d'),
        what: 'aws_db_instance.d in eu-west-1: deletion protection is switched off (deletion_protection from true to false); no final snapshot is taken any more (skip_final_snapshot from false to true).',
        why: 'The next mistake, or the next plan, can then lose what it kept.',
        fix: 'Keep it. If the object is to go, do this in a change of its own, with the reason.',
        paths: ['deletion_protection', 'skip_final_snapshot'],
      },
    ],
    near: inStack('region-eu-west-1', [updated('aws_db_instance.d', { deletion_protection: [false, true] })]),
  },
  {
    rule: protectionRemoved,
    about: 'versions of a bucket that stays, not of one that goes',
    fires: inStack(FOUNDATION, [destroyed('aws_s3_bucket_versioning.b', { bucket: 'b', id: 'b' })]),
    finds: [
      {
        ...at('aws_s3_bucket_versioning.b', FOUNDATION),
        what: 'The versioning of the bucket (aws_s3_bucket_versioning.b) in eu-west-1 is destroyed.',
        why: 'The next mistake, or the next plan, can then lose what it kept.',
        fix: 'Keep it. If the object is to go, do this in a change of its own, with the reason.',
      },
    ],
    near: inStack(FOUNDATION, [
      destroyed('aws_s3_bucket_versioning.b', { bucket: 'b', id: 'b' }),
      destroyed('aws_s3_bucket.b', { bucket: 'b', id: 'b' }),
    ]),
  },
  {
    rule: keyDeletion,
    fires: inStack(FOUNDATION, [destroyed('aws_kms_replica_key.k')]),
    finds: [
      {
        ...at('aws_kms_replica_key.k', FOUNDATION),
        what: 'aws_kms_replica_key.k in eu-west-1 is destroyed.',
        why: 'Without its key nothing that is encrypted with it can be read, in this Region or, for a primary, when its replicas are to be changed. The window is all the time there is to notice.',
        fix: 'Keep the key, enabled, with its window of 30 days. A Region goes by `evacuated` or `leaving`, never by its key.',
      },
    ],
    near: inStack(FOUNDATION, [forgotten('aws_kms_replica_key.k')], EVACUATED),
  },
  {
    rule: keyDeletion,
    about: 'a key that is disabled, not one with another policy',
    fires: inStack(FOUNDATION, [updated('aws_kms_key.k', { is_enabled: [true, false] })]),
    finds: [
      {
        ...at('aws_kms_key.k', FOUNDATION),
        what: 'aws_kms_key.k in eu-west-1 is disabled.',
        why: 'Without its key nothing that is encrypted with it can be read, in this Region or, for a primary, when its replicas are to be changed. The window is all the time there is to notice.',
        fix: 'Keep the key, enabled, with its window of 30 days. A Region goes by `evacuated` or `leaving`, never by its key.',
        paths: ['is_enabled'],
      },
    ],
    near: inStack(FOUNDATION, [updated('aws_kms_key.k', { deletion_window_in_days: [7, 30] })]),
  },
];
