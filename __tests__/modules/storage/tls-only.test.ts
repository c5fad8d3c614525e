import { policyDocument } from '../../../modules/security/policy-document';
import { tlsOnly } from '../../../modules/storage/tls-only';

test('denies everybody everything without TLS, and with an old one', () =>
  expect(JSON.parse(policyDocument(tlsOnly('arn:aws:s3:::b'))).Statement).toEqual(
    [
      { Sid: 'DenyWithoutTls', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Sid: 'DenyOldTls', Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
    ].map((statement) => ({
      ...statement,
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'],
    })),
  ));
