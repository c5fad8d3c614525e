import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { CPU_PERCENT, REQUESTS_PER_TARGET, requestCountLabel } from './request-count';

export interface ServiceScalingProps {
  readonly provider: TerraformProvider;
  /** Both as references to what they name, so that Terraform makes it first. */
  readonly clusterName: string;
  readonly serviceName: string;
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
}

/** Quick to add, slow to take away: seconds after one step before the next. */
const OUT_SECONDS = 60;
const IN_SECONDS = 300;

/** How many tasks a Region's service runs: as many as its processors or its requests ask for, whichever is more. */
export class ServiceScaling extends Construct {
  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);
    const { provider, clusterName, serviceName, minTasks, maxTasks, loadBalancerArn, targetGroupArn } = props;
    const target = new AppautoscalingTarget(this, 'target', {
      provider,
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${clusterName}/${serviceName}`,
      minCapacity: minTasks,
      maxCapacity: maxTasks,
    });
    const policy = (what: string, targetValue: number, predefinedMetricType: string, resourceLabel?: string): void => {
      new AppautoscalingPolicy(this, what, {
        provider,
        name: what,
        policyType: 'TargetTrackingScaling',
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          scaleOutCooldown: OUT_SECONDS,
          scaleInCooldown: IN_SECONDS,
          predefinedMetricSpecification: {
            predefinedMetricType,
            ...(resourceLabel !== undefined && { resourceLabel }),
          },
        },
      });
    };
    policy('cpu', CPU_PERCENT, 'ECSServiceAverageCPUUtilization');
    policy(
      'requests',
      REQUESTS_PER_TARGET,
      'ALBRequestCountPerTarget',
      requestCountLabel(loadBalancerArn, targetGroupArn),
    );
  }
}
