import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingPolicy } from '@cdktf/provider-aws/lib/autoscaling-policy';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { instanceStart } from './instance-start';
import { afterListener, CPU_PERCENT, REQUESTS_PER_TARGET, requestCountLabel } from './request-count';
import { ServiceSecurityGroup } from './service-security-group';

export interface InstanceServiceProps {
  readonly provider: TerraformProvider;
  readonly region: RegionName;
  /** At most 255 characters; the same in every Region. */
  readonly groupName: string;
  /** 3 to 128 characters; the same in every Region. */
  readonly launchTemplateName: string;
  readonly securityGroupName: string;
  readonly vpcId: string;
  /** Private subnets, one of each zone. They need a way to ECR, S3, CloudWatch Logs and Systems Manager. */
  readonly subnetIds: readonly string[];
  /** Listener that forwards to the target group. */
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  /** Of target type `instance`. */
  readonly targetGroupArn: string;
  readonly loadBalancerSecurityGroupId: string;
  /** Groups that the service is in besides its own, as that of a database's clients; at most 4 ("Amazon VPC quotas"). @default - none */
  readonly furtherSecurityGroupIds?: readonly string[];
  readonly instanceProfileName: string;
  /**
   * Whether the container has the instance's role: all of it, what pulls images and opens sessions too, as an instance has one role alone.
   * @default false - what runs in the container cannot ask for it
   */
  readonly containerHasRole?: boolean;
  /** One with an Arm processor, such as `t4g.small`. */
  readonly instanceType: string;
  /** Image in the Region's own registry, built for arm64. Plain text, no reference. */
  readonly image: string;
  /** Port that the container listens on, and that the instance has for it. */
  readonly port: number;
  /** Instances that always run. */
  readonly minInstances: number;
  readonly maxInstances: number;
  /** Variables of the container; no secret. @default - AWS_REGION and PORT */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Key in the Region for the volumes. Its policy must let EC2 use and grant it for EC2 Auto Scaling's own role, which no IAM policy can allow: the key
   * service `ec2`.
   */
  readonly keyArn: string;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  /** Tags of the instances and volumes: the provider's default tags do not reach what a group launches. */
  readonly instanceTags: Readonly<Record<string, string>>;
}

/** The newest Amazon Linux 2023 for Arm, looked up by EC2 Auto Scaling at each launch ("Use AWS Systems Manager parameters instead of AMI IDs in launch templates"). */
const MACHINE_IMAGE = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';
/** Root device of that image. */
const ROOT_DEVICE = '/dev/xvda';
const ROOT_GIB = 20;
/** Seconds from the launch until the load balancer's check counts: packages and the image are fetched meanwhile. */
const GRACE_SECONDS = 300;
const WARMUP_SECONDS = 180;
/** Seconds after which an instance is replaced by one from the newest machine image: 30 days. */
const LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/**
 * One Region's service on instances of one's own, over all its zones. Nothing is kept on them: an instance that fails the load balancer's check is
 * replaced, each change rolls through the group and stops where it fails, and no instance grows older than 30 days, so that machine images' fixes
 * arrive without a deployment. Its log group has no key of one's own: what must work while KMS does not must be able to log then too.
 */
export class InstanceService extends Construct {
  readonly groupName: string;
  /** Group of the instances: what they call can let it in. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: InstanceServiceProps) {
    super(scope, id);
    const { provider, minInstances, maxInstances, subnetIds } = props;
    if (minInstances < 1 || maxInstances < minInstances)
      throw new Error(
        `${this.node.path}: ${minInstances} to ${maxInstances} instances. At least one runs, and not more than maxInstances: correct minInstances or maxInstances.`,
      );
    if (subnetIds.length === 0) throw new Error(`${this.node.path}: no subnets. Give a private one of each zone.`);

    const log = new CloudwatchLogGroup(this, 'log', {
      provider,
      name: props.logGroupName,
      retentionInDays: props.logRetentionDays,
    });
    const securityGroup = new ServiceSecurityGroup(this, 'security-group', {
      ...props,
      groupName: props.securityGroupName,
    });
    const template = this.template(props, securityGroup.id);
    const group = new AutoscalingGroup(this, 'group', {
      provider,
      name: props.groupName,
      minSize: minInstances,
      maxSize: maxInstances,
      vpcZoneIdentifier: [...subnetIds],
      targetGroupArns: [props.targetGroupArn],
      healthCheckType: 'ELB',
      healthCheckGracePeriod: GRACE_SECONDS,
      defaultInstanceWarmup: WARMUP_SECONDS,
      maxInstanceLifetime: LIFETIME_SECONDS,
      // The version by its number: a refresh begins when it changes.
      launchTemplate: { id: template.id, version: template.getStringAttribute('latest_version') },
      // A refresh that fails stops with the old instances running; going back by itself is not offered where the machine image is looked up
      // ("Undo changes with a manual or auto rollback").
      instanceRefresh: { strategy: 'Rolling', preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 150 } },
      instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 150 },
      enabledMetrics: ['GroupDesiredCapacity', 'GroupInServiceInstances', 'GroupTotalInstances'],
      // An image that is not there yet, in a Region that has just joined, is no reason for an apply to fail.
      waitForCapacityTimeout: '0',
      tag: Object.entries(props.instanceTags)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      lifecycle: { precondition: afterListener(props.listenerArn) },
      dependsOn: [log],
    });
    const policy = (what: string, targetValue: number, predefinedMetricType: string, resourceLabel?: string): void => {
      new AutoscalingPolicy(this, what, {
        provider,
        name: what,
        autoscalingGroupName: group.name,
        policyType: 'TargetTrackingScaling',
        targetTrackingConfiguration: {
          targetValue,
          predefinedMetricSpecification: {
            predefinedMetricType,
            ...(resourceLabel !== undefined && { resourceLabel }),
          },
        },
      });
    };
    policy('cpu', CPU_PERCENT, 'ASGAverageCPUUtilization');
    policy(
      'requests',
      REQUESTS_PER_TARGET,
      'ALBRequestCountPerTarget',
      requestCountLabel(props.loadBalancerArn, props.targetGroupArn),
    );
    this.groupName = group.name;
    this.securityGroupId = securityGroup.id;
  }

  private template(props: InstanceServiceProps, securityGroupId: string): LaunchTemplate {
    const { provider, keyArn, instanceTags } = props;
    return new LaunchTemplate(this, 'template', {
      provider,
      name: props.launchTemplateName,
      description: "The service behind the Region's entry",
      imageId: MACHINE_IMAGE,
      instanceType: props.instanceType,
      iamInstanceProfile: { name: props.instanceProfileName },
      vpcSecurityGroupIds: [securityGroupId, ...(props.furtherSecurityGroupIds ?? [])],
      updateDefaultVersion: true,
      metadataOptions: {
        httpEndpoint: 'enabled',
        // Only with a session's token, which a service that is tricked into a request does not ask for.
        httpTokens: 'required',
        // The answer with the token ends at the instance after one hop, and Docker's bridge to the container is the second one
        // ("Configure the Instance Metadata Service options"): only a service that calls AWS needs it.
        httpPutResponseHopLimit: props.containerHasRole ? 2 : 1,
      },
      monitoring: { enabled: true },
      ebsOptimized: 'true',
      blockDeviceMappings: [
        {
          deviceName: ROOT_DEVICE,
          ebs: {
            volumeType: 'gp3',
            volumeSize: ROOT_GIB,
            encrypted: 'true',
            kmsKeyId: keyArn,
            deleteOnTermination: 'true',
          },
        },
      ],
      // What a group tags are its instances alone.
      tagSpecifications: [{ resourceType: 'volume', tags: { ...instanceTags } }],
      userData: Buffer.from(instanceStart(props)).toString('base64'),
    });
  }
}
