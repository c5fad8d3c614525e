import {
  hasUnknown,
  isAbsent,
  isObject,
  type ObjectValue,
  objects,
  same,
  strings,
  text,
  type Value,
} from '../protocol/value';
import type { World } from '../world';
import type { Place } from './make';

/** What a data source found: attributes to fill in (the rest is made up), or what the real provider would say. */
export type Found = { readonly values: ObjectValue } | { readonly error: string };

export interface Question {
  readonly world: World;
  readonly place: Place;
  readonly config: ObjectValue;
}

export type Lookup = (question: Question) => Found;

export const values = (found: ObjectValue): Found => ({ values: found });
export const error = (message: string): Found => ({ error: message });

/** The one that was found, or what the provider says of none and of several. */
export function single(what: string, found: readonly ObjectValue[]): Found {
  const [first] = found;
  if (!first) return error(`no matching ${what} found`);
  return found.length > 1
    ? error(`multiple ${what}s matched; use additional constraints to reduce matches to a single ${what}`)
    : values(first);
}

/** EC2's filters, as far as they are an attribute's name or a tag's; and arguments that are attributes. */
export function matches(state: ObjectValue, config: ObjectValue): boolean {
  const tags = isObject(state.tags_all) ? state.tags_all : {};
  const wantedTags = isObject(config.tags) ? Object.entries(config.tags) : [];
  const byFilter = objects(config.filter).every((filter) => {
    const name = text(filter.name) ?? '';
    const actual = name.startsWith('tag:') ? tags[name.slice('tag:'.length)] : filtered(state, name);
    return strings(filter.values).some((value) => pattern(value).test(String(actual ?? '')));
  });
  const byArgument = Object.entries(config).every(
    ([name, value]) => !isPlain(value) || !(name in state) || name === 'region' || same(state[name], value),
  );
  return byFilter && byArgument && wantedTags.every(([key, value]) => same(tags[key], value));
}

function filtered(state: ObjectValue, filter: string): Value | undefined {
  const known = state[ATTRIBUTES[filter] ?? filter.replaceAll('-', '_')];
  // Most of what is in the world is ready; what has a state of its own says so.
  if (filter === 'state') return known ?? 'available';
  return known ?? state.id;
}

/** Filter => attribute, where it is called otherwise. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  cidr: 'cidr_block',
  'group-name': 'name',
  'status-code': 'accept_status',
};

const isPlain = (value: Value): boolean => !isAbsent(value) && !hasUnknown(value) && typeof value !== 'object';
const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
