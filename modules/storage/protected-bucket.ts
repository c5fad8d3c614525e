import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument } from '../security/policy-document';

export interface ProtectedBucketProps {
  readonly provider: TerraformProvider;
  /** 3 to 63 characters, unique in the partition. */
  readonly bucketName: string;
  /** Key in the bucket's own Region, used through a bucket key, so that not every object costs a call. @default - S3's own keys */
  readonly keyArn?: string | undefined;
  /** What must exist before the key can be used. @default - nothing */
  readonly keyDependencies?: readonly ITerraformDependable[] | undefined;
  /** To be given up with all that is in it: no protection is left. @default false */
  readonly released?: boolean | undefined;
}

/** What every bucket of the platform has, whatever it is for: versions, encryption, an owner, a policy, and no public access. */
export abstract class ProtectedBucket extends Construct {
  /** Replication and lifecycle rules cannot be configured before it is on. */
  readonly versioning: S3BucketVersioningA;
  /** For what configures the bucket further. */
  protected readonly of: { readonly provider: TerraformProvider; readonly bucket: string };

  constructor(scope: Construct, id: string, props: ProtectedBucketProps, policy: readonly PolicyStatement[]) {
    super(scope, id);
    const { provider, bucketName, keyArn, keyDependencies, released = false } = props;
    const afterKey = keyDependencies?.length ? { dependsOn: [...keyDependencies] } : {};

    const bucket = new S3Bucket(this, 'bucket', {
      provider,
      bucket: bucketName,
      forceDestroy: released,
      lifecycle: { preventDestroy: !released },
      // The key goes after the bucket: where S3 refuses to delete it, what is in it can still be read.
      ...afterKey,
    });
    this.of = { provider, bucket: bucket.id };
    this.versioning = new S3BucketVersioningA(this, 'versioning', {
      ...this.of,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      ...this.of,
      rule: [
        keyArn === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
          : {
              bucketKeyEnabled: true,
              applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
            },
      ],
      ...afterKey,
    });
    const access = new S3BucketPublicAccessBlock(this, 'public-access', {
      ...this.of,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', { ...this.of, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    // One conditional operation at a time: S3 answers OperationAborted when a policy and an access block arrive together.
    new S3BucketPolicy(this, 'policy', { ...this.of, policy: policyDocument(policy), dependsOn: [access] });
  }
}
