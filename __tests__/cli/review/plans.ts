import { assembled, type LoadedStack, type ReviewInput } from '../../../cli/review/assembly';
import { synthesizedStack } from '../../../cli/review/inputs/synth-folder';
import { type Json, listOf, objectOf } from '../../../cli/review/json';
import type {
  Digest,
  ManifestFacts,
  Review,
  ReviewResult,
  Rule,
  SuppressionConfig,
  SynthesizedPlatform,
} from '../../../cli/review/model';
import { projectedPlan } from '../../../cli/review/project/plan';
import { judged } from '../../../cli/review/review';

export const ACCOUNT = '111122223333';

export interface RawChange {
  readonly address: string;
  readonly mode?: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: Json;
}

/** One entry of `resource_changes`, as Terraform writes it. */
export function raw(
  address: string,
  actions: readonly string[],
  before: Json | null,
  after: Json | null,
  more: Json = {},
): RawChange {
  const [type = '', name = ''] = address.replace(/\[.*$/, '').split('.');
  const { deposed, action_reason, mode, ...change } = more;
  return {
    address,
    mode: mode === 'data' ? 'data' : 'managed',
    type,
    name,
    ...(typeof deposed === 'string' && { deposed }),
    ...(typeof action_reason === 'string' && { action_reason }),
    change: { actions, before, after, after_unknown: {}, before_sensitive: false, after_sensitive: false, ...change },
  };
}

/** `terraform show -json` of a saved plan. Every changed address that still has an after is configured, by the alias of its Region. */
export function planJson(changes: readonly RawChange[], more: Json = {}): Json {
  const regions = [...new Set(changes.map(({ change }) => regionIn(change)))].filter((region) => region !== undefined);
  return structuredClone({
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_changes: changes,
    configuration: {
      provider_config: Object.fromEntries(
        regions.map((region) => [
          `aws.${region}`,
          {
            name: 'aws',
            alias: region,
            expressions: { region: { constant_value: region }, allowed_account_ids: { constant_value: [ACCOUNT] } },
          },
        ]),
      ),
      root_module: {
        resources: changes
          .filter(({ change }) => change.after !== null)
          .map(({ address, change }) => ({
            address: address.replace(/\[.*$/, ''),
            provider_config_key: `aws.${regionIn(change)}`,
          })),
      },
    },
    applyable: true,
    complete: true,
    errored: false,
    ...more,
  });
}

function regionIn(change: Json): string | undefined {
  const { region } = { ...objectOf(change.before), ...objectOf(change.after) };
  return typeof region === 'string' && /^[a-z]+-[a-z]+-\d$/.test(region) ? region : undefined;
}

const CODES: Readonly<Record<string, string>> = {
  'us-east-1': 'use1',
  'eu-west-1': 'euw1',
  'ap-southeast-2': 'apse2',
  'sa-east-1': 'sae1',
};

/** A platform's manifest: Regions by state, a stack for each active or returning one. */
export function manifest(states: Readonly<Record<string, string>>, more: Partial<ManifestFacts> = {}): ManifestFacts {
  const regions = Object.entries(states).map(([name, state]) => ({ name, code: CODES[name] ?? name, state }));
  const deployed = regions.filter(({ state }) => state === 'active' || state === 'returning').map(({ name }) => name);
  return {
    name: 'orders',
    environment: 'prod',
    account: ACCOUNT,
    partition: 'aws',
    pattern: 'active-passive',
    home: 'us-east-1',
    writer: 'us-east-1',
    regions,
    stacks: [
      { name: 'foundation', region: null, order: 0, dependsOn: [] },
      ...deployed.map((region) => ({ name: `region-${region}`, region, order: 1, dependsOn: ['foundation'] })),
    ],
    edges: [],
    databases: {},
    bucketRegions: Object.fromEntries(
      regions.map(({ name, code }) => [`orders-prod-objects-${code}-${ACCOUNT}`, name]),
    ),
    stateful: [],
    servingPath: [],
    recoveryPath: [],
    review: { failOn: 'high', suppress: [] },
    ...more,
  };
}

export const THREE = { 'us-east-1': 'active', 'eu-west-1': 'active', 'ap-southeast-2': 'active' };

export const bucketArn = (region: string): string => `arn:aws:s3:::orders-prod-objects-${CODES[region]}-${ACCOUNT}`;

/** A synthesized platform whose stacks hold what is given, else nothing. */
export const synth = (facts: ManifestFacts, stacks: Readonly<Record<string, Json>> = {}): SynthesizedPlatform => ({
  manifest: facts,
  stacks: new Map(
    facts.stacks.map(({ name }) => {
      const json = stacks[name] ?? {};
      return [name, synthesizedStack(name, json, JSON.stringify(json))];
    }),
  ),
});

/** The `cdk.tf.json` that a plan is of. */
export function stackOf(plan: Json, more: Json = {}): Json {
  const resource: Record<string, Record<string, Json>> = {};
  for (const each of listOf(objectOf(objectOf(plan.configuration).root_module).resources).map(objectOf)) {
    const [type = '', name = ''] = String(each.address).split('.');
    resource[type] = { ...resource[type], [name]: {} };
  }
  return { resource, ...more };
}

export interface Setting {
  readonly plans: Readonly<Record<string, Json>>;
  readonly head?: ManifestFacts;
  readonly base?: ManifestFacts;
  /** Of head's stacks: what else is in their `cdk.tf.json`. */
  readonly stacks?: Readonly<Record<string, Json>>;
  readonly logs?: Readonly<Record<string, LoadedStack['diagnostics']>>;
  readonly forApply?: boolean;
  readonly approved?: Digest;
}

/** Everything that a review is made of; plans fit what was synthesized. */
export function input({
  plans,
  head = manifest(THREE),
  base,
  stacks = {},
  logs = {},
  forApply,
  approved,
}: Setting): ReviewInput {
  const bodies = Object.fromEntries(Object.entries(plans).map(([name, plan]) => [name, stackOf(plan, stacks[name])]));
  const loaded = new Map<string, LoadedStack>();
  for (const name of new Set([...Object.keys(plans), ...Object.keys(logs)])) {
    const [plan, diagnostics] = [plans[name], logs[name]];
    loaded.set(name, {
      ...(plan && { plan: projectedPlan(structuredClone(plan)) }),
      ...(diagnostics && { diagnostics }),
    });
  }
  return {
    head: synth(head, { ...stacks, ...bodies }),
    ...(base && { base: synth(base) }),
    loaded,
    forApply: forApply ?? false,
    ...(approved && { approved }),
  };
}

export const review = (setting: Setting): Review => assembled(input(setting));

export const result = (
  setting: Setting,
  rules: readonly Rule[] = [],
  suppress: readonly SuppressionConfig[] = [],
  today = '2027-01-31',
): ReviewResult => judged(review(setting), { rules, failOn: 'high', suppress, today });
