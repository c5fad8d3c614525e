import { CloudwatchLogDelivery } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery';
import { CloudwatchLogDeliveryDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination';
import { CloudwatchLogDeliverySource } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-source';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface CdnLogProps {
  /** Of us-east-1: CloudFront delivers from there alone ("Configure standard logging (v2)"). */
  readonly provider: TerraformProvider;
  /** Name of the delivery's source and destination: at most 60 word characters and hyphens. */
  readonly deliveryName: string;
  /** Begins with `/aws/vendedlogs/`: such groups need no policy of their own ("Enable logging from AWS services"). */
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  readonly distributionArn: string;
}

const VENDED = '/aws/vendedlogs/';

/** What is written of a request: no address, path, query or cookie, as those are people's. */
const LOGGED = [
  'date',
  'time',
  'x-edge-request-id',
  'x-edge-location',
  'c-country',
  'cs-method',
  'cs-protocol',
  'cs-protocol-version',
  'ssl-protocol',
  'cache-behavior-path-pattern',
  'sc-status',
  'sc-bytes',
  'cs-bytes',
  'time-taken',
  'time-to-first-byte',
  'x-edge-result-type',
  'x-edge-response-result-type',
  'x-edge-detailed-result-type',
] as const;

/** The requests of a distribution, as JSON lines in CloudWatch. */
export class CdnLog extends Construct {
  constructor(scope: Construct, id: string, props: CdnLogProps) {
    super(scope, id);
    const { provider, deliveryName, logGroupName } = props;
    if (!logGroupName.startsWith(VENDED))
      throw new Error(`${this.node.path}: logGroupName is ${logGroupName}. Let it begin with ${VENDED}.`);
    const group = new CloudwatchLogGroup(this, 'log', {
      provider,
      name: logGroupName,
      retentionInDays: props.logRetentionDays,
    });
    const source = new CloudwatchLogDeliverySource(this, 'source', {
      provider,
      name: deliveryName,
      logType: 'ACCESS_LOGS',
      resourceArn: props.distributionArn,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, 'destination', {
      provider,
      name: deliveryName,
      outputFormat: 'json',
      deliveryDestinationConfiguration: [{ destinationResourceArn: group.arn }],
    });
    new CloudwatchLogDelivery(this, 'delivery', {
      provider,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: [...LOGGED],
    });
  }
}
