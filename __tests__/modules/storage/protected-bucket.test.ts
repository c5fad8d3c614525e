import { LogBucket } from '../../../modules/storage/log-bucket';
import { RegionalBucket } from '../../../modules/storage/regional-bucket';
import { synthConstruct } from '../../synth';

const PROPS = { bucketName: 'b', bucketArn: 'arn:aws:s3:::b', keyArn: 'arn of the key' };

test('a bucket for logs is protected as one for data is', () => {
  const data = synthConstruct((stack, providerIn) => {
    new RegionalBucket(stack, 'b', { ...PROPS, provider: providerIn('eu-west-1'), noncurrentVersionDays: 7 });
  });
  const logs = synthConstruct((stack, providerIn) => {
    new LogBucket(stack, 'b', {
      ...PROPS,
      provider: providerIn('eu-west-1'),
      partition: 'aws',
      account: '111122223333',
      region: 'eu-west-1',
      writer: 'log-delivery',
      expirationDays: 90,
    });
  });
  for (const what of [
    '',
    '_versioning',
    '_server_side_encryption_configuration',
    '_public_access_block',
    '_ownership_controls',
  ])
    expect(logs.only(`aws_s3_bucket${what}`)).toEqual(data.only(`aws_s3_bucket${what}`));
});
