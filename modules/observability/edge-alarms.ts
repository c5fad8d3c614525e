import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';

export interface EdgeAlarmsProps {
  /** Of us-east-1: metrics of health checks and of distributions are there alone. */
  readonly provider: TerraformProvider;
  readonly alarmName: (what: string) => string;
  /** Where alarms and their ends are sent; in us-east-1. */
  readonly topicArn: string;
  /** Id of the gate of every Region that serves. */
  readonly gates: ReadonlyMap<RegionName, string>;
  /** ARN of the front door's certificate in us-east-1. */
  readonly certificateArn: string;
  /** Id of the distribution. @default - there is none */
  readonly distributionId?: string | undefined;
  /** Value of the tag `Name` of the check that counts the healthy Regions. */
  readonly tagName: (what: string) => string;
}

/** Days before its end at which a certificate should long have been renewed: ACM begins 60 days before ("Managed certificate renewal"). */
const RENEWED_BY_DAYS = 30;
const DAY_SECONDS = 86_400;
/** Answers of a distribution, in percent, that may be errors of an origin. */
const MOST_ERRORS_PERCENT = 5;
/** How many Regions are to be healthy: with one alone the next loss is an outage. */
const REDUNDANT = 2;

type Alarm = Pick<
  CloudwatchMetricAlarmConfig,
  | 'alarmDescription'
  | 'namespace'
  | 'metricName'
  | 'statistic'
  | 'dimensions'
  | 'comparisonOperator'
  | 'threshold'
  | 'period'
  | 'evaluationPeriods'
  | 'datapointsToAlarm'
  | 'treatMissingData'
>;

/** What a person should know of the front door, whichever Region it is about. Advice: none of the alarms moves traffic. */
export class EdgeAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EdgeAlarmsProps,
  ) {
    super(scope, id);
    const { provider, gates, certificateArn, distributionId, tagName } = props;
    const regions = [...gates.keys()].sort(bySlot);

    for (const region of regions)
      this.alarm(
        `gate-${region}`,
        unhealthy(gates.get(region) ?? '', `${region} is not sent clients: it is unhealthy, or was turned off.`),
      );
    if (regions.length >= REDUNDANT) {
      // A check counts up to 256 others, an alarm up to ten metrics.
      const redundant = new Route53HealthCheck(this, 'redundant', {
        provider,
        type: 'CALCULATED',
        childHealthchecks: regions.map((region) => gates.get(region) ?? ''),
        childHealthThreshold: REDUNDANT,
        disabled: false,
        tags: { Name: tagName('redundant') },
      });
      this.alarm(
        'redundancy',
        unhealthy(redundant.id, 'Fewer than two Regions can be sent clients: the next loss is an outage.'),
      );
    }
    this.alarm('certificate', {
      alarmDescription: `The front door's certificate ends in less than ${RENEWED_BY_DAYS} days and was not renewed.`,
      namespace: 'AWS/CertificateManager',
      metricName: 'DaysToExpiry',
      statistic: 'Minimum',
      dimensions: { CertificateArn: certificateArn },
      comparisonOperator: 'LessThanThreshold',
      threshold: RENEWED_BY_DAYS,
      period: DAY_SECONDS,
      evaluationPeriods: 1,
      // ACM writes it twice a day: between the two nothing is known, and nothing has changed.
      treatMissingData: 'ignore',
    });
    if (distributionId !== undefined)
      this.alarm('cdn-errors', {
        alarmDescription: `More than ${MOST_ERRORS_PERCENT} % of the distribution's answers are errors of an origin.`,
        namespace: 'AWS/CloudFront',
        metricName: '5xxErrorRate',
        statistic: 'Average',
        dimensions: { DistributionId: distributionId, Region: 'Global' },
        comparisonOperator: 'GreaterThanThreshold',
        threshold: MOST_ERRORS_PERCENT,
        period: 60,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        // Nobody asked: nothing to tell.
        treatMissingData: 'notBreaching',
      });
  }

  private alarm(id: string, alarm: Alarm): void {
    const { provider, topicArn, alarmName } = this.props;
    new CloudwatchMetricAlarm(this, id, {
      provider,
      alarmName: alarmName(id),
      alarmActions: [topicArn],
      okActions: [topicArn],
      ...alarm,
    });
  }
}

/** A health check that fails ("Monitoring health checks using CloudWatch": 1 is healthy, 0 is not). */
const unhealthy = (healthCheckId: string, alarmDescription: string): Alarm => ({
  alarmDescription,
  namespace: 'AWS/Route53',
  metricName: 'HealthCheckStatus',
  statistic: 'Minimum',
  dimensions: { HealthCheckId: healthCheckId },
  comparisonOperator: 'LessThanThreshold',
  threshold: 1,
  period: 60,
  evaluationPeriods: 2,
  // Route 53 writes it all the time: where it does not, nobody knows.
  treatMissingData: 'breaching',
});
