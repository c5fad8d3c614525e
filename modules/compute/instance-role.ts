import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type PolicyStatement, trustPolicy } from '../security/policy-document';
import { EVERY_REGION } from '../terraform/tags';
import { imagePull } from './image-pull';
import { rolePolicy } from './role-policy';

export interface InstanceRoleProps {
  readonly provider: TerraformProvider;
  /** At most 64 characters; each Region's own. The profile has the same name, by which a launch template finds it. */
  readonly roleName: string;
  /** ARN of the Region's own repository. */
  readonly repositoryArn: string;
  /** ARN of the Region's own log group. */
  readonly logGroupArn: string;
  /** What the service itself may do. @default - nothing */
  readonly statements?: readonly PolicyStatement[];
}

/**
 * The role of a Region's instances, with its profile. They can be entered with Session Manager, so none has a key pair or an open port; not with the
 * managed policy `AmazonSSMManagedInstanceCore`, which also reads every parameter of the account.
 */
export class InstanceRole extends Construct {
  readonly roleArn: string;
  readonly profileName: string;

  constructor(scope: Construct, id: string, props: InstanceRoleProps) {
    super(scope, id);
    const { provider, roleName, repositoryArn, logGroupArn, statements = [] } = props;
    const role = new IamRole(this, 'role', {
      provider,
      name: roleName,
      description: 'What an instance of the service may do',
      // Not by account: EC2 does not say that it sends `aws:SourceAccount`. Only who may pass the role can have an instance with it.
      assumeRolePolicy: trustPolicy('ec2.amazonaws.com'),
      tags: { ...EVERY_REGION },
    });
    new IamRolePolicy(this, 'policy', {
      provider,
      name: 'instance',
      role: role.name,
      policy: rolePolicy(this, [...imagePull(repositoryArn, logGroupArn), SESSIONS, ...statements]),
    });
    const profile = new IamInstanceProfile(this, 'profile', {
      provider,
      name: roleName,
      role: role.name,
      tags: { ...EVERY_REGION },
    });
    this.roleArn = role.arn;
    this.profileName = profile.name;
  }
}

/** "Verify or add instance permissions for Session Manager", the least of them; there is nothing to name. */
const SESSIONS: PolicyStatement = {
  sid: 'OpenSessions',
  actions: [
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  resources: ['*'],
};
