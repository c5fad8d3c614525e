import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { Partition, RegionName } from '../../config/catalog';
import type { PolicyStatement } from '../security/policy-document';
import { ProtectedBucket } from './protected-bucket';
import { tlsOnly } from './tls-only';

/** Days that a log which was overwritten or deleted can still be brought back. */
const NONCURRENT_DAYS = 7;

export interface LogBucketProps {
  readonly provider: TerraformProvider;
  /** 3 to 63 characters, unique in the partition. */
  readonly bucketName: string;
  /** The bucket's ARN, known without asking: `arn:aws:s3:::<name>`. */
  readonly bucketArn: string;
  readonly partition: Partition;
  /** The account whose logs these are; the bucket's own. */
  readonly account: string;
  /** The bucket's Region: logs are written by their own Region alone. */
  readonly region: RegionName;
  /** Who writes: CloudWatch's log delivery (flow logs of a VPC), or load balancers (access logs). */
  readonly writer: 'log-delivery' | 'load-balancer';
  /**
   * Key in the bucket's own Region, whose policy lets the writer use it (the key service `delivery.logs`). For log delivery alone: a load balancer
   * writes access logs only where S3's own keys encrypt them ("Enable access logs for your Application Load Balancer").
   * @default - S3's own keys
   */
  readonly keyArn?: string | undefined;
  /** What must exist before the key can be used. @default - nothing */
  readonly keyDependencies?: readonly ITerraformDependable[];
  /** Beginning of the keys of all logs, without a slash at either end. @default - none */
  readonly prefix?: string;
  /** Days after which a log goes. */
  readonly expirationDays: number;
  /** To be given up with all that is in it. @default false */
  readonly released?: boolean;
}

/**
 * A Region's bucket for logs that AWS writes. One for each writer, as they cannot share an encryption: flow logs tell who speaks to whom and are under
 * the platform's own key; access logs can be under S3's keys only, and a load balancer that cannot write its test file is not changed at all.
 * It belongs to what outlives compute, so that a Region that is rebuilt keeps the logs of what went wrong.
 */
export class LogBucket extends ProtectedBucket {
  readonly bucketName: string;
  readonly bucketArn: string;

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id, props, [...writing(props), ...tlsOnly(props.bucketArn)]);
    const { bucketName, bucketArn, writer, keyArn } = props;
    if (writer === 'load-balancer' && keyArn !== undefined)
      throw new Error(
        `${this.node.path}: load balancers write where S3's own keys encrypt, not under ${keyArn}. Leave keyArn out.`,
      );

    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      ...this.of,
      rule: rules(props),
      dependsOn: [this.versioning],
    });
    this.bucketName = bucketName;
    this.bucketArn = bucketArn;
  }
}

const rules = ({ expirationDays }: LogBucketProps) => [
  {
    id: 'old-logs',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    expiration: [{ days: expirationDays }],
    noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_DAYS }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: NONCURRENT_DAYS }],
  },
  {
    // An expiration in days leaves a marker, and cannot stand in one rule with this one.
    id: 'lone-markers',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    expiration: [{ expiredObjectDeleteMarker: true }],
  },
];

function writing(props: LogBucketProps): PolicyStatement[] {
  const { writer, partition, account, region, bucketArn, prefix } = props;
  const folder = `${bucketArn}/${prefix === undefined ? '' : `${prefix}/`}AWSLogs`;
  if (writer === 'load-balancer') {
    // AWS names no condition for it; the path has the account whose logs it takes.
    return [
      {
        sid: 'WriteAccessLogs',
        principal: { service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        actions: ['s3:PutObject'],
        resources: [`${folder}/${account}/*`],
      },
    ];
  }
  // "Amazon S3 bucket permissions for flow logs": by whom it is asked, so that no other account's logs are taken.
  const principal = { service: 'delivery.logs.amazonaws.com' };
  const ofThisRegion = {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
  };
  return [
    {
      sid: 'WriteFlowLogs',
      principal,
      actions: ['s3:PutObject'],
      // The second is the path of Hive-compatible partitions.
      resources: [`${folder}/${account}/*`, `${folder}/aws-account-id=${account}/*`],
      conditions: {
        ...ofThisRegion,
        StringEquals: { ...ofThisRegion.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    },
    {
      sid: 'LookBeforeWriting',
      principal,
      actions: ['s3:GetBucketAcl', 's3:ListBucket'],
      resources: [bucketArn],
      conditions: ofThisRegion,
    },
  ];
}
