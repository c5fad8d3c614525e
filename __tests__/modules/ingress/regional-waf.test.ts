import { RegionalWaf, type RegionalWafProps } from '../../../modules/ingress/regional-waf';
import { synthConstruct } from '../../synth';

const waf = (props: Partial<RegionalWafProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new RegionalWaf(stack, 'waf', {
      provider: providerIn('eu-west-1'),
      aclName: 'orders-prod-entry',
      logGroupName: 'aws-waf-logs-orders-prod-entry',
      logRetentionDays: 30,
      resourceArn: 'arn of the entry',
      rateLimit: 2000,
      healthPaths: ['/health'],
      ...props,
    });
  });
const stack = waf();
const ACL = '${aws_wafv2_web_acl.waf_acl.arn}';

test('an ACL of the Region lets pass what no rule refuses', () => {
  const acl = stack.only<{ rule: readonly { name: string; priority: number }[] }>('aws_wafv2_web_acl');
  expect(acl).toMatchObject({
    provider: 'aws.euw1',
    name: 'orders-prod-entry',
    scope: 'REGIONAL',
    default_action: { allow: {} },
  });
  expect(acl.rule.map(({ name, priority }) => [priority, name])).toEqual([
    [0, 'rate-limit'],
    [1, 'AWSManagedRulesAmazonIpReputationList'],
    [2, 'AWSManagedRulesCommonRuleSet'],
    [3, 'AWSManagedRulesKnownBadInputsRuleSet'],
  ]);
});

test('it stands before the entry', () =>
  expect(stack.only('aws_wafv2_web_acl_association')).toEqual({
    provider: 'aws.euw1',
    resource_arn: 'arn of the entry',
    web_acl_arn: ACL,
  }));

test('what it refuses or counts is logged for some time, without what lets somebody in', () => {
  expect(stack.only('aws_cloudwatch_log_group')).toMatchObject({
    name: 'aws-waf-logs-orders-prod-entry',
    retention_in_days: 30,
  });
  expect(stack.only('aws_wafv2_web_acl_logging_configuration')).toMatchObject({
    resource_arn: ACL,
    log_destination_configs: ['${aws_cloudwatch_log_group.waf_log.arn}'],
    redacted_fields: [{ single_header: { name: 'authorization' } }, { single_header: { name: 'cookie' } }],
    logging_filter: {
      default_behavior: 'DROP',
      filter: [
        {
          behavior: 'KEEP',
          requirement: 'MEETS_ANY',
          condition: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({ action_condition: { action } })),
        },
      ],
    },
  });
});

test('refuses a log group that WAF cannot write to', () =>
  expect(() => waf({ logGroupName: '/aws/waf/orders-prod-entry' })).toThrow(
    new Error(
      't/waf: log group /aws/waf/orders-prod-entry. WAF writes only to one whose name begins with aws-waf-logs-.',
    ),
  ));
