import { hasUnknown, isObject, type ObjectValue, same, UNKNOWN, type Value } from '../protocol/value';

/** `tags_all`: the provider's default tags under the resource's own. */
export function allTags(defaults: ObjectValue, tags: Value | undefined, prior: Value | undefined): Value {
  if (hasUnknown(tags)) return UNKNOWN;
  const all = { ...defaults, ...(isObject(tags) ? tags : {}) };
  return isObject(prior) && same(prior, all) ? prior : all;
}
