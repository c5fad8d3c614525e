import { factsOf } from './facts';
import { type ObjectValue, text } from './protocol/value';

/** Attributes by which people know an object, besides its id and ARN. */
const NAMES = [
  'bucket',
  'name',
  'identifier',
  'function_name',
  'alarm_name',
  'cluster_identifier',
  'global_cluster_identifier',
  'replication_group_id',
  'dashboard_name',
] as const;

export function nameOf(state: ObjectValue | null | undefined): string | undefined {
  for (const attribute of NAMES) {
    const name = text(state?.[attribute]);
    if (name) return name;
  }
  return undefined;
}

/** Whether people may call an object so: its id, ARN or name; a key also by the id that is not its address. */
export function isCalled(state: ObjectValue, idOrName: string): boolean {
  return [state.id, state.arn, state.key_id, nameOf(state)].includes(idOrName);
}

/** Types whose ids are unique within another object alone, and the attribute that names that one. */
const WITHIN: Readonly<Record<string, string>> = {
  // Every HTTP API has its `$default`.
  aws_apigatewayv2_stage: 'api_id',
  aws_appautoscaling_policy: 'resource_id',
  aws_autoscaling_policy: 'autoscaling_group_name',
};

/**
 * What tells an object from the others of its type and Region. The newest types have no `id`: theirs is their ARN, the
 * attribute called after them (`aws_appsync_api`: `api_id`), or else what they can't lose without being replaced.
 */
export function identityOf(type: string, state: ObjectValue): string {
  const own = text(state.id) ?? text(state.arn);
  const parent = text(state[WITHIN[type] ?? '']);
  if (own !== undefined) return parent === undefined ? own : JSON.stringify([parent, own]);
  const called = Object.keys(state).find((attribute) => isOwnId(type, attribute) && text(state[attribute]));
  if (called !== undefined) return String(state[called]);
  const fixed = (factsOf(type)?.replaces ?? []).map((path) => state[path]).filter((value) => typeof value === 'string');
  return JSON.stringify([nameOf(state) ?? null, ...fixed]);
}

/** `api_id` of `aws_appsync_api`, `route_server_id` of `aws_vpc_route_server`. */
export function isOwnId(type: string, attribute: string): boolean {
  const stem = /^(\w+)_(?:id|arn)$/.exec(attribute)?.[1];
  return stem !== undefined && type.endsWith(`_${stem}`);
}
