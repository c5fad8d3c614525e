import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface AcceleratorAlarmsProps {
  /** Of us-west-2: the accelerator's metrics are there alone ("Using Amazon CloudWatch with AWS Global Accelerator"). */
  readonly provider: TerraformProvider;
  readonly alarmName: (what: string) => string;
  /** Where alarms and their ends are sent; in us-west-2. */
  readonly topicArn: string;
  /** The id in the accelerator's ARN. */
  readonly acceleratorId: string;
}

/** What a person should know of an accelerator. It sees connections, not answers: errors are counted by the balancers. */
export class AcceleratorAlarms extends Construct {
  constructor(scope: Construct, id: string, props: AcceleratorAlarmsProps) {
    super(scope, id);
    const { provider, alarmName, topicArn, acceleratorId } = props;
    new CloudwatchMetricAlarm(this, 'endpoints', {
      provider,
      alarmName: alarmName('accelerator-endpoints'),
      alarmDescription: 'The accelerator sends no connections to a Region: its balancer has no healthy target.',
      alarmActions: [topicArn],
      okActions: [topicArn],
      namespace: 'AWS/GlobalAccelerator',
      metricName: 'UnhealthyEndpointCount',
      statistic: 'Maximum',
      dimensions: { Accelerator: acceleratorId },
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      period: 60,
      evaluationPeriods: 3,
      // It is written only while there are connections.
      treatMissingData: 'notBreaching',
    });
  }
}
