import type { SynthesizedPlatform } from '../synth';
import { synthPlatform } from '../synth';
import { anyPlatform } from './region-lists';

/** The argument that names an object of each type, in its Region or, as marked, in the whole account or world. */
const NAME_ARGUMENT: Readonly<Record<string, readonly [argument: string, scope: 'region' | 'everywhere']>> = {
  aws_cloudwatch_log_group: ['name', 'region'],
  aws_db_instance: ['identifier', 'region'],
  aws_db_parameter_group: ['name', 'region'],
  aws_db_subnet_group: ['name', 'region'],
  aws_dynamodb_table: ['name', 'region'],
  aws_iam_role: ['name', 'everywhere'],
  aws_kms_alias: ['name', 'region'],
  aws_s3_bucket: ['bucket', 'everywhere'],
  aws_secretsmanager_secret: ['name', 'region'],
  aws_security_group: ['name', 'region'],
  aws_ssm_parameter: ['name', 'region'],
};

/** `type scope name` of everything with a name that must be unique. */
const physicalNames = (platform: SynthesizedPlatform): string[] =>
  [...platform.stacks.values()].flatMap((stack) =>
    stack.resources().flatMap(({ type, args }) => {
      const [argument, scope] = NAME_ARGUMENT[type] ?? [];
      return argument ? [`${type} ${scope === 'region' ? args.provider : ''} ${args[argument]}`] : [];
    }),
  );

test(
  'no two objects have one name where AWS wants it unique',
  anyPlatform((platform) => {
    const names = physicalNames(platform);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  }),
);

test(
  'every name holds the platform and its environment, and no unresolved token',
  anyPlatform((platform) =>
    expect(
      physicalNames(platform)
        .map((name) => name.split(' ').pop() ?? '')
        .filter((name) => !/orders[-/]prod[-/]/.test(name) || /[${}]/.test(name)),
    ).toEqual([]),
  ),
);

/** First and last address of a range, as numbers. */
function bounds(cidr: string): readonly [first: number, last: number] {
  const [, a, b, c, d, prefix] = (/^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr) ?? []).map(Number) as number[];
  const first = (((a ?? 0) * 256 + (b ?? 0)) * 256 + (c ?? 0)) * 256 + (d ?? 0);
  return [first, first + 2 ** (32 - (prefix ?? 0)) - 1];
}

const overlaps = (cidrs: readonly string[]): string[] => {
  const sorted = [...cidrs].sort((a, b) => bounds(a)[0] - bounds(b)[0]);
  return sorted.filter((cidr, i) => i > 0 && bounds(cidr)[0] <= bounds(sorted[i - 1] ?? '')[1]);
};

test(
  'no two VPCs overlap, nor two subnets; each subnet lies in its VPC',
  anyPlatform((platform) => {
    const vpcs = platform.regionStacks.map((stack) => String(stack.only('aws_vpc').cidr_block));
    expect(vpcs).toHaveLength(platform.regionStacks.length);
    expect(overlaps(vpcs)).toEqual([]);
    for (const stack of platform.regionStacks) {
      const [first, last] = bounds(String(stack.only('aws_vpc').cidr_block));
      const subnets = stack.resources('aws_subnet').map(({ args }) => String(args.cidr_block));
      expect(overlaps(subnets)).toEqual([]);
      expect(subnets.filter((cidr) => bounds(cidr)[0] < first || bounds(cidr)[1] > last)).toEqual([]);
    }
  }),
);

test("a Region's range is that of its slot, in the platform's own range", () => {
  expect(synthPlatform().region('ap-southeast-2').only('aws_vpc').cidr_block).toBe('10.26.0.0/16');
  expect(
    synthPlatform({ network: { cidr: '100.64.0.0/10' } })
      .region('ap-southeast-2')
      .only('aws_vpc').cidr_block,
  ).toBe('100.90.0.0/16');
});

test('the names of the default platform', () =>
  expect(
    physicalNames(synthPlatform())
      .filter((name) => !/ (aws\.euw1|aws\.apse2) |ssm_parameter/.test(name))
      .sort(),
  ).toEqual([
    'aws_cloudwatch_log_group aws.use1 /aws/rds/instance/orders-prod-main/postgresql',
    'aws_cloudwatch_log_group aws.use1 /aws/rds/instance/orders-prod-main/upgrade',
    'aws_db_instance aws.use1 orders-prod-main',
    'aws_db_parameter_group aws.use1 orders-prod-main-postgres17',
    'aws_db_subnet_group aws.use1 orders-prod-main',
    'aws_dynamodb_table aws.use1 orders-prod-sessions',
    'aws_iam_role  orders-prod-database-monitoring',
    'aws_iam_role  orders-prod-replication',
    'aws_iam_role  orders-prod-state-replication',
    'aws_kms_alias aws.use1 alias/orders-prod-data',
    'aws_kms_alias aws.use1 alias/orders-prod-state',
    'aws_s3_bucket  orders-prod-flow-logs-apse2-111122223333',
    'aws_s3_bucket  orders-prod-flow-logs-euw1-111122223333',
    'aws_s3_bucket  orders-prod-flow-logs-use1-111122223333',
    'aws_s3_bucket  orders-prod-objects-apse2-111122223333',
    'aws_s3_bucket  orders-prod-objects-euw1-111122223333',
    'aws_s3_bucket  orders-prod-objects-use1-111122223333',
    'aws_s3_bucket  orders-prod-state-apse2-111122223333',
    'aws_s3_bucket  orders-prod-state-euw1-111122223333',
    'aws_s3_bucket  orders-prod-state-use1-111122223333',
    'aws_secretsmanager_secret aws.use1 orders-prod-main-credentials',
    'aws_security_group aws.use1 orders-prod-main-client',
    'aws_security_group aws.use1 orders-prod-main-database',
  ]));
