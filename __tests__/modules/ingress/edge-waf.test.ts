import { EdgeWaf } from '../../../modules/ingress/edge-waf';
import { wafRules } from '../../../modules/ingress/waf-rules';
import { synthConstruct } from '../../synth';

const synth = (logGroupName = 'aws-waf-logs-orders-prod-edge') =>
  synthConstruct((stack, providerIn) => {
    new EdgeWaf(stack, 'waf', {
      provider: providerIn('us-east-1'),
      aclName: 'orders-prod-edge',
      logGroupName,
      logRetentionDays: 30,
      rateLimit: 2000,
      healthPaths: ['/health'],
    });
  });

test('is for distributions, with the same rules as a Region has', () => {
  const stack = synth();
  const acl = stack.only<{ scope: string; provider: string; rule: { name: string }[] }>('aws_wafv2_web_acl');
  expect(acl).toMatchObject({ provider: 'aws.use1', scope: 'CLOUDFRONT', name: 'orders-prod-edge' });
  expect(acl.rule.map(({ name }) => name)).toEqual(
    wafRules({ rateLimit: 2000, healthPaths: ['/health'] }).map(({ name }) => name),
  );
  expect(JSON.stringify(acl.rule)).toContain('"aggregate_key_type":"IP"');
  expect(stack.counts.aws_wafv2_web_acl_association).toBeUndefined();
});

test('goes after the distribution has let go of it', () =>
  expect(synth().only('aws_wafv2_web_acl')).toHaveProperty('lifecycle', { create_before_destroy: true }));

test('its log has no secrets, and only what was refused or counted', () =>
  expect(synth().only('aws_wafv2_web_acl_logging_configuration')).toMatchObject({
    provider: 'aws.use1',
    resource_arn: '${aws_wafv2_web_acl.waf_acl.arn}',
    log_destination_configs: ['${aws_cloudwatch_log_group.waf_log.arn}'],
    redacted_fields: [{ single_header: { name: 'authorization' } }, { single_header: { name: 'cookie' } }],
    logging_filter: { default_behavior: 'DROP' },
  }));

test('refuses a log that WAF cannot write', () =>
  expect(() => synth('orders-prod-waf')).toThrow(
    new Error('t/waf: log group orders-prod-waf. WAF writes only to one whose name begins with aws-waf-logs-.'),
  ));
