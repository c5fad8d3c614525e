import fc from 'fast-check';
import { maker } from '../../../lab/provider/aws/make';
import { settled } from '../../../lab/provider/plan/settle';
import { allTags } from '../../../lab/provider/plan/tags';
import { hasUnknown, type ObjectValue, UNKNOWN, type Value } from '../../../lab/provider/protocol/value';
import { schemaOf } from '../../../lab/provider/schema/catalog';
import type { Block, Type } from '../../../lab/provider/schema/types';
import { Direct } from './session';

const place = { region: 'us-east-1', account: '111122223333', global: false };

/** Any configuration of a block, two levels deep: what is required is there, what is optional may be. */
function configurations(block: Block, depth = 2): fc.Arbitrary<ObjectValue> {
  const fields: Record<string, fc.Arbitrary<Value>> = {};
  for (const [name, { type, required, optional, writeOnly }] of Object.entries(block.attributes)) {
    const value = required ? values(type) : fc.option(values(type));
    fields[name] =
      required || (optional && !writeOnly && name !== 'region' && name !== 'tags_all') ? value : fc.constant(null);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    if (nested.nesting === 'single') fields[name] = fc.constant(null);
    else if (depth === 0) fields[name] = fc.constant([]);
    else {
      const element = configurations(nested.block, depth - 1);
      const most = Math.min(nested.maxItems || 3, 3);
      const options = { minLength: Math.min(nested.minItems, most), maxLength: most };
      // Terraform tells the elements of a set apart by what AWS does not decide.
      const own = Object.entries(nested.block.attributes).flatMap(([field, { computed }]) => (computed ? [] : [field]));
      const selector = (item: ObjectValue) => JSON.stringify(own.map((field) => item[field]));
      fields[name] =
        nested.nesting === 'set' ? fc.uniqueArray(element, { ...options, selector }) : fc.array(element, options);
    }
  }
  return fc.record(fields);
}

function values(type: Type): fc.Arbitrary<Value> {
  if (type === 'string') return fc.constantFrom('a', 'b', 'c', '/x');
  if (type === 'number') return fc.integer({ min: 1, max: 9 });
  if (type === 'bool') return fc.boolean();
  const [collection, inner] = type;
  if (collection === 'object')
    return fc.record(Object.fromEntries(Object.entries(inner).map(([name, field]) => [name, values(field)])));
  if (collection === 'map') return fc.dictionary(fc.constantFrom('k', 'l'), values(inner), { noNullPrototype: true });
  return fc.uniqueArray(values(inner), { maxLength: 3, selector: (item) => JSON.stringify(item) });
}

describe.each([
  'aws_dynamodb_table',
  'aws_s3_bucket_replication_configuration',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_cloudfront_distribution',
  'aws_security_group',
  'aws_secretsmanager_secret',
  'aws_cloudwatch_metric_alarm',
  'aws_lb_listener',
])('%s', (type) => {
  const block = schemaOf('resource', type);
  const aws = new Direct();

  test('whatever is configured, an apply leaves nothing unknown, and a second plan nothing to change', async () => {
    await fc.assert(
      fc.asyncProperty(configurations(block), async (config) => {
        const { planned } = await aws.plan(type, null, config);
        const state = settled(block, planned, maker(type, place, planned));
        expect(hasUnknown(state)).toBe(false);
        expect(await aws.plan(type, state, config)).toEqual({ planned: state, replaces: [] });
      }),
      { numRuns: 25 },
    );
  });
});

describe('a plan', () => {
  const aws = new Direct();
  const vpc = async (config: ObjectValue, prior: ObjectValue | null = null) =>
    (await aws.plan('aws_vpc', prior, config)).planned;

  test('says what is configured, what the provider fills in, and what only AWS knows', async () => {
    expect(await vpc({ cidr_block: '10.0.0.0/16' })).toMatchObject({
      cidr_block: '10.0.0.0/16',
      region: 'us-east-1',
      enable_dns_support: true,
      instance_tenancy: 'default',
      tags: null,
      tags_all: {},
      id: UNKNOWN,
      arn: UNKNOWN,
      enable_dns_hostnames: UNKNOWN,
    });
  });

  test('keeps what was, where nothing is configured any more and AWS may decide', async () => {
    const prior = {
      ...(await vpc({ cidr_block: '10.0.0.0/16' })),
      id: 'vpc-1',
      arn: 'arn',
      enable_dns_hostnames: true,
    };
    expect(await vpc({ cidr_block: '10.0.0.0/16' }, prior)).toMatchObject({ id: 'vpc-1', enable_dns_hostnames: true });
  });

  test('goes back to the default, where there is one', async () => {
    const prior = await vpc({ cidr_block: '10.0.0.0/16', enable_dns_support: false });
    expect(await vpc({ cidr_block: '10.0.0.0/16' }, prior)).toMatchObject({ enable_dns_support: true });
  });

  test('leaves write-only values out, whatever they are', async () => {
    const { planned } = await aws.plan('aws_db_instance', null, {
      instance_class: 'x',
      password_wo: 'secret',
      password_wo_version: 2,
    });
    expect(planned).toMatchObject({ password_wo: null, password_wo_version: 2 });
  });

  test('knows an element of a set by what is written in it, defaults included', async () => {
    const table = (...regions: string[]) => ({
      name: 't',
      hash_key: 'pk',
      attribute: [{ name: 'pk', type: 'S' }],
      replica: regions.map((region_name) => ({ region_name })),
    });
    const { planned } = await aws.plan('aws_dynamodb_table', null, table('eu-west-1'));
    const prior = settled(
      schemaOf('resource', 'aws_dynamodb_table'),
      planned,
      maker('aws_dynamodb_table', place, planned),
    );
    const next = await aws.plan('aws_dynamodb_table', prior, table('ap-south-1', 'eu-west-1'));
    expect(next.planned.replica).toMatchObject([
      { region_name: 'ap-south-1', arn: UNKNOWN, consistency_mode: 'EVENTUAL' },
      { region_name: 'eu-west-1', arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/t' },
    ]);
    expect(next.replaces).toEqual([]);
  });

  test('counts the version of a parameter up with its value', async () => {
    const parameter = (value: string) => ({ name: '/a', type: 'String', value });
    const made = (await aws.apply(
      'aws_ssm_parameter',
      null,
      (
        await aws.plan('aws_ssm_parameter', null, parameter('x'))
      ).planned,
    )) as ObjectValue;
    const { planned } = await aws.plan('aws_ssm_parameter', made, parameter('y'));
    expect([made.version, planned.version]).toEqual([1, UNKNOWN]);
    expect(await aws.apply('aws_ssm_parameter', made, planned)).toMatchObject({ version: 2, value: 'y' });
  });
});

describe('default tags', () => {
  test.each<[what: string, Value | undefined, Value | undefined, Value]>([
    ['come under the resource’s own', { a: 'own', c: 'x' }, undefined, { a: 'own', b: 'default', c: 'x' }],
    ['stand alone', null, undefined, { a: 'default', b: 'default' }],
    ['are unknown along with a tag', { c: UNKNOWN }, undefined, UNKNOWN],
    ['are unknown along with all tags', UNKNOWN, undefined, UNKNOWN],
    ['stay as they were', null, { b: 'default', a: 'default' }, { b: 'default', a: 'default' }],
  ])('%s', (_, tags, prior, expected) => {
    expect(allTags({ a: 'default', b: 'default' }, tags, prior)).toEqual(expected);
  });
});

describe('replaces', () => {
  const aws = new Direct();
  test.each<[type: string, what: string, ObjectValue, ObjectValue, string[]]>([
    ['aws_vpc', 'cidr_block', { cidr_block: 'a' }, { cidr_block: 'b' }, ['cidr_block']],
    ['aws_vpc', 'tags: in place', { cidr_block: 'a' }, { cidr_block: 'a', tags: { x: 'y' } }, []],
    [
      'aws_subnet',
      'availability_zone',
      { vpc_id: 'v', availability_zone: 'a' },
      { vpc_id: 'v', availability_zone: 'b' },
      ['availability_zone'],
    ],
    [
      'aws_route53_health_check',
      'request_interval',
      { type: 'TCP', request_interval: 30 },
      { type: 'TCP', request_interval: 10 },
      ['request_interval'],
    ],
    [
      'aws_route53_health_check',
      'failure_threshold: in place',
      { type: 'TCP', failure_threshold: 3 },
      { type: 'TCP', failure_threshold: 1 },
      [],
    ],
    [
      'aws_route53recoverycontrolconfig_safety_rule',
      'rule_config',
      { rule_config: [{ inverted: false, threshold: 1, type: 'ATLEAST' }] },
      { rule_config: [{ inverted: false, threshold: 2, type: 'ATLEAST' }] },
      ['rule_config'],
    ],
    [
      'aws_db_instance',
      'engine',
      { instance_class: 'x', engine: 'a' },
      { instance_class: 'x', engine: 'b' },
      ['engine'],
    ],
    [
      'aws_db_instance',
      'identifier, replicate_source_db: in place',
      { instance_class: 'x', identifier: 'a', replicate_source_db: 'r' },
      { instance_class: 'x', identifier: 'b' },
      [],
    ],
    ['aws_dynamodb_table', 'hash_key', { name: 't', hash_key: 'a' }, { name: 't', hash_key: 'b' }, ['hash_key']],
    [
      'aws_dynamodb_table',
      'a nested path',
      { name: 't', local_secondary_index: [{ name: 'i', range_key: 'a', projection_type: 'ALL' }] },
      { name: 't', local_secondary_index: [{ name: 'i', range_key: 'b', projection_type: 'ALL' }] },
      ['local_secondary_index'],
    ],
    [
      'aws_s3_bucket_replication_configuration',
      'rules: in place',
      { bucket: 'b', role: 'r', rule: [] },
      { bucket: 'b', role: 'r', rule: [{ id: 'x', status: 'Enabled' }] },
      [],
    ],
    ['aws_sns_topic', 'region', { name: 't' }, { name: 't', region: 'eu-west-1' }, ['region']],
    ['aws_sns_topic', 'name, to an unknown one', { name: 't' }, { name: UNKNOWN }, ['name']],
    [
      'aws_glue_job',
      'name, by default: not in the table',
      { name: 'a', role_arn: 'r' },
      { name: 'b', role_arn: 'r' },
      ['name'],
    ],
  ])('%s: %s', async (type, _, before, after, expected) => {
    const prior = (await aws.plan(type, null, before)).planned;
    const { id: _id, ...rest } = prior;
    expect((await aws.plan(type, { ...rest, id: 'x' }, after)).replaces).toEqual(expected);
  });
});
