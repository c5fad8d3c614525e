import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { fargateSizeProblem } from '../../config/fargate-size';
import { afterListener } from './request-count';
import { ServiceScaling } from './service-scaling';
import { ServiceSecurityGroup } from './service-security-group';

export interface ContainerServiceProps {
  readonly provider: TerraformProvider;
  readonly region: RegionName;
  /** At most 255 letters, digits, `-` and `_`; the same in every Region. */
  readonly clusterName: string;
  /** Under the same rule. Also the family of the task definition. */
  readonly serviceName: string;
  readonly securityGroupName: string;
  readonly vpcId: string;
  /** Private subnets, one of each zone. They need a way to ECR, S3 and CloudWatch Logs: NAT, or the endpoints `ecr.api`, `ecr.dkr` and `logs`. */
  readonly subnetIds: readonly string[];
  /** Listener that forwards to the target group. */
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  /** Of target type `ip`. */
  readonly targetGroupArn: string;
  readonly loadBalancerSecurityGroupId: string;
  /** Groups that the service is in besides its own, as that of a database's clients; at most 4 ("AwsVpcConfiguration"). @default - none */
  readonly furtherSecurityGroupIds?: readonly string[];
  /** Role with which ECS starts tasks. */
  readonly executionRoleArn: string;
  /** Role that the service has. */
  readonly taskRoleArn: string;
  /** Image in the Region's own registry, built for arm64: `<account>.dkr.ecr.<region>.amazonaws.com/<name>:<tag>`. It gets a root file system that cannot be written to. */
  readonly image: string;
  /** Port that the container listens on; also its variable `PORT`. */
  readonly port: number;
  /** In 1/1024 of a processor: 256, 512, 1024, 2048 or 4096. */
  readonly cpu: number;
  /** What Fargate has with `cpu`. */
  readonly memoryMiB: number;
  /** Tasks that always run. */
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Variables of the container; no secret: a task definition can be read by whoever may describe it. @default - PORT alone */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Command that ECS runs in the container to see whether it works, as `['CMD', 'node', 'check.js']`. What it names must be in the image: one that
   * cannot be run fails every task.
   * @default - none; the load balancer's check alone decides, and a task that it gives up is replaced
   */
  readonly healthCommand?: readonly string[] | undefined;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
}

const CONTAINER = 'service';
/** Seconds in which a new task is not given up for failing the load balancer's check. */
const GRACE_SECONDS = 60;

/**
 * One Region's service in containers, on Fargate, over all its zones. Terraform says what is to run and does not wait for it: a deployment that does not
 * come up goes back by itself ("How the Amazon ECS deployment circuit breaker detects failures"), and how many tasks run is scaling's to say.
 *
 * Its log group has no key of one's own: what must work while KMS does not must be able to log then too.
 */
export class ContainerService extends Construct {
  readonly clusterName: string;
  readonly serviceName: string;
  /** Group of the tasks: what they call can let it in. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const { provider, clusterName, serviceName, port, minTasks, maxTasks } = props;
    this.refuseImpossible(props);

    const log = new CloudwatchLogGroup(this, 'log', {
      provider,
      name: props.logGroupName,
      retentionInDays: props.logRetentionDays,
    });
    const group = new ServiceSecurityGroup(this, 'security-group', { ...props, groupName: props.securityGroupName });
    const cluster = new EcsCluster(this, 'cluster', {
      provider,
      name: clusterName,
      setting: [{ name: 'containerInsights', value: 'enabled' }],
    });
    const task = new EcsTaskDefinition(this, 'task', {
      provider,
      family: serviceName,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'ARM64' },
      cpu: String(props.cpu),
      memory: String(props.memoryMiB),
      executionRoleArn: props.executionRoleArn,
      taskRoleArn: props.taskRoleArn,
      containerDefinitions: JSON.stringify([containerOf(props, log.name)]),
      // A deployment that fails goes back to the revision before, which nothing can be started from once it is deregistered.
      skipDestroy: true,
    });
    const service = new EcsService(this, 'service', {
      provider,
      name: serviceName,
      cluster: cluster.arn,
      taskDefinition: task.arn,
      launchType: 'FARGATE',
      desiredCount: minTasks,
      // More than 100 percent, as rebalancing starts a task in another zone before it stops one.
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      availabilityZoneRebalancing: 'ENABLED',
      deploymentCircuitBreaker: { enable: true, rollback: true },
      // An image that is not there yet, in a Region that has just joined, is no reason for an apply to fail.
      waitForSteadyState: false,
      healthCheckGracePeriodSeconds: GRACE_SECONDS,
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      networkConfiguration: {
        subnets: [...props.subnetIds],
        securityGroups: [group.id, ...(props.furtherSecurityGroupIds ?? [])],
        assignPublicIp: false,
      },
      loadBalancer: [{ targetGroupArn: props.targetGroupArn, containerName: CONTAINER, containerPort: port }],
      lifecycle: { ignoreChanges: ['desired_count'], precondition: afterListener(props.listenerArn) },
    });
    new ServiceScaling(this, 'scaling', {
      provider,
      clusterName: cluster.name,
      serviceName: service.name,
      minTasks,
      maxTasks,
      loadBalancerArn: props.loadBalancerArn,
      targetGroupArn: props.targetGroupArn,
    });
    this.clusterName = cluster.name;
    this.serviceName = service.name;
    this.securityGroupId = group.id;
  }

  private refuseImpossible({ cpu, memoryMiB, minTasks, maxTasks, subnetIds }: ContainerServiceProps): void {
    const size = fargateSizeProblem(cpu, memoryMiB);
    if (size !== undefined) throw new Error(`${this.node.path}: ${size}. Choose one of these.`);
    if (minTasks < 1 || maxTasks < minTasks)
      throw new Error(
        `${this.node.path}: ${minTasks} to ${maxTasks} tasks. At least one runs, and not more than maxTasks: correct minTasks or maxTasks.`,
      );
    if (subnetIds.length === 0) throw new Error(`${this.node.path}: no subnets. Give a private one of each zone.`);
  }
}

/** The container, as ECS takes it. Nothing in it is a secret. */
const containerOf = (props: ContainerServiceProps, logGroup: string): Readonly<Record<string, unknown>> => {
  const { region, image, port, environment = {}, healthCommand } = props;
  return {
    name: CONTAINER,
    image,
    essential: true,
    privileged: false,
    readonlyRootFilesystem: true,
    linuxParameters: { capabilities: { drop: ['ALL'] }, initProcessEnabled: true },
    portMappings: [{ containerPort: port, hostPort: port, protocol: 'tcp' }],
    environment: Object.entries({ ...environment, PORT: String(port) })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ name, value })),
    ...(healthCommand && {
      healthCheck: { command: healthCommand, interval: 10, timeout: 5, retries: 3, startPeriod: GRACE_SECONDS },
    }),
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': logGroup,
        'awslogs-region': region,
        'awslogs-stream-prefix': CONTAINER,
        // A log that cannot be written loses lines; blocking, it would stop the service.
        mode: 'non-blocking',
        'max-buffer-size': '10m',
      },
    },
  };
};
