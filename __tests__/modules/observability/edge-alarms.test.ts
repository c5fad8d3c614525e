import type { RegionName } from '../../../config/catalog';
import { EdgeAlarms, type EdgeAlarmsProps } from '../../../modules/observability/edge-alarms';
import { synthConstruct } from '../../synth';

interface Alarm {
  readonly provider: string;
  readonly alarm_name: string;
  readonly metric_name: string;
  readonly dimensions: Record<string, string>;
}

const synth = (regions: readonly RegionName[], props: Partial<EdgeAlarmsProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new EdgeAlarms(stack, 'alarms', {
      provider: providerIn('us-east-1'),
      alarmName: (what) => `orders-prod-${what}`,
      topicArn: 'arn:topic',
      gates: new Map(regions.map((region) => [region, `gate of ${region}`])),
      certificateArn: 'arn:certificate',
      tagName: (what) => `orders-prod-${what}`,
      ...props,
    });
  });

const alarmsOf = (stack: ReturnType<typeof synth>) =>
  stack.resources<Alarm>('aws_cloudwatch_metric_alarm').map(({ args }) => args);

test('one for each gate, one for what is left, one for the certificate; one more with a distribution', () => {
  const names = (stack: ReturnType<typeof synth>) =>
    alarmsOf(stack).map(({ alarm_name }) => alarm_name.replace('orders-prod-', ''));
  expect(names(synth(['us-east-1', 'eu-west-1']))).toEqual([
    'certificate',
    'gate-eu-west-1',
    'gate-us-east-1',
    'redundancy',
  ]);
  expect(names(synth(['us-east-1'], { distributionId: 'E1' }))).toEqual([
    'cdn-errors',
    'certificate',
    'gate-us-east-1',
  ]);
});

test('all of them are where the metrics are, and tell of the beginning and the end', () => {
  for (const alarm of alarmsOf(synth(['us-east-1', 'eu-west-1'], { distributionId: 'E1' })))
    expect(alarm).toMatchObject({ provider: 'aws.use1', alarm_actions: ['arn:topic'], ok_actions: ['arn:topic'] });
});

test('a gate is watched by its own check; that nobody measures it is bad news too', () =>
  expect(synth(['eu-west-1']).at('aws_cloudwatch_metric_alarm.alarms_gate-eu-west-1')).toMatchObject({
    namespace: 'AWS/Route53',
    metric_name: 'HealthCheckStatus',
    dimensions: { HealthCheckId: 'gate of eu-west-1' },
    statistic: 'Minimum',
    comparison_operator: 'LessThanThreshold',
    threshold: 1,
    treat_missing_data: 'breaching',
  }));

test('two healthy Regions are counted by one check over all gates, in the order of their slots', () => {
  const stack = synth(['ap-southeast-2', 'us-east-1', 'eu-west-1']);
  expect(stack.only('aws_route53_health_check')).toMatchObject({
    provider: 'aws.use1',
    type: 'CALCULATED',
    child_healthchecks: ['gate of us-east-1', 'gate of eu-west-1', 'gate of ap-southeast-2'],
    child_health_threshold: 2,
  });
  expect(stack.at('aws_cloudwatch_metric_alarm.alarms_redundancy')).toMatchObject({
    dimensions: { HealthCheckId: '${aws_route53_health_check.alarms_redundant.id}' },
  });
});

test('a certificate that was not renewed is told of a month ahead', () =>
  expect(synth(['us-east-1']).at('aws_cloudwatch_metric_alarm.alarms_certificate')).toMatchObject({
    namespace: 'AWS/CertificateManager',
    metric_name: 'DaysToExpiry',
    dimensions: { CertificateArn: 'arn:certificate' },
    threshold: 30,
    comparison_operator: 'LessThanThreshold',
  }));

test('a distribution is watched as CloudFront writes it', () =>
  expect(
    synth(['us-east-1'], { distributionId: 'E1' }).at('aws_cloudwatch_metric_alarm.alarms_cdn-errors'),
  ).toMatchObject({
    namespace: 'AWS/CloudFront',
    metric_name: '5xxErrorRate',
    dimensions: { DistributionId: 'E1', Region: 'Global' },
  }));

test('a Region that joins changes no alarm of another', () => {
  const before = alarmsOf(synth(['us-east-1', 'eu-west-1']));
  const after = alarmsOf(synth(['sa-east-1', 'eu-west-1', 'us-east-1']));
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after).toHaveLength(before.length + 1);
});
