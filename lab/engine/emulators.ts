import type { Omission } from './leave-out';

/** Something that an emulator is known not to do, so that it is left out before a run. */
interface KnownGap extends Omission {
  readonly emulator: string;
}

/** What is between VPCs. */
const MOTO_NETWORK_GAPS: readonly KnownGap[] = [
  {
    emulator: 'moto',
    type: 'aws_ec2_transit_gateway_vpc_attachment',
    why: 'moto associates it with a default route table, though the gateway was made without one, and never lets go of it',
  },
  {
    emulator: 'moto',
    type: 'aws_ec2_transit_gateway_route',
    why: 'moto lists a route without its attachment, and the provider takes it for a blackhole',
  },
  {
    emulator: 'moto',
    type: 'aws_ec2_transit_gateway_route_table',
    kind: 'data',
    why: 'moto does not look at tags in the filters of route tables: it finds them all',
  },
  {
    emulator: 'moto',
    type: 'aws_nat_gateway',
    where: { availability_mode: 'regional' },
    why: 'moto has no regional NAT gateways: it asks for a subnet',
  },
  {
    emulator: 'moto',
    type: 'aws_subnet',
    argument: 'ipv6_cidr_block',
    why: 'moto never says that an IPv6 range is associated, and the provider waits for it',
  },
  {
    emulator: 'moto',
    type: 'aws_subnet',
    argument: 'assign_ipv6_address_on_creation',
    why: 'moto has no IPv6 range in its subnets',
  },
  {
    emulator: 'moto',
    type: 'aws_ec2_managed_prefix_list',
    kind: 'data',
    why: "moto has few of AWS's own lists, and not the health checkers'",
  },
];

/** What is before the Regions. */
const MOTO_EDGE_GAPS: readonly KnownGap[] = [
  { emulator: 'moto', type: 'aws_globalaccelerator_accelerator', why: 'moto has no Global Accelerator' },
  { emulator: 'moto', type: 'aws_route53recoverycontrolconfig_cluster', why: 'moto has no routing controls' },
  {
    emulator: 'moto',
    type: 'aws_route53_zone',
    argument: 'enable_accelerated_recovery',
    why: 'moto has no accelerated recovery',
  },
  {
    emulator: 'moto',
    type: 'aws_apigatewayv2_domain_name',
    why: 'moto gives a domain name no status, and the provider waits for one',
  },
  ...['cache_policy', 'origin_request_policy', 'response_headers_policy', 'function'].map((what) => ({
    emulator: 'moto',
    type: `aws_cloudfront_${what}`,
    why: "moto has no policies and functions of CloudFront, not even AWS's own",
  })),
];

/** Seen with moto 5.2.1. What a later one can do is taken out of this list. */
export const KNOWN_GAPS: readonly KnownGap[] = [
  {
    emulator: 'moto',
    type: 'aws_dynamodb_table',
    argument: 'replica',
    why: 'moto has no replicas of tables: it never lists one, and the provider waits for it for ever',
  },
  ...MOTO_NETWORK_GAPS,
  ...MOTO_EDGE_GAPS,
];

/** Arguments that an emulator takes and does not give back, so that every plan sets them again. */
export interface NotKept {
  readonly emulator: string;
  readonly type: string;
  readonly arguments: readonly string[];
  readonly why: string;
}

export const NOT_KEPT: readonly NotKept[] = [
  {
    emulator: 'moto',
    type: 'aws_s3_bucket_replication_configuration',
    arguments: ['rule'],
    why: 'moto forgets delete_marker_replication and source_selection_criteria of a rule',
  },
  {
    emulator: 'moto',
    type: 'aws_secretsmanager_secret',
    arguments: ['replica'],
    why: "moto forgets the key of a secret's replica",
  },
  ...(['egress', 'ingress'] as const).map((direction) => ({
    emulator: 'moto',
    type: `aws_vpc_security_group_${direction}_rule`,
    arguments: ['description'],
    why: "moto forgets a rule's description where it names another group",
  })),
  {
    emulator: 'moto',
    type: 'aws_db_instance',
    arguments: [
      'monitoring_interval',
      'monitoring_role_arn',
      'performance_insights_enabled',
      'performance_insights_kms_key_id',
      'performance_insights_retention_period',
    ],
    why: 'moto forgets enhanced monitoring and Performance Insights',
  },
  {
    emulator: 'moto',
    type: 'aws_lambda_function',
    arguments: ['logging_config'],
    why: "moto has no logging configuration of a function's own",
  },
  {
    emulator: 'moto',
    type: 'aws_cognito_user_pool',
    arguments: ['user_pool_tier'],
    why: 'moto knows no feature plans of user pools',
  },
  {
    emulator: 'moto',
    type: 'aws_db_parameter_group',
    arguments: ['parameter'],
    why: "moto lists none of a group's own parameters",
  },
];

/** What a known emulator needs to be started with. */
export const START: Readonly<Record<string, string>> = {
  moto: "MOTO_ACCOUNT_ID=<account> MOTO_IAM_LOAD_MANAGED_POLICIES=true moto_server -p 5000 (pip install 'moto[server]')",
};
