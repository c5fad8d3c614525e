import { attributed, isGlobalType } from '../../../cli/review/attribution';
import type { Json } from '../../../cli/review/json';
import type { Change, ProjectedChange } from '../../../cli/review/model';
import { bucketArn, manifest, planJson, type RawChange, raw, review, THREE } from './plans';

/** The one change of a plan of a stack, placed. */
function placed(
  change: RawChange,
  more: { readonly plan?: Json; readonly stack?: string; readonly head?: Json; readonly base?: boolean } = {},
): Change {
  const stack = more.stack ?? 'foundation';
  const plan = { ...planJson([change]), ...more.plan };
  const found = review({
    plans: { [stack]: plan },
    ...(more.head && { stacks: { [stack]: more.head } }),
    ...(more.base && { base: manifest({ ...THREE, 'sa-east-1': 'active' }) }),
  }).stack(stack)?.changes[0];
  if (!found) throw new Error('no change');
  return found;
}
const place = (...args: Parameters<typeof placed>): string => {
  const { region, evidence } = placed(...args);
  return `${region} by ${evidence}`;
};

/** A plan's configuration that says nothing but this. */
const configured = (address: string, key: string, providers: Json, more: Json = {}): Json => ({
  configuration: { provider_config: providers, root_module: { resources: [{ address, provider_config_key: key }] } },
  ...more,
});
const constant = (text: string, references: readonly string[] = []): Json => ({
  expressions: { region: { constant_value: text, references } },
});

test('a change that is placed is what it was, and where it is', () => {
  const change: Required<ProjectedChange> = {
    address: 'aws_vpc.a[0]',
    mode: 'managed',
    type: 'aws_vpc',
    name: 'a',
    actions: ['update'],
    kind: 'update',
    reason: 'replace_by_request',
    deposed: '00000001',
    previousAddress: 'aws_vpc.b',
    importing: true,
    replacePaths: ['cidr_block'],
    before: { region: 'eu-west-1' },
    after: { region: 'eu-west-1' },
    afterUnknown: ['arn'],
    changed: [],
    noise: 'tags',
    provider: { key: 'aws.euw1' },
  };
  const context = { stack: 'region-eu-west-1', column: 'region-*', region: 'eu-west-1', bucketRegions: {} };
  expect(attributed(change, context, () => 'asked for')).toEqual({
    ...change,
    stack: 'region-eu-west-1',
    column: 'region-*',
    region: 'eu-west-1',
    evidence: 'attribute',
    touchedRegions: [],
    expected: 'asked for',
  });
});

describe('the Region of a change, by what is strongest', () => {
  test('a type without Regions is global, whatever else it says', () =>
    expect(place(raw('aws_iam_role.a', ['update'], { region: 'eu-west-1' }, {}))).toBe('global by global-type'));

  test('an alias that is no Region of the platform is global, whatever the argument says', () => {
    const alarm = raw('aws_cloudwatch_metric_alarm.a', ['create'], null, { region: 'us-east-1' });
    const edge = configured(alarm.address, 'aws.edge', { 'aws.edge': constant('us-east-1') });
    expect(place(alarm, { plan: edge })).toBe('global by global-alias');
    // What is gone from the code is asked of the synth.
    const gone = raw('aws_ssm_parameter.a', ['delete'], { region: 'us-west-2' }, null);
    const head = { resource: { aws_ssm_parameter: { a: { provider: 'aws.oregon' } } } };
    expect(place(gone, { head })).toBe('global by global-alias');
    const own = configured(alarm.address, 'aws.use1', { 'aws.use1': constant('us-east-1') });
    expect(place(alarm, { plan: own })).toBe('us-east-1 by attribute');
  });

  test('its own argument, after or before', () => {
    expect(place(raw('aws_vpc.a', ['create'], null, { region: 'eu-west-1', arn: 'arn:aws:x:us-east-1:1:a' }))).toBe(
      'eu-west-1 by attribute',
    );
    expect(place(raw('aws_vpc.a', ['forget'], { region: 'eu-west-1' }, null))).toBe('eu-west-1 by attribute');
  });

  test('its provider, where its Region is a constant or a known variable', () => {
    const change = raw('aws_vpc.a["x"]', ['create'], null, {});
    const of = (provider: Json, variables: Json = {}) =>
      place(change, { plan: configured('aws_vpc.a', 'aws.eu', { aws: {}, 'aws.eu': provider }, { variables }) });
    expect(of(constant('eu-west-1'))).toBe('eu-west-1 by provider');
    expect(of(constant('${var.r}'), { r: { value: 'eu-west-1' } })).toBe('eu-west-1 by provider');
    expect(of({ expressions: { region: { references: ['var.r'] } } }, { r: { value: 'eu-west-1' } })).toBe(
      'eu-west-1 by provider',
    );
  });

  test('text with an expression in it is no constant, and there is no default Region', () => {
    const of = (text: string) =>
      place(raw('aws_vpc.a', ['create'], null, {}), {
        plan: configured('aws_vpc.a', 'aws.eu', { aws: constant('us-east-1'), 'aws.eu': constant(text) }),
      });
    expect(of('${var.r}')).toBe('unknown by none');
    expect(of('${local.r}')).toBe('unknown by none');
    expect(of('eu-west-1-${var.r}')).toBe('unknown by none');
  });

  test('its own ARN, its bucket by the manifest, its tags', () => {
    expect(place(raw('aws_vpc.a', ['delete'], { arn: 'arn:aws:ec2:eu-west-1:1:vpc/a' }, null))).toBe(
      'eu-west-1 by arn',
    );
    expect(
      place(
        raw(
          'aws_s3_bucket.a',
          ['delete'],
          { arn: bucketArn('eu-west-1'), bucket: 'orders-prod-objects-euw1-111122223333' },
          null,
        ),
      ),
    ).toBe('eu-west-1 by bucket-name');
    expect(place(raw('aws_vpc.a', ['delete'], { tags_all: { region: 'eu-west-1' } }, null))).toBe('eu-west-1 by tag');
    expect(place(raw('aws_vpc.a', ['delete'], { tags_all: { region: 'global' } }, null))).toBe('unknown by none');
  });

  test("what is not in AWS is in its stack's Region", () => {
    const change = raw('terraform_data.a', ['create'], null, {});
    expect(place(change, { stack: 'region-eu-west-1' })).toBe('eu-west-1 by stack');
    expect(place(change)).toBe('global by stack');
  });
});

test('global types are those of services without Regions', () => {
  expect(
    [
      'aws_route53_zone',
      'aws_cloudfront_distribution',
      'aws_globalaccelerator_accelerator',
      'aws_s3_account_public_access_block',
    ].every(isGlobalType),
  ).toBe(true);
  expect(
    [
      'aws_route53_resolver_rule',
      'aws_wafv2_web_acl',
      'aws_s3_bucket',
      'aws_backup_vault',
      'aws_cloudformation_stack',
    ].some(isGlobalType),
  ).toBe(false);
});

describe('other Regions that it touches', () => {
  test('are those that changed values name, in keys, ARNs and buckets', () => {
    const rule = (id: string, bucket: string): Json => ({ id, destination: [{ bucket }], status: 'Enabled' });
    const before = {
      region: 'us-east-1',
      rule: [rule('one', bucketArn('eu-west-1')), rule('two', bucketArn('ap-southeast-2'))],
      kms: 'arn:aws:kms:sa-east-1:1:key/a',
    };
    const after = { ...before, rule: [rule('two', bucketArn('ap-southeast-2'))] };
    expect(placed(raw('aws_s3_bucket_replication_configuration.a', ['update'], before, after)).touchedRegions).toEqual([
      'eu-west-1',
    ]);
    expect(
      placed(
        raw(
          'aws_dynamodb_table.a',
          ['update'],
          { region: 'us-east-1', replica: [] },
          { region: 'us-east-1', replica: [{ region_name: 'eu-west-1' }] },
        ),
      ).touchedRegions,
    ).toEqual(['eu-west-1']);
  });

  test('are those in its address: both ends of what stands in one of them, and the Region that something global is about', () => {
    const touched = (...args: Parameters<typeof placed>): readonly string[] => placed(...args).touchedRegions;
    const route = 'aws_ec2_transit_gateway_route.backbone_route-us-east-1-ap-southeast-2';
    expect(touched(raw(route, ['forget'], { region: 'us-east-1' }, null))).toEqual(['ap-southeast-2']);
    expect(touched(raw('aws_route53_health_check.front_health_own-eu-west-1', ['delete'], {}, null))).toEqual([
      'eu-west-1',
    ]);
    expect(touched(raw('aws_route53_health_check.front_alarms_redundant-1', ['delete'], {}, null))).toEqual([]);
    // A name that goes on is another one.
    expect(touched(raw('aws_vpc.xeu-west-1', ['delete'], { region: 'us-east-1' }, null))).toEqual([]);
    expect(touched(raw('aws_vpc.eu-west-12', ['delete'], { region: 'us-east-1' }, null))).toEqual([]);
  });

  test('are not where an alias that is no Region leads', () => {
    const values = {
      region: 'us-east-1',
      alarm_actions: ['arn:aws:sns:us-east-1:111122223333:t'],
      kms: 'arn:aws:kms:eu-west-1:1:key/a',
    };
    const alarm = raw('aws_cloudwatch_metric_alarm.gate-us-east-1', ['create'], null, values);
    const plan = configured(alarm.address, 'aws.edge', { 'aws.edge': constant('us-east-1') });
    expect(placed(alarm, { plan }).touchedRegions).toEqual(['eu-west-1', 'us-east-1']);
    const other = { ...alarm, address: 'aws_cloudwatch_metric_alarm.certificate', name: 'certificate' };
    expect(
      placed(other, { plan: configured(other.address, 'aws.edge', { 'aws.edge': constant('us-east-1') }) })
        .touchedRegions,
    ).toEqual(['eu-west-1']);
  });

  test('are all that it names where it is made or goes, and none where nothing changes', () => {
    const values = { region: 'us-east-1', peer_region: 'eu-west-1' };
    expect(placed(raw('aws_vpc_peering_connection.a', ['create'], null, values)).touchedRegions).toEqual(['eu-west-1']);
    expect(placed(raw('aws_vpc_peering_connection.a', ['no-op'], values, values)).touchedRegions).toEqual([]);
  });
});
