import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument, trustPolicy } from '../security/policy-document';
import { EVERY_REGION } from '../terraform/tags';

export interface ScheduleRoleProps {
  readonly provider: TerraformProvider;
  readonly account: string;
  readonly roleName: string;
  /** The one function that may be called. */
  readonly functionArn: string;
}

/** The role with which EventBridge Scheduler calls one function ("Setting up Amazon EventBridge Scheduler", confused deputy). */
export class ScheduleRole extends Construct {
  constructor(scope: Construct, id: string, { provider, account, roleName, functionArn }: ScheduleRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      provider,
      name: roleName,
      description: 'Carries profiles into the user pool every five minutes',
      assumeRolePolicy: trustPolicy('scheduler.amazonaws.com', account),
      tags: { ...EVERY_REGION },
    });
    new IamRolePolicy(this, 'policy', {
      provider,
      name: 'schedule',
      role: role.name,
      policy: policyDocument([{ sid: 'Run', actions: ['lambda:InvokeFunction'], resources: [functionArn] }]),
    });
  }
}
