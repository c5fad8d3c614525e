import { CATALOG } from '../../../config/catalog';

/** What may be shown of an attribute's text. `shape`: what is evidently a Region, an ARN or an address range. */
export type Visibility = 'listed' | 'shape' | 'policy' | 'never';

/** Texts that a reviewer needs, by the name of their attribute: Regions, flags, classes, ranges, names, what replicates. */
const LISTED = new Set(
  `action actions advertise alias architectures arn associate_public_ip_address attachment_id authentication_type
  authorization authorization_type availability_zone availability_zones availability_zone_id base_capacity billing_mode bucket
  bucket_prefix ca_cert_identifier capacity_mode cidr cidr_block cidr_blocks cidr_ipv4 cidr_ipv6 cluster_identifier
  compute_type comparison_operator cross_zone cross_zone_load_balancing db_name db_subnet_group_name dedicated_hosts
  desired_status destination destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id domain_name
  effect effects enabled_cloudwatch_logs_exports encryption_mode encryption_type endpoint_type engine engine_lifecycle_support
  engine_mode engine_version evaluate_target_health event_name event_source_arn events failover final_snapshot_identifier from
  function_name global_cluster_identifier global_replication_group_id handler hash_key hosted_zone_id id identifier
  identifiers instance_class instance_type instance_types internal ip_address_type ip_address_types ip_protocol
  ipv6_cidr_block ipv6_cidr_blocks is_enabled key_id key_spec key_usage kms_key kms_key_id kms_master_key_id license_model
  log_group_name master_user_secret_kms_key_id metric_name mfa_delete mode monitoring_role_arn name nat_gateway_id network_type
  node_type object_lock_enabled object_ownership operator origin_id origin_protocol_policy package_type parameter_group_name
  peer_account_id peer_owner_id peer_region peer_vpc_id performance_insights_kms_key_id permissions_boundary policy_arn
  policy_type prefix_list_id prefix_list_ids preferred_backup_window preferred_maintenance_window price_class primary_key_arn
  principal principal_org_id principals projection_type protocol protocol_version protocols range_key region region_name
  regions replica_kms_key_id replicate_source_db replication_group_id replication_source_identifier resolver_name role
  role_arn role_name route_table_id runtime sampling_rate scaling_mode scheme security_group_id security_group_ids
  security_groups set_identifier source_account source_arn source_cidr_block source_db_instance_identifier source_region
  source_security_group_id sse_algorithm sse_type statistic status storage_class storage_type stream_view_type subnet_id
  subnet_ids subnets table_class table_name target_group_arn target_key_id target_type throughput_mode tier timezone
  tls_policy transit_gateway_id transit_gateway_attachment_id transition_to_ia treat_missing_data type types user_name
  version viewer_protocol_policy volume_type vpc_id vpc_region vpc_security_group_ids web_acl_id zone_id consistency_mode
  minimum_protocol_version security_policy ssl_policy ssl_support_method health_check_id health_check_type
  ip_set_arn routing_policy weight latency continent country attribute_name deletion_mode sid`.split(/\s+/),
);

/** Documents of IAM's policy language, as JSON in a text. */
const POLICIES = new Set([
  'policy',
  'assume_role_policy',
  'access_policy',
  'access_policies',
  'resource_policy',
  'policy_document',
  'key_policy',
  'redrive_policy',
  'redrive_allow_policy',
]);

/** What is free text by its nature, or a secret by its name. Nothing in it is shown, marked or not. */
const NEVER =
  /passw|secret_(string|binary|key|value)|^secrets?$|token|private_key|^user_data|^environment$|^variables?$|^env$|^values?$|^content|^input$|^output$|^body$|definition|^template|connection_string|credential|certificate_(body|chain)|^source_code|^script|^command|^triggers|^query|^description$|^message|external_id|shared_key|^parameters?$|^headers?$|^custom_header/;

const known = new Map<string, Visibility>();

/** What may be shown of the texts of an attribute, by its name alone. */
export function visibilityOf(name: string): Visibility {
  const before = known.get(name);
  if (before) return before;
  const visibility = judged(name);
  // Keys of maps are anybody's: the table must not grow with them.
  if (known.size < 10_000) known.set(name, visibility);
  return visibility;
}

function judged(name: string): Visibility {
  if (LISTED.has(name) || /_arns?$/.test(name)) return 'listed';
  if (POLICIES.has(name)) return 'policy';
  return NEVER.test(name) ? 'never' : 'shape';
}

/** Longest text that is shown. */
const LONGEST = 2048;
const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:[\x21-\x7e]+$/;
const RANGE = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7})(\/\d{1,3})?$/i;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** A Region of the catalog, or what has the form of one that is not in it yet. */
export const isRegion = (text: string): boolean =>
  // Asked of every text: the hyphen of `eu-` tells most of them.
  text.charCodeAt(2) === 45 && text.length <= 25 && (Object.hasOwn(CATALOG, text) || REGION.test(text));

/** Whether a text may be shown, its attribute being what it is. */
export function isVisible(text: string, visibility: Visibility): boolean {
  if (text.length > LONGEST || visibility === 'never') return false;
  if (visibility === 'listed') return true;
  return isRegion(text) || (text.startsWith('arn:') ? ARN.test(text) : RANGE.test(text));
}
