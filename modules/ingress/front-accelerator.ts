import { GlobalacceleratorAccelerator } from '@cdktf/provider-aws/lib/globalaccelerator-accelerator';
import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { GlobalacceleratorListener } from '@cdktf/provider-aws/lib/globalaccelerator-listener';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Fn, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';

export interface FrontAcceleratorProps {
  /** Of us-west-2: the accelerator's API is there alone. */
  readonly provider: TerraformProvider;
  /** Of us-east-1, where Route 53 is changed. */
  readonly edgeProvider: TerraformProvider;
  /** At most 64 letters, digits and hyphens. */
  readonly acceleratorName: string;
  readonly zoneId: string;
  /** Name that clients use: `api.orders.example.com`. */
  readonly hostName: string;
  /** ARN of the Application Load Balancer of every Region that serves, in any order. */
  readonly endpointArns: ReadonlyMap<RegionName, string>;
  /** `source-ip` sends a client's connections to one endpoint as long as that is healthy. */
  readonly clientAffinity: 'none' | 'source-ip';
  /** Where flow logs go: a bucket whose policy lets the delivery of logs write, and a prefix in it. @default - no flow logs */
  readonly flowLogs?: { readonly bucketName: string; readonly prefix: string } | undefined;
}

/** Endpoint groups of a listener ("Quotas for AWS Global Accelerator"). */
export const MOST_GROUPS = 42;

/**
 * Two fixed addresses for all Regions. A client enters AWS's network near itself and reaches the nearest Region whose
 * balancer has healthy targets. Connections fail over within seconds, without a resolver that keeps an old answer.
 *
 * Every group has its whole dial and one weight: a dial takes no Region out of service, as failover does not look at it, and
 * changing one is a call to a control plane ("Traffic dials and endpoint weights", failover for unhealthy endpoints).
 */
export class FrontAccelerator extends Construct {
  readonly acceleratorArn: string;
  /** The accelerator's own name, `a1234.awsglobalaccelerator.com`. */
  readonly dnsName: string;
  /** Its two addresses, which it keeps for life. */
  readonly ipAddresses: string[];
  /** The id in its ARN, as CloudWatch names it. */
  readonly acceleratorId: string;

  constructor(scope: Construct, id: string, props: FrontAcceleratorProps) {
    super(scope, id);
    const { provider, edgeProvider, acceleratorName, endpointArns, flowLogs } = props;
    if (endpointArns.size === 0 || endpointArns.size > MOST_GROUPS)
      throw new Error(
        `${this.node.path}: ${endpointArns.size} Regions. A listener has 1 to ${MOST_GROUPS} endpoint groups.`,
      );

    const accelerator = new GlobalacceleratorAccelerator(this, 'accelerator', {
      provider,
      name: acceleratorName,
      enabled: true,
      ipAddressType: 'IPV4',
      attributes: flowLogs
        ? { flowLogsEnabled: true, flowLogsS3Bucket: flowLogs.bucketName, flowLogsS3Prefix: flowLogs.prefix }
        : { flowLogsEnabled: false },
    });
    const listener = new GlobalacceleratorListener(this, 'listener', {
      provider,
      acceleratorArn: accelerator.arn,
      protocol: 'TCP',
      clientAffinity: props.clientAffinity === 'source-ip' ? 'SOURCE_IP' : 'NONE',
      portRange: [{ fromPort: 443, toPort: 443 }],
    });
    for (const [region, endpointId] of [...endpointArns].sort(([a], [b]) => bySlot(a, b))) {
      // Its health check is the target group's own: an Application Load Balancer's endpoint has no other.
      new GlobalacceleratorEndpointGroup(this, `group-${region}`, {
        provider,
        listenerArn: listener.arn,
        endpointGroupRegion: region,
        trafficDialPercentage: 100,
        endpointConfiguration: [{ endpointId, weight: 128, clientIpPreservationEnabled: true }],
      });
    }
    new Route53Record(this, 'record', {
      provider: edgeProvider,
      zoneId: props.zoneId,
      name: props.hostName,
      type: 'A',
      alias: { name: accelerator.dnsName, zoneId: accelerator.hostedZoneId, evaluateTargetHealth: false },
    });

    this.acceleratorArn = accelerator.arn;
    this.dnsName = accelerator.dnsName;
    this.ipAddresses = accelerator.ipSets.get(0).ipAddresses;
    this.acceleratorId = Fn.element(Fn.split('/', accelerator.arn), 1);
  }
}
