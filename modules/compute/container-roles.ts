import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument, trustPolicy } from '../security/policy-document';
import { EVERY_REGION } from '../terraform/tags';
import { imagePull } from './image-pull';
import { rolePolicy } from './role-policy';

export interface ContainerRolesProps {
  readonly provider: TerraformProvider;
  /** At most 64 characters; one of each Region's own. */
  readonly executionRoleName: string;
  readonly taskRoleName: string;
  /** The account whose tasks take the roles. */
  readonly account: string;
  /** ARN of the Region's own repository. */
  readonly repositoryArn: string;
  /** ARN of the Region's own log group. */
  readonly logGroupArn: string;
  /** What the service itself may do. @default - nothing */
  readonly statements?: readonly PolicyStatement[];
}

/**
 * The two roles of a Region's tasks: one with which ECS starts them, limited to that Region's repository and log, and one that what runs in them has.
 * IAM has no Regions and its changes need one that may be down, so roles are made with what outlives compute; a service finds them by name.
 */
export class ContainerRoles extends Construct {
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;

  constructor(scope: Construct, id: string, props: ContainerRolesProps) {
    super(scope, id);
    const { provider, account, repositoryArn, logGroupArn, statements = [] } = props;
    const common = {
      provider,
      // "Amazon ECS task IAM role": only for tasks of this account.
      assumeRolePolicy: trustPolicy('ecs-tasks.amazonaws.com', account),
      tags: { ...EVERY_REGION },
    };
    const execution = new IamRole(this, 'execution', {
      ...common,
      name: props.executionRoleName,
      description: 'ECS starts the service with it: pulls the image, opens the log',
    });
    new IamRolePolicy(this, 'execution-policy', {
      provider,
      name: 'start',
      role: execution.name,
      policy: policyDocument(imagePull(repositoryArn, logGroupArn)),
    });
    const task = new IamRole(this, 'task', {
      ...common,
      name: props.taskRoleName,
      description: 'What the service itself may do',
    });
    if (statements.length > 0) {
      new IamRolePolicy(this, 'task-policy', {
        provider,
        name: 'service',
        role: task.name,
        policy: rolePolicy(this, statements),
      });
    }
    this.executionRoleArn = execution.arn;
    this.taskRoleArn = task.arn;
  }
}
