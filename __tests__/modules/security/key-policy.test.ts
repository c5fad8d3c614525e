import fc from 'fast-check';
import { CATALOG, REGION_NAMES } from '../../../config/catalog';
import { type KeyPolicyProps, type KeyService, keyPolicy } from '../../../modules/security/key-policy';

interface Statement {
  readonly Sid: string;
  readonly Principal: unknown;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

const PROPS: KeyPolicyProps = {
  partition: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  services: [],
  logGroupArnPattern: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/rds/instance/orders-prod-*',
};
const SERVICES: KeyService[] = ['s3', 'dynamodb', 'rds', 'secretsmanager', 'ec2', 'ecr', 'logs', 'delivery.logs'];
const ACCOUNT_ROOT = { AWS: 'arn:aws:iam::111122223333:root' };

const ADMINISTER = {
  Sid: 'AdministerThroughIam',
  Effect: 'Allow',
  Principal: ACCOUNT_ROOT,
  Action: [
    'kms:CancelKeyDeletion',
    'kms:CreateAlias',
    'kms:DeleteAlias',
    'kms:Describe*',
    'kms:Disable*',
    'kms:Enable*',
    'kms:Get*',
    'kms:List*',
    'kms:PutKeyPolicy',
    'kms:ReplicateKey',
    'kms:RotateKeyOnDemand',
    'kms:ScheduleKeyDeletion',
    'kms:TagResource',
    'kms:UntagResource',
    'kms:Update*',
  ],
  Resource: '*',
};

const useThrough = (viaService: string[]) => ({
  Sid: 'UseThroughServices',
  Effect: 'Allow',
  Principal: ACCOUNT_ROOT,
  Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  Resource: '*',
  Condition: { StringEquals: { 'kms:ViaService': viaService } },
});

const grantTo = (viaService: string[]) => ({
  Sid: 'GrantToServices',
  Effect: 'Allow',
  Principal: ACCOUNT_ROOT,
  Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
  Resource: '*',
  Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' }, StringEquals: { 'kms:ViaService': viaService } },
});

const ENCRYPT_LOGS = {
  Sid: 'EncryptLogs',
  Effect: 'Allow',
  Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
  Action: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  Resource: '*',
  Condition: {
    ArnLike: {
      'kms:EncryptionContext:aws:logs:arn':
        'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/rds/instance/orders-prod-*',
    },
  },
};

const DELIVER_LOGS = {
  Sid: 'EncryptDeliveredLogs',
  Effect: 'Allow',
  Principal: { Service: 'delivery.logs.amazonaws.com' },
  Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  Resource: '*',
  Condition: {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-west-1:111122223333:*' },
  },
};

const AUTO_SCALING = {
  'aws:PrincipalArn':
    'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
  'kms:CallerAccount': '111122223333',
};
const LAUNCH = [
  {
    Sid: 'LaunchInstances',
    Effect: 'Allow',
    Principal: '*',
    Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    Resource: '*',
    Condition: { StringEquals: AUTO_SCALING },
  },
  {
    Sid: 'KeepVolumesOpen',
    Effect: 'Allow',
    Principal: '*',
    Action: 'kms:CreateGrant',
    Resource: '*',
    Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' }, StringEquals: AUTO_SCALING },
  },
];

const statements = (props: Partial<KeyPolicyProps>): Statement[] =>
  JSON.parse(keyPolicy({ ...PROPS, ...props })).Statement;

const anyProps = fc.record({
  region: fc.constantFrom(...REGION_NAMES),
  services: fc.shuffledSubarray(SERVICES),
});

test('no statement allows every action, and each use names the way or the service', () =>
  fc.assert(
    fc.property(anyProps, ({ region, services }) => {
      for (const { Sid, Action, Condition } of statements({ region, services, partition: CATALOG[region].partition })) {
        expect([Action].flat()).not.toContain('*');
        expect([Action].flat()).not.toContain('kms:*');
        if (Sid !== 'AdministerThroughIam') expect(Condition).toBeDefined();
      }
    }),
  ));

test("a key's policy names its own Region alone", () =>
  fc.assert(
    fc.property(anyProps, ({ region, services }) => {
      const text = keyPolicy({ ...PROPS, logGroupArnPattern: 'none', region, services });
      const named = REGION_NAMES.filter((name) => new RegExp(`[.:]${name}[.:]`).test(text));
      expect(named).toEqual(services.length > 0 ? [region] : []);
    }),
  ));

test('the order of the services changes who may use the key in nothing', () =>
  fc.assert(
    fc.property(anyProps, ({ region, services }) => {
      expect(keyPolicy({ ...PROPS, region, services })).toBe(
        keyPolicy({ ...PROPS, region, services: [...services].sort() }),
      );
    }),
  ));

test.each<[string, KeyService[], object[]]>([
  ['no service', [], [ADMINISTER]],
  ['S3', ['s3'], [ADMINISTER, useThrough(['s3.eu-west-1.amazonaws.com'])]],
  [
    'DynamoDB, which holds data for longer than a call',
    ['dynamodb'],
    [ADMINISTER, useThrough(['dynamodb.eu-west-1.amazonaws.com']), grantTo(['dynamodb.eu-west-1.amazonaws.com'])],
  ],
  ['CloudWatch Logs, which calls in its own name', ['logs'], [ADMINISTER, ENCRYPT_LOGS]],
  ['what delivers flow logs, for this account and Region', ['delivery.logs'], [ADMINISTER, DELIVER_LOGS]],
  [
    'ECR, which opens images with grants',
    ['ecr'],
    [ADMINISTER, useThrough(['ecr.eu-west-1.amazonaws.com']), grantTo(['ecr.eu-west-1.amazonaws.com'])],
  ],
  [
    'EC2, also for what Auto Scaling launches',
    ['ec2'],
    [ADMINISTER, useThrough(['ec2.eu-west-1.amazonaws.com']), grantTo(['ec2.eu-west-1.amazonaws.com']), ...LAUNCH],
  ],
  [
    'all of them',
    SERVICES,
    [
      ADMINISTER,
      useThrough([
        'dynamodb.eu-west-1.amazonaws.com',
        'ec2.eu-west-1.amazonaws.com',
        'ecr.eu-west-1.amazonaws.com',
        'rds.eu-west-1.amazonaws.com',
        's3.eu-west-1.amazonaws.com',
        'secretsmanager.eu-west-1.amazonaws.com',
      ]),
      grantTo([
        'dynamodb.eu-west-1.amazonaws.com',
        'ec2.eu-west-1.amazonaws.com',
        'ecr.eu-west-1.amazonaws.com',
        'rds.eu-west-1.amazonaws.com',
      ]),
      ENCRYPT_LOGS,
      DELIVER_LOGS,
      ...LAUNCH,
    ],
  ],
])('with %s', (_what, services, expected) => expect(statements({ services })).toEqual(expected));

test('in China both endpoint suffixes are the service, and principals have its own', () => {
  const china = statements({ partition: 'aws-cn', region: 'cn-north-1', services: ['s3', 'logs'] });
  expect(china[0]?.Principal).toEqual({ AWS: 'arn:aws-cn:iam::111122223333:root' });
  expect(china[1]?.Condition).toEqual({
    StringEquals: { 'kms:ViaService': ['s3.cn-north-1.amazonaws.com', 's3.cn-north-1.amazonaws.com.cn'] },
  });
  expect(china[2]?.Principal).toEqual({ Service: 'logs.cn-north-1.amazonaws.com.cn' });
});

test('in GovCloud the partition differs and the suffix does not', () => {
  const gov = statements({ partition: 'aws-us-gov', region: 'us-gov-west-1', services: ['rds', 'logs'] });
  expect(gov[0]?.Principal).toEqual({ AWS: 'arn:aws-us-gov:iam::111122223333:root' });
  expect(gov[1]?.Condition).toEqual({ StringEquals: { 'kms:ViaService': ['rds.us-gov-west-1.amazonaws.com'] } });
  expect(gov[3]?.Principal).toEqual({ Service: 'logs.us-gov-west-1.amazonaws.com' });
});

test('refuses logs without the log groups', () =>
  expect(() =>
    keyPolicy({ partition: 'aws', account: '111122223333', region: 'eu-west-1', services: ['logs'] }),
  ).toThrow(
    new Error('keyPolicy: the service "logs" needs logGroupArnPattern. Name the log groups that may use the key.'),
  ));

test('whoever is not named is let in by nothing: a statement for everybody is for one role of the account', () =>
  fc.assert(
    fc.property(anyProps, ({ region, services }) => {
      const open = statements({ region, services }).filter(({ Principal }) => Principal === '*');
      expect(open.map(({ Sid }) => Sid)).toEqual(
        services.includes('ec2') ? ['LaunchInstances', 'KeepVolumesOpen'] : [],
      );
      for (const { Condition } of open) expect(Condition).toMatchObject({ StringEquals: AUTO_SCALING });
    }),
  ));

test("the platform's alarms may be sent to a topic under the key, and no other service's words", () =>
  expect(
    statements({ services: [], alarmArnPattern: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-prod-*' })[1],
  ).toEqual({
    Sid: 'SendAlarms',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-prod-*' } },
  }));
