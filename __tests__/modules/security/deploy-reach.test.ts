import {
  arnIn,
  globalArn,
  keepObjects,
  readState,
  stateContexts,
  stateObjects,
  taggedAsOwn,
  tagsAsOwn,
} from '../../../modules/security/deploy-reach';
import { policyDocument } from '../../../modules/security/policy-document';
import { ACCOUNT } from '../../synth';
import { isDenied } from './iam';
import { allowing, arn, NEW_TAGS, OBJECT, OWN_TAGS, REACH, STATE } from './reach';

test('ARNs are of the account, in every Region or in none', () => {
  expect(arnIn(REACH, 'rds', 'db:x')).toBe(`arn:aws:rds:*:${ACCOUNT}:db:x`);
  expect(globalArn(REACH, 'iam', 'role/x')).toBe(`arn:aws:iam::${ACCOUNT}:role/x`);
});

test('tags are asked of what there is, or of the request', () => {
  expect(taggedAsOwn(REACH)).toEqual(OWN_TAGS);
  expect(tagsAsOwn(REACH)).toEqual(NEW_TAGS);
});

test('states are those of the platform, not all of the bucket', () => {
  expect(stateObjects(REACH, '.tflock')).toEqual([
    `arn:aws:s3:::orders-prod-state-????-${ACCOUNT}/orders/prod/*.tflock`,
  ]);
  expect(stateContexts(REACH)).toHaveLength(2);
  const can = allowing(readState(REACH));
  expect(can('s3:GetObject', STATE)).toBe(true);
  expect(can('s3:GetObject', STATE.replace('orders/prod', 'billing/prod'))).toBe(false);
});

test('the key of a state is used through S3, for states', () => {
  const can = allowing(readState(REACH));
  const through = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };
  const context = { 'kms:EncryptionContext:aws:s3:arn': STATE };
  expect(can('kms:Decrypt', arn('kms', 'key/1'), { ...through, ...context })).toBe(true);
  expect(can('kms:Decrypt', arn('kms', 'key/1'), through)).toBe(false);
  expect(can('kms:Decrypt', arn('kms', 'key/1'), context)).toBe(false);
  expect(can('kms:Decrypt', arn('kms', 'key/1'), { ...through, 'kms:EncryptionContext:aws:s3:arn': OBJECT })).toBe(
    false,
  );
});

test('no object but a state can be read', () => {
  const policy = policyDocument([keepObjects(REACH)]);
  expect(isDenied(policy, { action: 's3:GetObject', resource: OBJECT })).toBe(true);
  expect(isDenied(policy, { action: 's3:GetObjectTagging', resource: OBJECT })).toBe(true);
  expect(isDenied(policy, { action: 's3:GetObject', resource: STATE })).toBe(false);
});
