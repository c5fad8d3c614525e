import { arnIn, type DeployReach, OF_NO_PLATFORM, taggedAsOwn, tagsAsOwn } from './deploy-reach';
import type { PolicyStatement } from './policy-document';

/** Changing user pools and what is in them, but no user. */
export const userPools = (reach: DeployReach): PolicyStatement[] => [
  {
    // A user pool has an id: new ones by the tags that they get, existing ones by the tags that they have. Before it is there, there is nothing to name
    // ("Actions, resources, and condition keys for Amazon Cognito User Pools").
    sid: 'MakeUserPools',
    actions: ['cognito-idp:CreateUserPool'],
    resources: ['*'],
    conditions: { StringEquals: tagsAsOwn(reach) },
  },
  {
    sid: 'TagMadeUserPools',
    actions: ['cognito-idp:TagResource'],
    resources: [arnIn(reach, 'cognito-idp', 'userpool/*')],
    conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
  },
  {
    sid: 'ManageUserPools',
    actions: [
      'cognito-idp:CreateGroup',
      'cognito-idp:CreateResourceServer',
      'cognito-idp:CreateUserPoolClient',
      'cognito-idp:DeleteGroup',
      'cognito-idp:DeleteResourceServer',
      'cognito-idp:DeleteUserPool*',
      'cognito-idp:SetUserPoolMfaConfig',
      'cognito-idp:TagResource',
      'cognito-idp:UntagResource',
      'cognito-idp:UpdateGroup',
      'cognito-idp:UpdateResourceServer',
      'cognito-idp:UpdateUserPool*',
    ],
    resources: [arnIn(reach, 'cognito-idp', 'userpool/*')],
    conditions: { StringEquals: taggedAsOwn(reach) },
  },
];
