import { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import { apiHost, appHost } from '../config/hosts';
import {
  bucketName,
  cdnLogGroupName,
  functionName,
  globalName,
  roleArnOf,
  roleName,
  webAclLogGroupName,
} from '../config/names';
import { EDGE_JURISDICTION } from '../modules/ingress/edge-bundle';
import { EdgeFunction } from '../modules/ingress/edge-function';
import { EdgeWaf } from '../modules/ingress/edge-waf';
import { FrontCdn } from '../modules/ingress/front-cdn';
import { CdnLog } from '../modules/observability/cdn-log';
import type { FrontProps } from './front';
import { archiveAt, edgeBundlesOf, ROOT } from './function-bundles';

export interface FrontAtEdgeProps extends FrontProps {
  readonly zoneId: string;
  /** In us-east-1. */
  readonly certificateArn: string;
}

const LOG_DAYS = 90;

/** CloudFront before the Regions, with its web ACL, its functions and its log. */
export class FrontAtEdge extends Construct {
  readonly distributionId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FrontAtEdgeProps,
  ) {
    super(scope, id);
    const { platform, ingress, edge: provider, outputs, zoneId, certificateArn } = props;
    const { cdn, domain, health } = ingress;
    const acl = ingress.hasEdgeAcl
      ? new EdgeWaf(this, 'acl', {
          provider,
          aclName: globalName(platform, 'edge', 'webAcl'),
          logGroupName: webAclLogGroupName(platform, 'edge'),
          logRetentionDays: LOG_DAYS,
          rateLimit: ingress.rateLimit,
          healthPaths: [health.path],
        })
      : undefined;
    const { distribution } = new FrontCdn(this, 'front', {
      provider,
      root: ROOT,
      namePrefix: globalName(platform, 'cdn', 'cdnPrefix'),
      zoneId,
      hostName: appHost(domain),
      apiHostName: apiHost(domain),
      certificateArn,
      webAclArn: acl?.aclArn,
      reads: cdn.bucket === undefined ? undefined : this.readsOf(cdn.bucket),
      requestFunctionArn: this.jurisdictionFunctionArn(),
    });
    new CdnLog(this, 'log', {
      provider,
      deliveryName: globalName(platform, 'cdn', 'delivery'),
      logGroupName: cdnLogGroupName(platform),
      logRetentionDays: LOG_DAYS,
      distributionArn: distribution.arn,
    });
    this.distributionId = distribution.id;
    outputs.publish('app_url', `https://${appHost(domain)}`);
    outputs.publish('distribution_id', distribution.id);
  }

  private readsOf(bucket: string) {
    const { platform, ingress } = this.props;
    return {
      // A Region that returns is not copied to yet: what was written in the meantime is not there.
      bucketHosts: new Map(
        platform.activeRegions.map((region): [RegionName, string] => [
          region,
          `${bucketName(platform, bucket, region)}.s3.${region}.amazonaws.com`,
        ]),
      ),
      primary: platform.writer,
      replicated: true,
      regionByCountry: ingress.cdn.regionByCountry,
    };
  }

  /** The function that sends a write to the jurisdiction that its body names. */
  private jurisdictionFunctionArn(): string | undefined {
    const { platform, edge: provider } = this.props;
    const [bundle] = edgeBundlesOf(platform);
    if (!bundle) return undefined;
    return new EdgeFunction(this, 'jurisdiction', {
      provider,
      functionName: functionName(platform, EDGE_JURISDICTION),
      description: 'Sends a write to the jurisdiction that its body names.',
      zipPath: archiveAt(EDGE_JURISDICTION),
      sourceCodeHash: bundle.sourceCodeHash,
      roleArn: roleArnOf(platform, roleName(platform, EDGE_JURISDICTION)),
      runtime: platform.compute.runtime,
    }).versionArn;
  }
}
