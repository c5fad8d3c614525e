import { ProfileSync } from '../../../modules/identity/profile-sync';
import { synthConstruct } from '../../synth';

test('runs every five minutes; a run that was missed is not made up for, as the next one looks further back', () =>
  expect(
    synthConstruct((stack, providerIn) => {
      new ProfileSync(stack, 'sync', {
        provider: providerIn('eu-west-1'),
        scheduleName: 'orders-prod-profiles',
        functionArn: 'arn:function',
        roleArn: 'arn:role',
      });
    }).only('aws_scheduler_schedule'),
  ).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-profiles',
    description: 'Profiles into the user pool of this Region.',
    schedule_expression: 'rate(5 minutes)',
    flexible_time_window: { mode: 'OFF' },
    target: {
      arn: 'arn:function',
      role_arn: 'arn:role',
      retry_policy: { maximum_retry_attempts: 0, maximum_event_age_in_seconds: 60 },
    },
  }));
