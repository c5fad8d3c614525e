/** What a statement says, each part as a list. A part with `Not` cannot be compared piece by piece. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `StringEquals aws:SourceAccount` => its values, sorted. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
  /** As JSON, where it has NotAction, NotResource or NotPrincipal. */
  readonly opaque?: string;
}

/** One thing that one policy allows and another does not. */
export interface Grant {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** An earlier statement allows it under a condition that is gone. */
  readonly withoutCondition: boolean;
  /** That condition is not gone altogether: more values fulfil it. */
  readonly isWider?: boolean;
}

/** Statements of a policy; nothing for what is no policy. */
export function statementsOf(policy: unknown): Statement[] | undefined {
  if (!isRecord(policy) || !Array.isArray(policy.Statement)) return undefined;
  return policy.Statement.filter(isRecord).map(statementOf);
}

function statementOf(raw: Readonly<Record<string, unknown>>): Statement {
  const opaque = ['NotAction', 'NotResource', 'NotPrincipal'].some((key) => key in raw);
  return {
    effect: raw.Effect === 'Deny' ? 'Deny' : 'Allow',
    // Identity policies have no principal, and those of a role's trust no resource.
    principals: 'Principal' in raw ? principalsOf(raw.Principal) : [''],
    actions: textsOf(raw.Action),
    resources: 'Resource' in raw ? textsOf(raw.Resource) : [''],
    conditions: conditionsOf(raw.Condition),
    ...(opaque && { opaque: JSON.stringify(raw) }),
  };
}

function principalsOf(value: unknown): string[] {
  if (!isRecord(value)) return textsOf(value).map((text) => (text === '*' ? '*' : `AWS:${text}`));
  return Object.entries(value).flatMap(([kind, names]) =>
    textsOf(names).map((name) => (kind === 'AWS' && name === '*' ? '*' : `${kind}:${name}`)),
  );
}

function conditionsOf(value: unknown): Map<string, string[]> {
  if (!isRecord(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([operator, keys]) =>
      isRecord(keys)
        ? Object.entries(keys).map(
            ([key, values]) => [`${operator} ${key.toLowerCase()}`, textsOf(values).sort()] as const,
          )
        : [],
    ),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** More combinations than a policy of AWS's longest size has. */
const MOST_COMBINATIONS = 50_000;

/**
 * What `after` allows and `before` does not. Wildcards are understood; what they stand for in AWS is not.
 * @returns nothing where it cannot be told
 */
export function newGrants(before: readonly Statement[], after: readonly Statement[]): Grant[] | undefined {
  return uncovered(before, after, 'Allow');
}

/** What `before` denies and `after` does not. @returns nothing where it cannot be told */
export function lostDenials(before: readonly Statement[], after: readonly Statement[]): Grant[] | undefined {
  return uncovered(after, before, 'Deny');
}

function uncovered(
  covering: readonly Statement[],
  statements: readonly Statement[],
  effect: Statement['effect'],
): Grant[] | undefined {
  const by = covering.filter((statement) => statement.effect === effect);
  const opaque = new Set(by.flatMap((statement) => statement.opaque ?? []));
  const grants: Grant[] = [];
  let combinations = 0;
  for (const statement of statements) {
    if (statement.effect !== effect) continue;
    if (statement.opaque !== undefined) {
      if (!opaque.has(statement.opaque)) return undefined;
      continue;
    }
    // Most statements are the same on both sides.
    if (by.some((other) => other.opaque === undefined && isSame(other, statement))) continue;
    for (const principal of statement.principals)
      for (const action of statement.actions)
        for (const resource of statement.resources) {
          combinations += by.length + 1;
          if (combinations > MOST_COMBINATIONS) return undefined;
          const alike = by.filter(
            (other) =>
              other.opaque === undefined &&
              other.principals.some((pattern) => matches(pattern, principal)) &&
              other.actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
              other.resources.some((pattern) => matches(pattern, resource)),
          );
          const covered = alike.some(({ conditions }) => isNoNarrower(conditions, statement.conditions));
          if (covered) continue;
          const isWider = alike.some(({ conditions }) =>
            [...conditions.keys()].every((key) => statement.conditions.has(key)),
          );
          grants.push({
            principal,
            action,
            resource,
            withoutCondition: alike.length > 0,
            ...(isWider && { isWider: true }),
          });
        }
  }
  return grants;
}

const isSame = (a: Statement, b: Statement): boolean =>
  a.principals.join('\n') === b.principals.join('\n') &&
  a.actions.join('\n') === b.actions.join('\n') &&
  a.resources.join('\n') === b.resources.join('\n') &&
  JSON.stringify([...a.conditions]) === JSON.stringify([...b.conditions]);

/** Whether every condition of one is also there, as narrow or narrower, in the other. */
function isNoNarrower(wide: Statement['conditions'], narrow: Statement['conditions']): boolean {
  for (const [key, values] of wide) {
    const others = narrow.get(key);
    if (!others?.every((value) => values.some((pattern) => matches(pattern, value)))) return false;
  }
  return true;
}

const patterns = new Map<string, RegExp>();

/** Whether everything that `text` stands for, `pattern` stands for too: `s3:Get*` for `s3:GetObject` and for `s3:GetO*`. */
function matches(pattern: string, text: string): boolean {
  if (pattern === text || pattern === '*') return true;
  if (!/[*?]/.test(pattern)) return false;
  let compiled = patterns.get(pattern);
  if (!compiled) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '[^]*')
      .replace(/\?/g, '[^*]');
    compiled = new RegExp(`^${source}$`);
    if (patterns.size < 5_000) patterns.set(pattern, compiled);
  }
  return compiled.test(text);
}

/** Whether it lets in everybody, or everything of a service. */
export const isWildcard = ({ principal, action, resource }: Grant): boolean =>
  principal === '*' || action === '*' || action.endsWith(':*') || (resource === '*' && !isReading(action));

/** Calls that AWS gives no resource to, and that change nothing. */
const isReading = (action: string): boolean => /:(describe|list|get|head)/i.test(action);
