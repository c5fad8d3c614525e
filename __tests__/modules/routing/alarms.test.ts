import { METRICS } from '../../../lambdas/shared/metrics';
import { RoutingAlarms, type RoutingAlarmsProps } from '../../../modules/routing/alarms';
import { FUNCTION_NAMES } from '../../../modules/routing/functions';
import { synthConstruct } from '../../synth';

interface Alarm {
  readonly alarm_name: string;
  readonly alarm_actions: string[];
  readonly ok_actions: string[];
  readonly treat_missing_data: string;
  readonly namespace?: string;
  readonly metric_name?: string;
  readonly dimensions?: Record<string, string>;
  readonly metric_query?: {
    expression?: string;
    metric?: { metric_name: string; namespace: string; dimensions: Record<string, string> };
  }[];
}

const alarms = (props: Partial<RoutingAlarmsProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new RoutingAlarms(stack, 'alarms', {
      provider: providerIn('eu-west-1'),
      alarmName: (what) => `orders-prod-${what}`,
      topicArn: 'arn:topic',
      functions: new Map(FUNCTION_NAMES.map((name) => [name, `orders-prod-${name}`])),
      apps: ['orders'],
      usersApp: 'orders',
      contentTable: 'orders-prod-content',
      peers: ['us-east-1', 'ap-southeast-2'],
      failedEventsQueue: 'orders-prod-failed-events',
      ...props,
    });
  })
    .resources<Alarm>('aws_cloudwatch_metric_alarm')
    .map(({ args }) => args);

/** Every metric that is watched: `Meridian LeaseRenewFailed {...}`. */
const watched = (found: readonly Alarm[]): string[] =>
  found.flatMap(({ namespace, metric_name, dimensions, metric_query = [] }) =>
    (metric_name ? [{ namespace, metric_name, dimensions }] : metric_query.flatMap(({ metric }) => metric ?? [])).map(
      (metric) => `${metric.namespace} ${metric.metric_name} ${JSON.stringify(metric.dimensions)}`,
    ),
  );

test('there is one for each thing that a person should know, sent when it begins and when it ends', () => {
  const found = alarms();
  expect(found.map(({ alarm_name }) => alarm_name.replace('orders-prod-', '')).sort()).toEqual([
    'failed-events',
    'health',
    'lease-orders',
    'move-orders',
    'profiles',
    'refused-orders',
    'replication-ap-southeast-2',
    'replication-us-east-1',
    'throttles',
    'updater-errors',
    'view-orders',
  ]);
  for (const alarm of found)
    expect(alarm).toMatchObject({
      alarm_actions: ['arn:topic'],
      ok_actions: ['arn:topic'],
      treat_missing_data: 'notBreaching',
    });
});

test("they watch what the functions write, under the functions' own names", () => {
  const own = watched(alarms()).filter((line) => line.startsWith('Meridian '));
  expect(own.filter((line) => !Object.hasOwn(METRICS, line.split(' ')[1] ?? ''))).toEqual([]);
  expect(own).toEqual(
    expect.arrayContaining([
      'Meridian MoveFailed {"app":"orders","service":"orders-prod-state-updater"}',
      'Meridian MoveFailed {"app":"orders","service":"orders-prod-control-api"}',
      'Meridian LeaseRenewFailed {"app":"orders","service":"orders-prod-photos-api"}',
      'Meridian FencedWriteRefused {"app":"orders","service":"orders-prod-photos-api"}',
      'Meridian RegisterAge {"app":"orders","service":"orders-prod-health"}',
      'Meridian DeepHealthFailing {"service":"orders-prod-health"}',
      'Meridian ProfileLag {"app":"orders","service":"orders-prod-profile-apply"}',
    ]),
  );
});

test('a sum of several is not lost with one that wrote nothing', () =>
  expect(alarms().find(({ alarm_name }) => alarm_name.endsWith('lease-orders'))?.metric_query?.[0]?.expression).toBe(
    'SUM([FILL(m0, 0), FILL(m1, 0), FILL(m2, 0)])',
  ));

test('replication is watched to each other Region by itself: one that joins adds an alarm and changes none', () => {
  const before = alarms({ peers: ['us-east-1'] });
  const after = alarms({ peers: ['ap-southeast-2', 'us-east-1'] });
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after).toHaveLength(before.length + 1);
  expect(watched(after)).toContain(
    'AWS/DynamoDB ReplicationLatency {"ReceivingRegion":"us-east-1","TableName":"orders-prod-content"}',
  );
});

test('a platform without users has those of its functions', () =>
  expect(
    alarms({
      functions: new Map(
        (['control-api', 'health', 'state-updater'] as const).map((name) => [name, `orders-prod-${name}`]),
      ),
      contentTable: undefined,
      failedEventsQueue: undefined,
    }).map(({ alarm_name }) => alarm_name.replace('orders-prod-', '')),
  ).toEqual(['health', 'move-orders', 'throttles', 'updater-errors', 'view-orders']));

test('refuses to watch what a function writes that is not there', () =>
  expect(() => alarms({ functions: new Map([['state-updater', 'orders-prod-state-updater']]) })).toThrow(
    new Error('t/alarms: no function health, whose RegisterAge is to be watched.'),
  ));
