import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';
import type { FunctionName } from './functions';

export interface RoutingAlarmsProps {
  readonly provider: TerraformProvider;
  readonly alarmName: (what: string) => string;
  /** Where alarms and their ends are sent. */
  readonly topicArn: string;
  /** The Region's functions and their physical names; a function's own metrics carry that name as `service`. */
  readonly functions: ReadonlyMap<FunctionName, string>;
  /** Applications whose writer moves. */
  readonly apps: readonly string[];
  /** The one of them that users belong to. */
  readonly usersApp?: string | undefined;
  /** Table whose writes are copied to the other Regions. @default - none */
  readonly contentTable?: string | undefined;
  /** Regions that it is copied to. */
  readonly peers: readonly RegionName[];
  /** Queue of events that no function could handle. @default - none */
  readonly failedEventsQueue?: string | undefined;
}

/** Namespace of what the functions measure themselves. */
const NAMESPACE = 'Meridian';
/** Which functions write through the fence, and so renew a lease. */
const WRITING: readonly FunctionName[] = ['photos-api', 'cognito-triggers', 'profile-apply'];
/** Which of them people wait for: the others try again by themselves, and count no refusal. */
const ANSWERING: readonly FunctionName[] = ['photos-api'];
/** Which functions move the writer. */
const MOVING: readonly FunctionName[] = ['state-updater', 'control-api'];
/** Largest number of metrics in one alarm ("Metric math", quotas). */
const MOST_METRICS = 10;

type Rule = Pick<
  CloudwatchMetricAlarmConfig,
  'threshold' | 'comparisonOperator' | 'evaluationPeriods' | 'datapointsToAlarm'
> & { readonly description: string };

interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly stat: string;
  readonly dimensions: Record<string, string>;
}

/**
 * What a person should know of, in one Region. Every alarm looks at its own Region's metrics, so it goes on working with
 * any other Region dead. Advice to people: none of them moves the writer.
 */
export class RoutingAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: RoutingAlarmsProps,
  ) {
    super(scope, id);
    const { functions, apps, usersApp, contentTable, peers, failedEventsQueue } = props;

    this.alarm('updater-errors', [lambda('Errors', functions.get('state-updater'))], {
      description: 'The state updater failed: the writer may not have moved.',
      ...atLeast(1),
    });
    this.alarm(
      'throttles',
      [...functions.values()].map((name) => lambda('Throttles', name)),
      {
        description: 'Lambda refused calls of the routing layer: too many at a time.',
        ...atLeast(1),
      },
    );
    for (const app of apps) {
      this.alarm(`move-${app}`, this.owns('MoveFailed', MOVING, app), {
        description: `A move of the writer of ${app} failed, and not for what its caller asked.`,
        ...atLeast(1),
      });
      const lease = this.owns('LeaseRenewFailed', WRITING, app);
      if (lease.length > 0)
        this.alarm(`lease-${app}`, lease, {
          description: `The lease of ${app} was not renewed for two minutes: writes are being refused.`,
          ...atLeast(1),
          evaluationPeriods: 2,
        });
      const refused = this.owns('FencedWriteRefused', ANSWERING, app);
      if (refused.length > 0)
        this.alarm(`refused-${app}`, refused, {
          description: `The fence refused writes of ${app}: expected while its writer is moved, and at no other time.`,
          ...atLeast(1),
          evaluationPeriods: 5,
          datapointsToAlarm: 3,
        });
      this.alarm(`view-${app}`, [this.own('RegisterAge', 'health', 'Maximum', app)], {
        description: `What this Region knows of ${app} is more than a minute older than the register.`,
        ...above(60),
        evaluationPeriods: 3,
      });
    }
    this.alarm('health', [this.own('DeepHealthFailing', 'health', 'Maximum')], {
      description: 'This Region cannot serve: its deep health fails.',
      ...atLeast(1),
      evaluationPeriods: 3,
    });
    if (functions.has('profile-apply')) {
      this.alarm('profiles', [this.own('ProfileLag', 'profile-apply', 'Maximum', usersApp)], {
        description: 'Profiles reach the user pool of this Region more than 15 minutes late.',
        ...above(900),
      });
    }
    if (failedEventsQueue !== undefined) {
      const dimensions = { QueueName: failedEventsQueue };
      this.alarm(
        'failed-events',
        [{ namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', stat: 'Maximum', dimensions }],
        { description: 'An event was given up: it waits in the queue.', ...atLeast(1) },
      );
    }
    if (contentTable !== undefined) {
      for (const to of [...peers].sort(bySlot)) {
        const dimensions = { TableName: contentTable, ReceivingRegion: to };
        this.alarm(
          `replication-${to}`,
          [{ namespace: 'AWS/DynamoDB', name: 'ReplicationLatency', stat: 'Average', dimensions }],
          {
            description: `Writes reach ${to} more than five seconds late: what it would lack if this Region were lost.`,
            ...above(5000),
            evaluationPeriods: 5,
            datapointsToAlarm: 3,
          },
        );
      }
    }
  }

  /** A metric that a function writes itself. */
  private own(name: string, by: FunctionName, stat: string, app?: string): Metric {
    const service = this.props.functions.get(by);
    if (service === undefined) throw new Error(`${this.node.path}: no function ${by}, whose ${name} is to be watched.`);
    return { namespace: NAMESPACE, name, stat, dimensions: { service, ...(app !== undefined && { app }) } };
  }

  /** A count that several functions write, those of them that are there. */
  private owns(name: string, by: readonly FunctionName[], app: string): Metric[] {
    return by.filter((each) => this.props.functions.has(each)).map((each) => this.own(name, each, 'Sum', app));
  }

  /** An alarm on one metric, or on the sum of several. */
  private alarm(id: string, metrics: readonly Metric[], { description, ...rule }: Rule): void {
    const { provider, topicArn, alarmName } = this.props;
    if (metrics.length === 0 || metrics.length > MOST_METRICS)
      throw new Error(`${this.node.path}/${id}: ${metrics.length} metrics. An alarm takes 1 to ${MOST_METRICS}.`);
    new CloudwatchMetricAlarm(this, id, {
      provider,
      alarmName: alarmName(id),
      alarmDescription: description,
      alarmActions: [topicArn],
      okActions: [topicArn],
      // No value is no call: nothing to tell.
      treatMissingData: 'notBreaching',
      ...rule,
      ...watched(metrics),
    });
  }
}

const PERIOD_SECONDS = 60;

function watched(metrics: readonly Metric[]): Partial<CloudwatchMetricAlarmConfig> {
  const [only, ...others] = metrics;
  if (only && others.length === 0)
    return {
      namespace: only.namespace,
      metricName: only.name,
      statistic: only.stat,
      period: PERIOD_SECONDS,
      dimensions: only.dimensions,
    };
  return {
    metricQuery: [
      {
        id: 'sum',
        label: only?.name ?? '',
        // A function that wrote nothing counts as none: a plain sum would have no value either.
        expression: `SUM([${metrics.map((_, index) => `FILL(m${index}, 0)`).join(', ')}])`,
        returnData: true,
      },
      ...metrics.map(({ namespace, name, stat, dimensions }, index) => ({
        id: `m${index}`,
        metric: { namespace, metricName: name, stat, period: PERIOD_SECONDS, dimensions },
      })),
    ],
  };
}

const lambda = (name: string, functionName = ''): Metric => ({
  namespace: 'AWS/Lambda',
  name,
  stat: 'Sum',
  dimensions: { FunctionName: functionName },
});

const atLeast = (threshold: number) => ({
  threshold,
  comparisonOperator: 'GreaterThanOrEqualToThreshold',
  evaluationPeriods: 1,
});
const above = (threshold: number) => ({ threshold, comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1 });
