import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

/** The longest time that SQS keeps a message, in seconds ("Amazon SQS message quotas"). */
const FOURTEEN_DAYS = 1_209_600;

export interface FailedEventsProps {
  readonly provider: TerraformProvider;
  readonly queueName: string;
}

/** Where events go that a function could not handle and nobody waited for: kept for a person to look at. */
export class FailedEvents extends Construct {
  readonly arn: string;
  readonly queueName: string;

  constructor(scope: Construct, id: string, { provider, queueName }: FailedEventsProps) {
    super(scope, id);
    const queue = new SqsQueue(this, 'queue', {
      provider,
      name: queueName,
      messageRetentionSeconds: FOURTEEN_DAYS,
      sqsManagedSseEnabled: true,
    });
    this.arn = queue.arn;
    this.queueName = queue.name;
  }
}
