import { ServiceScaling } from '../../../modules/compute/service-scaling';
import { synthConstruct } from '../../synth';

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const stack = synthConstruct((scope, providerIn) => {
  new ServiceScaling(scope, 'scaling', {
    provider: providerIn('eu-west-1'),
    clusterName: 'orders-prod-service',
    serviceName: 'orders-prod-service',
    minTasks: 3,
    maxTasks: 12,
    loadBalancerArn: `${ELB}:loadbalancer/app/entry/50dc`,
    targetGroupArn: `${ELB}:targetgroup/service/73e2`,
  });
});

test('the number of tasks has both bounds', () =>
  expect(stack.only('aws_appautoscaling_target')).toEqual({
    provider: 'aws.euw1',
    service_namespace: 'ecs',
    scalable_dimension: 'ecs:service:DesiredCount',
    resource_id: 'service/orders-prod-service/orders-prod-service',
    min_capacity: 3,
    max_capacity: 12,
  }));

test('processors and requests each ask for as many as they need', () => {
  const policies = stack.resources<{ target_tracking_scaling_policy_configuration: object }>(
    'aws_appautoscaling_policy',
  );
  expect(policies.map(({ args }) => args.target_tracking_scaling_policy_configuration)).toEqual([
    {
      target_value: 60,
      scale_out_cooldown: 60,
      scale_in_cooldown: 300,
      predefined_metric_specification: { predefined_metric_type: 'ECSServiceAverageCPUUtilization' },
    },
    {
      target_value: 1000,
      scale_out_cooldown: 60,
      scale_in_cooldown: 300,
      predefined_metric_specification: {
        predefined_metric_type: 'ALBRequestCountPerTarget',
        resource_label: expect.stringContaining('loadbalancer/app/entry/50dc'),
      },
    },
  ]);
  // Of the target as Terraform made it: a policy without one is refused.
  for (const { args } of policies)
    expect(args).toMatchObject({ resource_id: '${aws_appautoscaling_target.scaling_target.resource_id}' });
});
