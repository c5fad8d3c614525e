import type { Forms } from './forms';

const ARN = 'arn:{partition}';

const LOAD_BALANCER: Forms = {
  id: '{arn}',
  name: 'tf-lb-{num26}',
  arn: `${ARN}:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex16}`,
  arn_suffix: 'app/{name}/{hex16}',
  dns_name: '{name}-{num10}.{region}.elb.{dns}',
  zone_id: 'Z{HEX13}',
};
const TARGET_GROUP: Forms = {
  id: '{arn}',
  name: 'tf-{num26}',
  arn: `${ARN}:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex16}`,
  arn_suffix: 'targetgroup/{name}/{hex16}',
};
const LISTENER: Forms = {
  id: '{arn}',
  arn: `${ARN}:elasticloadbalancing:{region}:{account}:listener/app/{hex16}/{hex16:listener}`,
};

/** Compute, messaging, monitoring, names and front doors. */
export const EDGE_FORMS: Readonly<Record<string, Forms>> = {
  aws_lambda_function: {
    id: '{function_name}',
    arn: `${ARN}:lambda:{region}:{account}:function:{function_name}`,
    qualified_arn: '{arn}:{version}',
    invoke_arn: `${ARN}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations`,
    qualified_invoke_arn: `${ARN}:apigateway:{region}:lambda:path/2015-03-31/functions/{qualified_arn}/invocations`,
    version: '$LATEST',
    last_modified: '2024-01-01T00:00:00.000+0000',
    architectures: ['x86_64'],
  },
  aws_lambda_alias: {
    id: '{arn}',
    arn: `${ARN}:lambda:{region}:{account}:function:{function_name}:{name}`,
    invoke_arn: `${ARN}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations`,
  },
  aws_lambda_permission: { id: '{statement_id}', statement_id: 'terraform-{num26}' },
  aws_lambda_function_url: {
    id: '{function_name}',
    function_url: 'https://{url_id}.lambda-url.{region}.on.aws/',
    url_id: '{hex32}',
    function_arn: `${ARN}:lambda:{region}:{account}:function:{function_name}`,
  },
  aws_lambda_layer_version: {
    id: '{arn}',
    layer_arn: `${ARN}:lambda:{region}:{account}:layer:{layer_name}`,
    version: '1',
    arn: '{layer_arn}:{version}',
  },
  aws_lambda_event_source_mapping: {
    id: '{uuid}',
    uuid: '{uuid}',
    function_arn: '{function_name}',
    arn: `${ARN}:lambda:{region}:{account}:event-source-mapping:{uuid}`,
  },

  aws_apigatewayv2_api: {
    id: '{hex10}',
    arn: `${ARN}:apigateway:{region}::/apis/{id}`,
    api_endpoint: 'https://{id}.execute-api.{region}.{dns}',
    execution_arn: `${ARN}:execute-api:{region}:{account}:{id}`,
    ip_address_type: 'ipv4',
  },
  aws_apigatewayv2_stage: {
    id: '{name}',
    arn: `${ARN}:apigateway:{region}::/apis/{api_id}/stages/{name}`,
    execution_arn: `${ARN}:execute-api:{region}:{account}:{api_id}/{name}`,
    invoke_url: 'https://{api_id}.execute-api.{region}.{dns}/{name}',
  },
  aws_apigatewayv2_domain_name: {
    id: '{domain_name}',
    arn: `${ARN}:apigateway:{region}::/domainnames/{domain_name}`,
    'domain_name_configuration.target_domain_name': 'd-{hex10}.execute-api.{region}.{dns}',
    'domain_name_configuration.hosted_zone_id': 'Z{HEX13}',
    'domain_name_configuration.ip_address_type': 'ipv4',
  },
  aws_apigatewayv2_integration: { id: '{hex7}' },
  aws_apigatewayv2_route: { id: '{hex7}' },
  aws_apigatewayv2_authorizer: { id: '{hex6}' },
  aws_apigatewayv2_api_mapping: { id: '{hex6}' },
  aws_apigatewayv2_vpc_link: { id: '{hex6}', arn: `${ARN}:apigateway:{region}::/vpclinks/{id}` },
  aws_api_gateway_rest_api: {
    id: '{hex10}',
    arn: `${ARN}:apigateway:{region}::/restapis/{id}`,
    root_resource_id: '{hex10:root}',
    execution_arn: `${ARN}:execute-api:{region}:{account}:{id}`,
  },

  aws_acm_certificate: {
    id: '{arn}',
    arn: `${ARN}:acm:{region}:{account}:certificate/{uuid}`,
    status: 'PENDING_VALIDATION',
    type: 'AMAZON_ISSUED',
  },
  aws_acm_certificate_validation: { id: '2024-01-01 00:00:00 +0000 UTC' },
  aws_route53_zone: {
    id: '{zone_id}',
    zone_id: 'Z{HEX20}',
    arn: `${ARN}:route53:::hostedzone/{zone_id}`,
    name_servers: ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com', 'ns-3.awsdns-03.net', 'ns-4.awsdns-04.co.uk'],
    primary_name_server: 'ns-1.awsdns-01.org',
  },
  aws_route53_record: { id: '{zone_id}_{name}_{type}', fqdn: '{name}' },
  aws_route53_health_check: { id: '{uuid}', arn: `${ARN}:route53:::healthcheck/{id}` },
  aws_route53recoverycontrolconfig_cluster: {
    id: '{arn}',
    arn: `${ARN}:route53-recovery-control::{account}:cluster/{uuid}`,
    status: 'DEPLOYED',
  },
  aws_route53recoverycontrolconfig_control_panel: {
    id: '{arn}',
    arn: `${ARN}:route53-recovery-control::{account}:controlpanel/{hex32}`,
    status: 'DEPLOYED',
    default_control_panel: false,
  },
  aws_route53recoverycontrolconfig_routing_control: {
    id: '{arn}',
    arn: '{control_panel_arn}/routingcontrol/{hex16}',
    status: 'DEPLOYED',
  },
  aws_route53recoverycontrolconfig_safety_rule: {
    id: '{arn}',
    arn: '{control_panel_arn}/safetyrule/{hex16}',
    status: 'DEPLOYED',
  },
  aws_cloudfront_distribution: {
    id: 'E{HEX13}',
    arn: `${ARN}:cloudfront::{account}:distribution/{id}`,
    domain_name: 'd{hex13}.cloudfront.net',
    hosted_zone_id: 'Z2FDTNDATAQYW2',
    status: 'Deployed',
    etag: 'E{HEX13:etag}',
  },
  aws_cloudfront_origin_access_control: {
    id: 'E{HEX13}',
    arn: `${ARN}:cloudfront::{account}:origin-access-control/{id}`,
    etag: 'E{HEX13:etag}',
  },
  aws_cloudfront_function: {
    id: '{name}',
    arn: `${ARN}:cloudfront::{account}:function/{name}`,
    status: 'UNASSOCIATED',
  },
  aws_cloudfront_cache_policy: {
    id: '{uuid}',
    etag: 'E{HEX13:etag}',
    arn: `${ARN}:cloudfront::{account}:cache-policy/{id}`,
  },
  aws_globalaccelerator_accelerator: {
    id: '{arn}',
    arn: `${ARN}:globalaccelerator::{account}:accelerator/{uuid}`,
    dns_name: 'a{hex16}.awsglobalaccelerator.com',
    hosted_zone_id: 'Z2BJ6XQ5FK7U4H',
  },
  aws_globalaccelerator_listener: { id: '{arn}', arn: '{accelerator_arn}/listener/{hex8}' },
  aws_globalaccelerator_endpoint_group: { id: '{arn}', arn: '{listener_arn}/endpoint-group/{hex12}' },

  aws_lb: LOAD_BALANCER,
  aws_alb: LOAD_BALANCER,
  aws_lb_target_group: TARGET_GROUP,
  aws_alb_target_group: TARGET_GROUP,
  aws_lb_listener: LISTENER,
  aws_alb_listener: LISTENER,
  aws_ecs_cluster: { id: '{arn}', arn: `${ARN}:ecs:{region}:{account}:cluster/{name}` },
  aws_ecs_service: { id: `${ARN}:ecs:{region}:{account}:service/{-cluster}/{name}`, arn: '{id}' },
  aws_ecs_task_definition: {
    id: '{family}',
    revision: 1,
    arn: `${ARN}:ecs:{region}:{account}:task-definition/{family}:{revision}`,
    arn_without_revision: `${ARN}:ecs:{region}:{account}:task-definition/{family}`,
  },

  aws_sns_topic: {
    id: '{arn}',
    name: 'terraform-{num26}',
    arn: `${ARN}:sns:{region}:{account}:{name}`,
    owner: '{account}',
  },
  aws_sns_topic_subscription: { id: '{arn}', arn: '{topic_arn}:{uuid}', pending_confirmation: false },
  aws_sqs_queue: {
    id: '{url}',
    name: 'terraform-{num26}',
    url: 'https://sqs.{region}.{dns}/{account}/{name}',
    arn: `${ARN}:sqs:{region}:{account}:{name}`,
  },
  aws_cloudwatch_log_group: {
    id: '{name}',
    name: 'terraform-{num26}',
    arn: `${ARN}:logs:{region}:{account}:log-group:{name}`,
  },
  aws_cloudwatch_metric_alarm: { id: '{alarm_name}', arn: `${ARN}:cloudwatch:{region}:{account}:alarm:{alarm_name}` },
  aws_cloudwatch_composite_alarm: {
    id: '{alarm_name}',
    arn: `${ARN}:cloudwatch:{region}:{account}:alarm:{alarm_name}`,
  },
  aws_cloudwatch_dashboard: {
    id: '{dashboard_name}',
    dashboard_arn: `${ARN}:cloudwatch::{account}:dashboard/{dashboard_name}`,
  },
  aws_cloudwatch_event_rule: {
    id: '{name}',
    name: 'terraform-{num26}',
    arn: `${ARN}:events:{region}:{account}:rule/{name}`,
  },
  aws_cloudwatch_event_bus: { id: '{name}', arn: `${ARN}:events:{region}:{account}:event-bus/{name}` },
  aws_cloudwatch_event_target: { id: '{rule}-{target_id}', target_id: 'terraform-{num26}' },
  aws_cognito_user_pool: {
    id: '{region}_{alnum9}',
    arn: `${ARN}:cognito-idp:{region}:{account}:userpool/{id}`,
    endpoint: 'cognito-idp.{region}.{dns}/{id}',
  },
  aws_cognito_user_pool_client: { id: '{hex26}', client_secret: '' },
  aws_sfn_state_machine: { id: '{arn}', arn: `${ARN}:states:{region}:{account}:stateMachine:{name}` },
  aws_kinesis_stream: { id: '{arn}', arn: `${ARN}:kinesis:{region}:{account}:stream/{name}` },
};
