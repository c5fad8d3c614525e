import { CATALOG, type RegionName } from '../../config/catalog';
import { type ConfigOverBase, SynthesizedJson } from '../synth';
import { BARE } from './regions-in-state';

export const DOMAIN = 'orders.example.com';
export const EXISTING = { domain: DOMAIN, zone: 'existing' } as const;
export const ALB = { ...EXISTING, entry: 'alb', deletionProtection: false } as const;
export const LIST: RegionName[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'us-west-2'];
export const OBJECTS = { objects: {} } as const;

/** Every front door. */
export const FRONTS = {
  latency: { ...BARE, ingress: { ...EXISTING, routing: 'latency' } },
  priority: { ...BARE, ingress: { ...EXISTING, routing: 'priority' } },
  balancers: { ...BARE, ingress: ALB },
  accelerator: { ...BARE, ingress: { ...ALB, front: 'accelerator' } },
  cdn: { ...BARE, buckets: OBJECTS, ingress: { ...EXISTING, front: 'cdn', cdn: { bucket: 'objects' } } },
  switches: { ...BARE, ingress: { ...EXISTING, routing: 'priority', switch: 'routing-control' } },
} as const satisfies Record<string, ConfigOverBase>;
export type FrontName = keyof typeof FRONTS;
export const NAMES = Object.keys(FRONTS) as FrontName[];

export const residency = (regions: readonly RegionName[]): ConfigOverBase => {
  const [first, ...others] = regions;
  return {
    ...BARE,
    pattern: 'data-residency',
    ingress: {
      ...EXISTING,
      residency: {
        eu: { regions: others, continents: ['EU'], countries: ['GB'], routing: 'latency' },
        us: { regions: first ? [first] : [], continents: ['NA'], countries: ['MX'], default: true },
      },
    },
  };
};

export interface Check {
  readonly type: string;
  readonly fqdn?: string;
  readonly child_healthchecks?: readonly string[];
  readonly child_health_threshold?: number;
}
export interface FrontRecord {
  readonly name: string;
  readonly type: string;
  readonly set_identifier?: string;
  readonly health_check_id?: string;
  readonly alias?: { readonly name: string; readonly evaluate_target_health: boolean };
  readonly weighted_routing_policy?: { readonly weight: number };
  readonly latency_routing_policy?: { readonly region: string };
  readonly geolocation_routing_policy?: { readonly country?: string; readonly continent?: string };
}

export const codeOf = (region: string): string => CATALOG[region as RegionName].code;
export const recordsOf = (stack: SynthesizedJson, name: string): FrontRecord[] =>
  stack.resources<FrontRecord>('aws_route53_record').flatMap(({ args }) => (args.name === name ? [args] : []));
export const gateOf = (region: string): string => `\${aws_route53_health_check.front_health_gate-${region}.id}`;

/** That each Region is asked itself, behind one gate that needs all that it asks. */
export function expectGates(stack: SynthesizedJson, regions: readonly RegionName[], controls: boolean): void {
  const checks = new Map(
    stack.resources<Check>('aws_route53_health_check').map(({ address, args }) => [`\${${address}.id}`, args]),
  );
  for (const region of regions) {
    const gate = checks.get(gateOf(region));
    const children = (gate?.child_healthchecks ?? []).map((child) => checks.get(child));
    expect([gate?.type, gate?.child_health_threshold]).toEqual(['CALCULATED', children.length]);
    expect(children.map((child) => child?.type)).toEqual(controls ? ['HTTPS', 'RECOVERY_CONTROL'] : ['HTTPS']);
    expect(children[0]?.fqdn).toBe(`api-${codeOf(region)}.${DOMAIN}`);
    expect(JSON.stringify([gate, ...children])).toContain(region);
  }
  const asked = [...checks.values()].flatMap(({ fqdn }) => fqdn ?? []);
  expect(asked.sort()).toEqual(regions.map((region) => `api-${codeOf(region)}.${DOMAIN}`).sort());
}

/** That `api.<domain>` has one record for each Region, behind its gate. */
export function expectRecords(stack: SynthesizedJson, regions: readonly RegionName[]): void {
  const records = recordsOf(stack, `api.${DOMAIN}`);
  expect(records.map(({ set_identifier }) => set_identifier).sort()).toEqual(regions.map(codeOf).sort());
  for (const { set_identifier, health_check_id, alias } of records) {
    const region = regions.find((name) => codeOf(name) === set_identifier) ?? '';
    expect(health_check_id).toBe(gateOf(region));
    expect(alias).toMatchObject({ name: `target-${set_identifier}.${DOMAIN}`, evaluate_target_health: false });
  }
}

/** What of `global` may change when a Region joins or goes, by front door; all else must not. */
export const MAY_CHANGE: Readonly<Record<FrontName, readonly RegExp[]>> = {
  latency: [],
  priority: [],
  balancers: [],
  accelerator: [],
  cdn: [/^aws_cloudfront_distribution\./],
  switches: [/^aws_route53recoverycontrolconfig_safety_rule\./, /^aws_ssm_parameter\.front_switches_record-/],
};
/** They show, and count, all Regions. */
export const ALWAYS = [
  /^aws_cloudwatch_dashboard\.front_dashboard_dashboard$/,
  /^aws_route53_health_check\.front_alarms_redundant$/,
];
/** There are they from the second Region on. */
export const FROM_TWO =
  /^(aws_cloudwatch_metric_alarm\.front_alarms_redundancy|aws_route53_health_check\.front_alarms_redundant)$/;

/** Without the order in which switches are made: it is no argument of AWS's. */
export function withoutOrder(stack: SynthesizedJson): SynthesizedJson {
  const switches = Object.entries(stack.json.resource?.[SWITCH] ?? {});
  if (switches.length === 0) return stack;
  const unordered = Object.fromEntries(switches.map(([key, { depends_on: _order, ...args }]) => [key, args]));
  const resource = { ...stack.json.resource, [SWITCH]: unordered };
  return new SynthesizedJson(stack.name, JSON.stringify({ ...stack.json, resource }));
}
export const SWITCH = 'aws_route53recoverycontrolconfig_routing_control';
