import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';

/** What stands before the Regions, with the id that CloudWatch knows it by. */
export type MeasuredFront =
  | { readonly kind: 'dns' }
  | { readonly kind: 'accelerator'; readonly acceleratorId: string }
  | { readonly kind: 'cdn'; readonly distributionId: string };

export interface FrontDashboardProps {
  readonly provider: TerraformProvider;
  /** At most 255 letters, digits, hyphens and underscores. */
  readonly dashboardName: string;
  /** Id of the gate of every Region that serves, in any order. */
  readonly gates: ReadonlyMap<RegionName, string>;
  readonly front: MeasuredFront;
  /** Load balancer of each Region, as CloudWatch names it: `app/...`. @default - the entry is an API */
  readonly balancers?: ReadonlyMap<RegionName, string> | undefined;
}

/** Columns of a dashboard ("Dashboard body structure and syntax"). */
const WIDTH = 24;
const HEIGHT = 6;

/** Rows of a metric in a widget: namespace, name, dimensions, and how it is drawn. */
type Metric = readonly (string | Readonly<Record<string, string>>)[];

interface Widget {
  readonly title: string;
  /** Region that the metrics are kept in. */
  readonly region: string;
  readonly stat: 'Average' | 'Minimum' | 'Maximum' | 'Sum';
  readonly metrics: readonly Metric[];
}

/** The front door at one look: which Regions are sent clients, what comes in, and what goes wrong. */
export class FrontDashboard extends Construct {
  constructor(scope: Construct, id: string, props: FrontDashboardProps) {
    super(scope, id);
    const widgets = [gatesOf(props), ...frontOf(props.front), ...entriesOf(props)];
    new CloudwatchDashboard(this, 'dashboard', {
      provider: props.provider,
      dashboardName: props.dashboardName,
      dashboardBody: JSON.stringify({
        widgets: widgets.map(({ title, region, stat, metrics }, row) => ({
          type: 'metric',
          x: 0,
          y: row * HEIGHT,
          width: WIDTH,
          height: HEIGHT,
          properties: { title, region, stat, period: 60, view: 'timeSeries', stacked: false, metrics },
        })),
      }),
    });
  }
}

const gatesOf = ({ gates }: FrontDashboardProps): Widget => ({
  title: 'Regions that are sent clients (1) and that are not (0)',
  region: 'us-east-1',
  stat: 'Minimum',
  metrics: [...gates]
    .sort(([a], [b]) => bySlot(a, b))
    .map(([region, check]) => ['AWS/Route53', 'HealthCheckStatus', 'HealthCheckId', check, { label: region }]),
});

function frontOf(front: MeasuredFront): Widget[] {
  switch (front.kind) {
    case 'dns':
      return [];
    case 'accelerator': {
      const of = (name: string): Metric => ['AWS/GlobalAccelerator', name, 'Accelerator', front.acceleratorId];
      return [
        { title: 'New connections', region: 'us-west-2', stat: 'Sum', metrics: [of('NewFlowCount')] },
        {
          title: 'Balancers with and without a healthy target',
          region: 'us-west-2',
          stat: 'Maximum',
          metrics: [of('HealthyEndpointCount'), of('UnhealthyEndpointCount')],
        },
      ];
    }
    case 'cdn': {
      const of = (name: string): Metric => [
        'AWS/CloudFront',
        name,
        'DistributionId',
        front.distributionId,
        'Region',
        'Global',
      ];
      return [
        { title: 'Requests', region: 'us-east-1', stat: 'Sum', metrics: [of('Requests')] },
        {
          title: 'Errors, in percent',
          region: 'us-east-1',
          stat: 'Average',
          metrics: [of('4xxErrorRate'), of('5xxErrorRate')],
        },
      ];
    }
  }
}

/** The Regions' balancers, each in its own Region. */
const entriesOf = ({ balancers = new Map<RegionName, string>() }: FrontDashboardProps): Widget[] =>
  [...balancers]
    .sort(([a], [b]) => bySlot(a, b))
    .map(([region, balancer]) => ({
      title: `Requests and errors in ${region}`,
      region,
      stat: 'Sum' as const,
      metrics: ['RequestCount', 'HTTPCode_ELB_5XX_Count', 'HTTPCode_Target_5XX_Count'].map((name) => [
        'AWS/ApplicationELB',
        name,
        'LoadBalancer',
        balancer,
      ]),
    }));
