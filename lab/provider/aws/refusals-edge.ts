import { type ObjectValue, objects, strings, text, type Value } from '../protocol/value';
import type { World } from '../world';
import { fullName, hostName, namesOf } from './names';
import type { Change, Refusals } from './refusals';

/** Names, certificates, firewalls, APIs and front doors. */
export const EDGE_REFUSALS: Refusals = {
  aws_route53_record: refuseRecord,

  aws_route53_zone: (world, { op, prior }) => {
    const id = text(prior?.zone_id) ?? '';
    const records = world.all('aws_route53_record').filter(({ state }) => state.zone_id === id);
    return op === 'Delete' && prior?.force_destroy !== true && records.length > 0
      ? `deleting Route53 Hosted Zone (${id}): operation error Route 53: DeleteHostedZone, https response error StatusCode: 400, HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.`
      : undefined;
  },

  aws_acm_certificate: (world, { op, prior }) => {
    const arn = text(prior?.arn) ?? '';
    return op === 'Delete' && certificateUsers(world, arn)
      ? `deleting ACM Certificate (${arn}): operation error ACM: DeleteCertificate, https response error StatusCode: 400, ResourceInUseException: Certificate ${arn} is in use.`
      : undefined;
  },

  aws_acm_certificate_validation: (world, { op, planned }) => {
    if (op !== 'Create' || !planned) return undefined;
    const arn = text(planned.certificate_arn) ?? '';
    const certificate = world.all('aws_acm_certificate').find(({ state }) => state.arn === arn)?.state;
    if (!certificate) return `reading ACM Certificate (${arn}): couldn't find resource`;
    const proofs = objects(certificate.domain_validation_options).map((option) =>
      hostName(option.resource_record_name),
    );
    const given = strings(planned.validation_record_fqdns).map(hostName);
    const unsaid = given.length > 0 ? proofs.find((name) => !given.includes(name)) : undefined;
    if (unsaid !== undefined) return `missing ${String(certificate.domain_name)} DNS validation record: ${unsaid}`;
    const written = new Set(world.all('aws_route53_record').map(({ state }) => hostName(state.fqdn ?? state.name)));
    // The provider would wait for 75 minutes.
    return proofs.every((name) => written.has(name))
      ? undefined
      : `waiting for ACM Certificate (${arn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)`;
  },

  aws_apigatewayv2_domain_name: (world, { op, region, planned }) => {
    if (op === 'Delete' || !planned) return undefined;
    const host = text(planned.domain_name) ?? '';
    const arn = objects(planned.domain_name_configuration)[0]?.certificate_arn;
    const why = unusable(world, region, arn, host);
    return (
      why &&
      `creating API Gateway v2 Domain Name (${host}): operation error ApiGatewayV2: CreateDomainName, https response error StatusCode: 400, BadRequestException: ${why}`
    );
  },

  aws_apigatewayv2_api_mapping: (world, { op, region, planned }) => {
    if (op !== 'Create' || !planned) return undefined;
    const host = text(planned.domain_name) ?? '';
    const isThere = ['aws_apigatewayv2_domain_name', 'aws_api_gateway_domain_name'].some((type) =>
      world.all(type).some((stored) => stored.region === region && stored.state.domain_name === host),
    );
    return isThere
      ? undefined
      : `creating API Gateway v2 API Mapping: operation error ApiGatewayV2: CreateApiMapping, https response error StatusCode: 404, NotFoundException: Invalid domain name identifier specified: ${host}`;
  },

  aws_lb_listener: (world, { op, region, planned }) => {
    const arn = planned?.certificate_arn;
    if (op === 'Delete' || !text(arn)) return undefined;
    const why = unusable(world, region, arn);
    return (
      why &&
      `creating ELBv2 Listener (${String(planned?.load_balancer_arn)}): operation error Elastic Load Balancing v2: CreateListener, https response error StatusCode: 400, UnsupportedCertificate: ${why}`
    );
  },

  aws_wafv2_web_acl: (world, { op, region, prior, planned }) => {
    const name = text((planned ?? prior)?.name) ?? '';
    if (op === 'Create') return refuseScope('WebACL', name, region, planned);
    const arn = text(prior?.arn) ?? '';
    const isUsed =
      world.all('aws_wafv2_web_acl_association').some(({ state }) => state.web_acl_arn === arn) ||
      world.all('aws_cloudfront_distribution').some(({ state }) => state.web_acl_id === arn);
    return op === 'Delete' && isUsed
      ? `deleting WAFv2 WebACL (${String(prior?.id)}): operation error WAFV2: DeleteWebACL, https response error StatusCode: 400, WAFAssociatedItemException: AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.`
      : undefined;
  },
  aws_wafv2_ip_set: (_, { op, region, planned }) =>
    op === 'Create' ? refuseScope('IPSet', text(planned?.name) ?? '', region, planned) : undefined,

  aws_cloudfront_distribution: (world, change) => refuseDistribution(world, change),

  // "Endpoints for standard accelerators": a load balancer of the group's own Region.
  aws_globalaccelerator_endpoint_group: (world, { op, planned }) => {
    if (op === 'Delete' || !planned) return undefined;
    const arns = objects(planned.endpoint_configuration).flatMap(({ endpoint_id }) => text(endpoint_id) ?? []);
    const lost = arns.find((arn) => {
      const balancer = world.all('aws_lb').find(({ state }) => state.arn === arn);
      return arn.includes(':elasticloadbalancing:') && balancer?.region !== planned.endpoint_group_region;
    });
    return lost
      ? `creating Global Accelerator Endpoint Group: operation error Global Accelerator: CreateEndpointGroup, https response error StatusCode: 400, EndpointNotFoundException: ${lost} is no load balancer in ${String(planned.endpoint_group_region)}`
      : undefined;
  },
};

/** "ChangeResourceRecordSets": one set of a name, type and identifier; those of a name are routed alike; an alias has a target. */
function refuseRecord(world: World, { op, planned }: Change): string | undefined {
  if (op === 'Delete' || !planned) return undefined;
  const said = (what: string): string =>
    `${op === 'Create' ? 'creating' : 'updating'} Route53 Record: operation error Route 53: ChangeResourceRecordSets, https response error StatusCode: 400, InvalidChangeBatch: [${what}]`;
  const { zone_id: zone, type, set_identifier: set } = planned;
  const within = world.all('aws_route53_zone').find(({ state }) => state.zone_id === zone)?.state;
  if (!within)
    return `${op === 'Create' ? 'creating' : 'updating'} Route53 Record: operation error Route 53: ChangeResourceRecordSets, https response error StatusCode: 404, NoSuchHostedZone: No hosted zone found with ID: ${String(zone)}`;
  const records = world.all('aws_route53_record').map(({ state }) => state);
  const name = fullName(text(planned.name) ?? '', text(within.name) ?? '');
  const alike = records.filter(
    (state) => state.zone_id === zone && state.type === type && hostName(state.fqdn ?? state.name) === name,
  );
  if (op === 'Create') {
    if (planned.allow_overwrite !== true && alike.some((state) => text(state.set_identifier) === text(set)))
      return said(
        `Tried to create resource record set [name='${name}.', type='${String(type)}'${text(set) ? `, set-identifier='${String(set)}'` : ''}] but it already exists`,
      );
    if (alike.some((state) => (text(state.set_identifier) === undefined) !== (text(set) === undefined)))
      return said(
        `RRSet with DNS name ${name}., type ${String(type)} cannot be created as other RRSets exist with the same name and type.`,
      );
    const other = alike.find((state) => routingOf(state) !== routingOf(planned));
    if (other && text(set))
      return said(
        `RRSet with DNS name ${name}., type ${String(type)}, SetIdentifier ${String(set)} cannot be created as a non-${routingOf(planned)} set exists with the same name and type.`,
      );
  }
  const check = text(planned.health_check_id);
  if (check && !world.all('aws_route53_health_check').some(({ state }) => state.id === check))
    return said(`Health check ${check} does not exist`);
  const alias = objects(planned.alias)[0];
  if (alias?.zone_id !== zone) return undefined;
  const target = hostName(alias?.name);
  const isThere = records.some(
    (state) => state.zone_id === zone && state.type === type && hostName(state.fqdn ?? state.name) === target,
  );
  return isThere
    ? undefined
    : said(
        `Tried to create an alias that targets ${target}., type ${String(type)} in zone ${String(zone)}, but that target was not found`,
      );
}

/** Which of Route 53's policies a record has. */
const routingOf = (record: ObjectValue): string =>
  Object.keys(record)
    .filter((name) => name.endsWith('_routing_policy'))
    .sort()
    .find((name) => record[name] === true || objects(record[name]).length > 0)
    ?.replace('_routing_policy', '') ?? 'simple';

const USERS: readonly (readonly [type: string, arns: (state: ObjectValue) => readonly (Value | undefined)[]])[] = [
  [
    'aws_apigatewayv2_domain_name',
    (state) => objects(state.domain_name_configuration).map((one) => one.certificate_arn),
  ],
  ['aws_api_gateway_domain_name', (state) => [state.regional_certificate_arn, state.certificate_arn]],
  ['aws_lb_listener', (state) => [state.certificate_arn]],
  ['aws_cloudfront_distribution', (state) => objects(state.viewer_certificate).map((one) => one.acm_certificate_arn)],
];
const certificateUsers = (world: World, arn: string): boolean =>
  USERS.some(([type, arns]) => world.all(type).some(({ state }) => arns(state).includes(arn)));

/** Why a certificate cannot be used in a Region, or for a host name. */
function unusable(world: World, region: string, arn: Value | undefined, host?: string): string | undefined {
  const certificate = world.all('aws_acm_certificate').find(({ state }) => state.arn === arn);
  if (!certificate) return `The certificate ${String(arn)} does not exist.`;
  if (certificate.region !== region) return `The certificate ${String(arn)} is not in ${region}.`;
  const { state } = certificate;
  if (state.status !== 'ISSUED') return `The certificate ${String(arn)} is not issued: ${String(state.status)}.`;
  return host === undefined || namesOf(state).some((name) => covers(name, host))
    ? undefined
    : `The certificate ${String(arn)} does not cover ${host}.`;
}

/** A wildcard stands for one label. */
const covers = (name: string, host: string): boolean =>
  name === host || (name.startsWith('*.') && host.slice(host.indexOf('.') + 1) === name.slice(2));

/** "AWS WAF": resources for CloudFront are made in us-east-1. */
function refuseScope(what: string, name: string, region: string, planned: ObjectValue | null): string | undefined {
  return planned?.scope === 'CLOUDFRONT' && region !== 'us-east-1'
    ? `creating WAFv2 ${what} (${name}): operation error WAFV2: Create${what}, https response error StatusCode: 400, WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT`
    : undefined;
}

/** "DistributionConfig", "Optimize high availability with CloudFront origin failover". */
function refuseDistribution(world: World, { op, planned }: Change): string | undefined {
  if (op === 'Delete' || !planned) return undefined;
  const said = (error: string): string =>
    `${op === 'Create' ? 'creating' : 'updating'} CloudFront Distribution: operation error CloudFront: CreateDistribution, https response error StatusCode: 400, ${error}`;
  const groups = objects(planned.origin_group).map(({ origin_id }) => String(origin_id));
  const origins = objects(planned.origin).map(({ origin_id }) => String(origin_id));
  for (const behaviour of [...objects(planned.default_cache_behavior), ...objects(planned.ordered_cache_behavior)]) {
    const target = String(behaviour.target_origin_id);
    if (![...origins, ...groups].includes(target))
      return said(`NoSuchOrigin: One or more of your origins or origin groups do not exist: ${target}`);
    if (groups.includes(target) && strings(behaviour.allowed_methods).some((method) => !READING.has(method)))
      return said(
        'InvalidArgument: The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group.',
      );
  }
  const arn = text(objects(planned.viewer_certificate)[0]?.acm_certificate_arn);
  const why = arn && unusable(world, 'us-east-1', arn);
  return why
    ? said(
        `InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain. ${why}`,
      )
    : undefined;
}
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
