import { lookUp } from '../../../lab/provider/aws/lookups';
import type { ObjectValue } from '../../../lab/provider/protocol/value';
import { emptyWorld } from './session';

const world = emptyWorld();
const named = (Name: string) => ({ tags: { Name }, tags_all: { Name, platform: 'orders' } });
for (const [type, region, state] of [
  ['aws_ec2_transit_gateway', 'us-east-1', { id: 'tgw-a', ...named('hub') }],
  ['aws_ec2_transit_gateway', 'us-east-1', { id: 'tgw-b', ...named('other') }],
  ['aws_ec2_transit_gateway_route_table', 'us-east-1', { id: 'tgw-rtb-a', ...named('hub') }],
  [
    'aws_ec2_transit_gateway_peering_attachment',
    'us-east-1',
    {
      id: 'tgw-attach-1',
      state: 'available',
      transit_gateway_id: 'tgw-a',
      peer_transit_gateway_id: 'tgw-c',
      peer_region: 'eu-west-1',
      ...named('pair'),
    },
  ],
  [
    'aws_ec2_transit_gateway_peering_attachment',
    'us-east-1',
    { id: 'tgw-attach-2', state: 'pendingAcceptance', peer_region: 'us-west-2', ...named('new') },
  ],
  ['aws_ec2_transit_gateway_peering_attachment_accepter', 'eu-west-1', { id: 'tgw-attach-1', ...named('far pair') }],
  [
    'aws_vpc_peering_connection',
    'us-east-1',
    {
      id: 'pcx-1',
      vpc_id: 'vpc-a',
      peer_vpc_id: 'vpc-b',
      peer_region: 'eu-west-1',
      accept_status: 'active',
      ...named('pair'),
    },
  ],
  [
    'aws_vpc_peering_connection',
    'us-east-1',
    {
      id: 'pcx-2',
      vpc_id: 'vpc-a',
      peer_vpc_id: 'vpc-c',
      peer_region: 'us-west-2',
      accept_status: 'pending-acceptance',
      ...named('new'),
    },
  ],
  ['aws_eip', 'us-east-1', { id: 'eipalloc-1', public_ip: '198.51.100.7', ...named('egress-a') }],
  ['aws_eip', 'us-east-1', { id: 'eipalloc-2', ...named('egress-b') }],
  ['aws_vpc', 'us-east-1', { id: 'vpc-a', cidr_block: '10.1.0.0/16', ...named('orders') }],
  ['aws_route_table', 'us-east-1', { id: 'rtb-1', vpc_id: 'vpc-a', ...named('private-0') }],
  ['aws_ec2_managed_prefix_list', 'us-east-1', { id: 'pl-1', name: 'orders', entry: [{ cidr: '10.0.0.0/8' }] }],
  ['aws_lb', 'eu-west-1', { id: 'arn:lb', arn: 'arn:lb', name: 'entry', dns_name: 'entry-1.elb', ...named('entry') }],
  ['aws_lb', 'eu-west-1', { id: 'arn:lb2', arn: 'arn:lb2', name: 'inner', ...named('inner') }],
  ['aws_route53_zone', 'global', { id: 'Z1', zone_id: 'Z1', name: 'example.com', vpc: [] }],
  ['aws_route53_zone', 'global', { id: 'Z2', zone_id: 'Z2', name: 'example.com', vpc: [{ vpc_id: 'vpc-a' }] }],
  ['aws_route53_zone', 'global', { id: 'Z3', zone_id: 'Z3', name: 'twice.com' }],
  ['aws_route53_zone', 'global', { id: 'Z4', zone_id: 'Z4', name: 'twice.com' }],
  ['aws_acm_certificate', 'eu-west-1', { id: 'arn:c1', arn: 'arn:c1', domain_name: 'example.com', status: 'ISSUED' }],
  ['aws_acm_certificate', 'eu-west-1', { id: 'arn:c2', arn: 'arn:c2', domain_name: 'example.com', status: 'ISSUED' }],
  [
    'aws_acm_certificate',
    'eu-west-1',
    { id: 'arn:c3', arn: 'arn:c3', domain_name: 'new.com', status: 'PENDING_VALIDATION' },
  ],
  ['aws_wafv2_web_acl', 'eu-west-1', { id: 'w', arn: 'arn:w', name: 'entry', scope: 'REGIONAL' }],
  ['aws_cloudfront_cache_policy', 'global', { id: 'own', name: 'own' }],
] as const)
  world.put(type, region, state as ObjectValue);

const found = (type: string, config: ObjectValue, region: string) => {
  const answer = lookUp(type, { world, place: { region, account: '111122223333', global: false }, config });
  return 'error' in answer ? answer.error : answer.values;
};
const filter = (...pairs: (readonly [name: string, value: string])[]) => ({
  filter: pairs.map(([name, value]) => ({ name, values: [value] })),
});
const tagged = (name: string, ...more: (readonly [string, string])[]) => filter(['tag:Name', name], ...more);
const ready = ['state', 'available'] as const;
const several = (what: string) =>
  `multiple ${what}s matched; use additional constraints to reduce matches to a single ${what}`;
const [GATEWAY, TABLE, PEERING] = ['', '_route_table', '_peering_attachment'].map(
  (what) => `aws_ec2_transit_gateway${what}`,
) as [string, string, string];

test.each<[type: string, config: ObjectValue, region: string, found: ObjectValue | string]>([
  [GATEWAY, tagged('hub', ready), 'us-east-1', { id: 'tgw-a' }],
  [GATEWAY, tagged('hub', ready), 'eu-west-1', 'no matching EC2 Transit Gateway found'],
  // Its argument `tags` finds nothing: it takes whatever there is.
  [GATEWAY, { tags: { Name: 'hub' } }, 'us-east-1', several('EC2 Transit Gateway')],
  [TABLE, tagged('hub', ready), 'us-east-1', { id: 'tgw-rtb-a' }],
  [TABLE, tagged('none'), 'us-east-1', 'no matching EC2 Transit Gateway Route Table found'],
  [
    PEERING,
    tagged('pair', ready),
    'us-east-1',
    { id: 'tgw-attach-1', transit_gateway_id: 'tgw-a', peer_region: 'eu-west-1' },
  ],
  [
    PEERING,
    tagged('far pair', ready),
    'eu-west-1',
    { id: 'tgw-attach-1', transit_gateway_id: 'tgw-c', peer_transit_gateway_id: 'tgw-a', peer_region: 'us-east-1' },
  ],
  [PEERING, tagged('pair'), 'eu-west-1', 'no matching EC2 Transit Gateway Peering Attachment found'],
  [PEERING, tagged('new', ready), 'us-east-1', 'no matching EC2 Transit Gateway Peering Attachment found'],
  [PEERING, tagged('new', ['state', 'pendingAcceptance']), 'us-east-1', { id: 'tgw-attach-2' }],
  [PEERING, {}, 'us-east-1', several('EC2 Transit Gateway Peering Attachment')],
  [
    'aws_vpc_peering_connection',
    tagged('pair', ['status-code', 'active']),
    'us-east-1',
    { id: 'pcx-1', status: 'active' },
  ],
  ['aws_vpc_peering_connection', { vpc_id: 'vpc-a', status: 'pending-acceptance' }, 'us-east-1', { id: 'pcx-2' }],
  ['aws_vpc_peering_connection', { peer_vpc_id: 'vpc-b' }, 'eu-west-1', { id: 'pcx-1' }],
  [
    'aws_vpc_peering_connection',
    tagged('new', ['status-code', 'active']),
    'us-east-1',
    'no matching EC2 VPC Peering Connection found',
  ],
  ['aws_eip', tagged('egress-a'), 'us-east-1', { id: 'eipalloc-1', public_ip: '198.51.100.7' }],
  ['aws_eip', { tags: { Name: 'egress-b' } }, 'us-east-1', { id: 'eipalloc-2' }],
  ['aws_eip', { tags: { platform: 'orders' } }, 'us-east-1', several('EC2 EIP')],
  ['aws_vpc', { tags: { Name: 'orders' } }, 'us-east-1', { id: 'vpc-a', cidr_block: '10.1.0.0/16' }],
  ['aws_route_table', { vpc_id: 'vpc-a', tags: { Name: 'private-0' } }, 'us-east-1', { id: 'rtb-1' }],
  ['aws_route_table', { tags: { Name: 'private-9' } }, 'us-east-1', 'no matching EC2 route table found'],
  ['aws_ec2_managed_prefix_list', { name: 'orders' }, 'us-east-1', { id: 'pl-1', entries: [{ cidr: '10.0.0.0/8' }] }],
  [
    'aws_ec2_managed_prefix_list',
    { name: 'com.amazonaws.eu-west-1.route53-healthchecks' },
    'eu-west-1',
    { owner_id: 'AWS', address_family: 'IPv4' },
  ],
  ['aws_ec2_managed_prefix_list', { name: 'others' }, 'us-east-1', 'no matching EC2 Managed Prefix List found'],
  ['aws_lb', { name: 'entry' }, 'eu-west-1', { arn: 'arn:lb', dns_name: 'entry-1.elb' }],
  ['aws_lb', { tags: { Name: 'inner' } }, 'eu-west-1', { arn: 'arn:lb2' }],
  ['aws_lb', { name: 'entry' }, 'us-east-1', "reading ELBv2 Load Balancers: couldn't find resource"],
  [
    'aws_lb',
    { tags: { platform: 'orders' } },
    'eu-west-1',
    'Search returned 2 results, please revise so only one is returned',
  ],
  ['aws_route53_zone', { name: 'Example.com.' }, 'us-east-1', { zone_id: 'Z1' }],
  ['aws_route53_zone', { name: 'example.com', private_zone: true }, 'us-east-1', { zone_id: 'Z2' }],
  ['aws_route53_zone', { zone_id: 'Z3' }, 'us-east-1', { name: 'twice.com' }],
  ['aws_route53_zone', { name: 'twice.com' }, 'us-east-1', several('Route 53 Hosted Zone')],
  ['aws_route53_zone', { name: 'none.com' }, 'us-east-1', 'no matching Route 53 Hosted Zone found'],
  [
    'aws_acm_certificate',
    { domain: 'example.com', statuses: ['ISSUED'], most_recent: true },
    'eu-west-1',
    { arn: 'arn:c2' },
  ],
  ['aws_acm_certificate', { domain: 'example.com' }, 'eu-west-1', '2 matching ACM Certificates found'],
  [
    'aws_acm_certificate',
    { domain: 'new.com', most_recent: true },
    'eu-west-1',
    'reading ACM Certificates: empty result',
  ],
  ['aws_acm_certificate', { domain: 'new.com', statuses: ['PENDING_VALIDATION'] }, 'eu-west-1', { arn: 'arn:c3' }],
  ['aws_acm_certificate', { domain: 'example.com' }, 'us-east-1', 'reading ACM Certificates: empty result'],
  ['aws_wafv2_web_acl', { name: 'entry', scope: 'REGIONAL' }, 'eu-west-1', { arn: 'arn:w' }],
  [
    'aws_wafv2_web_acl',
    { name: 'entry', scope: 'CLOUDFRONT' },
    'us-east-1',
    "reading WAFv2 WebACL (entry): couldn't find resource",
  ],
  [
    'aws_cloudfront_cache_policy',
    { name: 'Managed-CachingDisabled' },
    'us-east-1',
    { id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' },
  ],
  ['aws_cloudfront_cache_policy', { name: 'own' }, 'us-east-1', { id: 'own' }],
  [
    'aws_cloudfront_origin_request_policy',
    { id: 'b689b0a8-53d0-40ab-baf2-68738e2966ac' },
    'us-east-1',
    { name: 'Managed-AllViewerExceptHostHeader' },
  ],
  [
    'aws_cloudfront_response_headers_policy',
    { name: 'mine' },
    'us-east-1',
    'no matching CloudFront Response Headers Policy (mine)',
  ],
  [
    'aws_ssm_parameter',
    { name: '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended' },
    'eu-west-1',
    { value: '{"image_id":"ami-0123456789abcdef0"}' },
  ],
  [
    'aws_ssm_parameter',
    { name: '/orders/none' },
    'eu-west-1',
    "reading SSM Parameter (/orders/none): couldn't find resource",
  ],
])('data.%s %j in %s', (type, config, region, expected) => {
  const answer = found(type, config, region);
  if (typeof expected === 'string') expect(answer).toBe(expected);
  else expect(answer).toMatchObject(expected);
});
