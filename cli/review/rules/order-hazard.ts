import type { Change, Draft, Review, Rule, StackPlan, Value } from '../model';
import { about, isLost, listed, nameOf } from './draft';

/** What others call an object by, where that is the same in the whole account: ARNs, and the names of buckets. */
function namesOf({ manifest }: Review['head'], { type, before, after }: Change, side: 'before' | 'after'): string[] {
  const values = side === 'before' ? before : after;
  if (!values) return [];
  const { partition, account } = manifest;
  const names: string[] = [];
  if (typeof values.arn === 'string') names.push(values.arn);
  if (type === 'aws_s3_bucket' && typeof values.bucket === 'string')
    names.push(values.bucket, `arn:${partition}:s3:::${values.bucket}`);
  if (type === 'aws_iam_role' && typeof values.name === 'string')
    names.push(`arn:${partition}:iam::${account}:role/${values.name}`);
  return names;
}

/** Every text in a value. */
function* textsIn(value: Value | undefined): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* textsIn(part);
}

/** Names by the object that has them, of those objects that `isMeant`. */
function named(review: Review, side: 'before' | 'after', isMeant: (change: Change) => boolean): Map<string, Change> {
  const found = new Map<string, Change>();
  for (const change of review.changes)
    if (isMeant(change)) for (const name of namesOf(review.head, change, side)) found.set(name, change);
  return found;
}

/** Where each of the names is used: the first object of each stack. */
function usesOf(
  stacks: readonly StackPlan[],
  names: ReadonlyMap<string, Change>,
  isLooked: (change: Change) => boolean,
): { readonly user: Change; readonly order: number; readonly name: string }[] {
  if (names.size === 0) return [];
  return stacks.flatMap(({ changes, order }) =>
    changes.flatMap((user) => {
      if (!isLooked(user)) return [];
      const found = new Set<string>();
      for (const text of textsIn(user.after ?? undefined)) if (names.has(text)) found.add(text);
      return [...found].map((name) => ({ user, order, name }));
    }),
  );
}

/** What is still there after the run. */
const stays = ({ kind }: Change): boolean => kind !== 'destroy' && kind !== 'forget';
const comes = ({ kind }: Change): boolean => kind === 'create' || kind === 'update' || kind === 'replace';

function lostTooEarly(review: Review): Draft[] {
  const orderOf = (stack: string): number => review.stack(stack)?.order ?? 0;
  const madeAgain = named(review, 'after', ({ kind }) => kind === 'create' || kind === 'replace');
  const lost = named(review, 'before', (change) => isLost(change) && change.deposed === undefined);
  for (const name of madeAgain.keys()) lost.delete(name);
  const users = new Map<Change, Set<string>>();
  for (const { user, order, name } of usesOf(review.stacks, lost, stays)) {
    const gone = lost.get(name);
    if (!gone || gone.stack === user.stack || orderOf(gone.stack) > order) continue;
    const known = users.get(gone);
    if (known) known.add(`${user.stack} (${user.address})`);
    else users.set(gone, new Set([`${user.stack} (${user.address})`]));
  }
  return [...users].map(([gone, by]) =>
    about(gone, {
      what: `${nameOf(gone)} is destroyed by ${gone.stack}, and ${listed([...by].sort().slice(0, 5))} still ${by.size === 1 ? 'names' : 'name'} it after the run.`,
      why: `${gone.stack} is applied first: from then on what names it fails.`,
      fix: 'Take its use out in a change before this one.',
    }),
  );
}

function neededTooEarly(review: Review): Draft[] {
  const orderOf = (stack: string): number => review.stack(stack)?.order ?? 0;
  const made = named(review, 'after', ({ kind }) => kind === 'create');
  return usesOf(review.stacks, made, comes).flatMap(({ user, order, name }) => {
    const later = made.get(name);
    if (!later || later.stack === user.stack || orderOf(later.stack) <= order) return [];
    return [
      about(user, {
        what: `${nameOf(user)} names ${later.address}, which ${later.stack} makes, and that stack is applied after ${user.stack}.`,
        why: `The apply of ${user.stack} fails, or names something that is not there yet.`,
        fix: `Move it to a stack that is applied after ${later.stack}, or make ${later.address} in a change before this one.`,
      }),
    ];
  });
}

export const orderHazard: Rule = {
  id: 'order-hazard',
  severity: 'high',
  title: 'The order of the stacks breaks the change',
  suppressible: true,
  doc: {
    what: 'A stack needs what a later one makes, or an earlier one destroys what a later one still names after the run.',
    why: 'Each plan is right for itself; together they fail in the middle of the deployment.',
    fix: 'Split the change: first what is needed, or what stops needing it; then the rest.',
    example:
      '`foundation` destroys a role whose ARN a rule of `region-eu-west-1` still names. Where that rule goes in the same run, it is no finding.',
  },
  run: (review) => [...lostTooEarly(review), ...neededTooEarly(review)],
};
