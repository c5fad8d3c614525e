import { type ObjectValue, objects, strings, text } from '../protocol/value';

type Json = string | readonly string[] | { readonly [name: string]: Json };
interface Statement {
  readonly Sid?: string;
}

/** JSON of `data.aws_iam_policy_document`: a list of one is written as its item, as the provider does. */
export function policyDocument(config: ObjectValue): string {
  const document = policyOf(config);
  return JSON.stringify(document, null, 2);
}

export function minifiedPolicyDocument(config: ObjectValue): string {
  return JSON.stringify(policyOf(config));
}

function policyOf(config: ObjectValue): object {
  const sources = strings(config.source_policy_documents).flatMap(statementsOf);
  const own = objects(config.statement).map(statement);
  const overrides = strings(config.override_policy_documents).flatMap(statementsOf);
  return {
    Version: text(config.version) ?? '2012-10-17',
    ...(text(config.policy_id) ? { Id: config.policy_id } : {}),
    Statement: overrides.reduce(override, [...sources, ...own]),
  };
}

function statementsOf(json: string): Statement[] {
  const { Statement: found = [] } = JSON.parse(json) as { Statement?: Statement | Statement[] };
  return Array.isArray(found) ? found : [found];
}

/** A later statement takes the place of an earlier one with its Sid. */
function override(statements: Statement[], next: Statement): Statement[] {
  const at = statements.findIndex(({ Sid }) => Sid !== undefined && Sid === next.Sid);
  return at < 0 ? [...statements, next] : statements.with(at, next);
}

function statement(block: ObjectValue): Statement {
  const fields: Record<string, Json | undefined> = {
    Sid: text(block.sid),
    Effect: text(block.effect) ?? 'Allow',
    Action: oneOrAll(strings(block.actions)),
    NotAction: oneOrAll(strings(block.not_actions)),
    Resource: oneOrAll(strings(block.resources)),
    NotResource: oneOrAll(strings(block.not_resources)),
    Principal: principals(objects(block.principals)),
    NotPrincipal: principals(objects(block.not_principals)),
    Condition: conditions(objects(block.condition)),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The provider sorts these downwards, and writes `${…}` where the configuration has `&{…}`. */
function oneOrAll(values: readonly string[]): Json | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.map(interpolated).sort().reverse();
  return sorted.length === 1 ? sorted[0] : sorted;
}

function principals(blocks: readonly ObjectValue[]): Json | undefined {
  if (blocks.length === 0) return undefined;
  if (blocks.some(({ type, identifiers }) => type === '*' && strings(identifiers).includes('*'))) return '*';
  const byType = [...grouped(blocks, 'type')].map(([type, group]) => {
    return [type, oneOrAll(group.flatMap(({ identifiers }) => strings(identifiers))) ?? []] as const;
  });
  return Object.fromEntries(byType);
}

function conditions(blocks: readonly ObjectValue[]): Json | undefined {
  if (blocks.length === 0) return undefined;
  const byTest = [...grouped(blocks, 'test')].map(([test, group]) => [test, variables(group)] as const);
  return Object.fromEntries(byTest);
}

function variables(blocks: readonly ObjectValue[]): Json {
  const byVariable = [...grouped(blocks, 'variable')].map(([variable, group]) => {
    const values = group.flatMap((block) => strings(block.values)).map(interpolated);
    return [variable, values.length === 1 ? (values[0] ?? '') : values] as const;
  });
  return Object.fromEntries(byVariable);
}

const interpolated = (value: string): string => value.replaceAll('&{', '${');

function grouped(blocks: readonly ObjectValue[], attribute: string): Map<string, ObjectValue[]> {
  const groups = new Map<string, ObjectValue[]>();
  for (const block of blocks) {
    const key = text(block[attribute]) ?? '';
    groups.set(key, [...(groups.get(key) ?? []), block]);
  }
  return groups;
}
