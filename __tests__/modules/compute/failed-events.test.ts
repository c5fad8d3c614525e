import { FailedEvents } from '../../../modules/compute/failed-events';
import { synthConstruct } from '../../synth';

test('keeps events encrypted, for as long as SQS can', () =>
  expect(
    synthConstruct((stack, providerIn) => {
      new FailedEvents(stack, 'failed', { provider: providerIn('eu-west-1'), queueName: 'orders-prod-failed-events' });
    }).only('aws_sqs_queue'),
  ).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-failed-events',
    message_retention_seconds: 1_209_600,
    sqs_managed_sse_enabled: true,
  }));
