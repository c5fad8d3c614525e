import { FORMS } from '../../../lab/provider/aws/forms';
import { maker, type Place } from '../../../lab/provider/aws/make';
import { zonesOf } from '../../../lab/provider/aws/zones';
import { settled } from '../../../lab/provider/plan/settle';
import { type ObjectValue, UNKNOWN } from '../../../lab/provider/protocol/value';
import { schemaOf } from '../../../lab/provider/schema/catalog';

const place: Place = { region: 'eu-west-1', account: '111122223333', global: false };
const make = (type: string, attribute: string, written: ObjectValue = {}, where: Place = place, copy = 0) =>
  maker(type, where, written, copy)(attribute, written);

describe('identifiers and ARNs are in the forms of AWS', () => {
  test.each([
    ['aws_vpc', 'id', {}, /^vpc-[0-9a-f]{17}$/],
    ['aws_vpc', 'arn', {}, /^arn:aws:ec2:eu-west-1:111122223333:vpc\/vpc-[0-9a-f]{17}$/],
    ['aws_security_group', 'id', {}, /^sg-[0-9a-f]{17}$/],
    [
      'aws_vpc_security_group_ingress_rule',
      'arn',
      {},
      /^arn:aws:ec2:eu-west-1:111122223333:security-group-rule\/sgr-[0-9a-f]{17}$/,
    ],
    ['aws_kms_key', 'key_id', {}, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/],
    ['aws_kms_key', 'arn', { multi_region: true }, /^arn:aws:kms:eu-west-1:111122223333:key\/mrk-[0-9a-f]{32}$/],
    [
      'aws_kms_replica_key',
      'arn',
      { primary_key_arn: 'arn:aws:kms:us-east-1:111122223333:key/mrk-0123' },
      /^arn:aws:kms:eu-west-1:111122223333:key\/mrk-0123$/,
    ],
    ['aws_kms_alias', 'arn', { name: 'alias/a' }, /^arn:aws:kms:eu-west-1:111122223333:alias\/a$/],
    [
      'aws_kms_alias',
      'target_key_arn',
      { target_key_id: 'arn:aws:kms:eu-west-1:1:key/k' },
      /^arn:aws:kms:eu-west-1:111122223333:key\/k$/,
    ],
    ['aws_s3_bucket', 'arn', { bucket: 'b' }, /^arn:aws:s3:::b$/],
    ['aws_s3_bucket', 'bucket_regional_domain_name', { bucket: 'b' }, /^b\.s3\.eu-west-1\.amazonaws\.com$/],
    ['aws_iam_role', 'arn', { name: 'r', path: '/x/' }, /^arn:aws:iam::111122223333:role\/x\/r$/],
    ['aws_iam_role', 'unique_id', { name: 'r' }, /^AROA[0-9A-F]{17}$/],
    ['aws_iam_policy', 'id', { name: 'p' }, /^arn:aws:iam::111122223333:policy\/p$/],
    [
      'aws_dynamodb_table',
      'stream_arn',
      { name: 't' },
      /^arn:aws:dynamodb:eu-west-1:111122223333:table\/t\/stream\/2024-01-01T00:00:00\.000$/,
    ],
    ['aws_db_instance', 'id', { identifier: 'd' }, /^db-[0-9A-F]{26}$/],
    [
      'aws_db_instance',
      'endpoint',
      { identifier: 'd', port: 3306 },
      /^d\.[0-9a-f]{12}\.eu-west-1\.rds\.amazonaws\.com:3306$/,
    ],
    [
      'aws_secretsmanager_secret',
      'arn',
      { name: 'a/b' },
      /^arn:aws:secretsmanager:eu-west-1:111122223333:secret:a\/b-[0-9a-fA-F]{6}$/,
    ],
    ['aws_ssm_parameter', 'arn', { name: '/a/b' }, /^arn:aws:ssm:eu-west-1:111122223333:parameter\/a\/b$/],
    ['aws_ssm_parameter', 'arn', { name: 'a' }, /^arn:aws:ssm:eu-west-1:111122223333:parameter\/a$/],
    ['aws_sns_topic', 'arn', { name: 't' }, /^arn:aws:sns:eu-west-1:111122223333:t$/],
    ['aws_sqs_queue', 'id', { name: 'q' }, /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/111122223333\/q$/],
    [
      'aws_lambda_function',
      'qualified_arn',
      { function_name: 'f' },
      /^arn:aws:lambda:eu-west-1:111122223333:function:f:\$LATEST$/,
    ],
    [
      'aws_apigatewayv2_stage',
      'invoke_url',
      { api_id: 'a', name: 'v1' },
      /^https:\/\/a\.execute-api\.eu-west-1\.amazonaws\.com\/v1$/,
    ],
    ['aws_route53_zone', 'id', { name: 'x' }, /^Z[0-9A-F]{20}$/],
    ['aws_ec2_transit_gateway', 'association_default_route_table_id', {}, /^tgw-rtb-[0-9a-f]{17}$/],
    ['aws_globalaccelerator_listener', 'arn', { accelerator_arn: 'arn:a' }, /^arn:a\/listener\/[0-9a-f]{8}$/],
    ['aws_cognito_user_pool', 'id', { name: 'u' }, /^eu-west-1_[0-9a-fA-F]{9}$/],
    ['aws_resiliencehub_app', 'arn', { name: 'a' }, /^arn:aws:resiliencehub:eu-west-1:111122223333:app\/a$/],
    ['aws_something_new', 'id', {}, /^something-new-[0-9a-f]{12}$/],
  ] as const)('%s.%s', (type, attribute, written, form) => {
    expect(make(type, attribute, written)).toMatch(form);
  });

  test.each([
    ['cn-north-1', 'arn:aws-cn:s3:::b', 'b.s3.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'arn:aws-us-gov:s3:::b', 'b.s3.us-gov-west-1.amazonaws.com'],
  ])('in the partition of %s', (region, arn, domain) => {
    expect(make('aws_s3_bucket', 'arn', { bucket: 'b' }, { ...place, region })).toBe(arn);
    expect(make('aws_s3_bucket', 'bucket_regional_domain_name', { bucket: 'b' }, { ...place, region })).toBe(domain);
  });

  test('an ARN of a service without Regions names none, whatever its type', () => {
    expect(make('aws_networkmanager_site', 'arn', { name: 's' }, { ...place, global: true })).toBe(
      'arn:aws:networkmanager::111122223333:site/s',
    );
  });
});

test('the same object gets the same digits; another Region, account or copy gets others', () => {
  const id = (where: Partial<Place>, copy = 0) =>
    make('aws_vpc', 'id', { cidr_block: 'x' }, { ...place, ...where }, copy);
  expect(id({})).toBe(id({}));
  expect(new Set([id({}), id({ region: 'us-east-1' }), id({ account: '999999999999' }), id({}, 1)]).size).toBe(4);
});

test.each(Object.entries(FORMS))('every form of %s can be filled, and leaves no placeholder', (type, forms) => {
  for (const attribute of Object.keys(forms)) expect(JSON.stringify(make(type, attribute))).not.toMatch(/[{]-?[a-z]/);
  expect(schemaOf('resource', type).attributes).toMatchObject(
    Object.fromEntries(Object.keys(forms).flatMap((attribute) => (attribute.includes('.') ? [] : [[attribute, {}]]))),
  );
});

test('a replica of a global table has the ARN of its own Region', () => {
  const replica = { region_name: 'ap-southeast-2', arn: UNKNOWN };
  expect(maker('aws_dynamodb_table', place, { name: 't', arn: UNKNOWN })('replica.arn', replica)).toBe(
    'arn:aws:dynamodb:ap-southeast-2:111122223333:table/t',
  );
});

test('an ARN refers to the id that is made for the same object', () => {
  const block = {
    attributes: Object.fromEntries(
      ['id', 'arn'].map(
        (name) =>
          [
            name,
            { type: 'string', required: false, optional: false, computed: true, sensitive: false, writeOnly: false },
          ] as const,
      ),
    ),
    blocks: {},
  };
  const planned = { id: UNKNOWN, arn: UNKNOWN };
  const { id, arn } = settled(block, planned, maker('aws_subnet', place, planned));
  expect(arn).toBe(`arn:aws:ec2:eu-west-1:111122223333:subnet/${String(id)}`);
});

test.each([
  ['eu-west-1', 'euw1-az1'],
  ['ap-southeast-2', 'apse2-az1'],
  ['us-gov-west-1', 'usgw1-az1'],
  ['ca-central-1', 'cac1-az1'],
  ['cn-northwest-1', 'cnnw1-az1'],
])('zones of %s begin with %s', (region, id) => {
  expect(zonesOf(region).map((zone) => zone.name)).toEqual([`${region}a`, `${region}b`, `${region}c`]);
  expect(zonesOf(region)[0]?.id).toBe(id);
});
