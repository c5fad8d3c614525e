import { recordPermissions, webAcls } from './deploy-ingress';
import {
  arnIn,
  type DeployReach,
  globalArn,
  OF_NO_PLATFORM,
  own,
  passRoles,
  serviceRoles,
  taggedAsOwn,
  tagsAsOwn,
} from './deploy-reach';
import type { PolicyStatement } from './policy-document';

/** Changing the front door of any kind: which one it is may change, and the role's rights with it only by a person. */
export const frontPermissions = (reach: DeployReach, domains: readonly string[]): PolicyStatement[] => [
  recordPermissions(reach, domains),
  ...healthChecks(reach),
  ...distributions(reach),
  ...webAcls(reach, 'global'),
  ...edgeFunctions(reach),
  ...accelerators(reach),
  ...routingControls(reach),
  {
    ...serviceRoles(reach, [
      'globalaccelerator.amazonaws.com',
      'logger.cloudfront.amazonaws.com',
      'replicator.lambda.amazonaws.com',
    ]),
    sid: 'LetEdgeHaveItsRoles',
  },
];

/** A check has an id, and Route 53 knows no tags in a condition ("Actions, resources, and condition keys for Amazon Route 53"). */
const healthChecks = ({ partition }: DeployReach): PolicyStatement[] => [
  { sid: 'MakeHealthChecks', actions: ['route53:CreateHealthCheck'], resources: ['*'] },
  {
    sid: 'ManageHealthChecks',
    actions: ['route53:ChangeTagsForResource', 'route53:DeleteHealthCheck', 'route53:UpdateHealthCheck'],
    resources: [`arn:${partition}:route53:::healthcheck/*`],
  },
];

const distributions = (reach: DeployReach): PolicyStatement[] => {
  const distribution = globalArn(reach, 'cloudfront', 'distribution/*');
  return [
    {
      // None of it has an ARN before it is there ("Actions, resources, and condition keys for Amazon CloudFront").
      sid: 'MakeEdge',
      actions: ['CachePolicy', 'Distribution*', 'Function', 'OriginAccessControl', 'OriginRequestPolicy'].map(
        (what) => `cloudfront:Create${what}`,
      ),
      resources: ['*'],
    },
    {
      // It is tagged in the call that makes it, which takes both rights.
      sid: 'TagMadeDistributions',
      actions: ['cloudfront:TagResource'],
      resources: [distribution],
      conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
    },
    {
      sid: 'ManageDistributions',
      actions: [
        'cloudfront:AllowVendedLogDeliveryForResource',
        'cloudfront:DeleteDistribution',
        'cloudfront:TagResource',
        'cloudfront:UntagResource',
        'cloudfront:UpdateDistribution',
      ],
      resources: [distribution],
      conditions: { StringEquals: taggedAsOwn(reach) },
    },
    {
      // Theirs are ids, and they have no tags ("Actions, resources, and condition keys for Amazon CloudFront").
      sid: 'ManageEdgePolicies',
      actions: ['CachePolicy', 'OriginAccessControl', 'OriginRequestPolicy'].flatMap((what) => [
        `cloudfront:Delete${what}`,
        `cloudfront:Update${what}`,
      ]),
      resources: ['cache-policy/*', 'origin-access-control/*', 'origin-request-policy/*'].map((kind) =>
        globalArn(reach, 'cloudfront', kind),
      ),
    },
    {
      sid: 'ManageEdgeCode',
      actions: [
        'cloudfront:DeleteFunction',
        'cloudfront:PublishFunction',
        'cloudfront:TagResource',
        'cloudfront:UntagResource',
        'cloudfront:UpdateFunction',
      ],
      resources: [globalArn(reach, 'cloudfront', `function/${reach.namePrefix}*`)],
    },
    {
      // "Logs sent to CloudWatch Logs", user permissions; a delivery itself has an id.
      sid: 'DeliverEdgeLogs',
      actions: ['logs:*Delivery*', 'logs:TagResource', 'logs:UntagResource'],
      resources: [
        ...own(reach, 'logs', 'delivery-destination:', 'delivery-source:'),
        arnIn(reach, 'logs', 'delivery:*'),
      ],
    },
    {
      sid: 'ManageEdgeLogs',
      actions: [
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:DeleteRetentionPolicy',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      resources: [arnIn(reach, 'logs', `log-group:/aws/*/${reach.namePrefix}*`)],
    },
  ];
};

/** The distribution lets a function be copied: `Enable*` and `Disable*` are written with the asterisk ("Set up IAM permissions and roles for Lambda@Edge"). */
const edgeFunctions = (reach: DeployReach): PolicyStatement[] => [
  {
    sid: 'ManageEdgeFunctions',
    actions: [
      'lambda:CreateFunction',
      'lambda:DeleteFunction',
      'lambda:DisableReplication*',
      'lambda:EnableReplication*',
      'lambda:PublishVersion',
      'lambda:TagResource',
      'lambda:UntagResource',
      'lambda:UpdateFunction*',
    ],
    resources: own(reach, 'lambda', 'function:'),
  },
  passRoles(reach),
];

const accelerators = (reach: DeployReach): PolicyStatement[] => {
  const accelerator = globalArn(reach, 'globalaccelerator', 'accelerator/*');
  return [
    {
      // One has no ARN before it is there ("Actions, resources, and condition keys for AWS Global Accelerator").
      sid: 'MakeAccelerators',
      actions: ['globalaccelerator:CreateAccelerator'],
      resources: ['*'],
      conditions: { StringEquals: tagsAsOwn(reach) },
    },
    {
      sid: 'TagMadeAccelerators',
      actions: ['globalaccelerator:TagResource'],
      resources: [accelerator],
      conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
    },
    {
      // Listeners and groups stand below their accelerator, and have its tags.
      sid: 'ManageAccelerators',
      actions: [
        'globalaccelerator:CreateEndpointGroup',
        'globalaccelerator:CreateListener',
        'globalaccelerator:Delete*',
        'globalaccelerator:TagResource',
        'globalaccelerator:UntagResource',
        'globalaccelerator:Update*',
      ],
      resources: [accelerator],
      conditions: { StringEquals: taggedAsOwn(reach) },
    },
  ];
};

/** They get their tags after they are made, and by ids: nothing tells a platform's own. None of these turns a switch. */
const routingControls = (reach: DeployReach): PolicyStatement[] => [
  // Nothing is there to name ("Actions, resources, and condition keys for Amazon Route 53 Recovery Controls").
  { sid: 'MakeClusters', actions: ['route53-recovery-control-config:CreateCluster'], resources: ['*'] },
  {
    sid: 'ManageRoutingControls',
    actions: ['Create*', 'Delete*', 'TagResource', 'UntagResource', 'Update*'].map(
      (action) => `route53-recovery-control-config:${action}`,
    ),
    resources: ['cluster/*', 'controlpanel/*'].map((kind) => globalArn(reach, 'route53-recovery-control', kind)),
  },
];

/** Changing the front door's alarms, their topics and dashboard, and the key of the topics. */
export const watchPermissions = (reach: DeployReach): PolicyStatement[] => [
  {
    sid: 'Watch',
    actions: [
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DeleteDashboards',
      'cloudwatch:PutDashboard',
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
      'sns:CreateTopic',
      'sns:DeleteTopic',
      'sns:SetTopicAttributes',
      'sns:TagResource',
      'sns:UntagResource',
    ],
    resources: [
      ...own(reach, 'cloudwatch', 'alarm:'),
      globalArn(reach, 'cloudwatch', `dashboard/${reach.namePrefix}*`),
      ...own(reach, 'sns', ''),
    ],
  },
  ...alarmKeys(reach),
];

/** The key of the topics: it is made and kept, and taken away by a person. */
const alarmKeys = (reach: DeployReach): PolicyStatement[] => [
  // A key has no ARN before it is made ("Actions, resources, and condition keys for AWS Key Management Service").
  {
    sid: 'MakeAlarmKeys',
    actions: ['kms:CreateKey'],
    resources: ['*'],
    conditions: { StringEquals: tagsAsOwn(reach) },
  },
  {
    sid: 'TagAlarmKeys',
    actions: ['kms:TagResource'],
    resources: [arnIn(reach, 'kms', 'key/*')],
    conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
  },
  {
    sid: 'ManageAlarmKeys',
    actions: [
      'kms:*Alias',
      'kms:EnableKeyRotation',
      'kms:PutKeyPolicy',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:UpdateKeyDescription',
    ],
    resources: [arnIn(reach, 'kms', 'key/*')],
    conditions: { StringEquals: taggedAsOwn(reach) },
  },
  { sid: 'NameAlarmKeys', actions: ['kms:*Alias'], resources: own(reach, 'kms', 'alias/') },
];
