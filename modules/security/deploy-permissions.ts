import { foundationPermissions } from './deploy-foundation';
import { frontPermissions, watchPermissions } from './deploy-global';
import { entryPermissions, namePermissions } from './deploy-ingress';
import { backbonePermissions, hubPermissions, networkPermissions, privateZonePermissions } from './deploy-network';
import { arnIn, type DeployReach, globalArn, keepObjects, readState, stateObjects } from './deploy-reach';
import { regionPermissions } from './deploy-region';
import { imagePermissions, servicePermissions } from './deploy-services';
import type { PolicyStatement } from './policy-document';

/** The kinds of stacks that a role applies: those that work in every Region, those of single Regions, `global`. */
export type DeployedStacks = 'foundation' | 'regions' | 'global';

/**
 * What a role needs besides `ReadOnlyAccess` to apply one kind of stacks, and no more: what has a name in its ARN by the
 * platform's prefix, what has none by its tags. Nothing is named by its Region, so one that joins changes no role.
 *
 * What it cannot do, a person does: read or delete objects, delete or disable a key, change the pipelines' own roles, make a
 * role without the boundary.
 */
export const deployPermissions = (reach: DeployReach, stacks: DeployedStacks): PolicyStatement[] => [
  ...readState(reach),
  { sid: 'WriteState', actions: ['s3:DeleteObject', 's3:PutObject'], resources: stateObjects(reach) },
  keepObjects(reach),
  keepOwnRights(reach),
  publish(reach),
  ...PERMISSIONS[stacks](reach),
];

const PERMISSIONS: Readonly<Record<DeployedStacks, (reach: DeployReach) => PolicyStatement[]>> = {
  foundation: foundationPermissions,
  regions: regionPermissions,
  global: (reach) => (reach.domains.length > 0 ? frontPermissions(reach, reach.domains) : []),
};

/**
 * The same role's further rights, each list a managed policy of its own: a role's inline policies hold 10,240 characters
 * together, a managed one 6,144 ("IAM and AWS STS quotas").
 */
export const furtherPermissions = (
  reach: DeployReach,
  stacks: DeployedStacks,
): Readonly<Record<string, readonly PolicyStatement[]>> => {
  const { domains } = reach;
  const open = domains.length > 0;
  switch (stacks) {
    case 'foundation':
      return {
        hubs: [...hubPermissions(reach), ...imagePermissions(reach), ...(open ? namePermissions(reach, domains) : [])],
      };
    case 'regions':
      return {
        network: networkPermissions(reach),
        ...(open && { entries: entryPermissions(reach, domains), services: servicePermissions(reach) }),
      };
    case 'global':
      return {
        backbone: [...backbonePermissions(reach), ...privateZonePermissions(reach)],
        ...(open && { watch: watchPermissions(reach) }),
      };
  }
};

const publish = (reach: DeployReach): PolicyStatement => ({
  sid: 'PublishOutputs',
  actions: ['ssm:AddTagsToResource', 'ssm:DeleteParameter*', 'ssm:PutParameter', 'ssm:RemoveTagsFromResource'],
  resources: [arnIn(reach, 'ssm', `parameter${reach.parameterFolder}*`)],
});

/** Tags of the pipelines' own roles may change with the platform's; nothing else of them, and nobody passes one on. */
const keepOwnRights = (reach: DeployReach): PolicyStatement => ({
  sid: 'KeepOwnRights',
  effect: 'Deny',
  actions: [
    'iam:AttachRolePolicy',
    'iam:CreatePolicy*',
    'iam:CreateRole',
    'iam:DeletePolicy*',
    'iam:DeleteRole*',
    'iam:DetachRolePolicy',
    'iam:PassRole',
    'iam:PutRole*',
    'iam:SetDefaultPolicyVersion',
    'iam:UpdateAssumeRolePolicy',
    'iam:UpdateRole*',
  ],
  resources: [
    globalArn(reach, 'iam', `role/${reach.ownRolePrefix}*`),
    globalArn(reach, 'iam', `policy/${reach.ownRolePrefix}*`),
  ],
});
