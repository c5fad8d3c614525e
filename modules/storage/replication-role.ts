import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument, trustPolicy } from '../security/policy-document';
import { EVERY_REGION } from '../terraform/tags';

export interface ReplicationRoleProps {
  readonly provider: TerraformProvider;
  readonly roleName: string;
  /**
   * ARN patterns of the buckets in all Regions; each is source and destination. A list of every Region's own would outgrow
   * the 10,240 characters of a role's policies ("IAM and AWS STS quotas"), and change with every Region.
   */
  readonly bucketArnPatterns: readonly string[];
  /** ARN of the multi-Region key, with `*` for the Region. */
  readonly keyArnPattern: string;
  /** Pattern of the S3 ARNs under which the key may be used: all buckets of the platform and what is in them. */
  readonly contextArnPattern: string;
}

/**
 * The role that S3 assumes to copy objects between the Regions ("Setting up permissions for live replication",
 * "Replicating encrypted objects"). It can read versions and write copies of these buckets and use this key through S3;
 * it can neither read nor write an object as a caller would.
 */
export class ReplicationRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ReplicationRoleProps) {
    super(scope, id);
    const { provider, roleName, bucketArnPatterns, keyArnPattern, contextArnPattern } = props;
    if (bucketArnPatterns.length === 0) throw new Error(`${this.node.path}: no buckets. Leave the role out.`);

    const objects = bucketArnPatterns.map((arn) => `${arn}/*`);
    const role = new IamRole(this, 'role', {
      provider,
      name: roleName,
      description: 'S3 replication between the Regions of the platform',
      assumeRolePolicy: trustPolicy('s3.amazonaws.com'),
      tags: { ...EVERY_REGION },
    });
    new IamRolePolicy(this, 'policy', {
      provider,
      name: 'replicate',
      role: role.id,
      policy: policyDocument([
        {
          sid: 'ReadConfiguration',
          actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
          resources: bucketArnPatterns,
        },
        {
          sid: 'CopyVersions',
          actions: [
            's3:GetObjectVersionAcl',
            's3:GetObjectVersionForReplication',
            's3:GetObjectVersionTagging',
            's3:ReplicateDelete',
            's3:ReplicateObject',
            's3:ReplicateTags',
          ],
          resources: objects,
        },
        {
          // With a bucket key the encryption context is the bucket's ARN; an object written without one carries its own.
          sid: 'UseKeyThroughS3',
          actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
          resources: [keyArnPattern],
          conditions: {
            StringLike: {
              'kms:ViaService': ['s3.*.amazonaws.com', 's3.*.amazonaws.com.cn'],
              'kms:EncryptionContext:aws:s3:arn': contextArnPattern,
            },
          },
        },
      ]),
    });
    this.arn = role.arn;
  }
}
