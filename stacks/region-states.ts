import type { RegionName } from '../config/catalog';
import type { Platform } from '../config/platform';
import type { RegionState } from '../config/schema';
import { importId, isAdoptable, lookupOf } from './adoption';

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
  /** Addresses that are made anew and not adopted: what AWS has dropped in the meantime. @default - none */
  readonly recreated?: ReadonlySet<string>;
}

/**
 * The stack as Terraform is to see it while Regions are evacuated or return. Every Region's objects are declared alike; here
 * those of an evacuated Region become `removed` blocks that destroy nothing ("Remove a resource from state"), and those of
 * a returning one get an `import` block ("Import blocks"). cdktf has no construct for either.
 * @throws where something that stays refers to something that is forgotten
 */
export function applyRegionStates(
  stack: SynthesizedStack,
  { forgotten, adopted, frozen, apart = NOTHING_APART, recreated = NOTHING }: RegionStates,
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
  const back = kept.filter(
    (entry) => isAdopted(entry.address, entry.block) && isAdoptable(entry) && !recreated.has(entry.address),
  );
  const backAddresses = new Set(back.map(({ address }) => address));

  const { resource: _resource, data, removed = [], import: imported = [], ...rest } = stack;
  const reads = entriesOf(data).filter(({ block }) => !forgotten.has(block.provider ?? ''));
  const lookups = back.flatMap(lookupOf);
  refuseSecond(reads, lookups);
  const result: SynthesizedStack = {
    ...rest,
    ...section('resource', kept),
    ...section('data', [...reads, ...lookups]),
    ...list('removed', [...removed, ...gone.map(({ address }) => ({ from: address, lifecycle: { destroy: false } }))]),
    ...list('import', [
      ...imported.filter(({ to }) => kept.some(({ address }) => address === to)),
      ...back
        .filter(({ address }) => !imported.some(({ to }) => to === address))
        .map((entry) => ({ to: entry.address, id: importId(entry, byAddress, backAddresses) })),
    ]),
  };
  refuseDangling(
    result,
    gone.map(({ address }) => address),
  );
  return result;
}

const NOTHING: ReadonlySet<string> = new Set();
const NOTHING_APART = { forgotten: NOTHING, adopted: NOTHING };

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

/** A look-up has the name of what it looks for; a data source of that name would be lost. */
function refuseSecond(reads: readonly Entry[], lookups: readonly Entry[]): void {
  const taken = reads.find(({ type, name }) => lookups.some((lookup) => lookup.type === type && lookup.name === name));
  if (taken)
    throw new Error(
      `data.${taken.address}: the adoption of a returning Region looks something up under this address. Call the data source otherwise.`,
    );
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
