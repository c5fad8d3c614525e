import type { Block, Entry } from './region-states';

/** How an object that exists comes back under its address. */
type Adoption =
  /** Its import id follows from its arguments: `{name}`; `{a|b}` is the first that is given, `[...]` is left out where its argument is. */
  | { readonly from: 'arguments'; readonly id: string }
  /** AWS made its id up: it is looked up by what it is called, in the object's own Region. */
  | {
      readonly from: 'lookup';
      readonly data: string;
      readonly where: (entry: Entry) => Block;
      /** Attribute of the data source that is the import id. */
      readonly id: string;
      /** Other attributes of the object that hold the same. */
      readonly also?: readonly string[];
      /** The data source lists what it finds. */
      readonly list?: true;
    }
  /** All keys of a set share one id. */
  | { readonly from: 'key-set' }
  /** It has no import. What is created again is no second one of its kind. */
  | { readonly from: 'creation' };

const byArguments = (id: string): Adoption => ({ from: 'arguments', id });

/** What EC2 knows by its Name. What was deleted stays listed for a while, so that the state is asked for too. */
const byName = (data: string, state: string, also: readonly string[] = []): Adoption => ({
  from: 'lookup',
  data,
  where: (entry) => ({
    filter: [
      { name: 'tag:Name', values: [nameTagOf(entry)] },
      ...(state === '' ? [] : [{ name: state, values: [state === 'status-code' ? 'active' : 'available'] }]),
    ],
  }),
  id: 'id',
  also,
});

/** The "Import" section of each type's page in the AWS provider's documentation. A type may be here before a stack has it. */
const ADOPTIONS: Readonly<Record<string, Adoption>> = {
  // Data.
  aws_dynamodb_table: byArguments('{name}'),
  aws_kms_alias: byArguments('{name}'),
  aws_kms_key: { from: 'key-set' },
  aws_kms_replica_key: { from: 'key-set' },
  aws_s3_bucket: byArguments('{bucket}'),
  aws_s3_bucket_acl: byArguments('{bucket}[,{acl}]'),
  aws_s3_bucket_cors_configuration: byArguments('{bucket}'),
  aws_s3_bucket_lifecycle_configuration: byArguments('{bucket}'),
  aws_s3_bucket_logging: byArguments('{bucket}'),
  aws_s3_bucket_notification: byArguments('{bucket}'),
  aws_s3_bucket_ownership_controls: byArguments('{bucket}'),
  aws_s3_bucket_policy: byArguments('{bucket}'),
  aws_s3_bucket_public_access_block: byArguments('{bucket}'),
  aws_s3_bucket_replication_configuration: byArguments('{bucket}'),
  aws_s3_bucket_server_side_encryption_configuration: byArguments('{bucket}'),
  aws_s3_bucket_versioning: byArguments('{bucket}'),
  aws_ssm_parameter: byArguments('{name}'),
  aws_cloudwatch_log_group: byArguments('{name}'),
  aws_cloudwatch_log_resource_policy: byArguments('{policy_name}'),
  aws_cognito_user_pool: {
    from: 'lookup',
    data: 'aws_cognito_user_pools',
    where: ({ block }) => ({ name: block.name }),
    id: 'ids',
    list: true,
  },

  // Images.
  aws_ecr_repository: byArguments('{name}'),
  aws_ecr_repository_policy: byArguments('{repository}'),
  aws_ecr_lifecycle_policy: byArguments('{repository}'),
  // A registry is its account's, one in each Region.
  aws_ecr_registry_policy: ofAccount(),
  aws_ecr_registry_scanning_configuration: ofAccount(),
  aws_ecr_replication_configuration: ofAccount(),

  // Names.
  aws_api_gateway_account: ofAccount(),
  aws_apigatewayv2_domain_name: byArguments('{domain_name}'),
  aws_acm_certificate: {
    from: 'lookup',
    data: 'aws_acm_certificate',
    where: ({ block }) => ({ domain: block.domain_name, statuses: ['ISSUED'], most_recent: true }),
    id: 'arn',
    also: ['id'],
  },
  aws_acm_certificate_validation: { from: 'creation' },
  aws_route53_record: byArguments('{zone_id}_{name}_{type}[_{set_identifier}]'),
  aws_route53_zone_association: byArguments('{zone_id}:{vpc_id}[:{vpc_region}]'),

  // Networks.
  aws_eip: byName('aws_eip', '', ['allocation_id']),
  aws_ec2_managed_prefix_list: {
    from: 'lookup',
    data: 'aws_ec2_managed_prefix_list',
    where: ({ block }) => ({ name: block.name }),
    id: 'id',
  },
  aws_ec2_transit_gateway: byName('aws_ec2_transit_gateway', 'state'),
  aws_ec2_transit_gateway_route_table: byName('aws_ec2_transit_gateway_route_table', 'state'),
  aws_ec2_transit_gateway_peering_attachment: byName('aws_ec2_transit_gateway_peering_attachment', 'state'),
  // Both ends of a peering have one id.
  aws_ec2_transit_gateway_peering_attachment_accepter: byArguments('{transit_gateway_attachment_id}'),
  aws_ec2_transit_gateway_route_table_association: byArguments(
    '{transit_gateway_route_table_id}_{transit_gateway_attachment_id}',
  ),
  aws_ec2_transit_gateway_route_table_propagation: byArguments(
    '{transit_gateway_route_table_id}_{transit_gateway_attachment_id}',
  ),
  aws_ec2_transit_gateway_route: byArguments('{transit_gateway_route_table_id}_{destination_cidr_block}'),
  aws_vpc_peering_connection: byName('aws_vpc_peering_connection', 'status-code'),
  aws_vpc_peering_connection_accepter: byArguments('{vpc_peering_connection_id}'),
  aws_vpc_peering_connection_options: byArguments('{vpc_peering_connection_id}'),
  aws_route: byArguments(
    '{route_table_id}_{destination_cidr_block|destination_ipv6_cidr_block|destination_prefix_list_id}',
  ),
};

/** What an account has once in each Region goes by the account's id. */
function ofAccount(): Adoption {
  return { from: 'lookup', data: 'aws_caller_identity', where: () => ({}), id: 'account_id' };
}

/** Whether an object is adopted at all; one that has no import is created again. */
export const isAdoptable = ({ type }: Entry): boolean => ADOPTIONS[type]?.from !== 'creation';

/** The data source that tells an object's id, where its arguments do not. It has the object's own name and provider. */
export function lookupOf(entry: Entry): Entry[] {
  const adoption = ADOPTIONS[entry.type];
  if (adoption?.from !== 'lookup') return [];
  const { provider } = entry.block;
  const block = { ...(provider === undefined ? {} : { provider }), ...adoption.where(entry) };
  return [{ type: adoption.data, name: entry.name, address: `data.${adoption.data}.${entry.name}`, block }];
}

/**
 * The id under which an object is imported. It must be known before the plan: a literal, a data source or an attribute of what
 * is in the state. So a reference to something that is itself adopted is followed to what that is imported by.
 * @param adopted addresses of all that is adopted in this plan
 * @throws where the type has no entry in the table, or a value is not known before the plan
 */
export function importId(
  entry: Entry,
  byAddress: ReadonlyMap<string, Entry>,
  adopted: ReadonlySet<string> = new Set(),
): string {
  const { type, name, address, block } = entry;
  const adoption = ADOPTIONS[type];
  if (adoption?.from === 'key-set') return keyId(block, byAddress);
  if (adoption?.from === 'lookup') {
    const found = `data.${adoption.data}.${name}.${adoption.id}`;
    return `\${${adoption.list ? `one(${found})` : found}}`;
  }
  if (adoption?.from !== 'arguments')
    throw new Error(
      `${address}: no import id is known for ${type}. Add how it is adopted to ADOPTIONS (stacks/adoption.ts).`,
    );
  const filled = (part: string): string =>
    part.replace(/\{([\w|]+)\}/g, (_, alternatives: string) => {
      const argument = alternatives.split('|').find((one) => block[one] !== undefined) ?? alternatives;
      return known(entry, argument, byAddress, adopted);
    });
  return filled(
    adoption.id.replace(/\[([^\]]*)\]/g, (_, optional: string) => {
      const argument = /\{(\w+)\}/.exec(optional)?.[1] ?? '';
      return block[argument] === undefined ? '' : optional;
    }),
  );
}

/** An argument's value, as it can be written in an import block. */
function known(
  entry: Entry,
  argument: string,
  byAddress: ReadonlyMap<string, Entry>,
  adopted: ReadonlySet<string>,
): string {
  const value = entry.block[argument];
  if (typeof value !== 'string')
    throw new Error(`${entry.address}: it is imported by its ${argument}, which it does not have. Set it.`);
  const [, address = '', attribute = ''] = /^\$\{(\w+\.[\w-]+)\.(\w+)\}$/.exec(value) ?? [];
  const referred = byAddress.get(address);
  if (!referred) return value;
  if (referred.block[attribute] !== undefined) return known(referred, attribute, byAddress, adopted);
  if (!adopted.has(address)) return value;
  const adoption = ADOPTIONS[referred.type];
  const holdsId =
    attribute === 'id' || (adoption?.from === 'lookup' && [adoption.id, ...(adoption.also ?? [])].includes(attribute));
  if (!holdsId)
    throw new Error(
      `${entry.address}: it is imported by its ${argument}, ${value}, which is not known before ${address} is adopted itself. Refer to its id.`,
    );
  return importId(referred, byAddress, adopted);
}

/** What people called it, which must be in the code. */
function nameTagOf({ address, block }: Entry): string {
  const { tags } = block;
  const name = typeof tags === 'object' && tags !== null && 'Name' in tags ? tags.Name : undefined;
  if (typeof name !== 'string' || name.includes('${'))
    throw new Error(
      `${address}: it is looked up by its tag Name when its Region returns, and has none that is known. Set one.`,
    );
  return name;
}

/** All keys of a set share one id, which is known from the primary, or else from an alias that is looked up. */
function keyId({ primary_key_arn }: Block, byAddress: ReadonlyMap<string, Entry>): string {
  const siblings = [...byAddress.values()].filter(({ type }) => type === 'aws_kms_replica_key');
  const arn = String(primary_key_arn ?? siblings[0]?.block.primary_key_arn);
  const [, source, attribute] = /((?:data\.)?aws_kms_(?:key|alias)\.[\w-]+)\.(arn|target_key_arn)/.exec(arn) ?? [];
  return `\${${source}.${attribute === 'arn' ? 'key_id' : 'target_key_id'}}`;
}
