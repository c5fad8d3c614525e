import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import { deploymentsOf } from '../config/ci';
import {
  bucketArnPatterns,
  keyAlias,
  namePrefix,
  platformParameterName,
  policyArn,
  policyName,
  roleName,
  STATE_BUCKET,
  s3Arn,
} from '../config/names';
import type { Platform } from '../config/platform';
import { DeployRoles } from '../modules/security/deploy-roles';

/** What the pipelines' own roles and policies are called after; none of their roles can change such a one. */
const CI = 'ci-';

/**
 * The roles of the pipelines, where the config has any, and their boundary on every role that the stack has made so far.
 * @returns ARN of each environment's role
 */
export function deployRoles(scope: Construct, platform: Platform, provider: AwsProvider): ReadonlyMap<string, string> {
  const { partition, account, name, environment, ci, state } = platform;
  if (!ci.github) return new Map();
  const boundary = `${CI}boundary`;
  const boundaryArn = policyArn(platform, boundary);
  const roles = scope.node.findAll().filter((node) => node instanceof IamRole);

  const { arns, boundary: made } = new DeployRoles(scope, 'deploy-roles', {
    provider,
    repository: ci.github.repository,
    makeProvider: ci.github.provider === 'create',
    deployments: deploymentsOf(platform, ci.github),
    boundaryName: policyName(platform, boundary),
    policyName: (what) => policyName(platform, `${CI}${what}`),
    reach: {
      partition,
      account,
      namePrefix: namePrefix(platform),
      parameterFolder: platformParameterName(platform, ''),
      ownTags: { environment, platform: name },
      stateBucketArns: state.buckets
        ? [...new Set(Object.values(state.buckets))].sort().map((bucket) => s3Arn(platform, bucket))
        : bucketArnPatterns(platform, STATE_BUCKET),
      stateFolder: `${name}/${environment}/`,
      keyAlias: keyAlias(platform, 'data'),
      boundaryArn,
      ownRolePrefix: roleName(platform, CI),
      domains: domainsOf(platform),
    },
  });
  for (const role of roles) role.permissionsBoundary = made.arn;
  return arns;
}

/** Whose records the platform writes. */
const domainsOf = ({ ingress, network }: Platform): string[] =>
  [ingress?.domain, network.privateZone].filter((domain) => domain !== undefined);
