import { policyIn, type Statement } from '../../synth';

/** A request, as a policy sees it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys that the request has. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

interface Scoped extends Statement {
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What IAM answers, by its documented logic ("Policy evaluation logic"): an explicit Deny, else an Allow, else no. */
export function isAllowed(policy: unknown, request: Request): boolean {
  const applying = (policyIn(policy).Statement as readonly Scoped[]).filter((statement) => applies(statement, request));
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

/** Whether a policy denies what another one may allow. */
export const isDenied = (policy: unknown, request: Request): boolean =>
  (policyIn(policy).Statement as readonly Scoped[]).some(
    (statement) => statement.Effect === 'Deny' && applies(statement, request),
  );

const list = (values: string | readonly string[] = []): readonly string[] =>
  typeof values === 'string' ? [values] : values;

function applies(statement: Scoped, { action, resource, context = {} }: Request): boolean {
  const { Action, Resource, NotResource, Condition = {} } = statement;
  const inScope = NotResource
    ? !list(NotResource).some((pattern) => like(pattern, resource))
    : list(Resource).some((pattern) => like(pattern, resource));
  return (
    inScope &&
    list(Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, list(values), context[key])),
    )
  );
}

function holds(operator: string, values: readonly string[], found: string | readonly string[] | undefined): boolean {
  const given = found === undefined ? undefined : list(found);
  const any = (same: (value: string, candidate: string) => boolean): boolean =>
    (given ?? []).some((candidate) => values.some((value) => same(value, candidate)));
  switch (operator) {
    case 'StringEquals':
    case 'ForAnyValue:StringEquals':
      return any((value, candidate) => value === candidate);
    case 'StringLike':
      return any(like);
    // Also holds of no value at all.
    case 'ForAllValues:StringLike':
      return (given ?? []).every((candidate) => values.some((value) => like(value, candidate)));
    case 'StringNotEquals':
      return !any((value, candidate) => value === candidate);
    case 'StringNotLike':
      return !any(like);
    case 'Null':
      return values.includes(String(given === undefined));
    default:
      throw new Error(`${operator}: not an operator that this evaluates`);
  }
}

/** `*` is any text, `?` any character. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
