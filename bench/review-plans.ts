import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFixture } from '../cli/fixtures/files';
import { listOf, objectOf } from '../cli/review/json';
import type { PlatformConfig } from '../config';
import { REGION_NAMES } from '../config/catalog';
import { MANIFEST_FILE, manifestOf } from '../config/manifest';
import { parsePlatform } from '../config/parse';

const ACCOUNT = '111122223333';
/** So many of a Region's resources, the largest: 5,000 of them are about 30 MB of a plan. */
const LARGEST = 21;

/** Twelve Regions with every kind of object. */
function platform(): ReturnType<typeof manifestOf> {
  const config: PlatformConfig = {
    name: 'bench',
    environment: 'prod',
    account: ACCOUNT,
    regions: REGION_NAMES.filter((name) => !/^(cn|us-gov)-/.test(name)).slice(0, 12),
    buckets: { objects: {} },
    tables: { sessions: { hashKey: 'pk' } },
  };
  const parsed = parsePlatform(config);
  if ('problems' in parsed) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return manifestOf(parsed.platform);
}

type Json = Readonly<Record<string, unknown>>;

/** A resource as real Terraform planned it, and what else its plan says of it. */
interface Template {
  readonly change: Json;
  readonly planned: Json;
  readonly prior: Json;
  readonly configured: Json;
}

/** Resources of a Region's stack. */
function templates(): { readonly region: string; readonly templates: readonly Template[] } {
  const { plans } = readFixture('no-op');
  const [file, text] = [...plans].find(([name]) => /^region-.*\.json$/.test(name)) ?? [];
  if (file === undefined || text === undefined)
    throw new Error('The fixture no-op has no plan of a Region: npm run fixtures.');
  const plan = objectOf(JSON.parse(text));
  const [planned, prior, configured] = [
    byAddress(objectOf(plan.planned_values).root_module),
    byAddress(objectOf(objectOf(plan.prior_state).values).root_module),
    byAddress(objectOf(plan.configuration).root_module),
  ];
  const all = listOf(plan.resource_changes)
    .map(objectOf)
    .filter(({ mode, type }) => mode === 'managed' && String(type).startsWith('aws_'))
    .map((change): Template => {
      const at = String(change.address);
      return {
        change,
        planned: planned.get(at) ?? {},
        prior: prior.get(at) ?? {},
        configured: configured.get(at) ?? {},
      };
    });
  const size = (template: Template): number => JSON.stringify(template).length;
  // What has much to say is what is worth measuring.
  const larger = [...all].sort((a, b) => size(b) - size(a)).slice(0, LARGEST);
  return { region: file.slice('region-'.length, -'.json'.length), templates: larger };
}

const byAddress = (module: unknown): Map<string, Json> =>
  new Map(listOf(objectOf(module).resources).map((each) => [String(objectOf(each).address), objectOf(each)]));

/** Each resource again under another address, with other tags or another flag. */
function update({ change: entry, planned, prior, configured }: Template, index: number): Template {
  const change = objectOf(entry.change);
  const before = objectOf(change.before);
  const flag = Object.keys(before).find((key) => typeof before[key] === 'boolean');
  const tags = { tags: { ...objectOf(before.tags), owner: `team-${index}` } };
  const after = {
    ...before,
    ...('tags' in before ? tags : flag === undefined ? { id: `id-${index}` } : { [flag]: !before[flag] }),
  };
  const name = `n${index}`;
  const named = { address: `${String(entry.type)}.${name}`, name };
  return {
    change: { ...entry, ...named, change: { ...change, actions: ['update'], after } },
    planned: { ...planned, ...named, values: after },
    prior: { ...prior, ...named },
    configured: { ...configured, ...named, provider_config_key: 'aws.own' },
  };
}

/**
 * Writes a synthesized platform into `out`, and plans of it that change `count` resources into `plans`.
 * @param spread over the stacks of all Regions; else in one file
 * @returns bytes of the plans
 */
export function writePlans(out: string, plans: string, count: number, spread: boolean): number {
  const manifest = platform();
  const source = templates();
  mkdirSync(plans, { recursive: true });
  const changed = manifest.stacks.filter(({ region }) => (spread ? region !== null : region === manifest.home));
  let bytes = 0;
  for (const { name, region } of manifest.stacks) {
    const place = changed.findIndex((stack) => stack.name === name);
    const indices = Array.from({ length: count }, (_, index) => index).filter(
      (index) => index % changed.length === place,
    );
    const updates = indices.flatMap((index) => {
      const template = source.templates[index % source.templates.length];
      return template ? [update(template, index)] : [];
    });
    writeStack(join(out, 'stacks', name), updates, region ?? manifest.home);
    if (place < 0 || region === null) continue;
    const plan = JSON.stringify(planOf(updates, region)).replaceAll(source.region, region);
    bytes += plan.length;
    writeFileSync(join(plans, `${name}.json`), plan);
  }
  writeFileSync(join(out, MANIFEST_FILE), JSON.stringify(manifest));
  return bytes;
}

function writeStack(folder: string, updates: readonly Template[], region: string): void {
  mkdirSync(folder, { recursive: true });
  const provider = { alias: 'own', region, allowed_account_ids: [ACCOUNT] };
  const resource: Record<string, Record<string, Json>> = {};
  for (const {
    change: { type, name },
  } of updates) {
    const named = resource[String(type)] ?? {};
    resource[String(type)] = { ...named, [String(name)]: { provider: 'aws.own' } };
  }
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ provider: { aws: [provider] }, resource }));
}

const planOf = (updates: readonly Template[], region: string): Json => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: { root_module: { resources: updates.map(({ planned }) => planned) } },
  resource_changes: updates.map(({ change }) => change),
  prior_state: {
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: { root_module: { resources: updates.map(({ prior }) => prior) } },
  },
  configuration: {
    provider_config: {
      'aws.own': {
        name: 'aws',
        alias: 'own',
        expressions: { region: { constant_value: region }, allowed_account_ids: { constant_value: [ACCOUNT] } },
      },
    },
    root_module: { resources: updates.map(({ configured }) => configured) },
  },
  applyable: true,
  complete: true,
  errored: false,
});
