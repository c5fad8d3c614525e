import type { RegionName } from '../../config/catalog';
import { synthPlatform } from '../synth';
import { RICH, texts } from './region-lists';

const PARTITIONS: [partition: string, regions: RegionName[]][] = [
  ['aws-cn', ['cn-north-1', 'cn-northwest-1']],
  ['aws-us-gov', ['us-gov-west-1', 'us-gov-east-1']],
];

describe.each(PARTITIONS)('in %s', (partition, regions) => {
  const platform = synthPlatform({ ...RICH, regions, home: regions[0] });

  test('every ARN is of the partition', () => {
    const arns = [...platform.stacks.values()].flatMap(({ text }) => text.match(/arn:[a-z-]*:[^"\\]*/g) ?? []);
    expect(arns.length).toBeGreaterThan(0);
    expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:`))).toEqual([]);
  });

  test('no Region of another partition is named', () => {
    for (const { json } of platform.stacks.values())
      expect(
        texts(json).filter(({ text }) =>
          /\b(us|eu|ap|sa|ca|me|af|il|mx)-(north|south|east|west|central)\w*-\d/.test(text),
        ),
      ).toEqual([]);
  });

  test('has the stacks of every platform', () =>
    expect([...platform.stacks.keys()].sort()).toEqual(
      ['bootstrap', 'foundation', ...regions.map((region) => `region-${region}`)].sort(),
    ));
});

test('China: a replica follows its source, a bucket its copy, and a service has the endpoint that AWS gives it there', () => {
  const stack = synthPlatform({ regions: ['cn-north-1', 'cn-northwest-1'], home: 'cn-north-1' }).region(
    'cn-northwest-1',
  );
  expect(stack.only('aws_db_instance')).toMatchObject({
    replicate_source_db: 'arn:aws-cn:rds:cn-north-1:111122223333:db:orders-prod-main',
    monitoring_role_arn: 'arn:aws-cn:iam::111122223333:role/orders-prod-database-monitoring',
  });
  expect(stack.only('aws_s3_bucket_replication_configuration')).toMatchObject({
    role: 'arn:aws-cn:iam::111122223333:role/orders-prod-replication',
    rule: [{ id: 'cn-north-1', destination: { bucket: 'arn:aws-cn:s3:::orders-prod-objects-cnn1-111122223333' } }],
  });
  expect(stack.resources('aws_vpc_endpoint').map(({ args }) => args.service_name)).toEqual([
    'com.amazonaws.cn-northwest-1.dynamodb',
    'com.amazonaws.cn-northwest-1.s3',
  ]);
});

test("GovCloud: roles and AWS's own policies are those of the partition", () =>
  expect(
    synthPlatform({ regions: ['us-gov-west-1'], home: 'us-gov-west-1' })
      .stack('foundation')
      .only('aws_iam_role_policy_attachment').policy_arn,
  ).toBe('arn:aws-us-gov:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'));
