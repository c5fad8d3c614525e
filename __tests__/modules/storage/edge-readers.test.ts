import { policyDocument } from '../../../modules/security/policy-document';
import { edgeReadsBucket, edgeUsesKey } from '../../../modules/storage/edge-readers';
import { policyIn } from '../../synth';

const OF_ACCOUNT = { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/*' } };

test("the account's distributions read objects and decrypt them, and do nothing else", () =>
  expect(
    policyIn(policyDocument([edgeReadsBucket('arn:aws:s3:::objects', '111122223333'), edgeUsesKey('111122223333')]))
      .Statement,
  ).toEqual([
    {
      Sid: 'ReadThroughCloudFront',
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::objects/*',
      Condition: OF_ACCOUNT,
    },
    {
      Sid: 'DecryptThroughCloudFront',
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: OF_ACCOUNT,
    },
  ]));
