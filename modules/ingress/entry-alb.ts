import { DataAwsAcmCertificate } from '@cdktf/provider-aws/lib/data-aws-acm-certificate';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { AlbFunction, type AlbFunctionProps } from './alb-function';
import { AlbSecurityGroup } from './alb-security-group';

export interface EntryAlbProps {
  readonly provider: TerraformProvider;
  /** At most 32 letters, digits and hyphens, the first and last no hyphen, not beginning with `internal-`. */
  readonly loadBalancerName: string;
  /** Under the same rule. Another one with another `targetType`, `targetPort` or VPC, as these are a group's for ever. */
  readonly targetGroupName: string;
  readonly securityGroupName: string;
  readonly vpcId: string;
  /** The VPC's range: where the targets are. */
  readonly vpcCidr: string;
  /** Public subnets, in two zones or more. */
  readonly subnetIds: readonly string[];
  /** Domain of the certificate, which is looked up in the Region: the newest that is issued for it. */
  readonly certificateDomain: string;
  /** How targets are registered: by address, as Fargate's tasks are, or by instance. */
  readonly targetType: 'ip' | 'instance';
  /** Port that targets listen on, with HTTP. */
  readonly targetPort: number;
  /**
   * What tells that a target lives. It must ask nothing of anything else: a check that does takes every target out at once when that fails.
   * @default '/health/live'
   */
  readonly targetHealthPath?: string;
  /** Seconds that a target has to end what it does. @default 30 */
  readonly deregistrationSeconds?: number;
  /** Bucket that lets load balancers write to it, in the same Region, and the prefix of its objects, without a slash at either end; empty for none. */
  readonly accessLogs: { readonly bucket: string; readonly prefix: string };
  /** A function that answers some paths in place of the targets. @default - none */
  readonly health?: Pick<AlbFunctionProps, 'functionName' | 'functionArn' | 'targetGroupName' | 'paths'> | undefined;
  /** Whether AWS refuses to delete it. @default true - for a Region that leaves it must first be false in an apply of its own */
  readonly deletionProtection?: boolean;
}

/** TLS 1.2 and 1.3 ("Security policies for your Application Load Balancer"). */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
/**
 * Seconds after which a client has to connect anew, and so asks DNS again: the default is an hour, for which it would stay with
 * a Region that DNS has left ("HTTP client keepalive duration").
 */
const KEEP_ALIVE_SECONDS = 300;
const LONGEST_NAME = 32;
const MOST_ZONES = 3;

/** A Region's load balancer as its entry: TLS from clients, HTTP to the targets in the private subnets. */
export class EntryAlb extends Construct {
  readonly arn: string;
  /** What an alias record points at, with `zoneId`. */
  readonly dnsName: string;
  /** Of the load balancer's own name, not the platform's. */
  readonly zoneId: string;
  readonly listenerArn: string;
  readonly targetGroupArn: string;
  /** Group that targets let in. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: EntryAlbProps) {
    super(scope, id);
    const { provider, loadBalancerName, subnetIds, accessLogs, health, deletionProtection = true } = props;
    this.refuseImpossible(props);

    const group = new AlbSecurityGroup(this, 'security-group', { ...props, groupName: props.securityGroupName });
    const balancer = new Lb(this, 'balancer', {
      provider,
      name: loadBalancerName,
      loadBalancerType: 'application',
      internal: false,
      subnets: [...subnetIds],
      securityGroups: [group.id],
      clientKeepAlive: KEEP_ALIVE_SECONDS,
      dropInvalidHeaderFields: true,
      enableDeletionProtection: deletionProtection,
      // A zone can be left without a control plane outside the Region ("Zonal shift").
      enableZonalShift: true,
      accessLogs: { ...accessLogs, enabled: true },
    });
    const targets = this.targets(props);
    const certificate = new DataAwsAcmCertificate(this, 'certificate', {
      provider,
      domain: props.certificateDomain,
      statuses: ['ISSUED'],
      mostRecent: true,
    });
    const listener = new LbListener(this, 'https', {
      provider,
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: TLS_POLICY,
      certificateArn: certificate.arn,
      defaultAction: [{ type: 'forward', targetGroupArn: targets.arn }],
    });
    new LbListener(this, 'http', {
      provider,
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }],
    });
    if (health) new AlbFunction(this, 'health', { ...health, provider, listenerArn: listener.arn });

    this.arn = balancer.arn;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.listenerArn = listener.arn;
    this.targetGroupArn = targets.arn;
    this.securityGroupId = group.id;
  }

  private targets(props: EntryAlbProps): LbTargetGroup {
    const { provider, targetGroupName, vpcId, targetType, targetPort } = props;
    return new LbTargetGroup(this, 'targets', {
      provider,
      name: targetGroupName,
      vpcId,
      targetType,
      port: targetPort,
      protocol: 'HTTP',
      deregistrationDelay: String(props.deregistrationSeconds ?? 30),
      healthCheck: {
        path: props.targetHealthPath ?? '/health/live',
        matcher: '200',
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      // AWS deletes no group that a listener leads to: it must lead to the next one first.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private refuseImpossible({ loadBalancerName, targetGroupName, health, subnetIds }: EntryAlbProps): void {
    const names = { loadBalancerName, targetGroupName, 'health.targetGroupName': health?.targetGroupName };
    for (const [prop, name] of Object.entries(names)) {
      if (
        name === undefined ||
        (name.length <= LONGEST_NAME && /^(?!internal-)[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?$/.test(name))
      )
        continue;
      throw new Error(
        `${this.node.path}: ${prop} is "${name}". Allowed are ${LONGEST_NAME} letters, digits and hyphens at the most, the first and last no hyphen, not beginning with "internal-". Shorten or correct it.`,
      );
    }
    if (subnetIds.length < 2 || subnetIds.length > MOST_ZONES)
      throw new Error(
        `${this.node.path}: ${subnetIds.length} subnets. A load balancer stands in at least 2 zones, and the platform has ${MOST_ZONES} at the most: give one public subnet of each.`,
      );
  }
}
