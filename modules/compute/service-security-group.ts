import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface ServiceSecurityGroupProps {
  readonly provider: TerraformProvider;
  readonly groupName: string;
  readonly vpcId: string;
  /** Port that the service listens on. */
  readonly port: number;
  /** Group of the load balancer before the service, in the same VPC. */
  readonly loadBalancerSecurityGroupId: string;
}

/**
 * What may reach the service: the load balancer, on its port. What it may reach: anything over HTTPS, as AWS's endpoints have no fixed addresses. Names
 * and the time come from the VPC itself, which no security group holds back. A way to a database is a group of that database's own, in which the service is too.
 */
export class ServiceSecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: ServiceSecurityGroupProps) {
    super(scope, id);
    const { provider, groupName, vpcId, port, loadBalancerSecurityGroupId } = props;
    const group = new SecurityGroup(this, 'group', {
      provider,
      name: groupName,
      description: "The service behind the Region's entry",
      vpcId,
      tags: { Name: groupName },
    });
    const of = { provider, securityGroupId: group.id, ipProtocol: 'tcp' };
    new VpcSecurityGroupIngressRule(this, 'from-load-balancer', {
      ...of,
      description: 'Requests and health checks',
      referencedSecurityGroupId: loadBalancerSecurityGroupId,
      fromPort: port,
      toPort: port,
    });
    new VpcSecurityGroupEgressRule(this, 'https', {
      ...of,
      description: 'AWS: images, logs, what the service calls',
      cidrIpv4: '0.0.0.0/0',
      fromPort: 443,
      toPort: 443,
    });
    this.id = group.id;
  }
}
