import { userPools } from '../../../modules/security/deploy-users';
import { allowing, arn, FOREIGN_TAGS, NEW_TAGS, OWN_TAGS, REACH } from './reach';

const can = allowing(userPools(REACH));
const POOL = arn('cognito-idp', 'userpool/eu-west-1_a');

test('makes user pools with the platform’s tags, and changes those that have them', () => {
  expect(can('cognito-idp:CreateUserPool', arn('cognito-idp', 'userpool/*'), NEW_TAGS)).toBe(true);
  expect(can('cognito-idp:CreateUserPool', arn('cognito-idp', 'userpool/*'))).toBe(false);
  expect(can('cognito-idp:CreateUserPoolClient', POOL, OWN_TAGS)).toBe(true);
  expect(can('cognito-idp:DeleteUserPool', POOL, FOREIGN_TAGS)).toBe(false);
});

test('takes no pool from another platform by its tags', () => {
  expect(can('cognito-idp:TagResource', POOL, NEW_TAGS)).toBe(true);
  expect(can('cognito-idp:TagResource', POOL, { ...NEW_TAGS, ...FOREIGN_TAGS })).toBe(false);
});

test('neither sees nor changes a user', () => {
  for (const action of [
    'AdminCreateUser',
    'AdminGetUser',
    'AdminSetUserPassword',
    'AdminUpdateUserAttributes',
    'ListUsers',
  ])
    expect([action, can(`cognito-idp:${action}`, POOL, { ...OWN_TAGS, ...NEW_TAGS })]).toEqual([action, false]);
});
