import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument } from '../security/policy-document';

export interface AlarmTopicProps {
  readonly provider: TerraformProvider;
  readonly topicName: string;
  /** Key of the Region. Its policy must let CloudWatch use it, or every alarm is lost without a word. */
  readonly keyArn: string;
  /** ARN pattern of the alarms that may publish. */
  readonly alarmArnPattern: string;
}

/** Where a Region's alarms go. Whom they wake is not Meridian's: subscribe to it. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { provider, topicName, keyArn, alarmArnPattern }: AlarmTopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, 'topic', { provider, name: topicName, kmsMasterKeyId: keyArn });
    new SnsTopicPolicy(this, 'policy', {
      provider,
      arn: topic.arn,
      policy: policyDocument([
        {
          sid: 'PublishAlarms',
          principal: { service: 'cloudwatch.amazonaws.com' },
          actions: ['sns:Publish'],
          resources: [topic.arn],
          conditions: { ArnLike: { 'aws:SourceArn': alarmArnPattern } },
        },
        {
          sid: 'DenyWithoutTls',
          effect: 'Deny',
          principal: '*',
          actions: ['sns:Publish'],
          resources: [topic.arn],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
    this.arn = topic.arn;
  }
}
