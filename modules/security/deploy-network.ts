import { arnIn, type DeployReach, OF_NO_PLATFORM, taggedAsOwn, tagsAsOwn } from './deploy-reach';
import type { PolicyStatement } from './policy-document';

/**
 * Changing a VPC and what is in it. None of it has a name in its ARN: what is made gets the platform's tags with the same
 * call, and what is changed must have them ("Grant permission to tag Amazon EC2 resources during creation").
 */
export const networkPermissions = (reach: DeployReach): PolicyStatement[] => {
  const resources = KINDS.map((kind) => arnIn(reach, 'ec2', `${kind}/*`));
  return [
    {
      sid: 'MakeNetwork',
      actions: [...CREATIONS.map((action) => `ec2:${action}`), ...RULES],
      resources,
      conditions: { StringEquals: tagsAsOwn(reach) },
    },
    {
      sid: 'TagWhatIsMade',
      actions: ['ec2:CreateTags'],
      resources,
      conditions: {
        StringEquals: {
          ...tagsAsOwn(reach),
          'ec2:CreateAction': [...CREATIONS, ...RULES.map((action) => action.replace('ec2:', ''))],
        },
      },
    },
    {
      // A VPC's default security group and route table are there before anybody can tag them.
      sid: 'AdoptDefaults',
      actions: ['ec2:CreateTags'],
      resources: ['route-table', 'security-group'].map((kind) => arnIn(reach, 'ec2', `${kind}/*`)),
      conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
    },
    {
      sid: 'ChangeNetwork',
      actions: [
        ...CREATIONS.map((action) => `ec2:${action}`),
        ...RULES,
        'ec2:Associate*',
        'ec2:CreateRoute',
        'ec2:CreateTags',
        'ec2:Delete*',
        'ec2:DisassociateRouteTable',
        'ec2:ModifySecurityGroupRules',
        'ec2:ModifySubnetAttribute',
        'ec2:ModifyVpc*',
        'ec2:ReplaceRoute*',
        'ec2:Revoke*',
        'ec2:UpdateSecurityGroupRuleDescriptions*',
      ],
      resources,
      conditions: { StringEquals: taggedAsOwn(reach) },
    },
  ];
};

const KINDS = ['route-table', 'security-group', 'security-group-rule', 'subnet', 'vpc', 'vpc-endpoint'] as const;

const CREATIONS = [
  'CreateRouteTable',
  'CreateSecurityGroup',
  'CreateSubnet',
  'CreateVpc',
  'CreateVpcEndpoint',
] as const;

/** A rule is tagged as it is made, in a group that has its tags. */
const RULES = ['ec2:AuthorizeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress'] as const;
