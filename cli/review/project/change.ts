import { compare, isIdentical, isObject, type Json, listOf, objectOf, textOf, textsOf } from '../json';
import type { ChangedPath, ChangeKind, NoiseKind, ProjectedChange } from '../model';
import { type Difference, differenceOf } from './difference';
import { holdsTrue, type Mask } from './masks';
import type { Projector } from './projector';

const KINDS: Readonly<Record<string, ChangeKind>> = {
  'no-op': 'no-op',
  read: 'read',
  create: 'create',
  update: 'update',
  delete: 'destroy',
  forget: 'forget',
  'delete,create': 'replace',
  'create,delete': 'replace',
  'create,forget': 'replace-forget',
  'forget,create': 'replace-forget',
};

/** What Terraform's actions come to. Those of no version yet are `unknown`, never nothing. */
export const kindOf = (actions: readonly string[]): ChangeKind => KINDS[actions.join()] ?? 'unknown';

/**
 * One entry of `resource_changes` or `resource_drift`, without what may not be shown.
 * @param mask covers what is sensitive before or after
 * @returns nothing for what is no such entry
 */
export function projectedChange(
  raw: unknown,
  mask: Mask,
  providers: ReadonlyMap<string, NonNullable<ProjectedChange['provider']>>,
  projector: Projector,
): ProjectedChange | undefined {
  if (!isObject(raw) || !isObject(raw.change)) return undefined;
  const { change } = raw;
  const [address, type] = [textOf(raw.address), textOf(raw.type)];
  if (address === undefined || type === undefined || !Array.isArray(change.actions)) return undefined;
  const actions = change.actions.map(String);
  const kind = kindOf(actions);
  const { before, after, after_unknown: unknown } = change;
  const [was, is] = [isObject(before) ? before : null, isObject(after) ? after : null];
  // Both what is shown and what is different need only a look at the attributes that are not the same.
  const differing = was && is ? keysThatDiffer(was, is) : [];
  const isPartlyUnknown = holdsTrue(unknown);
  const difference =
    was && is && COMPARED.has(kind) && (differing.length > 0 || isPartlyUnknown)
      ? differenceOf(was, is, unknown, mask, projector, differing)
      : undefined;
  const shown = was && projector.object(was, mask);
  const projected: Mutable<ProjectedChange> = {
    address,
    mode: raw.mode === 'data' ? 'data' : 'managed',
    type,
    name: textOf(raw.name) ?? '',
    actions,
    kind,
    importing: isObject(change.importing),
    replacePaths: listOf(change.replace_paths).map(pathText).sort(compare),
    before: shown,
    after:
      was && is && shown ? projector.other(is, mask, { raw: was, shown }, differing) : is && projector.object(is, mask),
    afterUnknown: isPartlyUnknown ? unknownIn(unknown, projector) : [],
    changed: difference?.changed ?? [],
  };
  // One by one: a spread for each is what most of the time of a large plan would go into.
  const [reason, deposed, previous] = [textOf(raw.action_reason), textOf(raw.deposed), textOf(raw.previous_address)];
  const noise = kind === 'update' && was && is ? noiseOf(difference) : undefined;
  const provider = providers.get(configuredAddress(address));
  if (reason !== undefined) projected.reason = reason;
  if (deposed !== undefined) projected.deposed = deposed;
  if (previous !== undefined && previous !== address) projected.previousAddress = previous;
  if (noise) projected.noise = noise;
  if (provider) projected.provider = provider;
  return projected;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Attributes that are not equal on both sides, or on one of them only. */
function keysThatDiffer(before: Json, after: Json): string[] {
  const keys: string[] = [];
  let shared = 0;
  for (const key in after) {
    // What is equal is no object, so it is nothing inherited either.
    if (before[key] === after[key]) shared++;
    else if (!Object.hasOwn(before, key)) keys.push(key);
    else {
      shared++;
      if (!isIdentical(before[key], after[key])) keys.push(key);
    }
  }
  for (const _ in before) shared--;
  if (shared < 0) for (const key in before) if (!Object.hasOwn(after, key)) keys.push(key);
  return keys;
}

/** Kinds with two sides; what is made or goes is one thing. */
const COMPARED: ReadonlySet<ChangeKind> = new Set(['update', 'replace', 'replace-forget', 'unknown', 'no-op']);

/** Address of the block that an object is an instance of: `a.b["x"].c.d[0]` without its keys. */
export const configuredAddress = (address: string): string =>
  address.includes('[') ? address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '') : address;

/** Tags that the provider adds, and what they alone change. */
const isTag = ({ attribute }: ChangedPath): boolean => /^tags_all(\.|$)/.test(attribute);

function noiseOf(difference: Difference | undefined): NoiseKind | undefined {
  if (!difference) return undefined;
  const { changed, reordered, reworded } = difference;
  if (changed.length === 0) return reworded ? 'json-text' : reordered ? 'order' : undefined;
  if (changed.every(isTag)) return 'tags';
  return changed.every(({ kind }) => kind === 'unknown') ? 'unknown-only' : undefined;
}

const pathText = (path: unknown): string =>
  listOf(path)
    .map((part) => (typeof part === 'number' ? String(part) : typeof part === 'string' ? part : '*'))
    .join('.');

/** Attributes that are known after the apply, by name, without the places in lists. */
function unknownIn(raw: unknown, projector: Projector): string[] {
  const found = new Set<string>();
  const visit = (part: unknown, at: string): void => {
    if (part === true) found.add(at);
    else if (Array.isArray(part)) for (const item of part) visit(item, at);
    else if (isObject(part))
      for (const key of Object.keys(part)) {
        const label = projector.isKey(key) ? key : '(not shown)';
        visit(part[key], at === '' ? label : `${at}.${label}`);
      }
  };
  visit(raw, '');
  return [...found].sort(compare);
}

/** What an entry would need to be one, for a message. */
export function lackingIn(raw: unknown): string {
  if (!isObject(raw)) return 'is no object';
  if (textOf(raw.address) === undefined) return 'has no address';
  if (textOf(raw.type) === undefined) return 'has no type';
  if (!isObject(raw.change)) return 'has no change';
  return textsOf(objectOf(raw.change).actions).length === 0 ? 'has no actions' : 'is not what Terraform writes';
}
