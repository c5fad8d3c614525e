import { Fn } from 'cdktf';

/** Requests in a minute that one task or instance is to have, on average, before another one is added. */
export const REQUESTS_PER_TARGET = 1000;
/** Share of its processor, in percent, that it is to use on average: what is left carries the load until another one is there. */
export const CPU_PERCENT = 60;

/**
 * How a target-tracking policy names a target group behind a load balancer: `app/<name>/<id>/targetgroup/<name>/<id>`
 * ("PredefinedMetricSpecification", ResourceLabel). Both ARNs may be references.
 */
export const requestCountLabel = (loadBalancerArn: string, targetGroupArn: string): string =>
  `${Fn.element(Fn.split(':loadbalancer/', loadBalancerArn), 1)}/${Fn.element(Fn.split(':', targetGroupArn), 5)}`;

/** A condition that always holds and makes Terraform wait for the listener: a target group that no listener has is refused by what registers in it. */
export const afterListener = (listenerArn: string) => [
  {
    condition: Fn.startswith(listenerArn, 'arn:'),
    errorMessage: 'No listener forwards to the target group. Give the ARN of one.',
  },
];
