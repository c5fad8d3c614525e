import type { Change } from '../../../lab/runner';
import type { StateObject } from '../snapshot';
import type { Seen } from './law';

/**
 * Whether an object is made for a Region in which it does not stand: the role of a function there, which stands in none,
 * the alarm on what is copied to it, its records and health checks, and both ends of its peerings. Its address names the Region.
 */
export const isMadeFor = (region: string, { address, type }: Pick<Change, 'address' | 'type'>): boolean =>
  (MADE_FOR.includes(type) || PEERINGS.includes(type)) && names(region, address);

const MADE_FOR: readonly string[] = [
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_iam_instance_profile',
  'aws_iam_role_policy_attachment',
  'aws_cloudwatch_metric_alarm',
  'aws_route53_record',
  'aws_route53_health_check',
  'aws_route53_zone_association',
  'aws_globalaccelerator_endpoint_group',
  'aws_route53recoverycontrolconfig_routing_control',
];

/** What joins the networks of two Regions stands in one of them and is of no use without the other. */
const PEERINGS: readonly string[] = [
  'aws_ec2_transit_gateway_peering_attachment',
  'aws_ec2_transit_gateway_peering_attachment_accepter',
  'aws_ec2_transit_gateway_route_table_association',
  'aws_ec2_transit_gateway_route',
  'aws_vpc_peering_connection',
  'aws_vpc_peering_connection_accepter',
  'aws_vpc_peering_connection_options',
  'aws_route',
];

const names = (region: string, address: string): boolean => new RegExp(`[-_]${region}(?=[-_]|$)`).test(address);

/**
 * Whether a shared stack's object belongs to a Region although it is managed elsewhere, so that it is forgotten and adopted
 * with it: ends of its peerings, its VPC's place in the private zone, and the names that outlive its compute. The records and
 * checks of the front door do not: they go with it, as a Region that is lost must not be in DNS.
 */
export const belongsTo = (region: string, stack: string, { address, type }: StateObject): boolean =>
  names(region, address) &&
  (stack === 'foundation'
    ? type === 'aws_route53_record'
    : PEERINGS.includes(type) || type === 'aws_route53_zone_association');

/** Of what shows, counts or lists all Regions: the arguments that say which they are. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  aws_lambda_function: ['environment', 'last_modified'],
  aws_cloudwatch_dashboard: ['dashboard_body'],
  aws_route53_health_check: ['child_healthchecks'],
  aws_cloudfront_distribution: ['origin', 'origin_group', 'ordered_cache_behavior', 'default_cache_behavior', 'etag'],
  aws_cloudfront_function: ['code', 'etag', 'live_stage_etag'],
  aws_ecr_replication_configuration: ['replication_configuration'],
};

/** Of the parameters only those that tell which switches there are. */
const SWITCHES = {
  address: /^aws_ssm_parameter\.front_switches_record-/,
  changed: ['insecure_value', 'value', 'version'],
};

/**
 * The rule over the switches of all Regions. AWS changes none in place; the next one is there before it goes, and no switch
 * moves meanwhile.
 */
export const isSwitchRule = ({ type }: Pick<Change, 'type'>): boolean =>
  type === 'aws_route53recoverycontrolconfig_safety_rule';

/** Whether an object learns which Regions there are, and nothing else of it changes. */
export function learnsOfRegions(change: Change): boolean {
  const { type, address, actions, changed } = change;
  if (isSwitchRule(change)) return actions.join() === 'update' || actions.join() === 'create,delete';
  const listed = SWITCHES.address.test(address) ? SWITCHES.changed : LISTS[type];
  return actions.join() === 'update' && listed !== undefined && changed.every((argument) => listed.includes(argument));
}

/** What tells that only one Region is left comes with the second one, and goes with it. */
export const comesWithSecond = ({ address }: Change, { platform, previous }: Seen): boolean =>
  /^aws_(cloudwatch_metric_alarm\.front_alarms_redundancy|route53_health_check\.front_alarms_redundant)$/.test(
    address,
  ) && Math.min(platform.deployedRegions.length, previous.deployedRegions.length) === 1;
