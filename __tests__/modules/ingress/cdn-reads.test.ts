import { join } from 'node:path';
import fc from 'fast-check';
import { CATALOG, REGION_NAMES, type RegionName } from '../../../config/catalog';
import { CdnReads, type CdnReadsProps, nearest } from '../../../modules/ingress/cdn-reads';
import { synthConstruct } from '../../synth';

const ROOT = join(__dirname, '..', '..', '..');

/** The construct's own attributes, and what it makes. */
const made = (regions: readonly RegionName[], props: Partial<CdnReadsProps> = {}) => {
  const reads: CdnReads[] = [];
  const stack = synthConstruct((scope, providerIn) => {
    reads.push(
      new CdnReads(scope, 'reads', {
        provider: providerIn('us-east-1'),
        namePrefix: 'orders-prod',
        bucketHosts: new Map(regions.map((region) => [region, `objects.s3.${region}.amazonaws.com`])),
        primary: regions[0] ?? 'us-east-1',
        replicated: true,
        root: ROOT,
        ...props,
      }),
    );
  });
  const [only] = reads;
  if (!only) throw new Error('nothing was made');
  return { stack, origins: only.origins, originGroups: only.originGroups, behavior: only.behavior };
};

const members = ({ originGroups }: Pick<CdnReads, 'originGroups'>): string[][] =>
  originGroups.map(({ member }) => (Array.isArray(member) ? member.map(({ originId }) => originId) : []));

const BY_COUNTRY = new Map<string, RegionName>([
  ['DE', 'eu-west-1'],
  ['US', 'us-east-1'],
]);

test('a bucket in each Region, read with signed requests', () => {
  const { stack, origins } = made(['us-east-1', 'eu-west-1']);
  expect(stack.only('aws_cloudfront_origin_access_control')).toEqual({
    provider: 'aws.use1',
    name: 'orders-prod-reads',
    origin_access_control_origin_type: 's3',
    signing_behavior: 'always',
    signing_protocol: 'sigv4',
    lifecycle: { create_before_destroy: true },
  });
  expect(origins.map(({ originId, domainName }) => [originId, domainName])).toEqual([
    ['bucket-us-east-1', 'objects.s3.us-east-1.amazonaws.com'],
    ['bucket-eu-west-1', 'objects.s3.eu-west-1.amazonaws.com'],
  ]);
});

test('a group has two members: the primary, and the Region with the nearest slot', () => {
  expect(members(made(['eu-west-1', 'us-east-1', 'eu-central-1', 'ap-southeast-2']))).toEqual([
    ['bucket-eu-west-1', 'bucket-eu-central-1'],
  ]);
  expect(made(['eu-west-1', 'us-east-1']).originGroups[0]?.failoverCriteria).toEqual({
    statusCodes: [403, 500, 502, 503, 504],
  });
});

test('one Region, and Regions that hold different things, make no group', () => {
  for (const { originGroups, behavior } of [
    made(['eu-west-1']),
    made(['eu-west-1', 'us-east-1'], { replicated: false }),
  ]) {
    expect(originGroups).toEqual([]);
    expect(behavior.targetOriginId).toBe('bucket-eu-west-1');
  }
});

test('groups have two different members that are origins, whatever the list', () =>
  fc.assert(
    fc.property(fc.shuffledSubarray([...REGION_NAMES], { minLength: 1, maxLength: 8 }), (regions) => {
      const { origins, originGroups } = made(regions);
      const ids = origins.map(({ originId }) => originId);
      expect(originGroups).toHaveLength(regions.length > 1 ? 1 : 0);
      for (const group of members({ originGroups })) {
        expect(new Set(group).size).toBe(2);
        expect(ids).toEqual(expect.arrayContaining(group));
      }
    }),
    { numRuns: 20 },
  ));

test('the nearest has no other between, the lower slot of two', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...REGION_NAMES),
      fc.shuffledSubarray([...REGION_NAMES], { minLength: 1 }),
      (region, all) => {
        const others = all.filter((other) => other !== region);
        const found = nearest(region, all);
        if (others.length === 0) return expect(found).toBeUndefined();
        const away = (other: RegionName) => Math.abs(CATALOG[other].slot - CATALOG[region].slot);
        if (!found) throw new Error('none found');
        for (const other of others) {
          expect(away(found)).toBeLessThanOrEqual(away(other));
          if (away(other) === away(found)) expect(CATALOG[found].slot).toBeLessThanOrEqual(CATALOG[other].slot);
        }
      },
    ),
  ));

test('by country, a function sees the country and chooses; nothing is cached twice for it', () => {
  const { stack, behavior } = made(['us-east-1', 'eu-west-1'], { regionByCountry: BY_COUNTRY });
  expect(stack.only('aws_cloudfront_function')).toMatchObject({
    provider: 'aws.use1',
    name: 'orders-prod-region',
    runtime: 'cloudfront-js-2.0',
    publish: true,
    code: expect.stringContaining('"DE":"eu-west-1"'),
  });
  expect(stack.only('aws_cloudfront_origin_request_policy')).toMatchObject({
    headers_config: { header_behavior: 'whitelist', headers: { items: ['CloudFront-Viewer-Country'] } },
  });
  expect(stack.counts.aws_cloudfront_cache_policy).toBeUndefined();
  expect(behavior.functionAssociation).toMatchObject([{ eventType: 'viewer-request' }]);
});

test('where Regions hold different things, what a country reads is cached for it alone', () => {
  const { stack } = made(['us-east-1', 'eu-west-1'], { regionByCountry: BY_COUNTRY, replicated: false });
  expect(stack.only('aws_cloudfront_cache_policy')).toMatchObject({
    parameters_in_cache_key_and_forwarded_to_origin: {
      headers_config: { header_behavior: 'whitelist', headers: { items: ['CloudFront-Viewer-Country'] } },
    },
  });
  expect(stack.counts.aws_cloudfront_origin_request_policy).toBeUndefined();
  expect(stack.only<{ code: string }>('aws_cloudfront_function').code).toContain('"eu-west-1":["bucket-eu-west-1"]');
});

test.each([true, false])('what a distribution refers to goes after it was changed (replicated: %s)', (replicated) => {
  const { stack } = made(['us-east-1', 'eu-west-1'], { regionByCountry: BY_COUNTRY, replicated });
  expect(stack.resources().length).toBe(3);
  for (const { args } of stack.resources()) expect(args).toHaveProperty('lifecycle', { create_before_destroy: true });
});

test('refuses a primary that is not there', () =>
  expect(() => made(['us-east-1'], { primary: 'sa-east-1' })).toThrow(
    new Error('t/reads: primary is sa-east-1, which is not among us-east-1. Name one of them.'),
  ));
