import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface AlbSecurityGroupProps {
  readonly provider: TerraformProvider;
  readonly groupName: string;
  readonly vpcId: string;
  /** Where the targets are. */
  readonly vpcCidr: string;
  /** Port that targets listen on. */
  readonly targetPort: number;
}

const ANYWHERE = '0.0.0.0/0';

/** What may reach a load balancer, and what it may: everybody on 80 and 443, and its targets. */
export class AlbSecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: AlbSecurityGroupProps) {
    super(scope, id);
    const { provider, groupName, vpcId, vpcCidr, targetPort } = props;
    const group = new SecurityGroup(this, 'group', {
      provider,
      name: groupName,
      description: "The load balancer at the Region's entry",
      vpcId,
      tags: { Name: groupName },
    });
    const of = { provider, securityGroupId: group.id, ipProtocol: 'tcp' };
    for (const port of [443, 80]) {
      new VpcSecurityGroupIngressRule(this, `from-anywhere-${port}`, {
        ...of,
        description: port === 443 ? 'Clients' : 'Clients that are sent to HTTPS',
        cidrIpv4: ANYWHERE,
        fromPort: port,
        toPort: port,
      });
    }
    new VpcSecurityGroupEgressRule(this, 'to-targets', {
      ...of,
      description: 'Targets and their health checks',
      cidrIpv4: vpcCidr,
      fromPort: targetPort,
      toPort: targetPort,
    });
    this.id = group.id;
  }
}
