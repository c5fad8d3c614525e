import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type Partition, type RegionName, regionFacts } from '../../config/catalog';
import { trustPolicy } from '../security/policy-document';
import { EVERY_REGION } from '../terraform/tags';

export interface ApiLoggingProps {
  /** Any Region's: a role belongs to none. */
  readonly provider: TerraformProvider;
  readonly partition: Partition;
  readonly roleName: string;
  /** Regions with REST APIs, by their own providers. In any order. */
  readonly regions: ReadonlyMap<RegionName, TerraformProvider>;
}

/**
 * Lets API Gateway write the logs of REST APIs: a role, set once in each Region for the whole account ("Set up CloudWatch
 * logging for REST APIs in API Gateway"). Without it a stage with an access log is refused. HTTP APIs need none of it.
 *
 * The setting is the account's: where another team has made one, its role serves as well, and is not changed back.
 */
export class ApiLogging extends Construct {
  constructor(scope: Construct, id: string, props: ApiLoggingProps) {
    super(scope, id);
    const { provider, partition, roleName, regions } = props;
    const role = new IamRole(this, 'role', {
      provider,
      name: roleName,
      description: 'Lets API Gateway write the logs of REST APIs',
      assumeRolePolicy: trustPolicy('apigateway.amazonaws.com'),
      tags: { ...EVERY_REGION },
    });
    const attachment = new IamRolePolicyAttachment(this, 'policy', {
      provider,
      role: role.name,
      // API Gateway tries it out when it is set, and takes no narrower one.
      policyArn: `arn:${partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
    });
    for (const [region, own] of regions) {
      if (regionFacts(region).partition !== partition)
        throw new Error(`${this.node.path}: ${region} is not in partition ${partition}. A role serves one partition.`);
      new ApiGatewayAccount(this, `account-${region}`, {
        provider: own,
        cloudwatchRoleArn: role.arn,
        dependsOn: [attachment],
        lifecycle: { ignoreChanges: ['cloudwatch_role_arn'] },
      });
    }
  }
}
