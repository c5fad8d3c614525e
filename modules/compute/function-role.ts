import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type PolicyStatement, trustPolicy } from '../security/policy-document';
import { EVERY_REGION } from '../terraform/tags';
import { rolePolicy } from './role-policy';

export interface FunctionRoleProps {
  readonly provider: TerraformProvider;
  readonly roleName: string;
  /** What the role is for, in the console. */
  readonly description: string;
  /** ARN of the function's log group. */
  readonly logGroupArn: string;
  /** What the function may do besides writing its log and its traces. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * The role of one function in one Region. IAM has no Regions and its changes need one that may be down, so roles are made
 * with what outlives compute; the function finds its role by name.
 */
export class FunctionRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: FunctionRoleProps) {
    super(scope, id);
    const { provider, roleName, description, logGroupArn, statements } = props;
    const policy = rolePolicy(this, [
      {
        sid: 'WriteLog',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`${logGroupArn}:*`],
      },
      {
        // X-Ray has no resources to name ("Actions, resources, and condition keys for AWS X-Ray").
        sid: 'WriteTraces',
        actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
        resources: ['*'],
      },
      ...statements,
    ]);
    const role = new IamRole(this, 'role', {
      provider,
      name: roleName,
      description,
      assumeRolePolicy: trustPolicy('lambda.amazonaws.com'),
      tags: { ...EVERY_REGION },
    });
    new IamRolePolicy(this, 'policy', { provider, name: 'function', role: role.name, policy });
    this.arn = role.arn;
  }
}
