/** Hours of a month, as AWS's own examples and calculator have it. */
export const HOURS_A_MONTH = 730;

/** When the prices below were put together. */
export const PRICES_OF = 'November 2026';

/** What a price is for, as it stands on the bill. */
export interface Price {
  /** Service under which it is summed up. */
  readonly service: string;
  /** One of what: `NAT gateway, per zone`. */
  readonly what: string;
  /** US$ for one, in us-east-1. */
  readonly usd: number;
  readonly per: 'hour' | 'month';
  /** Whether it is the same in every Region of the partition. @default - other Regions ask more or less, which is not looked up */
  readonly everywhere?: boolean;
  /** Title of AWS's own page. */
  readonly source: string;
  /** Page that quoted the very number, and its date. @default - from memory: not checked */
  readonly seen?: string;
}

const ROUTE_53 = { service: 'Route 53', per: 'month', everywhere: true, source: 'Amazon Route 53 pricing' } as const;
const WAF = { service: 'WAF', per: 'month', everywhere: true, source: 'AWS WAF pricing' } as const;
const CLOUDWATCH = { service: 'CloudWatch', per: 'month', source: 'Amazon CloudWatch pricing' } as const;
const FARGATE = { service: 'Fargate', per: 'hour', source: 'AWS Fargate pricing' } as const;

/**
 * List prices of us-east-1 on demand, for what costs by merely being there. One place for all of them: the synth's estimate
 * and the pages that name a price read them here.
 */
export const PRICES = {
  natGateway: {
    service: 'NAT gateway',
    what: 'NAT gateway, per zone',
    usd: 0.045,
    per: 'hour',
    source: 'Amazon VPC pricing',
    seen: 'cloudburn.io, AWS NAT Gateway Pricing, 2026-02',
  },
  interfaceEndpoint: {
    service: 'VPC endpoints',
    what: 'interface endpoint, per zone',
    usd: 0.01,
    per: 'hour',
    source: 'AWS PrivateLink pricing',
    seen: 'zacfukuda.com, NAT Gateway vs VPC Endpoint, 2026-06',
  },
  publicIpv4: {
    service: 'Public IPv4',
    what: 'public IPv4 address',
    usd: 0.005,
    per: 'hour',
    everywhere: true,
    source: 'Amazon VPC pricing',
    seen: 'cloudburn.io, AWS NAT Gateway Pricing, 2026-02',
  },
  transitGatewayAttachment: {
    service: 'Transit gateway',
    what: 'transit gateway attachment; a peering has two',
    usd: 0.05,
    per: 'hour',
    source: 'AWS Transit Gateway pricing',
    seen: 'awsnegotiations.com, Transit Gateway Pricing, undated',
  },
  hostedZone: { ...ROUTE_53, what: 'hosted zone', usd: 0.5, seen: 'eatsip365.com, Costs of AWS Route 53, undated' },
  healthCheck: { ...ROUTE_53, what: 'health check', usd: 0.5 },
  healthCheckOption: { ...ROUTE_53, what: 'health check option: HTTPS, every 10 s, a text or the latency', usd: 1 },
  loadBalancer: {
    service: 'Load balancer',
    what: 'Application Load Balancer',
    usd: 0.0225,
    per: 'hour',
    source: 'Elastic Load Balancing pricing',
    seen: 'cloud-horizons.com, ALB: the line item nobody watches, 2026-05',
  },
  webAcl: { ...WAF, what: 'web ACL', usd: 5, seen: 'c3x.dev, AWS WAF cost explained, undated' },
  webAclRule: { ...WAF, what: 'web ACL rule or rule group', usd: 1, seen: 'c3x.dev, AWS WAF cost explained, undated' },
  accelerator: {
    service: 'Global Accelerator',
    what: 'accelerator',
    usd: 0.025,
    per: 'hour',
    everywhere: true,
    source: 'AWS Global Accelerator pricing',
  },
  recoveryCluster: {
    service: 'ARC',
    what: 'routing control cluster',
    usd: 2.5,
    per: 'hour',
    everywhere: true,
    source: 'Amazon Application Recovery Controller pricing',
  },
  key: {
    service: 'KMS',
    what: 'key or replica of one',
    usd: 1,
    per: 'month',
    everywhere: true,
    source: 'AWS Key Management Service pricing',
    seen: 'factualminds.com, AWS KMS Pricing, 2026-06',
  },
  secret: {
    service: 'Secrets Manager',
    what: 'secret or replica of one',
    usd: 0.4,
    per: 'month',
    everywhere: true,
    source: 'AWS Secrets Manager pricing',
    seen: 'hivebook.wiki, AWS Secrets Manager, undated',
  },
  alarmMetric: {
    ...CLOUDWATCH,
    what: 'metric of an alarm',
    usd: 0.1,
    seen: 'c3x.dev, aws_cloudwatch_metric_alarm cost estimation, undated',
  },
  /** What functions and the application send themselves: it takes no resource, so the synth cannot count it. */
  customMetric: { ...CLOUDWATCH, what: 'custom metric', usd: 0.3, seen: 'signoz.io, CloudWatch Pricing, 2026-02' },
  dashboard: {
    ...CLOUDWATCH,
    what: 'dashboard (the first three of an account are free)',
    usd: 3,
    everywhere: true,
    seen: 'factualminds.com, Amazon CloudWatch Pricing, 2026-06',
  },
  fargateCpu: {
    ...FARGATE,
    what: 'Fargate vCPU, x86',
    usd: 0.04048,
    seen: 'cloudburn.io, AWS Fargate Pricing, 2026-04',
  },
  fargateMemory: {
    ...FARGATE,
    what: 'Fargate GB, x86',
    usd: 0.004445,
    seen: 'cloudburn.io, AWS Fargate Pricing, 2026-04',
  },
  fargateArmCpu: { ...FARGATE, what: 'Fargate vCPU, ARM', usd: 0.03238 },
  fargateArmMemory: { ...FARGATE, what: 'Fargate GB, ARM', usd: 0.00356 },
  volume: {
    service: 'EC2',
    what: 'GB of a gp3 volume',
    usd: 0.08,
    per: 'month',
    source: 'Amazon EBS pricing',
  },
  databaseStorage: {
    service: 'RDS',
    what: 'GB of gp3 storage of a database',
    usd: 0.115,
    per: 'month',
    source: 'Amazon RDS for PostgreSQL pricing',
    seen: 'usage.ai, RDS pricing calculator, 2026-06',
  },
} as const satisfies Record<string, Price>;

/** US$ for a month of one. */
export const monthly = ({ usd, per }: Price): number => (per === 'hour' ? usd * HOURS_A_MONTH : usd);
