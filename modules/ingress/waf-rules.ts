import type { Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';

export interface WafRulesProps {
  /**
   * Requests of one address in five minutes beyond which it is refused; at least 10. Not behind CloudFront: every connection is one of its own
   * there, and the first address of `X-Forwarded-For` is whatever the viewer wrote, as CloudFront appends ("ForwardedIPConfig"). Its own ACL counts.
   * @default - no limit
   */
  readonly rateLimit?: number | undefined;
  /** Exact paths that health checkers ask; they do not count for the limit. */
  readonly healthPaths: readonly string[];
}

/** The window that a limit is meant for, in seconds. */
const WINDOW_SECONDS = 300;
/** Least that AWS takes ("RateBasedStatement"). */
const LOWEST_LIMIT = 10;

/** AWS's own groups, in the order in which they look at a request ("AWS Managed Rules rule groups list"): the cheapest first. */
const MANAGED: readonly ManagedGroup[] = [
  { group: 'AWSManagedRulesAmazonIpReputationList' },
  {
    group: 'AWSManagedRulesCommonRuleSet',
    // It refuses every body over 8 KB. Those are counted instead: JSON is often longer, and an API has a limit of its own.
    counted: ['SizeRestrictions_BODY'],
  },
  { group: 'AWSManagedRulesKnownBadInputsRuleSet' },
];

interface ManagedGroup {
  readonly group: string;
  /** Rules of the group that only count. @default - none */
  readonly counted?: readonly string[];
}

/**
 * The rules of a web ACL, before a Region or before CloudFront: the limit, then AWS's own groups, 927 of 1,500 capacity units
 * ("Web ACL capacity units"). The limit comes first, as a flood should not be read any further.
 * @throws where the limit is below what AWS takes
 */
export function wafRules({ rateLimit, healthPaths }: WafRulesProps): Wafv2WebAclRule[] {
  if (rateLimit !== undefined && rateLimit < LOWEST_LIMIT)
    throw new Error(`rateLimit is ${rateLimit}. AWS takes ${LOWEST_LIMIT} requests in five minutes or more.`);
  const limit: Wafv2WebAclRule = {
    name: 'rate-limit',
    priority: 0,
    action: { block: {} },
    // The bindings hand a statement on as it is: with Terraform's own names.
    statement: {
      rate_based_statement: {
        limit: rateLimit,
        evaluation_window_sec: WINDOW_SECONDS,
        aggregate_key_type: 'IP',
        ...(healthPaths.length > 0 && { scope_down_statement: noneOf(healthPaths) }),
      },
    },
    visibilityConfig: seenAs('rate-limit'),
  };
  return [
    ...(rateLimit === undefined ? [] : [limit]),
    ...MANAGED.map(
      ({ group, counted = [] }, i): Wafv2WebAclRule => ({
        name: group,
        priority: i + 1,
        overrideAction: { none: {} },
        statement: {
          managed_rule_group_statement: {
            vendor_name: 'AWS',
            name: group,
            ...(counted.length > 0 && {
              rule_action_override: counted.map((name) => ({ name, action_to_use: { count: {} } })),
            }),
          },
        },
        visibilityConfig: seenAs(group),
      }),
    ),
  ];
}

/** How a rule is seen in CloudWatch. Samples of requests would hold headers, which are people's. */
export const seenAs = (metricName: string): Wafv2WebAclRule['visibilityConfig'] => ({
  metricName,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});

/** No path of the list. An `or` takes two statements or more. */
function noneOf(paths: readonly string[]): object {
  const matches = [...paths].sort().map((path) => ({
    byte_match_statement: {
      positional_constraint: 'EXACTLY',
      search_string: path,
      field_to_match: { uri_path: {} },
      text_transformation: [{ priority: 0, type: 'NONE' }],
    },
  }));
  return { not_statement: { statement: matches.length > 1 ? { or_statement: { statement: matches } } : matches[0] } };
}
