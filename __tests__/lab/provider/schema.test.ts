import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bindings, sourceOf } from '../../../lab/provider/schema/bindings';
import { schemaOf } from '../../../lab/provider/schema/catalog';
import { recoverFrom, recoverSchema } from '../../../lab/provider/schema/recover';
import type { Block, Type } from '../../../lab/provider/schema/types';
import { mentionedIn, narrowed } from '../../../lab/provider/schema/waf-statement';

/** One line for everything in a block: `rule.filter list 0-1`, `bucket string required`. */
function outline(block: Block, at: string): string[] {
  const attributes = Object.entries(block.attributes).map(([name, { type, ...is }]) => {
    const how = is.required
      ? 'required'
      : [is.optional && 'optional', is.computed && 'computed'].filter(Boolean).join('+');
    return `${at}.${name} ${typeText(type)} ${how}${is.sensitive ? ' sensitive' : ''}${is.writeOnly ? ' write-only' : ''}`;
  });
  const blocks = Object.entries(block.blocks).flatMap(([name, { nesting, minItems, maxItems, block: inner }]) => [
    `${at}.${name} ${nesting} ${minItems}-${maxItems || ''}`,
    ...outline(inner, `${at}.${name}`),
  ]);
  return [...attributes, ...blocks];
}

function typeText(type: Type): string {
  if (typeof type === 'string') return type;
  if (type[0] !== 'object') return `${type[0]}(${typeText(type[1])})`;
  const fields = Object.entries(type[1]).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${name}:${typeText(field)}`).join(',')}}`;
}

describe('against the real provider', () => {
  const lines = readFileSync(path.join(__dirname, 'real-schemas.txt'), 'utf8').split('\n');
  const real = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const types = [...new Set(real.map((line) => line.slice(0, line.search(/[. ]/))))];

  /** What version 6 changed: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade */
  const CHANGED_SINCE = [
    'aws_s3_bucket.region string computed',
    'aws_s3_bucket_lifecycle_configuration.rule.noncurrent_version_expiration.newer_noncurrent_versions number optional+computed',
    'aws_s3_bucket_lifecycle_configuration.rule.noncurrent_version_transition.newer_noncurrent_versions number optional+computed',
  ];

  test.each(types)('%s has all that version 5.100.0 has, the same way', (type) => {
    const recovered = new Set(outline(schemaOf('resource', type), type));
    const missing = real.filter((line) => line.startsWith(`${type}.`) && !recovered.has(line));
    expect(missing.filter((line) => !CHANGED_SINCE.includes(line))).toEqual([]);
  });
});

test('every type in the bindings has a schema, but for those that the bindings themselves give up on', () => {
  const failures: string[] = [];
  let count = 0;
  for (const folder of readdirSync(bindings.lib).sort()) {
    const kind = folder.startsWith('data-aws-') ? 'data' : 'resource';
    const type = `aws_${folder.replace(/^data-aws-/, '').replaceAll('-', '_')}`;
    const source = folder === 'provider' ? undefined : sourceOf(kind, type);
    if (!source?.includes('extends cdktf.Terraform')) continue;
    count += 1;
    try {
      recoverFrom(source, kind, type);
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  expect(count).toBeGreaterThan(2000);
  const any = "has a shape that the bindings don't describe (any).";
  expect(failures).toEqual([
    "data aws_quicksight_analysis: definition has a shape that the bindings don't describe (return this.interpolationForAttribute('definition');).",
    `resource aws_quicksight_analysis: definition ${any}`,
    `resource aws_quicksight_dashboard: definition ${any}`,
    `resource aws_quicksight_template: definition ${any}`,
  ]);
});

describe('the statement of a firewall', () => {
  const statementOf = (block: Block) => block.blocks.rule?.block.blocks.statement;
  const names = (block: Block | undefined) => Object.keys(block?.blocks ?? {});

  test('is there, with the statements that hold others', () => {
    const statement = statementOf(schemaOf('resource', 'aws_wafv2_web_acl'));
    expect([statement?.minItems, statement?.maxItems]).toEqual([1, 1]);
    expect(names(statement?.block)).toEqual(
      expect.arrayContaining(['managed_rule_group_statement', 'not_statement', 'rate_based_statement']),
    );
    const { rate_based_statement: rate } = statement?.block.blocks ?? {};
    expect(rate?.block.attributes.limit).toMatchObject({ type: 'number', required: true });
    const not = rate?.block.blocks.scope_down_statement?.block.blocks.not_statement?.block.blocks.statement;
    expect(names(not?.block)).toEqual(expect.arrayContaining(['or_statement', 'byte_match_statement']));
    expect(names(statementOf(schemaOf('resource', 'aws_wafv2_rule_group'))?.block)).not.toContain(
      'managed_rule_group_statement',
    );
  });

  test('is offered as far as a stack speaks of it, all else being as it was', () => {
    const whole = schemaOf('resource', 'aws_wafv2_web_acl');
    const said = mentionedIn('{"rule":[{"statement":{"rate_based_statement": {"limit":1}}}]}');
    const narrow = narrowed('aws_wafv2_web_acl', whole, new Set(said));
    expect(said).toEqual(['rule', 'statement', 'rate_based_statement', 'limit']);
    expect(names(statementOf(narrow)?.block)).toEqual(['rate_based_statement']);
    expect(names(statementOf(narrow)?.block.blocks.rate_based_statement?.block)).toEqual([]);
    expect(names(narrow)).toEqual(names(whole));
    const vpc = schemaOf('resource', 'aws_vpc_endpoint');
    expect(narrowed('aws_vpc_endpoint', vpc, new Set())).toBe(vpc);
  });
});

describe('shapes', () => {
  const shape = (kind: 'resource' | 'data', type: string, name: string) => {
    const block = schemaOf(kind, type);
    const nested = block.blocks[name];
    return nested
      ? `${nested.nesting} ${nested.minItems}-${nested.maxItems}`
      : typeText(block.attributes[name]?.type ?? 'string');
  };

  test.each([
    ['a set of blocks', 'resource', 'aws_dynamodb_table', 'replica', 'set 0-0'],
    [
      'a required list of blocks, limited',
      'resource',
      'aws_s3_bucket_replication_configuration',
      'rule',
      'list 1-1000',
    ],
    ['one block', 'resource', 'aws_s3_bucket_versioning', 'versioning_configuration', 'list 1-1'],
    ['a single block', 'resource', 'aws_vpc_endpoint', 'timeouts', 'single 0-0'],
    [
      'an attribute written like a block',
      'resource',
      'aws_network_acl',
      'ingress',
      'set({action:string,cidr_block:string,from_port:number,icmp_code:number,icmp_type:number,ipv6_cidr_block:string,protocol:string,rule_no:number,to_port:number})',
    ],
    [
      'computed objects',
      'data',
      'aws_db_instance',
      'master_user_secret',
      'list({kms_key_id:string,secret_arn:string,secret_status:string})',
    ],
    [
      'one optional object',
      'resource',
      'aws_s3tables_table',
      'encryption_configuration',
      '{kms_key_arn:string,sse_algorithm:string}',
    ],
    [
      'a map of objects',
      'resource',
      'aws_lexv2models_bot_version',
      'locale_specification',
      'map({source_bot_version:string})',
    ],
    ['a set of strings', 'resource', 'aws_db_subnet_group', 'subnet_ids', 'set(string)'],
    ['a map of booleans', 'data', 'aws_vpc_peering_connection', 'accepter', 'map(bool)'],
  ] as const)('%s', (_, kind, type, name, expected) => {
    expect(shape(kind, type, name)).toBe(expected);
  });

  test('the provider block keeps everything but the alias', () => {
    const { attributes, blocks } = schemaOf('provider', 'aws');
    expect(attributes).not.toHaveProperty('alias');
    expect(attributes.allowed_account_ids?.type).toEqual(['set', 'string']);
    expect(Object.keys(blocks)).toEqual([
      'assume_role',
      'assume_role_with_web_identity',
      'default_tags',
      'endpoints',
      'ignore_tags',
    ]);
    expect(blocks.assume_role?.block.attributes.transitive_tag_keys?.type).toEqual(['set', 'string']);
  });

  test('a type spread over several files is read whole', () => {
    expect(schemaOf('resource', 'aws_medialive_channel').blocks.encoder_settings?.block.blocks).toHaveProperty(
      'audio_descriptions',
    );
  });

  test('a type without a binding, and a class that is not there, are errors that name them', () => {
    expect(() => recoverSchema('resource', 'aws_nothing')).toThrow(
      new Error('resource aws_nothing: the installed @cdktf/provider-aws has no binding for it.'),
    );
    const source = `export class X extends cdktf.TerraformResource {
  // part - computed: false, optional: true, required: false
  private _part = new XPartOutputReference(this, "part");
  public get part() {
    return this._part;
  }
}`;
    expect(() => recoverFrom(source, 'resource', 'aws_x')).toThrow(
      new Error(
        "resource aws_x: part has a shape that the bindings don't describe (XPartOutputReference, which is not there).",
      ),
    );
  });
});
