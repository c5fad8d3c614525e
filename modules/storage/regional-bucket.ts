import { S3BucketCorsConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-cors-configuration';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { PolicyStatement } from '../security/policy-document';
import { ProtectedBucket } from './protected-bucket';
import { tlsOnly } from './tls-only';

/** Days after which the parts of an upload that nobody finished are dropped. */
const INCOMPLETE_UPLOAD_DAYS = 7;

export interface RegionalBucketProps {
  readonly provider: TerraformProvider;
  /** 3 to 63 characters, unique in the partition. */
  readonly bucketName: string;
  /** The bucket's ARN, known without asking: `arn:aws:s3:::<name>`. */
  readonly bucketArn: string;
  /** Key in the bucket's own Region. */
  readonly keyArn: string;
  /** What must exist before the key can be used. @default - nothing */
  readonly keyDependencies?: readonly ITerraformDependable[];
  /** Days that a replaced or deleted object can still be brought back. */
  readonly noncurrentVersionDays: number;
  /** Uploads that count only once something else accepts them: their prefix, and the days after which they go. @default - none */
  readonly incoming?: { readonly prefix: string; readonly days: number } | undefined;
  /** Web origins that may upload and download with a signed URL. @default - none */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Statements of its policy that let somebody read who has no policy of the account's own. @default - none */
  readonly readers?: readonly PolicyStatement[] | undefined;
  /** Also refuse the deletion of the bucket itself, to everybody. @default false */
  readonly undeletable?: boolean;
  /** To be given up with all that is in it: no protection is left. @default false */
  readonly released?: boolean;
}

/**
 * A bucket that may take part in replication: versioned, encrypted with its Region's own key (and a bucket key, so that
 * not every object costs a KMS call), reachable by its owner alone and over TLS alone. It is retained on destroy.
 */
export class RegionalBucket extends ProtectedBucket {
  constructor(scope: Construct, id: string, props: RegionalBucketProps) {
    super(scope, id, props, policyOf(props));
    const { of } = this;
    const { noncurrentVersionDays, incoming, corsOrigins = [] } = props;

    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      ...of,
      rule: [
        {
          id: 'old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: noncurrentVersionDays }],
          // Only the markers that stand alone, once every version under them is gone.
          expiration: [{ expiredObjectDeleteMarker: true }],
        },
        {
          id: 'incomplete-uploads',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: INCOMPLETE_UPLOAD_DAYS }],
        },
        ...(incoming
          ? [
              {
                id: 'incoming',
                status: 'Enabled',
                filter: [{ prefix: incoming.prefix }],
                expiration: [{ days: incoming.days }],
                noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
              },
            ]
          : []),
      ],
      dependsOn: [this.versioning],
    });
    if (corsOrigins.length > 0) {
      new S3BucketCorsConfiguration(this, 'cors', {
        ...of,
        corsRule: [
          {
            allowedOrigins: [...corsOrigins],
            allowedMethods: ['GET', 'HEAD', 'PUT'],
            allowedHeaders: ['content-length', 'content-type', 'if-none-match', 'x-amz-*'],
            exposeHeaders: ['ETag', 'x-amz-checksum-sha256', 'x-amz-version-id'],
            maxAgeSeconds: 600,
          },
        ],
      });
    }
  }
}

function policyOf({ bucketArn, undeletable, released, readers = [] }: RegionalBucketProps): PolicyStatement[] {
  const statements: PolicyStatement[] = [...readers, ...tlsOnly(bucketArn)];
  if (undeletable && !released) {
    statements.push({
      sid: 'DenyDeletion',
      effect: 'Deny',
      principal: '*',
      actions: ['s3:DeleteBucket'],
      resources: [bucketArn],
    });
  }
  return statements;
}
