import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

/** Longest time that AWS gathers before it writes, the cheapest; the other is 60. */
const AGGREGATION_SECONDS = 600;

export interface VpcFlowLogProps {
  readonly provider: TerraformProvider;
  readonly vpcId: string;
  /**
   * Bucket that lets `delivery.logs.amazonaws.com` write below `AWSLogs/aws-account-id=<account>/`: with partitions by
   * name the account's folder is called so ("Publish flow logs to Amazon S3").
   */
  readonly bucketArn: string;
  /** Value of the tag `Name` of a part of the network. */
  readonly tagName: (what: string) => string;
}

/**
 * Who talked to whom in the VPC, accepted or not, as Parquet that Athena reads by the hour. AWS writes it to the bucket
 * itself, with no role between. Every argument but the tags replaces the log when it changes.
 */
export class VpcFlowLog extends Construct {
  constructor(scope: Construct, id: string, { provider, vpcId, bucketArn, tagName }: VpcFlowLogProps) {
    super(scope, id);
    new FlowLog(this, 'log', {
      provider,
      vpcId,
      trafficType: 'ALL',
      logDestinationType: 's3',
      logDestination: bucketArn,
      maxAggregationInterval: AGGREGATION_SECONDS,
      destinationOptions: { fileFormat: 'parquet', hiveCompatiblePartitions: true, perHourPartition: true },
      tags: { Name: tagName('flow-log') },
    });
  }
}
