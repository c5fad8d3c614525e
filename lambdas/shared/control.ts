import { Lease } from './lease';
import type { Log } from './log';
import type { MetricSink } from './metrics';
import type { Clock, DeepHealth, FenceTables, Random, RegisterStore, UpdaterInvoker } from './ports';
import type { Region, RoutingLayout, Scope } from './record';
import { Register } from './register';
import { type RoutingEnvironment, scopeOf } from './routing-environment';
import type { SendStateUpdated } from './telemetry';
import { type Timing, timingOf } from './timing';

/** The world, as the control functions meet it. */
export interface ControlPorts {
  readonly environment: RoutingEnvironment;
  readonly store: RegisterStore;
  readonly fences: FenceTables;
  /** Deep health of the own Region; absent where the function never opens one. */
  readonly health: DeepHealth;
  readonly updaters: UpdaterInvoker;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: MetricSink;
  /** @default - nothing is sent */
  readonly telemetry?: SendStateUpdated;
}

/** The ports with the register and the lease over them: what a control function holds for the life of its container. */
export interface Control extends ControlPorts {
  readonly region: Region;
  readonly register: Register;
  readonly lease: Lease;
  readonly timing: Timing;
  /** What the configuration says of a scope. */
  readonly layoutOf: (scope: Scope) => RoutingLayout;
}

/** Puts the register and the lease over the ports. Makes no call. */
export function createControl(ports: ControlPorts): Control {
  const { environment, store, fences, clock, random, metrics, log } = ports;
  const { region, fenceShards, controlRegions, leaseSeconds } = environment;
  const timing = timingOf(leaseSeconds);
  const layoutOf = (scope: Scope): RoutingLayout => scopeOf(environment, scope.app, scope.zone).layout;
  const register = new Register({
    store,
    endpoints: controlRegions,
    layoutOf,
    clock,
    random,
    zoneTables: (scope) => ownFirst(region, layoutOf(scope).regions).map((member) => fences.in(member)),
  });
  const lease = new Lease({
    region,
    register,
    table: fences.in(region),
    shards: fenceShards,
    timing,
    clock,
    process: random.uuid(),
    onRenewFailed: ({ app }, error) => {
      metrics.add('LeaseRenewFailed', 1, app);
      log.warn('lease not renewed', { app, region, why: error.message });
    },
  });
  return { ...ports, region, register, lease, timing, layoutOf };
}

function ownFirst(own: Region, regions: readonly Region[]): readonly Region[] {
  return [...regions].sort((one, other) => Number(other === own) - Number(one === own));
}
