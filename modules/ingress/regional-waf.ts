import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { seenAs, type WafRulesProps, wafRules } from './waf-rules';

export interface RegionalWafProps extends WafRulesProps {
  readonly provider: TerraformProvider;
  /** At most 128 letters, digits, hyphens and underscores. */
  readonly aclName: string;
  /** Must begin with `aws-waf-logs-`. */
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  /** ARN of a load balancer or of a REST API's stage. */
  readonly resourceArn: string;
}

/** "Sending web ACL traffic logs to an Amazon CloudWatch Logs log group". */
const LOG_PREFIX = 'aws-waf-logs-';

/** A web ACL before a Region's entry. Its log has what it refused or would have; the entry's own has the rest. */
export class RegionalWaf extends Construct {
  readonly aclArn: string;

  constructor(scope: Construct, id: string, props: RegionalWafProps) {
    super(scope, id);
    const { provider, aclName, logGroupName, logRetentionDays, resourceArn } = props;
    if (!logGroupName.startsWith(LOG_PREFIX))
      throw new Error(
        `${this.node.path}: log group ${logGroupName}. WAF writes only to one whose name begins with ${LOG_PREFIX}.`,
      );

    const acl = new Wafv2WebAcl(this, 'acl', {
      provider,
      name: aclName,
      description: 'Before the entry of this Region',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: wafRules(props),
      visibilityConfig: seenAs(aclName),
    });
    new Wafv2WebAclAssociation(this, 'association', { provider, resourceArn, webAclArn: acl.arn });
    const log = new CloudwatchLogGroup(this, 'log', {
      provider,
      name: logGroupName,
      retentionInDays: logRetentionDays,
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
