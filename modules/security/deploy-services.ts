import {
  arnIn,
  type DeployReach,
  endpoints,
  globalArn,
  OF_NO_PLATFORM,
  own,
  passRoles,
  serviceRoles,
  taggedAsOwn,
  tagsAsOwn,
} from './deploy-reach';
import type { PolicyStatement } from './policy-document';

/** Changing a Region's service: containers, instances, and how many there are. For the role that applies Regions. */
export const servicePermissions = (reach: DeployReach): PolicyStatement[] => [
  ...containers(reach),
  ...instances(reach),
  ...scaling(reach),
  passServiceRoles(reach),
  {
    ...serviceRoles(reach, [
      'autoscaling.amazonaws.com',
      'ecs.amazonaws.com',
      'ecs.application-autoscaling.amazonaws.com',
    ]),
    sid: 'LetComputeHaveItsRole',
  },
];

/** Changing the repositories of images, their replication, and the profiles of instances. For the role that applies `foundation`. */
export const imagePermissions = (reach: DeployReach): PolicyStatement[] => {
  const profiles = [globalArn(reach, 'iam', `instance-profile/${reach.namePrefix}*`)];
  return [
    {
      sid: 'ManageRepositories',
      actions: [
        'ecr:CreateRepository',
        'ecr:DeleteLifecyclePolicy',
        'ecr:DeleteRepository',
        'ecr:PutImageScanningConfiguration',
        'ecr:PutImageTagMutability',
        'ecr:PutLifecyclePolicy',
        'ecr:TagResource',
        'ecr:UntagResource',
      ],
      resources: own(reach, 'ecr', 'repository/'),
    },
    {
      // ECR has whoever deletes a repository give back the grants under which its images were ("Encryption at rest" of Amazon ECR).
      sid: 'ReturnGrantsOfImages',
      actions: ['kms:RetireGrant'],
      resources: [arnIn(reach, 'kms', 'key/*')],
      conditions: { StringLike: { 'kms:ViaService': endpoints('ecr') } },
    },
    {
      // A registry's own setting: there is one, without a name ("Actions, resources, and condition keys for Amazon ECR").
      sid: 'CopyImages',
      actions: ['ecr:PutReplicationConfiguration'],
      resources: ['*'],
    },
    {
      sid: 'ManageProfiles',
      actions: [
        'iam:AddRoleToInstanceProfile',
        'iam:CreateInstanceProfile',
        'iam:DeleteInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
        'iam:TagInstanceProfile',
        'iam:UntagInstanceProfile',
      ],
      resources: profiles,
    },
    passServiceRoles(reach),
    {
      ...serviceRoles(reach, ['replication.ecr.amazonaws.com']),
      sid: 'LetImagesBeCopied',
    },
  ];
};

const passServiceRoles = (reach: DeployReach): PolicyStatement => ({
  ...passRoles(reach),
  sid: 'PassServiceRoles',
  conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] } },
});

const containers = (reach: DeployReach): PolicyStatement[] => [
  {
    sid: 'ManageContainers',
    actions: [
      'ecs:CreateCluster',
      'ecs:CreateService',
      'ecs:DeleteCluster',
      'ecs:DeleteService',
      'ecs:PutClusterCapacityProviders',
      'ecs:TagResource',
      'ecs:UntagResource',
      'ecs:UpdateCluster*',
      'ecs:UpdateService',
    ],
    resources: own(reach, 'ecs', 'cluster/', 'service/', 'task-definition/'),
  },
  {
    // A revision has no ARN before it is there; what it may do is its roles' to say.
    sid: 'DescribeTasks',
    actions: ['ecs:RegisterTaskDefinition'],
    resources: ['*'],
    conditions: { StringEquals: tagsAsOwn(reach) },
  },
];

const instances = (reach: DeployReach): PolicyStatement[] => {
  const templates = [arnIn(reach, 'ec2', 'launch-template/*')];
  return [
    {
      sid: 'MakeLaunchTemplates',
      actions: ['ec2:CreateLaunchTemplate', 'ec2:CreateTags'],
      resources: templates,
      conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
    },
    {
      sid: 'ChangeLaunchTemplates',
      actions: [
        'ec2:CreateLaunchTemplateVersion',
        'ec2:CreateTags',
        'ec2:DeleteLaunchTemplate*',
        'ec2:DeleteTags',
        'ec2:ModifyLaunchTemplate',
        // A group is made only for whom could launch its instances ("Control Amazon EC2 launch template usage in Auto Scaling groups").
        'ec2:RunInstances',
      ],
      resources: templates,
      conditions: { StringEquals: taggedAsOwn(reach) },
    },
    {
      sid: 'LaunchFromTemplates',
      actions: ['ec2:RunInstances'],
      resources: ['*'],
      conditions: { ArnLike: { 'ec2:LaunchTemplate': templates } },
    },
    {
      sid: 'TagWhatIsLaunched',
      actions: ['ec2:CreateTags'],
      resources: ['instance', 'volume'].map((kind) => arnIn(reach, 'ec2', `${kind}/*`)),
      conditions: { StringEquals: { ...tagsAsOwn(reach), 'ec2:CreateAction': 'RunInstances' } },
    },
    {
      sid: 'ManageGroups',
      actions: [
        'autoscaling:*LoadBalancerTargetGroups',
        'autoscaling:*MetricsCollection',
        'autoscaling:*Tags',
        'autoscaling:*TrafficSources',
        'autoscaling:CancelInstanceRefresh',
        'autoscaling:CreateAutoScalingGroup',
        'autoscaling:DeleteAutoScalingGroup',
        'autoscaling:DeletePolicy',
        'autoscaling:PutScalingPolicy',
        'autoscaling:StartInstanceRefresh',
        'autoscaling:UpdateAutoScalingGroup',
      ],
      resources: own(reach, 'autoscaling', 'autoScalingGroup:*:autoScalingGroupName/'),
    },
  ];
};

/** A scalable target has a random id: new ones by the tags that they get, existing ones by the tags that they have. */
const scaling = (reach: DeployReach): PolicyStatement[] => {
  const targets = [arnIn(reach, 'application-autoscaling', 'scalable-target/*')];
  return [
    {
      sid: 'MakeScaling',
      actions: ['application-autoscaling:RegisterScalableTarget', 'application-autoscaling:TagResource'],
      resources: targets,
      conditions: { StringEquals: tagsAsOwn(reach), Null: OF_NO_PLATFORM },
    },
    {
      sid: 'ChangeScaling',
      actions: [
        'application-autoscaling:De*',
        'application-autoscaling:PutScalingPolicy',
        'application-autoscaling:RegisterScalableTarget',
        'application-autoscaling:TagResource',
        'application-autoscaling:UntagResource',
      ],
      resources: targets,
      conditions: { StringEquals: taggedAsOwn(reach) },
    },
    {
      // Target tracking watches with alarms that it makes for whoever asks ("How target tracking scaling works").
      sid: 'WatchForScaling',
      actions: ['cloudwatch:DeleteAlarms', 'cloudwatch:PutMetricAlarm'],
      resources: [arnIn(reach, 'cloudwatch', `alarm:TargetTracking-*${reach.namePrefix}*`)],
    },
  ];
};
