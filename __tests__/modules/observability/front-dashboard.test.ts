import fc from 'fast-check';
import { REGION_NAMES, type RegionName } from '../../../config/catalog';
import { FrontDashboard, type FrontDashboardProps } from '../../../modules/observability/front-dashboard';
import { synthConstruct } from '../../synth';

interface Widget {
  readonly y: number;
  readonly height: number;
  readonly properties: { title: string; region: string; metrics: (string | Record<string, string>)[][] };
}

const bodyOf = (regions: readonly RegionName[], props: Partial<FrontDashboardProps> = {}): string =>
  synthConstruct((stack, providerIn) => {
    new FrontDashboard(stack, 'dashboard', {
      provider: providerIn('us-east-1'),
      dashboardName: 'orders-prod-front',
      gates: new Map(regions.map((region) => [region, `gate of ${region}`])),
      front: { kind: 'dns' },
      ...props,
    });
  }).only<{ dashboard_body: string }>('aws_cloudwatch_dashboard').dashboard_body;

const widgets = (body: string): Widget[] => (JSON.parse(body) as { widgets: Widget[] }).widgets;

test('every gate is a line with the name of its Region', () =>
  expect(widgets(bodyOf(['eu-west-1', 'us-east-1']))[0]?.properties).toMatchObject({
    region: 'us-east-1',
    stat: 'Minimum',
    metrics: [
      ['AWS/Route53', 'HealthCheckStatus', 'HealthCheckId', 'gate of us-east-1', { label: 'us-east-1' }],
      ['AWS/Route53', 'HealthCheckStatus', 'HealthCheckId', 'gate of eu-west-1', { label: 'eu-west-1' }],
    ],
  }));

test.each<[FrontDashboardProps['front'], [string, string][]]>([
  [{ kind: 'dns' }, []],
  [
    { kind: 'accelerator', acceleratorId: '1234' },
    [
      ['us-west-2', 'NewFlowCount'],
      ['us-west-2', 'HealthyEndpointCount,UnhealthyEndpointCount'],
    ],
  ],
  [
    { kind: 'cdn', distributionId: 'E1' },
    [
      ['us-east-1', 'Requests'],
      ['us-east-1', '4xxErrorRate,5xxErrorRate'],
    ],
  ],
])('%j is shown where it is measured', (front, expected) =>
  expect(
    widgets(bodyOf(['us-east-1'], { front }))
      .slice(1)
      .map(({ properties: { region, metrics } }) => [region, metrics.map(([, name]) => name).join()]),
  ).toEqual(expected),
);

test('balancers are shown in their own Regions', () =>
  expect(
    widgets(bodyOf(['us-east-1'], { balancers: new Map([['eu-west-1', 'app/a/1']]) }))
      .slice(1)
      .map(({ properties }) => [properties.region, properties.metrics[0]]),
  ).toEqual([['eu-west-1', ['AWS/ApplicationELB', 'RequestCount', 'LoadBalancer', 'app/a/1']]]));

test('widgets do not overlap, and the order of the Regions changes no byte', () =>
  fc.assert(
    fc.property(fc.shuffledSubarray([...REGION_NAMES], { minLength: 1, maxLength: 6 }), (regions) => {
      const of = (list: readonly RegionName[]) =>
        bodyOf(list, { balancers: new Map(list.map((region) => [region, `app/${region}`])) });
      expect(of([...regions].reverse())).toBe(of(regions));
      widgets(of(regions)).forEach(({ y, height }, row) => {
        expect(y).toBe(row * height);
      });
    }),
    { numRuns: 15 },
  ));
