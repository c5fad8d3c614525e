import { ContainerService, type ContainerServiceProps } from '../../../modules/compute/container-service';
import { synthConstruct } from '../../synth';

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders-prod-service:1.4.0';
const service = (props: Partial<ContainerServiceProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new ContainerService(stack, 'service', {
      provider: providerIn('eu-west-1'),
      region: 'eu-west-1',
      clusterName: 'orders-prod-service',
      serviceName: 'orders-prod-service',
      securityGroupName: 'orders-prod-service',
      vpcId: 'vpc-1',
      subnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
      listenerArn: `${ELB}:listener/app/entry/50dc/a1`,
      loadBalancerArn: `${ELB}:loadbalancer/app/entry/50dc`,
      targetGroupArn: `${ELB}:targetgroup/service/73e2`,
      loadBalancerSecurityGroupId: 'sg-entry',
      executionRoleArn: 'arn:aws:iam::111122223333:role/orders-prod-service-start-euw1',
      taskRoleArn: 'arn:aws:iam::111122223333:role/orders-prod-service-task-euw1',
      image: IMAGE,
      port: 8080,
      cpu: 256,
      memoryMiB: 512,
      minTasks: 2,
      maxTasks: 10,
      logGroupName: '/aws/ecs/orders-prod-service',
      logRetentionDays: 30,
      ...props,
    });
  });
const stack = service();
const containersOf = (synthesized: ReturnType<typeof service>): Record<string, unknown>[] =>
  JSON.parse(String(synthesized.only('aws_ecs_task_definition').container_definitions));

test('is a cluster, a task, a service, its scaling, its group and its log', () =>
  expect(stack.counts).toEqual({
    aws_appautoscaling_policy: 2,
    aws_appautoscaling_target: 1,
    aws_cloudwatch_log_group: 1,
    aws_ecs_cluster: 1,
    aws_ecs_service: 1,
    aws_ecs_task_definition: 1,
    aws_security_group: 1,
    aws_vpc_security_group_egress_rule: 1,
    aws_vpc_security_group_ingress_rule: 1,
  }));

test('every resource is of its own Region', () =>
  expect(new Set(stack.resources().map(({ args }) => args.provider))).toEqual(new Set(['aws.euw1'])));

test('the task is for Arm, with the size and the roles that are given', () =>
  expect(stack.only('aws_ecs_task_definition')).toMatchObject({
    family: 'orders-prod-service',
    requires_compatibilities: ['FARGATE'],
    network_mode: 'awsvpc',
    runtime_platform: { operating_system_family: 'LINUX', cpu_architecture: 'ARM64' },
    cpu: '256',
    memory: '512',
    execution_role_arn: 'arn:aws:iam::111122223333:role/orders-prod-service-start-euw1',
    task_role_arn: 'arn:aws:iam::111122223333:role/orders-prod-service-task-euw1',
    skip_destroy: true,
  }));

test('the container can neither write to its files nor do what only root may, and its log does not stop it', () =>
  expect(containersOf(stack)).toEqual([
    {
      name: 'service',
      image: IMAGE,
      essential: true,
      privileged: false,
      readonlyRootFilesystem: true,
      linuxParameters: { capabilities: { drop: ['ALL'] }, initProcessEnabled: true },
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
      environment: [{ name: 'PORT', value: '8080' }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '${aws_cloudwatch_log_group.service_log.name}',
          'awslogs-region': 'eu-west-1',
          'awslogs-stream-prefix': 'service',
          mode: 'non-blocking',
          'max-buffer-size': '10m',
        },
      },
    },
  ]));

test('variables are in one order, whatever theirs was, and a check of the container’s own is asked', () => {
  const [container] = containersOf(service({ environment: { Z: '1', A: '2' }, healthCommand: ['CMD', 'true'] }));
  expect(container?.environment).toEqual([
    { name: 'A', value: '2' },
    { name: 'PORT', value: '8080' },
    { name: 'Z', value: '1' },
  ]);
  expect(container?.healthCheck).toEqual({
    command: ['CMD', 'true'],
    interval: 10,
    timeout: 5,
    retries: 3,
    startPeriod: 60,
  });
});

test('tasks are in their own group first, and in the further ones', () =>
  expect(
    service({ furtherSecurityGroupIds: ['sg-clients'] }).only('aws_ecs_service').network_configuration,
  ).toMatchObject({ security_groups: ['${aws_security_group.service_security-group.id}', 'sg-clients'] }));

test('the service goes back when a deployment fails, spreads over the zones, and waits for the listener', () =>
  expect(stack.only('aws_ecs_service')).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-service',
    cluster: '${aws_ecs_cluster.service_cluster.arn}',
    task_definition: '${aws_ecs_task_definition.service_task.arn}',
    launch_type: 'FARGATE',
    desired_count: 2,
    deployment_minimum_healthy_percent: 100,
    deployment_maximum_percent: 200,
    availability_zone_rebalancing: 'ENABLED',
    deployment_circuit_breaker: { enable: true, rollback: true },
    wait_for_steady_state: false,
    health_check_grace_period_seconds: 60,
    enable_execute_command: false,
    enable_ecs_managed_tags: true,
    propagate_tags: 'SERVICE',
    network_configuration: {
      subnets: ['subnet-a', 'subnet-b', 'subnet-c'],
      security_groups: ['${aws_security_group.service_security-group.id}'],
      assign_public_ip: false,
    },
    load_balancer: [
      { target_group_arn: `${ELB}:targetgroup/service/73e2`, container_name: 'service', container_port: 8080 },
    ],
    lifecycle: {
      ignore_changes: ['desired_count'],
      precondition: [
        {
          condition: `\${startswith("${ELB}:listener/app/entry/50dc/a1", "arn:")}`,
          error_message: 'No listener forwards to the target group. Give the ARN of one.',
        },
      ],
    },
  }));

test('container insights are on', () =>
  expect(stack.only('aws_ecs_cluster').setting).toEqual([{ name: 'containerInsights', value: 'enabled' }]));

test.each<[Partial<ContainerServiceProps>, string]>([
  [
    { cpu: 256, memoryMiB: 4096 },
    'memoryMiB is 4096; allowed with 256 of cpu are 512, 1024, 2048 (MiB). Choose one of these.',
  ],
  [
    { minTasks: 3, maxTasks: 2 },
    '3 to 2 tasks. At least one runs, and not more than maxTasks: correct minTasks or maxTasks.',
  ],
  [{ minTasks: 0 }, '0 to 10 tasks. At least one runs, and not more than maxTasks: correct minTasks or maxTasks.'],
  [{ subnetIds: [] }, 'no subnets. Give a private one of each zone.'],
])('refuses %j', (props, message) => expect(() => service(props)).toThrow(new Error(`t/service: ${message}`)));
