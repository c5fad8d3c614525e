import { InstanceService, type InstanceServiceProps } from '../../../modules/compute/instance-service';
import { instanceStart } from '../../../modules/compute/instance-start';
import { synthConstruct } from '../../synth';

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1';
const START = {
  region: 'eu-west-1',
  image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders-prod-service:1.4.0',
  port: 8080,
  logGroupName: '/aws/ecs/orders-prod-service',
} as const;
const service = (props: Partial<InstanceServiceProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new InstanceService(stack, 'service', {
      provider: providerIn('eu-west-1'),
      ...START,
      groupName: 'orders-prod-service',
      launchTemplateName: 'orders-prod-service',
      securityGroupName: 'orders-prod-service',
      vpcId: 'vpc-1',
      subnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
      listenerArn: `${ELB}:listener/app/entry/50dc/a1`,
      loadBalancerArn: `${ELB}:loadbalancer/app/entry/50dc`,
      targetGroupArn: `${ELB}:targetgroup/service/73e2`,
      loadBalancerSecurityGroupId: 'sg-entry',
      instanceProfileName: 'orders-prod-service-euw1',
      instanceType: 't4g.small',
      minInstances: 2,
      maxInstances: 10,
      keyArn: KEY,
      logRetentionDays: 30,
      instanceTags: { platform: 'orders', environment: 'prod', Name: 'orders-prod-service' },
      ...props,
    });
  });
const stack = service();

test('is a template, a group, its scaling, its security group and its log', () =>
  expect(stack.counts).toEqual({
    aws_autoscaling_group: 1,
    aws_autoscaling_policy: 2,
    aws_cloudwatch_log_group: 1,
    aws_launch_template: 1,
    aws_security_group: 1,
    aws_vpc_security_group_egress_rule: 1,
    aws_vpc_security_group_ingress_rule: 1,
  }));

test('every resource is of its own Region', () =>
  expect(new Set(stack.resources().map(({ args }) => args.provider))).toEqual(new Set(['aws.euw1'])));

test('an instance is the newest machine image, its metadata needs a session, its volume is under the key', () =>
  expect(stack.only('aws_launch_template')).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-service',
    description: "The service behind the Region's entry",
    image_id: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
    instance_type: 't4g.small',
    iam_instance_profile: { name: 'orders-prod-service-euw1' },
    vpc_security_group_ids: ['${aws_security_group.service_security-group.id}'],
    update_default_version: true,
    metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
    monitoring: { enabled: true },
    ebs_optimized: 'true',
    block_device_mappings: [
      {
        device_name: '/dev/xvda',
        ebs: { volume_type: 'gp3', volume_size: 20, encrypted: 'true', kms_key_id: KEY, delete_on_termination: 'true' },
      },
    ],
    tag_specifications: [
      { resource_type: 'volume', tags: { platform: 'orders', environment: 'prod', Name: 'orders-prod-service' } },
    ],
    user_data: Buffer.from(instanceStart(START)).toString('base64'),
  }));

test('whose container has the role of the instance, and which are in further groups, as is asked', () => {
  const { metadata_options, vpc_security_group_ids } = service({
    containerHasRole: true,
    furtherSecurityGroupIds: ['sg-clients'],
  }).only('aws_launch_template');
  expect(metadata_options).toEqual({
    http_endpoint: 'enabled',
    http_tokens: 'required',
    http_put_response_hop_limit: 2,
  });
  expect(vpc_security_group_ids).toEqual(['${aws_security_group.service_security-group.id}', 'sg-clients']);
});

test('the group heals by the load balancer’s check, rolls each change without losing an instance, and waits for nothing but the listener', () =>
  expect(stack.only('aws_autoscaling_group')).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-service',
    min_size: 2,
    max_size: 10,
    vpc_zone_identifier: ['subnet-a', 'subnet-b', 'subnet-c'],
    target_group_arns: [`${ELB}:targetgroup/service/73e2`],
    health_check_type: 'ELB',
    health_check_grace_period: 300,
    default_instance_warmup: 180,
    max_instance_lifetime: 2_592_000,
    launch_template: {
      id: '${aws_launch_template.service_template.id}',
      version: '${aws_launch_template.service_template.latest_version}',
    },
    instance_refresh: {
      strategy: 'Rolling',
      preferences: { min_healthy_percentage: 100, max_healthy_percentage: 150 },
    },
    instance_maintenance_policy: { min_healthy_percentage: 100, max_healthy_percentage: 150 },
    enabled_metrics: ['GroupDesiredCapacity', 'GroupInServiceInstances', 'GroupTotalInstances'],
    wait_for_capacity_timeout: '0',
    tag: [
      { key: 'Name', value: 'orders-prod-service', propagate_at_launch: true },
      { key: 'environment', value: 'prod', propagate_at_launch: true },
      { key: 'platform', value: 'orders', propagate_at_launch: true },
    ],
    lifecycle: {
      precondition: [
        {
          condition: `\${startswith("${ELB}:listener/app/entry/50dc/a1", "arn:")}`,
          error_message: 'No listener forwards to the target group. Give the ARN of one.',
        },
      ],
    },
    depends_on: ['aws_cloudwatch_log_group.service_log'],
  }));

test('processors and requests each ask for as many as they need', () =>
  expect(
    stack
      .resources<{ target_tracking_configuration: object }>('aws_autoscaling_policy')
      .map(({ args }) => args.target_tracking_configuration),
  ).toEqual([
    { target_value: 60, predefined_metric_specification: { predefined_metric_type: 'ASGAverageCPUUtilization' } },
    {
      target_value: 1000,
      predefined_metric_specification: {
        predefined_metric_type: 'ALBRequestCountPerTarget',
        resource_label: expect.stringContaining('targetgroup/service/73e2'),
      },
    },
  ]));

test('another image is another template, and nothing else', () => {
  const other = service({ image: START.image.replace('1.4.0', '1.5.0') });
  const changed = other
    .resources()
    .filter(({ address, args }) => JSON.stringify(args) !== JSON.stringify(stack.at(address)));
  expect(changed.map(({ address }) => address)).toEqual(['aws_launch_template.service_template']);
});

test.each<[Partial<InstanceServiceProps>, string]>([
  [
    { minInstances: 3, maxInstances: 2 },
    '3 to 2 instances. At least one runs, and not more than maxInstances: correct minInstances or maxInstances.',
  ],
  [{ subnetIds: [] }, 'no subnets. Give a private one of each zone.'],
])('refuses %j', (props, message) => expect(() => service(props)).toThrow(new Error(`t/service: ${message}`)));
