import { type RegionName, regionFacts } from '../../config/catalog';
import type { DeployedStacks } from '../../config/ci';
import type { ConfigOverBase } from '../synth';
import { ACCOUNT, policyIn, type SynthesizedPlatform, synthPlatform } from '../synth';
import { RICH } from './region-lists';

const CI = { github: { repository: 'acme/orders' } } as const;

/** What makes an object of each type, for the roles that apply the stack which has it. */
const MAKING: Readonly<Record<string, string>> = {
  aws_acm_certificate: 'acm:RequestCertificate',
  aws_acm_certificate_validation: 'acm:RequestCertificate',
  aws_api_gateway_account: 'apigateway:PATCH',
  aws_api_gateway_deployment: 'apigateway:POST',
  aws_api_gateway_method_settings: 'apigateway:PATCH',
  aws_api_gateway_rest_api: 'apigateway:POST',
  aws_api_gateway_stage: 'apigateway:POST',
  aws_apigatewayv2_api: 'apigateway:POST',
  aws_apigatewayv2_api_mapping: 'apigateway:POST',
  aws_apigatewayv2_authorizer: 'apigateway:POST',
  aws_apigatewayv2_domain_name: 'apigateway:POST',
  aws_apigatewayv2_integration: 'apigateway:POST',
  aws_apigatewayv2_route: 'apigateway:POST',
  aws_apigatewayv2_stage: 'apigateway:POST',
  aws_appautoscaling_policy: 'application-autoscaling:PutScalingPolicy',
  aws_appautoscaling_target: 'application-autoscaling:RegisterScalableTarget',
  aws_autoscaling_group: 'autoscaling:CreateAutoScalingGroup',
  aws_autoscaling_policy: 'autoscaling:PutScalingPolicy',
  aws_cloudfront_cache_policy: 'cloudfront:CreateCachePolicy',
  aws_cloudfront_distribution: 'cloudfront:CreateDistributionWithTags',
  aws_cloudfront_function: 'cloudfront:CreateFunction',
  aws_cloudfront_origin_access_control: 'cloudfront:CreateOriginAccessControl',
  aws_cloudfront_origin_request_policy: 'cloudfront:CreateOriginRequestPolicy',
  aws_cloudwatch_composite_alarm: 'cloudwatch:PutCompositeAlarm',
  aws_cloudwatch_dashboard: 'cloudwatch:PutDashboard',
  aws_cloudwatch_event_rule: 'events:PutRule',
  aws_cloudwatch_event_target: 'events:PutTargets',
  aws_cloudwatch_log_delivery: 'logs:CreateDelivery',
  aws_cloudwatch_log_delivery_destination: 'logs:PutDeliveryDestination',
  aws_cloudwatch_log_delivery_source: 'logs:PutDeliverySource',
  aws_cloudwatch_log_group: 'logs:CreateLogGroup',
  aws_cloudwatch_metric_alarm: 'cloudwatch:PutMetricAlarm',
  aws_cognito_resource_server: 'cognito-idp:CreateResourceServer',
  aws_cognito_user_group: 'cognito-idp:CreateGroup',
  aws_cognito_user_pool: 'cognito-idp:CreateUserPool',
  aws_cognito_user_pool_client: 'cognito-idp:CreateUserPoolClient',
  aws_cognito_user_pool_domain: 'cognito-idp:CreateUserPoolDomain',
  aws_db_instance: 'rds:CreateDBInstance',
  aws_db_parameter_group: 'rds:CreateDBParameterGroup',
  aws_db_subnet_group: 'rds:CreateDBSubnetGroup',
  aws_default_route_table: 'ec2:CreateTags',
  aws_default_security_group: 'ec2:RevokeSecurityGroupIngress',
  aws_dynamodb_table: 'dynamodb:CreateTable',
  aws_ec2_transit_gateway: 'ec2:CreateTransitGateway',
  aws_ec2_transit_gateway_peering_attachment: 'ec2:CreateTransitGatewayPeeringAttachment',
  aws_ec2_transit_gateway_peering_attachment_accepter: 'ec2:AcceptTransitGatewayPeeringAttachment',
  aws_ec2_transit_gateway_route: 'ec2:CreateTransitGatewayRoute',
  aws_ec2_transit_gateway_route_table: 'ec2:CreateTransitGatewayRouteTable',
  aws_ec2_transit_gateway_route_table_association: 'ec2:AssociateTransitGatewayRouteTable',
  aws_ec2_transit_gateway_route_table_propagation: 'ec2:EnableTransitGatewayRouteTablePropagation',
  aws_ec2_transit_gateway_vpc_attachment: 'ec2:CreateTransitGatewayVpcAttachment',
  aws_ecr_lifecycle_policy: 'ecr:PutLifecyclePolicy',
  aws_ecr_replication_configuration: 'ecr:PutReplicationConfiguration',
  aws_ecr_repository: 'ecr:CreateRepository',
  aws_ecs_cluster: 'ecs:CreateCluster',
  aws_ecs_service: 'ecs:CreateService',
  aws_ecs_task_definition: 'ecs:RegisterTaskDefinition',
  aws_egress_only_internet_gateway: 'ec2:CreateEgressOnlyInternetGateway',
  aws_eip: 'ec2:AllocateAddress',
  aws_flow_log: 'ec2:CreateFlowLogs',
  aws_globalaccelerator_accelerator: 'globalaccelerator:CreateAccelerator',
  aws_globalaccelerator_endpoint_group: 'globalaccelerator:CreateEndpointGroup',
  aws_globalaccelerator_listener: 'globalaccelerator:CreateListener',
  aws_iam_instance_profile: 'iam:CreateInstanceProfile',
  aws_iam_policy: 'iam:CreatePolicy',
  aws_iam_role: 'iam:CreateRole',
  aws_iam_role_policy: 'iam:PutRolePolicy',
  aws_iam_role_policy_attachment: 'iam:AttachRolePolicy',
  aws_internet_gateway: 'ec2:CreateInternetGateway',
  aws_kms_alias: 'kms:CreateAlias',
  aws_kms_key: 'kms:CreateKey',
  aws_kms_replica_key: 'kms:ReplicateKey',
  aws_lambda_alias: 'lambda:CreateAlias',
  aws_lambda_event_source_mapping: 'lambda:CreateEventSourceMapping',
  aws_lambda_function: 'lambda:CreateFunction',
  aws_lambda_function_event_invoke_config: 'lambda:PutFunctionEventInvokeConfig',
  aws_lambda_function_url: 'lambda:CreateFunctionUrlConfig',
  aws_lambda_permission: 'lambda:AddPermission',
  aws_launch_template: 'ec2:CreateLaunchTemplate',
  aws_lb: 'elasticloadbalancing:CreateLoadBalancer',
  aws_lb_listener: 'elasticloadbalancing:CreateListener',
  aws_lb_listener_rule: 'elasticloadbalancing:CreateRule',
  aws_lb_target_group: 'elasticloadbalancing:CreateTargetGroup',
  aws_lb_target_group_attachment: 'elasticloadbalancing:RegisterTargets',
  aws_nat_gateway: 'ec2:CreateNatGateway',
  aws_route53_health_check: 'route53:CreateHealthCheck',
  aws_route53_record: 'route53:ChangeResourceRecordSets',
  aws_route53_zone: 'route53:CreateHostedZone',
  aws_route53_zone_association: 'route53:AssociateVPCWithHostedZone',
  aws_route53recoverycontrolconfig_cluster: 'route53-recovery-control-config:CreateCluster',
  aws_route53recoverycontrolconfig_control_panel: 'route53-recovery-control-config:CreateControlPanel',
  aws_route53recoverycontrolconfig_routing_control: 'route53-recovery-control-config:CreateRoutingControl',
  aws_route53recoverycontrolconfig_safety_rule: 'route53-recovery-control-config:CreateSafetyRule',
  aws_route: 'ec2:CreateRoute',
  aws_route_table: 'ec2:CreateRouteTable',
  aws_route_table_association: 'ec2:AssociateRouteTable',
  aws_s3_bucket: 's3:CreateBucket',
  aws_s3_bucket_lifecycle_configuration: 's3:PutLifecycleConfiguration',
  aws_s3_bucket_ownership_controls: 's3:PutBucketOwnershipControls',
  aws_s3_bucket_policy: 's3:PutBucketPolicy',
  aws_s3_bucket_public_access_block: 's3:PutBucketPublicAccessBlock',
  aws_s3_bucket_replication_configuration: 's3:PutReplicationConfiguration',
  aws_s3_bucket_server_side_encryption_configuration: 's3:PutEncryptionConfiguration',
  aws_s3_bucket_versioning: 's3:PutBucketVersioning',
  aws_scheduler_schedule: 'scheduler:CreateSchedule',
  aws_scheduler_schedule_group: 'scheduler:CreateScheduleGroup',
  aws_secretsmanager_secret: 'secretsmanager:CreateSecret',
  aws_secretsmanager_secret_version: 'secretsmanager:PutSecretValue',
  aws_security_group: 'ec2:CreateSecurityGroup',
  aws_sns_topic: 'sns:CreateTopic',
  aws_sns_topic_policy: 'sns:SetTopicAttributes',
  aws_sns_topic_subscription: 'sns:Subscribe',
  aws_sqs_queue: 'sqs:CreateQueue',
  aws_sqs_queue_policy: 'sqs:SetQueueAttributes',
  aws_ssm_parameter: 'ssm:PutParameter',
  aws_subnet: 'ec2:CreateSubnet',
  aws_vpc: 'ec2:CreateVpc',
  aws_vpc_endpoint: 'ec2:CreateVpcEndpoint',
  aws_vpc_peering_connection: 'ec2:CreateVpcPeeringConnection',
  aws_vpc_peering_connection_accepter: 'ec2:AcceptVpcPeeringConnection',
  aws_vpc_peering_connection_options: 'ec2:ModifyVpcPeeringConnectionOptions',
  aws_vpc_security_group_egress_rule: 'ec2:AuthorizeSecurityGroupEgress',
  aws_vpc_security_group_ingress_rule: 'ec2:AuthorizeSecurityGroupIngress',
  aws_wafv2_web_acl: 'wafv2:CreateWebACL',
  aws_wafv2_web_acl_association: 'wafv2:AssociateWebACL',
  aws_wafv2_web_acl_logging_configuration: 'wafv2:PutLoggingConfiguration',
};

/** What only a person makes: no pipeline changes its own rights. */
const BY_A_PERSON = new Set(['aws_iam_openid_connect_provider']);

const full = synthPlatform({ ...RICH, routing: {}, identity: {}, ci: CI });

/** Statements of the role of an environment, by all of its policies but AWS's own. */
function statementsOf(platform: SynthesizedPlatform, environment: string) {
  const foundation = platform.stack('foundation');
  const at = `deploy-roles_${environment}`;
  const attached = foundation
    .resources<{ policy_arn: string }>('aws_iam_role_policy_attachment')
    .filter(({ address }) => address.startsWith(`aws_iam_role_policy_attachment.${at}-`))
    .flatMap(({ args }) => /^\$\{(aws_iam_policy\.[\w-]+)\.arn\}$/.exec(args.policy_arn)?.[1] ?? []);
  return [`aws_iam_role_policy.${at}-policy`, ...attached].flatMap(
    (address) => policyIn(foundation.at<{ policy: string }>(address).policy).Statement,
  );
}

const ROLE: Readonly<Record<DeployedStacks, string>> = {
  foundation: 'foundation',
  regions: 'wave-2',
  global: 'global',
};

const kindOf = (stack: string): DeployedStacks =>
  stack.startsWith('region-') ? 'regions' : stack === 'global' ? 'global' : 'foundation';

const matches = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(action);

const NETWORK = {
  backbone: 'transit-gateway',
  stableEgressIps: true,
  privateZone: 'internal.orders.example.com',
} as const;
const FRONT = { domain: 'orders.example.com', parentZone: 'example.com' } as const;

test.each<[string, ConfigOverBase]>([
  ['everything but a front door', { ...RICH, routing: {}, identity: {} }],
  ['functions behind HTTP APIs', { ...RICH, network: NETWORK, ingress: FRONT }],
  [
    'containers behind load balancers, CloudFront and switches',
    {
      ...RICH,
      routing: {},
      network: { backbone: 'peering' },
      ingress: {
        ...FRONT,
        entry: 'alb',
        front: 'cdn',
        switch: 'routing-control',
        cdn: { bucket: 'objects', regionByCountry: { DE: 'eu-west-1' } },
      },
    },
  ],
  [
    'instances behind an accelerator',
    {
      ...RICH,
      network: { nat: 'none', interfaceEndpoints: ['ecr.api', 'ecr.dkr', 'logs'] },
      ingress: { ...FRONT, entry: 'alb', front: 'accelerator', service: { on: 'instances' } },
    },
  ],
  [
    'REST APIs of two jurisdictions',
    {
      ...RICH,
      buckets: {},
      databases: {},
      tables: {},
      regions: ['us-east-1', 'eu-west-1'],
      pattern: 'data-residency',
      ingress: {
        ...FRONT,
        entry: 'rest-api',
        front: 'cdn',
        residency: {
          eu: { regions: ['eu-west-1'], continents: ['EU'] },
          us: { regions: ['us-east-1'], default: true },
        },
        cdn: { jurisdictionField: 'tenant' },
      },
    },
  ],
])('a pipeline can make a platform with %s', (_what, config) => {
  const platform = synthPlatform({ ...config, ci: CI });
  const missing = [...platform.stacks.values()].flatMap((stack) => {
    const allowed = statementsOf(platform, ROLE[kindOf(stack.name)])
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action);
    return Object.keys(stack.counts)
      .filter((type) => type.startsWith('aws_') && !BY_A_PERSON.has(type))
      .map((type) => [stack.name, type, MAKING[type] ?? 'is not in MAKING'] as const)
      .filter(([, , action]) => !allowed.some((pattern) => matches(pattern, action)));
  });
  expect(missing).toEqual([]);
});

test('every policy of a pipeline fits: 10,240 characters of a role’s own together, 6,144 of a managed one', () => {
  const platform = synthPlatform({ ...RICH, network: NETWORK, ingress: FRONT, ci: CI });
  const foundation = platform.stack('foundation');
  const sizes = (type: string): number[] =>
    foundation
      .resources<{ policy: string }>(type)
      .filter(({ address }) => address.includes('deploy-roles_'))
      .map(({ args }) => args.policy.length);
  expect(Math.max(...sizes('aws_iam_role_policy'))).toBeLessThanOrEqual(10_240);
  expect(Math.max(...sizes('aws_iam_policy'))).toBeLessThanOrEqual(6144);
});

test('without the key there is nothing of it', () => {
  const { counts, outputs, text } = synthPlatform(RICH).stack('foundation');
  expect(counts.aws_iam_openid_connect_provider).toBeUndefined();
  expect(Object.keys(outputs).filter((name) => name.startsWith('ci_'))).toEqual([]);
  expect(text).not.toContain('permissions_boundary');
});

test('every role that a pipeline may change has the boundary, and the pipelines’ own have none', () => {
  const roles = full.stack('foundation').resources<{ name: string; permissions_boundary?: string }>('aws_iam_role');
  const bounded = roles.filter(
    ({ args }) => args.permissions_boundary === '${aws_iam_policy.deploy-roles_boundary.arn}',
  );
  expect(bounded.map(({ args }) => args.name)).toEqual(
    roles.map(({ args }) => args.name).filter((name) => !name.startsWith('orders-prod-ci-')),
  );
  expect(bounded.length).toBeGreaterThan(1);
});

test('the boundary leaves every role what its own policy gives it', () => {
  const foundation = full.stack('foundation');
  const boundary =
    policyIn(foundation.at<{ policy: string }>('aws_iam_policy.deploy-roles_boundary').policy).Statement[0]?.Action ??
    [];
  for (const { address, args } of foundation.resources<{ policy: string }>('aws_iam_role_policy')) {
    if (address.includes('deploy-roles_')) continue;
    const actions = policyIn(args.policy).Statement.flatMap(({ Action }) => Action);
    expect([
      address,
      actions.filter((action) => ![boundary].flat().some((pattern) => matches(pattern, action))),
    ]).toEqual([address, []]);
  }
});

test('each role is an output of foundation', () =>
  expect(full.stack('foundation').outputs).toMatchObject({
    ci_plan_role_arn: { value: '${aws_iam_role.deploy-roles_plan.arn}' },
    ci_wave_2_role_arn: {
      description: 'ARN of the role that jobs of the deployment environment wave-2 take.',
    },
  }));

/** All of a stack's JSON that is of the roles. */
const ofTheRoles = (config: ConfigOverBase): string =>
  JSON.stringify(
    synthPlatform(config)
      .stack('foundation')
      .resources()
      .filter(({ address }) => address.includes('deploy-roles')),
  );

test.each<[RegionName, RegionName[]]>([
  ['us-east-1', ['us-east-1', 'eu-west-1', 'sa-east-1', 'ap-southeast-2']],
  ['eu-west-1', ['eu-west-1', 'us-east-1']],
])('a Region that joins needs no new rights: home %s, %j', (home, regions) => {
  const provider = new RegExp(`"aws\\.${regionFacts(home).code}"`, 'g');
  expect(ofTheRoles({ ci: CI, regions, home }).replace(provider, '"aws.use1"')).toBe(
    ofTheRoles({ ci: CI, regions: ['us-east-1'], home: 'us-east-1' }),
  );
});

test('with state buckets of one’s own, those are the ones', () => {
  const { stacks } = synthPlatform({
    ci: CI,
    regions: ['us-east-1', 'eu-west-1'],
    state: { buckets: { 'us-east-1': 'acme-us', 'eu-west-1': 'acme-eu' } },
  });
  const plan = stacks.get('foundation')?.at<{ policy: string }>('aws_iam_role_policy.deploy-roles_plan-policy').policy;
  expect(policyIn(plan).Statement.find(({ Sid }) => Sid === 'ReadState')?.Resource).toEqual([
    'arn:aws:s3:::acme-eu/orders/prod/*',
    'arn:aws:s3:::acme-us/orders/prod/*',
  ]);
});

test('a role that a Region’s evacuation touches is none of these', () => {
  const { json } = synthPlatform({
    ...RICH,
    ci: CI,
    regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }],
  }).stack('foundation');
  expect(JSON.stringify(json.removed)).not.toContain('deploy-roles');
  expect(JSON.stringify(json.resource)).toContain(`arn:aws:iam::${ACCOUNT}:oidc-provider/`);
});
