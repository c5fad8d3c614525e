import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument } from '../security/policy-document';
import { EVERY_REGION } from '../terraform/tags';

export interface EdgeFunctionRoleProps {
  readonly provider: TerraformProvider;
  readonly roleName: string;
  /** What the role is for, in the console. */
  readonly description: string;
  /** ARN pattern of the function's log groups: in the Region nearest each viewer, `.../aws/lambda/us-east-1.<name>`. */
  readonly logGroupArnPattern: string;
}

/**
 * The role of a function that runs at the edge: in every Region that CloudFront has a copy of it in, so it makes its own log
 * groups, wherever that is ("Set up IAM permissions and roles for Lambda@Edge"). They keep their lines until a person says
 * otherwise.
 */
export class EdgeFunctionRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EdgeFunctionRoleProps) {
    super(scope, id);
    const { provider, roleName, description, logGroupArnPattern } = props;
    const role = new IamRole(this, 'role', {
      provider,
      name: roleName,
      description,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: ['edgelambda.amazonaws.com', 'lambda.amazonaws.com'] },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
      tags: { ...EVERY_REGION },
    });
    new IamRolePolicy(this, 'policy', {
      provider,
      name: 'function',
      role: role.name,
      policy: policyDocument([
        {
          sid: 'WriteLog',
          actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroupArnPattern, `${logGroupArnPattern}:*`],
        },
      ]),
    });
    this.arn = role.arn;
  }
}
