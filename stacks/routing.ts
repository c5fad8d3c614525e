import type { Construct } from 'constructs';
import type { RoutingFoundation, RoutingFoundationProps } from './routing-foundation';
import type { RoutingRegion, RoutingRegionProps } from './routing-region';

/*
 * The routing layer's parts of the stacks. They are loaded by the first platform that has one: a platform without it waits
 * neither for its two dozen resource types nor for the bundler.
 */

const ID = 'routing';

/** What of the routing layer outlives compute. */
export function routingFoundation(scope: Construct, props: RoutingFoundationProps): RoutingFoundation {
  const parts = require('./routing-foundation') as typeof import('./routing-foundation');
  return new parts.RoutingFoundation(scope, ID, props);
}

/** One Region's functions, API and alarms. */
export function routingRegion(scope: Construct, props: RoutingRegionProps): RoutingRegion {
  const parts = require('./routing-region') as typeof import('./routing-region');
  return new parts.RoutingRegion(scope, ID, props);
}
