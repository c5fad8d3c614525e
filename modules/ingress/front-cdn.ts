import {
  CloudfrontDistribution,
  type CloudfrontDistributionDefaultCacheBehavior,
} from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { ALL_VIEWER_EXCEPT_HOST_HEADER, CACHING_DISABLED, SECURITY_HEADERS } from './cdn-policies';
import { CdnReads, type CdnReadsProps } from './cdn-reads';

export interface FrontCdnProps extends Pick<CdnReadsProps, 'provider' | 'namePrefix' | 'root'> {
  readonly zoneId: string;
  /** Name that browsers use: `app.orders.example.com`. */
  readonly hostName: string;
  /** Name of the API behind it, which Route 53 answers with a healthy Region: `api.orders.example.com`. */
  readonly apiHostName: string;
  /** ARN of a certificate for `hostName` in us-east-1. */
  readonly certificateArn: string;
  /** ARN of a web ACL with the scope CLOUDFRONT. @default - none */
  readonly webAclArn?: string | undefined;
  /** Buckets to read from. @default - everything goes to the API */
  readonly reads?: Omit<CdnReadsProps, 'provider' | 'namePrefix' | 'root'> | undefined;
  /** ARN, with its version, of a function that sees what is sent to the API, body included. @default - none */
  readonly requestFunctionArn?: string | undefined;
}

/** What goes to the API where there are buckets too. Never `*`: that would be everything. */
const API_PATH = '/api/*';
const API_ORIGIN = 'api';
const READING = ['GET', 'HEAD'];

type Behavior = Omit<CloudfrontDistributionDefaultCacheBehavior, 'viewerProtocolPolicy'>;

/**
 * One distribution in front of all Regions. Reads fail over from one bucket to another at the edge. Writes have one origin,
 * the API's name: an origin group fails over for GET, HEAD and OPTIONS alone, and CloudFront refuses one that is sent a POST,
 * so which Region takes a write is Route 53's to say. No failover changes the distribution.
 */
export class FrontCdn extends Construct {
  readonly distribution: CloudfrontDistribution;

  constructor(scope: Construct, id: string, props: FrontCdnProps) {
    super(scope, id);
    const { provider, namePrefix, root, hostName, apiHostName, zoneId } = props;
    const reads = props.reads && new CdnReads(this, 'reads', { provider, namePrefix, root, ...props.reads });
    const writing = writes(props.requestFunctionArn);

    this.distribution = new CloudfrontDistribution(this, 'distribution', {
      provider,
      comment: namePrefix,
      enabled: true,
      aliases: [hostName],
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      // The plan need not wait minutes for every edge: what stood there goes on answering.
      waitForDeployment: false,
      ...(props.webAclArn !== undefined && { webAclId: props.webAclArn }),
      ...(reads && { defaultRootObject: 'index.html' }),
      origin: [
        ...(reads?.origins ?? []),
        {
          originId: API_ORIGIN,
          domainName: apiHostName,
          customOriginConfig: {
            originProtocolPolicy: 'https-only',
            originSslProtocols: ['TLSv1.2'],
            httpPort: 80,
            httpsPort: 443,
          },
        },
      ],
      ...(reads && reads.originGroups.length > 0 && { originGroup: [...reads.originGroups] }),
      defaultCacheBehavior: reads
        ? {
            ...reads.behavior,
            allowedMethods: [...READING, 'OPTIONS'],
            cachedMethods: READING,
            compress: true,
            responseHeadersPolicyId: SECURITY_HEADERS,
            viewerProtocolPolicy: 'redirect-to-https',
          }
        : { ...writing, viewerProtocolPolicy: 'https-only' },
      ...(reads && {
        orderedCacheBehavior: [{ ...writing, pathPattern: API_PATH, viewerProtocolPolicy: 'https-only' }],
      }),
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: {
        acmCertificateArn: props.certificateArn,
        sslSupportMethod: 'sni-only',
        minimumProtocolVersion: 'TLSv1.2_2021',
      },
    });
    for (const type of ['A', 'AAAA'])
      new Route53Record(this, type.toLowerCase(), {
        provider,
        zoneId,
        name: hostName,
        type,
        alias: {
          name: this.distribution.domainName,
          zoneId: this.distribution.hostedZoneId,
          evaluateTargetHealth: false,
        },
      });
  }
}

/** Everything that is sent to the API, as it was sent. */
const writes = (requestFunctionArn: string | undefined): Behavior => ({
  targetOriginId: API_ORIGIN,
  allowedMethods: [...READING, 'DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
  cachedMethods: READING,
  compress: true,
  cachePolicyId: CACHING_DISABLED,
  originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
  responseHeadersPolicyId: SECURITY_HEADERS,
  ...(requestFunctionArn !== undefined && {
    lambdaFunctionAssociation: [{ eventType: 'origin-request', lambdaArn: requestFunctionArn, includeBody: true }],
  }),
});
