import { arnIn, type DeployReach, OF_NO_PLATFORM, serviceRoles, taggedAsOwn, tagsAsOwn } from './deploy-reach';
import type { PolicyStatement } from './policy-document';

/**
 * Changing a VPC and what is in it, for the role that applies regions. None of it has a name in its ARN: what is made gets
 * the platform's tags with the same call, and what is changed must have them ("Grant permission to tag Amazon EC2 resources
 * during creation").
 */
export const networkPermissions = (reach: DeployReach): PolicyStatement[] => [
  ...taggedObjects(reach, {
    of: 'Network',
    kinds: ['*gateway*', 'elastic-ip', 'route-table', 'security-group*', 'subnet', 'vpc*'],
    creations: [
      'AllocateAddress',
      // A rule is tagged as it is made, in a group that has its tags.
      'AuthorizeSecurityGroupEgress',
      'AuthorizeSecurityGroupIngress',
      'CreateEgressOnlyInternetGateway',
      'CreateFlowLogs',
      'CreateInternetGateway',
      'CreateNatGateway',
      'CreateRouteTable',
      'CreateSecurityGroup',
      'CreateSubnet',
      'CreateTransitGatewayVpcAttachment',
      'CreateVpc',
      'CreateVpcEndpoint',
    ],
    changes: [
      'Associate*',
      'AttachInternetGateway',
      'AuthorizeSecurityGroup*',
      'Create*',
      'Delete*',
      'DetachInternetGateway',
      'Disassociate*',
      'ModifySecurityGroupRules',
      'ModifySubnetAttribute',
      'ModifyTransitGatewayVpcAttachment',
      'ModifyVpc*',
      'ReleaseAddress',
      'ReplaceRoute*',
      'Revoke*',
      '*TransitGatewayRouteTablePropagation',
      'UpdateSecurityGroupRuleDescriptions*',
    ],
  }),
  {
    // A VPC's default security group and route table are there before anybody can tag them.
    sid: 'AdoptDefaults',
    actions: ['ec2:CreateTags'],
    resources: ['route-table', 'security-group'].map((kind) => arnIn(reach, 'ec2', `${kind}/*`)),
    conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
  },
  {
    // An endpoint with private names is a zone of AWS's own, joined to the VPC with the rights of whom makes it.
    sid: 'NameEndpoints',
    actions: ['route53:AssociateVPCWithHostedZone'],
    resources: [anyZone(reach)],
  },
  {
    ...serviceRoles(reach, ['ec2-nat-gateway.amazonaws.com', 'transitgateway.amazonaws.com']),
    sid: 'LetGatewaysHaveTheirRole',
  },
];

/** Changing transit gateways and the addresses that calls come from, for the role that applies foundation. */
export const hubPermissions = (reach: DeployReach): PolicyStatement[] =>
  taggedObjects(reach, {
    of: 'Hubs',
    kinds: ['elastic-ip', 'transit-gateway*'],
    creations: ['AllocateAddress', 'CreateTransitGateway', 'CreateTransitGatewayRouteTable'],
    changes: ['Create*', 'Delete*', 'DisassociateAddress', 'ModifyTransitGateway', 'ReleaseAddress'],
  });

/** Changing peerings and the routes over them, for the role that applies global. */
export const backbonePermissions = (reach: DeployReach): PolicyStatement[] => [
  ...taggedObjects(reach, {
    of: 'Backbone',
    kinds: ['route-table', ...PEERINGS, 'transit-gateway', 'transit-gateway-route-table', 'vpc'],
    made: PEERINGS,
    creations: ['CreateTransitGatewayPeeringAttachment', 'CreateVpcPeeringConnection'],
    changes: [
      'Accept*',
      'AssociateTransitGatewayRouteTable',
      'CreateRoute',
      'CreateTags',
      'CreateTransitGateway*',
      'CreateVpcPeeringConnection',
      'DeleteRoute',
      'DeleteTags',
      'DeleteTransitGatewayPeeringAttachment',
      'DeleteTransitGatewayRoute',
      'DeleteVpcPeeringConnection',
      'DisassociateTransitGatewayRouteTable',
      'ModifyVpcPeeringConnectionOptions',
      'ReplaceRoute',
      'ReplaceTransitGatewayRoute',
    ],
  }),
  {
    // A peering has tags in each of its Regions, and none where it has just arrived.
    sid: 'AcceptPeerings',
    actions: ['ec2:AcceptTransitGatewayPeeringAttachment', 'ec2:AcceptVpcPeeringConnection'],
    resources: arns(reach, PEERINGS),
    conditions: { Null: OF_NO_PLATFORM },
  },
  {
    sid: 'TagAcceptedPeerings',
    actions: ['ec2:CreateTags'],
    resources: arns(reach, PEERINGS),
    conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
  },
];

/** Changing a zone that the platform's VPCs ask, for the role that applies global. */
export const privateZonePermissions = (reach: DeployReach): PolicyStatement[] => [
  // A zone has no name in its ARN, and Route 53 knows no tags in a condition.
  { sid: 'MakePrivateZone', actions: ['route53:CreateHostedZone'], resources: ['*'] },
  {
    sid: 'ManagePrivateZone',
    actions: [
      'route53:AssociateVPCWithHostedZone',
      'route53:ChangeTagsForResource',
      'route53:DeleteHostedZone',
      'route53:DisassociateVPCFromHostedZone',
      'route53:UpdateHostedZoneComment',
    ],
    resources: [anyZone(reach)],
  },
];

const PEERINGS = ['transit-gateway-attachment', 'vpc-peering-connection'] as const;

interface TaggedObjects {
  /** End of the statements' ids. */
  readonly of: string;
  /** Kinds of EC2's objects, as they stand in an ARN. */
  readonly kinds: readonly string[];
  /** Those of them that are made. @default - all */
  readonly made?: readonly string[];
  /** Actions that make one, and give it tags. */
  readonly creations: readonly string[];
  /** Actions on what is there; also on that which a new one is made from or in. */
  readonly changes: readonly string[];
}

const taggedObjects = (
  reach: DeployReach,
  { of, kinds, made = kinds, creations, changes }: TaggedObjects,
): [PolicyStatement, PolicyStatement, PolicyStatement] => {
  const makes = arns(reach, made);
  return [
    {
      sid: `Make${of}`,
      actions: creations.map((action) => `ec2:${action}`),
      resources: makes,
      conditions: { StringEquals: tagsAsOwn(reach) },
    },
    {
      sid: `TagMade${of}`,
      actions: ['ec2:CreateTags'],
      resources: makes,
      conditions: { StringEquals: { ...tagsAsOwn(reach), 'ec2:CreateAction': creations } },
    },
    {
      sid: `Change${of}`,
      actions: changes.map((action) => `ec2:${action}`),
      resources: arns(reach, kinds),
      conditions: { StringEquals: taggedAsOwn(reach) },
    },
  ];
};

const arns = (reach: DeployReach, kinds: readonly string[]): string[] =>
  kinds.map((kind) => arnIn(reach, 'ec2', `${kind}/*`));

const anyZone = ({ partition }: DeployReach): string => `arn:${partition}:route53:::hostedzone/*`;
