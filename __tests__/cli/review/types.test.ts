import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { classOf, isKeyType, isStatefulType } from '../../../cli/review/types';
import { loadPlatform } from '../../../config';
import { ROOT } from '../../../lab/runner';
import { FULL, platformOf } from '../../config/configs';
import { synthesizedFrom } from '../../synth';

const EXAMPLES = readdirSync(path.join(ROOT, 'examples'))
  .map((name) => path.join(ROOT, 'examples', name, 'platform.config.ts'))
  .filter(existsSync);

/** Types of all resources of a platform. */
const typesOf = (platform: Parameters<typeof synthesizedFrom>[0]): string[] => [
  ...new Set(
    [...synthesizedFrom(platform).stacks.values()].flatMap((stack) => stack.resources().map(({ type }) => type)),
  ),
];

const unclassed = (types: readonly string[]): string[] => types.filter((type) => classOf(type) === undefined).sort();

test.each(EXAMPLES)('%s: every type is stateful, serving, recovery or plain', (file) => {
  const types = typesOf(loadPlatform(file));
  expect(types.length).toBeGreaterThan(10);
  expect(unclassed(types)).toEqual([]);
});

test('so is every type of a platform with all there is', () => {
  const types = typesOf(platformOf(FULL));
  expect(types.length).toBeGreaterThan(30);
  expect(unclassed(types)).toEqual([]);
});

test('so is every type that a module imports, whether an example has it or not', () => {
  const sources = ['modules', 'stacks'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(ROOT, folder, file), 'utf8')),
  );
  const imported = sources.flatMap((text) =>
    [...text.matchAll(/@cdktf\/provider-aws\/lib\/([a-z0-9-]+)/g)].map(([, name = '']) => name),
  );
  const types = [...new Set(imported)]
    .filter((name) => name !== 'provider' && !name.startsWith('data-aws-'))
    .map((name) => `aws_${name.replaceAll('-', '_')}`);
  expect(types.length).toBeGreaterThan(25);
  expect(unclassed(types)).toEqual([]);
});

test.each([
  ['aws_db_instance', 'stateful'],
  ['aws_dynamodb_table_replica', 'stateful'],
  ['aws_elasticache_global_replication_group', 'stateful'],
  ['aws_cloudwatch_log_group', 'stateful'],
  ['aws_cloudwatch_metric_alarm', 'plain'],
  ['aws_s3_bucket', 'stateful'],
  ['aws_s3_bucket_replication_configuration', 'recovery'],
  ['aws_s3_bucket_policy', 'plain'],
  ['aws_vpc', 'serving'],
  ['aws_lb_listener', 'serving'],
  ['aws_iam_role', 'recovery'],
  ['aws_iam_openid_connect_provider', 'plain'],
  ['aws_ssm_parameter', 'plain'],
  ['aws_ecr_repository', 'stateful'],
  ['aws_ecr_replication_configuration', 'recovery'],
  ['aws_ecr_lifecycle_policy', 'plain'],
  ['aws_ecs_service', 'serving'],
  ['aws_autoscaling_group', 'serving'],
  ['aws_autoscaling_policy', 'recovery'],
  ['aws_autoscaling_schedule', 'plain'],
  ['aws_appautoscaling_target', 'recovery'],
  ['aws_launch_template', 'serving'],
  ['aws_iam_instance_profile', 'recovery'],
  ['aws_route53_zone', 'stateful'],
  ['aws_route53_record', 'serving'],
  ['aws_route53_health_check', 'recovery'],
  ['aws_route53_zone_association', 'serving'],
  ['aws_route53recoverycontrolconfig_routing_control', 'recovery'],
  ['aws_ec2_transit_gateway_peering_attachment', 'serving'],
  ['aws_vpc_peering_connection_accepter', 'serving'],
  ['aws_egress_only_internet_gateway', 'serving'],
  ['aws_flow_log', 'plain'],
  ['aws_cloudwatch_log_delivery', 'plain'],
  ['aws_wafv2_web_acl_association', 'serving'],
  ['aws_globalaccelerator_endpoint_group', 'serving'],
  ['aws_cloudfront_function', 'serving'],
  ['aws_cloudfrontkeyvaluestore_key', 'serving'],
])('%s is %s', (type, is) => expect(classOf(type)).toBe(is));

test('what nobody has thought about is of no class', () => expect(classOf('aws_quantum_computer')).toBeUndefined());

test('a parameter holds data where it is encrypted', () => {
  expect(isStatefulType('aws_ssm_parameter', 'SecureString')).toBe(true);
  expect(isStatefulType('aws_ssm_parameter', 'String')).toBe(false);
});

test('keys are stateful, and have a rule of their own', () => {
  for (const type of ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key']) {
    expect(isStatefulType(type)).toBe(true);
    expect(isKeyType(type)).toBe(true);
  }
  expect(isKeyType('aws_kms_alias')).toBe(false);
});
