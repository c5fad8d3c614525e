import { estimateOf } from '../../../cli/costs/estimate';
import type { Arguments } from '../../../cli/costs/stacks-json';
import { stackOf } from './resources';

type Resources = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

const SUBNETS = {
  aws_subnet: Object.fromEntries(
    ['private', 'public'].flatMap((tier) =>
      [0, 1, 2].map((zone) => [`${tier}-${zone}`, { availability_zone: `\${element(zones, ${zone})}` }]),
    ),
  ),
};
const TASK = { cpu: '512', memory: '1024' };

/** What is counted, and where: `2 NAT gateway, per zone in eu-west-1`. */
const counted = (resources: Resources): string[] =>
  estimateOf(stackOf(resources))
    .lines.map(({ count, price, place }) => `${count} ${price.what} in ${place}`)
    .sort();

test.each<[string, Resources, string[]]>([
  [
    'zonal NAT gateways and their addresses',
    { aws_nat_gateway: { a: { subnet_id: 'x' }, b: { subnet_id: 'y' } }, aws_eip: { a: {}, b: {} } },
    ['2 NAT gateway, per zone in eu-west-1', '2 public IPv4 address in eu-west-1'],
  ],
  [
    'a regional NAT gateway, in all zones',
    { ...SUBNETS, aws_nat_gateway: { a: { availability_mode: 'regional' } } },
    ['3 NAT gateway, per zone in eu-west-1', '3 public IPv4 address in eu-west-1'],
  ],
  [
    'interface endpoints in each subnet, gateway endpoints not at all',
    {
      aws_vpc_endpoint: {
        s3: { vpc_endpoint_type: 'Gateway' },
        kms: { vpc_endpoint_type: 'Interface', subnet_ids: ['a', 'b', 'c'] },
        sts: { vpc_endpoint_type: 'Interface', subnet_ids: ['a', 'b', 'c'] },
      },
    },
    ['6 interface endpoint, per zone in eu-west-1'],
  ],
  [
    'attachments, and each end of a peering in its Region',
    {
      aws_ec2_transit_gateway: { hub: {} },
      aws_ec2_transit_gateway_vpc_attachment: { vpc: {} },
      aws_ec2_transit_gateway_peering_attachment: { a: {} },
      aws_ec2_transit_gateway_peering_attachment_accepter: { b: { provider: 'aws.edge' } },
    },
    [
      '1 transit gateway attachment; a peering has two in us-east-1',
      '2 transit gateway attachment; a peering has two in eu-west-1',
    ],
  ],
  ['a zone', { aws_route53_zone: { zone: { provider: 'aws.edge' } } }, ['1 hosted zone in global']],
  [
    'health checks by what they ask, and calculated ones',
    {
      aws_route53_health_check: {
        own: { type: 'HTTPS', request_interval: 10 },
        slow: { type: 'HTTPS_STR_MATCH', request_interval: 30, measure_latency: true },
        plain: { type: 'HTTP', request_interval: 30 },
        gate: { type: 'CALCULATED' },
      },
    },
    ['4 health check in global', '5 health check option: HTTPS, every 10 s, a text or the latency in global'],
  ],
  [
    'load balancers, with an address in each subnet where they face the internet',
    { aws_lb: { front: { internal: false, subnets: ['a', 'b'] }, inner: { internal: true, subnets: ['a', 'b'] } } },
    ['2 Application Load Balancer in eu-west-1', '2 public IPv4 address in eu-west-1'],
  ],
  [
    'web ACLs and their rules, at the edge and in the Region',
    {
      aws_wafv2_web_acl: {
        entry: { scope: 'REGIONAL', rule: [{ name: 'a' }, { name: 'b' }] },
        front: { scope: 'CLOUDFRONT', rule: [{ name: 'a' }], provider: 'aws.edge' },
      },
    },
    [
      '1 web ACL in eu-west-1',
      '1 web ACL in global',
      '1 web ACL rule or rule group in global',
      '2 web ACL rule or rule group in eu-west-1',
    ],
  ],
  [
    'an accelerator and a cluster',
    { aws_globalaccelerator_accelerator: { a: {} }, aws_route53recoverycontrolconfig_cluster: { c: {} } },
    ['1 accelerator in global', '1 routing control cluster in global', '2 public IPv4 address in global'],
  ],
  [
    'metrics of alarms, not what is computed from them',
    {
      aws_cloudwatch_metric_alarm: {
        plain: { metric_name: 'Errors' },
        sum: {
          metric_query: [
            { id: 'all', expression: 'a + b' },
            { id: 'a', metric: {} },
            { id: 'b', metric: {} },
          ],
        },
      },
    },
    ['3 metric of an alarm in eu-west-1'],
  ],
  [
    'keys and their replicas, secrets and theirs',
    {
      aws_kms_key: { k: {} },
      aws_kms_replica_key: { r: { provider: 'aws.edge' } },
      aws_secretsmanager_secret: { s: { replica: [{ region: 'us-east-1' }, { region: 'sa-east-1' }] } },
    },
    [
      '1 key or replica of one in eu-west-1',
      '1 key or replica of one in us-east-1',
      '1 secret or replica of one in eu-west-1',
      '1 secret or replica of one in sa-east-1',
      '1 secret or replica of one in us-east-1',
    ],
  ],
  [
    'as many tasks as scaling keeps, on ARM',
    {
      aws_ecs_service: { s: { task_definition: '${aws_ecs_task_definition.t.arn}', desired_count: 6 } },
      aws_ecs_task_definition: { t: { ...TASK, runtime_platform: { cpu_architecture: 'ARM64' } } },
      aws_appautoscaling_target: { t: { service_namespace: 'ecs', min_capacity: 4 } },
    },
    ['2 Fargate vCPU, ARM in eu-west-1', '4 Fargate GB, ARM in eu-west-1'],
  ],
  [
    'as many tasks as are asked for without scaling',
    {
      aws_ecs_service: { s: { task_definition: '${aws_ecs_task_definition.t.arn}', desired_count: 2 } },
      aws_ecs_task_definition: { t: TASK },
    },
    ['1 Fargate vCPU, x86 in eu-west-1', '2 Fargate GB, x86 in eu-west-1'],
  ],
  [
    'the fewest instances, and their disks',
    {
      aws_autoscaling_group: { g: { min_size: 3, launch_template: { id: '${aws_launch_template.t.id}' } } },
      aws_launch_template: { t: { instance_type: 't4g.small', block_device_mappings: [{ ebs: { volume_size: 20 } }] } },
    },
    ['3 instance t4g.small in eu-west-1', '60 GB of a gp3 volume in eu-west-1'],
  ],
  [
    'a database with a standby',
    {
      aws_db_instance: {
        i: { instance_class: 'db.r7g.large', multi_az: true, allocated_storage: 100, storage_type: 'gp3' },
      },
    },
    ['2 database instance db.r7g.large, per zone in eu-west-1', '200 GB of gp3 storage of a database in eu-west-1'],
  ],
  [
    'a dashboard',
    { aws_cloudwatch_dashboard: { d: {} } },
    ['1 dashboard (the first three of an account are free) in eu-west-1'],
  ],
  ['nothing for what is free or bills by use', { aws_vpc: { v: {} }, aws_lambda_function: { f: {} } }, []],
])('counts %s', (_what, resources, expected) => expect(counted(resources)).toEqual(expected));

test('a replica is as large as its source in another stack', () => {
  const source = { instance_class: 'db.t4g.medium', allocated_storage: 40, storage_type: 'gp3' };
  const { lines, unpriced } = estimateOf([
    ...stackOf({ aws_db_instance: { main: source } }, 'us-east-1'),
    ...stackOf({ aws_db_instance: { main: { instance_class: 'db.t4g.medium', storage_type: 'gp3', multi_az: true } } }),
  ]);
  expect(lines.filter(({ price }) => price.per === 'month').map(({ place, count }) => [place, count])).toEqual([
    ['us-east-1', 40],
    ['eu-west-1', 80],
  ]);
  expect(unpriced).toEqual([]);
});

test('says what has no price, and what nobody has looked at', () => {
  const { lines, byUse, unpriced, unknown } = estimateOf(
    stackOf({
      aws_db_instance: { main: { instance_class: 'db.x2g.large', allocated_storage: 10, storage_type: 'io2' } },
      aws_ecs_service: { web: { task_definition: 'elsewhere' } },
      aws_autoscaling_group: { web: { min_size: 1 } },
      aws_sqs_queue: { a: {}, b: {} },
      aws_rds_cluster: { main: {} },
    }),
  );
  expect(lines).toEqual([]);
  expect(byUse).toEqual(['SQS']);
  expect(unpriced).toEqual([
    'database instance db.x2g.large',
    'instances undefined of aws_autoscaling_group.web',
    'storage of aws_db_instance.main',
    'tasks of aws_ecs_service.web',
  ]);
  expect(unknown).toEqual(['aws_rds_cluster']);
});
