import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { EVERY_REGION } from '../terraform/tags';
import { type DeployedStacks, deployPermissions, furtherPermissions } from './deploy-permissions';
import { type DeployReach, globalArn } from './deploy-reach';
import { planPermissions } from './plan-permissions';
import { policyDocument, webIdentityTrust } from './policy-document';
import { boundaryStatements } from './role-boundary';

/** Host of GitHub's issuer ("Configuring OpenID Connect in Amazon Web Services"). */
const ISSUER = 'token.actions.githubusercontent.com';

/** How long a session of a deploy role lasts at the most: a replica takes its time. One hour is IAM's own default, for planning. */
const DEPLOY_SECONDS = 4 * 60 * 60;

/** A deployment environment, and the role that its jobs take. */
export interface DeployRole {
  /** Name of the GitHub environment. */
  readonly environment: string;
  readonly roleName: string;
  /** Plan every stack, or apply those of one kind. */
  readonly may: 'plan' | DeployedStacks;
}

export interface DeployRolesProps {
  readonly provider: TerraformProvider;
  /** `owner/name`, or `owner@id/name@id`, as it stands in the subject of the repository's tokens. */
  readonly repository: string;
  /** Whether to make the OIDC provider; an account has one for an issuer at the most. */
  readonly makeProvider: boolean;
  readonly deployments: readonly DeployRole[];
  /** What belongs to the platform. */
  readonly reach: DeployReach;
  /** Name of the boundary's policy. */
  readonly boundaryName: string;
  /** Name of a managed policy of the roles that apply one kind of stacks. */
  readonly policyName: (what: string) => string;
}

/**
 * The roles that the repository's workflows take: one that plans, one for each environment that applies, and the boundary
 * of all roles that a pipeline may make. A job gets a role by naming its GitHub environment, which has the reviewers: the
 * subject of its token then ends in that environment ("OpenID Connect reference", "Filtering for a specific environment").
 */
export class DeployRoles extends Construct {
  /** The most that a role can do which a pipeline may change. */
  readonly boundary: IamPolicy;
  /** ARN of the role of each environment. */
  readonly arns: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: DeployRolesProps) {
    super(scope, id);
    const { provider, repository, makeProvider, deployments, reach, boundaryName } = props;

    this.boundary = new IamPolicy(this, 'boundary', {
      provider,
      name: boundaryName,
      description: 'The most that a role can do which a pipeline made',
      policy: policyDocument(boundaryStatements(reach.account)),
      tags: { ...EVERY_REGION },
    });
    const audience = reach.partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
    const issuer = makeProvider
      ? new IamOpenidConnectProvider(this, 'github', {
          provider,
          url: `https://${ISSUER}`,
          // "configure-aws-credentials", option `audience`.
          clientIdList: [audience],
          tags: { ...EVERY_REGION },
        })
      : undefined;

    const further = this.furtherPolicies(props);
    this.arns = new Map(
      deployments.map((deployment) => {
        const { environment, may } = deployment;
        const role = new IamRole(this, environment, {
          provider,
          name: deployment.roleName,
          description: may === 'plan' ? 'Plans every stack' : `Applies the stacks: ${may}`,
          assumeRolePolicy: webIdentityTrust(globalArn(reach, 'iam', `oidc-provider/${ISSUER}`), {
            aud: audience,
            sub: `repo:${repository}:environment:${environment}`,
          }),
          ...(may !== 'plan' && { maxSessionDuration: DEPLOY_SECONDS }),
          tags: { ...EVERY_REGION },
          // The trust names it by its ARN, which IAM looks up.
          ...(issuer && { dependsOn: [issuer] }),
        });
        new IamRolePolicyAttachment(this, `${environment}-read`, {
          provider,
          role: role.name,
          policyArn: `arn:${reach.partition}:iam::aws:policy/ReadOnlyAccess`,
        });
        new IamRolePolicy(this, `${environment}-policy`, {
          provider,
          name: may,
          role: role.id,
          policy: policyDocument(may === 'plan' ? planPermissions(reach) : deployPermissions(reach, may)),
        });
        for (const [what, policyArn] of further.get(may) ?? [])
          new IamRolePolicyAttachment(this, `${environment}-${what}`, { provider, role: role.name, policyArn });
        return [environment, role.arn];
      }),
    );
  }

  /** Made once for each kind of stacks, however many environments apply it. */
  private furtherPolicies({ provider, deployments, reach, policyName }: DeployRolesProps) {
    const kinds = new Set(deployments.map(({ may }) => may));
    return new Map(
      [...kinds].map((may) => [
        may,
        Object.entries(may === 'plan' ? {} : furtherPermissions(reach, may)).map(([what, statements]) => {
          const policy = new IamPolicy(this, `policy-${may}-${what}`, {
            provider,
            name: policyName(`${may}-${what}`),
            description: `Applies the stacks: ${may}, ${what}`,
            policy: policyDocument(statements),
            tags: { ...EVERY_REGION },
          });
          return [what, policy.arn] as const;
        }),
      ]),
    );
  }
}
