import { compare, isObject, type Json, listOf, objectOf, sortedEntries, textOf, textsOf } from '../json';
import type { ActionInvocation, Check, OutputChange, ProjectedChange, ProjectedPlan } from '../model';
import { configuredAddress, lackingIn, projectedChange } from './change';
import { holdsTrue, type Mask } from './masks';
import { Projector } from './projector';
import { addSecretsOf, addSecretsOfChanges, Secrets } from './secrets';

/** Thrown where a plan is not what Terraform writes. The message is what is wrong. */
export class MalformedPlan extends Error {
  override name = 'MalformedPlan';
}

/**
 * A plan without its secrets: the only thing that sees what Terraform wrote.
 * @param plan `terraform show -json` of a saved plan. Its changes are taken out of it one by one, as they are as large as all else.
 * @throws MalformedPlan
 */
export function projectedPlan(plan: Json): ProjectedPlan {
  const secrets = new Secrets();
  addSecretsOf(plan, secrets);
  const [changes, drift] = [entriesOf(plan, 'resource_changes', secrets), entriesOf(plan, 'resource_drift', secrets)];
  const projector = new Projector(secrets);
  const providers = providersIn(plan);
  const projected = ({ key, entries, masks }: Entries): ProjectedChange[] =>
    masks
      .map((mask, index) => {
        const change = projectedChange(entries[index], mask, providers, projector);
        if (!change) throw new MalformedPlan(`${key}[${index}] ${lackingIn(entries[index])}`);
        entries[index] = null;
        return change;
      })
      .sort(byAddress);
  return {
    terraformVersion: textOf(plan.terraform_version) ?? '',
    status: statusOf(plan),
    planOnly: objectOf(objectOf(plan.variables).plan_only).value === true,
    accounts: accountsIn(plan),
    configured: configuredIn(plan),
    changes: projected(changes),
    drift: projected(drift),
    outputs: sortedEntries(plan.output_changes).map(([name, change]) => outputChange(name, objectOf(change))),
    checks: checksIn(plan),
    actionInvocations: [...listOf(plan.action_invocations), ...listOf(plan.deferred_action_invocations)]
      .map(actionInvocation)
      .sort((a, b) => compare(a.address, b.address) || compare(a.trigger ?? '', b.trigger ?? '')),
  };
}

/** The entries of a list of changes, with the mask of each. */
interface Entries {
  readonly key: string;
  readonly entries: unknown[];
  readonly masks: readonly Mask[];
}

function entriesOf(plan: Json, key: string, secrets: Secrets): Entries {
  const entries = plan[key] ?? [];
  if (!Array.isArray(entries)) throw new MalformedPlan(`${key} is no list`);
  return { key, entries, masks: addSecretsOfChanges(entries, secrets) };
}

/** The current object before a deposed one. */
export const byAddress = (a: ProjectedChange, b: ProjectedChange): number =>
  compare(a.address, b.address) || compare(a.deposed ?? '', b.deposed ?? '');

function statusOf(plan: Json): ProjectedPlan['status'] {
  if (plan.errored === true) return 'errored';
  // Older than 1.8 has no `complete`: then nothing can be said against it.
  if (plan.complete === false || listOf(plan.deferred_changes).length > 0) return 'incomplete';
  return plan.resource_changes === undefined && listOf(plan.resource_drift).length > 0 ? 'refresh-only' : 'planned';
}

/** Where modules are entered: their resources' addresses begin with it. */
function* modulesIn(module: Json, prefix = ''): Generator<{ readonly module: Json; readonly prefix: string }> {
  yield { module, prefix };
  for (const [name, call] of Object.entries(objectOf(module.module_calls)))
    yield* modulesIn(objectOf(objectOf(call).module), `${prefix}module.${name}.`);
}

function* resourcesIn(plan: Json): Generator<{ readonly address: string; readonly resource: Json }> {
  for (const { module, prefix } of modulesIn(objectOf(objectOf(plan.configuration).root_module)))
    for (const each of listOf(module.resources)) {
      const resource = objectOf(each);
      const address = textOf(resource.address);
      if (address !== undefined) yield { address: `${prefix}${address}`, resource };
    }
}

const configuredIn = (plan: Json): string[] =>
  [...new Set([...resourcesIn(plan)].map(({ address }) => configuredAddress(address)))].sort(compare);

/** Provider and its Region of each configured address. A key that the map lacks has no Region: never the default's. */
function providersIn(plan: Json): Map<string, NonNullable<ProjectedChange['provider']>> {
  const configs = objectOf(objectOf(plan.configuration).provider_config);
  const variables = objectOf(plan.variables);
  const regions = new Map<string, string>();
  for (const [key, config] of Object.entries(configs)) {
    const region = constantOf(objectOf(objectOf(config).expressions).region, variables);
    if (region !== undefined) regions.set(key, region);
  }
  const providers = new Map<string, NonNullable<ProjectedChange['provider']>>();
  for (const { address, resource } of resourcesIn(plan)) {
    const key = textOf(resource.provider_config_key);
    if (key === undefined) continue;
    const region = regions.get(key);
    providers.set(configuredAddress(address), { key, ...(region !== undefined && { region }) });
  }
  return providers;
}

/**
 * The text that an argument is. In JSON syntax Terraform calls `"${var.region}"` a constant too: only a variable whose value is
 * known is one.
 */
function constantOf(expression: unknown, variables: Json): string | undefined {
  const constant = textOf(objectOf(expression).constant_value);
  const references = textsOf(objectOf(expression).references);
  const variable =
    constant === undefined
      ? references.length === 1
        ? /^var\.([\w-]+)$/.exec(references[0] ?? '')
        : null
      : /^\$\{var\.([\w-]+)\}$/.exec(constant);
  if (variable) return regionText(objectOf(variables[variable[1] ?? '']).value);
  return regionText(constant);
}

/** A variable or an expression may be anything: only what has the form of a Region is taken for one. */
const regionText = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z]{2}(-[a-z]+)+-\d$/.test(value) ? value : undefined;

/** Accounts that its providers are limited to. */
function accountsIn(plan: Json): string[] {
  const configs = Object.values(objectOf(objectOf(plan.configuration).provider_config));
  const accounts = configs.flatMap((config) =>
    textsOf(objectOf(objectOf(objectOf(config).expressions).allowed_account_ids).constant_value),
  );
  return [...new Set(accounts.filter((account) => /^\d{12}$/.test(account)))].sort(compare);
}

const OUTPUT_KINDS: Readonly<Record<string, OutputChange['kind']>> = {
  'no-op': 'no-op',
  create: 'create',
  update: 'update',
  delete: 'delete',
};

function outputChange(name: string, change: Json): OutputChange {
  const [before, after] = [typeName(change.before), typeName(change.after)];
  return {
    name,
    kind: OUTPUT_KINDS[listOf(change.actions).join()] ?? 'unknown',
    sensitive: holdsTrue(change.before_sensitive) || holdsTrue(change.after_sensitive),
    unknownAfter: holdsTrue(change.after_unknown),
    ...(before !== undefined && { typeBefore: before }),
    ...(after !== undefined && { typeAfter: after }),
  };
}

function typeName(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'map' : typeof value;
}

function checksIn(plan: Json): Check[] {
  const checks = listOf(plan.checks).map((raw): Check => {
    const { address, status } = objectOf(raw);
    const known = (['pass', 'fail', 'error'] as const).find((each) => each === status);
    return { address: textOf(objectOf(address).to_display) ?? textOf(address) ?? '', status: known ?? 'unknown' };
  });
  return checks.sort((a, b) => compare(a.address, b.address));
}

function actionInvocation(raw: unknown): ActionInvocation {
  // A deferred one has its reason around it.
  const invocation = isObject(raw) && isObject(raw.action_invocation) ? raw.action_invocation : objectOf(raw);
  const trigger = textOf(objectOf(invocation.lifecycle_action_trigger).triggering_resource_address);
  return {
    address: textOf(invocation.address) ?? '',
    type: textOf(invocation.type) ?? '',
    ...(trigger !== undefined && { trigger }),
  };
}
