import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { Partition } from '../../config/catalog';
import { trustPolicy } from '../security/policy-document';
import { EVERY_REGION } from '../terraform/tags';

export interface MonitoringRoleProps {
  readonly provider: TerraformProvider;
  readonly partition: Partition;
  readonly roleName: string;
  readonly account: string;
}

/** The role with which RDS writes an instance's operating system metrics ("Setting up and enabling Enhanced Monitoring"). */
export class MonitoringRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { provider, partition, roleName, account }: MonitoringRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      provider,
      name: roleName,
      description: 'RDS enhanced monitoring',
      assumeRolePolicy: trustPolicy('monitoring.rds.amazonaws.com', account),
      tags: { ...EVERY_REGION },
    });
    new IamRolePolicyAttachment(this, 'policy', {
      provider,
      role: role.name,
      policyArn: `arn:${partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
    });
    this.arn = role.arn;
  }
}
