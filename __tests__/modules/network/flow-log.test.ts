import { VpcFlowLog } from '../../../modules/network/flow-log';
import { synthConstruct } from '../../synth';

test('all traffic goes to the bucket, in a form that can be asked, and through no role', () =>
  expect(
    synthConstruct((stack, providerIn) => {
      new VpcFlowLog(stack, 'flow', {
        provider: providerIn('eu-west-1'),
        vpcId: 'vpc-1',
        bucketArn: 'arn:aws:s3:::orders-prod-logs-euw1-111122223333',
        tagName: (what) => `orders-prod-${what}`,
      });
    }).only('aws_flow_log'),
  ).toEqual({
    provider: 'aws.euw1',
    vpc_id: 'vpc-1',
    traffic_type: 'ALL',
    log_destination_type: 's3',
    log_destination: 'arn:aws:s3:::orders-prod-logs-euw1-111122223333',
    max_aggregation_interval: 600,
    destination_options: { file_format: 'parquet', hive_compatible_partitions: true, per_hour_partition: true },
    tags: { Name: 'orders-prod-flow-log' },
  }));
