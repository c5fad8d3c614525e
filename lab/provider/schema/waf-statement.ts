import type { Block, NestedBlock, Type } from './types';

/*
 * `statement` of a rule of AWS WAF, which the bindings leave at `any` as it holds itself. From "aws_wafv2_web_acl" and
 * "aws_wafv2_rule_group" in the documentation of the AWS provider. Left out of managed rule groups: the configurations of
 * account creation fraud prevention, account takeover prevention and the anti-DDoS group.
 */

type Fields = Readonly<Record<string, Type | NestedBlock>>;

/** A name that ends in `!` is required. */
function block(fields: Fields): Block {
  const attributes: Record<string, Block['attributes'][string]> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const [marked, field] of Object.entries(fields)) {
    const name = marked.replace('!', '');
    const required = marked.endsWith('!');
    if (typeof field === 'object' && 'nesting' in field) blocks[name] = { ...field, minItems: required ? 1 : 0 };
    else
      attributes[name] = {
        type: field,
        required,
        optional: !required,
        computed: false,
        sensitive: false,
        writeOnly: false,
      };
  }
  return { attributes, blocks };
}

const upTo = (maxItems: number, fields: Fields): NestedBlock => ({
  nesting: 'list',
  block: block(fields),
  minItems: 0,
  maxItems,
});
const one = (fields: Fields): NestedBlock => upTo(1, fields);
const any = (fields: Fields): NestedBlock => upTo(0, fields);

const STRINGS: Type = ['list', 'string'];
const EMPTY = one({});
const NAMED = one({ 'name!': 'string' });
const FALLBACK = one({ 'fallback_behavior!': 'string' });
const TRANSFORMED: Fields = {
  'text_transformation!': { ...any({ 'priority!': 'number', 'type!': 'string' }), nesting: 'set' },
};
const FORWARDED: Fields = { 'fallback_behavior!': 'string', 'header_name!': 'string' };

const FIELD = one({
  all_query_arguments: EMPTY,
  body: one({ oversize_handling: 'string' }),
  cookies: one({
    'match_scope!': 'string',
    'oversize_handling!': 'string',
    'match_pattern!': any({ all: EMPTY, excluded_cookies: STRINGS, included_cookies: STRINGS }),
  }),
  header_order: any({ 'oversize_handling!': 'string' }),
  headers: any({
    'match_scope!': 'string',
    'oversize_handling!': 'string',
    'match_pattern!': one({ all: EMPTY, excluded_headers: STRINGS, included_headers: STRINGS }),
  }),
  ja3_fingerprint: FALLBACK,
  ja4_fingerprint: FALLBACK,
  json_body: one({
    invalid_fallback_behavior: 'string',
    'match_scope!': 'string',
    oversize_handling: 'string',
    'match_pattern!': one({ all: EMPTY, included_paths: STRINGS }),
  }),
  method: EMPTY,
  query_string: EMPTY,
  single_header: NAMED,
  single_query_argument: NAMED,
  uri_fragment: one({ fallback_behavior: 'string' }),
  uri_path: EMPTY,
});
/** What looks at a part of a request. */
const LOOKING: Fields = { field_to_match: FIELD, ...TRANSFORMED };

/** Statements that hold no other one. */
const PLAIN: Fields = {
  asn_match_statement: one({ 'asn_list!': ['list', 'number'], forwarded_ip_config: one(FORWARDED) }),
  byte_match_statement: one({ 'positional_constraint!': 'string', 'search_string!': 'string', ...LOOKING }),
  geo_match_statement: one({ 'country_codes!': STRINGS, forwarded_ip_config: one(FORWARDED) }),
  ip_set_reference_statement: one({
    'arn!': 'string',
    ip_set_forwarded_ip_config: one({ ...FORWARDED, 'position!': 'string' }),
  }),
  label_match_statement: one({ 'key!': 'string', 'scope!': 'string' }),
  regex_match_statement: one({ 'regex_string!': 'string', ...LOOKING }),
  regex_pattern_set_reference_statement: one({ 'arn!': 'string', ...LOOKING }),
  size_constraint_statement: one({ 'comparison_operator!': 'string', 'size!': 'number', ...LOOKING }),
  sqli_match_statement: one({ sensitivity_level: 'string', ...LOOKING }),
  xss_match_statement: one(LOOKING),
};

/**
 * Those that hold others. The provider lets them hold one another three deep, which is ten thousand blocks for Terraform to
 * read in every command; here not may hold and and or, and these may hold not.
 */
function holding(inner: Fields, innerOfNot: Fields = inner): Fields {
  const holder = (fields: Fields): NestedBlock => one({ 'statement!': any(fields) });
  return { and_statement: holder(inner), or_statement: holder(inner), not_statement: holder(innerOfNot) };
}
const NOT: Fields = { not_statement: one({ 'statement!': any(PLAIN) }) };
const { not_statement: _, ...AND_OR } = holding(PLAIN);

/** Which requests a statement looks at. */
const SCOPE = one({ ...PLAIN, ...holding({ ...PLAIN, ...NOT }, { ...PLAIN, ...AND_OR }) });

const RATE_BASED = one({
  aggregate_key_type: 'string',
  evaluation_window_sec: 'number',
  'limit!': 'number',
  forwarded_ip_config: one(FORWARDED),
  scope_down_statement: SCOPE,
  custom_key: upTo(5, {
    asn: EMPTY,
    cookie: one({ 'name!': 'string', ...TRANSFORMED }),
    forwarded_ip: EMPTY,
    header: one({ 'name!': 'string', ...TRANSFORMED }),
    http_method: EMPTY,
    ip: EMPTY,
    ja3_fingerprint: FALLBACK,
    ja4_fingerprint: FALLBACK,
    label_namespace: one({ 'namespace!': 'string' }),
    query_argument: one({ 'name!': 'string', ...TRANSFORMED }),
    query_string: one(TRANSFORMED),
    uri_path: one(TRANSFORMED),
  }),
});

const HEADER: Fields = { 'name!': 'string', 'value!': 'string' };
const HANDLED = one({
  custom_request_handling: one({ 'insert_header!': { ...any(HEADER), nesting: 'set' } }),
});
const OVERRIDES = upTo(100, {
  'name!': 'string',
  'action_to_use!': one({
    allow: HANDLED,
    block: one({
      custom_response: one({
        custom_response_body_key: 'string',
        'response_code!': 'number',
        response_header: { ...any(HEADER), nesting: 'set' },
      }),
    }),
    captcha: HANDLED,
    challenge: HANDLED,
    count: HANDLED,
  }),
});
const IDENTIFIED = one({ 'identifier!': 'string' });

const MANAGED_GROUP = one({
  'name!': 'string',
  'vendor_name!': 'string',
  version: 'string',
  rule_action_override: OVERRIDES,
  scope_down_statement: one({ ...PLAIN, ...holding(PLAIN) }),
  managed_rule_group_configs: any({
    aws_managed_rules_bot_control_rule_set: one({ enable_machine_learning: 'bool', 'inspection_level!': 'string' }),
    login_path: 'string',
    password_field: IDENTIFIED,
    payload_type: 'string',
    username_field: IDENTIFIED,
  }),
});

const RULE_GROUP: Fields = { ...PLAIN, ...holding(PLAIN), rate_based_statement: RATE_BASED };
const WEB_ACL: Fields = {
  ...RULE_GROUP,
  managed_rule_group_statement: MANAGED_GROUP,
  rule_group_reference_statement: one({ 'arn!': 'string', rule_action_override: OVERRIDES }),
};

const STATEMENTS: Readonly<Record<string, Fields>> = {
  'resource aws_wafv2_rule_group: rule.statement': RULE_GROUP,
  'resource aws_wafv2_web_acl: rule.statement': WEB_ACL,
};

/** The block behind a member that the bindings don't describe, by type and path; `undefined` where nobody wrote it down. */
export function undescribedBlock(subject: string, at: string): NestedBlock | undefined {
  const fields = STATEMENTS[`${subject}: ${at}`];
  return fields && { ...one(fields), minItems: 1 };
}

/**
 * The schema of a type as far as something is said of it. A rule's statement is thousands of blocks, which Terraform reads in
 * every command, and hardly any of them is in a stack.
 * @param mentioned names of all that is written anywhere in a stack, and in what its state holds
 */
export function narrowed(type: string, block: Block, mentioned: ReadonlySet<string>): Block {
  const rule = block.blocks.rule;
  const statement = rule?.block.blocks.statement;
  if (!rule || !statement || !(`resource ${type}: rule.statement` in STATEMENTS)) return block;
  const said = { ...rule.block, blocks: { ...rule.block.blocks, statement: only(statement, mentioned) } };
  return { ...block, blocks: { ...block.blocks, rule: { ...rule, block: said } } };
}

function only(nested: NestedBlock, mentioned: ReadonlySet<string>): NestedBlock {
  const blocks = Object.entries(nested.block.blocks).filter(([name]) => mentioned.has(name));
  const narrow = Object.fromEntries(blocks.map(([name, inner]) => [name, only(inner, mentioned)]));
  return { ...nested, block: { ...nested.block, blocks: narrow } };
}

/** Names that something is written under in a JSON text. */
export const mentionedIn = (json: string): string[] => [...json.matchAll(/"(\w+)"\s*:/g)].map(([, name = '']) => name);
