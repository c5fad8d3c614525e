import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { Partition, RegionName } from '../../config/catalog';
import { keyPolicy } from '../security/key-policy';
import { AlarmTopic } from './alarm-topic';

export interface EdgeAlarmTopicProps {
  readonly provider: TerraformProvider;
  /** Region of the provider: us-east-1 for what Route 53 and CloudFront measure, us-west-2 for the accelerator. */
  readonly region: RegionName;
  readonly partition: Partition;
  readonly account: string;
  readonly topicName: string;
  /** Alias of the topic's key, `alias/` included. */
  readonly keyAlias: string;
  /** ARN pattern of the alarms that may publish. */
  readonly alarmArnPattern: string;
}

/** Days before KMS destroys the key: the longest time that it offers ("Delete an AWS KMS key"). */
const DELETION_WINDOW_DAYS = 30;

/**
 * Where alarms go that are about no one Region. It has a key of its own, as the Region that it stands in need not be one of
 * the platform's, and then has none. Whom the alarms wake is not Meridian's: subscribe to it.
 */
export class EdgeAlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EdgeAlarmTopicProps) {
    super(scope, id);
    const { provider, partition, account, region, alarmArnPattern } = props;
    const key = new KmsKey(this, 'key', {
      provider,
      description: 'Alarms of the front door',
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: keyPolicy({ partition, account, region, services: [], alarmArnPattern }),
    });
    new KmsAlias(this, 'alias', { provider, name: props.keyAlias, targetKeyId: key.keyId });
    this.arn = new AlarmTopic(this, 'topic', {
      provider,
      topicName: props.topicName,
      keyArn: key.arn,
      alarmArnPattern,
    }).arn;
  }
}
