import { AcceleratorAlarms } from '../../../modules/observability/accelerator-alarms';
import { synthConstruct } from '../../synth';

test('an endpoint that takes no connections is told of, in us-west-2', () => {
  const stack = synthConstruct((scope, providerIn) => {
    new AcceleratorAlarms(scope, 'alarms', {
      provider: providerIn('us-west-2'),
      alarmName: (what) => `orders-prod-${what}`,
      topicArn: 'arn:topic',
      acceleratorId: '1234',
    });
  });
  expect(stack.only('aws_cloudwatch_metric_alarm')).toMatchObject({
    provider: 'aws.usw2',
    alarm_name: 'orders-prod-accelerator-endpoints',
    namespace: 'AWS/GlobalAccelerator',
    metric_name: 'UnhealthyEndpointCount',
    dimensions: { Accelerator: '1234' },
    alarm_actions: ['arn:topic'],
    ok_actions: ['arn:topic'],
    treat_missing_data: 'notBreaching',
  });
});
