import fc from 'fast-check';
import { seenAs, type WafRulesProps, wafRules } from '../../../modules/ingress/waf-rules';

const rules = (props: Partial<WafRulesProps> = {}) =>
  wafRules({ rateLimit: 2000, healthPaths: ['/v1/health/route', '/v1/health/live'], ...props });

const path = (search_string: string) => ({
  byte_match_statement: {
    positional_constraint: 'EXACTLY',
    search_string,
    field_to_match: { uri_path: {} },
    text_transformation: [{ priority: 0, type: 'NONE' }],
  },
});

test('an address has a limit, for which health checks do not count', () =>
  expect(rules()[0]).toEqual({
    name: 'rate-limit',
    priority: 0,
    action: { block: {} },
    statement: {
      rate_based_statement: {
        limit: 2000,
        evaluation_window_sec: 300,
        aggregate_key_type: 'IP',
        scope_down_statement: {
          not_statement: {
            statement: { or_statement: { statement: [path('/v1/health/live'), path('/v1/health/route')] } },
          },
        },
      },
    },
    visibilityConfig: { metricName: 'rate-limit', cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false },
  }));

test('one path needs no `or`, and none no exemption', () => {
  const scope = (...healthPaths: string[]) =>
    rules({ healthPaths })[0]?.statement.rate_based_statement.scope_down_statement;
  expect(scope('/health')).toEqual({ not_statement: { statement: path('/health') } });
  expect(scope()).toBeUndefined();
});

test('without a limit there are AWS’s own groups alone, in the same places', () =>
  expect(rules({ rateLimit: undefined })).toEqual(rules().slice(1)));

test('then AWS’s own groups refuse what they know; of long bodies they only count', () => {
  const groups = rules().slice(1);
  expect(groups.map(({ name, overrideAction, statement }) => [name, overrideAction, statement])).toEqual([
    [
      'AWSManagedRulesAmazonIpReputationList',
      { none: {} },
      { managed_rule_group_statement: { vendor_name: 'AWS', name: 'AWSManagedRulesAmazonIpReputationList' } },
    ],
    [
      'AWSManagedRulesCommonRuleSet',
      { none: {} },
      {
        managed_rule_group_statement: {
          vendor_name: 'AWS',
          name: 'AWSManagedRulesCommonRuleSet',
          rule_action_override: [{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }],
        },
      },
    ],
    [
      'AWSManagedRulesKnownBadInputsRuleSet',
      { none: {} },
      { managed_rule_group_statement: { vendor_name: 'AWS', name: 'AWSManagedRulesKnownBadInputsRuleSet' } },
    ],
  ]);
});

test('priorities and names are unique, and paths in any order give the same', () =>
  fc.assert(
    fc.property(fc.uniqueArray(fc.webPath({ size: 'small' }), { maxLength: 4 }), (healthPaths) => {
      const made = rules({ healthPaths });
      expect(new Set(made.map(({ priority }) => priority)).size).toBe(made.length);
      expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
      expect(rules({ healthPaths: [...healthPaths].reverse() })).toEqual(made);
    }),
  ));

test('no sample of a request is kept: redaction would not reach it', () =>
  expect(seenAs('entry')).toEqual({
    metricName: 'entry',
    cloudwatchMetricsEnabled: true,
    sampledRequestsEnabled: false,
  }));

test('takes ten requests and no fewer', () => {
  expect(rules({ rateLimit: 10 })[0]?.statement.rate_based_statement.limit).toBe(10);
  expect(() => rules({ rateLimit: 9 })).toThrow(
    new Error('rateLimit is 9. AWS takes 10 requests in five minutes or more.'),
  );
});
