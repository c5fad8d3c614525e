import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type RegionName, regionFacts } from '../../config/catalog';

/** Services whose name begins with `cn.` in both Regions of China ("describe-vpc-endpoint-services" there). */
const PREFIXED_IN_CHINA: ReadonlySet<string> = new Set([
  'autoscaling',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'elasticfilesystem',
  'execute-api',
  'kinesis-streams',
  'lambda',
  'monitoring',
  'rds',
  'sqs',
  'states',
  'sts',
  'xray',
]);

/** Name of the service behind an interface endpoint: `com.amazonaws.eu-west-1.ecr.api`. */
export function interfaceServiceName(region: RegionName, service: string): string {
  const prefix = regionFacts(region).partition === 'aws-cn' && PREFIXED_IN_CHINA.has(service) ? 'cn.' : '';
  return `${prefix}com.amazonaws.${region}.${service}`;
}

export interface InterfaceEndpointsProps {
  readonly provider: TerraformProvider;
  readonly region: RegionName;
  /** Ends of the names of AWS's services: `secretsmanager`, `ecr.api`. Each costs by the hour in each subnet. */
  readonly services: readonly string[];
  readonly vpcId: string;
  /** The VPC's range: all in it may call. */
  readonly cidr: string;
  /** One in each zone. */
  readonly subnetIds: readonly string[];
  /** Value of the tag `Name`, and name of the security group. */
  readonly tagName: (what: string) => string;
}

/**
 * Ways to AWS's services of the own Region that need no internet: the services' usual host names lead to them from
 * everywhere in the VPC. Creating one is a change in Route 53, so a dead us-east-1 delays it ("AWS Fault Isolation
 * Boundaries", "Route 53"); those that are there keep working.
 */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const { provider, region, services, vpcId, cidr, subnetIds, tagName } = props;

    const callers = new SecurityGroup(this, 'callers', {
      provider,
      name: tagName('endpoints'),
      description: 'Endpoints of AWS services: admit the VPC over HTTPS',
      vpcId,
      tags: { Name: tagName('endpoints') },
    });
    new VpcSecurityGroupIngressRule(this, 'from-vpc', {
      provider,
      securityGroupId: callers.id,
      cidrIpv4: cidr,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      description: 'HTTPS from the VPC',
    });
    for (const service of [...new Set(services)].sort()) {
      const name = service.replaceAll('.', '-');
      new VpcEndpoint(this, name, {
        provider,
        vpcId,
        vpcEndpointType: 'Interface',
        serviceName: interfaceServiceName(region, service),
        privateDnsEnabled: true,
        subnetIds: [...subnetIds],
        securityGroupIds: [callers.id],
        tags: { Name: tagName(name) },
      });
    }
  }
}
