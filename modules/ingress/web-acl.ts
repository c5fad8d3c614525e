import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { seenAs, type WafRulesProps, wafRules } from './waf-rules';

export interface WebAclProps extends WafRulesProps {
  /** Of the Region that it stands in; of us-east-1 for a distribution's. */
  readonly provider: TerraformProvider;
  /** At most 128 letters, digits, hyphens and underscores. */
  readonly aclName: string;
  /** Must begin with `aws-waf-logs-`. */
  readonly logGroupName: string;
  readonly logRetentionDays: number;
}

/** What a web ACL stands before. */
export interface WebAclPlace {
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  /** For the console. */
  readonly description: string;
  /** Whether the next one is made before this one goes. */
  readonly createBeforeDestroy?: boolean;
}

/** "Sending web ACL traffic logs to an Amazon CloudWatch Logs log group". */
const LOG_PREFIX = 'aws-waf-logs-';

/** A web ACL with its log, which has what it refused or would have, and nothing that lets somebody in. */
export abstract class WebAcl extends Construct {
  readonly aclArn: string;

  constructor(scope: Construct, id: string, props: WebAclProps, place: WebAclPlace) {
    super(scope, id);
    const { provider, aclName, logGroupName, logRetentionDays } = props;
    if (!logGroupName.startsWith(LOG_PREFIX))
      throw new Error(
        `${this.node.path}: log group ${logGroupName}. WAF writes only to one whose name begins with ${LOG_PREFIX}.`,
      );

    const acl = new Wafv2WebAcl(this, 'acl', {
      provider,
      name: aclName,
      description: place.description,
      scope: place.scope,
      defaultAction: { allow: {} },
      rule: wafRules(props),
      visibilityConfig: seenAs(aclName),
      ...(place.createBeforeDestroy && { lifecycle: { createBeforeDestroy: true } }),
    });
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
