/**
 * What a resource's type means for a multi-Region platform. `stateful`: losing one loses data, or the key to it. `serving`: a
 * request goes through it. `recovery`: taking over from a lost Region leans on it. `plain`: it can be made again at any time.
 */
export type TypeClass = 'stateful' | 'serving' | 'recovery' | 'plain';

/** Types by class; `*` stands for the rest of a name. A name beats a pattern, an earlier class a later one. */
const TYPES: Readonly<Record<TypeClass, readonly string[]>> = {
  stateful: [
    'aws_backup_vault',
    'aws_cloudwatch_log_group',
    'aws_cognito_user_pool',
    'aws_db_instance',
    'aws_docdb_cluster',
    'aws_docdb_cluster_instance',
    'aws_docdb_global_cluster',
    'aws_dynamodb_table',
    'aws_dynamodb_table_replica',
    'aws_ebs_volume',
    'aws_ecr_repository',
    'aws_efs_file_system',
    'aws_elasticache_global_replication_group',
    'aws_elasticache_replication_group',
    'aws_kinesis_stream',
    'aws_kms_external_key',
    'aws_kms_key',
    'aws_kms_replica_external_key',
    'aws_kms_replica_key',
    'aws_msk_cluster',
    'aws_neptune_cluster',
    'aws_neptune_cluster_instance',
    'aws_neptune_global_cluster',
    'aws_opensearch_domain',
    'aws_rds_cluster',
    'aws_rds_global_cluster',
    'aws_redshift_cluster',
    'aws_route53_zone',
    'aws_s3_bucket',
    'aws_secretsmanager_secret',
    'aws_sqs_queue',
  ],
  recovery: [
    // The Regions that are left take the load of the one that is lost by scaling out.
    'aws_appautoscaling_*',
    'aws_autoscaling_policy',
    'aws_backup_*',
    'aws_db_instance_automated_backups_replication',
    'aws_ecr_replication_configuration',
    'aws_iam_instance_profile',
    'aws_iam_role',
    'aws_iam_role_policies_exclusive',
    'aws_iam_role_policy',
    'aws_iam_role_policy_attachment',
    'aws_kms_alias',
    'aws_route53_health_check',
    'aws_route53recoverycontrolconfig_*',
    'aws_route53recoveryreadiness_*',
    'aws_s3_bucket_replication_configuration',
    'aws_s3_bucket_versioning',
    'aws_secretsmanager_secret_version',
    'aws_cloudwatch_event_rule',
    'aws_cloudwatch_event_target',
    'aws_scheduler_*',
    'aws_sfn_state_machine',
    'aws_ssm_document',
  ],
  serving: [
    'aws_acm_certificate',
    'aws_acm_certificate_validation',
    'aws_alb',
    'aws_alb_*',
    'aws_api_gateway_*',
    'aws_apigatewayv2_*',
    'aws_autoscaling_attachment',
    'aws_autoscaling_group',
    'aws_autoscaling_traffic_source_attachment',
    'aws_cloudfront_*',
    'aws_cloudfrontkeyvaluestore_*',
    'aws_cognito_*',
    'aws_customer_gateway',
    'aws_db_parameter_group',
    'aws_db_subnet_group',
    'aws_default_route_table',
    'aws_default_security_group',
    'aws_ec2_managed_prefix_list*',
    'aws_ec2_transit_gateway*',
    'aws_ecs_*',
    'aws_egress_only_internet_gateway',
    'aws_eip',
    'aws_eip_association',
    'aws_globalaccelerator_*',
    'aws_internet_gateway',
    'aws_lambda_*',
    'aws_launch_template',
    'aws_lb',
    'aws_lb_*',
    'aws_nat_gateway',
    'aws_network_acl*',
    'aws_route',
    'aws_route53_record',
    'aws_route53_zone_association',
    'aws_route_table',
    'aws_route_table_association',
    'aws_security_group',
    'aws_security_group_rule',
    'aws_subnet',
    'aws_vpc',
    'aws_vpc_*',
    'aws_wafv2_*',
  ],
  plain: [
    'aws_arczonalshift_*',
    'aws_autoscaling_*',
    'aws_cloudwatch_*',
    'aws_config_*',
    'aws_ecr_*',
    'aws_flow_log',
    'aws_iam_*',
    'aws_resourcegroups_group',
    'aws_s3_bucket_*',
    'aws_sns_*',
    'aws_sqs_*',
    'aws_ssm_parameter',
    'aws_secretsmanager_*',
    'aws_dynamodb_*',
    'terraform_data',
  ],
};

const CLASSES: readonly TypeClass[] = ['stateful', 'recovery', 'serving', 'plain'];

const exact = new Map<string, TypeClass>();
const prefixes: (readonly [prefix: string, is: TypeClass])[] = [];
for (const is of CLASSES)
  for (const name of TYPES[is]) {
    if (name.endsWith('*')) prefixes.push([name.slice(0, -1), is]);
    else exact.set(name, is);
  }

/** The class of a type; nothing for one that nobody has thought about. */
export function classOf(type: string): TypeClass | undefined {
  const known = exact.get(type);
  if (known) return known;
  const found = prefixes.find(([prefix]) => type.startsWith(prefix))?.[1];
  // Asked of every change; a pattern names no more types than a provider has.
  if (found && exact.size < 10_000) exact.set(type, found);
  return found;
}

/** Multi-Region keys have a rule of their own: what is encrypted with them goes with them. */
const KEY_TYPES = new Set([
  'aws_kms_external_key',
  'aws_kms_key',
  'aws_kms_replica_external_key',
  'aws_kms_replica_key',
]);

export const isKeyType = (type: string): boolean => KEY_TYPES.has(type);

/**
 * Whether losing such an object loses data.
 * @param parameterType `type` of an `aws_ssm_parameter`: only a SecureString cannot be written again from the code
 */
export const isStatefulType = (type: string, parameterType?: unknown): boolean =>
  classOf(type) === 'stateful' || (type === 'aws_ssm_parameter' && parameterType === 'SecureString');
