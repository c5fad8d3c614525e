import type { Environment } from './environment';
import { FencedWriter } from './fenced-write';
import { Lease } from './lease';
import type { Log } from './log';
import type { MetricSink } from './metrics';
import type { Clock, ContentStore, FenceTable, Random, RegisterStore } from './ports';
import type { Pattern, Region, Scope } from './record';
import { Register } from './register';
import { timingOf } from './timing';

/**
 * What the functions of users know of the platform: their own Region, and who writes as long as nobody has moved the
 * writer. No list of Regions, so one that joins changes none of them.
 */
export interface UserEnvironment {
  readonly region: Region;
  /** The application that photos, comments and users belong to. */
  readonly app: string;
  /** This Region's zone, pattern data-residency only. */
  readonly zone: string | undefined;
  readonly pattern: Pattern;
  /** Of the scope: for a zone, the zone's own. */
  readonly primary: Region;
  readonly controlTable: string;
  /** Regions of the register, nearest first. */
  readonly controlRegions: readonly [Region, ...Region[]];
  readonly fenceTable: string;
  readonly leaseSeconds: number;
  readonly fenceShards: number;
  readonly contentTable: string;
}

const PATTERNS: readonly Pattern[] = ['active-passive', 'active-active', 'data-residency'];

/** Reads it, once per cold start. @throws EnvironmentError naming the variable */
export function userEnvironment(environment: Environment): UserEnvironment {
  return {
    region: environment.text('AWS_REGION'),
    app: environment.text('PHOTOS_APP'),
    zone: environment.optional('ROUTING_ZONE'),
    pattern: environment.oneOf('ROUTING_PATTERN', PATTERNS),
    primary: environment.text('ROUTING_PRIMARY'),
    controlTable: environment.text('CONTROL_TABLE'),
    controlRegions: environment.some('CONTROL_REGIONS'),
    fenceTable: environment.text('FENCE_TABLE'),
    leaseSeconds: environment.number('LEASE_SECONDS', 5, 60),
    fenceShards: environment.number('FENCE_SHARDS', 1, 64),
    contentTable: environment.text('CONTENT_TABLE'),
  };
}

/** The world, as the functions of users meet it. */
export interface UserPorts {
  readonly environment: UserEnvironment;
  readonly register: RegisterStore;
  /** The own Region's. */
  readonly fence: FenceTable;
  /** The own Region's. */
  readonly content: ContentStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: MetricSink;
}

/** The own Region's right to write user data, and the only way to do it. */
export interface UserPlane {
  readonly scope: Scope;
  readonly lease: Lease;
  readonly writer: FencedWriter;
}

/** Puts register, lease and fenced writes over the ports. Makes no call. */
export function createUserPlane(ports: UserPorts): UserPlane {
  const { environment, fence, content, clock, random, log, metrics } = ports;
  const { region, app, zone, primary, pattern, controlRegions, leaseSeconds, fenceShards: shards } = environment;
  const scope = zone === undefined ? { app } : { app, zone };
  const timing = timingOf(leaseSeconds);
  // Before the first move these two are all that can be known without a list: the primary writes, and in pattern
  // active-active so does every Region, this one among them.
  const layout = { pattern, primary, regions: [...new Set([primary, region])] };
  const register = new Register({
    store: ports.register,
    endpoints: controlRegions,
    layoutOf: () => layout,
    clock,
    random,
  });
  const lease = new Lease({
    region,
    register,
    table: fence,
    shards,
    timing,
    clock,
    process: random.uuid(),
    onRenewFailed: (_, error) => {
      metrics.add('LeaseRenewFailed', 1, app);
      log.warn('the lease could not be renewed', { cause: error.message });
    },
  });
  const writer = new FencedWriter({
    region,
    lease,
    content,
    random,
    timing,
    shards,
    onConflict: () => metrics.add('FenceShardConflict', 1, app),
  });
  return { scope, lease, writer };
}
