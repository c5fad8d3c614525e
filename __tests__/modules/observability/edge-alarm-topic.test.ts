import { EdgeAlarmTopic } from '../../../modules/observability/edge-alarm-topic';
import { policyIn, synthConstruct } from '../../synth';

const ALARMS = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:orders-prod-*';
const stack = synthConstruct((scope, providerIn) => {
  new EdgeAlarmTopic(scope, 'edge', {
    provider: providerIn('us-east-1'),
    region: 'us-east-1',
    partition: 'aws',
    account: '111122223333',
    topicName: 'orders-prod-edge-alarms',
    keyAlias: 'alias/orders-prod-edge-alarms',
    alarmArnPattern: ALARMS,
  });
});

test('a topic under a key of its own, by its alias', () => {
  expect(stack.only('aws_sns_topic')).toEqual({
    provider: 'aws.use1',
    name: 'orders-prod-edge-alarms',
    kms_master_key_id: '${aws_kms_key.edge_key.arn}',
  });
  expect(stack.only('aws_kms_alias')).toEqual({
    provider: 'aws.use1',
    name: 'alias/orders-prod-edge-alarms',
    target_key_id: '${aws_kms_key.edge_key.key_id}',
  });
  expect(stack.only('aws_kms_key')).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
});

test("CloudWatch uses the key for the platform's own alarms, and nobody else uses it", () => {
  const statements = policyIn(stack.only<{ policy: string }>('aws_kms_key').policy).Statement;
  const using = statements.filter(({ Action }) =>
    [Action].flat().some((action) => /GenerateDataKey|Decrypt$/.test(action)),
  );
  expect(using).toEqual([
    {
      Sid: 'SendAlarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': ALARMS } },
    },
  ]);
});
