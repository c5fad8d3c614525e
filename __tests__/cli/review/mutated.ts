import type { PlanText } from '../../../cli/fixtures/review-fixture';
import { type Json, listOf, objectOf } from '../../../cli/review/json';

export type Plans = Map<string, PlanText>;
type Values = Record<string, unknown>;

/** The plan's word on one object. @throws where there is none, so that a mutation never does nothing */
function entryOf(plans: Plans, stack: string, address: string): { change: Values; after: Values; before: Values } {
  const found = listOf(plans.get(stack)?.resource_changes)
    .map(objectOf)
    .find((each) => each.address === address);
  if (!found) throw new Error(`${stack} has no ${address}`);
  const change = found.change as Values;
  return { change, after: { ...objectOf(change.after) }, before: objectOf(change.before) as Values };
}

/** Makes a plan change some attributes of an object. */
export function change(plans: Plans, stack: string, address: string, values: (after: Json) => Values): void {
  const { change: entry, after } = entryOf(plans, stack, address);
  entry.actions = ['update'];
  entry.after = { ...after, ...values(after) };
}

export function destroy(plans: Plans, stack: string, address: string): void {
  const { change: entry } = entryOf(plans, stack, address);
  entry.actions = ['delete'];
  entry.after = null;
}

export function replace(plans: Plans, stack: string, address: string, path: string): void {
  const { change: entry } = entryOf(plans, stack, address);
  entry.actions = ['delete', 'create'];
  entry.replace_paths = [[path]];
}

/** Adds an object that is made. */
export function create(plans: Plans, stack: string, address: string, after: Values): void {
  const [type = '', name = ''] = address.split('.');
  plans.get(stack)?.resource_changes?.push({
    address,
    mode: 'managed',
    type,
    name,
    change: {
      actions: ['create'],
      before: null,
      after,
      after_unknown: {},
      before_sensitive: false,
      after_sensitive: {},
    },
  });
}

/** Changes a policy that stands as JSON in a text. */
export const changePolicy = (
  plans: Plans,
  stack: string,
  address: string,
  edit: (statements: Values[]) => Values[],
  attribute = 'policy',
): void =>
  change(plans, stack, address, (after) => {
    const policy = JSON.parse(String(after[attribute])) as { Statement: Values[] };
    return { [attribute]: JSON.stringify({ ...policy, Statement: edit(policy.Statement) }) };
  });

/** The objects in a list of blocks that `keep` keeps. */
export const without = (blocks: unknown, keep: (block: Json) => boolean): unknown[] =>
  listOf(blocks).map(objectOf).filter(keep);

export const each = (blocks: unknown, edit: (block: Json) => Json): unknown[] =>
  listOf(blocks).map((block) => edit(objectOf(block)));
