import type { Forms } from './forms';

const ARN = 'arn:{partition}';
const REST = `${ARN}:apigateway:{region}::/restapis/{rest_api_id}`;

/** A CloudFront policy or function-like object: found by a UUID, changed by its ETag. */
const policy = (kind: string): Forms => ({
  id: '{uuid}',
  arn: `${ARN}:cloudfront::{account}:${kind}/{id}`,
  etag: 'E{HEX13:etag}',
});

/** What stands between the clients and the service: entries, firewalls, scaling, images. */
export const INGRESS_FORMS: Readonly<Record<string, Forms>> = {
  aws_api_gateway_deployment: { id: '{hex6}', created_date: '2024-01-01T00:00:00Z' },
  aws_api_gateway_stage: {
    id: 'ags-{rest_api_id}-{stage_name}',
    arn: `${REST}/stages/{stage_name}`,
    execution_arn: `${ARN}:execute-api:{region}:{account}:{rest_api_id}/{stage_name}`,
    invoke_url: 'https://{rest_api_id}.execute-api.{region}.{dns}/{stage_name}',
    web_acl_arn: '',
  },
  aws_api_gateway_resource: { id: '{hex6}', path: '/{path_part}' },
  aws_api_gateway_method: { id: 'agm-{rest_api_id}-{resource_id}-{http_method}' },
  aws_api_gateway_integration: {
    id: 'agi-{rest_api_id}-{resource_id}-{http_method}',
    cache_namespace: '{resource_id}',
  },
  aws_api_gateway_method_settings: { id: '{rest_api_id}-{stage_name}-{method_path}' },
  aws_api_gateway_rest_api_policy: { id: '{rest_api_id}' },

  aws_lb_listener_rule: {
    id: '{arn}',
    arn: `${ARN}:elasticloadbalancing:{region}:{account}:listener-rule/app/{hex16}/{hex16:listener}/{hex16:rule}`,
    priority: 1,
  },
  aws_lb_target_group_attachment: { id: '{target_group_arn}-{num26}' },

  aws_wafv2_web_acl: { id: '{uuid}', capacity: 1, lock_token: '{uuid:lock}' },
  aws_wafv2_web_acl_association: { id: '{web_acl_arn},{resource_arn}' },
  aws_wafv2_ip_set: { id: '{uuid}', lock_token: '{uuid:lock}' },
  aws_wafv2_web_acl_logging_configuration: { id: '{resource_arn}' },

  aws_route53_zone_association: { id: '{zone_id}:{vpc_id}', owning_account: '{account}', vpc_region: '{region}' },

  aws_cloudfront_origin_request_policy: policy('origin-request-policy'),
  aws_cloudfront_response_headers_policy: policy('response-headers-policy'),
  aws_cloudfront_key_value_store: {
    id: '{name}',
    arn: `${ARN}:cloudfront::{account}:key-value-store/{uuid}`,
    etag: 'E{HEX13:etag}',
  },
  aws_cloudfront_monitoring_subscription: { id: '{distribution_id}' },

  aws_cloudwatch_log_resource_policy: { id: '{policy_name}' },
  aws_cloudwatch_log_delivery_source: {
    arn: `${ARN}:logs:{region}:{account}:delivery-source:{name}`,
    service: 'cloudfront',
  },
  aws_cloudwatch_log_delivery_destination: {
    arn: `${ARN}:logs:{region}:{account}:delivery-destination:{name}`,
    delivery_destination_type: 'S3',
  },
  aws_cloudwatch_log_delivery: { id: '{alnum16}', arn: `${ARN}:logs:{region}:{account}:delivery:{id}` },

  aws_ecr_lifecycle_policy: { id: '{repository}' },
  aws_ecr_repository_policy: { id: '{repository}' },
  // A registry is its account's, one in each Region: what is written last stands.
  aws_ecr_replication_configuration: { id: '{account}' },
  aws_ecr_registry_policy: { id: '{account}' },
  aws_ecr_registry_scanning_configuration: { id: '{account}' },

  aws_appautoscaling_target: {
    id: '{resource_id}',
    arn: `${ARN}:application-autoscaling:{region}:{account}:scalable-target/{hex32}`,
    role_arn: `${ARN}:iam::{account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
  },
  aws_appautoscaling_policy: {
    id: '{name}',
    arn: `${ARN}:autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/{service_namespace}/{resource_id}:policyName/{name}`,
  },
  aws_autoscaling_group: {
    id: '{name}',
    name: 'terraform-{num26}',
    arn: `${ARN}:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}`,
    service_linked_role_arn: `${ARN}:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
  },
  aws_autoscaling_policy: {
    id: '{name}',
    arn: `${ARN}:autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{autoscaling_group_name}:policyName/{name}`,
  },
};
