import { isCalled } from '../identity';
import { text } from '../protocol/value';
import type { Stored, World } from '../world';
import { copyAsOwn } from './copies';
import { GLOBAL } from './reach';

/** Type => import id as people write it, from the object's attributes; besides id, ARN and name, which every type takes. */
const IMPORT_IDS: Readonly<Record<string, string | readonly string[]>> = {
  aws_iam_role_policy_attachment: '{role}/{policy_arn}',
  aws_iam_role_policy: '{role}:{name}',
  aws_route_table_association: '{subnet_id}/{route_table_id}',
  aws_route: [
    '{route_table_id}_{destination_cidr_block}',
    '{route_table_id}_{destination_ipv6_cidr_block}',
    '{route_table_id}_{destination_prefix_list_id}',
  ],
  aws_route53_zone_association: '{zone_id}:{vpc_id}:{vpc_region}',
  aws_apigatewayv2_api_mapping: '{id}/{domain_name}',
  aws_api_gateway_deployment: '{rest_api_id}/{id}',
  aws_api_gateway_stage: '{rest_api_id}/{stage_name}',
  aws_api_gateway_resource: '{rest_api_id}/{id}',
  aws_api_gateway_method: '{rest_api_id}/{resource_id}/{http_method}',
  aws_api_gateway_integration: '{rest_api_id}/{resource_id}/{http_method}',
  aws_appautoscaling_target: '{service_namespace}/{resource_id}/{scalable_dimension}',
  aws_appautoscaling_policy: '{service_namespace}/{resource_id}/{scalable_dimension}/{name}',
  aws_autoscaling_policy: '{autoscaling_group_name}/{name}',
  aws_wafv2_web_acl: '{id}/{name}/{scope}',
  aws_s3_bucket_acl: '{bucket},{acl}',
  aws_secretsmanager_secret_version: '{secret_id}|{version_id}',
  aws_ecs_service: '{cluster}/{name}',
  aws_apigatewayv2_stage: '{api_id}/{name}',
  aws_apigatewayv2_route: '{api_id}/{id}',
  aws_apigatewayv2_integration: '{api_id}/{id}',
  aws_cognito_user_pool_client: '{user_pool_id}/{id}',
  aws_cloudwatch_event_target: '{rule}/{target_id}',
  aws_lambda_permission: '{function_name}/{statement_id}',
  aws_lambda_alias: '{function_name}/{name}',
};

/** `id@eu-west-1` names the Region, which is the provider's otherwise. Version 6 of the provider: "Enhanced Region Support". */
export function splitRegion(id: string): { readonly id: string; readonly region?: string } {
  const match = /^(.+)@([a-z]{2,}(?:-[a-z]+)+-\d+)$/.exec(id);
  return match?.[1] && match[2] ? { id: match[1], region: match[2] } : { id };
}

/** What exists under an import id. A copy that is imported as an object of its own is one from then on. */
export function importable(world: World, type: string, region: string, id: string): Stored | undefined {
  const own = world
    .all(type)
    .find(
      (stored) =>
        (stored.region === region || stored.region === GLOBAL) &&
        (isCalled(stored.state, id) || importIds(stored).includes(id)),
    );
  if (own) return own;
  const copy = copyAsOwn(world, type, region, id);
  if (copy) world.put(type, region, copy.state);
  return copy;
}

function importIds({ type, state }: Stored): string[] {
  return [IMPORT_IDS[type] ?? []]
    .flat()
    .map((form) => form.replace(/\{(\w+)\}/g, (_, name: string) => text(state[name]) ?? ''));
}
