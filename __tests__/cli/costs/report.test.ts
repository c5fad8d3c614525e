import { estimateOf } from '../../../cli/costs/estimate';
import { costsReport } from '../../../cli/costs/report';
import { resourcesOf } from '../../../cli/costs/stacks-json';
import { type ConfigOverBase, synthPlatform } from '../../synth';
import { stackOf } from './resources';

test('shows services by Region, the dearest first, what they are made of, and what is not in it', () => {
  const resources = [
    ...stackOf({
      aws_nat_gateway: { a: {}, b: {}, c: {} },
      aws_eip: { a: {}, b: {}, c: {} },
      aws_lambda_function: { f: {} },
    }),
    ...stackOf({ aws_nat_gateway: { a: {} }, aws_eip: { a: {} } }, 'us-east-1'),
    ...stackOf(
      { aws_route53_zone: { z: {} }, aws_ecs_service: { web: {} }, aws_rds_cluster: { x: {} } },
      'us-east-1',
      'global',
    ),
  ];
  expect(costsReport(estimateOf(resources))).toBe(
    [
      'A month costs about $147 before it is used: an estimate at list prices of November 2026, without usage, taxes and discounts.',
      '',
      'US$ a month    euw1   use1  global     all',
      '--------------------------------------------',
      'NAT gateway   98.55  32.85       -  131.40',
      'Public IPv4   10.95   3.65       -   14.60',
      'Route 53          -      -    0.50    0.50',
      '--------------------------------------------',
      'all          109.50  36.50    0.50  146.50',
      '',
      'Made of',
      '  what                   how many            price  US$ a month',
      '  ---------------------------------------------------------------',
      '  NAT gateway, per zone       4 x  $0.045 per hour       131.40',
      '  public IPv4 address         4 x  $0.005 per hour        14.60',
      '  hosted zone                 1 x   $0.5 per month         0.50',
      '',
      'By use only, so not counted: Lambda.',
      'Nor is: traffic between zones and Regions and to the internet, backups, storage that grows, load on what is counted, custom metrics.',
      'Without a price in cli/costs, so not counted: tasks of aws_ecs_service.web.',
      'Not looked at yet, so not counted: aws_rds_cluster. Put them into cli/costs/types.ts.',
      "Prices are us-east-1's. Not looked up for eu-west-1: many Regions ask 5 to 30 % more, some (such as sa-east-1) up to twice as much.",
      '',
    ].join('\n'),
  );
});

test('a price from memory says so', () =>
  expect(costsReport(estimateOf(stackOf({ aws_globalaccelerator_accelerator: { a: {} } }, 'us-west-2')))).toContain(
    '  accelerator               1 x  $0.025 per hour        18.25  price not checked\n',
  ));

test("China's are of their own", () =>
  expect(costsReport(estimateOf(stackOf({ aws_nat_gateway: { a: {} } }, 'cn-north-1')))).toContain(
    "China's prices are in CNY and of their own: take this as an order of magnitude.",
  ));

/** By hand, for data alone: 3 x 2 keys at 1, 3 secrets at 0.40, 3 x 2 db.r7g.large at 0.239 an hour, 3 x 200 GB at 0.115. */
const DATA_OF_BASE = 6 * 1 + 3 * 0.4 + 6 * 0.239 * 730 + 600 * 0.115;

test('the data of three Regions costs what it does by hand', () => {
  const { stacks } = synthPlatform();
  const { lines, unknown, unpriced } = estimateOf([...stacks].flatMap(([name, { text }]) => resourcesOf(name, text)));
  const data = lines.filter(({ price }) => ['KMS', 'Secrets Manager', 'RDS'].includes(price.service));
  expect(data.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(DATA_OF_BASE, 6);
  expect(DATA_OF_BASE).toBeCloseTo(1123.02, 2);
  expect([unknown, unpriced]).toEqual([[], []]);
});

const INGRESS = { domain: 'orders.example.com', zone: 'existing' } as const;

/** US$ by service, rounded, of three Regions that hold no data. */
const byService = (config: ConfigOverBase): Record<string, number> => {
  const { stacks } = synthPlatform({ buckets: {}, tables: {}, databases: {}, ...config });
  const { lines, unknown, unpriced } = estimateOf([...stacks].flatMap(([name, { text }]) => resourcesOf(name, text)));
  expect([unknown, unpriced]).toEqual([[], []]);
  const sums = new Map<string, number>();
  for (const { price, usd } of lines) sums.set(price.service, usd + (sums.get(price.service) ?? 0));
  return Object.fromEntries([...sums].map(([service, usd]) => [service, Math.round(usd * 100) / 100]));
};

test.each<[string, ConfigOverBase, Record<string, number>]>([
  [
    'gateways between the Regions, a way out in each zone and routing controls',
    { network: { backbone: 'transit-gateway' }, ingress: { ...INGRESS, switch: 'routing-control' } },
    {
      // 9 gateways at 32.85 with 9 addresses at 3.65; 3 attachments and 2 ends of 3 peerings at 36.50; one cluster at 1,825.
      'NAT gateway': 295.65,
      'Public IPv4': 32.85,
      'Transit gateway': 328.5,
      ARC: 1825,
    },
  ],
  [
    'endpoints and no way out',
    { network: { nat: 'none', interfaceEndpoints: ['kms', 'sts'] } },
    // 2 services in 3 zones of 3 Regions, at 7.30.
    { 'VPC endpoints': 131.4 },
  ],
  [
    'tasks behind balancers and an accelerator',
    {
      network: { nat: 'regional' },
      ingress: { ...INGRESS, entry: 'alb', front: 'accelerator', waf: false, service: { on: 'fargate', minTasks: 2 } },
    },
    {
      'NAT gateway': 295.65,
      // 9 of the gateways, 9 of the balancers and 2 of the accelerator, at 3.65.
      'Public IPv4': 73,
      // 3 at 16.425.
      'Load balancer': 49.28,
      'Global Accelerator': 18.25,
      // 2 tasks in 3 Regions, of 0.25 vCPU at 23.6374 and 0.5 GB at 2.5988.
      Fargate: 43.25,
    },
  ],
  [
    'instances behind balancers',
    {
      ingress: {
        ...INGRESS,
        entry: 'alb',
        waf: false,
        service: { on: 'instances', instanceType: 't4g.small', minTasks: 2 },
      },
    },
    // 6 instances at 12.264, and 6 disks of 20 GB at 0.08.
    { 'Load balancer': 49.28, EC2: 83.18 },
  ],
])('%s cost what they do by hand', (_what, config, expected) => expect(byService(config)).toMatchObject(expected));

test('the order of the Regions costs nothing', () => {
  const reports = ([0, 1] as const).map((turn) => {
    const [first, second, third] = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const;
    const { stacks } = synthPlatform({ regions: turn === 0 ? [first, second, third] : [third, first, second] });
    return costsReport(estimateOf([...stacks].flatMap(([name, { text }]) => resourcesOf(name, text))));
  });
  expect(reports[0]).toBe(reports[1]);
});
