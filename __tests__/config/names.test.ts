import fc from 'fast-check';
import { type Partition, REGION_NAMES, type RegionName, regionFacts } from '../../config/catalog';
import { MAX_OBJECT_NAME_LENGTH } from '../../config/forms';
import type { Naming } from '../../config/names';
import * as names from '../../config/names';
import { MAX_ENVIRONMENT_LENGTH, MAX_NAME_LENGTH } from '../../config/schema';

const naming = (partition: Partition): Naming => ({
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  partition,
});
const orders = naming('aws');

/** The longest that the schema allows. */
const longest: Naming = {
  name: 'n'.repeat(MAX_NAME_LENGTH),
  environment: 'e'.repeat(MAX_ENVIRONMENT_LENGTH),
  account: '111122223333',
  partition: 'aws',
};
const longObject = 'o'.repeat(MAX_OBJECT_NAME_LENGTH);

const objectNames = fc
  .stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,3}$/)
  .filter((name) => name.length <= MAX_OBJECT_NAME_LENGTH);
const regions = fc.constantFrom(...REGION_NAMES);
const namings = fc.record<Naming>({
  name: objectNames,
  environment: objectNames.filter((name) => name.length <= MAX_ENVIRONMENT_LENGTH),
  account: fc.stringMatching(/^[0-9]{12}$/),
  partition: fc.constant('aws'),
});

/** Whether IAM takes the ARN for one that the pattern means: `*` is any text, `?` any character ("IAM JSON policy elements: Resource"). */
function matches(pattern: string, arn: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(arn);
}

const matchesAny = (patterns: readonly string[], arn: string): boolean =>
  patterns.some((pattern) => matches(pattern, arn));

describe('exactly', () => {
  // biome-ignore format: a table, one name a row
  test.each([
    ['bucketName', names.bucketName(orders, 'objects', 'eu-west-1'), 'orders-prod-objects-euw1-111122223333'],
    ['stateBucketName', names.stateBucketName(orders, 'ap-southeast-2'), 'orders-prod-state-apse2-111122223333'],
    ['stateKey', names.stateKey(orders, 'region-eu-west-1'), 'orders/prod/region-eu-west-1.tfstate'],
    ['keyAlias', names.keyAlias(orders, 'data'), 'alias/orders-prod-data'],
    ['roleName', names.roleName(orders, 'replication'), 'orders-prod-replication'],
    ['tableName', names.tableName(orders, 'sessions'), 'orders-prod-sessions'],
    ['functionName', names.functionName(orders, 'state-updater'), 'orders-prod-state-updater'],
    ['functionArn', names.functionArn(orders, 'health', '*'), 'arn:aws:lambda:*:111122223333:function:orders-prod-health'],
    ['functionRoleName', names.functionRoleName(orders, 'state-updater', 'eu-west-1'), 'orders-prod-state-updater-euw1'],
    ['functionLogGroupName', names.functionLogGroupName(orders, 'health'), '/aws/lambda/orders-prod-health'],
    ['functionLogGroupArn', names.functionLogGroupArn(orders, 'health', 'eu-west-1'), 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-prod-health'],
    ['roleArnOf', names.roleArnOf(orders, 'any'), 'arn:aws:iam::111122223333:role/any'],
    ['apiName', names.apiName(orders), 'orders-prod-api'],
    ['apiLogGroupName', names.apiLogGroupName(orders), '/aws/vendedlogs/apis/orders-prod-api'],
    ['userPoolName', names.userPoolName(orders), 'orders-prod-users'],
    ['userPoolArnPattern', names.userPoolArnPattern(orders, 'eu-west-1'), 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_*'],
    ['policyName', names.policyName(orders, 'operator'), 'orders-prod-operator'],
    ['scheduleName', names.scheduleName(orders, 'profiles'), 'orders-prod-profiles'],
    ['alarmTopicName', names.alarmTopicName(orders), 'orders-prod-alarms'],
    ['alarmName', names.alarmName(orders, 'health'), 'orders-prod-health'],
    ['alarmArnPattern', names.alarmArnPattern(orders, 'eu-west-1'), 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-prod-*'],
    ['queueName', names.queueName(orders, 'failed-events'), 'orders-prod-failed-events'],
    ['queueArn', names.queueArn(orders, 'failed-events', 'eu-west-1'), 'arn:aws:sqs:eu-west-1:111122223333:orders-prod-failed-events'],
    ['tableArn, any Region', names.tableArn(orders, 'fence', '*'), 'arn:aws:dynamodb:*:111122223333:table/orders-prod-fence'],
    ['databaseIdentifier', names.databaseIdentifier(orders, 'main'), 'orders-prod-main'],
    ['databaseSubnetGroupName', names.databaseSubnetGroupName(orders, 'main'), 'orders-prod-main'],
    ['databaseParameterGroupName', names.databaseParameterGroupName(orders, 'main', 'mysql8.4'), 'orders-prod-main-mysql8-4'],
    ['databaseSnapshotName', names.databaseSnapshotName(orders, 'main'), 'orders-prod-main-final'],
    ['databaseSecretName', names.databaseSecretName(orders, 'main'), 'orders-prod-main-credentials'],
    ['securityGroupName', names.securityGroupName(orders, 'main'), 'orders-prod-main'],
    ['tagName', names.tagName(orders, 'vpc', 'us-east-1'), 'orders-prod-vpc-use1'],
    ['parameterName', names.parameterName(orders, 'region', 'vpc_id'), '/orders/prod/region/vpc_id'],
  ])('%s', (_title, name, expected) => expect(name).toBe(expected));

  // biome-ignore format: a table, one ARN a row
  test.each<[Partition, RegionName, string[]]>([
    ['aws', 'eu-west-1', [
      'arn:aws:s3:::orders-prod-objects-euw1-111122223333',
      'arn:aws:iam::111122223333:role/orders-prod-replication',
      'arn:aws:kms:eu-west-1:111122223333:alias/orders-prod-data',
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders-prod-sessions',
      'arn:aws:rds:eu-west-1:111122223333:db:orders-prod-main',
    ]],
    ['aws-cn', 'cn-northwest-1', [
      'arn:aws-cn:s3:::orders-prod-objects-cnnw1-111122223333',
      'arn:aws-cn:iam::111122223333:role/orders-prod-replication',
      'arn:aws-cn:kms:cn-northwest-1:111122223333:alias/orders-prod-data',
      'arn:aws-cn:dynamodb:cn-northwest-1:111122223333:table/orders-prod-sessions',
      'arn:aws-cn:rds:cn-northwest-1:111122223333:db:orders-prod-main',
    ]],
    ['aws-us-gov', 'us-gov-east-1', [
      'arn:aws-us-gov:s3:::orders-prod-objects-usge1-111122223333',
      'arn:aws-us-gov:iam::111122223333:role/orders-prod-replication',
      'arn:aws-us-gov:kms:us-gov-east-1:111122223333:alias/orders-prod-data',
      'arn:aws-us-gov:dynamodb:us-gov-east-1:111122223333:table/orders-prod-sessions',
      'arn:aws-us-gov:rds:us-gov-east-1:111122223333:db:orders-prod-main',
    ]],
  ])('ARNs in %s', (partition, region, expected) => {
    const here = naming(partition);
    expect([
      names.bucketArn(here, 'objects', region),
      names.roleArn(here, 'replication'),
      names.keyAliasArn(here, 'data', region),
      names.tableArn(here, 'sessions', region),
      names.databaseArn(here, 'main', region),
    ]).toEqual(expected);
  });
});

describe('with the longest names, in every Region, fits', () => {
  // biome-ignore format: a table, one service a row
  const services: [string, number, RegExp, (region: RegionName) => string][] = [
    ['S3', 63, /^[a-z0-9][a-z0-9-]+[a-z0-9]$/, (region) => names.bucketName(longest, longObject, region)],
    ['S3, for state', 63, /^[a-z0-9][a-z0-9-]+[a-z0-9]$/, (region) => names.stateBucketName(longest, region)],
    ['IAM', 64, /^[\w+=,.@-]+$/, () => names.roleName(longest, longObject)],
    ['KMS', 256, /^alias\/[a-zA-Z0-9/_-]+$/, () => names.keyAlias(longest, 'state')],
    ['DynamoDB', 255, /^[a-zA-Z0-9_.-]{3,}$/, () => names.tableName(longest, longObject)],
    ['RDS', 63, /^[a-z](-?[a-z0-9])*$/, () => names.databaseIdentifier(longest, longObject)],
    ['RDS subnet groups', 255, /^[a-z](-?[a-z0-9])*$/, () => names.databaseSubnetGroupName(longest, longObject)],
    ['RDS parameter groups', 255, /^[a-z](-?[a-z0-9])*$/, () => names.databaseParameterGroupName(longest, longObject, 'postgres17')],
    ['RDS snapshots', 255, /^[a-z](-?[a-z0-9])*$/, () => names.databaseSnapshotName(longest, longObject)],
    ['Secrets Manager', 512, /^[\w/+=.@-]+$(?<!-.{6})/, () => names.databaseSecretName(longest, longObject)],
    ['EC2 security groups', 255, /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]+$/, () => names.securityGroupName(longest, longObject)],
    ['EC2 tags', 256, /^.+$/, (region) => names.tagName(longest, longObject, region)],
    ['Lambda', 64, /^[a-zA-Z0-9-_]+$/, () => names.functionName(longest, 'cognito-triggers')],
    ['IAM, for functions', 64, /^[\w+=,.@-]+$/, (region) => names.functionRoleName(longest, 'cognito-triggers', region)],
    ['IAM policies', 128, /^[\w+=,.@-]+$/, () => names.policyName(longest, 'operator')],
    ['API Gateway', 128, /^[\w-]+$/, () => names.apiName(longest)],
    ['CloudWatch Logs', 512, /^[\w./#-]+$/, () => names.apiLogGroupName(longest)],
    ['CloudWatch alarms', 255, /^[\w-]+$/, (region) => names.alarmName(longest, `replication-${region}`)],
    ['Cognito', 128, /^[\w\s+=,.@-]+$/, () => names.userPoolName(longest)],
    ['EventBridge Scheduler', 64, /^[0-9a-zA-Z-_.]+$/, () => names.scheduleName(longest, 'profiles')],
    ['SNS', 256, /^[\w-]+$/, () => names.alarmTopicName(longest)],
    ['SQS', 80, /^[\w-]+$/, () => names.queueName(longest, 'failed-events')],
    ['S3 keys', 1024, /^[\w/.-]+$/, (region) => names.stateKey(longest, `region-${region}`)],
  ];

  test.each(services)('%s: at most %d characters', (_service, limit, form, nameIn) => {
    for (const region of REGION_NAMES) {
      const name = nameIn(region);
      expect(name.length).toBeLessThanOrEqual(limit);
      expect(name).toMatch(form);
    }
  });

  test('S3 with any legal name, a long one ending in a hash', () => {
    expect(names.bucketName(longest, longObject, 'ap-southeast-2')).toBe(
      'nnnnnnnnnnnnnnnnnnnn-eeeeeeeeee-ooooo-02e251-apse2-111122223333',
    );
    fc.assert(
      fc.property(namings, objectNames, regions, (some, bucket, region) => {
        const name = names.bucketName(some, bucket, region);
        expect(name.length).toBeLessThanOrEqual(63);
        expect(name).toMatch(/^[a-z](-?[a-z0-9])*$/);
        expect(name.endsWith(`-${regionFacts(region).code}-${some.account}`)).toBe(true);
      }),
    );
  });
});

describe('fitted', () => {
  test('leaves a stem that fits', () => expect(names.fitted('orders-prod-objects', 19)).toBe('orders-prod-objects'));

  test.each([
    ['orders-prod-objects', 18, 'orders-prod-b43e0e'],
    ['orders-prod-objects2', 19, 'orders-prod-edb20d'],
  ])('cuts %s to %d characters, without two hyphens in a row', (stem, longest, name) =>
    expect(names.fitted(stem, longest)).toBe(name),
  );

  test('never gives two stems one name', () =>
    fc.assert(
      fc.property(fc.uniqueArray(objectNames, { minLength: 2 }), (objects) => {
        const fitted = objects.map((name) => names.fitted(`${'n'.repeat(20)}-${name}`, 24));
        expect(new Set(fitted).size).toBe(objects.length);
      }),
      // Six hexadecimal digits do meet by chance, once in a few thousand runs of this test.
      { seed: 1 },
    ));
});

describe('no two are alike', () => {
  test('buckets, over Regions and objects', () =>
    fc.assert(
      fc.property(namings, fc.uniqueArray(objectNames, { minLength: 1, maxLength: 8 }), (some, buckets) => {
        const all = REGION_NAMES.flatMap((region) => [
          names.stateBucketName(some, region),
          ...buckets
            .filter((bucket) => bucket !== names.STATE_BUCKET)
            .map((bucket) => names.bucketName(some, bucket, region)),
        ]);
        expect(new Set(all).size).toBe(all.length);
      }),
    ));

  test('tables, databases and their groups and snapshots', () =>
    fc.assert(
      fc.property(fc.uniqueArray(objectNames, { minLength: 1, maxLength: 8 }), (objects) => {
        for (const nameOf of [
          names.tableName,
          names.databaseIdentifier,
          names.databaseSnapshotName,
          names.databaseSecretName,
        ])
          expect(new Set(objects.map((object) => nameOf(longest, object))).size).toBe(objects.length);
        const groups = objects.flatMap((object) =>
          ['postgres16', 'postgres17', 'mysql8.0', 'mysql8.4'].map((family) =>
            names.databaseParameterGroupName(longest, object, family),
          ),
        );
        expect(new Set(groups).size).toBe(groups.length);
      }),
    ));
});

describe('bucketArnPatterns', () => {
  test('are one for each length of a Region code', () =>
    expect(names.bucketArnPatterns(orders, 'objects')).toEqual([
      'arn:aws:s3:::orders-prod-objects-????-111122223333',
      'arn:aws:s3:::orders-prod-objects-?????-111122223333',
    ]));

  test.each(['objects', longObject])('match %s in every Region', (bucket) => {
    for (const region of REGION_NAMES)
      expect(matchesAny(names.bucketArnPatterns(longest, bucket), names.bucketArn(longest, bucket, region))).toBe(true);
  });

  test('match no bucket whose name goes on after it', () => {
    const other = names.bucketArn(orders, 'objects-archive', 'us-east-1');
    expect(matchesAny(names.bucketArnPatterns(orders, 'objects'), other)).toBe(false);
  });

  test('match no other bucket of any platform of the account', () =>
    fc.assert(
      fc.property(namings, objectNames, objectNames, regions, objectNames, (some, bucket, other, region, suffix) => {
        const patterns = names.bucketArnPatterns(some, bucket);
        const others = [other, `${bucket}-${other}`, `${other}-${bucket}`]
          .filter((name) => name !== bucket)
          .map((name) => names.bucketArn(some, name, region));
        const elsewhere = names.bucketArn({ ...some, environment: `${some.environment}-${suffix}` }, bucket, region);
        expect([...others, elsewhere].filter((arn) => matchesAny(patterns, arn))).toEqual([]);
      }),
    ));
});
