import { EdgeWaf } from '../../../modules/ingress/edge-waf';
import { RegionalWaf } from '../../../modules/ingress/regional-waf';
import { synthConstruct } from '../../synth';

const PROPS = {
  aclName: 'orders-prod',
  logGroupName: 'aws-waf-logs-orders-prod',
  logRetentionDays: 30,
  rateLimit: 2000,
  healthPaths: ['/health'],
};

test('at the edge and in a Region the same is refused and the same is logged', () => {
  const edge = synthConstruct((stack, providerIn) => {
    new EdgeWaf(stack, 'waf', { ...PROPS, provider: providerIn('us-east-1') });
  });
  const regional = synthConstruct((stack, providerIn) => {
    new RegionalWaf(stack, 'waf', { ...PROPS, provider: providerIn('us-east-1'), resourceArn: 'arn of the entry' });
  });
  const { rule, default_action } = edge.only('aws_wafv2_web_acl');
  expect(regional.only('aws_wafv2_web_acl')).toMatchObject({ rule, default_action });
  for (const type of ['aws_cloudwatch_log_group', 'aws_wafv2_web_acl_logging_configuration'])
    expect(regional.only(type)).toEqual(edge.only(type));
});
