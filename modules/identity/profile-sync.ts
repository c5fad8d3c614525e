import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface ProfileSyncProps {
  readonly provider: TerraformProvider;
  readonly scheduleName: string;
  readonly functionArn: string;
  /** The role that the scheduler assumes. */
  readonly roleArn: string;
}

/**
 * Has a Region carry profiles into its own pool every five minutes. It pulls from its own replica of the data and asks no
 * other Region, so the one that users are written in may be gone, and another Region more costs the others nothing.
 */
export class ProfileSync extends Construct {
  constructor(scope: Construct, id: string, { provider, scheduleName, functionArn, roleArn }: ProfileSyncProps) {
    super(scope, id);
    new SchedulerSchedule(this, 'schedule', {
      provider,
      name: scheduleName,
      description: 'Profiles into the user pool of this Region.',
      scheduleExpression: 'rate(5 minutes)',
      flexibleTimeWindow: { mode: 'OFF' },
      // What a run missed the next one finds: it looks ten minutes further back than it has been.
      target: { arn: functionArn, roleArn, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } },
    });
  }
}
