import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface DatabaseAccessProps {
  readonly provider: TerraformProvider;
  readonly vpcId: string;
  /** TCP port of the database. */
  readonly port: number;
  readonly securityGroupName: string;
  readonly clientSecurityGroupName: string;
  /** IPv4 ranges that may connect. */
  readonly clientCidrs: readonly string[];
}

/**
 * Who may reach a database: members of the client security group, and the ranges that are named. The database itself may
 * open no connection. Rules are resources of their own: inline ones fight with what others attach.
 */
export class DatabaseAccess extends Construct {
  /** The database's own group. */
  readonly securityGroupId: string;
  /** Whoever is a member may connect. */
  readonly clientSecurityGroupId: string;

  constructor(scope: Construct, id: string, props: DatabaseAccessProps) {
    super(scope, id);
    const { provider, vpcId, port, securityGroupName, clientSecurityGroupName, clientCidrs } = props;
    const tcp = { provider, ipProtocol: 'tcp', fromPort: port, toPort: port };

    const database = new SecurityGroup(this, 'database', {
      provider,
      name: securityGroupName,
      description: 'The database: admits its clients only',
      vpcId,
      tags: { Name: securityGroupName },
    });
    const client = new SecurityGroup(this, 'client', {
      provider,
      name: clientSecurityGroupName,
      description: 'Members may connect to the database',
      vpcId,
      tags: { Name: clientSecurityGroupName },
    });
    new VpcSecurityGroupIngressRule(this, 'from-client', {
      ...tcp,
      securityGroupId: database.id,
      referencedSecurityGroupId: client.id,
      description: 'Members of the client group',
    });
    new VpcSecurityGroupEgressRule(this, 'to-database', {
      ...tcp,
      securityGroupId: client.id,
      referencedSecurityGroupId: database.id,
      description: 'The database',
    });
    for (const cidrIpv4 of clientCidrs) {
      new VpcSecurityGroupIngressRule(this, `from-${cidrIpv4.replaceAll(/[./]/g, '-')}`, {
        ...tcp,
        securityGroupId: database.id,
        cidrIpv4,
        description: 'A range named in the config',
      });
    }
    this.securityGroupId = database.id;
    this.clientSecurityGroupId = client.id;
  }
}
