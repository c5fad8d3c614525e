import { PRICES } from './prices';
import { zonesOf } from './quantities-network';
import { GLOBAL, one, oneGlobal, type Quantities } from './quantity';
import { type Arguments, blocksIn, lengthIn, numberIn } from './stacks-json';

/** What the front door and the entries cost. */
export const EDGE: Quantities = {
  aws_route53_zone: oneGlobal(PRICES.hostedZone),
  // The endpoints are AWS's, in the same account; those of others would cost half as much again, and their options twice.
  aws_route53_health_check: ({ args }) => [
    { price: PRICES.healthCheck, count: 1, region: GLOBAL },
    { price: PRICES.healthCheckOption, count: optionsOf(args), region: GLOBAL },
  ],
  // Its two fixed addresses are public ones that a service manages ("Amazon VPC pricing").
  aws_globalaccelerator_accelerator: () => [
    { price: PRICES.accelerator, count: 1, region: GLOBAL },
    { price: PRICES.publicIpv4, count: 2, region: GLOBAL },
  ],
  aws_route53recoverycontrolconfig_cluster: oneGlobal(PRICES.recoveryCluster),
  // One address in each zone that it stands in.
  aws_lb: (resource, all) => [
    { price: PRICES.loadBalancer, count: 1 },
    ...(resource.args.internal === true
      ? []
      : [{ price: PRICES.publicIpv4, count: lengthIn(resource.args.subnets) ?? zonesOf(resource, all) }]),
  ],
  aws_wafv2_web_acl: ({ args }) => {
    const place = args.scope === 'CLOUDFRONT' ? { region: GLOBAL } : {};
    return [
      { price: PRICES.webAcl, count: 1, ...place },
      { price: PRICES.webAclRule, count: blocksIn(args.rule).length, ...place },
    ];
  },
  // Metrics of CloudFront, Route 53 and the accelerator stand in one Region each: the alarm is billed where it is.
  aws_cloudwatch_metric_alarm: ({ args }) => [{ price: PRICES.alarmMetric, count: metricsOf(args) }],
  aws_cloudwatch_dashboard: one(PRICES.dashboard),
};

/** Options of a health check that are billed each. */
function optionsOf({ type, request_interval: interval, measure_latency: latency }: Arguments): number {
  const kind = String(type);
  return [kind.startsWith('HTTPS'), numberIn(interval) === 10, latency === true, kind.endsWith('_STR_MATCH')].filter(
    (isOn) => isOn,
  ).length;
}

/** Metrics that an alarm looks at; what it computes from them is free. */
function metricsOf({ metric_query: queries }: Arguments): number {
  if (queries === undefined) return 1;
  return blocksIn(queries).filter(({ metric }) => metric !== undefined).length;
}
