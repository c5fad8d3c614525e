import { isCalled } from '../identity';
import { strings, text, type Value } from '../protocol/value';
import type { Stored } from '../world';
import { error, type Found, type Lookup, matches, type Question, single, values } from './lookup';
import { EDGE_LOOKUPS } from './lookups-edge';
import { NETWORK_LOOKUPS } from './lookups-network';
import type { Place } from './make';
import { dnsSuffixOf, partitionOf } from './partition';
import { minifiedPolicyDocument, policyDocument } from './policy-document';
import { GLOBAL, replicaRegions } from './reach';
import { findSecret, secretValue } from './secrets';
import { zonesOf } from './zones';

/** Data sources that are not an object's attributes. */
const COMPUTED: Readonly<Record<string, Lookup>> = {
  ...NETWORK_LOOKUPS,
  ...EDGE_LOOKUPS,
  aws_availability_zones: availabilityZones,
  aws_caller_identity: ({ place: { region, account } }) =>
    values({
      id: account,
      account_id: account,
      arn: `arn:${partitionOf(region)}:iam::${account}:user/lab`,
      user_id: 'AIDALAB',
    }),
  aws_region: ({ place: { region }, config }) => {
    const name = text(config.name) ?? text(config.region) ?? region;
    return values({ id: name, name, region: name, endpoint: `ec2.${name}.${dnsSuffixOf(name)}`, description: name });
  },
  aws_partition: ({ place: { region } }) => {
    const dns = dnsSuffixOf(region);
    return values({
      id: partitionOf(region),
      partition: partitionOf(region),
      dns_suffix: dns,
      reverse_dns_prefix: dns.split('.').reverse().join('.'),
    });
  },
  aws_iam_policy_document: ({ config }) =>
    values({ json: policyDocument(config), minified_json: minifiedPolicyDocument(config), version: '2012-10-17' }),
  aws_kms_key: findKey,
  aws_kms_alias: ({ world, place, config }) => {
    const name = text(config.name) ?? '';
    const alias = world.find('aws_kms_alias', place.region, name)?.state;
    if (alias)
      return values({
        id: alias.arn ?? null,
        arn: alias.arn ?? null,
        target_key_id: afterSlash(alias.target_key_arn),
        target_key_arn: alias.target_key_arn ?? null,
      });
    return name.startsWith('alias/aws/') ? values({}) : error(`reading KMS Alias (${name}): couldn't find resource`);
  },
  aws_secretsmanager_secret: ({ world, place, config }) => {
    const name = text(config.arn) ?? text(config.name) ?? '';
    const secret = findSecret(world, place.region, name);
    return secret ? values(secret.state) : error(`reading Secrets Manager Secret (${name}): couldn't find resource`);
  },
  aws_secretsmanager_secret_version: ({ world, place, config }) => {
    const name = text(config.secret_id) ?? '';
    const value = secretValue(world, place.region, name);
    return value
      ? values({ ...value, id: `${name}|AWSCURRENT` })
      : error(`reading Secrets Manager Secret Version (${name}|AWSCURRENT): couldn't find resource`);
  },
  aws_ssm_parameters_by_path: ({ world, place, config }) => {
    const folder = `${(text(config.path) ?? '').replace(/\/$/, '')}/`;
    const found = world
      .all('aws_ssm_parameter')
      .filter((stored) => stored.region === place.region)
      .map(({ state }) => state)
      .filter(({ name }) => text(name)?.startsWith(folder))
      // One level, unless it is to look in the folders of the folder too.
      .filter(({ name }) => config.recursive === true || !text(name)?.slice(folder.length).includes('/'));
    const each = (attribute: string): Value => found.map((state) => state[attribute] ?? null);
    // Like the real one: nothing there is no error.
    return values({
      id: text(config.path) ?? '',
      arns: each('arn'),
      names: each('name'),
      types: each('type'),
      values: each('value'),
    });
  },
  aws_cognito_user_pools: ({ world, place, config }) => {
    const pools = world
      .all('aws_cognito_user_pool')
      .filter(({ region, state }) => region === place.region && state.name === config.name)
      .map(({ state }) => state);
    // Like the real one: a pool's name need not be one pool's alone, and none is no error.
    const each = (attribute: string): Value => pools.map((state) => state[attribute] ?? null);
    return values({ id: config.name ?? null, ids: each('id'), arns: each('arn') });
  },
  aws_dynamodb_table: ({ world, place, config }) => {
    const name = text(config.name) ?? '';
    const table = world
      .all('aws_dynamodb_table')
      .find((stored) => stored.state.name === name && isIn(stored, place.region))?.state;
    if (!table) return error(`reading Amazon DynamoDB Table (${name}): couldn't find resource`);
    const arn = (text(table.arn) ?? '').replace(/^(arn:[^:]*:dynamodb:)[^:]*/, `$1${place.region}`);
    return values({ ...table, arn });
  },
};

const isIn = (table: Stored, region: string): boolean =>
  table.region === region || replicaRegions(table.state).includes(region);

/** Data source => attribute of it => attribute of the resource that it is, where they are called differently. */
const OTHER_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_db_instance: {
    db_instance_arn: 'arn',
    db_instance_class: 'instance_class',
    db_subnet_group: 'db_subnet_group_name',
    master_username: 'username',
    preferred_backup_window: 'backup_window',
    preferred_maintenance_window: 'maintenance_window',
    vpc_security_groups: 'vpc_security_group_ids',
  },
};

/** Data sources of one object: what names it in the configuration, and what the real provider says where there is none. */
const BY_NAME: Readonly<Record<string, readonly [argument: string, what: string]>> = {
  aws_s3_bucket: ['bucket', 'S3 Bucket'],
  aws_iam_role: ['name', 'IAM Role'],
  aws_iam_policy: ['arn', 'IAM Policy'],
  aws_db_instance: ['db_instance_identifier', 'RDS DB Instance'],
  aws_db_subnet_group: ['name', 'RDS DB Subnet Group'],
  aws_sns_topic: ['name', 'SNS Topic'],
  aws_sqs_queue: ['name', 'SQS Queue'],
  aws_lambda_function: ['function_name', 'Lambda Function'],
  aws_cloudwatch_log_group: ['name', 'CloudWatch Logs Log Group'],
  aws_ecr_repository: ['name', 'ECR Repository'],
  aws_ecs_cluster: ['cluster_name', 'ECS Cluster'],
  aws_cloudfront_distribution: ['id', 'CloudFront Distribution'],
  aws_cloudfront_function: ['name', 'CloudFront Function'],
  aws_iam_instance_profile: ['name', 'IAM Instance Profile'],
  aws_apigatewayv2_api: ['api_id', 'API Gateway v2 API'],
  aws_globalaccelerator_accelerator: ['name', 'Global Accelerator Accelerator'],
  aws_lb_target_group: ['name', 'ELBv2 Target Group'],
  aws_autoscaling_group: ['name', 'Auto Scaling Group'],
  aws_launch_template: ['name', 'EC2 Launch Template'],
};

/** Data sources that list or find by filters what EC2 has: their own type, or the type whose ids they list. */
const BY_FILTER: Readonly<Record<string, string>> = {
  aws_vpc: 'aws_vpc',
  aws_vpcs: 'aws_vpc',
  aws_subnet: 'aws_subnet',
  aws_subnets: 'aws_subnet',
  aws_security_group: 'aws_security_group',
  aws_security_groups: 'aws_security_group',
  aws_route_table: 'aws_route_table',
  aws_route_tables: 'aws_route_table',
  aws_internet_gateway: 'aws_internet_gateway',
  aws_nat_gateway: 'aws_nat_gateway',
  aws_vpc_endpoint: 'aws_vpc_endpoint',
};

/** Made by AWS itself in every account, so not in the world. */
const OWNED_BY_AWS = /^\/aws\/|^AWS|:aws:policy\/|^aws-/;

export function lookUp(type: string, question: Question): Found {
  if (COMPUTED[type]) return COMPUTED[type](question);
  if (BY_FILTER[type]) return filtered(type, BY_FILTER[type], question);
  const [argument, what] = BY_NAME[type] ?? [];
  if (!argument) return values({});
  const { world, place, config } = question;
  const name = text(config[argument]) ?? text(config.name) ?? text(config.id) ?? '';
  const found = world
    .all(type)
    .find((stored) => isHere(stored, type, place) && (stored.state[argument] === name || isCalled(stored.state, name)));
  if (found) {
    const others = Object.entries(OTHER_NAMES[type] ?? {}).map(([name, attribute]) => [
      name,
      found.state[attribute] ?? null,
    ]);
    return values({ ...found.state, ...Object.fromEntries(others) });
  }
  return OWNED_BY_AWS.test(name) ? values({}) : error(`reading ${what} (${name}): couldn't find resource`);
}

/** A bucket can be read from every Region: its name is the partition's. */
const isHere = ({ region }: Stored, type: string, place: Place): boolean =>
  region === place.region || region === GLOBAL || type === 'aws_s3_bucket';

function availabilityZones({ place: { region }, config }: Question): Found {
  const zones = zonesOf(region).filter(
    ({ name, id }) => !strings(config.exclude_names).includes(name) && !strings(config.exclude_zone_ids).includes(id),
  );
  return values({
    id: region,
    names: zones.map(({ name }) => name),
    zone_ids: zones.map(({ id }) => id),
    group_names: [region],
  });
}

/** A key by id, ARN or alias. */
function findKey({ world, place, config }: Question): Found {
  const wanted = text(config.key_id) ?? '';
  const name = wanted.replace(/^arn:[^:]*:kms:[^:]*:[^:]*:(key\/)?/, '');
  const id = name.startsWith('alias/')
    ? afterSlash(world.find('aws_kms_alias', place.region, name)?.state.target_key_arn)
    : name;
  const key = ['aws_kms_key', 'aws_kms_replica_key']
    .map((type) => world.find(type, place.region, id ?? ''))
    .find(Boolean)?.state;
  if (key)
    return values({
      ...key,
      id: key.key_id ?? null,
      key_id: wanted,
      multi_region: String(key.key_id).startsWith('mrk-'),
      enabled: true,
    });
  return name.startsWith('alias/aws/')
    ? values({})
    : error(
        `reading KMS Key (${wanted}): operation error KMS: DescribeKey, NotFoundException: ${name} is not found in ${place.region}`,
      );
}

function filtered(type: string, of: string, { world, place, config }: Question): Found {
  const found = world.all(of).filter(({ region, state }) => region === place.region && matches(state, config));
  if (type !== of)
    return values({
      id: place.region,
      ids: found.map(({ state }) => state.id ?? null),
      arns: found.map(({ state }) => state.arn ?? null),
    });
  return single(
    `EC2 ${of.replace(/^aws_/, '').replaceAll('_', ' ')}`,
    found.map(({ state }) => state),
  );
}

const afterSlash = (value: Value | undefined): string => (text(value) ?? '').split('/').at(-1) ?? '';
