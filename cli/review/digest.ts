import { z } from 'zod';
import { canonical, compare, isNothing, isObject } from './json';
import type { Change, ChangedPath, Digest, DigestEntry, Review, StackPlan, Value } from './model';
import { inputError } from './problems';
import { isChanging } from './siblings';

/** What the plans would do, in a form that an approval can be held against. Computed values, order and noise are not in it. */
export const digestOf = ({ stacks }: Pick<Review, 'stacks'>): Digest => ({
  schemaVersion: 1,
  stacks: Object.fromEntries(
    [...stacks]
      .filter(({ status }) => status !== 'absent' && status !== 'log')
      .sort((a, b) => compare(a.stack, b.stack))
      .map((stack) => [stack.stack, entriesOf(stack)]),
  ),
});

const entriesOf = ({ changes }: StackPlan): DigestEntry[] =>
  changes
    .filter((change) => change.mode === 'managed' && isChanging(change) && change.noise === undefined)
    .map(entryOf)
    .sort((a, b) => compare(keyOf(a), keyOf(b)));

function entryOf(change: Change): DigestEntry {
  const { address, deposed, actions, importing, replacePaths, changed, kind, after, afterUnknown } = change;
  const known = changed.filter((path) => path.kind !== 'unknown');
  const later = changed.filter((path) => path.kind === 'unknown').map(({ attribute }) => attribute);
  // What is made is approved by what is known of it.
  const paths = [...known.flatMap(pathTexts), ...(kind === 'create' && after ? leaves(after, '') : [])];
  return {
    address,
    ...(deposed !== undefined && { deposed }),
    actions,
    ...(importing && { importing: true as const }),
    replacePaths,
    paths: sortedOnce(paths.filter((path) => !path.startsWith('tags_all'))),
    unknown: sortedOnce([...afterUnknown, ...later]),
  };
}

const sortedOnce = (items: readonly string[]): string[] =>
  items.length < 2 ? [...items] : [...new Set(items)].sort(compare);

/** With the values that it gets, where they may be shown. */
const pathTexts = ({ text, kind, after, hidden }: ChangedPath): string[] => {
  if (kind === 'removed') return [`${text} removed`];
  return after === undefined || hidden !== undefined ? [text] : leaves(after, text);
};

/** Each single value, so that one of them may be unknown and the others are still held against the approval. */
function leaves(value: Value, text: string): string[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item, index) => leaves(item, `${text}[${index}]`));
  if (isObject(value)) {
    const parts = Object.entries(value);
    if (parts.length > 0) return parts.flatMap(([key, part]) => leaves(part, text === '' ? key : `${text}.${key}`));
  }
  return isNothing(value) ? [] : [`${text}=${canonical(value)}`];
}

const keyOf = ({ address, deposed = '' }: DigestEntry): string => `${address} ${deposed}`;

/** What a plan would do that was not approved. */
export interface Excess {
  readonly stack: string;
  readonly address: string;
  readonly deposed?: string;
  /** `not approved at all`, or what is more than was. */
  readonly what: string;
  /** Texts of the changed paths that were not approved. */
  readonly paths: readonly string[];
}

/** What goes beyond an approval. Nothing, where the digest is a subset of it: less may be done than was approved. */
export function excessOf(digest: Digest, approved: Digest): Excess[] {
  return Object.entries(digest.stacks).flatMap(([stack, entries]) => {
    const known = Object.hasOwn(approved.stacks, stack) ? approved.stacks[stack] : undefined;
    const byKey = new Map((known ?? []).map((entry) => [keyOf(entry), entry]));
    return entries.flatMap((entry): Excess[] => {
      const where = { stack, address: entry.address, ...(entry.deposed !== undefined && { deposed: entry.deposed }) };
      const allowed = byKey.get(keyOf(entry));
      const done = `${entry.importing ? 'import and ' : ''}${entry.actions.join(' and ')}`;
      if (!allowed) return [{ ...where, what: `${done} was not approved at all`, paths: [] }];
      if (allowed.actions.join() !== entry.actions.join() || allowed.importing !== entry.importing)
        return [
          {
            ...where,
            what: `${done} where ${allowed.importing ? 'import and ' : ''}${allowed.actions.join(' and ')} was approved`,
            paths: [],
          },
        ];
      const paths = beyond(entry.paths, allowed.paths).filter((path) => !isUnknown(path, allowed.unknown));
      const replaced = beyond(entry.replacePaths, allowed.replacePaths);
      if (paths.length === 0 && replaced.length === 0) return [];
      return [{ ...where, what: `other values were approved`, paths: [...paths, ...replaced] }];
    });
  });
}

/** Whether a path is of an attribute that was not known when it was approved. */
function isUnknown(path: string, unknown: readonly string[]): boolean {
  const [text = ''] = path.split(/=| removed$/);
  const attribute = text.replace(/\[[^\]]*\]/g, '');
  return unknown.some((each) => attribute === each || attribute.startsWith(`${each}.`));
}

function beyond(items: readonly string[], allowed: readonly string[]): string[] {
  const known = new Set(allowed);
  return items.filter((item) => !known.has(item));
}

const schema = z.object({
  schemaVersion: z.literal(1),
  stacks: z.record(
    z.string(),
    z.array(
      z.object({
        address: z.string(),
        deposed: z.string().exactOptional(),
        actions: z.array(z.string()),
        importing: z.literal(true).exactOptional(),
        replacePaths: z.array(z.string()),
        paths: z.array(z.string()),
        unknown: z.array(z.string()).default([]),
      }),
    ),
  ),
});

/**
 * A digest from its file: what `compare --write` wrote, or a review's JSON, which holds one.
 * @throws InputError
 */
export function digestIn(file: string, json: unknown): Digest {
  const own = schema.safeParse(json);
  if (own.success) return own.data;
  const inReview = z.object({ digest: schema }).safeParse(json);
  if (inReview.success) return inReview.data.digest;
  throw inputError(
    file,
    'holds no digest of version 1. Write it with the review that is approved: npm run review -- --format json=FILE.',
  );
}
