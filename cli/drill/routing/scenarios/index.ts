import { failback } from './failback';
import { isolateWriter } from './isolate-writer';
import { killWriter } from './kill-writer';
import { plannedMove } from './planned-move';
import type { RoutingScenario } from './scenario';

/** In the order of the usage. */
export const ROUTING_SCENARIOS: readonly RoutingScenario[] = [killWriter, isolateWriter, plannedMove, failback];
