import { type ObjectValue, strings, text, type Value } from '../protocol/value';

type Special = (planned: ObjectValue, hex: (digits: number) => string) => Value | undefined;

/** Values that take more than a form: `type.attribute` => how they come about. */
const SPECIAL: Readonly<Record<string, Special>> = {
  // A multi-Region key and its replicas share their id, which begins with mrk-.
  'aws_kms_key.key_id': (planned, hex) => (planned.multi_region === true ? `mrk-${hex(32)}` : uuid(hex(32))),
  'aws_kms_replica_key.key_id': (planned) => afterSlash(planned.primary_key_arn),
  'aws_db_instance.port': (planned) => PORTS[(text(planned.engine) ?? '').split('-')[0] ?? ''] ?? 5432,
  'aws_db_instance.multi_az': () => false,
  'aws_db_instance.vpc_security_group_ids': () => [],
  'aws_nat_gateway.connectivity_type': () => 'public',
  'aws_ssm_parameter.value': (planned) => text(planned.insecure_value) ?? '',
  'aws_globalaccelerator_accelerator.ip_sets': () => [
    { ip_addresses: ['198.51.100.1', '198.51.100.2'], ip_family: 'IPv4' },
  ],
  'aws_acm_certificate.domain_validation_options': (planned) =>
    [text(planned.domain_name), ...strings(planned.subject_alternative_names)]
      .filter((name, at, all): name is string => name !== undefined && all.indexOf(name) === at)
      .map((name) => ({
        domain_name: name,
        resource_record_name: `_lab.${name.replace(/^\*\./, '')}.`,
        resource_record_type: 'CNAME',
        resource_record_value: '_lab.acm-validations.aws.',
      })),
  // Several records of a name and type are told by what they are called besides.
  'aws_route53_record.id': ({ zone_id, name, type, set_identifier: set }) =>
    [zone_id, text(name)?.toLowerCase(), type, text(set)].filter((part) => part !== undefined).join('_'),
  'aws_vpc.ipv6_cidr_block': (planned, hex) =>
    planned.assign_generated_ipv6_cidr_block === true ? `2600:1f18:${hex(4)}:${hex(6).slice(4)}00::/56` : '',
  'aws_vpc.ipv6_association_id': (planned, hex) =>
    planned.assign_generated_ipv6_cidr_block === true ? `vpc-cidr-assoc-${hex(17)}` : '',
  'aws_vpc_peering_connection.accept_status': ({ auto_accept }) =>
    auto_accept === true ? 'active' : 'pending-acceptance',
  'aws_wafv2_web_acl.arn': ({ scope }) =>
    `arn:{partition}:wafv2:${scope === 'CLOUDFRONT' ? 'us-east-1' : '{region}'}:{account}:${scope === 'CLOUDFRONT' ? 'global' : 'regional'}/webacl/{name}/{id}`,
  'aws_acm_certificate.subject_alternative_names': (planned) => [text(planned.domain_name) ?? ''],
};
/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Welcome.html, "Default port" of each engine. */
const PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  mysql: 3306,
  mariadb: 3306,
  aurora: 3306,
  oracle: 1521,
  sqlserver: 1433,
  db2: 50000,
};

export function computedSpecially(
  type: string,
  path: string,
  planned: ObjectValue,
  hex: (digits: number) => string,
): Value | undefined {
  return SPECIAL[`${type}.${path}`]?.(planned, hex);
}

function afterSlash(value: Value | undefined): string | undefined {
  const arn = text(value);
  return arn?.slice(arn.lastIndexOf('/') + 1);
}

/** A version 4 UUID of 32 hex digits. */
export function uuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
