import type { PolicyStatement } from '../security/policy-document';

/** What a bucket's policy needs so that nobody reaches it without TLS 1.2 or later. */
export const tlsOnly = (bucketArn: string): PolicyStatement[] => {
  const deny = {
    effect: 'Deny',
    principal: '*',
    actions: ['s3:*'],
    resources: [bucketArn, `${bucketArn}/*`],
  } as const;
  return [
    { ...deny, sid: 'DenyWithoutTls', conditions: { Bool: { 'aws:SecureTransport': 'false' } } },
    { ...deny, sid: 'DenyOldTls', conditions: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
  ];
};
