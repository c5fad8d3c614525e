/** A behaviour of a distribution, as Terraform reads it. */
interface Behavior {
  readonly path_pattern?: string;
  readonly target_origin_id: string;
  readonly allowed_methods: readonly string[];
  readonly cache_policy_id: string;
}

/** A distribution, as Terraform reads it. */
export interface Distribution {
  readonly provider: string;
  readonly origin: readonly { readonly origin_id: string; readonly domain_name: string }[];
  readonly origin_group?: readonly {
    readonly origin_id: string;
    readonly member: readonly { readonly origin_id: string }[];
  }[];
  readonly default_cache_behavior: Behavior;
  readonly ordered_cache_behavior?: readonly Behavior[];
}

const READING = ['GET', 'HEAD', 'OPTIONS'];

/** What is wrong with a distribution that is to fail over; nothing where it does. */
export function flawsOf(distribution: Distribution, apiHostName: string): string[] {
  const groups = distribution.origin_group ?? [];
  const ordered = distribution.ordered_cache_behavior ?? [];
  const ids = [...distribution.origin, ...groups].map(({ origin_id }) => origin_id);
  const behaviors = [distribution.default_cache_behavior, ...ordered];
  return [
    ...groups
      .filter(({ member }) => new Set(member.map(({ origin_id }) => origin_id)).size !== 2)
      .map(({ origin_id }) => `${origin_id}: a group has two different members`),
    ...ordered
      .filter(({ path_pattern }) => path_pattern === '*' || path_pattern === '/*')
      .map(({ target_origin_id }) => `${target_origin_id}: takes everything, and the default is never asked`),
    ...behaviors.flatMap(({ target_origin_id, allowed_methods }) => {
      const writes = allowed_methods.some((method) => !READING.includes(method));
      const group = groups.some(({ origin_id }) => origin_id === target_origin_id);
      const host = distribution.origin.find(({ origin_id }) => origin_id === target_origin_id)?.domain_name;
      return [
        ...(ids.includes(target_origin_id) ? [] : [`${target_origin_id}: no such origin`]),
        ...(writes && group ? [`${target_origin_id}: a group is sent writes, which it never fails over`] : []),
        ...(writes && !group && host !== apiHostName
          ? [`${target_origin_id}: writes do not go to ${apiHostName}`]
          : []),
      ];
    }),
  ];
}
