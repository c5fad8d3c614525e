import { type Environment, EnvironmentError } from './environment';
import { Problem } from './problem';
import type { Pattern, Region, RoutingLayout, Scope } from './record';

/** What the control functions know of the platform. Only they hold the list of Regions: one that joins changes no function of users. */
export interface RoutingEnvironment {
  /** The Region that this function runs in. */
  readonly region: Region;
  readonly apps: readonly string[];
  readonly pattern: Pattern;
  /** Zones by name, pattern data-residency only; empty otherwise. */
  readonly zones: ReadonlyMap<string, readonly Region[]>;
  /** Every Region that may write, whatever the zone. */
  readonly regions: readonly Region[];
  readonly primary: Region;
  readonly controlTable: string;
  /** Regions of the register, nearest first. */
  readonly controlRegions: readonly [Region, ...Region[]];
  readonly fenceTable: string;
  readonly leaseSeconds: number;
  readonly fenceShards: number;
}

/** Patterns, as the configuration names them. */
const PATTERNS: readonly Pattern[] = ['active-passive', 'active-active', 'data-residency'];

/** Reads it, once per cold start. @throws EnvironmentError naming the variable */
export function routingEnvironment(environment: Environment): RoutingEnvironment {
  const regions = environment.some('ROUTING_REGIONS');
  const pattern = environment.oneOf('ROUTING_PATTERN', PATTERNS);
  const zones = environment.lists('ROUTING_ZONES');
  if (pattern === 'data-residency' && zones.size === 0)
    throw new EnvironmentError(
      'ROUTING_ZONES',
      undefined,
      'a JSON object of zones, where the pattern is data-residency',
    );
  return {
    region: environment.text('AWS_REGION'),
    apps: environment.some('ROUTING_APPS'),
    pattern,
    zones: pattern === 'data-residency' ? zones : new Map(),
    regions,
    primary: environment.oneOf('ROUTING_PRIMARY', regions),
    controlTable: environment.text('CONTROL_TABLE'),
    controlRegions: environment.some('CONTROL_REGIONS'),
    fenceTable: environment.text('FENCE_TABLE'),
    leaseSeconds: environment.number('LEASE_SECONDS', 5, 60),
    fenceShards: environment.number('FENCE_SHARDS', 1, 64),
  };
}

type Plan = Pick<RoutingEnvironment, 'region' | 'apps' | 'pattern' | 'zones' | 'regions' | 'primary'>;

/** A scope together with what the configuration says of it. */
export interface PlannedScope {
  readonly scope: Scope;
  readonly layout: RoutingLayout;
}

/**
 * Finds the scope that a caller means. Without a zone, in pattern data-residency, it is the own Region's.
 * @throws Problem `unknown-app`, or `invalid-request` for a zone that there is not
 */
export function scopeOf(plan: Plan, app: string, zone: string | undefined, at = 'query.zone'): PlannedScope {
  if (!plan.apps.includes(app))
    throw new Problem(
      'unknown-app',
      `There is no application ${JSON.stringify(app.slice(0, 100))}. Known: ${plan.apps.join(', ')}.`,
    );
  const { pattern, regions, primary } = plan;
  if (pattern !== 'data-residency') {
    if (zone !== undefined)
      throw badZone(at, zone, `nothing: zones exist in pattern data-residency only, this is ${pattern}`);
    return { scope: { app }, layout: { pattern, regions, primary } };
  }
  const name = zone ?? zoneOf(plan, plan.region);
  const members = name === undefined ? undefined : plan.zones.get(name)?.filter((region) => regions.includes(region));
  const [first] = members ?? [];
  if (name === undefined || members === undefined || first === undefined)
    throw badZone(at, zone, `one of ${[...plan.zones.keys()].map((known) => JSON.stringify(known)).join(', ')}`);
  return {
    scope: { app, zone: name },
    layout: { pattern, regions: members, primary: members.includes(primary) ? primary : first },
  };
}

/** Every scope that this Region may write for: one per application. */
export function ownScopes(plan: Plan): readonly PlannedScope[] {
  if (plan.pattern === 'data-residency' && zoneOf(plan, plan.region) === undefined) return [];
  return plan.apps.map((app) => scopeOf(plan, app, undefined));
}

function zoneOf(plan: Plan, region: Region): string | undefined {
  return [...plan.zones].find(([, members]) => members.includes(region))?.[0];
}

function badZone(path: string, value: string | undefined, allowed: string): Problem {
  return new Problem('invalid-request', `${path}: allowed is ${allowed}.`, {
    errors: [{ path, ...(value === undefined ? {} : { value }), allowed, fix: 'Name such a zone, or leave it out.' }],
  });
}
