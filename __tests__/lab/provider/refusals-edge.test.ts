import { refusal } from '../../../lab/provider/aws/refusals';
import type { Operation } from '../../../lab/provider/calls';
import type { ObjectValue } from '../../../lab/provider/protocol/value';
import { emptyWorld } from './session';

const domain_validation_options = [{ resource_record_name: '_lab.example.com.' }];
const certificate = {
  domain_name: 'example.com',
  subject_alternative_names: ['*.example.com'],
  domain_validation_options,
};
const world = emptyWorld();
for (const [type, region, state] of [
  ['aws_route53_zone', 'global', { id: 'Z1', zone_id: 'Z1', name: 'example.com' }],
  ['aws_route53_zone', 'global', { id: 'Z2', zone_id: 'Z2', name: 'empty.com' }],
  ['aws_route53_record', 'global', { id: 'Z1_www_A', zone_id: 'Z1', name: 'www', fqdn: 'www.example.com', type: 'A' }],
  ['aws_acm_certificate', 'us-east-1', { ...certificate, id: 'arn:use1', arn: 'arn:use1', status: 'ISSUED' }],
  ['aws_acm_certificate', 'eu-west-1', { ...certificate, id: 'arn:euw1', arn: 'arn:euw1', status: 'ISSUED' }],
  ['aws_acm_certificate', 'eu-west-1', { ...certificate, id: 'arn:new', arn: 'arn:new', status: 'PENDING_VALIDATION' }],
  ['aws_lb_listener', 'eu-west-1', { id: 'l', arn: 'l', certificate_arn: 'arn:euw1' }],
  ['aws_apigatewayv2_domain_name', 'eu-west-1', { id: 'api.example.com', domain_name: 'api.example.com' }],
  [
    'aws_lb',
    'eu-west-1',
    { id: 'arn:aws:elasticloadbalancing:lb', arn: 'arn:aws:elasticloadbalancing:lb', name: 'lb' },
  ],
  ['aws_wafv2_web_acl', 'eu-west-1', { id: 'acl', arn: 'arn:acl', name: 'acl' }],
  ['aws_wafv2_web_acl_association', 'eu-west-1', { id: 'a', web_acl_arn: 'arn:acl' }],
] as const)
  world.put(type, region, state);

const says = (type: string, op: Operation, state: ObjectValue, region = 'eu-west-1') =>
  refusal(type, world, {
    op,
    region,
    prior: op === 'Create' ? null : state,
    planned: op === 'Delete' ? null : state,
  }) ?? 'nothing';

const host = (domain_name: string, certificate_arn: string) => ({
  domain_name,
  domain_name_configuration: [{ certificate_arn }],
});
const group = (endpoint_group_region: string) => ({
  endpoint_group_region,
  endpoint_configuration: [{ endpoint_id: 'arn:aws:elasticloadbalancing:lb' }],
});
const distribution = (target_origin_id: string, allowed_methods: string[], acm_certificate_arn = 'arn:use1') => ({
  origin: [{ origin_id: 'a' }, { origin_id: 'b' }],
  origin_group: [{ origin_id: 'pair' }],
  default_cache_behavior: [{ target_origin_id, allowed_methods }],
  viewer_certificate: [{ acm_certificate_arn }],
});
const READ = ['GET', 'HEAD'];
const record = (more: ObjectValue) => ({ zone_id: 'Z1', name: 'www', type: 'A', ...more });

test.each<[what: string, type: string, Operation, ObjectValue, said: string, region?: string]>([
  [
    'a record that is there',
    'aws_route53_record',
    'Create',
    record({}),
    "[name='www.example.com.', type='A'] but it already exists",
  ],
  [
    'a record that is there, by its full name',
    'aws_route53_record',
    'Create',
    record({ name: 'WWW.example.com.' }),
    'but it already exists',
  ],
  ['a record in no zone', 'aws_route53_record', 'Create', record({ zone_id: 'Z9' }), 'NoSuchHostedZone'],
  [
    'an alias to nothing',
    'aws_route53_record',
    'Update',
    record({ alias: [{ zone_id: 'Z1', name: 'api.example.com' }] }),
    'Tried to create an alias that targets api.example.com., type A in zone Z1, but that target was not found',
  ],
  ['deleting a zone with records', 'aws_route53_zone', 'Delete', { zone_id: 'Z1' }, 'HostedZoneNotEmpty'],
  ['deleting a certificate in use', 'aws_acm_certificate', 'Delete', { arn: 'arn:euw1' }, 'ResourceInUseException'],
  [
    'waiting for no certificate',
    'aws_acm_certificate_validation',
    'Create',
    { certificate_arn: 'arn:x' },
    "couldn't find resource",
  ],
  [
    'waiting without the proof',
    'aws_acm_certificate_validation',
    'Create',
    { certificate_arn: 'arn:new' },
    "timeout while waiting for state to become 'ISSUED'",
  ],
  [
    'waiting for another proof',
    'aws_acm_certificate_validation',
    'Create',
    { certificate_arn: 'arn:new', validation_record_fqdns: ['www.example.com'] },
    'missing example.com DNS validation record: _lab.example.com',
  ],
  [
    'a host name with a certificate that is not issued',
    'aws_apigatewayv2_domain_name',
    'Create',
    host('a.example.com', 'arn:new'),
    'is not issued: PENDING_VALIDATION',
  ],
  [
    'a host name with a certificate of another Region',
    'aws_apigatewayv2_domain_name',
    'Create',
    host('a.example.com', 'arn:use1'),
    'is not in eu-west-1',
  ],
  [
    'a host name that the certificate is not for',
    'aws_apigatewayv2_domain_name',
    'Create',
    host('a.b.example.com', 'arn:euw1'),
    'does not cover a.b.example.com',
  ],
  [
    'a second host name',
    'aws_apigatewayv2_domain_name',
    'Create',
    host('api.example.com', 'arn:euw1'),
    'The domain name you provided already exists',
  ],
  [
    'a mapping of no host name',
    'aws_apigatewayv2_api_mapping',
    'Create',
    { domain_name: 'x.example.com' },
    'Invalid domain name identifier',
  ],
  [
    'a mapping in another Region',
    'aws_apigatewayv2_api_mapping',
    'Create',
    { domain_name: 'api.example.com' },
    'Invalid domain name identifier',
    'us-east-1',
  ],
  [
    'a listener with a certificate that is not issued',
    'aws_lb_listener',
    'Create',
    { certificate_arn: 'arn:new' },
    'UnsupportedCertificate',
  ],
  [
    'a firewall of CloudFront elsewhere',
    'aws_wafv2_web_acl',
    'Create',
    { name: 'x', scope: 'CLOUDFRONT' },
    'The scope is not valid',
  ],
  [
    'deleting a firewall in use',
    'aws_wafv2_web_acl',
    'Delete',
    { id: 'acl', arn: 'arn:acl' },
    'WAFAssociatedItemException',
  ],
  [
    'a balancer of another Region behind an accelerator',
    'aws_globalaccelerator_endpoint_group',
    'Create',
    group('us-east-1'),
    'is no load balancer in us-east-1',
    'global',
  ],
  [
    'writing to an origin group',
    'aws_cloudfront_distribution',
    'Create',
    distribution('pair', [...READ, 'POST']),
    'AllowedMethods cannot include POST',
    'global',
  ],
  [
    'a behaviour without origin',
    'aws_cloudfront_distribution',
    'Update',
    distribution('c', READ),
    'NoSuchOrigin',
    'global',
  ],
  [
    'a distribution with a certificate of another Region',
    'aws_cloudfront_distribution',
    'Create',
    distribution('a', READ, 'arn:euw1'),
    'InvalidViewerCertificate',
    'global',
  ],
])('refuses %s', (_, type, op, state, said, region = 'eu-west-1') =>
  expect(says(type, op, state, region)).toContain(said),
);

test.each<[what: string, type: string, Operation, ObjectValue, region?: string]>([
  ['overwriting a record', 'aws_route53_record', 'Create', record({ allow_overwrite: true })],
  ['a record of another type', 'aws_route53_record', 'Create', record({ type: 'AAAA' })],
  [
    'an alias to another service',
    'aws_route53_record',
    'Create',
    record({ name: 'x', alias: [{ zone_id: 'ZAPI', name: 'd-1.execute-api' }] }),
  ],
  [
    'an alias to a record',
    'aws_route53_record',
    'Create',
    record({ name: 'x', alias: [{ zone_id: 'Z1', name: 'WWW.example.com.' }] }),
  ],
  ['deleting an empty zone', 'aws_route53_zone', 'Delete', { zone_id: 'Z2' }],
  ['deleting a zone with all there is in it', 'aws_route53_zone', 'Delete', { zone_id: 'Z1', force_destroy: true }],
  ['deleting a certificate', 'aws_acm_certificate', 'Delete', { arn: 'arn:new' }],
  ['a host name that a wildcard covers', 'aws_apigatewayv2_domain_name', 'Create', host('b.example.com', 'arn:euw1')],
  ['the bare domain', 'aws_apigatewayv2_domain_name', 'Create', host('example.com', 'arn:euw1')],
  ['a mapping', 'aws_apigatewayv2_api_mapping', 'Create', { domain_name: 'api.example.com' }],
  ['a listener without certificate', 'aws_lb_listener', 'Create', { certificate_arn: null }],
  [
    'a firewall of CloudFront in us-east-1',
    'aws_wafv2_web_acl',
    'Create',
    { name: 'x', scope: 'CLOUDFRONT' },
    'us-east-1',
  ],
  ['a balancer of the group’s Region', 'aws_globalaccelerator_endpoint_group', 'Create', group('eu-west-1'), 'global'],
  [
    'reading from an origin group',
    'aws_cloudfront_distribution',
    'Create',
    distribution('pair', [...READ, 'OPTIONS']),
    'global',
  ],
  ['writing to an origin', 'aws_cloudfront_distribution', 'Create', distribution('b', [...READ, 'POST']), 'global'],
])('allows %s', (_, type, op, state, region = 'eu-west-1') => expect(says(type, op, state, region)).toBe('nothing'));
