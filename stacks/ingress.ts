import type { Construct } from 'constructs';
import type { IngressFoundation, IngressFoundationProps } from './ingress-foundation';
import type { IngressRegion, IngressRegionProps } from './ingress-region';
import type { ServiceFoundation, ServiceFoundationProps } from './service-foundation';

/*
 * The front door's parts of the stacks. They are loaded by the first platform that has one, as they know three dozen
 * resource types that others have no need of.
 */

/** Names and certificates: what of the front door outlives compute. */
export function ingressFoundation(scope: Construct, props: IngressFoundationProps): IngressFoundation {
  const parts = require('./ingress-foundation') as typeof import('./ingress-foundation');
  return new parts.IngressFoundation(scope, 'names', props);
}

/** Images, roles and logs: what of the service outlives compute. */
export function serviceFoundation(scope: Construct, props: ServiceFoundationProps): ServiceFoundation {
  const parts = require('./service-foundation') as typeof import('./service-foundation');
  return new parts.ServiceFoundation(scope, 'service', props);
}

/** One Region's entry and the service behind it. */
export function ingressRegion(scope: Construct, props: IngressRegionProps): IngressRegion {
  const parts = require('./ingress-region') as typeof import('./ingress-region');
  return new parts.IngressRegion(scope, 'entry', props);
}
