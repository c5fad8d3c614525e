import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { seenAs, type WafRulesProps, wafRules } from './waf-rules';

export interface EdgeWafProps extends WafRulesProps {
  /** Of us-east-1: web ACLs of distributions are there alone. */
  readonly provider: TerraformProvider;
  /** At most 128 letters, digits, hyphens and underscores. */
  readonly aclName: string;
  /** Must begin with `aws-waf-logs-`. */
  readonly logGroupName: string;
  readonly logRetentionDays: number;
}

/** "Sending web ACL traffic logs to an Amazon CloudWatch Logs log group". */
const LOG_PREFIX = 'aws-waf-logs-';

/**
 * A web ACL before a distribution, at the edge that a viewer reached: a flood costs no Region anything. A distribution names
 * its ACL itself, so there is no association. Its log has what it refused or would have.
 */
export class EdgeWaf extends Construct {
  /** ARN of the ACL, as a distribution wants it. */
  readonly aclArn: string;

  constructor(scope: Construct, id: string, props: EdgeWafProps) {
    super(scope, id);
    const { provider, aclName, logGroupName } = props;
    if (!logGroupName.startsWith(LOG_PREFIX))
      throw new Error(
        `${this.node.path}: log group ${logGroupName}. WAF writes only to one whose name begins with ${LOG_PREFIX}.`,
      );
    const acl = new Wafv2WebAcl(this, 'acl', {
      provider,
      name: aclName,
      description: 'Before the distribution',
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rule: wafRules({ rateLimit: props.rateLimit, healthPaths: props.healthPaths }),
      visibilityConfig: seenAs(aclName),
      // So that it goes after the distribution has let go of it: AWS deletes no ACL that is in use.
      lifecycle: { createBeforeDestroy: true },
    });
    const log = new CloudwatchLogGroup(this, 'log', {
      provider,
      name: logGroupName,
      retentionInDays: props.logRetentionDays,
    });
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      provider,
      resourceArn: acl.arn,
      logDestinationConfigs: [log.arn],
      redactedFields: ['authorization', 'cookie'].map((name) => ({ singleHeader: { name } })),
      loggingFilter: {
        defaultBehavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    });
    this.aclArn = acl.arn;
  }
}
