import { AlarmTopic } from '../../../modules/observability/alarm-topic';
import { policyIn, synthConstruct } from '../../synth';

const stack = synthConstruct((scope, providerIn) => {
  new AlarmTopic(scope, 'alarms', {
    provider: providerIn('eu-west-1'),
    topicName: 'orders-prod-alarms',
    keyArn: 'arn:key',
    alarmArnPattern: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-prod-*',
  });
});

test('is encrypted with the own key', () =>
  expect(stack.only('aws_sns_topic')).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-alarms',
    kms_master_key_id: 'arn:key',
  }));

test("takes the platform's own alarms, and nothing without TLS", () =>
  expect(policyIn(stack.only('aws_sns_topic_policy').policy).Statement).toEqual([
    {
      Sid: 'PublishAlarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: '${aws_sns_topic.alarms_topic.arn}',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-prod-*' } },
    },
    {
      Sid: 'DenyWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: '${aws_sns_topic.alarms_topic.arn}',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]));
