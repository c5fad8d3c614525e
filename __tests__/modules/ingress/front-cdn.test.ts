import { join } from 'node:path';
import fc from 'fast-check';
import { REGION_NAMES, type RegionName } from '../../../config/catalog';
import { FrontCdn, type FrontCdnProps } from '../../../modules/ingress/front-cdn';
import { synthConstruct } from '../../synth';
import { type Distribution, flawsOf } from './distribution-laws';

const API = 'api.orders.example.com';
const BY_COUNTRY = new Map<string, RegionName>([['DE', 'eu-west-1']]);

const readsOf = (regions: readonly RegionName[], primary: RegionName): NonNullable<FrontCdnProps['reads']> => ({
  bucketHosts: new Map(regions.map((region) => [region, `objects.s3.${region}.amazonaws.com`])),
  primary,
  replicated: true,
});

const synth = (props: Partial<FrontCdnProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new FrontCdn(stack, 'front', {
      provider: providerIn('us-east-1'),
      namePrefix: 'orders-prod',
      zoneId: 'Z1',
      hostName: 'app.orders.example.com',
      apiHostName: API,
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
      root: join(__dirname, '..', '..', '..'),
      ...props,
    });
  });

const distributionOf = (props: Partial<FrontCdnProps> = {}) =>
  synth(props).only<Distribution>('aws_cloudfront_distribution');

const two = distributionOf({ reads: readsOf(['us-east-1', 'eu-west-1'], 'us-east-1') });

test('what browsers get is HTTPS of today, under the own name, at once', () =>
  expect(two).toMatchObject({
    provider: 'aws.use1',
    enabled: true,
    aliases: ['app.orders.example.com'],
    http_version: 'http2and3',
    is_ipv6_enabled: true,
    wait_for_deployment: false,
    default_root_object: 'index.html',
    viewer_certificate: {
      acm_certificate_arn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
      ssl_support_method: 'sni-only',
      minimum_protocol_version: 'TLSv1.2_2021',
    },
    restrictions: { geo_restriction: { restriction_type: 'none' } },
  }));

test('reads go to the group, writes to the one name that Route 53 answers', () => {
  expect(two.default_cache_behavior).toMatchObject({
    target_origin_id: 'reads',
    allowed_methods: ['GET', 'HEAD', 'OPTIONS'],
    cache_policy_id: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    response_headers_policy_id: '67f7725c-6f97-4210-82d7-5512b31e9d03',
    viewer_protocol_policy: 'redirect-to-https',
  });
  expect(two.ordered_cache_behavior).toEqual([
    {
      path_pattern: '/api/*',
      target_origin_id: 'api',
      allowed_methods: ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
      cached_methods: ['GET', 'HEAD'],
      compress: true,
      cache_policy_id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      origin_request_policy_id: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      response_headers_policy_id: '67f7725c-6f97-4210-82d7-5512b31e9d03',
      viewer_protocol_policy: 'https-only',
    },
  ]);
  expect(two.origin.at(-1)).toEqual({
    origin_id: 'api',
    domain_name: API,
    custom_origin_config: {
      origin_protocol_policy: 'https-only',
      origin_ssl_protocols: ['TLSv1.2'],
      http_port: 80,
      https_port: 443,
    },
  });
});

test('without buckets everything goes to the API, and there is no group', () => {
  const alone = distributionOf();
  expect(alone.origin_group).toBeUndefined();
  expect(alone.ordered_cache_behavior).toBeUndefined();
  expect(alone.default_cache_behavior).toMatchObject({
    target_origin_id: 'api',
    cache_policy_id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  });
  expect(alone).not.toHaveProperty('default_root_object');
  expect(flawsOf(alone, API)).toEqual([]);
});

test('two names point at it, for both kinds of addresses', () =>
  expect(
    synth()
      .resources<{ provider: string; name: string; type: string; alias: object }>('aws_route53_record')
      .map(({ args }) => [args.provider, args.name, args.type, args.alias]),
  ).toEqual(
    ['A', 'AAAA'].map((type) => [
      'aws.use1',
      'app.orders.example.com',
      type,
      {
        name: '${aws_cloudfront_distribution.front_distribution.domain_name}',
        zone_id: '${aws_cloudfront_distribution.front_distribution.hosted_zone_id}',
        evaluate_target_health: false,
      },
    ]),
  ));

test('a web ACL and a function stand before it where they are given, and before writes alone', () => {
  const guarded = distributionOf({
    webAclArn: 'arn:acl',
    requestFunctionArn: 'arn:function:3',
    reads: readsOf(['us-east-1', 'eu-west-1'], 'us-east-1'),
  });
  expect(guarded).toMatchObject({
    web_acl_id: 'arn:acl',
    ordered_cache_behavior: [
      {
        lambda_function_association: [
          { event_type: 'origin-request', lambda_arn: 'arn:function:3', include_body: true },
        ],
      },
    ],
  });
  expect(guarded.default_cache_behavior).not.toHaveProperty('lambda_function_association');
});

test('has none of the flaws, whatever the Regions and what is asked for; their order changes no byte', () =>
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...REGION_NAMES], { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.boolean(),
      (regions, replicated, byCountry) => {
        const [primary = 'us-east-1'] = regions;
        const props = (list: readonly RegionName[]) => ({
          reads: { ...readsOf(list, primary), replicated, ...(byCountry && { regionByCountry: BY_COUNTRY }) },
        });
        const stack = synth(props(regions));
        expect(flawsOf(stack.only<Distribution>('aws_cloudfront_distribution'), API)).toEqual([]);
        expect(synth(props([...regions].reverse())).text).toBe(stack.text);
        for (const { args } of stack.resources<{ provider: string }>()) expect(args.provider).toBe('aws.use1');
      },
    ),
    { numRuns: 20 },
  ));

test('a Region that joins adds its origin to the distribution, and no other resource changes', () => {
  const before = synth({ reads: readsOf(['us-east-1', 'us-east-2'], 'us-east-1') });
  const after = synth({ reads: readsOf(['us-east-1', 'us-east-2', 'sa-east-1'], 'us-east-1') });
  const others = (stack: typeof before) =>
    stack.resources().filter(({ type }) => type !== 'aws_cloudfront_distribution');
  expect(others(after)).toEqual(others(before));
  const { origin, ...rest } = after.only<Distribution>('aws_cloudfront_distribution');
  const { origin: former, ...formerRest } = before.only<Distribution>('aws_cloudfront_distribution');
  expect(rest).toEqual(formerRest);
  expect(origin.filter(({ origin_id }) => origin_id !== 'bucket-sa-east-1')).toEqual(former);
});

describe('what is no failover, though it looks like one', () => {
  const EVERYTHING = {
    ...two,
    ordered_cache_behavior: [
      { ...two.default_cache_behavior, path_pattern: '*', target_origin_id: 'bucket-eu-west-1' },
      ...(two.ordered_cache_behavior ?? []),
    ],
  };

  test('a behaviour for * sends everything to the secondary', () =>
    expect(flawsOf(EVERYTHING, API)).toEqual(['bucket-eu-west-1: takes everything, and the default is never asked']));

  test('a group of one, a group of three, a group that is sent writes, writes to one bucket', () => {
    const group = (count: number): Distribution => ({
      ...two,
      origin_group: [
        { origin_id: 'reads', member: ['a', 'b', 'c'].slice(0, count).map((origin_id) => ({ origin_id })) },
      ],
    });
    expect(flawsOf(group(1), API)).toEqual(['reads: a group has two different members']);
    expect(flawsOf(group(3), API)).toEqual(['reads: a group has two different members']);
    const written = (target_origin_id: string): Distribution => ({
      ...two,
      default_cache_behavior: { ...two.default_cache_behavior, target_origin_id, allowed_methods: ['GET', 'POST'] },
    });
    expect(flawsOf(written('reads'), API)).toEqual(['reads: a group is sent writes, which it never fails over']);
    expect(flawsOf(written('bucket-us-east-1'), API)).toEqual([
      'bucket-us-east-1: writes do not go to api.orders.example.com',
    ]);
  });
});
