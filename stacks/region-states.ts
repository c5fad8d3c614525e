import type { RegionName } from '../config/catalog';
import type { Platform } from '../config/platform';
import type { RegionState } from '../config/schema';

/** What stands under one address in a stack's JSON. */
export interface Block {
  readonly provider?: string;
  readonly [argument: string]: unknown;
}
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** An `import` block. */
export interface Import {
  readonly to: string;
  readonly id: unknown;
}

/** A stack in Terraform's JSON syntax, as far as this file reads it. */
export interface SynthesizedStack {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly removed?: readonly unknown[];
  readonly import?: readonly Import[];
  readonly [section: string]: unknown;
}

/** State of a Region: of the platform's list, or of the register where it is in that alone. */
export function stateIn({ regions, routing }: Platform, region: RegionName): RegionState {
  const listed = regions.find(({ name }) => name === region);
  return listed?.state ?? routing?.registerState ?? 'active';
}

/** Which part of a stack's objects Terraform is not to touch. */
export interface RegionStates {
  /** Providers (`aws.euw1`) of evacuated Regions: their objects are forgotten, and nothing else happens to them. */
  readonly forgotten: ReadonlySet<string>;
  /** Providers of returning Regions: their objects are adopted under the addresses that they had. */
  readonly adopted: ReadonlySet<string>;
  /** Addresses of objects elsewhere that cannot be read without a Region that is out of reach, nor adopted without it. */
  readonly frozen: ReadonlySet<string>;
  /** Addresses of objects that stand in Regions of their own: out of reach, or back again. @default - none */
  readonly apart?: { readonly forgotten: ReadonlySet<string>; readonly adopted: ReadonlySet<string> };
}

/**
 * The stack as Terraform is to see it while Regions are evacuated or return. Every Region's objects are declared alike; here
 * those of an evacuated Region become `removed` blocks that destroy nothing ("Remove a resource from state"), and those of
 * a returning one get an `import` block ("Import blocks"). cdktf has no construct for either.
 * @throws where something that stays refers to something that is forgotten
 */
export function applyRegionStates(
  stack: SynthesizedStack,
  { forgotten, adopted, frozen, apart = NOTHING_APART }: RegionStates,
): SynthesizedStack {
  if ([forgotten, adopted, apart.forgotten, apart.adopted].every(({ size }) => size === 0)) return stack;
  const isForgotten = (address: string, block: Block): boolean =>
    forgotten.has(block.provider ?? '') || (forgotten.size > 0 && frozen.has(address)) || apart.forgotten.has(address);
  const isAdopted = (address: string, block: Block): boolean =>
    adopted.has(block.provider ?? '') ||
    (forgotten.size === 0 && adopted.size > 0 && frozen.has(address)) ||
    apart.adopted.has(address);
  const all = entriesOf(stack.resource);
  const byAddress = new Map(all.map((entry) => [entry.address, entry]));
  const gone = all.filter(({ address, block }) => isForgotten(address, block));
  const kept = all.filter(({ address, block }) => !isForgotten(address, block));
  const back = kept.filter(({ address, block }) => isAdopted(address, block));

  const { resource: _resource, data, removed = [], import: imported = [], ...rest } = stack;
  const result: SynthesizedStack = {
    ...rest,
    ...section('resource', kept),
    ...section('data', [
      ...entriesOf(data).filter(({ block }) => !forgotten.has(block.provider ?? '')),
      ...back.flatMap(lookupOf),
    ]),
    ...list('removed', [...removed, ...gone.map(({ address }) => ({ from: address, lifecycle: { destroy: false } }))]),
    ...list('import', [
      ...imported.filter(({ to }) => kept.some(({ address }) => address === to)),
      ...back
        .filter(({ address }) => !imported.some(({ to }) => to === address))
        .map((entry) => ({ to: entry.address, id: importId(entry, byAddress) })),
    ]),
  };
  refuseDangling(
    result,
    gone.map(({ address }) => address),
  );
  return result;
}

const NOTHING_APART = { forgotten: new Set<string>(), adopted: new Set<string>() };

/** A resource, or what a data source looks up. */
export interface Entry {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly block: Block;
}

/** Every block of a section, with its address. */
export const entriesOf = (blocks: Blocks = {}): Entry[] =>
  Object.entries(blocks).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => ({ address: `${type}.${name}`, type, name, block })),
  );

function section(key: 'resource' | 'data', entries: readonly Entry[]): Record<string, Blocks> {
  const blocks: Record<string, Record<string, Block>> = {};
  for (const { type, name, block } of entries) {
    blocks[type] ??= {};
    blocks[type][name] = block;
  }
  return entries.length > 0 ? { [key]: blocks } : {};
}

const list = (key: string, items: readonly unknown[]): Record<string, unknown> =>
  items.length > 0 ? { [key]: items } : {};

/** The argument that a type is imported by, from the "Import" section of each type's page in the provider's documentation. */
const IMPORT_ARGUMENT: Readonly<Record<string, string>> = {
  aws_dynamodb_table: 'name',
  aws_kms_alias: 'name',
  aws_s3_bucket: 'bucket',
  aws_s3_bucket_cors_configuration: 'bucket',
  aws_s3_bucket_lifecycle_configuration: 'bucket',
  aws_s3_bucket_ownership_controls: 'bucket',
  aws_s3_bucket_policy: 'bucket',
  aws_s3_bucket_public_access_block: 'bucket',
  aws_s3_bucket_replication_configuration: 'bucket',
  aws_s3_bucket_server_side_encryption_configuration: 'bucket',
  aws_s3_bucket_versioning: 'bucket',
};

/** What must be looked up to adopt an object: the id of a user pool is random, and its name is not. */
const lookupOf = ({ type, name, address, block }: Entry): Entry[] =>
  type === 'aws_cognito_user_pool'
    ? [{ type: `${type}s`, name, address, block: { provider: block.provider ?? '', name: block.name } }]
    : [];

/** The id must be known before the plan: a reference to a bucket that is itself imported is followed to its name. */
function importId(entry: Entry, byAddress: ReadonlyMap<string, Entry>): string {
  const { type, block, address, name } = entry;
  if (type === 'aws_kms_key' || type === 'aws_kms_replica_key') return keyId(block, byAddress);
  if (type === 'aws_cognito_user_pool') return `\${one(data.aws_cognito_user_pools.${name}.ids)}`;
  const argument = IMPORT_ARGUMENT[type];
  const id = argument === undefined ? undefined : block[argument];
  if (typeof id !== 'string') {
    throw new Error(
      `${address}: no import id is known for ${type}. Add the argument it is imported by to IMPORT_ARGUMENT (stacks/region-states.ts).`,
    );
  }
  const referred = byAddress.get(/^\$\{(\w+\.[\w-]+)\.id\}$/.exec(id)?.[1] ?? '');
  return referred ? importId(referred, byAddress) : id;
}

/** All keys of a set share one id, which is known from the primary, or else from an alias that is looked up. */
function keyId({ primary_key_arn }: Block, byAddress: ReadonlyMap<string, Entry>): string {
  const siblings = [...byAddress.values()].filter(({ type }) => type === 'aws_kms_replica_key');
  const arn = String(primary_key_arn ?? siblings[0]?.block.primary_key_arn);
  const [, source, attribute] = /((?:data\.)?aws_kms_(?:key|alias)\.[\w-]+)\.(arn|target_key_arn)/.exec(arn) ?? [];
  return `\${${source}.${attribute === 'arn' ? 'key_id' : 'target_key_id'}}`;
}

function refuseDangling(stack: SynthesizedStack, gone: readonly string[]): void {
  const { removed: _removed, ...rest } = stack;
  const text = JSON.stringify(rest);
  const dangling = gone.find((address) => new RegExp(`${address.replaceAll('.', '\\.')}(?![\\w-])`).test(text));
  if (dangling)
    throw new Error(
      `${dangling} is in an evacuated Region, yet something that stays refers to it. Use its name or ARN from config/names.ts instead.`,
    );
}
