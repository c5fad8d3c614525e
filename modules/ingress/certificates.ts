import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { EVERY_REGION } from '../terraform/tags';

export interface CertificatesProps {
  /** Provider in us-east-1: CloudFront takes certificates from there alone. */
  readonly edge: TerraformProvider;
  /** Regions that need a certificate, each with its own provider; us-east-1 may be one. In any order. */
  readonly regions: ReadonlyMap<RegionName, TerraformProvider>;
  /** Every certificate is for it and for all names one label below it. */
  readonly domain: string;
  readonly zoneId: string;
  /** What must be there before the world can ask the zone. @default - nothing */
  readonly delegation?: readonly ITerraformDependable[];
}

/** The Region of the certificate at the edge. */
const EDGE_REGION: RegionName = 'us-east-1';
/** Seconds for which resolvers keep the record that proves the domain; it never changes. */
const PROOF_SECONDS = 300;

/**
 * A certificate in us-east-1 and one in each other Region, for `<domain>` and `*.<domain>`. All are proven by one record: what
 * ACM asks for is the same for a name and its wildcard, and in every Region of an account ("DNS validation"). us-east-1 as a
 * Region uses the edge's: of two for one domain a look-up by domain could not tell which is meant.
 *
 * Only for a zone that the world can ask: without it Terraform would wait 75 minutes for ACM and fail.
 */
export class Certificates extends Construct {
  /** ARN of the certificate in us-east-1, known once it is issued. */
  readonly edgeArn: string;
  /** ARN of each Region's certificate, known once it is issued. */
  readonly arns: ReadonlyMap<RegionName, string>;

  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const { edge, zoneId } = props;
    const certificate = this.certificate('edge', edge, props, { ...EVERY_REGION });
    // Both names are proven by the same record: any of the two options is it.
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, 'proof', {
      provider: edge,
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      ttl: PROOF_SECONDS,
      records: [proof.resourceRecordValue],
      // A zone that was there before may have it from an earlier certificate.
      allowOverwrite: true,
    });
    this.edgeArn = this.validation('edge', edge, certificate, record, props);
    this.arns = new Map(
      [...props.regions].map(([region, provider]) => {
        if (region === EDGE_REGION) return [region, this.edgeArn];
        return [region, this.validation(region, provider, this.certificate(region, provider, props), record, props)];
      }),
    );
  }

  private certificate(
    id: string,
    provider: TerraformProvider,
    { domain }: CertificatesProps,
    tags?: Record<string, string>,
  ): AcmCertificate {
    return new AcmCertificate(this, id, {
      provider,
      domainName: domain,
      subjectAlternativeNames: [`*.${domain}`],
      validationMethod: 'DNS',
      ...(tags && { tags }),
      // What uses it holds it: the next one must be there first.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private validation(
    id: string,
    provider: TerraformProvider,
    certificate: AcmCertificate,
    record: Route53Record,
    { delegation }: CertificatesProps,
  ): string {
    const validation = new AcmCertificateValidation(this, `${id}-validation`, {
      provider,
      certificateArn: certificate.arn,
      // Also fails at once, and not after 75 minutes, should ACM ask for another record.
      validationRecordFqdns: [record.fqdn],
      ...(delegation?.length && { dependsOn: [...delegation] }),
    });
    return validation.certificateArn;
  }
}
