import type { Construct } from 'constructs';
import {
  functionRoleName,
  repositoryUrl,
  roleArnOf,
  securityGroupName,
  serviceLogGroupName,
  serviceName,
} from '../config/names';
import type { EntryAlb } from '../modules/ingress/entry-alb';
import type { IngressRegionProps } from './ingress-region';
import { dataVariables, usesData } from './service-data';
import { EXECUTION_ROLE, INSTANCE_ROLE, TASK_ROLE } from './service-names';

export interface ContainerServiceBehindProps extends IngressRegionProps {
  readonly balancer: EntryAlb;
  readonly logRetentionDays: number;
}

/** The service behind a Region's load balancer: tasks of Fargate, or instances of one's own. */
export function containerServiceBehind(scope: Construct, props: ContainerServiceBehindProps): void {
  const { platform, ingress, provider, region, vpc, keyArn, balancer, outputs, logRetentionDays } = props;
  const { service } = ingress;
  const named = (what: string): string => functionRoleName(platform, what, region);
  const common = {
    provider,
    region,
    securityGroupName: securityGroupName(platform, 'service'),
    vpcId: vpc.vpcId,
    subnetIds: vpc.privateSubnetIds,
    listenerArn: balancer.listenerArn,
    loadBalancerArn: balancer.arn,
    targetGroupArn: balancer.targetGroupArn,
    loadBalancerSecurityGroupId: balancer.securityGroupId,
    image: `${repositoryUrl(platform, region)}:${service.imageTag}`,
    port: service.port,
    environment: { AWS_REGION: region, ...dataVariables(platform, service.uses, region) },
    furtherSecurityGroupIds: service.uses.databases.flatMap((name) => props.clientSecurityGroupIds.get(name) ?? []),
    logGroupName: serviceLogGroupName(platform),
    logRetentionDays,
  };
  if (service.on === 'fargate') {
    const { ContainerService } =
      require('../modules/compute/container-service') as typeof import('../modules/compute/container-service');
    new ContainerService(scope, 'service', {
      ...common,
      clusterName: serviceName(platform, 'ecs'),
      serviceName: serviceName(platform, 'ecs'),
      executionRoleArn: roleArnOf(platform, named(EXECUTION_ROLE)),
      taskRoleArn: roleArnOf(platform, named(TASK_ROLE)),
      cpu: service.cpu,
      memoryMiB: service.memoryMiB,
      minTasks: service.minTasks,
      maxTasks: service.maxTasks,
    });
  } else {
    const { InstanceService } =
      require('../modules/compute/instance-service') as typeof import('../modules/compute/instance-service');
    const { name, environment, tags } = platform;
    new InstanceService(scope, 'service', {
      ...common,
      groupName: serviceName(platform, 'autoScalingGroup'),
      launchTemplateName: serviceName(platform, 'launchTemplate'),
      instanceProfileName: named(INSTANCE_ROLE),
      containerHasRole: usesData(service.uses),
      instanceType: service.instanceType,
      minInstances: service.minTasks,
      maxInstances: service.maxTasks,
      keyArn,
      instanceTags: {
        ...tags,
        platform: name,
        environment,
        region,
        stack: `region-${region}`,
        Name: serviceName(platform, 'autoScalingGroup'),
      },
    });
  }
  outputs.publish('service_repository_url', repositoryUrl(platform, region));
}
