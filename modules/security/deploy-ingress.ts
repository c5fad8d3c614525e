import {
  arnIn,
  type DeployReach,
  globalArn,
  OF_NO_PLATFORM,
  own,
  serviceRoles,
  taggedAsOwn,
  tagsAsOwn,
} from './deploy-reach';
import type { PolicyStatement } from './policy-document';

/**
 * Changing the zone, certificates and API Gateway's domain names, for the role that applies foundation.
 * @param domains whose records it may write: the platform's own, which the delegation above it is one of
 */
export const namePermissions = (reach: DeployReach, domains: readonly string[]): PolicyStatement[] => [
  // A zone has no name in its ARN, and Route 53 knows no condition for it ("Actions, resources, and condition keys for Amazon Route 53").
  { sid: 'MakeZones', actions: ['route53:CreateHostedZone'], resources: ['*'] },
  {
    sid: 'ManageZones',
    actions: ['route53:ChangeTagsForResource', 'route53:UpdateHostedZoneComment', 'route53:UpdateHostedZoneFeatures'],
    resources: [anyZone(reach)],
  },
  recordPermissions(reach, domains),
  {
    sid: 'MakeCertificates',
    actions: ['acm:AddTagsToCertificate', 'acm:RequestCertificate'],
    resources: [arnIn(reach, 'acm', 'certificate/*')],
    conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
  },
  {
    sid: 'ManageCertificates',
    actions: [
      'acm:AddTagsToCertificate',
      'acm:DeleteCertificate',
      'acm:RemoveTagsFromCertificate',
      'acm:UpdateCertificateOptions',
    ],
    resources: [arnIn(reach, 'acm', 'certificate/*')],
    conditions: { StringEquals: taggedAsOwn(reach) },
  },
  {
    // A domain name's ARN has its host in it, every host one below a domain.
    sid: 'ManageDomainNames',
    actions: API_CALLS,
    resources: [
      apiArn(reach, '/domainnames'),
      ...domains.map((domain) => apiArn(reach, `/domainnames/*.${domain}`)),
      apiArn(reach, '/tags/*'),
      // The account's setting for the logs of REST APIs.
      apiArn(reach, '/account'),
    ],
  },
  passLogRole(reach),
  { ...serviceRoles(reach, ['ops.apigateway.amazonaws.com']), sid: 'LetApiGatewayHaveItsRole' },
];

/** Writing records of some domains and of no other, in any zone: also for the role that applies global, where the front door is. */
export const recordPermissions = (reach: DeployReach, domains: readonly string[]): PolicyStatement => ({
  sid: 'WriteRecords',
  actions: ['route53:ChangeResourceRecordSets'],
  resources: [anyZone(reach)],
  conditions: {
    // Names as Route 53 compares them: lower case, without the last dot ("Using IAM policy conditions for fine-grained access control").
    'ForAllValues:StringLike': {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': domains.flatMap((domain) => [domain, `*.${domain}`]),
    },
  },
});

/** Changing a Region's entry, for the role that applies regions; it has the rest of APIs by `functions`. */
export const entryPermissions = (reach: DeployReach, domains: readonly string[]): PolicyStatement[] => [
  {
    // A REST API has an id. Its stages have a web ACL of the platform.
    sid: 'ManageEntryApis',
    actions: [...API_CALLS, 'apigateway:SetWebACL'],
    resources: [
      apiArn(reach, '/restapis'),
      apiArn(reach, '/restapis/*'),
      ...domains.map((domain) => apiArn(reach, `/domainnames/*.${domain}/apimappings*`)),
    ],
  },
  ...balancers(reach),
  ...webAcls(reach, 'regional'),
  // For a load balancer, of which it is a right that names none ("Actions, resources, and condition keys for AWS Elastic Load Balancing V2").
  { sid: 'ProtectBalancers', actions: ['elasticloadbalancing:SetWebAcl'], resources: ['*'] },
  { ...serviceRoles(reach, ['elasticloadbalancing.amazonaws.com']), sid: 'LetBalancersHaveTheirRole' },
];

const CREATIONS = ['CreateListener', 'CreateLoadBalancer', 'CreateRule', 'CreateTargetGroup'] as const;

/** A load balancer's name may be too short for the platform's prefix: it is told by its tags. */
const balancers = (reach: DeployReach): PolicyStatement[] => {
  const resources = ['listener', 'listener-rule', 'loadbalancer', 'targetgroup'].map((kind) =>
    arnIn(reach, 'elasticloadbalancing', `${kind}/*`),
  );
  return [
    {
      sid: 'MakeBalancers',
      actions: CREATIONS.map((action) => `elasticloadbalancing:${action}`),
      resources,
      conditions: { StringEquals: tagsAsOwn(reach) },
    },
    {
      sid: 'TagMadeBalancers',
      actions: ['elasticloadbalancing:AddTags'],
      resources,
      conditions: { StringEquals: { ...tagsAsOwn(reach), 'elasticloadbalancing:CreateAction': [...CREATIONS] } },
    },
    {
      sid: 'ManageBalancers',
      actions: [
        'elasticloadbalancing:AddTags',
        'elasticloadbalancing:Create*',
        'elasticloadbalancing:Delete*',
        'elasticloadbalancing:*Targets',
        'elasticloadbalancing:Modify*',
        'elasticloadbalancing:RemoveTags',
        'elasticloadbalancing:Set*',
      ],
      resources,
      conditions: { StringEquals: taggedAsOwn(reach) },
    },
  ];
};

/**
 * Changing web ACLs before Regions (`regional`) or before CloudFront (`global`, for the role that applies global), and
 * having WAF write their logs.
 */
export const webAcls = (reach: DeployReach, scope: 'regional' | 'global'): PolicyStatement[] => [
  {
    sid: 'ManageWebAcls',
    actions: [
      'wafv2:AssociateWebACL',
      'wafv2:CreateWebACL',
      'wafv2:DeleteLoggingConfiguration',
      'wafv2:DeleteWebACL',
      'wafv2:DisassociateWebACL',
      'wafv2:PutLoggingConfiguration',
      'wafv2:TagResource',
      'wafv2:UntagResource',
      'wafv2:UpdateWebACL',
    ],
    resources: [
      ...own(reach, 'wafv2', `${scope}/webacl/`),
      // AWS's own groups of rules belong to no account.
      `arn:${reach.partition}:wafv2:*:*:${scope}/managedruleset/*`,
      ...(scope === 'regional'
        ? [arnIn(reach, 'elasticloadbalancing', 'loadbalancer/app/*'), apiArn(reach, '/restapis/*/stages/*')]
        : []),
    ],
  },
  {
    sid: 'ManageWebAclLogs',
    actions: [
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:DeleteRetentionPolicy',
      'logs:PutRetentionPolicy',
      'logs:TagResource',
      'logs:UntagResource',
    ],
    resources: own(reach, 'logs', 'log-group:aws-waf-logs-'),
  },
  {
    // WAF has its log delivered by CloudWatch, for which nothing can be named ("Logging web ACL traffic", "Permissions").
    sid: 'DeliverWebAclLogs',
    actions: ['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:PutResourcePolicy'],
    resources: ['*'],
  },
];

const API_CALLS: readonly string[] = [
  'apigateway:DELETE',
  'apigateway:PATCH',
  'apigateway:POST',
  'apigateway:PUT',
  'apigateway:TagResource',
];

/** API Gateway's ARNs are paths, and have no account. */
const apiArn = ({ partition }: DeployReach, path: string): string => `arn:${partition}:apigateway:*::${path}`;

const anyZone = ({ partition }: DeployReach): string => `arn:${partition}:route53:::hostedzone/*`;

/** API Gateway writes the logs of REST APIs with a role of the platform. */
const passLogRole = (reach: DeployReach): PolicyStatement => ({
  sid: 'PassLogRole',
  actions: ['iam:PassRole'],
  resources: [globalArn(reach, 'iam', `role/${reach.namePrefix}*`)],
  conditions: { StringEquals: { 'iam:PassedToService': 'apigateway.amazonaws.com' } },
});
