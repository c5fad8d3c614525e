import { CloudfrontCachePolicy } from '@cdktf/provider-aws/lib/cloudfront-cache-policy';
import type {
  CloudfrontDistributionDefaultCacheBehavior,
  CloudfrontDistributionOrigin,
  CloudfrontDistributionOriginGroup,
} from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontFunction } from '@cdktf/provider-aws/lib/cloudfront-function';
import { CloudfrontOriginAccessControl } from '@cdktf/provider-aws/lib/cloudfront-origin-access-control';
import { CloudfrontOriginRequestPolicy } from '@cdktf/provider-aws/lib/cloudfront-origin-request-policy';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type RegionName, regionFacts } from '../../config/catalog';
import { bySlot } from '../../config/topology';
import { CACHING_OPTIMIZED } from './cdn-policies';
import { edgeRegionCode } from './edge-region';

export interface CdnReadsProps {
  /** Of us-east-1, where CloudFront is changed. */
  readonly provider: TerraformProvider;
  /** Beginning of the names of what is made, at most 48 letters, digits and hyphens. */
  readonly namePrefix: string;
  /** Regional domain name of the bucket of every Region that serves: `<bucket>.s3.eu-west-1.amazonaws.com`. In any order. */
  readonly bucketHosts: ReadonlyMap<RegionName, string>;
  /** Region that is read from unless a viewer's country says otherwise. */
  readonly primary: RegionName;
  /** Whether every bucket holds the same: else no other Region stands in, and what a country reads is cached for it alone. */
  readonly replicated: boolean;
  /** The Region that serves each country, by two letters. @default - all read from the primary one */
  readonly regionByCountry?: ReadonlyMap<string, RegionName> | undefined;
  /** Folder of the project, where the source of the function at the edge lies. */
  readonly root: string;
}

/** Answers after which the other Region is asked. S3 answers 403 for what is not there to who may not list. */
export const FAILOVER_STATUS_CODES: readonly number[] = [403, 500, 502, 503, 504];

/** What CloudFront calls the country that it takes a viewer to be in. */
const COUNTRY_HEADER = 'CloudFront-Viewer-Country';
const GROUP = 'reads';
/**
 * Terraform destroys what is no longer referred to before it changes what referred to it, unless it is said so; CloudFront
 * deletes nothing that a distribution still uses ("FunctionInUse", "OriginRequestPolicyInUse").
 */
const GOES_LAST = { createBeforeDestroy: true };

type ReadBehavior = Pick<
  CloudfrontDistributionDefaultCacheBehavior,
  'targetOriginId' | 'cachePolicyId' | 'originRequestPolicyId' | 'functionAssociation'
>;

/**
 * The side of a distribution that reads: a bucket in each Region, readable by CloudFront alone, and a group of two of them
 * to fail over in, which is as many as a group has ("Optimize high availability with CloudFront origin failover"). With
 * Regions by country a function at the edge makes the group for each request.
 */
export class CdnReads extends Construct {
  readonly origins: readonly CloudfrontDistributionOrigin[];
  readonly originGroups: readonly CloudfrontDistributionOriginGroup[];
  readonly behavior: ReadBehavior;

  constructor(scope: Construct, id: string, props: CdnReadsProps) {
    super(scope, id);
    const { provider, namePrefix, bucketHosts, primary, replicated, regionByCountry } = props;
    const regions = [...bucketHosts.keys()].sort(bySlot);
    if (!bucketHosts.has(primary))
      throw new Error(
        `${this.node.path}: primary is ${primary}, which is not among ${regions.join(', ')}. Name one of them.`,
      );

    const access = new CloudfrontOriginAccessControl(this, 'access', {
      provider,
      name: `${namePrefix}-reads`,
      originAccessControlOriginType: 's3',
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
      lifecycle: GOES_LAST,
    });
    this.origins = regions.map((region) => ({
      originId: originOf(region),
      domainName: bucketHosts.get(region) ?? '',
      originAccessControlId: access.id,
    }));
    const standIn = replicated ? nearest(primary, regions) : undefined;
    this.originGroups =
      standIn === undefined
        ? []
        : [
            {
              originId: GROUP,
              failoverCriteria: { statusCodes: [...FAILOVER_STATUS_CODES] },
              member: [{ originId: originOf(primary) }, { originId: originOf(standIn) }],
            },
          ];
    this.behavior = {
      targetOriginId: standIn === undefined ? originOf(primary) : GROUP,
      ...(regionByCountry && regionByCountry.size > 0
        ? this.byCountry(regionByCountry, props)
        : { cachePolicyId: CACHING_OPTIMIZED }),
    };
  }

  private byCountry(
    regionByCountry: ReadonlyMap<string, RegionName>,
    { provider, namePrefix, bucketHosts, replicated, root }: CdnReadsProps,
  ): Omit<ReadBehavior, 'targetOriginId'> {
    const regions = [...bucketHosts.keys()];
    const choice = new CloudfrontFunction(this, 'region', {
      provider,
      name: `${namePrefix}-region`,
      comment: "Reads from the Region of the viewer's country",
      runtime: 'cloudfront-js-2.0',
      publish: true,
      code: edgeRegionCode(root, {
        regionByCountry,
        origins: new Map(
          regions.map((region) => {
            const standIn = replicated ? nearest(region, regions) : undefined;
            return [region, standIn === undefined ? [originOf(region)] : [originOf(region), originOf(standIn)]];
          }),
        ),
        statusCodes: FAILOVER_STATUS_CODES,
      }),
      lifecycle: GOES_LAST,
    });
    // A function sees the country only where one of the behaviour's two policies has it ("Add CloudFront request headers").
    return {
      functionAssociation: [{ eventType: 'viewer-request', functionArn: choice.arn }],
      ...(replicated
        ? { cachePolicyId: CACHING_OPTIMIZED, originRequestPolicyId: this.withCountry(provider, namePrefix).id }
        : { cachePolicyId: this.cachedByCountry(provider, namePrefix).id }),
    };
  }

  /** Tells the country without caching by it: every Region has the same to give. */
  private withCountry(provider: TerraformProvider, namePrefix: string): CloudfrontOriginRequestPolicy {
    return new CloudfrontOriginRequestPolicy(this, 'with-country', {
      provider,
      name: `${namePrefix}-with-country`,
      cookiesConfig: { cookieBehavior: 'none' },
      headersConfig: { headerBehavior: 'whitelist', headers: { items: [COUNTRY_HEADER] } },
      queryStringsConfig: { queryStringBehavior: 'none' },
      lifecycle: GOES_LAST,
    });
  }

  /** As `CachingOptimized`, with the country in the key: what one Region holds is not given to the viewers of another. */
  private cachedByCountry(provider: TerraformProvider, namePrefix: string): CloudfrontCachePolicy {
    return new CloudfrontCachePolicy(this, 'cached-by-country', {
      provider,
      name: `${namePrefix}-by-country`,
      minTtl: 1,
      defaultTtl: 86_400,
      maxTtl: 31_536_000,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: 'none' },
        headersConfig: { headerBehavior: 'whitelist', headers: { items: [COUNTRY_HEADER] } },
        queryStringsConfig: { queryStringBehavior: 'none' },
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
      },
      lifecycle: GOES_LAST,
    });
  }
}

/** Id of the origin of a Region's bucket. */
const originOf = (region: RegionName): string => `bucket-${region}`;

/** The other Region with the nearest slot, the lower one of two; none where there is no other. */
export function nearest(region: RegionName, regions: readonly RegionName[]): RegionName | undefined {
  const distance = (other: RegionName): number => Math.abs(regionFacts(other).slot - regionFacts(region).slot);
  return [...regions]
    .filter((other) => other !== region)
    .sort((a, b) => distance(a) - distance(b) || bySlot(a, b))
    .at(0);
}
